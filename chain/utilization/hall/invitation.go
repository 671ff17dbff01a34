package hall

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
)

// States of an invitation. The comment says whose move it is.
const (
	InvitationConsent  kernel.State = "consent"  // the other side of the deal, who would pay too
	InvitationSent     kernel.State = "sent"     // broker
	InvitationAccepted kernel.State = "accepted" // end: the broker takes part
	InvitationEnded    kernel.State = "ended"    // end: the broker takes part no more
	InvitationRefused  kernel.State = "refused"  // end: the other side did not agree
	InvitationDeclined kernel.State = "declined" // end: the broker said no
	InvitationLapsed   kernel.State = "lapsed"   // end: nobody answered in time
)

// Bounds of the time an invitation stands. Unit: calendar days. Source: our
// choice [D]; the inviter says how long within them.
const (
	invitationDays = 7
	invitationMost = 30
)

const timerInvitation = "invitation"

// CommissionTerms are what a broker shall get: a share of what is released or a
// fixed sum, and who bears it.
type CommissionTerms struct {
	Rate  decimal.Decimal `json:"rate"`
	Fixed money.Fen       `json:"fixed,omitempty"`
	From  ledger.Side     `json:"from"`
}

// brokerage is the commission as the book reckons with it.
func (x CommissionTerms) brokerage(broker kernel.PartyID) ledger.Brokerage {
	return ledger.Brokerage{Broker: string(broker), Rate: x.Rate, Fixed: x.Fixed, From: x.From}
}

// check looks at the terms before they are offered. A fixed sum is held against
// the price where there is one; when terms are accepted it is looked at again.
func (x CommissionTerms) check(price money.Fen, limit decimal.Decimal) error {
	if price <= 0 {
		price = x.Fixed // unknown yet
		if limit.IsPositive() {
			price = money.FromDecimal(x.Fixed.Decimal().Div(limit))
		}
	}
	now := time.Unix(1, 0) // who was told is not the question here
	b := x.brokerage("-")
	b.ToldBuyer, b.ToldSeller = now, now
	var l errs.List
	for _, e := range errs.All(b.Check(price, limit)) {
		e.Field = map[string]string{"brokerage/from": "from"}[e.Field]
		if e.Field == "" {
			e.Field = "rate"
		}
		l.Add(e)
	}
	return l.Err()
}

// pays reports whether the side bears the commission or a part of it.
func (x CommissionTerms) pays(side kernel.Role) bool {
	return x.From == ledger.Side(side) || x.From == ledger.Halves
}

// Subject is what a broker is invited to, as far as an outsider may know it.
type Subject struct {
	Case         kernel.CaseID     `json:"case"`
	No           string            `json:"no"`
	Flow         kernel.FlowAddr   `json:"flow"`
	Title        string            `json:"title"`
	Right        string            `json:"right,omitempty"`
	IPC          string            `json:"ipc,omitempty"`
	Deal         registry.DealKind `json:"deal,omitempty"`
	Price        money.Fen         `json:"price,omitempty"` // asked, or the upper end of a budget
	Text         string            `json:"text,omitempty"`
	Confidential bool              `json:"confidential,omitempty"`
}

// InvitationData is the whole invitation (邀请).
type InvitationData struct {
	Subject Subject         `json:"subject"`
	Side    kernel.Role     `json:"side"` // of the inviter
	Inviter PartyRef        `json:"inviter"`
	Other   *PartyRef       `json:"other,omitempty"` // of a deal
	Broker  PartyRef        `json:"broker"`
	Terms   CommissionTerms `json:"terms"`
	Note    string          `json:"note,omitempty"`
	Made    time.Time       `json:"made"`
	Until   calendar.Date   `json:"until"` // last day to answer
	// Agreed is when the other side agreed to bear the commission.
	Agreed   time.Time    `json:"agreed,omitzero"`
	Answered time.Time    `json:"answered,omitzero"`
	Reason   string       `json:"reason,omitempty"` // why it was refused or declined
	Account  ledger.Party `json:"account,omitzero"` // the broker's own
}

// InvitationOf reads the invitation of a case.
func InvitationOf(c kernel.Case) (InvitationData, error) {
	var d InvitationData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return d, nil
}

// Turn is whose move it is.
func (d InvitationData) Turn(s kernel.State) kernel.Role {
	switch s {
	case InvitationConsent:
		return other(d.Side)
	case InvitationSent:
		return Broker
	}
	return ""
}

// InvitationView is the invitation as somebody in the role sees it. Until the
// broker has accepted it knows what the public knows of the subject, and who
// invites; the account is the broker's own.
func InvitationView(d InvitationData, s kernel.State, role kernel.Role) InvitationData {
	staff := slices.Contains([]kernel.Role{Clerk, Finance, kernel.RoleHead, kernel.RoleSystem}, role)
	if !staff && role != Broker {
		d.Account.Account = mask(d.Account.Account)
	}
	if role == Broker && s != InvitationAccepted {
		d.Other, d.Inviter.Code = nil, ""
	}
	return d
}

// invitationLevel: the broker who has not accepted sees the card, not the file.
func invitationLevel(c kernel.Case, roles []kernel.Role, level kernel.Level) kernel.Level {
	if slices.Contains(roles, Broker) && c.State != InvitationAccepted {
		return min(level, kernel.ViewSummary)
	}
	return level
}

func invitationFlow(r Rules) *kernel.Flow {
	return &kernel.Flow{
		Addr: Invitation, Prefix: "YQ",
		States: []kernel.StateDef{
			{Name: InvitationConsent, Turn: Buyer}, {Name: InvitationSent, Turn: Broker},
			{Name: InvitationAccepted, Terminal: true}, {Name: InvitationEnded, Terminal: true, Ends: kernel.EndNothing}, {Name: InvitationRefused, Terminal: true, Ends: kernel.EndRefused}, {Name: InvitationDeclined, Terminal: true, Ends: kernel.EndRefused},
			{Name: InvitationLapsed, Terminal: true, Ends: kernel.EndNothing}, {Name: kernel.StateWithdrawn, Terminal: true, Ends: kernel.EndNothing},
		},
		Opens: []kernel.Move{r.invite()},
		Moves: []kernel.Move{consentInvitation(), refuseInvitation(), acceptInvitation(), declineInvitation(), withdrawInvitation(), lapseInvitation(), endInvited()},
	}
}

// InviteInput asks a broker to work for a listing, a need or a deal.
type InviteInput struct {
	Case   kernel.CaseID   `json:"case"`
	Broker kernel.PartyID  `json:"broker"`
	Rate   decimal.Decimal `json:"rate"`
	Fixed  money.Fen       `json:"fixed,omitempty"`
	From   ledger.Side     `json:"from"`
	Days   int             `json:"days,omitempty"` // to answer; 0 is seven
	Note   string          `json:"note,omitempty"`
}

func (in InviteInput) terms() CommissionTerms {
	return CommissionTerms{Rate: in.Rate, Fixed: in.Fixed, From: in.From}
}

type inviteFacts struct {
	subject kernel.Case
	inviter kernel.Party
	broker  kernel.Party
	pages   []kernel.Case // of the broker, in the directory
	open    []kernel.Case // invitations of the same title that wait
}

func loadInvite(v kernel.View, c kernel.Case, _ InvitationData, in InviteInput) (inviteFacts, error) {
	var f inviteFacts
	var err error
	if f.subject, err = caseNamed(v, "case", in.Case); err != nil {
		return f, err
	}
	if f.inviter, err = kernel.Load(v, kernel.PartyByID{ID: c.PartyAs(kernel.RoleOwner)}); err != nil {
		return f, err
	}
	if f.pages, err = loadPages(v, in.Broker); err != nil {
		return f, err
	}
	if f.broker, err = kernel.Load(v, kernel.PartyByID{ID: in.Broker}); err != nil {
		return f, err
	}
	f.open, err = kernel.Load(v, kernel.CasesOf{Flow: Invitation, States: []kernel.State{InvitationConsent, InvitationSent}, Parent: f.subject.ID})
	return f, err
}

// sideOf is the side on which the party stands in the subject, "" for none.
func (f inviteFacts) sideOf() kernel.Role {
	switch f.subject.Flow {
	case Listing:
		if f.subject.PartyAs(kernel.RoleOwner) == f.inviter.ID {
			return Seller
		}
	case Need:
		if f.subject.PartyAs(kernel.RoleOwner) == f.inviter.ID {
			return Buyer
		}
	case Deal:
		for _, r := range both {
			if f.subject.PartyAs(r) == f.inviter.ID {
				return r
			}
		}
	}
	return ""
}

// TakesBroker reports whether a broker may still come into the case.
func TakesBroker(c kernel.Case) bool {
	switch c.Flow {
	case Listing:
		return slices.Contains(listingTakes, c.State)
	case Need:
		return slices.Contains(needTakes, c.State)
	case Deal:
		return slices.Contains(early, c.State)
	}
	return false
}

// brokerOf is the broker that works in the case already, "" for none.
func brokerOf(c kernel.Case) kernel.PartyID { return c.PartyAs(Broker) }

func (r Rules) invite() kernel.Move {
	return kernel.MoveOf[InvitationData, InviteInput, inviteFacts]{
		Name: "invite", Needs: []string{"case", "broker", "from"}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSign, Outward: true,
		Facts: loadInvite, Guard: r.mayInvite, Effects: r.doInvite,
	}.Build()
}

func (r Rules) mayInvite(t kernel.Turn[InvitationData, InviteInput, inviteFacts]) error {
	f, in := t.Facts, t.Input
	side := f.sideOf()
	if side == "" { // not even the existence is theirs to know
		return errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": in.Case})
	}
	switch {
	case !TakesBroker(f.subject):
		return errs.New(errs.Conflict, "utilization.hall.broker_too_late", errs.Args{"no": f.subject.No})
	case brokerOf(f.subject) != "":
		return errs.New(errs.Conflict, "utilization.hall.broker_there", errs.Args{"no": f.subject.No})
	case len(f.pages) == 0:
		return errs.At("broker", "utilization.hall.no_broker_page", nil)
	case f.broker.ID == f.inviter.ID || f.broker.ID == f.subject.PartyAs(Seller) || f.broker.ID == f.subject.PartyAs(Buyer):
		return errs.At("broker", "utilization.hall.broker_is_party", nil)
	}
	for _, c := range f.open {
		d, err := InvitationOf(c)
		if err != nil {
			return err
		}
		if d.Subject.Case == f.subject.ID && d.Broker.ID == f.broker.ID {
			return errs.New(errs.Conflict, "utilization.hall.invited_already", errs.Args{"no": c.No})
		}
	}
	terms := in.terms()
	l := errs.List(errs.All(terms.check(askedPrice(f.subject), r.BrokerLimit)))
	for _, e := range errs.All(in.Faults()) {
		if e.Field != "from" { // said already
			l.Add(e)
		}
	}
	if f.subject.Flow != Deal && !terms.pays(side) || f.subject.Flow != Deal && terms.From == ledger.Halves {
		l.Add(errs.At("from", "utilization.hall.other_side_unknown", nil))
	}
	return l.Err()
}

// askedPrice is the price that stands on the subject, 0 where none does.
func askedPrice(c kernel.Case) money.Fen {
	switch c.Flow {
	case Listing:
		if d, err := ListingOf(c); err == nil && !d.PriceOpen {
			return d.Price
		}
	case Deal:
		if d, err := DealOf(c); err == nil && d.LastOffer() != nil {
			return d.LastOffer().Terms.Price
		}
	}
	return 0
}

func (r Rules) doInvite(t kernel.Turn[InvitationData, InviteInput, inviteFacts]) (kernel.Out[InvitationData], error) {
	f, in := t.Facts, t.Input
	subject, err := subjectSeen(f.subject)
	if err != nil {
		return kernel.Out[InvitationData]{}, err
	}
	d := InvitationData{Subject: subject, Side: f.sideOf(), Inviter: refOf(f.inviter), Broker: refOf(f.broker), Terms: in.terms(), Note: in.Note, Made: t.Now}
	days := in.Days
	if days == 0 {
		days = invitationDays
	}
	end, err := r.Calendar.End(calendar.DateOf(t.Now), calendar.CalendarDays(days).Period(), calendar.Plain)
	if err != nil {
		return kernel.Out[InvitationData]{}, err
	}
	d.Until = end.Date
	if f.subject.Flow == Deal {
		deal, err := DealOf(f.subject)
		if err != nil {
			return kernel.Out[InvitationData]{}, err
		}
		o := deal.Buyer
		if d.Side == Buyer {
			o = deal.Seller
		}
		d.Other = &o
	}
	out := kernel.Out[InvitationData]{To: InvitationSent, Data: d, Effects: []kernel.Effect{kernel.SetTimer{Name: timerInvitation, At: d.Until.At(24), Move: "lapse"}}}
	out.Change = func(c *kernel.Case) {
		c.Title, c.Unit, c.Parent = f.subject.Title, Unit, f.subject.ID
		c.Revoke("party:" + string(d.Inviter.ID))
		c.Grant(kernel.PartyAccess(kernel.RelOwner, d.Inviter.ID, d.Side, kernel.ViewDetail))
		if d.Other != nil {
			c.Grant(kernel.PartyAccess(kernel.RelInvited, d.Other.ID, other(d.Side), kernel.ViewDetail))
		}
		c.Grant(kernel.UnitAccess(Unit, Clerk))
		if out.To == InvitationSent {
			c.Grant(kernel.PartyAccess(kernel.RelInvited, d.Broker.ID, Broker, kernel.ViewDetail))
		}
	}
	switch {
	case d.Other != nil && d.Terms.pays(other(d.Side)):
		out.To = InvitationConsent
		out.Effects = append(out.Effects, tell(other(d.Side), "invitation_consent", t.Case.No))
	case d.Other != nil:
		out.Effects = append(out.Effects, tell(Broker, "invitation", t.Case.No), tell(other(d.Side), "invitation_told", t.Case.No))
	default:
		out.Effects = append(out.Effects, tell(Broker, "invitation", t.Case.No))
	}
	return out, nil
}

// subjectSeen is the subject as the public may see it.
func subjectSeen(c kernel.Case) (Subject, error) {
	s := Subject{Case: c.ID, No: c.No, Flow: c.Flow, Title: c.Title}
	switch c.Flow {
	case Listing:
		d, err := ListingOf(c)
		if err != nil {
			return s, err
		}
		d = ListingView(d, kernel.ViewSummary)
		s.Right, s.IPC, s.Deal, s.Price, s.Text = d.Right, d.IPC, d.Deal, askedPrice(c), d.Summary
	case Need:
		d, err := NeedOf(c)
		if err != nil {
			return s, err
		}
		s.Confidential = d.Confidential
		d = NeedView(d, kernel.ViewSummary)
		s.Price, s.Text = d.Budget, d.Text
	case Deal:
		d, err := DealOf(c)
		if err != nil {
			return s, err
		}
		s.Right = d.Right
	}
	return s, nil
}
