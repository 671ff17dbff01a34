package hall

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
)

// TerminateInput says why the deal ends; the money goes back where it came from.
type TerminateInput struct {
	Reason string `json:"reason"`
}

// terminate ends the deal before the office has entered it: what is in custody
// goes back to the buyer. After that a deal is undone by a new one, and money in
// question by a dispute.
func (r Rules) terminate() kernel.Move {
	return kernel.MoveOf[DealData, TerminateInput, ledger.Position]{
		Name: "terminate", Needs: []string{"reason"}, By: []kernel.Role{Clerk, kernel.RoleHead},
		From: []kernel.State{DealProposed, DealInquiry, DealNDA, DealTalks, DealPublicity, DealDraft, DealSigning, DealDeposit, DealRecording},
		Facts: func(v kernel.View, c kernel.Case, d DealData, _ TerminateInput) (ledger.Position, error) {
			return loadPosition(v, c, d)
		},
		Guard: func(t kernel.Turn[DealData, TerminateInput, ledger.Position]) error {
			if t.Data.recorded() {
				return errs.New(errs.Conflict, "utilization.hall.recorded_already", errs.Args{"record": t.Data.Record.No})
			}
			if t.Data.endIn(t.Case.State).AtCentre() {
				return errs.New(errs.Conflict, "utilization.hall.end_to_decide", nil)
			}
			return reason(t.Input.Reason)
		},
		Effects: r.doTerminate,
	}.Build()
}

func (r Rules) doTerminate(t kernel.Turn[DealData, TerminateInput, ledger.Position]) (kernel.Out[DealData], error) {
	d, no := t.Data, t.Case.No
	d.Ending, d.EndedBy = t.Input.Reason, Clerk
	if d.EndOpen() != nil { // the centre's word on the wish too
		d = d.endSaid(EndGranted, t.Input.Reason, t.Now)
	}
	out := kernel.Out[DealData]{To: DealEnded, Data: d, Change: func(c *kernel.Case) { hide(c); c.Meet("whole_deal", t.Now); c.Meet(recordTerm, t.Now) },
		Effects: d.tellBroker([]kernel.Effect{kernel.ClearTimer{Name: "publicity"}, kernel.ClearTimer{Name: timerPairing}, kernel.ClearTimer{Name: timerEnd}, tell(Seller, "terminated", no), tell(Buyer, "terminated", no)}, "terminated", no)}
	if d.Contract != nil && d.Contract.Signatures.Both() && excludes(*d.Terms) {
		out.Effects = append(out.Effects, kernel.MoveChild{Case: d.Listing, Move: "free"})
	}
	d.Money.Refunds++
	e, amount := d.Escrow(no), t.Facts.Available
	var rec ledger.Record
	for _, s := range t.Facts.Tranches {
		if s.Releasable() > 0 {
			rec.Transfers = append(rec.Transfers, e.Unlock(s.Tranche, d.Money.Refunds, s.Releasable(), t.Now))
			amount += s.Releasable()
		}
	}
	if amount <= 0 {
		if t.Facts.Released > 0 { // paid before the record
			out = d.parted(out, no, t.Facts.Released, t.Now)
		}
		return out, nil
	}
	back, err := r.sendBack(d, no, amount, t.Now)
	if err != nil {
		return out, err
	}
	if !rec.Empty() {
		out.Effects = append(out.Effects, rec)
	}
	out.To, out.Data, out.Effects = DealRefunding, d, append(out.Effects, back...)
	return out, nil
}

// sendBack instructs a refund to the account that the buyer paid from.
func (r Rules) sendBack(d DealData, no string, amount money.Fen, now time.Time) ([]kernel.Effect, error) {
	hold := d.Escrow(no).Refund(d.Money.Refunds, amount, now)
	return ledger.Instruct(hold, d.Money.SubAccount, d.Money.PaidFrom, now.Add(r.BankAnswers), "bank_answer")
}

// refundAgain sends once more what the bank refused or paid short: the buyer's
// money back, and the seller's part of a deal that was ended by agreement.
func (r Rules) refundAgain() kernel.Move {
	return kernel.MoveOf[DealData, none, ledger.Position]{
		Name: "refund_again", From: []kernel.State{DealRefunding, DealDelivery, DealRunning, DealTaxing}, By: []kernel.Role{Clerk},
		Facts: func(v kernel.View, c kernel.Case, d DealData, _ none) (ledger.Position, error) {
			return loadPosition(v, c, d)
		},
		Guard: func(t kernel.Turn[DealData, none, ledger.Position]) error {
			if !Refundable(t.Case.State, t.Facts) {
				return errs.New(errs.Conflict, "utilization.hall.nothing_to_refund", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[DealData, none, ledger.Position]) (kernel.Out[DealData], error) {
			d, no := t.Data, t.Case.No
			var out kernel.Out[DealData]
			for _, s := range stuck(t.Case.State, t.Facts) {
				pay, err := r.payPart(&d, no, s.Tranche, s.Releasable(), t.Now)
				if err != nil {
					return out, err
				}
				out.Effects = append(out.Effects, pay...)
			}
			if t.Facts.Available > 0 && t.Facts.Refunding == 0 {
				d.Money.Refunds++
				back, err := r.sendBack(d, no, t.Facts.Available, t.Now)
				if err != nil {
					return out, err
				}
				out.Effects = append(out.Effects, back...)
			}
			out.Data = d
			return out, nil
		},
	}.Build()
}

// Refundable reports whether money that shall leave a deal lies there with no
// order to the bank.
func Refundable(s kernel.State, p ledger.Position) bool {
	return p.Available > 0 && p.Refunding == 0 || len(stuck(s, p)) > 0
}

// stuck are the tranches of a deal that is being undone of which the bank has
// not paid the seller's part.
func stuck(s kernel.State, p ledger.Position) []ledger.Standing {
	var out []ledger.Standing
	for _, x := range p.Tranches {
		if s == DealRefunding && x.Releasable() > 0 && x.Releasing == 0 {
			out = append(out, x)
		}
	}
	return out
}

// payPart instructs the seller's part of a tranche of a deal that ends.
func (r Rules) payPart(d *DealData, no string, tranche int, amount money.Fen, now time.Time) ([]kernel.Effect, error) {
	n := d.Money.Releases[tranche] + 1
	d.Money.Releases = put(d.Money.Releases, tranche, n)
	return ledger.Instruct(d.Escrow(no).Release(tranche, n, "", amount, now), d.Money.SubAccount, d.paidTo(), now.Add(r.BankAnswers), "bank_answer")
}

// finish closes a running royalty: the seller who expects no more, or the clerk
// once the licence has run out.
func finish() kernel.Move {
	return kernel.MoveOf[DealData, kernel.ReasonInput, none]{
		Name: "finish", From: []kernel.State{DealRunning}, By: []kernel.Role{Seller, Clerk}, Right: kernel.RightSign, Outward: true,
		Guard: func(t kernel.Turn[DealData, kernel.ReasonInput, none]) error {
			if to := t.Data.Terms.To; !t.As(Seller) && (to.IsZero() || !calendar.DateOf(t.Now).After(to)) {
				return errs.New(errs.TooEarly, "utilization.hall.still_running", errs.Args{"until": to.String()})
			}
			if t.Data.Capped() || t.Data.reported() { // nothing is left to give up
				return nil
			}
			return reason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[DealData, kernel.ReasonInput, none]) (kernel.Out[DealData], error) {
			return kernel.Out[DealData]{To: DealTaxing, Data: t.Data, Change: func(c *kernel.Case) { c.Meet(reportLimit, t.Now) }, Effects: []kernel.Effect{kernel.ClearTimer{Name: reportLimit}, tell(Buyer, "finished", t.Case.No), tell(Clerk, "tax_sheet", t.Case.No)}}, nil
		},
	}.Build()
}
