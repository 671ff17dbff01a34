package itemflow

import (
	"encoding/json"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
)

// An extension is asked for while a limit of the office runs, and not otherwise.
func TestExtensionIsOfferedWhileALimitRuns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		limits []kernel.Limit
		idle   bool
	}{
		{"no limit", nil, true},
		{"met", []kernel.Limit{{Name: "acceptance", Met: time.Unix(1, 0)}}, true},
		{"another office's", []kernel.Limit{{Name: "outside", Outside: true}}, true},
		{"ours runs", []kernel.Limit{{Name: "acceptance", Met: time.Unix(1, 0)}, {Name: "committed"}}, false},
	} {
		if got := Idle(kernel.Actor{}, kernel.Case{Data: json.RawMessage(`{}`), Limits: c.limits}, "ask_extension"); got != c.idle {
			t.Errorf("%s: idle is %v", c.name, got)
		}
	}
}

// What the applicant owes has its day: of the notice, or of what comes first.
func TestOwedBy(t *testing.T) {
	t.Parallel()
	near, far := calendar.On(2026, 12, 4), calendar.On(2026, 12, 11)
	correction := &kernel.Hold{Kind: kernel.HoldCorrection}
	gaps := []Gap{{Material: "a", By: far}, {Material: "b", By: near}, {Material: "c", By: calendar.On(2026, 12, 1), Supplied: time.Unix(1, 0)}}
	for _, c := range []struct {
		name string
		data Data
		hold *kernel.Hold
		want calendar.Date
	}{
		{"nothing", Data{}, nil, calendar.Date{}},
		{"correction", Data{Notified: &Notified{By: near}}, correction, near},
		{"correction answered", Data{Notified: &Notified{By: near}}, nil, calendar.Date{}},
		{"may follow", Data{Gaps: gaps}, nil, near},
		{"stands still", Data{Gaps: gaps}, &kernel.Hold{Kind: kernel.HoldSuspended}, calendar.Date{}},
	} {
		data, err := json.Marshal(c.data)
		if err != nil {
			t.Fatal(err)
		}
		if got := OwedBy(kernel.Case{Flow: "service/x.accept-decide", Data: data, Hold: c.hold}); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
