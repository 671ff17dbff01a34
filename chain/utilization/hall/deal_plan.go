package hall

import (
	"maps"
	"slices"
	"time"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
)

// Plan is what each tranche owes, the reported periods of a royalty included.
func (d DealData) Plan(no string) ([]ledger.Payment, error) {
	return d.LedgerTerms(no).Schedule(d.Money.Reports)
}

// payment is the line of the plan that belongs to a tranche.
func (d DealData) payment(no string, n int) (ledger.Payment, error) {
	plan, err := d.Plan(no)
	if err != nil {
		return ledger.Payment{}, err
	}
	i := slices.IndexFunc(plan, func(p ledger.Payment) bool { return p.Tranche == n })
	if i < 0 {
		return ledger.Payment{}, errs.New(errs.Internal, "utilization.hall.no_tranche", errs.Args{"tranche": n})
	}
	return plan[i], nil
}

// missing is what the buyer has still to pay in.
func (d DealData) missing(no string, p ledger.Position) (money.Fen, error) {
	plan, err := d.Plan(no)
	if err != nil {
		return 0, err
	}
	var sum money.Fen
	for _, x := range plan {
		sum += x.PayIn
	}
	sum -= p.Deposited
	if sum <= 0 {
		return 0, errs.New(errs.Conflict, "utilization.hall.paid_in_full", nil)
	}
	return sum, nil
}

func (d DealData) trancheNumbers() []int {
	if d.Terms == nil {
		return nil
	}
	var n []int
	for i := range len(d.Terms.Tranches) + len(d.Money.Reports) {
		n = append(n, i+1)
	}
	return n
}

// nextTranche is the first tranche of which undisputed money is left, 0 for none.
func (d DealData) nextTranche() int {
	for _, n := range d.trancheNumbers() {
		if d.Money.Paid[n].IsZero() && d.Money.Parked[n].IsZero() {
			return n
		}
	}
	return 0
}

// Royalties tells of each reported period what it owes and by which rule.
func (d DealData) Royalties() []ledger.RoyaltyDue {
	if d.Terms == nil || d.Terms.Royalty == nil {
		return nil
	}
	dues, err := d.Terms.Royalty.Due(d.Terms.Price, d.Money.Reports)
	if err != nil { // what was reported was reckoned before it was taken
		return nil
	}
	return dues
}

// Capped reports whether the total cap leaves nothing that a further period could
// owe.
func (d DealData) Capped() bool {
	dues := d.Royalties()
	if len(dues) == 0 || d.Terms.Royalty.TotalCap == 0 {
		return false
	}
	most := d.Terms.Royalty.TotalCap
	if d.Terms.Royalty.CapWithEntry {
		most -= d.Terms.Price
	}
	return dues[len(dues)-1].Total >= most
}

// PaidOut counts the payments that are done with; one that went back to the buyer
// as a whole is none.
func (d DealData) PaidOut() int {
	n := 0
	for i, at := range d.Money.Paid {
		if !at.IsZero() && (d.Money.Releases[i] > 0 || d.Money.Returned[i] == 0) {
			n++
		}
	}
	return n
}

// SentBack counts the payments that went back to the buyer as a whole.
func (d DealData) SentBack() int {
	n := 0
	for i, at := range d.Money.Paid {
		if !at.IsZero() && d.Money.Releases[i] == 0 && d.Money.Returned[i] > 0 {
			n++
		}
	}
	return n
}

// allPaid reports whether nothing of any tranche is left, disputed or not.
func (d DealData) allPaid() bool {
	return !slices.ContainsFunc(d.trancheNumbers(), func(n int) bool { return d.Money.Paid[n].IsZero() })
}

// afterPayment is where the deal goes when a tranche has been dealt with.
func (d DealData) afterPayment() kernel.State {
	switch {
	case !d.recorded() && !d.paysEarly() && d.openDispute() < 0 && d.unpaidCommission() == 0:
		return DealRecording
	case !d.allPaid():
		return DealDelivery
	case d.Terms.Royalty != nil:
		return DealRunning
	}
	return DealTaxing
}

// arrived goes on to where the deal stands after a payment, and tells those
// whose turn it is.
func (d DealData) arrived(out kernel.Out[DealData], no string, now time.Time) kernel.Out[DealData] {
	out.To = d.afterPayment()
	switch out.To {
	case DealTaxing:
		out.Effects = append(out.Effects, tell(Clerk, "tax_sheet", no))
	case DealRunning:
		out.Change = func(c *kernel.Case) { c.Meet("whole_deal", now) }
		out.Data = d
		out = awaitReport(out, now)
	}
	return d.awaitDay(out, now)
}

// due is what one release sends: to the seller what is theirs and free, to the
// broker what is left once the seller has everything.
func (d DealData) due(p ledger.Payment, s ledger.Standing) (seller, broker money.Fen) {
	left := max(0, p.ToSeller-s.Released-d.Money.Returned[p.Tranche])
	seller = min(left, s.Releasable())
	if seller == left {
		broker = min(p.Commission-s.Commission, s.Releasable()-seller)
	}
	return seller, max(0, broker)
}

// locks promises what lies free to the tranches that lack it.
func (d DealData) locks(no string, p ledger.Position, now time.Time) (ledger.Record, error) {
	plan, err := d.Plan(no)
	if err != nil {
		return ledger.Record{}, err
	}
	var rec ledger.Record
	for _, x := range plan {
		s := p.Standing(x.Tranche)
		have := s.Locked + s.Frozen + s.Released + s.Commission + d.Money.Returned[x.Tranche]
		if lack := x.PayIn - have; lack > 0 {
			rec.Transfers = append(rec.Transfers, d.Escrow(no).Lock(x.Tranche, d.Money.Deposits, lack, now))
		}
	}
	return rec, nil
}

// taxable is the price as it turned out: the fixed part, the paid periods of a
// royalty, less what a dispute gave back. Returned is what of the fixed part, which
// the contract lists, came back.
func (d DealData) taxable(no string) (price, returned money.Fen, err error) {
	if d.Terms == nil {
		return 0, 0, nil
	}
	price = d.Terms.Price
	plan, err := d.Plan(no)
	if err != nil {
		return 0, 0, err
	}
	for _, p := range plan {
		back := min(d.Money.Returned[p.Tranche], p.Amount) // what went back beyond it was a commission paid in on top
		price -= back
		switch {
		case p.Period == 0:
			returned += back
		case !d.Money.Paid[p.Tranche].IsZero():
			price += p.Amount
		}
	}
	return price, returned, nil
}

// put sets one entry of a copied map.
func put[V any](m map[int]V, k int, v V) map[int]V {
	out := maps.Clone(m)
	if out == nil {
		out = map[int]V{}
	}
	out[k] = v
	return out
}

func without[V any](m map[int]V, k int) map[int]V {
	out := maps.Clone(m)
	delete(out, k)
	return out
}
