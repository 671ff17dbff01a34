package hall

import (
	"encoding/json"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/ledger"
)

// Engagement is the broker who works for the owner of a listing or a need. Terms
// and account stay in the invitation, which the public does not see.
type Engagement struct {
	Invitation kernel.CaseID `json:"invitation"`
	No         string        `json:"no"`
	Broker     PartyRef      `json:"broker"`
	Since      time.Time     `json:"since"`
}

// public is the engagement as anybody sees it: who the broker is.
func (e *Engagement) public() *Engagement {
	if e == nil {
		return nil
	}
	x := Engagement{Broker: e.Broker, Since: e.Since}
	x.Broker.Code = ""
	return &x
}

// JoinInput lets a broker whose invitation was accepted come into the case.
type JoinInput struct {
	Invitation kernel.CaseID   `json:"invitation"`
	No         string          `json:"no"`
	Broker     PartyRef        `json:"broker"`
	Terms      CommissionTerms `json:"terms"`
	Account    ledger.Party    `json:"account"`
	// Seller and Buyer are when each side agreed to the commission.
	Seller time.Time `json:"seller,omitzero"`
	Buyer  time.Time `json:"buyer,omitzero"`
	At     time.Time `json:"at"`
}

// join is what the accepted invitation brings into a deal.
func (d InvitationData) join() JoinInput {
	in := JoinInput{Broker: d.Broker, Terms: d.Terms, Account: d.Account, At: d.Answered}
	if d.Side == Seller {
		in.Seller, in.Buyer = d.Made, d.Agreed
	} else {
		in.Buyer, in.Seller = d.Made, d.Agreed
	}
	return in
}

// move is the act in the case by which the broker comes in.
func (in JoinInput) move(c kernel.CaseID) (kernel.Effect, error) {
	raw, err := json.Marshal(in)
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return kernel.MoveChild{Case: c, Move: "broker_joins", Input: raw}, nil
}

// joined is the deal with the broker in it.
func (d DealData) joined(in JoinInput) DealData {
	b := in.Terms.brokerage(in.Broker.ID)
	b.ToldSeller, b.ToldBuyer = in.Seller, in.Buyer
	ref := in.Broker
	d.Broker, d.Brokerage, d.BrokerAccount = &ref, &b, in.Account
	return d
}

// joinDeal lets the broker in; each side who has not agreed to the commission
// yet is told it, and terms are not agreed before it has.
func joinDeal() kernel.Move {
	return kernel.MoveOf[DealData, JoinInput, none]{
		Name: "broker_joins", From: early, By: []kernel.Role{kernel.RoleSystem}, Hidden: true,
		Effects: func(t kernel.Turn[DealData, JoinInput, none]) (kernel.Out[DealData], error) {
			d, level := t.Data.joined(t.Input), kernel.ViewDetail
			d.Invitation = t.Input.Invitation
			if d.NDA.Both() {
				level = kernel.ViewSecret
			}
			out := kernel.Out[DealData]{Data: d, Change: func(c *kernel.Case) {
				c.Grant(kernel.PartyAccess(kernel.RelInvited, d.Broker.ID, Broker, level))
			}}
			if d.Brokerage.ToldSeller.IsZero() {
				out.Effects = append(out.Effects, tell(Seller, "commission", t.Case.No))
			}
			if d.Brokerage.ToldBuyer.IsZero() {
				out.Effects = append(out.Effects, tell(Buyer, "commission", t.Case.No))
			}
			return out, nil
		},
	}.Build()
}

// States in which a broker may begin to work for the owner.
var (
	listingTakes = []kernel.State{ListingReview, ListingListed, ListingSuspended}
	needTakes    = []kernel.State{NeedReview, NeedOpen}
)

// joins and leaves are the same for listing and need; set puts the engagement
// into the record.
func joins[D any](from []kernel.State, set func(*D, *Engagement)) kernel.Move {
	return kernel.MoveOf[D, JoinInput, none]{
		Name: "broker_joins", From: from, By: []kernel.Role{kernel.RoleSystem}, Hidden: true,
		Effects: func(t kernel.Turn[D, JoinInput, none]) (kernel.Out[D], error) {
			in := t.Input
			set(&t.Data, &Engagement{Invitation: in.Invitation, No: in.No, Broker: in.Broker, Since: in.At})
			return kernel.Out[D]{Data: t.Data, Change: func(c *kernel.Case) {
				c.Grant(kernel.PartyAccess(kernel.RelInvited, in.Broker.ID, Broker, kernel.ViewDetail))
			}}, nil
		},
	}.Build()
}

func leaves[D any](from []kernel.State, get func(D) *Engagement, set func(*D, *Engagement)) kernel.Move {
	return kernel.MoveOf[D, kernel.ReasonInput, none]{
		Name: "drop_broker", Needs: []string{"reason"}, From: from, By: []kernel.Role{kernel.RoleOwner, Broker}, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[D, kernel.ReasonInput, none]) error {
			if brokerOf(t.Case) == "" {
				return errs.New(errs.Conflict, "utilization.hall.no_broker", nil)
			}
			return reason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[D, kernel.ReasonInput, none]) (kernel.Out[D], error) {
			gone, effects := brokerOf(t.Case), []kernel.Effect{}
			if e := get(t.Data); e != nil {
				effects = endEngagement(e.Invitation)
			}
			if t.As(Broker) {
				effects = append(effects, tell(kernel.RoleOwner, "broker_gone", t.Case.No))
			}
			set(&t.Data, nil)
			return kernel.Out[D]{Data: t.Data, Change: func(c *kernel.Case) { c.Revoke("party:" + string(gone)) }, Effects: effects}, nil
		},
	}.Build()
}

func engageListing(d *ListingData, e *Engagement) { d.Engaged = e }
func engageNeed(d *NeedData, e *Engagement)       { d.Engaged = e }

func joinListing() kernel.Move { return joins(listingTakes, engageListing) }
func leaveListing() kernel.Move {
	return leaves(listingTakes, func(d ListingData) *Engagement { return d.Engaged }, engageListing)
}
func joinNeed() kernel.Move { return joins(needTakes, engageNeed) }
func leaveNeed() kernel.Move {
	return leaves(needTakes, func(d NeedData) *Engagement { return d.Engaged }, engageNeed)
}

// endEngagement tells the invitation that its broker works there no more: the
// broker, who no longer sees the case, learns it there.
func endEngagement(id kernel.CaseID) []kernel.Effect {
	if id == "" {
		return nil
	}
	return []kernel.Effect{kernel.MoveChild{Case: id, Move: "ended"}}
}

// loadEngaged finds the invitation by which a broker works for the listing, or
// else for the need. One deal has one broker: the seller's comes first.
func loadEngaged(v kernel.View, listing, need kernel.Case) (*InvitationData, error) {
	var id kernel.CaseID
	if listing.Flow == Listing {
		d, err := ListingOf(listing)
		if err != nil {
			return nil, err
		}
		if d.Engaged != nil {
			id = d.Engaged.Invitation
		}
	}
	if id == "" && need.Flow == Need {
		d, err := NeedOf(need)
		if err != nil {
			return nil, err
		}
		if d.Engaged != nil {
			id = d.Engaged.Invitation
		}
	}
	if id == "" {
		return nil, nil
	}
	c, err := kernel.Load(v, kernel.CaseByID{ID: id})
	if err != nil {
		return nil, err
	}
	d, err := InvitationOf(c)
	return &d, err
}

// tellBroker adds the news for the broker where there is one.
func (d DealData) tellBroker(effects []kernel.Effect, text, no string) []kernel.Effect {
	if d.Broker == nil {
		return effects
	}
	return append(effects, tell(Broker, text, no))
}
