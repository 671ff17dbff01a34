package kernel

import (
	"slices"
	"time"

	"quanlian/base/errs"
)

// Member is a user in a party, as its administrators see one.
type Member struct {
	User   UserID  `json:"user"`
	Name   string  `json:"name"`
	Login  string  `json:"login"`
	Party  PartyID `json:"party"`
	Duty   Duty    `json:"duty"`
	Rights []Right `json:"rights"`
	// Closed: the log-in is closed. Fresh: it was never used, no password is set.
	Closed bool `json:"closed,omitempty"`
	Fresh  bool `json:"fresh,omitempty"`
	// Vouched: an identity of an outside provider opens it.
	Vouched bool `json:"vouched,omitempty"`
}

// Has reports whether the member holds the right and can log in.
func (m Member) Has(r Right) bool { return !m.Closed && slices.Contains(m.Rights, r) }

// AllDuties are the duties in the order in which they act. Shape: (3).
func AllDuties() []Duty { return []Duty{DutyHandler, DutyReviewer, DutyHead} }

// MembersOf asks for the members of a party, by name.
type MembersOf struct{ Party PartyID }

// Answer binds the query to its answer.
func (MembersOf) Answer([]Member) {}

// Guard keeps a party from being left without an administrator, and its chain
// of approval without somebody at each step: what waits there would wait for
// ever.
func (w PutMember) Guard(v View, a Actor, _ time.Time) error {
	if a.System != "" {
		return nil
	}
	if w.Duty != "" && !slices.Contains(AllDuties(), w.Duty) {
		return errs.At("duty", "kernel.member.no_such_duty", nil)
	}
	party, err := Load(v, PartyByID{ID: w.Party})
	if err != nil {
		return err
	}
	before, err := Load(v, MembersOf{Party: w.Party})
	if err != nil {
		return err
	}
	after := withMember(before, w)
	if administered(before) && !administered(after) {
		return errs.At("rights", "kernel.member.last_admin", nil)
	}
	for _, d := range party.Approval {
		if manned(before, d) && !manned(after, d) {
			return errs.At("duty", "kernel.member.chain_broken", errs.Args{"duty": d})
		}
	}
	return nil
}

// withMember are the members as they stand after the write.
func withMember(list []Member, w PutMember) []Member {
	out := slices.DeleteFunc(slices.Clone(list), func(m Member) bool { return m.User == w.User })
	if len(w.Rights) == 0 {
		return out
	}
	m := Member{User: w.User, Party: w.Party, Duty: w.Duty, Rights: w.Rights}
	if i := slices.IndexFunc(list, func(m Member) bool { return m.User == w.User }); i >= 0 {
		m.Closed = list[i].Closed
	}
	return append(out, m)
}

func administered(list []Member) bool {
	return slices.ContainsFunc(list, func(m Member) bool { return m.Has(RightAdmin) })
}

// manned reports whether somebody can give the word of the duty.
func manned(list []Member, d Duty) bool {
	return slices.ContainsFunc(list, func(m Member) bool { return m.Duty == d && m.Has(RightApprove) })
}

// Guard looks at what is registered, whether another name or code is proved, and
// whether each step of the chain of approval has somebody.
func (w PutParty) Guard(v View, a Actor, _ time.Time) error {
	if a.System != "" {
		return nil
	}
	if err := w.Party.Registered.check(); err != nil {
		return err
	}
	old, err := Load(v, PartyByID{ID: w.Party.ID})
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return err
	}
	if err == nil && !SameIdentity(old, w.Party) && w.Paper == "" {
		return errs.At("paper", "kernel.party.paper_missing", nil)
	}
	return w.chained(v)
}

// chained looks whether each step of the chain of approval has somebody.
func (w PutParty) chained(v View) error {
	if len(w.Party.Approval) == 0 {
		return nil
	}
	at := -1
	list, err := Load(v, MembersOf{Party: w.Party.ID})
	if err != nil {
		return err
	}
	for _, d := range w.Party.Approval {
		i := slices.Index(AllDuties(), d)
		if i <= max(at, 0) { // the handler sends, and nobody stands twice
			return errs.At("approval", "kernel.party.bad_chain", nil)
		}
		if at = i; !manned(list, d) {
			return errs.At("approval", "kernel.party.chain_empty", errs.Args{"duty": d})
		}
	}
	return nil
}
