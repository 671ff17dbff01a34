package taxation

import (
	"github.com/shopspring/decimal"

	"quanlian/base/money"
)

// Disclaimer is the code of the sentence under every sheet: computed, not filed.
const Disclaimer = "engine.taxation.disclaimer"

// SellerSum is what the deal leaves the seller.
type SellerSum struct {
	Price     money.Fen `json:"price_net_fen"`
	InputOut  money.Fen `json:"input_out_fen"`
	Surcharge money.Fen `json:"surcharge_fen"`
	Stamp     money.Fen `json:"stamp_fen"`
	IncomeTax money.Fen `json:"income_tax_fen"`
	Keeps     money.Fen `json:"keeps_fen"` // price less the four, before the seller's own costs
}

// BuyerSum is what the deal costs the buyer.
type BuyerSum struct {
	Pays        money.Fen   `json:"pays_fen"`
	Credit      money.Fen   `json:"credit_fen"`
	Stamp       money.Fen   `json:"stamp_fen"`
	Capitalised money.Fen   `json:"capitalised_fen"` // 入账成本 of the technology
	PerYear     money.Fen   `json:"amortised_per_year_fen"`
	Months      int         `json:"amortised_months"`
	Schedule    []money.Fen `json:"amortisation_fen"`
	Deduction   money.Fen   `json:"deduction_value_fen"` // income tax that the deductions save over the years
	Cost        money.Fen   `json:"net_cost_fen"`        // pays − credit + stamp − deduction value
	CostPV      *money.Fen  `json:"net_cost_present_value_fen,omitempty"`
}

// Sheet is the tax sheet of one deal (税费测算表).
type Sheet struct {
	RulesVersion string      `json:"rules_version"`
	DealID       string      `json:"deal_id"`
	Signed       Date        `json:"signed"`
	Event        Date        `json:"event"`
	Way          Way         `json:"way"`
	WhyNotExempt string      `json:"why_not_exempt,omitempty"`
	Net          money.Fen   `json:"net_fen"`
	VAT          money.Fen   `json:"vat_fen"`
	Gross        money.Fen   `json:"gross_fen"`
	Lines        []Line      `json:"lines"`
	Seller       SellerSum   `json:"seller"`
	Buyer        BuyerSum    `json:"buyer"`
	CIT          *CITResult  `json:"cit,omitempty"`
	Conditions   []Condition `json:"conditions"`
	Documents    []Document  `json:"documents"`
	Reminders    []Reminder  `json:"reminders"`
	Notices      []Notice    `json:"notices"`
	Disclaimer   string      `json:"disclaimer"`

	buyerStamp []Line // waits for its place among the buyer's lines
}

// NewSheet computes the tax sheet of a deal by the rules of its days: stamp duty by
// the day of signing, everything else by the day of the event.
func NewSheet(rules *Rules, d Deal, year Year) (Sheet, error) {
	if err := d.Check(); err != nil {
		return Sheet{}, err
	}
	d = d.recognised()
	b, vb := rules.At(d.event()), rules.At(d.vatDay())
	conds := append(vatConditions(vb, &d), citConditions(b, &d)...)
	way, err := chooseWay(vb, &d, conds)
	if err != nil {
		return Sheet{}, err
	}
	s := Sheet{RulesVersion: RulesVersion, DealID: d.ID, Signed: d.Signed, Event: d.event(), Way: way, Conditions: conds, Disclaimer: Disclaimer}
	if way != Exempt {
		s.WhyNotExempt = firstUnmet("vat", conds)
		if s.WhyNotExempt == "" {
			s.WhyNotExempt = "not_chosen"
		}
	}
	v, err := computeVAT(vb, &d, way, conds)
	if err != nil {
		return Sheet{}, err
	}
	s.Net, s.VAT, s.Gross = v.net, v.vat, v.net+v.vat
	if err := s.sellerLines(rules, &d, v, year); err != nil {
		return Sheet{}, err
	}
	if err := s.buyerLines(b, &d, v); err != nil {
		return Sheet{}, err
	}
	s.Documents, s.Reminders, s.Notices = documents(b, &d), s.reminders(rules, b, &d), s.notices(b, &d, v)
	return s, nil
}

// sellerLines adds the seller's side, and the stamp duty of both.
func (s *Sheet) sellerLines(rules *Rules, d *Deal, v vatResult, year Year) error {
	b, vb := rules.At(d.event()), rules.At(d.vatDay())
	for _, p := range v.parts {
		s.Lines = append(s.Lines, p.line)
	}
	s.Lines = append(s.Lines, reliefLine(vb, v, s.WhyNotExempt))
	input, err := inputLines(vb, d, v)
	if err != nil {
		return err
	}
	extra, err := surcharges(vb, d, v)
	if err != nil {
		return err
	}
	var stamp []Line
	if d.at == nil || !d.at.stampDone {
		if stamp, err = stampDuty(rules.At(d.Signed), d, v); err != nil {
			return err
		}
	}
	s.Lines = append(append(s.Lines, input...), extra...)
	for _, l := range stamp {
		if l.Side == SellerSide {
			s.Lines = append(s.Lines, l)
		} else {
			s.buyerStamp = append(s.buyerStamp, l)
		}
	}
	s.Seller = SellerSum{
		Price: v.net, InputOut: v.directOut + v.sharedOut,
		Surcharge: sum(s.Lines, SellerSide, "surcharge_urban", "surcharge_education", "surcharge_local"), Stamp: sum(s.Lines, SellerSide, "stamp"),
	}
	o := outgo{s.Seller.InputOut, s.Seller.Surcharge, s.Seller.Stamp}
	if d.at != nil {
		o.stamp += d.at.sellerStamp
	}
	if err := s.incomeTaxLines(b, d, v, o, year); err != nil {
		return err
	}
	s.Seller.IncomeTax = sum(s.Lines, SellerSide, "cit", "cit_half", "cit_other", "pit_royalty", "pit_property")
	s.Seller.Keeps = v.net - o.inputOut - o.surcharge - s.Seller.Stamp - s.Seller.IncomeTax
	return nil
}

// incomeTaxLines adds the seller's income tax by what it is.
func (s *Sheet) incomeTaxLines(b Book, d *Deal, v vatResult, o outgo, year Year) error {
	no := func(why string) {
		s.Lines = append(s.Lines, Line{Side: SellerSide, Item: "income_tax", Base: v.net, Why: why, Formula: same("0.00")})
	}
	switch {
	case d.Seller.Type == Individual:
		l, err := personalTax(b, d, v, o)
		if err != nil {
			return err
		}
		s.Lines = append(s.Lines, l)
	case d.Seller.NonResident:
		no("not_computed_non_resident")
	case d.Seller.Type == SoleTrader:
		no("not_computed_business_income")
	default:
		res, lines, err := incomeTax(b, d, v, o, year, s.Conditions)
		if err != nil {
			return err
		}
		s.CIT, s.Lines = res, append(s.Lines, lines...)
	}
	return nil
}

// reliefLine shows what the VAT exemption spares, or zero and why.
func reliefLine(b Book, v vatResult, why string) Line {
	l := Line{Side: SellerSide, Item: "vat_relief", Rate: decimal.Zero, Why: why, Formula: same("0.00")}
	if rule, ok := b.Find("vat.exempt.technology"); ok {
		l = l.cite(rule)
	}
	for _, p := range v.parts {
		if p.line.Why == "exempt" {
			l.Amount += p.foregone
			l.Base += p.Net
			cited := p.line
			l.RuleID, l.Basis, l.ValidFrom, l.ValidTo, l.Verified, l.Tag = cited.RuleID, cited.Basis, cited.ValidFrom, cited.ValidTo, cited.Verified, cited.Tag
		}
	}
	if l.Amount > 0 {
		l.Rate = decimal.NewFromInt(int64(l.Amount)).DivRound(decimal.NewFromInt(int64(l.Base)), 6)
		l.Formula = times(l.Base, l.Rate)
	} else if l.Why == "" {
		l.Why = "no_amount"
	}
	return l
}

// inputLines show the input VAT that may not be credited.
func inputLines(b Book, d *Deal, v vatResult) ([]Line, error) {
	rule, err := b.Get("vat.input.out")
	if err != nil {
		return nil, err
	}
	books := d.SellerBooks
	line := func(item string, base, amount money.Fen) Line {
		l := Line{Side: SellerSide, Item: item, Base: base, Amount: amount}.cite(rule)
		if base > 0 {
			l.Rate = decimal.NewFromInt(int64(amount)).DivRound(decimal.NewFromInt(int64(base)), 6)
		}
		l.Formula = times(base, l.Rate)
		switch {
		case amount > 0:
		case d.Seller.VAT == SmallScale:
			l.Why = "small_scale_no_input"
		case base == 0:
			l.Why = "no_input"
		default:
			l.Why = "input_creditable"
		}
		return l
	}
	out := []Line{line("input_out_shared", books.SharedInput, v.sharedOut)}
	if books.DirectInput > 0 {
		out = append(out, line("input_out_direct", books.DirectInput, v.directOut))
	}
	return out, nil
}
