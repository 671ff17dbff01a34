package ui

import (
	"regexp"
	"slices"
	"testing"
)

// What is counted whole has whole figures on its axis, each once; also where
// there is nothing to count.
func TestAxisOfCountsHasWholeFigures(t *testing.T) {
	t.Parallel()
	axis := regexp.MustCompile(`text-anchor="end"[^>]*>([^<]*)<`)
	for _, c := range []struct {
		values []float64
		want   []string
	}{{[]float64{0, 0}, []string{"0", "1"}}, {[]float64{1, 2}, []string{"0", "1", "2"}}, {[]float64{8, 9}, []string{"0", "2", "4", "6", "8", "10"}}} {
		svg := BarChart{Labels: []string{"a", "b"}, Values: c.values}.svg(600, 300).b.String()
		var got []string
		for _, m := range axis.FindAllStringSubmatch(svg, -1) {
			got = append(got, m[1])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: axis %v, want %v", c.values, got, c.want)
		}
	}
}

// Names at the ends of lines stand apart, and none on the names of the axis.
func TestEndsOfLinesStandApart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want []float64 }{
		{[]float64{96, 100}, []float64{86, 101}},
		{[]float64{100, 100, 100}, []float64{71, 86, 101}},
		{[]float64{20, 24}, []float64{20, 35}},
		{[]float64{20, 60}, []float64{20, 60}},
	} {
		var ends []lineEnd
		for _, y := range c.in {
			ends = append(ends, lineEnd{y: y})
		}
		var got []float64
		for _, e := range apart(ends, 101) {
			got = append(got, e.y)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.in, got, c.want)
		}
	}
}
