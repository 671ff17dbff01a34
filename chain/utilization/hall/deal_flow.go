package hall

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/registry"
)

// both are the two sides.
var both = []kernel.Role{Seller, Buyer}

func dealFlow(r Rules) *kernel.Flow {
	f := kernel.WithStandard(kernel.Flow{
		Addr: Deal, Prefix: "JY", States: dealStates(),
		Opens: []kernel.Move{r.inquire(), r.pair()},
		Moves: []kernel.Move{
			r.answerInquiry(), signNDA(), r.acceptPairing(), withdrawPairing(), lapsePairing(), explainPairing(), joinDeal(), r.brokerTerms(), agreeCommission(), dropBroker(), r.offer(), r.acceptOffer(), rivalSigns(), listingChanged(), declineInquiry(),
			objectPublicity(), objectOpenly(), settleObjection(), endPublicity(), r.outage(), fileValue(), r.draft(), r.sign(), r.signatureAnswer(), r.signedByHand(), unsign(),
			r.deposit(), attribute(), r.bankAnswer(), registerTechnology(), r.file(), r.officeAnswer(), r.staffAnswer(), correctRecord(),
			deliver(), acceptDelivery(), refuseDelivery(), r.invoice(), askRelease(), r.release(), r.commissionAgain(), r.reportSales(), r.correctReport(), finish(), taxFacts(), dispute(), r.endDispute(),
			r.settle(), r.terminate(), r.refundAgain(), r.takeConsents(), backConsent(), r.checkBackConsent(),
			r.remindReport(), dayCame(), r.remindRecord(), r.askEnd(), r.agreeEnd(), refuseEnd(), withdrawEnd(), endOverdue(), r.decideEnd(), r.watch(),
		},
	}, []kernel.State{DealInquiry, DealNDA, DealTalks, DealPublicity, DealDraft, DealSigning, DealDeposit}, Clerk)
	// A deal ends by terminate, money never goes back along the table, and no
	// side owns the case alone, so that nobody could answer a correction.
	f.Moves = withoutStandard(f.Moves, kernel.MoveWithdraw, kernel.MoveReturn, kernel.MoveAskCorrection, kernel.MoveCorrect)
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
		{Name: DealProposed, Turn: Buyer, Step: StepMatch},
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
		{Name: DealRunning, Turn: Buyer, Step: StepRelease},
		{Name: DealTaxing, Turn: Clerk, Step: StepTax},
		{Name: DealRefunding, Turn: Bank, Step: StepDeposit},
		{Name: DealSettled, Terminal: true, Step: StepTax},
		{Name: DealEnded, Terminal: true, Ends: kernel.EndNothing},
	}
}

// Turn is whose move it is in the deal as it stands, more exactly than its
// state alone tells.
func (d DealData) Turn(s kernel.State) kernel.Role {
	if a := d.endIn(s); a != nil {
		if a.AtCentre() {
			return Clerk
		}
		return other(a.By)
	}
	switch s {
	case DealProposed:
		if d.Pairing != nil && !d.Pairing.Buyer.IsZero() {
			return Seller
		}
		return Buyer
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
		return d.signingTurn()
	case DealDelivery:
		return d.deliveryTurn()
	case DealRunning:
		if d.Capped() || d.reported() {
			return Seller
		}
	}
	for _, def := range dealStates() {
		if def.Name == s {
			return def.Turn
		}
	}
	return ""
}

// deliveryTurn: the seller delivers, invoices and asks, the buyer accepts and
// agrees; when only disputed money is left, the clerk has the word.
func (d DealData) deliveryTurn() kernel.Role {
	switch d.deliveryWaits()[0] {
	case "accept_delivery", "release":
		return Buyer
	case "end_dispute":
		return Clerk
	case "commission_again":
		return Broker
	case waitDay:
		return ""
	}
	return Seller
}

// TurnOfCase is whose move it is in a case of the hall, for the inbox.
func TurnOfCase(c kernel.Case) kernel.Role {
	if r, ok := TurnIn(c); ok {
		return r
	}
	for _, f := range Flows(Rules{}) {
		if f.Addr == c.Flow {
			def, _ := f.StateDef(c.State)
			return def.Turn
		}
	}
	return ""
}

// TurnIn is whose move it is where the record of the case tells it more exactly
// than its state; ok is false where the state says it.
func TurnIn(c kernel.Case) (r kernel.Role, ok bool) {
	switch c.Flow {
	case Deal:
		if d, err := readDeal(c); err == nil {
			return d.Turn(c.State), true
		}
	case Invitation:
		if d, err := InvitationOf(c); err == nil {
			return d.Turn(c.State), true
		}
	}
	return "", false
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
	need    kernel.Case // "" when the inquiry names none
	// engaged is the invitation by which a broker works for one of the two, nil
	// for none; the seller's broker comes first.
	engaged *InvitationData
	taken   bool // another deal is taking the right for itself
	right   registry.View
}

// caseNamed is the case that a field of the input names; one that is left out, or that
// there is not, is a fault of the field.
func caseNamed(v kernel.View, field string, id kernel.CaseID) (kernel.Case, error) {
	if id == "" {
		return kernel.Case{}, errs.At(field, "kernel.wire.missing", nil)
	}
	c, err := kernel.Load(v, kernel.CaseByID{ID: id})
	if errs.KindOf(err) == errs.NotFound {
		return c, errs.At(field, "kernel.no_such_case", errs.Args{"id": id})
	}
	return c, err
}

func loadInquiry(v kernel.View, c kernel.Case, _ DealData, in InquireInput) (inquireFacts, error) {
	var f inquireFacts
	var err error
	if f.listing, err = caseNamed(v, "listing", in.Listing); err != nil {
		return f, err
	}
	if f.buyer, err = kernel.Load(v, kernel.PartyByID{ID: c.PartyAs(kernel.RoleOwner)}); err != nil {
		return f, err
	}
	if in.Need != "" {
		if f.need, err = caseNamed(v, "need", in.Need); err != nil {
			return f, err
		}
	}
	deals, err := kernel.Load(v, kernel.CasesOf{Flow: Deal, About: f.listing.About, States: Contracting()})
	if err != nil {
		return f, err
	}
	if f.taken, err = Taken(deals); err != nil {
		return f, err
	}
	if f.engaged, err = loadEngaged(v, f.listing, f.need); err != nil || f.listing.Flow != Listing {
		return f, err
	}
	l, err := ListingOf(f.listing)
	if err != nil {
		return f, err
	}
	f.right, err = right(v, l.Right)
	return f, err
}

func (r Rules) inquire() kernel.Move {
	return kernel.MoveOf[DealData, InquireInput, inquireFacts]{
		Name: "inquire", Needs: []string{"listing"}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, Outward: true,
		Facts: loadInquiry,
		Guard: func(t kernel.Turn[DealData, InquireInput, inquireFacts]) error {
			if t.Facts.listing.Flow != Listing || t.Facts.listing.State != ListingListed {
				return errs.New(errs.Conflict, "utilization.hall.not_listed", errs.Args{"no": t.Facts.listing.No})
			}
			if t.Facts.listing.PartyAs(kernel.RoleOwner) == t.Facts.buyer.ID {
				return errs.New(errs.Conflict, "utilization.hall.own_listing", nil)
			}
			if t.Facts.taken {
				return errs.New(errs.Conflict, "utilization.hall.listing_taken", nil)
			}
			if s := registry.AsOf(t.Facts.right.Events, calendar.DateOf(t.Now), t.Now); s.Status.Ended() {
				return errs.New(errs.Conflict, "utilization.hall.right_over", errs.Args{"day": s.Since.String()})
			}
			if n := t.Facts.need; n.ID != "" && (n.Flow != Need || n.State != NeedOpen || n.PartyAs(kernel.RoleOwner) != t.Facts.buyer.ID) {
				return errs.At("need", "utilization.hall.not_your_need", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[DealData, InquireInput, inquireFacts]) (kernel.Out[DealData], error) {
			l, err := ListingOf(t.Facts.listing)
			if err != nil {
				return kernel.Out[DealData]{}, err
			}
			d := DealData{
				Listing: t.Facts.listing.ID, ListingNo: t.Facts.listing.No, Need: t.Input.Need, NeedNo: t.Facts.need.No, Right: l.Right, Title: l.Title, RightKind: l.Kind,
				Seller: l.Seller, Buyer: refOf(t.Facts.buyer), Related: t.Input.Related, Note: t.Input.Note, Opened: t.Now, Evaluation: l.Evaluation,
				Match: t.Input.Match, Offers: []Offer{}, Delivered: []Delivery{}, Checks: []Check{},
			}
			d.Consents, d.Pledgees = consenting(l.Consents, Consent.Counts)
			if e := t.Facts.engaged; e != nil && e.Broker.ID != d.Buyer.ID && e.Broker.ID != d.Seller.ID {
				d = d.joined(t.Facts.engaged.join())
			}
			effects := append(d.feedback("contacted", t.Actor), kernel.Notify{To: Seller, Text: "utilization.hall.notice.inquiry", Args: map[string]string{"no": t.Case.No, "title": d.Title}})
			return kernel.Out[DealData]{To: DealInquiry, Data: d, Change: func(c *kernel.Case) {
				c.Title, c.About, c.Unit, c.Parent = d.Title, registry.About(d.Right), Unit, d.Listing
				c.Revoke("party:" + string(d.Buyer.ID))
				c.Grant(kernel.PartyAccess(kernel.RelOwner, d.Buyer.ID, Buyer, kernel.ViewDetail))
				c.Grant(kernel.PartyAccess(kernel.RelInvited, d.Seller.ID, Seller, kernel.ViewDetail))
				c.Grant(kernel.UnitAccess(Unit, Clerk))
				if d.Broker != nil {
					c.Grant(kernel.PartyAccess(kernel.RelInvited, d.Broker.ID, Broker, kernel.ViewDetail))
				}
				r.startDeal(c, t.Now)
			}, Effects: d.tellBroker(effects, "engaged_deal", t.Case.No)}, nil
		},
	}.Build()
}

// startDeal starts the promised time of the whole deal.
func (r Rules) startDeal(c *kernel.Case, now time.Time) {
	c.StartLimit(kernel.Limit{Name: "whole_deal", Committed: true, Period: r.WholeDeal, Regime: calendar.Plain, From: now, Verified: true})
}
