package itemflow

import (
	"slices"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// NoticeOwed reports whether a notice that ended a case (不予受理, 撤销受理, 撤销决定)
// still has to be served by staff: the time to go against it runs from that day.
// What waits for its seal cannot be served yet; the platform serves into an account
// by itself.
func (d Data) NoticeOwed(s kernel.State) bool {
	switch s {
	case Revoked:
		return d.Served == nil && byPlatform(d) != nil
	case NotAccepted, Undone:
		return d.Served == nil && !d.SealMissing()
	}
	return false
}

// ToServe reports whether a case is closed and staff have its notice to serve still,
// or to have sealed before: it is closed in every list, and a task beside them.
func ToServe(c kernel.Case) bool {
	if !Standard(c.Flow) || c.Closed.IsZero() || !slices.Contains(withNotice(), c.State) {
		return false
	}
	d, err := ReadData(c)
	if err != nil {
		return false
	}
	unsealed := c.State != Revoked && d.Served == nil && d.SealMissing() && !d.seal().Run.Open()
	return d.NoticeOwed(c.State) || unsealed
}

// withNotice are the ends of a case of which a notice tells.
func withNotice() []kernel.State { return []kernel.State{NotAccepted, Revoked, Undone} }

// serveNotice serves such a notice by hand or by post; the case stays closed.
func (r Rules) serveNotice() kernel.Move {
	return kernel.MoveOf[Data, DeliverInput, sealFacts]{
		Name: "serve_notice", From: withNotice(), By: clerks, Facts: sealFactsOf[DeliverInput],
		Guard: func(t kernel.Turn[Data, DeliverInput, sealFacts]) error {
			if t.Data.Served == nil && t.Data.SealMissing() {
				return errs.New(errs.TooEarly, "kernel.itemflow.seal_missing", nil)
			}
			if !t.Data.NoticeOwed(t.Case.State) {
				return errs.New(errs.Conflict, "kernel.itemflow.notice_served", nil)
			}
			return t.Input.proven(t.Data, calendar.DateOf(t.Now))
		},
		Effects: func(t kernel.Turn[Data, DeliverInput, sealFacts]) (kernel.Out[Data], error) {
			s, err := t.Input.counts()
			if err != nil {
				return kernel.Out[Data]{}, err
			}
			return noticed(r, t, s)
		},
	}.Build()
}

// noticed serves a notice that ended the case, which stays closed.
func noticed[I any](r Rules, t kernel.Turn[Data, I, sealFacts], s *Served) (kernel.Out[Data], error) {
	out, err := delivered(r, t, s)
	out.To, out.Change = "", nil
	return out, err
}
