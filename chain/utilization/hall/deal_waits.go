package hall

import (
	"slices"

	"quanlian/kernel"
	"quanlian/ledger"
)

// Waits are the moves that a deal as it stands waits for; none in other cases.
// Whoever has one of them has the turn; what else may be done stands beside it.
func Waits(c kernel.Case) []string {
	if c.Flow != Deal {
		return nil
	}
	d, err := DealOf(c)
	if err != nil {
		return nil
	}
	switch c.State {
	case DealTalks:
		if d.LastOffer() == nil {
			return []string{"offer"}
		}
		return []string{"accept", "offer"}
	case DealDraft:
		if d.Seller.Kind == KindStateOwned && d.StateFile == "" {
			return []string{"file_value"}
		}
		return []string{"draft"}
	case DealDelivery:
		return []string{d.deliveryWaits()}
	}
	return map[kernel.State][]string{DealProposed: {"accept_pairing"}, DealInquiry: {"welcome"}, DealNDA: {"sign_nda"}, DealSigning: {"sign"}, DealDeposit: {"deposit"},
		DealRecording: {"file"}, DealRunning: {"report_sales"}, DealTaxing: {"settle"}}[c.State]
}

// deliveryWaits is the move that the delivery waits for.
func (d DealData) deliveryWaits() string {
	n, next := len(d.Delivered), d.nextTranche()
	switch {
	case n > 0 && d.Delivered[n-1].open():
		return "accept_delivery"
	case n == 0 || d.Delivered[n-1].Refused != "":
		return "deliver"
	case next == 0 && d.openDispute() >= 0:
		return "end_dispute"
	case d.Invoice == nil:
		return "invoice"
	case d.Money.Asked[next].IsZero():
		return "ask_release"
	}
	return "release"
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
		d, err := DealOf(c)
		return err == nil && d.idle(c.State, move, func(r kernel.Role) bool { return slices.Contains(roles, r) })
	}
	return false
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
		return o == nil || is(o.By)
	case "file_value":
		return d.Seller.Kind != KindStateOwned
	case "sign":
		return d.Contract == nil || is(Seller) && d.Contract.has(Seller) || is(Buyer) && d.Contract.has(Buyer)
	case "deliver":
		return waits || n > 0 && d.Delivered[n-1].Refused == "" && d.Terms != nil && d.Terms.PriceKind != ledger.Milestones
	case "accept_delivery", "refuse_delivery":
		return !waits
	case "ask_release":
		return d.nextTranche() == 0
	case "release":
		return d.nextTranche() == 0 || d.Money.Asked[d.nextTranche()].IsZero()
	case "end_dispute":
		return d.openDispute() < 0
	}
	return d.idleBroker(move, is)
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
	d, err := DealOf(c)
	if err != nil {
		return 0, 0
	}
	return slices.Index(Steps(), stepOf(c.State, d)) + 1, len(Steps())
}
