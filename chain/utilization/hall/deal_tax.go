package hall

import (
	"encoding/json"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/engine/taxation"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
)

// TaxFacts are what a side says of itself for the tax sheet; the platform
// computes and reminds, it files nothing.
type TaxFacts struct {
	VAT    taxation.VATStatus   `json:"vat"`
	CIT    taxation.CITStatus   `json:"cit"`
	Seller taxation.SellerBooks `json:"seller_books"`
	Buyer  taxation.BuyerBooks  `json:"buyer_books"`
	Year   taxation.Year        `json:"year"` // other contracts of the seller's year: the exemption is one pot
	// SeparateAccounts and SameInvoice are conditions of the reliefs.
	SeparateAccounts bool `json:"separate_accounts"`
	SameInvoice      bool `json:"same_invoice"`
	// WaivedSince is the day from which the seller gives up the VAT exemption.
	WaivedSince calendar.Date `json:"waived_since,omitzero"`
}

func taxFacts() kernel.Move {
	return kernel.MoveOf[DealData, TaxFacts, none]{
		Name: "tax_facts", By: both, Right: kernel.RightSubmit,
		From: []kernel.State{DealTalks, DealPublicity, DealDraft, DealSigning, DealDeposit, DealDepositing, DealRecording, DealOffice, DealDelivery, DealReleasing, DealRunning, DealTaxing},
		Guard: func(t kernel.Turn[DealData, TaxFacts, none]) error {
			in := t.Input // a fault found later would stop the sheet of both
			var l errs.List
			for _, e := range errs.All(taxation.CheckStated(in.VAT, in.CIT, in.Seller, in.Buyer, in.Year)) {
				if e.Code == "engine.taxation.bad_amount" && e.Field != "year.contracts" {
					e.Field += "_fen" // as the input has it
				}
				l.Add(e)
			}
			return l.Err()
		},
		Effects: func(t kernel.Turn[DealData, TaxFacts, none]) (kernel.Out[DealData], error) {
			in := t.Input
			if side(t.Roles) == Seller {
				t.Data.SellerTax, t.Data.SellerStated = &in, calendar.DateOf(t.Now)
			} else {
				t.Data.BuyerTax = &in
			}
			return kernel.Out[DealData]{Data: t.Data}, nil
		},
	}.Build()
}

// TaxDeal is the deal as the tax sees it on the day: agreed terms, or the last
// offer before there are any.
func (d DealData) TaxDeal(no string, day calendar.Date) (taxation.Deal, error) {
	terms := d.Terms
	if terms == nil {
		if o := d.LastOffer(); o != nil {
			terms = &o.Terms
		}
	}
	if terms == nil {
		return taxation.Deal{}, errs.New(errs.TooEarly, "utilization.hall.no_terms_yet", nil)
	}
	price, returned := terms.Price, money.Fen(0)
	if d.Terms != nil {
		var err error
		if price, returned, err = d.taxable(no); err != nil {
			return taxation.Deal{}, err
		}
	}
	x := taxation.Deal{
		ID: no, Signed: taxation.Date(day.String()), Event: taxation.Date(day.String()), Subject: subjectOf(d.RightKind), Kind: taxation.Assignment,
		Price: price, Returned: returned, Basis: taxation.NetOfVAT, Parts: partsOf(price, terms.Equipment),
		Seller: taxParty(d.Seller, d.SellerTax), Buyer: taxParty(d.Buyer, d.BuyerTax), Papers: d.papers(),
	}
	if terms.VATIncluded {
		x.Basis = taxation.GrossOfVAT
	}
	if d.Contract != nil && !d.Contract.Effective.IsZero() {
		x.Signed = taxation.Date(d.Contract.Effective.String())
	}
	if terms.Deal == registry.LicenceDeal {
		x.Kind = taxation.Licence
		x.Licence = &taxation.LicenceTerms{Exclusivity: exclusivity(terms.Licence), Months: months(terms.From, terms.To), Global: everywhere(terms.Territory), Owned: true}
	}
	if d.SellerTax != nil {
		x.SellerBooks = d.SellerTax.Seller
	}
	if d.BuyerTax != nil {
		x.BuyerBooks = d.BuyerTax.Buyer
	}
	if x.Licence != nil && x.BuyerBooks.LifeMonths == 0 {
		x.BuyerBooks.LifeMonths = x.Licence.Months
	}
	return x, nil
}

// Compare puts exempt beside taxed for both sides, before anything is signed.
// Others are the seller's other deals of the year, which share its pot; nobody
// but the seller and the office gets them.
func (r Rules) Compare(d DealData, no string, day calendar.Date, others ...OtherDeal) (taxation.Comparison, error) {
	x, err := d.TaxDeal(no, day)
	if err != nil {
		return taxation.Comparison{}, err
	}
	c, err := taxation.Compare(r.Tax, x, d.yearOf(day.Year, day, no, others))
	if err != nil {
		return c, err
	}
	return c, c.Roll(r.Calendar)
}

// everywhere reports whether a territory as people write it is the whole world.
func everywhere(territory string) bool {
	switch strings.ToLower(strings.TrimSpace(territory)) {
	case "全球", "全世界", "全球范围", "世界范围", "global", "worldwide", "the world", "world":
		return true
	}
	return false
}

func (d DealData) papers() taxation.Papers {
	p := taxation.Papers{WrittenContract: d.Contract != nil && d.Contract.Signatures.Both(), SeparateAccounts: true, SameInvoice: true}
	if d.SellerTax != nil {
		p.SeparateAccounts, p.SameInvoice = d.SellerTax.SeparateAccounts, d.SellerTax.SameInvoice
	}
	if d.Recognition != nil {
		k := d.Recognition
		p.RecognitionNo, p.ContractTotal, p.TechnologyAmount, p.TechnologyIncome, p.Rest = k.No, k.Total, k.Technology, k.Income, k.Rest
	}
	return p
}

func partsOf(price, equipment money.Fen) []taxation.Part {
	if equipment == 0 || equipment > price {
		return nil
	}
	return []taxation.Part{{Kind: taxation.Technology, Amount: price - equipment}, {Kind: taxation.Equipment, Amount: equipment}}
}

func subjectOf(k registry.Kind) taxation.Subject {
	switch k {
	case registry.UtilityModel:
		return taxation.UtilityModel
	case registry.Design:
		return taxation.Design
	}
	return taxation.Invention
}

// taxParty is a side with what it said of itself, or the usual case for its kind.
func taxParty(p PartyRef, f *TaxFacts) taxation.Party {
	x := taxation.Party{Name: p.Name, Type: taxation.Enterprise, VAT: taxation.General, CIT: taxation.Standard}
	switch {
	case p.public():
		x.Type = taxation.NonEnterprise
	case p.Kind == "person":
		x.Type, x.VAT, x.CIT = taxation.Individual, taxation.SmallScale, ""
	}
	if f != nil && f.VAT != "" {
		x.VAT = f.VAT
	}
	if f != nil && f.CIT != "" {
		x.CIT = f.CIT
	}
	if f != nil && !f.WaivedSince.IsZero() {
		x.WaivedSince = taxDay(f.WaivedSince)
	}
	return x
}

// exclusivity is the kind of a licence as the tax knows it: a cross licence keeps
// nobody out, so it is an ordinary one.
func exclusivity(k registry.LicenceKind) taxation.Exclusivity {
	if k == registry.Cross {
		return taxation.Ordinary
	}
	return taxation.Exclusivity(k)
}

// months is the whole months from one day to another.
func months(from, to calendar.Date) int {
	to = to.AddDays(1)
	n := (to.Year-from.Year)*12 + int(to.Month) - int(from.Month)
	if to.Day < from.Day {
		n--
	}
	return max(n, 0)
}

// relief is the income tax that the seller does not pay.
func relief(s taxation.Sheet) money.Fen {
	if s.CIT == nil {
		return 0
	}
	return s.CIT.Saved
}

// settleFacts are the money, and what else the seller's year holds.
type settleFacts struct {
	ledger.Position
	cases []kernel.Case
}

func (r Rules) settle() kernel.Move {
	return kernel.MoveOf[DealData, none, settleFacts]{
		Name: "settle", From: []kernel.State{DealTaxing}, By: []kernel.Role{Clerk},
		Facts: func(v kernel.View, c kernel.Case, d DealData, _ none) (settleFacts, error) {
			var f settleFacts
			var err error
			if f.Position, err = loadPosition(v, c, d); err != nil {
				return f, err
			}
			f.cases, err = kernel.Load(v, kernel.CasesOf{Flow: Deal, States: PayingStates, Subject: "party:" + string(d.Seller.ID)})
			return f, err
		},
		Guard: func(t kernel.Turn[DealData, none, settleFacts]) error {
			if left := t.Facts.Custody(); left != 0 {
				return errs.New(errs.TooEarly, "utilization.hall.money_left", errs.Args{"amount": left.String()})
			}
			return nil
		},
		Effects: r.doSettle,
	}.Build()
}

func (r Rules) doSettle(t kernel.Turn[DealData, none, settleFacts]) (kernel.Out[DealData], error) {
	d, no, today := t.Data, t.Case.No, calendar.DateOf(t.Now)
	var out kernel.Out[DealData]
	course, err := r.Course(d, no, today, true, r.OthersOf(t.Facts.cases, d.Seller.ID, today)...)
	if err != nil {
		return out, err
	}
	price, _, err := d.taxable(no)
	if err != nil {
		return out, err
	}
	paper, err := d.settlementOf(no, t.Facts.Position, price, t.Now)
	if err != nil {
		return out, err
	}
	d.Tax = &TaxRef{At: t.Now, Relief: relief(course.Total), Note: course.Total.WhyNotExempt}
	effects, err := d.closingPapers(t.NewID, r.Sign, no, paper, course, t.Facts.Position)
	if err != nil {
		return out, err
	}
	commission, err := d.commissionPapers(no, t.Facts.Position, t.NewID)
	if err != nil {
		return out, err
	}
	effects = append(effects, commission...)
	if d.Tax.Sheet, err = json.Marshal(course.Total); err == nil {
		d.Tax.Course, err = json.Marshal(course)
	}
	if err != nil {
		return out, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	effects = append(effects, tell(Seller, "settled", no), tell(Buyer, "settled", no))
	return kernel.Out[DealData]{To: DealSettled, Data: d, Change: func(c *kernel.Case) { c.Meet("whole_deal", t.Now) }, Effects: effects}, nil
}
