package hall

import (
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
)

// Waits are the moves that a deal as it stands waits for; none in other cases.
// Whoever has one of them has the turn; what else may be done stands beside it.
func Waits(c kernel.Case) []string {
	if c.Flow == Request && c.State == RequestAsked { // the way on is a listing of its own; to decline is not
		return []string{"list"}
	}
	if c.Flow != Deal {
		return nil
	}
	d, err := readDeal(c)
	if err != nil {
		return nil
	}
	if a := d.endIn(c.State); a != nil {
		if a.AtCentre() {
			return []string{"decide_end"}
		}
		return []string{"agree_end", "refuse_end"}
	}
	switch c.State {
	case DealTalks:
		return d.talksWait()
	case DealPublicity: // nobody's, until somebody objects
		if d.Publicity.open() > 0 {
			return []string{"settle_objection"}
		}
	case DealDraft:
		if d.wantsFiling() {
			return []string{"file_value"}
		}
		return []string{"draft"}
	case DealDelivery:
		return d.deliveryWaits()
	case DealRunning:
		if d.Capped() || d.reported() {
			return []string{"finish"}
		}
	}
	return map[kernel.State][]string{DealProposed: {"accept_pairing"}, DealInquiry: {"welcome"}, DealNDA: {"sign_nda"}, DealSigning: {"sign"}, DealDeposit: {"deposit"},
		DealRecording: {"file"}, DealRunning: {"report_sales"}, DealTaxing: {"settle"}}[c.State]
}

// talksWait: nobody accepts before both sides know what the broker gets.
func (d DealData) talksWait() []string {
	told := func(side kernel.Role) bool {
		return d.Brokerage == nil || side == Seller && !d.Brokerage.ToldSeller.IsZero() || side == Buyer && !d.Brokerage.ToldBuyer.IsZero()
	}
	switch turn := d.Turn(DealTalks); {
	case d.LastOffer() == nil:
		return []string{"offer"}
	case !told(turn):
		return []string{"agree_commission", "offer"}
	case d.untold():
		return []string{"offer", "agree_commission"}
	}
	return []string{"accept", "offer"}
}

// untold reports whether a side has still to agree to the broker's commission.
func (d DealData) untold() bool {
	return d.Brokerage != nil && (d.Brokerage.ToldSeller.IsZero() || d.Brokerage.ToldBuyer.IsZero())
}

// needs are the conditions of a tranche besides the signed contract; a plan that
// names none waits for the usual ones.
func (d DealData) needs(n int) []ledger.Condition {
	if d.Terms == nil || n == 0 {
		return ledger.StandardNeeds(false)
	}
	if n > len(d.Terms.Tranches) { // a period of a royalty
		return []ledger.Condition{ledger.ReportFiled, ledger.InvoiceIssued}
	}
	p := d.Terms.Tranches[n-1]
	if len(p.Needs) > 0 || !p.Day.IsZero() || p.Milestone != "" {
		return p.Needs
	}
	return ledger.StandardNeeds(d.Terms.Deal == registry.Assignment)
}

// undelivered reports whether a tranche waits for documents that the seller has
// still to hand over.
func (d DealData) undelivered(n int) bool {
	last := len(d.Delivered) - 1
	switch {
	case n > 0 && !d.waitsDelivery(n):
		return false
	case last < 0 || d.Delivered[last].Refused != "":
		return true
	case n == 0:
		return false
	}
	return d.Milestone(n) != "" && !d.handedOver(func(x Delivery) bool { return x.Tranche == n }) ||
		slices.Contains(d.needs(n), ledger.DocsAccepted) && !d.handedOver(func(x Delivery) bool { return d.documents(x, n) })
}

// waitsDelivery reports whether a tranche waits for something that the seller hands
// over and the buyer accepts.
func (d DealData) waitsDelivery(n int) bool {
	return slices.Contains(d.needs(n), ledger.DocsAccepted) || d.Milestone(n) != ""
}

// handedOver reports whether the buyer accepted a delivery of a kind.
func (d DealData) handedOver(is func(Delivery) bool) bool {
	return slices.ContainsFunc(d.Delivered, func(x Delivery) bool { return is(x) && !x.Accepted.IsZero() })
}

// documents reports whether a delivery counts as the technical documents that
// tranche n waits for; one that shows the milestone of another does not, save under
// a plan of milestones alone.
func (d DealData) documents(x Delivery, n int) bool {
	return x.Tranche == n || d.Milestone(x.Tranche) == "" || d.Terms.PriceKind == ledger.Milestones
}

// uninvoiced reports whether a tranche waits for an invoice that covers it.
func (d DealData) uninvoiced(n int) bool {
	if !slices.Contains(d.needs(n), ledger.InvoiceIssued) {
		return false
	}
	ok, err := d.invoiced("plan", n) // the plan is the same under any number
	return err != nil && d.Invoice == nil || err == nil && !ok
}

// deliveryWaits are the moves that the delivery waits for. The word on a dispute
// over the whole of a payment comes first: nothing that the sides do frees it. One
// over a part leaves the rest to the sides.
func (d DealData) deliveryWaits() []string {
	i := d.openDispute()
	switch {
	case i < 0:
		return d.sidesWait()
	case d.nextTranche() == 0 && !d.toAccept():
		return []string{"end_dispute"}
	case d.nextTranche() == 0:
		return []string{"end_dispute", "accept_delivery"}
	case !d.Money.Parked[d.Disputes[i].Tranche].IsZero():
		return append([]string{"end_dispute"}, d.sidesWait()...)
	}
	return append(d.sidesWait(), "end_dispute")
}

// toAccept reports whether documents lie before the buyer.
func (d DealData) toAccept() bool {
	return len(d.Delivered) > 0 && d.Delivered[len(d.Delivered)-1].open()
}

// sidesWait are the moves of the two sides: what the next payment still lacks, and
// the buyer's word on what lies before them.
func (d DealData) sidesWait() []string {
	next := d.nextTranche()
	if d.unpaidCommission() != 0 {
		return []string{"commission_again"}
	}
	open := d.toAccept()
	free := next > 0 && !d.waitsDelivery(next)
	switch {
	case next > 0 && !d.recorded() && d.waitsRecord(next): // only a dispute keeps it from the record
		return []string{"file"}
	case open && !free:
		return []string{"accept_delivery"}
	case !d.dayCame(next) && !d.undelivered(next) && !open:
		return []string{waitDay}
	case d.undelivered(next):
		return []string{"deliver"}
	}
	out := []string{"release"}
	switch {
	case d.uninvoiced(next):
		out = []string{"invoice"}
	case d.Money.Asked[next].IsZero():
		out = []string{"ask_release"}
	}
	if open {
		out = append(out, "accept_delivery")
	}
	return out
}

// Idle reports whether a move has nothing to do for the actor in the case as it
// stands: its guard would say so, and lists and buttons leave it out.
func Idle(a kernel.Actor, c kernel.Case, move string) bool {
	roles, _ := kernel.RolesOf(a, c)
	switch c.Flow {
	case Listing, Need:
		return move == "drop_broker" && c.PartyAs(Broker) == ""
	case Invitation:
		d, err := InvitationOf(c)
		return err == nil && d.idle(move, slices.Contains(roles, d.Side))
	case Deal:
		d, err := readDeal(c)
		return err == nil && d.idle(c.State, move, func(r kernel.Role) bool { return slices.Contains(roles, r) })
	}
	return false
}

// SilentUntil is the last day on which the buyer may still speak before the
// seller may have the next payment released alone; zero when nothing was asked.
func (r Rules) SilentUntil(d DealData, no string) calendar.Date {
	asked := d.Money.Asked[d.nextTranche()]
	if asked.IsZero() {
		return calendar.Date{}
	}
	until, err := d.silentEnd(no, asked, r.Calendar)
	if err != nil {
		return calendar.Date{}
	}
	return until
}

// TooEarly reports whether time alone keeps the actor from a move: the seller
// releases only after the days that the buyer has to speak, and a publicity ends
// with its last day. Buttons leave it out
// and the page says from when.
func (r Rules) TooEarly(a kernel.Actor, c kernel.Case, move string, now time.Time) bool {
	if c.Flow != Deal || move != "release" && move != "end_publicity" && move != "report_sales" {
		return false
	}
	d, err := readDeal(c)
	if move == "report_sales" {
		return err == nil && errs.KindOf(d.inTime(now)) == errs.TooEarly
	}
	if move == "end_publicity" {
		return err == nil && d.Publicity != nil && !calendar.DateOf(now).After(d.Publicity.To)
	}
	if roles, _ := kernel.RolesOf(a, c); err != nil || slices.Contains(roles, Buyer) || !slices.Contains(roles, Seller) {
		return false
	}
	until := r.SilentUntil(d, c.No)
	return !until.IsZero() && !calendar.DateOf(now).After(until)
}

func (d InvitationData) idle(move string, inviter bool) bool {
	switch move {
	case "withdraw":
		return !inviter
	case "agree", "refuse":
		return inviter
	}
	return false
}

func (d DealData) idle(s kernel.State, move string, is func(kernel.Role) bool) bool {
	n := len(d.Delivered)
	waits := n > 0 && d.Delivered[n-1].open()
	switch move {
	case "sign_nda":
		return is(Seller) && !d.NDA.Seller.IsZero() || is(Buyer) && !d.NDA.Buyer.IsZero()
	case "accept":
		o := d.LastOffer()
		return o == nil || is(o.By) || d.untold()
	case "back_consent":
		return d.Terms == nil || len(d.Terms.Back) == 0
	case "check_back_consent":
		return len(d.OpenBackConsents()) == 0
	case "file_value":
		return d.Seller.Kind != KindStateOwned
	case "sign":
		return d.Contract == nil || is(Seller) && d.Contract.has(Seller) || is(Buyer) && d.Contract.has(Buyer)
	case "deliver":
		return waits || n > 0 && d.Delivered[n-1].Refused == "" && !d.toReach()
	case "accept_delivery", "refuse_delivery":
		return !waits
	case "file":
		return d.recorded()
	case "ask_release":
		n := d.nextTranche()
		return n == 0 || !d.dayCame(n) || d.unpaidCommission() != 0 || d.uninvoiced(n) || d.waitsDelivery(n) && d.undelivered(n) || d.waitsRecord(n) && !d.recorded()
	case "release": // of a payment whose commission was refused the seller has its part
		return d.nextTranche() == 0 || d.unpaidCommission() != 0 || d.Money.Asked[d.nextTranche()].IsZero() || d.uninvoiced(d.nextTranche())
	case "dispute": // all that is left is in dispute already, or nothing is
		return d.nextTranche() == 0 || is(Seller) && d.Barred() == nil
	case "invoice":
		return d.ToInvoice(s, "plan") == 0
	case "correct_record":
		return !d.recorded()
	case "correct_report":
		return len(d.Money.Reports) == 0
	case "end_dispute":
		return d.openDispute() < 0
	case "commission_again":
		return d.unpaidCommission() == 0
	case "settle_objection":
		return d.Publicity.open() == 0
	case "refund_again":
		return d.Money.Refunds == 0
	case "terminate": // the answer to a wish that lies at the centre is the one way
		return d.endIn(s).AtCentre()
	case "ask_end", "agree_end", "refuse_end", "withdraw_end", "decide_end":
		return d.idleEnd(move, is)
	}
	return d.idleBroker(move, is)
}

// endIn is the wish to end the deal that waits for a word in a state, nil for
// none.
func (d DealData) endIn(s kernel.State) *EndAsk {
	if !slices.Contains(endable, s) {
		return nil
	}
	return d.EndOpen()
}

func (d DealData) idleEnd(move string, is func(kernel.Role) bool) bool {
	a := d.EndOpen()
	switch {
	case move == "ask_end":
		return d.mayAskEnd() != nil
	case a == nil:
		return true
	case move == "withdraw_end":
		return !is(a.By)
	case move == "decide_end":
		return !a.AtCentre()
	}
	return is(a.By) || move == "refuse_end" && a.Answer == EndRefused
}

// has tells whether a side has signed, or the service has been asked for it.
func (k *Contract) has(side kernel.Role) bool {
	return !k.Signatures.of(side).IsZero() || k.run(side).Open()
}

func (d DealData) idleBroker(move string, is func(kernel.Role) bool) bool {
	b := d.Brokerage
	switch move {
	case "accept_pairing":
		return d.Pairing == nil || is(Seller) && !d.Pairing.Seller.IsZero() || is(Buyer) && !d.Pairing.Buyer.IsZero()
	case "agree_commission":
		return b == nil || is(Seller) && !b.ToldSeller.IsZero() || is(Buyer) && !b.ToldBuyer.IsZero()
	case "drop_broker":
		return d.Broker == nil
	}
	return false
}

// Step is the number of the step on which a deal stands, and of how many; zeros
// for other cases and for a deal that has ended.
func Step(c kernel.Case) (n, of int) {
	if c.Flow != Deal || c.State == DealEnded {
		return 0, 0
	}
	d, err := readDeal(c)
	if err != nil {
		return 0, 0
	}
	return slices.Index(Steps(), stepOf(c.State, d)) + 1, len(Steps())
}
