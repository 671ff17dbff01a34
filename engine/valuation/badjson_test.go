package valuation

import (
	"errors"
	"strings"
	"testing"

	"quanlian/base/errs"
)

// TestAFaultOfTheFileSaysWhere: what is wrong with a request names line, place and
// field; no word of the library comes through.
func TestAFaultOfTheFileSaysWhere(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		text, code  string
		line        any
		field       any
		description string
	}{
		{"", "json_empty", nil, nil, "nothing"},
		{"{\n \"subject\": {", "json_cut", nil, nil, "broken off"},
		{"{}{}", "json_more", nil, nil, "two documents"},
		{"{\n \"subject\": {,}\n}", "json_syntax", 2, nil, "a comma too many"},
		{"{\n \"subject\": {},\n \"nosuch\": 1\n}", "json_unknown", 3, "nosuch", "a field nobody knows"},
		{"{\n \"subject\": []\n}", "json_kind.fields", 2, "subject", "a list for fields"},
	} {
		_, err := ReadRequest(strings.NewReader(x.text))
		var e *errs.Error
		if !errors.As(err, &e) || e.Code != "engine.valuation."+x.code || e.Args["line"] != x.line || e.Args["field"] != x.field {
			t.Errorf("%s: %+v", x.description, err)
		}
	}
}
