package hall

import (
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// AcceptPairingInput is a side's yes to a pairing and to its commission.
type AcceptPairingInput struct {
	Related bool `json:"related"` // the two are related parties
}

// acceptPairing: when both have accepted, the deal is open with the broker in
// it. To accept is to agree to the commission that was proposed.
func (r Rules) acceptPairing() kernel.Move {
	return kernel.MoveOf[DealData, AcceptPairingInput, pairFacts]{
		Name: "accept_pairing", From: []kernel.State{DealProposed}, By: both, Right: kernel.RightSign, Outward: true,
		Facts: func(v kernel.View, _ kernel.Case, d DealData, _ AcceptPairingInput) (pairFacts, error) {
			var f pairFacts
			var err error
			if f.listing, err = kernel.Load(v, kernel.CaseByID{ID: d.Listing}); err != nil {
				return f, err
			}
			f.need, err = kernel.Load(v, kernel.CaseByID{ID: d.Need})
			return f, err
		},
		Guard: func(t kernel.Turn[DealData, AcceptPairingInput, pairFacts]) error {
			switch {
			case t.Data.Pairing == nil:
				return errs.New(errs.Conflict, "utilization.hall.no_pairing", nil)
			case side(t.Roles) == Seller && !t.Data.Pairing.Seller.IsZero(), side(t.Roles) == Buyer && !t.Data.Pairing.Buyer.IsZero():
				return errs.New(errs.Conflict, "utilization.hall.accepted_already", nil)
			case t.Facts.listing.State != ListingListed:
				return errs.New(errs.Conflict, "utilization.hall.not_listed", errs.Args{"no": t.Facts.listing.No})
			case t.Facts.need.State != NeedOpen:
				return errs.New(errs.Conflict, "utilization.hall.need_not_open", errs.Args{"no": t.Facts.need.No})
			case calendar.DateOf(t.Now).After(t.Data.Pairing.Until):
				return errs.New(errs.Conflict, "utilization.hall.pairing_over", errs.Args{"until": t.Data.Pairing.Until.String()})
			}
			return nil
		},
		Effects: r.doAcceptPairing,
	}.Build()
}

func (r Rules) doAcceptPairing(t kernel.Turn[DealData, AcceptPairingInput, pairFacts]) (kernel.Out[DealData], error) {
	d, p, b := t.Data, *t.Data.Pairing, *t.Data.Brokerage
	if side(t.Roles) == Seller {
		p.Seller, b.ToldSeller = t.Now, t.Now
	} else {
		p.Buyer, b.ToldBuyer = t.Now, t.Now
	}
	d.Pairing, d.Brokerage, d.Related = &p, &b, d.Related || t.Input.Related
	out := kernel.Out[DealData]{Data: d, Effects: []kernel.Effect{tell(Broker, "pairing_accepted", t.Case.No)}}
	if p.Pending() {
		return out, nil
	}
	paper, err := d.ndaPaper(t.Case.No, t.NewID())
	if err != nil {
		return out, err
	}
	out.To = DealNDA
	out.Effects = append(out.Effects, paper, kernel.ClearTimer{Name: timerPairing}, tell(Seller, "paired", t.Case.No), tell(Buyer, "paired", t.Case.No))
	out.Effects = append(out.Effects, d.feedback("contacted", t.Actor)...)
	out.Change = func(c *kernel.Case) {
		for _, id := range []kernel.PartyID{d.Broker.ID, d.Buyer.ID} { // from now on it is the buyer's case
			c.Revoke("party:" + string(id))
		}
		c.Grant(kernel.PartyAccess(kernel.RelOwner, d.Buyer.ID, Buyer, kernel.ViewDetail))
		c.Grant(kernel.PartyAccess(kernel.RelInvited, d.Broker.ID, Broker, kernel.ViewDetail))
		r.startDeal(c, t.Now)
	}
	return out, nil
}

// withdrawPairing: the broker takes its proposal back.
func withdrawPairing() kernel.Move {
	return kernel.MoveOf[DealData, kernel.ReasonInput, none]{
		Name: "withdraw_pairing", Needs: []string{"reason"}, From: []kernel.State{DealProposed}, By: []kernel.Role{Broker}, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[DealData, kernel.ReasonInput, none]) error { return reason(t.Input.Reason) },
		Effects: func(t kernel.Turn[DealData, kernel.ReasonInput, none]) (kernel.Out[DealData], error) {
			return kernel.Out[DealData]{To: DealEnded, Data: t.Data, Effects: []kernel.Effect{kernel.ClearTimer{Name: timerPairing},
				tell(Seller, "pairing_withdrawn", t.Case.No), tell(Buyer, "pairing_withdrawn", t.Case.No)}}, nil
		},
	}.Build()
}

func lapsePairing() kernel.Move {
	return kernel.MoveOf[DealData, none, none]{
		Name: "lapse", From: []kernel.State{DealProposed}, By: []kernel.Role{Timer}, Hidden: true,
		Effects: func(t kernel.Turn[DealData, none, none]) (kernel.Out[DealData], error) {
			return kernel.Out[DealData]{To: DealEnded, Data: t.Data, Effects: []kernel.Effect{
				tell(Seller, "pairing_lapsed", t.Case.No), tell(Buyer, "pairing_lapsed", t.Case.No), tell(Broker, "pairing_lapsed", t.Case.No)}}, nil
		},
	}.Build()
}

// explainPairing puts the word of the matching engine into the proposal. It is
// the program's own: a broker cannot write it.
func explainPairing() kernel.Move {
	return kernel.MoveOf[DealData, Explained, none]{
		Name: "explain", From: []kernel.State{DealProposed, DealNDA, DealTalks}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Guard: func(t kernel.Turn[DealData, Explained, none]) error {
			if t.Data.Pairing == nil {
				return errs.New(errs.Conflict, "utilization.hall.no_pairing", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[DealData, Explained, none]) (kernel.Out[DealData], error) {
			p, e := *t.Data.Pairing, t.Input
			p.Explained = &e
			t.Data.Pairing = &p
			if e.Found {
				t.Data.Match = &MatchRef{Rank: e.Rank, Score: float64(e.Score), Algorithm: e.Version}
			}
			return kernel.Out[DealData]{Data: t.Data}, nil
		},
	}.Build()
}

// Explains is the word of the engine on one of the listings.
func (x Proposals) Explains(listing string) Explained {
	e := Explained{Version: x.Version}
	for _, p := range x.Matches {
		if p.Listing.No == listing {
			e.Found, e.Rank, e.Score, e.Reasons, e.Lacks = true, p.Match.Rank, p.Match.Score, p.Match.Reasons, p.Match.Lacks
		}
	}
	return e
}
