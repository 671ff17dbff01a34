package hall

import (
	"time"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/engine/matching"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
)

const timerPairing = "pairing"

// Bounds of the broker's own words. Unit: characters. Source: our choice.
const (
	wordsLeast = 10
	wordsMost  = 2000
)

// PairAgain is how long a broker waits before it proposes a pair again that a
// side has declined. Unit: days. Source: our choice [D].
const PairAgain = 30 * 24 * time.Hour

// Pairing is how a broker brought a need and a listing together (撮合).
type Pairing struct {
	Words    string        `json:"words"` // the broker's own
	Proposed time.Time     `json:"proposed"`
	Until    calendar.Date `json:"until"`           // last day to answer
	Asked    money.Fen     `json:"asked,omitempty"` // price that stood on the listing
	Need     NeedCard      `json:"need"`
	// Seller and Buyer are when each side accepted; before both have, neither
	// learns what is the other's own.
	Seller time.Time `json:"seller,omitzero"`
	Buyer  time.Time `json:"buyer,omitzero"`
	// Explained is what the matching engine says of the pair, nil until it was
	// asked.
	Explained *Explained `json:"explained,omitempty"`
}

// NeedCard is the need as it stood when the pair was proposed.
type NeedCard struct {
	Title        string    `json:"title"`
	Industry     string    `json:"industry,omitempty"`
	Mode         string    `json:"mode,omitempty"`
	Text         string    `json:"text,omitempty"`
	Target       string    `json:"target,omitempty"`
	Budget       money.Fen `json:"budget,omitempty"`
	Confidential bool      `json:"confidential,omitempty"`
}

// Explained is the word of the matching engine on a pair.
type Explained struct {
	// Found: the engine leads from the need to the listing; otherwise the pair is
	// the broker's own judgement.
	Found   bool               `json:"found"`
	Rank    int                `json:"rank,omitempty"`
	Score   int                `json:"score,omitempty"`
	Version string             `json:"version"`
	Reasons []matching.Message `json:"reasons,omitempty"`
	Lacks   []matching.Message `json:"lacks,omitempty"`
}

// Pending reports whether a side has not accepted the pairing, ended or not.
func (p *Pairing) Pending() bool { return p != nil && (p.Seller.IsZero() || p.Buyer.IsZero()) }

// forSeller leaves out what quotes a confidential need.
func (p *Pairing) forSeller() *Pairing {
	x := *p
	if x.Need.Confidential {
		x.Need = NeedCard{Title: x.Need.Title, Industry: x.Need.Industry, Mode: x.Need.Mode, Confidential: true}
		if x.Explained != nil {
			e := *x.Explained
			e.Reasons, e.Lacks = nil, nil
			x.Explained = &e
		}
	}
	return &x
}

// proposed is the deal as a side sees it before both have accepted: the public
// cards, who proposes, what the commission would be.
func (d DealData) proposed(role kernel.Role) DealData {
	x := DealData{Listing: d.Listing, ListingNo: d.ListingNo, Right: d.Right, Title: d.Title, RightKind: d.RightKind, Seller: d.Seller, Opened: d.Opened,
		Broker: d.Broker, Brokerage: d.Brokerage, Pairing: d.Pairing, Evaluation: d.Evaluation}
	x.Seller.Code = ""
	if role == Buyer || !d.Pairing.Need.Confidential {
		x.Buyer, x.Need, x.NeedNo = d.Buyer, d.Need, d.NeedNo
		x.Buyer.Code = ""
	}
	if role == Seller {
		x.Pairing = d.Pairing.forSeller()
	}
	return x
}

// PairInput proposes a need and a listing to their owners.
type PairInput struct {
	Need    kernel.CaseID   `json:"need"`
	Listing kernel.CaseID   `json:"listing"`
	Words   string          `json:"words"`
	Rate    decimal.Decimal `json:"rate"`
	Fixed   money.Fen       `json:"fixed,omitempty"`
	From    ledger.Side     `json:"from"`
	Account string          `json:"account"`
	Bank    string          `json:"bank,omitempty"`
}

type pairFacts struct {
	need, listing         kernel.Case
	seller, buyer, broker kernel.Party
	pages                 []kernel.Case // of the broker
	deals                 []kernel.Case // of the broker on the same right
}

func loadPair(v kernel.View, c kernel.Case, _ DealData, in PairInput) (pairFacts, error) {
	var f pairFacts
	var err error
	if f.need, err = caseNamed(v, "need", in.Need); err != nil {
		return f, err
	}
	if f.listing, err = caseNamed(v, "listing", in.Listing); err != nil {
		return f, err
	}
	for _, x := range []struct {
		to *kernel.Party
		id kernel.PartyID
	}{{&f.broker, c.PartyAs(kernel.RoleOwner)}, {&f.seller, f.listing.PartyAs(kernel.RoleOwner)}, {&f.buyer, f.need.PartyAs(kernel.RoleOwner)}} {
		if *x.to, err = kernel.Load(v, kernel.PartyByID{ID: x.id}); err != nil {
			return f, err
		}
	}
	if f.pages, err = loadPages(v, f.broker.ID); err != nil {
		return f, err
	}
	f.deals, err = kernel.Load(v, kernel.CasesOf{Flow: Deal, Parent: f.listing.ID, Subject: "party:" + string(f.broker.ID),
		States: []kernel.State{DealProposed, DealInquiry, DealNDA, DealTalks, DealPublicity, DealDraft, DealSigning, DealDeposit, DealDepositing, DealRecording, DealOffice, DealDelivery, DealReleasing, DealEnded}})
	return f, err
}

// pair opens the deal as a broker's proposal: one number from the pairing to the
// settlement.
func (r Rules) pair() kernel.Move {
	return kernel.MoveOf[DealData, PairInput, pairFacts]{
		Name: "pair", Needs: []string{"need", "listing", "words", "from", "account", "bank"}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSign, Outward: true,
		Facts: loadPair, Guard: r.mayPair, Effects: r.doPair,
	}.Build()
}

func (r Rules) mayPair(t kernel.Turn[DealData, PairInput, pairFacts]) error {
	f, in := t.Facts, t.Input
	for _, c := range []kernel.Case{f.need, f.listing} {
		if roles, _ := kernel.RolesOf(t.Actor, c); len(roles) == 0 { // not even the existence is theirs to know
			return errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": c.ID})
		}
	}
	switch {
	case len(f.pages) == 0:
		return errs.New(errs.Forbidden, "utilization.hall.brokers_only", nil)
	case f.listing.Flow != Listing || f.listing.State != ListingListed:
		return errs.New(errs.Conflict, "utilization.hall.not_listed", errs.Args{"no": f.listing.No})
	case f.need.Flow != Need || f.need.State != NeedOpen:
		return errs.New(errs.Conflict, "utilization.hall.need_not_open", errs.Args{"no": f.need.No})
	case f.seller.ID == f.buyer.ID:
		return errs.New(errs.Conflict, "utilization.hall.pair_of_one", nil)
	case f.broker.ID == f.seller.ID || f.broker.ID == f.buyer.ID:
		return errs.New(errs.Conflict, "utilization.hall.broker_is_party", nil)
	}
	if err := f.fresh(t.Now); err != nil {
		return err
	}
	l := errs.List(errs.All((CommissionTerms{Rate: in.Rate, Fixed: in.Fixed, From: in.From}).check(askedPrice(f.listing), r.BrokerLimit)))
	for _, e := range errs.All(in.Faults()) {
		if e.Field != "from" { // said already
			l.Add(e)
		}
	}
	return l.Err()
}

// fresh refuses a pair that the broker has before the sides, or that a side
// declined a short while ago.
func (f pairFacts) fresh(now time.Time) error {
	for _, c := range f.deals {
		d, err := DealOf(c)
		if err != nil {
			return err
		}
		if d.Listing != f.listing.ID || d.Need != f.need.ID {
			continue
		}
		if c.State != DealEnded {
			return errs.New(errs.Conflict, "utilization.hall.paired_already", errs.Args{"no": c.No})
		}
		if d.Ending != "" && now.Sub(c.Closed) < PairAgain {
			return errs.New(errs.Conflict, "utilization.hall.pair_declined", errs.Args{"no": c.No, "days": int(PairAgain / (24 * time.Hour))})
		}
	}
	return nil
}

func (r Rules) doPair(t kernel.Turn[DealData, PairInput, pairFacts]) (kernel.Out[DealData], error) {
	f, in := t.Facts, t.Input
	var out kernel.Out[DealData]
	l, err := ListingOf(f.listing)
	if err != nil {
		return out, err
	}
	n, err := NeedOf(f.need)
	if err != nil {
		return out, err
	}
	end, err := r.Calendar.End(calendar.DateOf(t.Now), r.Pairing, calendar.Plain)
	if err != nil {
		return out, err
	}
	d := DealData{
		Listing: f.listing.ID, ListingNo: f.listing.No, Need: f.need.ID, NeedNo: f.need.No, Right: l.Right, Title: l.Title, RightKind: l.Kind,
		Seller: l.Seller, Buyer: refOf(f.buyer), Opened: t.Now, Evaluation: l.Evaluation, Offers: []Offer{}, Delivered: []Delivery{}, Checks: []Check{},
		Pairing: &Pairing{Words: in.Words, Proposed: t.Now, Until: end.Date, Asked: askedPrice(f.listing), Need: NeedCard{Title: n.Title, Industry: n.Industry, Mode: n.Mode, Text: n.Text, Target: n.Target, Budget: n.Budget, Confidential: n.Confidential}},
	}
	d.Consents, d.Pledgees = consenting(l.Consents, Consent.Counts)
	d = d.joined(JoinInput{Broker: refOf(f.broker), Terms: CommissionTerms{Rate: in.Rate, Fixed: in.Fixed, From: in.From}, Account: ledger.Party{Name: f.broker.Name, Account: in.Account, Bank: in.Bank}})
	out = kernel.Out[DealData]{To: DealProposed, Data: d, Effects: []kernel.Effect{
		kernel.SetTimer{Name: timerPairing, At: end.Date.At(24), Move: "lapse"}, tell(Seller, "pairing", t.Case.No), tell(Buyer, "pairing", t.Case.No),
	}}
	out.Change = func(c *kernel.Case) {
		c.Title, c.About, c.Unit, c.Parent = d.Title, registry.About(d.Right), Unit, d.Listing
		c.Revoke("party:" + string(d.Broker.ID))
		c.Grant(kernel.PartyAccess(kernel.RelOwner, d.Broker.ID, Broker, kernel.ViewDetail))
		c.Grant(kernel.PartyAccess(kernel.RelInvited, d.Seller.ID, Seller, kernel.ViewDetail))
		c.Grant(kernel.PartyAccess(kernel.RelInvited, d.Buyer.ID, Buyer, kernel.ViewDetail))
		c.Grant(kernel.UnitAccess(Unit, Clerk))
	}
	return out, nil
}
