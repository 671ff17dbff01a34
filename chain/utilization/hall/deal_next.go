package hall

import (
	"slices"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
)

// Outlook is what a deal waits for, with the figures that a sentence about it
// needs, and what is still to come. The sentence stands under web.hall.now.
type Outlook struct {
	Says   string
	Amount money.Fen
	Name   string // of the payment
	Period int    // of a royalty
	Span   ledger.RoyaltySpan
	Until  calendar.Date
	Why    string
	What   string
	Who    kernel.Role // who wants to end the deal, or ended it
	Cause  string      // how it ended: under web.hall.cause, "" while it goes on
	Rest   money.Fen   // what of the money would be the seller's
	Ahead  []Ahead
}

// Ahead is a step that follows; nobody means both sides.
type Ahead struct {
	Step string
	Who  kernel.Role
}

// tellReturned says what of the price went back to the buyer, and what is left to
// the seller.
func (d DealData) tellReturned(x *Outlook, p ledger.Position) {
	for _, f := range d.Money.Returned {
		x.Amount += f
	}
	x.Rest = p.Released
	switch {
	case x.Amount > 0 && x.Rest == 0:
		x.Says += "_back"
	case x.Amount > 0:
		x.Says += "_part"
	}
}

// Outlook tells of the deal as it stands, whose book stands at p.
func (r Rules) Outlook(c kernel.Case, d DealData, p ledger.Position) Outlook {
	x := Outlook{Says: d.says(c), Why: d.Ending, Ahead: d.ahead(c.State)}
	switch x.Says {
	case "publicity":
		x.Until = d.Publicity.To
	case "deposit":
		x.Amount, _ = d.missing(c.No, p) // nothing is missing: the sentence says zero
	case "file_again":
		x.Why = d.Record.Refused
	case "file_licence":
		x.Until = r.recordDue(c)
	case waitDay, "deliver":
		d.tellCondition(&x, c.No, p)
	case "accept_delivery":
		x.What = d.Delivered[len(d.Delivered)-1].What
	case "invoice", "ask_release", "release":
		d.tellPayment(&x, c.No, p)
		x.Until = r.SilentUntil(d, c.No)
	case "end_dispute":
		if i := d.openDispute(); i >= 0 {
			x.Amount, x.Why = d.Disputes[i].Amount, d.Disputes[i].Reason
			if d.nextTranche() != 0 {
				x.Says = "end_dispute_whole"
				x.Name, x.Period = d.nameOf(c.No, d.Disputes[i].Tranche)
			}
		}
	case "end_asked", "end_refused", "end_overdue":
		a := d.EndOpen()
		x.Who, x.Why, x.Until, x.Amount, x.Rest, x.What = a.By, a.Reason, a.Until, a.ToBuyer, a.Held-a.ToBuyer, a.Said
	case "finish":
		if x.Amount = d.Terms.Royalty.TotalCap; !d.Capped() {
			x.Says = "finish_last"
		}
	case "report_sales":
		x.Period = len(d.Money.Reports) + 1
		if s, ok := d.NextSpan(); ok {
			x.Says, x.Span = "report_sales_by", s
			x.Until, _ = r.ReportDue(d, s) // a calendar that cannot tell leaves the day out
		}
	case "refunding":
		x.Amount = p.Custody()
	case "settle", "settled":
		d.tellReturned(&x, p)
	case "ended_back":
		x.Amount = p.Refunded
	}
	if n := len(d.Ends); x.Says == "refunding" && n > 0 && d.Ends[n-1].Answer == EndAgreed {
		x.Says = "parting"
	}
	if c.State == DealEnded || c.State == DealRefunding {
		x.Cause, x.Who, x.Why, x.What = d.Cause()
	}
	if x.Says == "ended" && p.Refunded > 0 {
		x.Says, x.Amount = "ended_back", p.Refunded
	}
	return x
}

// Cause tells how a deal came to nothing: the key of a sentence, who ended it or
// wished to, why, and what the other one said to that.
func (d DealData) Cause() (says string, who kernel.Role, why, said string) {
	if n := len(d.Ends); n > 0 {
		switch a := d.Ends[n-1]; a.Answer {
		case EndAgreed:
			return "agreed", a.By, a.Reason, ""
		case EndGranted:
			return "granted", a.By, a.Reason, a.Said
		}
	}
	switch {
	case d.Ending == "":
		return "", "", "", ""
	case d.EndedBy == Clerk:
		return "centre", Clerk, d.Ending, ""
	case d.EndedBy != "":
		return "side", d.EndedBy, d.Ending, ""
	}
	return "plain", "", d.Ending, ""
}

// tellPayment names the next payment and what of it goes to the seller.
func (d DealData) tellPayment(x *Outlook, no string, p ledger.Position) {
	n := d.nextTranche()
	pay, err := d.payment(no, n)
	if err != nil {
		return
	}
	x.Name, x.Period = d.nameOf(no, n)
	x.Amount, _ = d.due(pay, p.Standing(n))
}

// nameOf is the name of a payment, or the period of the royalty that it is.
func (d DealData) nameOf(no string, n int) (name string, period int) {
	if n <= len(d.Terms.Tranches) {
		name = d.Terms.Tranches[n-1].Name
	}
	if pay, err := d.payment(no, n); err == nil { // what the plan does not know has no period
		period = pay.Period
	}
	return name, period
}

// says is the key of the sentence.
func (d DealData) says(c kernel.Case) string {
	switch a := d.endIn(c.State); {
	case a == nil:
	case a.Answer == EndRefused:
		return "end_refused"
	case a.Overdue:
		return "end_overdue"
	default:
		return "end_asked"
	}
	switch c.State {
	case DealPublicity:
		return "publicity"
	case DealSigning:
		if d.signingTurn() == Esign {
			return "esign"
		}
	case DealRecording:
		if d.Record != nil && d.Record.Refused != "" {
			return "file_again"
		}
		return "file_" + d.recordKind()
	}
	if c.State == DealTalks && d.LastOffer() != nil && d.untold() {
		return "commission"
	}
	if w := Waits(c); len(w) > 0 {
		return w[0]
	}
	return map[kernel.State]string{DealDepositing: "depositing", DealOffice: "office", DealReleasing: "releasing", DealRefunding: "refunding", DealSettled: "settled", DealEnded: "ended"}[c.State]
}

// recordKind is the act at the national office that the deal needs, "" before
// anybody has made an offer.
func (d DealData) recordKind() string {
	terms := d.Terms
	if o := d.LastOffer(); terms == nil && o != nil {
		terms = &o.Terms
	}
	switch {
	case terms == nil: // not known yet
		return ""
	case terms.Deal == registry.LicenceDeal:
		return recordLicence
	}
	return recordTransfer
}

// ahead lists what follows the step that the deal stands on.
func (d DealData) ahead(s kernel.State) []Ahead {
	way := []Ahead{{"sign_nda", ""}, {"offer", ""}, {"sign", ""}, {"deposit", Buyer}, {"file_" + d.recordKind(), Seller}, {"deliver", Seller}, {"release", Buyer}}
	if d.Terms != nil && d.Terms.Royalty != nil {
		way = append(way, Ahead{"report_sales", Buyer})
	}
	way = append(way, Ahead{"settle", Clerk})
	if d.wantsFiling() && slices.Contains([]kernel.State{DealProposed, DealInquiry, DealNDA, DealTalks, DealPublicity}, s) {
		way = slices.Insert(way, 2, Ahead{"file_value", Seller})
	}
	from, ok := map[kernel.State]int{DealProposed: 0, DealInquiry: 0, DealNDA: 1, DealTalks: 2, DealPublicity: 2, DealDraft: 2, DealSigning: 3, DealDeposit: 4, DealDepositing: 4, DealRecording: 5, DealOffice: 5, DealDelivery: 6, DealReleasing: 7, DealRunning: len(way) - 1}[s]
	switch {
	case !ok:
		return nil
	case from == 6 && !d.recorded(), from == 7 && !d.recorded(): // a payment before the record
		from = 4
	case d.recorded() && from < 6: // a later period of a royalty: its money, then its release
		from = 6
	}
	return way[from:]
}
