package kernel

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"quanlian/base/errs"
)

type neededInput struct {
	Name  string          `json:"name"`
	Files []string        `json:"files"`
	Raw   json.RawMessage `json:"raw"`
	Inner struct {
		Base *int `json:"base"`
	} `json:"inner"`
}

// TestNeeds: what a move needs is missed by its name beside what the move says
// itself, once each; that the move cannot be made, or is not theirs to know of, comes
// first.
func TestNeeds(t *testing.T) {
	t.Parallel()
	all := []string{"name", "files", "raw", "inner.base"}
	for _, x := range []struct {
		name, input string
		facts       error
		guard       error
		want        string
	}{
		{"nothing said", `{}`, nil, nil, "name missing,files missing,raw missing,inner.base missing"},
		{"blanks and null", `{"name":" ","files":[],"raw":null,"inner":{"base":null}}`, nil, nil, "name missing,files missing,raw missing,inner.base missing"},
		{"zero is an answer behind a pointer", `{"name":"a","files":["x"],"raw":{},"inner":{"base":0}}`, nil, nil, ""},
		{"the move says it better", `{"files":["x"],"inner":{"base":1}}`, nil, errs.At("name", "test.name_short", nil), "name test.name_short,raw missing"},
		{"it cannot be made", `{}`, nil, errs.New(errs.Conflict, "test.closed", nil), " test.closed"},
		{"nothing was named", `{"files":["x"],"raw":1,"inner":{"base":1}}`, errs.New(errs.NotFound, "test.no_such", nil), nil, "name missing"},
		{"it is not theirs to know", `{}`, nil, errs.New(errs.NotFound, "test.no_such", nil), " test.no_such"},
		{"what was named is not there", `{"name":"a","files":["x"],"raw":1,"inner":{"base":1}}`, errs.New(errs.NotFound, "test.no_such", nil), nil, " test.no_such"},
	} {
		m := MoveOf[struct{}, neededInput, struct{}]{Name: "try", Needs: all,
			Facts:   func(View, Case, struct{}, neededInput) (struct{}, error) { return struct{}{}, x.facts },
			Guard:   func(Turn[struct{}, neededInput, struct{}]) error { return x.guard },
			Effects: func(Turn[struct{}, neededInput, struct{}]) (Out[struct{}], error) { return Out[struct{}]{}, nil },
		}.Build()
		_, err := m.Run(nil, TurnInput{Input: json.RawMessage(x.input)})
		var got []string
		for _, e := range errs.All(err) {
			got = append(got, e.Field+" "+strings.TrimPrefix(e.Code, "kernel.wire."))
		}
		if strings.Join(got, ",") != x.want || !slices.Equal(m.Needs, all) {
			t.Errorf("%s: %v, want %s", x.name, got, x.want)
		}
	}
}
