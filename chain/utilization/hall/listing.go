package hall

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/registry"
)

// States of a listing (挂牌).
const (
	ListingReview    kernel.State = "review"    // clerk looks at what the machine cannot
	ListingListed    kernel.State = "listed"    // open to everybody
	ListingSuspended kernel.State = "suspended" // objection or a block in the register
	ListingContract  kernel.State = "contracted"
	ListingSold      kernel.State = "sold"
	ListingExpired   kernel.State = "expired"
)

// ListingData is what a seller offers.
type ListingData struct {
	Right     string               `json:"right"` // number in normal form
	Title     string               `json:"title"`
	Kind      registry.Kind        `json:"kind"`
	IPC       string               `json:"ipc"`
	TermEnd   calendar.Date        `json:"term_end,omitzero"`
	Seller    PartyRef             `json:"seller"`
	Deal      registry.DealKind    `json:"deal"`
	Licence   registry.LicenceKind `json:"licence,omitempty"`
	Price     money.Fen            `json:"price"`      // without VAT
	PriceOpen bool                 `json:"price_open"` // 面议
	Territory string               `json:"territory"`
	Field     string               `json:"field"`
	KnowHow   bool                 `json:"know_how"`
	Equipment money.Fen            `json:"equipment"` // part of the price that is no technology
	Training  bool                 `json:"training"`
	Maturity  int                  `json:"maturity"` // level 1–9 of GB/T 22900; 0 unknown
	Industry  string               `json:"industry"` // GB/T 4754 class
	Summary   string               `json:"summary"`  // seller's words to buyers
	Secret    string               `json:"secret"`   // opened after the non-disclosure agreement
	Contact   string               `json:"contact"`
	Consents  []Consent            `json:"consents,omitempty"` // of co-owners and pledgees
	Valid     calendar.Date        `json:"valid"`
	// Evaluation is nil until the first one is made, soon after listing.
	Evaluation *Evaluation   `json:"evaluation,omitempty"`
	Over       calendar.Date `json:"over,omitzero"` // since when the right has ended by the register; zero: it has not
	Checks     []Check       `json:"checks"`
	Publicity  *Publicity    `json:"publicity,omitempty"`
	// Engaged is the broker who works for the seller.
	Engaged *Engagement `json:"engaged,omitempty"`
	Related bool        `json:"related"` // buyer already in sight is a related party
}

// Publicity is the period in which an agreed price stands open (公示).
type Publicity struct {
	From       calendar.Date `json:"from"`
	To         calendar.Date `json:"to"`
	Objections []Objection   `json:"objections,omitempty"`
	Done       bool          `json:"done"`
	// Stretched says which outages moved To, nil for none.
	Stretched *itemflow.Stretched `json:"stretched,omitempty"`
}

// Objection is what somebody has against a publicity.
type Objection struct {
	By      string    `json:"by"`
	Contact string    `json:"contact,omitempty"`
	Text    string    `json:"text"`
	Code    string    `json:"code,omitempty"` // shows whoever objected what became of it
	At      time.Time `json:"at"`
	Settled string    `json:"settled,omitempty"`
}

// ListInput is the form of a listing.
type ListInput struct {
	Right     string               `json:"right"`
	Deal      registry.DealKind    `json:"deal"`
	Licence   registry.LicenceKind `json:"licence,omitempty"`
	Price     money.Fen            `json:"price"`
	PriceOpen bool                 `json:"price_open"`
	Territory string               `json:"territory"`
	Field     string               `json:"field"`
	KnowHow   bool                 `json:"know_how"`
	Equipment money.Fen            `json:"equipment"`
	Training  bool                 `json:"training"`
	Maturity  int                  `json:"maturity"`
	Industry  string               `json:"industry"`
	Summary   string               `json:"summary"`
	Secret    string               `json:"secret"`
	Contact   string               `json:"contact"`
	Consents  []ConsentInput       `json:"consents,omitempty"`
}

// listingFacts are loaded inside the act.
type listingFacts struct {
	view   registry.View
	seller kernel.Party
	// open are listings of the same right that stand already.
	open []kernel.Case
	// uploads are the papers that the input names.
	uploads map[string]kernel.Upload
	// requests wait for the right to be listed.
	requests []kernel.Case
}

func listingFlow(r Rules) *kernel.Flow {
	f := kernel.WithStandard(kernel.Flow{
		Addr: Listing, Prefix: "GP",
		States: []kernel.StateDef{
			{Name: ListingReview, Turn: Clerk}, {Name: ListingListed}, {Name: ListingSuspended, Turn: Clerk, Paused: true},
			{Name: ListingContract}, {Name: ListingSold, Terminal: true}, {Name: ListingExpired, Terminal: true, Ends: kernel.EndNothing},
		},
		Opens: []kernel.Move{r.list()},
		Moves: []kernel.Move{r.approveListing(), r.amendListing(), r.suspendListing(), r.relist(), r.reprice(), r.correctListing(), r.prolongListing(), addConsent(), checkConsent(), r.evaluate(), expireListing(), markContracted(), markSold(), markFree(), unpublish(), joinListing(), leaveListing()},
	}, []kernel.State{ListingReview, ListingListed}, Clerk)
	f.Moves = append(withoutStandard(f.Moves, kernel.MoveWithdraw), withdrawListing())
	return &f
}

func (r Rules) list() kernel.Move {
	return kernel.MoveOf[ListingData, ListInput, listingFacts]{
		Name: "list", Needs: []string{"right", "deal"}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, Outward: true,
		Facts: loadListing,
		Guard: func(t kernel.Turn[ListingData, ListInput, listingFacts]) error {
			if err := t.Input.Faults(); err != nil {
				return err
			}
			return t.Facts.unlisted(t.Case)
		},
		Effects: r.doList,
	}.Build()
}

// with is the listing with what its owner says of it.
func (d ListingData) with(in ListInput) ListingData {
	d.Deal, d.Licence, d.Price, d.PriceOpen, d.Territory, d.Field = in.Deal, in.Licence, in.Price, in.PriceOpen, in.Territory, in.Field
	d.KnowHow, d.Equipment, d.Training, d.Maturity, d.Industry = in.KnowHow, in.Equipment, in.Training, in.Maturity, in.Industry
	d.Summary, d.Secret, d.Contact = in.Summary, in.Secret, in.Contact
	return d.SaidBy(lang.For(lang.Zh))
}

// Standing are the states in which a listing keeps its right from being listed
// again by the same owner.
func Standing() []kernel.State {
	return []kernel.State{ListingReview, ListingListed, ListingSuspended, ListingContract}
}

// unlisted refuses a second listing of the same right by the same owner.
func (f listingFacts) unlisted(c kernel.Case) error {
	for _, k := range f.open {
		d, err := ListingOf(k)
		if err != nil {
			return err
		}
		if k.ID != c.ID && d.Right == f.view.Right.Number && d.Seller.ID == f.seller.ID {
			return errs.At("right", "utilization.hall.listed_already", errs.Args{"no": k.No})
		}
	}
	return nil
}

func loadListing(v kernel.View, c kernel.Case, d ListingData, in ListInput) (listingFacts, error) {
	number := in.Right
	if d.Right != "" {
		number = d.Right
	}
	var f listingFacts
	var err error
	if f.view, err = registry.RightAt(v, "right", number); err != nil {
		return f, err
	}
	if f.seller, err = kernel.Load(v, kernel.PartyByID{ID: c.PartyAs(kernel.RoleOwner)}); err != nil {
		return f, err
	}
	if f.uploads, err = loadUploads(v, in.Consents); err != nil {
		return f, err
	}
	if f.open, err = kernel.Load(v, kernel.CasesOf{Flow: Listing, States: Standing(), About: registry.About(f.view.Right.Number)}); err != nil {
		return f, err
	}
	f.requests, err = openRequests(v, f.view.Right.Number)
	return f, err
}

// Faults are what can be seen without the register, each fault at its field.
func (in ListInput) Faults() error {
	var l errs.List
	chosen(&l, "licence", string(in.Licence))
	within(&l, map[string]string{"summary": in.Summary, "secret": in.Secret, "contact": in.Contact, "territory": in.Territory, "field": in.Field})
	division(&l, in.Industry)
	if in.Deal != registry.Assignment && in.Deal != registry.LicenceDeal {
		l.Add(errs.At("deal", "utilization.hall.deal_kind", nil))
	}
	if in.Deal == registry.LicenceDeal && in.Licence == "" {
		l.Add(errs.At("licence", "utilization.hall.licence_kind", nil))
	}
	if in.Price < 0 {
		l.Add(errs.At("price", "utilization.hall.price_negative", nil))
	} else if !in.PriceOpen && in.Price == 0 {
		l.Add(errs.At("price", "utilization.hall.price_missing", nil))
	}
	if in.Equipment < 0 || (in.Price > 0 && !in.PriceOpen && in.Equipment > in.Price) {
		l.Add(errs.At("equipment", "utilization.hall.equipment_over_price", nil))
	}
	if in.Maturity < 0 || in.Maturity > 9 {
		l.Add(errs.At("maturity", "utilization.hall.maturity", nil))
	}
	return l.Err()
}

func (r Rules) doList(t kernel.Turn[ListingData, ListInput, listingFacts]) (kernel.Out[ListingData], error) {
	in, view := t.Input, t.Facts.view
	state := registry.AsOf(view.Events, calendar.DateOf(t.Now), t.Now)
	d := ListingData{
		Right: view.Right.Number, Title: view.Right.Title, Kind: view.Right.Kind, IPC: view.Right.IPCMain, TermEnd: state.TermEnd,
	}.with(in)
	d.Seller = refOf(t.Facts.seller)
	var err error
	if d.Consents, err = t.Facts.consents(in.Consents, t.Actor, t.Now, t.NewID); err != nil {
		return kernel.Out[ListingData]{}, err
	}
	c, err := r.run(view, d.checkInput(registry.AtListing), t.Now)
	if err != nil {
		return kernel.Out[ListingData]{}, err
	}
	d.Checks = []Check{c}
	if err := c.errAt("right"); err != nil {
		return kernel.Out[ListingData]{}, err
	}
	valid, err := r.Calendar.End(calendar.DateOf(t.Now), r.ListingValid, calendar.Plain)
	if err != nil {
		return kernel.Out[ListingData]{}, err
	}
	d.Valid = valid.Date
	return kernel.Out[ListingData]{To: ListingReview, Data: d, Effects: attach(d.Consents, kernel.ViewDetail), Change: func(k *kernel.Case) {
		k.Title, k.About, k.Unit = d.Title, registry.About(d.Right), Unit
		k.Grant(kernel.UnitAccess(Unit, Clerk))
		k.StartLimit(kernel.Limit{Name: "review_listing", Committed: true, Period: r.ReviewListing, Regime: calendar.Administrative, From: t.Now, Verified: true})
	}}, nil
}

func (d ListingData) checkInput(p registry.Purpose) checkInput {
	given, pledges := consenting(d.Consents, func(c Consent) bool { return c.Refused == "" })
	return checkInput{kind: d.Deal, licence: d.Licence, sellers: owners([]PartyRef{d.Seller}), consents: owners(given), pledgees: pledges, purpose: p}
}

func (r Rules) approveListing() kernel.Move {
	return kernel.MoveOf[ListingData, ApproveInput, listingFacts]{
		Name: "approve", From: []kernel.State{ListingReview}, By: []kernel.Role{Clerk},
		Facts: func(v kernel.View, c kernel.Case, d ListingData, _ ApproveInput) (listingFacts, error) {
			return loadListing(v, c, d, ListInput{})
		},
		Guard: func(t kernel.Turn[ListingData, ApproveInput, listingFacts]) error { return countersigned(t.Case) },
		Effects: func(t kernel.Turn[ListingData, ApproveInput, listingFacts]) (kernel.Out[ListingData], error) {
			d := t.Data
			var err error
			if d.Consents, err = t.Input.passed(d.Consents, t.Actor.User, t.Now); err != nil {
				return kernel.Out[ListingData]{}, err
			}
			c, err := r.run(t.Facts.view, d.checkInput(registry.AtListing), t.Now)
			if err != nil {
				return kernel.Out[ListingData]{}, err
			}
			d.Checks = append(d.Checks, c)
			if err := c.err(); err != nil {
				return kernel.Out[ListingData]{}, err
			}
			d.Seller = refOf(t.Facts.seller)
			met, err := meet(t.Facts.requests, t.Case.No)
			if err != nil {
				return kernel.Out[ListingData]{}, err
			}
			return kernel.Out[ListingData]{To: ListingListed, Data: d, Change: func(k *kernel.Case) {
				k.Meet("review_listing", t.Now)
				k.Grant(kernel.PublicAccess(kernel.ViewSummary))
			}, Effects: append([]kernel.Effect{
				kernel.SetTimer{Name: "expire", At: d.Valid.At(24), Move: "expire"},
				kernel.Notify{To: kernel.RoleOwner, Text: "utilization.hall.notice.listed", Args: map[string]string{"no": t.Case.No, "title": d.Title}},
			}, met...)}, nil
		},
	}.Build()
}

func (r Rules) suspendListing() kernel.Move {
	return kernel.MoveOf[ListingData, kernel.ReasonInput, none]{
		Name: "suspend", Needs: []string{"reason"}, From: []kernel.State{ListingListed}, By: []kernel.Role{Clerk, kernel.RoleSystem},
		Guard: func(t kernel.Turn[ListingData, kernel.ReasonInput, none]) error { return reason(t.Input.Reason) },
		Effects: func(t kernel.Turn[ListingData, kernel.ReasonInput, none]) (kernel.Out[ListingData], error) {
			return kernel.Out[ListingData]{To: ListingSuspended, Data: t.Data, Change: hide, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleOwner, Text: "utilization.hall.notice.suspended", Args: map[string]string{"no": t.Case.No, "reason": t.Input.Reason}},
			}}, nil
		},
	}.Build()
}

func (r Rules) relist() kernel.Move {
	return kernel.MoveOf[ListingData, kernel.ReasonInput, listingFacts]{
		Name: "relist", From: []kernel.State{ListingSuspended}, By: []kernel.Role{Clerk},
		Facts: func(v kernel.View, c kernel.Case, d ListingData, _ kernel.ReasonInput) (listingFacts, error) {
			return loadListing(v, c, d, ListInput{})
		},
		Effects: func(t kernel.Turn[ListingData, kernel.ReasonInput, listingFacts]) (kernel.Out[ListingData], error) {
			c, err := r.run(t.Facts.view, t.Data.checkInput(registry.AtListing), t.Now)
			if err != nil {
				return kernel.Out[ListingData]{}, err
			}
			t.Data.Checks = append(t.Data.Checks, c)
			met, e := meet(t.Facts.requests, t.Case.No)
			if e != nil {
				return kernel.Out[ListingData]{}, e
			}
			return kernel.Out[ListingData]{To: ListingListed, Data: t.Data, Effects: met, Change: func(k *kernel.Case) { k.Grant(kernel.PublicAccess(kernel.ViewSummary)) }}, c.err()
		},
	}.Build()
}

func expireListing() kernel.Move {
	return listingStep("expire", []kernel.State{ListingListed, ListingSuspended}, Timer, func(ListingData, time.Time) kernel.State { return ListingExpired })
}

// The moves of a deal reach its listing in whatever state its owner has left it.
func markContracted() kernel.Move {
	return listingStep("contracted", []kernel.State{ListingListed, ListingSuspended, ListingExpired, kernel.StateWithdrawn}, kernel.RoleSystem,
		func(ListingData, time.Time) kernel.State { return ListingContract })
}

func markSold() kernel.Move {
	return listingStep("sold", []kernel.State{ListingContract, ListingListed, ListingSuspended, ListingExpired, kernel.StateWithdrawn}, kernel.RoleSystem,
		func(ListingData, time.Time) kernel.State { return ListingSold })
}

// markFree opens the listing again after a deal was undone, if its time has not
// run out meanwhile.
func markFree() kernel.Move {
	return listingStep("free", []kernel.State{ListingContract, kernel.StateWithdrawn}, kernel.RoleSystem, func(d ListingData, now time.Time) kernel.State {
		if calendar.DateOf(now).After(d.Valid) {
			return ListingExpired
		}
		return ListingListed
	})
}

// listingStep is a move that the program makes when a deal goes on. A listing
// that its owner has withdrawn is not opened again.
func listingStep(name string, from []kernel.State, by kernel.Role, to func(ListingData, time.Time) kernel.State) kernel.Move {
	return kernel.MoveOf[ListingData, none, none]{
		Name: name, From: from, By: []kernel.Role{by}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[ListingData, none, none]) (kernel.Out[ListingData], error) {
			out := kernel.Out[ListingData]{To: to(t.Data, t.Now), Data: t.Data, Change: hide}
			if name == "free" && t.Case.State == kernel.StateWithdrawn {
				out.To = kernel.StateWithdrawn
			}
			if out.To == ListingListed {
				out.Change = func(k *kernel.Case) { k.Grant(kernel.PublicAccess(kernel.ViewSummary)) }
				out.Effects = []kernel.Effect{kernel.SetTimer{Name: "expire", At: t.Data.Valid.At(24), Move: "expire"}}
			}
			return out, nil
		},
	}.Build()
}

func hide(k *kernel.Case) { k.Revoke("public") }

func reason(s string) error { return reasonAt("reason", s) }

// reasonAt asks for words in the field that the form has for them.
func reasonAt(field, s string) error {
	if len([]rune(s)) < 2 {
		return errs.At(field, "kernel.reason_needed", nil)
	}
	return nil
}
