package appraise

import (
	"bytes"
	"slices"
	"testing"

	"quanlian/base/errs"
	engine "quanlian/engine/valuation/appraise"
)

// TestFaultsTogether: what cannot be read and what is wrong in the rest are named
// at once, each field once.
func TestFaultsTogether(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		change map[string]string
		want   []string
	}{
		{map[string]string{"royalty_rate": "四", "contribution": "100,90"}, []string{"royalty_rate", "contribution"}},
		{map[string]string{"revenue_base": "abc", "royalty_rate": "-1"}, []string{"revenue_base", "royalty_rate"}},
		{map[string]string{"royalty_rate": "-1", "contribution": ""}, []string{"royalty_rate", "contribution"}},
		{map[string]string{"growth": "x"}, []string{"growth"}},
		{nil, nil},
	} {
		form := example(engine.ReliefFromRoyalty)
		for k, v := range c.change {
			form.Set(k, v)
		}
		raw, err := read(engine.ReliefFromRoyalty, form)
		_, wrong := engine.Value(engine.ReliefFromRoyalty, bytes.NewReader(raw))
		var got []string
		for _, e := range errs.All(together(err, wrong)) {
			got = append(got, e.Field+" "+e.Code)
		}
		fields := fieldsOf(together(err, wrong))
		slices.Sort(c.want)
		if slices.Sort(fields); !slices.Equal(fields, c.want) {
			t.Errorf("%v: named %v, want %v", c.change, got, c.want)
		}
	}
}

func fieldsOf(err error) (out []string) {
	for _, e := range errs.All(err) {
		out = append(out, e.Field)
	}
	return out
}
