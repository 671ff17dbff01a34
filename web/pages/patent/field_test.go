package patent

import (
	"math"
	"testing"

	engine "quanlian/engine/valuation"
)

// TestMedians: the patent itself does not count, an axis on which too few have a
// score has no median.
func TestMedians(t *testing.T) {
	t.Parallel()
	res := &engine.Result{Radar: []engine.Axis{{ID: "a"}, {ID: "b"}}}
	f := fieldScores{by: map[string][]float64{
		"own": {100, 100}, "1": {10, math.NaN()}, "2": {20, 1}, "3": {30, 1}, "4": {40, 1}, "5": {50, 1}, "6": {70, math.NaN()},
	}}
	got, n := f.medians("own", res)
	if _, ok := got["b"]; n != 6 || got["a"] != 35 || ok {
		t.Errorf("%v of %d", got, n)
	}
}
