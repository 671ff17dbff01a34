package hall

import (
	"encoding/json"
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
)

// InCustody is what lies in custody and is on its way to nobody: free, promised
// to tranches, or in dispute.
func InCustody(p ledger.Position) money.Fen {
	sum := p.Available
	for _, s := range p.Tranches {
		sum += s.Releasable() + s.Frozen
	}
	return sum
}

// sellerMost is what the seller may get of a tranche at the most: what of its
// price lies in custody. A commission that the buyer paid in on top is never the
// seller's.
func (d DealData) sellerMost(p ledger.Payment, s ledger.Standing) money.Fen {
	return max(0, min(s.Releasable()+s.Frozen, p.Amount-s.Released-s.Commission-d.Money.Returned[p.Tranche]))
}

// endShares are the least and the most that may go back to the buyer.
func (d DealData) endShares(no string, p ledger.Position) (least, most money.Fen) {
	most = InCustody(p)
	plan, err := d.Plan(no)
	if err != nil {
		return most, most
	}
	least = most
	for _, x := range plan {
		least -= d.sellerMost(x, p.Standing(x.Tranche))
	}
	return least, most
}

// dissolve ends a signed deal as its newest wish says: what is the buyer's goes
// back to where it came from, the rest to the seller; disputes end with it. A
// deal of which the seller keeps something goes on to its tax sheet.
func (r Rules) dissolve(c kernel.Case, d DealData, p ledger.Position, now time.Time, newID func() string) (kernel.Out[DealData], error) {
	a := d.Ends[len(d.Ends)-1]
	if d.Ending = a.Reason; a.Answer == EndGranted { // against a side's will: the centre's word is the cause
		d.Ending, d.EndedBy = a.Said, Clerk
	}
	d, rec := d.thawAll(c.No, now)
	d, effects, err := r.shareOut(c.No, d, p, a.Held-a.ToBuyer, &rec, now)
	if err != nil {
		return kernel.Out[DealData]{}, err
	}
	paper, err := d.endPaper(c.No, newID(), now)
	if err != nil {
		return kernel.Out[DealData]{}, err
	}
	out := kernel.Out[DealData]{Data: d, Change: func(k *kernel.Case) { hide(k); k.Meet(recordTerm, now); k.Meet(reportLimit, now) }}
	if !rec.Empty() {
		out.Effects = append(out.Effects, rec)
	}
	out.Effects = append(out.Effects, effects...)
	out.Effects = append(out.Effects, paper, kernel.ClearTimer{Name: timerEnd}, kernel.ClearTimer{Name: reportLimit}, tell(Seller, "parted", c.No), tell(Buyer, "parted", c.No))
	out.Effects = d.tellBroker(out.Effects, "parted", c.No)
	if excludes(*d.Terms) && !d.recorded() {
		out.Effects = append(out.Effects, kernel.MoveChild{Case: d.Listing, Move: "free"})
	}
	if d.licenceOnRecord() {
		out.Effects = append(out.Effects, tell(Seller, "unrecord", c.No), tell(Buyer, "unrecord", c.No))
	}
	if len(effects) > 0 {
		out.To = DealRefunding
		return out, nil
	}
	return d.parted(out, c.No, p.Released, now), nil
}

// parted is where a dissolved deal comes to rest once the bank has done all: at
// its tax sheet when the seller was paid anything, else at its end.
func (d DealData) parted(out kernel.Out[DealData], no string, paid money.Fen, now time.Time) kernel.Out[DealData] {
	if paid > 0 {
		out.To = DealTaxing
		out.Effects = append(out.Effects, tell(Clerk, "tax_sheet", no))
		return out
	}
	out.To = DealEnded
	change := out.Change
	out.Change = func(k *kernel.Case) {
		if change != nil {
			change(k)
		}
		k.Meet("whole_deal", now)
	}
	return out
}

// licenceOnRecord reports whether the office has a licence of the deal on its
// record, which it has to take off once the deal has ended.
func (d DealData) licenceOnRecord() bool { return d.recorded() && d.Record.Kind == recordLicence }

// thawAll ends the disputes that the end of the deal settles.
func (d DealData) thawAll(no string, now time.Time) (DealData, ledger.Record) {
	var rec ledger.Record
	e := d.Escrow(no)
	d.Disputes = slices.Clone(d.Disputes)
	for i := range d.Disputes {
		x := &d.Disputes[i]
		if !x.Ended.IsZero() {
			continue
		}
		x.Ended, x.Result = now, d.Ending
		rec.Transfers = append(rec.Transfers, e.Thaw(x.Tranche, i+1, x.Amount, now))
		d.Money.Parked = without(d.Money.Parked, x.Tranche)
	}
	return d, rec
}

// shareOut gives the seller its share, from the first tranche on, and the rest
// back to the buyer.
func (r Rules) shareOut(no string, d DealData, p ledger.Position, seller money.Fen, rec *ledger.Record, now time.Time) (DealData, []kernel.Effect, error) {
	plan, err := d.Plan(no)
	if err != nil {
		return d, nil, err
	}
	var out []kernel.Effect
	e, back := d.Escrow(no), p.Available
	d.Money.Refunds++
	for _, x := range plan {
		s := p.Standing(x.Tranche)
		held := s.Releasable() + s.Frozen
		if held <= 0 {
			continue
		}
		part := min(seller, d.sellerMost(x, s))
		seller -= part
		if rest := held - part; rest > 0 {
			rec.Transfers = append(rec.Transfers, e.Unlock(x.Tranche, d.Money.Refunds, rest, now))
			back += rest
		}
		// What of the price will not be the seller's; a commission on top is no price.
		d.Money.Returned = put(d.Money.Returned, x.Tranche, max(0, x.Amount-s.Released-s.Commission-part))
		if part == 0 {
			d.Money.Paid = put(d.Money.Paid, x.Tranche, now) // nothing of it is left
			continue
		}
		pay, err := r.payPart(&d, no, x.Tranche, part, now)
		if err != nil {
			return d, nil, err
		}
		out = append(out, pay...)
	}
	if back <= 0 {
		return d, out, nil
	}
	refund, err := r.sendBack(d, no, back, now)
	return d, append(out, refund...), err
}

// endPaper is what the paper of the end (解除确认书) draws.
type endPaper struct {
	No      string    `json:"no"`
	Right   string    `json:"right"`
	Title   string    `json:"title"`
	Seller  PartyRef  `json:"seller"`
	Buyer   PartyRef  `json:"buyer"`
	Signed  string    `json:"signed"` // the day of the contract
	Asked   said      `json:"asked"`
	On      string    `json:"on"`
	Reason  string    `json:"reason"`
	Answer  said      `json:"answer"`
	Said    string    `json:"said,omitempty"`
	Day     string    `json:"day"`
	Held    money.Fen `json:"held"`
	ToBuyer money.Fen `json:"to_buyer"`
	Rest    money.Fen `json:"to_seller"`
	Record  string    `json:"record,omitempty"` // of a licence that must be taken off
}

func (d DealData) endPaper(no, id string, now time.Time) (kernel.IssueDocument, error) {
	a := d.Ends[len(d.Ends)-1]
	x := endPaper{No: no, Right: d.Right, Title: d.Title, Seller: d.Seller, Buyer: d.Buyer, Signed: d.Contract.Effective.String(), Asked: say("web.role.", string(a.By)), On: calendar.DateOf(a.At).String(),
		Reason: a.Reason, Answer: say("utilization.hall.paper.end.", string(a.Answer)), Said: a.Said, Day: calendar.DateOf(now).String(), Held: a.Held, ToBuyer: a.ToBuyer, Rest: a.Held - a.ToBuyer}
	if d.licenceOnRecord() {
		x.Record = d.Record.No
	}
	raw, err := json.Marshal(x)
	if err != nil {
		return kernel.IssueDocument{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return kernel.IssueDocument{ID: id, Kind: "utilization.hall.paper.ending", Template: Matter + "/ending", Data: raw}, nil
}
