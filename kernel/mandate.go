package kernel

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
)

// GivenRights are those of a party that may be given to an agent; approving and
// administering stay with the party.
func GivenRights() []Right {
	return slices.DeleteFunc(AllRights(), func(r Right) bool { return r == RightAdmin || r == RightApprove })
}

// Check says what is wrong with a mandate that somebody wants to give, each
// fault at its field; matters are those that there are. Whether the agent exists
// is not known here.
func (m Mandate) Check(now time.Time, matters []string) error {
	var bad errs.List
	if m.Agent == "" || m.Agent == m.Principal {
		bad.Add(errs.At("agent", "kernel.mandate.agent_missing", nil))
	}
	if len(m.Scope) == 0 {
		bad.Add(errs.At("scope", "kernel.mandate.scope_missing", nil))
	}
	for _, s := range m.Scope {
		if s != "*" && !slices.Contains(matters, s) {
			bad.Add(errs.At("scope", "kernel.mandate.scope_unknown", errs.Args{"matter": s}))
		}
	}
	if len(m.Rights) == 0 || slices.ContainsFunc(m.Rights, func(r Right) bool { return !slices.Contains(GivenRights(), r) }) {
		bad.Add(errs.At("rights", "kernel.mandate.rights_missing", nil))
	}
	switch {
	case !m.To.After(now):
		bad.Add(errs.At("to", "kernel.mandate.end_missing", nil))
	case !m.To.After(m.From):
		bad.Add(errs.At("to", "kernel.mandate.end_before", nil))
	}
	return bad.Err()
}

// Inside is the organisation in which somebody acts: the party itself, or, under
// one of the mandates, the agent; "" when the mandate is none of them. A mandate
// that names one person is personal: it does not pass to colleagues.
func Inside(a Actor, mandates []Mandate) (org PartyID, personal bool) {
	if a.Mandate == "" {
		return a.Party, false
	}
	i := slices.IndexFunc(mandates, func(m Mandate) bool { return m.ID == a.Mandate })
	if i < 0 {
		return "", false
	}
	return mandates[i].Agent, mandates[i].AgentUser != ""
}

// Reader is the actor whom the lists show what the mandate reaches.
func (m Mandate) Reader(u UserID) Actor {
	a := Actor{User: u, Party: m.Principal, Mandate: m.ID, Rights: m.Rights, Scope: m.Scope}
	if slices.Contains(m.Scope, "*") {
		a.Scope = nil
	}
	return a
}

// LastDay is the last day on which the mandate stands, the zero day when it has no end.
func (m Mandate) LastDay() calendar.Date {
	if m.To.IsZero() {
		return calendar.Date{}
	}
	return calendar.DateOf(m.To.Add(-time.Microsecond))
}

// Ended is when the mandate ended, by its term or because it was revoked; the zero
// instant for one that stands, or is still to come, or was revoked before it began.
func (m Mandate) Ended(now time.Time) time.Time {
	end := m.To
	if !m.RevokedAt.IsZero() && (end.IsZero() || m.RevokedAt.Before(end)) {
		end = m.RevokedAt
	}
	if end.IsZero() || end.After(now) || !end.After(m.From) {
		return time.Time{}
	}
	return end
}

// Continued reports whether another of the mandates goes on where this one ends:
// the same agent, in all of its matters and rights, beyond its end.
func (m Mandate) Continued(list []Mandate) bool {
	return slices.ContainsFunc(list, func(x Mandate) bool {
		return x.ID != m.ID && x.Principal == m.Principal && x.Agent == m.Agent && (x.AgentUser == "" || x.AgentUser == m.AgentUser) &&
			!x.From.After(m.To) && x.RevokedAt.IsZero() && (x.To.IsZero() || x.To.After(m.To)) &&
			(slices.Contains(x.Scope, "*") || holds(x.Scope, m.Scope)) && holds(x.Rights, m.Rights)
	})
}

func holds[T comparable](all, part []T) bool {
	return !slices.ContainsFunc(part, func(p T) bool { return !slices.Contains(all, p) })
}

// MandateEnds tells both sides that a mandate ends soon or has its last day, with
// the cases that are still open under it.
type MandateEnds struct {
	ID    MandateID `json:"id"`
	Last  bool      `json:"last"`            // its last day came; else some days before
	Open  int       `json:"open"`            // Unit: cases
	Cases []string  `json:"cases,omitempty"` // numbers of the first of them
}

// Write is the name in the journal.
func (MandateEnds) Write() string { return "mandate.ends" }

// Key is that of the write: each is told once.
func (w MandateEnds) Key() string {
	if w.Last {
		return MandateLastKey + string(w.ID)
	}
	return MandateSoonKey + string(w.ID)
}

// What the keys begin with, the id of the mandate after it.
const (
	MandateSoonKey = "mandate_soon/"
	MandateLastKey = "mandate_last/"
)

// Tells the administrators of both sides, and who alone may act under it.
func (w MandateEnds) Tells(v View, _ Actor) ([]Tell, error) {
	m, err := Load(v, MandateByID{ID: w.ID})
	if err != nil || m.ID == "" || !m.RevokedAt.IsZero() {
		return nil, err
	}
	text := "kernel.notice.mandate_soon"
	if w.Last {
		text = "kernel.notice.mandate_last"
	}
	if w.Open > 0 {
		text += "_open"
	}
	list, err := mandateTells(v, m, text)
	if err != nil {
		return nil, err
	}
	t := &list[0]
	if who := "user:" + string(m.AgentUser); m.AgentUser != "" && !slices.Contains(t.To, who) {
		t.To = append(t.To, who)
	}
	more := ""
	if w.Open > len(w.Cases) {
		more = "…"
	}
	t.Args["mandate"], t.Args["day"], t.Args["n"], t.Args["cases"] = string(m.ID), m.LastDay().String(), strconv.Itoa(w.Open), strings.Join(w.Cases, "、")+more
	t.Args["cases_en"] = strings.Join(w.Cases, ", ") + more
	return list, nil
}

// HandOver is the mandate that takes the place of this one: the same matters
// and rights for another agent, from now on.
func (m Mandate) HandOver(id MandateID, agent PartyID, now time.Time) (Mandate, error) {
	next := m
	next.ID, next.HandedFrom, next.From = id, m.ID, now
	next.Agent, next.AgentUser, next.DocSHA256 = agent, "", ""
	if agent == "" || agent == m.Agent || agent == m.Principal {
		return next, errs.At("agent", "kernel.mandate.agent_missing", nil)
	}
	return next, nil
}
