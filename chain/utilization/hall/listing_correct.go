package hall

import (
	"bytes"
	"encoding/json"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/registry"
)

// CorrectListingInput is what a seller may change of a listing that is public. The
// right and the way of dealing stay: another way is another listing.
type CorrectListingInput struct {
	Price     money.Fen `json:"price"`
	PriceOpen bool      `json:"price_open"`
	Territory string    `json:"territory"`
	Field     string    `json:"field"`
	KnowHow   bool      `json:"know_how"`
	Equipment money.Fen `json:"equipment"`
	Training  bool      `json:"training"`
	Maturity  int       `json:"maturity"`
	Industry  string    `json:"industry"`
	Summary   string    `json:"summary"`
	Secret    string    `json:"secret"`
	Contact   string    `json:"contact"`
}

func (in CorrectListingInput) on(d ListingData) ListInput {
	return AmendListingInput{Deal: d.Deal, Licence: d.Licence, Price: in.Price, PriceOpen: in.PriceOpen, Territory: in.Territory, Field: in.Field, KnowHow: in.KnowHow,
		Equipment: in.Equipment, Training: in.Training, Maturity: in.Maturity, Industry: in.Industry, Summary: in.Summary, Secret: in.Secret, Contact: in.Contact}.list()
}

// Faults are what can be seen of it alone.
func (in CorrectListingInput) Faults() error {
	return in.on(ListingData{Deal: registry.Assignment}).Faults()
}

func loadTalks(v kernel.View, c kernel.Case) ([]kernel.Case, error) {
	return kernel.Load(v, kernel.CasesOf{Flow: Deal, Parent: c.ID, States: Waiting()})
}

// correctListing (更正): the seller puts right what is public. The journal keeps
// what was; who talks about it and the clerk are told.
func (r Rules) correctListing() kernel.Move {
	return kernel.MoveOf[ListingData, CorrectListingInput, []kernel.Case]{
		Name: "correct", From: []kernel.State{ListingListed}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, _ ListingData, _ CorrectListingInput) ([]kernel.Case, error) {
			return loadTalks(v, c)
		},
		Guard: func(t kernel.Turn[ListingData, CorrectListingInput, []kernel.Case]) error {
			in := t.Input.on(t.Data)
			if err := in.Faults(); err != nil {
				return err
			}
			was, err1 := json.Marshal(t.Data)
			now, err2 := json.Marshal(t.Data.with(in))
			if err1 == nil && err2 == nil && bytes.Equal(was, now) {
				return errs.New(errs.Conflict, "utilization.hall.listing_same", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[ListingData, CorrectListingInput, []kernel.Case]) (kernel.Out[ListingData], error) {
			effects := append(tellTalks(t.Facts), kernel.Notify{To: Clerk, Text: "utilization.hall.notice.listing_corrected", Args: map[string]string{"no": t.Case.No}})
			return kernel.Out[ListingData]{Data: t.Data.with(t.Input.on(t.Data)), Effects: effects}, nil
		},
	}.Build()
}

func tellTalks(talks []kernel.Case) []kernel.Effect {
	var out []kernel.Effect
	for _, k := range talks {
		out = append(out, kernel.MoveChild{Case: k.ID, Move: "listing_changed"})
	}
	return out
}

// listingChanged tells those who talk about a listing that it reads otherwise now.
func listingChanged() kernel.Move {
	return kernel.MoveOf[DealData, none, none]{
		Name: "listing_changed", From: Waiting(), By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[DealData, none, none]) (kernel.Out[DealData], error) {
			return kernel.Out[DealData]{Data: t.Data, Effects: t.Data.tellBroker([]kernel.Effect{tell(Buyer, "listing_changed", t.Case.No)}, "listing_changed", t.Case.No)}, nil
		},
	}.Build()
}

// prolongListing (延长): the listing stands for as long again from today, at most
// to the end of the right. The register is looked at as when it was listed.
func (r Rules) prolongListing() kernel.Move {
	return kernel.MoveOf[ListingData, none, listingFacts]{
		Name: "prolong", From: []kernel.State{ListingListed}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, d ListingData, _ none) (listingFacts, error) {
			return loadListing(v, c, d, ListInput{})
		},
		Effects: func(t kernel.Turn[ListingData, none, listingFacts]) (kernel.Out[ListingData], error) {
			d := t.Data
			valid, err := r.Calendar.End(calendar.DateOf(t.Now), r.ListingValid, calendar.Plain)
			if err != nil {
				return kernel.Out[ListingData]{}, err
			}
			end := valid.Date
			if !d.TermEnd.IsZero() && end.After(d.TermEnd) {
				end = d.TermEnd
			}
			if !end.After(d.Valid) {
				return kernel.Out[ListingData]{}, errs.New(errs.Conflict, "utilization.hall.prolonged_already", errs.Args{"day": d.Valid.String()})
			}
			c, err := r.run(t.Facts.view, d.checkInput(registry.AtListing), t.Now)
			if err == nil {
				err = c.err()
			}
			if err != nil {
				return kernel.Out[ListingData]{}, err
			}
			d.Valid, d.Checks = end, append(d.Checks, c)
			return kernel.Out[ListingData]{Data: d, Effects: []kernel.Effect{kernel.SetTimer{Name: "expire", At: end.At(24), Move: "expire"}}}, nil
		},
	}.Build()
}

// RepriceInput changes what is asked.
type RepriceInput struct {
	Price     money.Fen `json:"price"`
	PriceOpen bool      `json:"price_open"`
}

func (r Rules) reprice() kernel.Move {
	return kernel.MoveOf[ListingData, RepriceInput, []kernel.Case]{
		Name: "reprice", From: []kernel.State{ListingListed}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, _ ListingData, _ RepriceInput) ([]kernel.Case, error) {
			return loadTalks(v, c)
		},
		Guard: func(t kernel.Turn[ListingData, RepriceInput, []kernel.Case]) error {
			if !t.Input.PriceOpen && t.Input.Price <= 0 {
				return errs.At("price", "utilization.hall.price_missing", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[ListingData, RepriceInput, []kernel.Case]) (kernel.Out[ListingData], error) {
			t.Data.Price, t.Data.PriceOpen = t.Input.Price, t.Input.PriceOpen
			return kernel.Out[ListingData]{Data: t.Data, Effects: tellTalks(t.Facts)}, nil
		},
	}.Build()
}
