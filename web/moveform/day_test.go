package moveform

import (
	"net/url"
	"testing"

	"quanlian/base/calendar"
	"quanlian/base/errs"
)

// A day that no calendar has is told apart from one that is not written as one.
func TestDaysThatAreNone(t *testing.T) {
	t.Parallel()
	for text, code := range map[string]string{"2026-02-30": "base.calendar.no_such_day", "soon": "web.form.date", "2026-02-28": ""} {
		var in struct {
			Day calendar.Date `json:"day"`
		}
		err := Read(url.Values{"day": {text}}, &in)
		got := ""
		if list := errs.All(err); len(list) > 0 {
			got = list[0].Code
			if list[0].Field != "day" {
				t.Errorf("%s: the fault stands at %q", text, list[0].Field)
			}
		}
		if got != code {
			t.Errorf("%s: %q, want %q", text, got, code)
		}
	}
}
