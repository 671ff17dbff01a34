package kernel

import (
	"strings"
	"testing"
	"time"

	"quanlian/base/errs"
)

// A mandate says for whom, by whom, in what, with which rights, until when; each
// that is missing is a fault of its own field.
func TestMandateIsWhole(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	whole := func() Mandate {
		return Mandate{Principal: "p", Agent: "a", AgentUser: "u", Scope: []string{"x/y"}, Rights: []Right{RightView, RightSubmit}, From: now, To: now.AddDate(1, 0, 0), DocSHA256: "paper"}
	}
	for field, spoil := range map[string]func(*Mandate){
		"":       func(*Mandate) {},
		"agent":  func(m *Mandate) { m.Agent = m.Principal },
		"scope":  func(m *Mandate) { m.Scope = nil },
		"scope ": func(m *Mandate) { m.Scope = []string{"x/y", "x/none"} },
		"rights": func(m *Mandate) { m.Rights = append(m.Rights, RightApprove) },
		"to":     func(m *Mandate) { m.To = now },
		"to ":    func(m *Mandate) { m.From = m.To },
	} {
		m := whole()
		spoil(&m)
		err := m.Check(now, []string{"x/y"})
		if bad, field := errs.All(err), strings.TrimSpace(field); field == "" && err != nil || field != "" && (len(bad) != 1 || bad[0].Field != field) {
			t.Errorf("%s spoiled: %v", field, err)
		}
	}
	for _, r := range GivenRights() {
		if r == RightAdmin || r == RightApprove {
			t.Errorf("%s is given away", r)
		}
	}
	next, err := whole().HandOver("m2", "b", now.AddDate(0, 1, 0))
	if err != nil || next.Agent != "b" || next.AgentUser != "" || next.DocSHA256 != "" || next.HandedFrom != "" || next.From != now.AddDate(0, 1, 0) || next.To != whole().To {
		t.Errorf("handed over: %+v, %v", next, err)
	}
	for _, agent := range []PartyID{"", "a", "p"} {
		if _, err := whole().HandOver("m2", agent, now); err == nil {
			t.Errorf("handed over to %q", agent)
		}
	}
	for at, want := range map[time.Time]bool{now.Add(-1): false, now: true, next.To.Add(-1): true, next.To: false} {
		if whole().InForce(at) != want {
			t.Errorf("in force at %v: %v", at, !want)
		}
	}
	gone := whole()
	gone.RevokedAt = now.AddDate(0, 2, 0)
	if gone.InForce(gone.RevokedAt) || !gone.InForce(gone.RevokedAt.Add(-1)) {
		t.Error("a revoked mandate")
	}
}

func TestInside(t *testing.T) {
	t.Parallel()
	list := []Mandate{{ID: "m1", Principal: "p", Agent: "agency"}, {ID: "m2", Principal: "p", Agent: "agency", AgentUser: "u"}}
	for _, c := range []struct {
		mandate  MandateID
		org      PartyID
		personal bool
	}{{"", "p", false}, {"m1", "agency", false}, {"m2", "agency", true}, {"gone", "", false}} {
		if org, personal := Inside(Actor{User: "u", Party: "p", Mandate: c.mandate}, list); org != c.org || personal != c.personal {
			t.Errorf("under %q: %q %v", c.mandate, org, personal)
		}
	}
}

func TestMandateEnded(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	day := func(n int) time.Time { return from.AddDate(0, 0, n) }
	for _, x := range []struct {
		name             string
		to, revoked, now time.Time
		want             time.Time
	}{
		{"stands", day(10), time.Time{}, day(5), time.Time{}},
		{"without end", time.Time{}, time.Time{}, day(5), time.Time{}},
		{"its term is over", day(10), time.Time{}, day(10), day(10)},
		{"revoked", day(10), day(3), day(5), day(3)},
		{"revoked, of no end", time.Time{}, day(3), day(5), day(3)},
		{"revoked after its term", day(10), day(12), day(15), day(10)},
		{"still to come", day(10), time.Time{}, day(-1), time.Time{}},
		{"revoked before it began", day(10), day(-2), day(5), time.Time{}},
	} {
		m := Mandate{From: from, To: x.to, RevokedAt: x.revoked}
		if got := m.Ended(x.now); !got.Equal(x.want) {
			t.Errorf("%s: %s, want %s", x.name, got, x.want)
		}
	}
}
