package hall

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/registry"
)

// AmendNeedInput is what a buyer may change of a need that the hall still
// reads; its classes have a move of their own.
type AmendNeedInput struct {
	Title        string        `json:"title"`
	Text         string        `json:"text"`
	Target       string        `json:"target"`
	Industry     string        `json:"industry"`
	BudgetLow    money.Fen     `json:"budget_low"`
	Budget       money.Fen     `json:"budget"`
	BudgetFirm   bool          `json:"budget_firm,omitempty"`
	Deadline     calendar.Date `json:"deadline,omitzero"`
	Maturity     int           `json:"maturity"`
	Mode         string        `json:"mode"`
	District     string        `json:"district"`
	LocalOnly    bool          `json:"local_only,omitempty"`
	Confidential bool          `json:"confidential"`
}

// on is the need as it shall read.
func (in AmendNeedInput) on(d NeedData) NeedData {
	d.Title, d.Text, d.Target, d.Industry, d.Mode, d.District = in.Title, in.Text, in.Target, in.Industry, in.Mode, in.District
	d.BudgetLow, d.Budget, d.BudgetFirm, d.Deadline = in.BudgetLow, in.Budget, in.BudgetFirm, in.Deadline
	d.Maturity, d.LocalOnly, d.Confidential = in.Maturity, in.LocalOnly, in.Confidential
	return d
}

// Faults are what can be seen of it alone, but for the day.
func (in AmendNeedInput) Faults() error { return in.on(NeedData{}).Faults(calendar.Date{}) }

// amendNeed: the buyer puts right what the hall asked about, or what it saw
// itself; a correction that was asked for is answered by it.
func amendNeed() kernel.Move {
	return kernel.MoveOf[NeedData, AmendNeedInput, none]{
		Name: "amend", Needs: []string{"title", "text"}, From: []kernel.State{NeedReview}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, OnHold: true, Outward: true,
		Guard: func(t kernel.Turn[NeedData, AmendNeedInput, none]) error {
			return t.Input.on(t.Data).Faults(calendar.DateOf(t.Now))
		},
		Effects: func(t kernel.Turn[NeedData, AmendNeedInput, none]) (kernel.Out[NeedData], error) {
			d := t.Input.on(t.Data)
			return kernel.Out[NeedData]{Data: d, Change: amended(d.Title, t.Now), Effects: toldAmended(t.Case)}, nil
		},
	}.Build()
}

// AmendListingInput is what an owner may change of a listing that the hall
// still reads; the right itself stays.
type AmendListingInput struct {
	Deal      registry.DealKind    `json:"deal"`
	Licence   registry.LicenceKind `json:"licence"`
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
}

func (in AmendListingInput) list() ListInput {
	return ListInput{Deal: in.Deal, Licence: in.Licence, Price: in.Price, PriceOpen: in.PriceOpen, Territory: in.Territory, Field: in.Field, KnowHow: in.KnowHow,
		Equipment: in.Equipment, Training: in.Training, Maturity: in.Maturity, Industry: in.Industry, Summary: in.Summary, Secret: in.Secret, Contact: in.Contact}
}

// Faults are what can be seen without the register.
func (in AmendListingInput) Faults() error { return in.list().Faults() }

// amendListing: as [amendNeed]; the register is looked at again, because
// another kind of deal wants other consents.
func (r Rules) amendListing() kernel.Move {
	return kernel.MoveOf[ListingData, AmendListingInput, listingFacts]{
		Name: "amend", Needs: []string{"deal"}, From: []kernel.State{ListingReview}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, OnHold: true, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, d ListingData, _ AmendListingInput) (listingFacts, error) {
			return loadListing(v, c, d, ListInput{})
		},
		Guard: func(t kernel.Turn[ListingData, AmendListingInput, listingFacts]) error {
			return t.Input.list().Faults()
		},
		Effects: func(t kernel.Turn[ListingData, AmendListingInput, listingFacts]) (kernel.Out[ListingData], error) {
			d := t.Data.with(t.Input.list())
			c, err := r.run(t.Facts.view, d.checkInput(registry.AtListing), t.Now)
			if err == nil {
				err = c.err()
			}
			if err != nil {
				return kernel.Out[ListingData]{}, err
			}
			d.Checks = append(d.Checks, c)
			return kernel.Out[ListingData]{Data: d, Change: amended(d.Title, t.Now), Effects: toldAmended(t.Case)}, nil
		},
	}.Build()
}

// countersigned refuses to publish what waits for a colleague's word (会签).
func countersigned(c kernel.Case) error {
	if len(c.Unsigned()) > 0 {
		return errs.New(errs.TooEarly, "kernel.itemflow.signers_open", nil)
	}
	return nil
}

func amended(title string, at time.Time) func(*kernel.Case) {
	return func(k *kernel.Case) {
		k.Title = title
		k.EndCorrection(at)
	}
}

// toldAmended tells the clerk who waits for it; one who has not asked reads the
// case as it is.
func toldAmended(before kernel.Case) []kernel.Effect {
	if before.Hold == nil {
		return nil
	}
	return []kernel.Effect{kernel.Notify{To: Clerk, Text: "utilization.hall.notice.amended", Args: map[string]string{"no": before.No}}}
}
