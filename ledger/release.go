package ledger

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
)

// Fact is evidence that a condition is met, or that something stands in the
// way.
type Fact struct {
	Condition  Condition `json:"condition"`
	Ref        string    `json:"ref"`              // number of the notice, proof or invoice
	Blocks     []string  `json:"blocks,omitempty"` // entries of the register that forbid a release: preservation, pledge, lapse
	ObservedAt time.Time `json:"observed_at"`
}

// Consent is what the parties said about a release.
type Consent struct {
	Noticed  time.Time `json:"noticed"` // when the buyer was told of the request; zero: not yet
	Buyer    time.Time `json:"buyer"`   // when the buyer agreed
	Seller   time.Time `json:"seller"`  // when the seller agreed; asking for the release is agreeing
	Objected bool      `json:"objected"`
}

// Given says whether both agree on the day of now, and how. The buyer's silence
// counts once the days of the terms have passed since the notice, reckoned
// under 民法典 arts. 200–203 (first day not counted; an end on a day off moves
// to the day after it). end is the last day of that period, zero without a
// notice.
func (t Terms) Given(c Consent, now time.Time, cal *calendar.Calendar) (given, silent bool, end calendar.Result, err error) {
	if !c.Noticed.IsZero() {
		days := t.SilentDays
		if days == 0 {
			days = SilentDefault
		}
		end, err = cal.End(calendar.DateOf(c.Noticed), days.Period(), calendar.Contract)
		if err != nil {
			return false, false, end, err
		}
	}
	switch {
	case c.Objected || c.Seller.IsZero() || c.Seller.After(now):
		return false, false, end, nil
	case !c.Buyer.IsZero() && !c.Buyer.After(now):
		return true, false, end, nil
	case end.Date.IsZero():
		return false, false, end, nil
	}
	silent = calendar.DateOf(now).After(end.Date)
	return silent, silent, end, nil
}

// Ready says everything that still stands in the way of releasing the tranche
// on the day of now, or nil. The register must have been looked at on that very
// day and show nothing against it; a dispute stops only what it froze, which
// the book itself looks after.
func (p Payment) Ready(facts []Fact, now time.Time) error {
	var l errs.List
	for _, c := range p.Needs {
		f := newest(facts, c)
		args := errs.Args{"tranche": p.Tranche, "day": p.Day.String()}
		switch {
		case c == DayCome: // the calendar is the fact
			if calendar.DateOf(now).Before(p.Day) {
				l.Add(errs.New(errs.TooEarly, "ledger.missing."+string(c), args))
			}
		case f == nil || f.ObservedAt.After(now):
			l.Add(errs.New(errs.TooEarly, "ledger.missing."+string(c), args))
		case len(f.Blocks) > 0:
			l.Add(errs.New(errs.Conflict, "ledger.blocked", errs.Args{"tranche": p.Tranche, "what": f.Blocks[0], "ref": f.Ref}))
		case c == RightsClear && calendar.DateOf(f.ObservedAt) != calendar.DateOf(now):
			l.Add(errs.New(errs.TooEarly, "ledger.stale_rights", errs.Args{"tranche": p.Tranche, "checked": calendar.DateOf(f.ObservedAt).String()}))
		case c != RightsClear && c != ContractSigned && f.Ref == "":
			l.Add(errs.New(errs.TooEarly, "ledger.missing."+string(c), args))
		}
	}
	return l.Err()
}

func newest(facts []Fact, c Condition) *Fact {
	var out *Fact
	for i := range facts {
		if facts[i].Condition == c && (out == nil || !facts[i].ObservedAt.Before(out.ObservedAt)) {
			out = &facts[i]
		}
	}
	return out
}
