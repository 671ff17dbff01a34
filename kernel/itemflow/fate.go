package itemflow

import (
	"slices"

	"quanlian/base/calendar"
	"quanlian/kernel"
)

// Fate is what became of a paper that was issued in a case.
type Fate string

// The fates. All but the last three stand.
const (
	FateIssued   Fate = "issued"   // it tells what was so on its day
	FateUnserved Fate = "unserved" // a decision that nobody is served with yet
	FateSent     Fate = "sent"     // on its way: it counts as served on a day to come
	FateServed   Fate = "served"
	FateOver     Fate = "over"     // a suspension that ended
	FateReplaced Fate = "replaced" // the office took the decision back and made another
	FateRevoked  Fate = "revoked"  // the acceptance or the decision was revoked
)

// Stands reports whether the paper still counts.
func (f Fate) Stands() bool { return !slices.Contains([]Fate{FateOver, FateReplaced, FateRevoked}, f) }

// FateOf is what became by today of a paper of a standard case, the day of it, and
// the paper that counts in its place where there is one and the applicant has it.
func FateOf(c kernel.Case, d Data, p kernel.Paper, today calendar.Date) (f Fate, on calendar.Date, instead string) {
	served := func() string {
		if d.Unserved(c.State) {
			return ""
		}
		return d.Decision.Doc
	}
	decision := p.Kind == "kernel.itemflow.paper.result" || p.Kind == "kernel.itemflow.paper.refusal"
	if i := slices.IndexFunc(d.Former, func(x Former) bool { return x.Doc == p.ID }); i >= 0 {
		return FateReplaced, calendar.DateOf(d.Former[i].Taken), served()
	}
	switch s := d.Suspension; {
	case d.Decision != nil && d.Decision.Doc == p.ID:
		return d.Served.fate(today)
	case decision && d.Decision != nil && !d.Decision.Revoked.IsZero():
		return FateRevoked, calendar.DateOf(d.Decision.Revoked), served()
	case p.Kind == "kernel.itemflow.paper.acceptance" && c.State == Revoked:
		return FateRevoked, calendar.DateOf(c.Closed), ""
	case p.Kind == "kernel.itemflow.paper.revoked" && c.State != Revoked: // taken back for an outage
		return FateOver, calendar.Date{}, ""
	case p.Kind == "kernel.itemflow.paper.suspended" && s != nil && (s.Notice.doc() != p.ID || !s.Ended.IsZero()):
		if s.Notice.doc() != p.ID {
			return FateOver, calendar.Date{}, ""
		}
		return FateOver, calendar.DateOf(s.Ended), ""
	case s.doc(p.ID) != nil:
		return s.doc(p.ID).Served.fate(today)
	}
	return FateIssued, calendar.Date{}, ""
}

// doc is the notice of that paper, nil for another.
func (s *Suspension) doc(paper string) *HoldNotice {
	switch {
	case s == nil:
	case s.Notice.doc() == paper:
		return s.Notice
	case s.Resumed.doc() == paper:
		return s.Resumed
	}
	return nil
}

// fate is how far the service of a paper that counts came.
func (s *Served) fate(today calendar.Date) (Fate, calendar.Date, string) {
	switch {
	case s == nil:
		return FateUnserved, calendar.Date{}, ""
	case s.Pending(today):
		return FateSent, s.Day, ""
	}
	return FateServed, s.Day, ""
}
