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
		{"stands still, its day runs", Data{Gaps: gaps}, &kernel.Hold{Kind: kernel.HoldSuspended}, near},
	} {
		data, err := json.Marshal(c.data)
		if err != nil {
			t.Fatal(err)
		}
		if got := OwedBy(kernel.Case{State: Accepted, Flow: "service/x.accept-decide", Data: data, Hold: c.hold}); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// What may follow after acceptance is the applicant's beside the office's work; what
// a broken promise stood for is owed after the decision, and what was refused owes
// nothing.
func TestDebtor(t *testing.T) {
	t.Parallel()
	gap := []Gap{{Material: "a", By: calendar.On(2026, 12, 4)}}
	supplied := []Gap{{Material: "a", By: calendar.On(2026, 12, 4), Supplied: time.Unix(1, 0)}}
	closed := time.Unix(9, 0)
	for _, c := range []struct {
		name   string
		state  kernel.State
		data   Data
		closed time.Time
		turn   kernel.Role // "" where the flow says it
		debtor kernel.Role
	}{
		{"work goes on", Accepted, Data{Gaps: gap}, time.Time{}, "", kernel.RoleOwner},
		{"at the head", Deciding, Data{Gaps: gap}, time.Time{}, "", kernel.RoleOwner},
		{"an extension waits", Accepted, Data{Gaps: gap, Extension: &Extension{}}, time.Time{}, kernel.RoleHead, kernel.RoleOwner},
		{"supplied", Accepted, Data{Gaps: supplied}, time.Time{}, "", ""},
		{"refused without it", Decided, Data{Gaps: gap}, time.Time{}, "", ""},
		{"refused and served", Delivered, Data{Gaps: gap}, closed, "", ""},
		{"revoked", Revoked, Data{Gaps: gap}, closed, kernel.RoleClerk, ""},
		{"doubted before it was served", Decided, Data{Gaps: gap, Doubt: "x"}, time.Time{}, "", kernel.RoleOwner},
		{"doubted after", Delivered, Data{Gaps: gap, Doubt: "x"}, closed, kernel.RoleOwner, ""},
	} {
		data, err := json.Marshal(c.data)
		if err != nil {
			t.Fatal(err)
		}
		k := kernel.Case{Flow: "service/x.accept-decide", State: c.state, Data: data, Closed: c.closed}
		if turn, _ := TurnIn(k); turn != c.turn || Debtor(k) != c.debtor {
			t.Errorf("%s: the turn is %q, owed by %q", c.name, turn, Debtor(k))
		}
	}
}
