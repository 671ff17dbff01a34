package hall

import (
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// both are the two sides.
var both = []kernel.Role{Seller, Buyer}

func dealFlow(r Rules) *kernel.Flow {
	f := kernel.WithStandard(kernel.Flow{
		Addr: Deal, Prefix: "JY", States: dealStates(),
		Opens: []kernel.Move{r.inquire()},
		Moves: []kernel.Move{
			r.answerInquiry(), declineInquiry(), signNDA(), inviteBroker(), r.offer(), r.acceptOffer(),
			objectPublicity(), settleObjection(), endPublicity(), fileValue(), r.draft(), r.sign(), unsign(),
			r.deposit(), r.bankAnswer(), registerTechnology(), r.file(), r.officeAnswer(), r.staffAnswer(),
			deliver(), acceptDelivery(), invoice(), askRelease(), r.release(), r.reportSales(), taxFacts(), dispute(), endDispute(),
			r.settle(), r.terminate(),
		},
	}, []kernel.State{DealInquiry, DealNDA, DealTalks, DealPublicity, DealDraft, DealSigning, DealDeposit}, Clerk)
	f.Moves = withoutStandard(f.Moves, kernel.MoveWithdraw, kernel.MoveReturn) // a deal ends by terminate, and money never goes back along the table
	return &f
}

func withoutStandard(moves []kernel.Move, names ...string) []kernel.Move {
	var out []kernel.Move
	for _, m := range moves {
		keep := true
		for _, n := range names {
			keep = keep && m.Name != n
		}
		if keep {
			out = append(out, m)
		}
	}
	return out
}

func dealStates() []kernel.StateDef {
	return []kernel.StateDef{
		{Name: DealInquiry, Turn: Seller, Step: StepMatch},
		{Name: DealNDA, Turn: Buyer, Step: StepBroker},
		{Name: DealTalks, Turn: Buyer, Step: StepBroker},
		{Name: DealPublicity, Step: StepBroker, Paused: true},
		{Name: DealDraft, Turn: Seller, Step: StepContract},
		{Name: DealSigning, Turn: Buyer, Step: StepContract},
		{Name: DealDeposit, Turn: Buyer, Step: StepDeposit},
		{Name: DealDepositing, Turn: Bank, Step: StepDeposit},
		{Name: DealRecording, Turn: Seller, Step: StepRecord},
		{Name: DealOffice, Turn: Office, Step: StepRecord, Paused: true},
		{Name: DealDelivery, Turn: Seller, Step: StepRelease},
		{Name: DealReleasing, Turn: Bank, Step: StepRelease},
		{Name: DealTaxing, Turn: Clerk, Step: StepTax},
		{Name: DealRefunding, Turn: Bank, Step: StepDeposit},
		{Name: DealSettled, Terminal: true, Step: StepTax},
		{Name: DealEnded, Terminal: true},
	}
}

// Turn is whose move it is in the deal as it stands, more exactly than its
// state alone tells.
func (d DealData) Turn(s kernel.State) kernel.Role {
	switch s {
	case DealNDA:
		if d.NDA.Seller.IsZero() {
			return Seller
		}
		return Buyer
	case DealTalks:
		if o := d.LastOffer(); o != nil && o.By == Buyer {
			return Seller
		}
		return Buyer
	case DealSigning:
		if d.Contract != nil && d.Contract.Signatures.Seller.IsZero() {
			return Seller
		}
		return Buyer
	case DealDelivery:
		return d.deliveryTurn()
	}
	for _, def := range dealStates() {
		if def.Name == s {
			return def.Turn
		}
	}
	return ""
}

// deliveryTurn: the seller delivers and invoices, the buyer accepts and agrees.
func (d DealData) deliveryTurn() kernel.Role {
	if n := len(d.Delivered); n == 0 || d.Invoice == nil {
		return Seller
	}
	if d.Delivered[len(d.Delivered)-1].Accepted.IsZero() {
		return Buyer
	}
	if d.nextTranche() > 0 && d.Money.Asked[d.nextTranche()].IsZero() {
		return Seller
	}
	return Buyer
}

// InquireInput opens a deal on a listing.
type InquireInput struct {
	Listing kernel.CaseID `json:"listing"`
	Need    kernel.CaseID `json:"need,omitempty"`
	Related bool          `json:"related"`
	Note    string        `json:"note,omitempty"`
	Match   *MatchRef     `json:"match,omitempty"`
}

type inquireFacts struct {
	listing kernel.Case
	buyer   kernel.Party
	open    []kernel.Case // deals on the same right that are past signature
}

func (r Rules) inquire() kernel.Move {
	return kernel.MoveOf[DealData, InquireInput, inquireFacts]{
		Name: "inquire", By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, _ DealData, in InquireInput) (inquireFacts, error) {
			var f inquireFacts
			var err error
			if f.listing, err = kernel.Load(v, kernel.CaseByID{ID: in.Listing}); err != nil {
				return f, err
			}
			f.buyer, err = kernel.Load(v, kernel.PartyByID{ID: c.PartyAs(kernel.RoleOwner)})
			return f, err
		},
		Guard: func(t kernel.Turn[DealData, InquireInput, inquireFacts]) error {
			if t.Facts.listing.Flow != Listing || t.Facts.listing.State != ListingListed {
				return errs.New(errs.Conflict, "utilization.hall.not_listed", errs.Args{"no": t.Facts.listing.No})
			}
			if t.Facts.listing.PartyAs(kernel.RoleOwner) == t.Facts.buyer.ID {
				return errs.New(errs.Conflict, "utilization.hall.own_listing", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[DealData, InquireInput, inquireFacts]) (kernel.Out[DealData], error) {
			l, err := listingOf(t.Facts.listing)
			if err != nil {
				return kernel.Out[DealData]{}, err
			}
			d := DealData{
				Listing: t.Facts.listing.ID, ListingNo: t.Facts.listing.No, Need: t.Input.Need, Right: l.Right, Title: l.Title, RightKind: l.Kind,
				Seller: l.Seller, Buyer: refOf(t.Facts.buyer), Related: t.Input.Related, Opened: t.Now, Grade: l.Grade, Score: l.Score,
				Match: t.Input.Match, Consents: l.Consents, Pledgees: l.Pledgees, Offers: []Offer{}, Delivered: []Delivery{}, Checks: []Check{},
			}
			return kernel.Out[DealData]{To: DealInquiry, Data: d, Change: func(c *kernel.Case) {
				c.Title, c.Unit, c.Parent = d.Title, Unit, d.Listing
				c.Revoke("party:" + string(d.Buyer.ID))
				c.Grant(kernel.PartyAccess(kernel.RelOwner, d.Buyer.ID, Buyer, kernel.ViewSecret))
				c.Grant(kernel.PartyAccess(kernel.RelInvited, d.Seller.ID, Seller, kernel.ViewSecret))
				c.Grant(kernel.UnitAccess(Unit, Clerk))
				c.StartLimit(kernel.Limit{Name: "whole_deal", Committed: true, Period: r.WholeDeal, Regime: calendar.Plain, From: t.Now, Verified: true})
			}, Effects: []kernel.Effect{
				kernel.Notify{To: Seller, Text: "utilization.hall.notice.inquiry", Args: map[string]string{"no": t.Case.No, "title": d.Title}},
			}}, nil
		},
	}.Build()
}
