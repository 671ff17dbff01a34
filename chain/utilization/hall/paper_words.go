package hall

import (
	"github.com/shopspring/decimal"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/ledger"
	"quanlian/registry"
)

// said is a word of a paper in both languages: whoever signs or files a paper
// reads words, never our codes.
type said struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// In is the word in the reader's language.
func (s said) In(l *lang.Localizer) string {
	if l.Zh() {
		return s.ZH
	}
	return s.EN
}

func in(f func(l *lang.Localizer) string) said {
	return said{f(lang.For(lang.Zh)), f(lang.For(lang.En))}
}

// say is the text of a key; a code that has none stands as it is.
func say(prefix, code string) said {
	return in(func(l *lang.Localizer) string {
		if l.Has(prefix + code) {
			return l.T(prefix + code)
		}
		return code
	})
}

func sayFilled(key string, args errs.Args) said {
	return in(func(l *lang.Localizer) string { return l.Fill(key, args) })
}

func sayValue(path, value string) said {
	return in(func(l *lang.Localizer) string { return words.Value(l, Deal, path, value) })
}

// sayRate writes a share as people write it: 6%, and not 0.06.
func sayRate(r decimal.Decimal) string { return r.Shift(2).String() + "%" }

// termWords are the terms in words, as far as a contract's template cannot say
// them from the figures.
type termWords struct {
	PriceKind said          `json:"price_kind"`
	VAT       said          `json:"vat"` // whether the price holds VAT
	Licence   said          `json:"licence,omitzero"`
	Payments  []paymentLine `json:"payments"`
	Royalty   *royaltyWords `json:"royalty,omitempty"`
	Silent    int           `json:"silent"` // days, the default filled in
	ShareOnly bool          `json:"share_only,omitempty"`
	Kind      said          `json:"kind,omitzero"` // what the licence leaves to the licensor
	Sub       said          `json:"sub,omitzero"`
	Infringe  said          `json:"infringe,omitzero"` // who pursues an infringement
	Back      []backLine    `json:"back,omitempty"`
	Own       ownWords      `json:"own"`
	// EN are the words of the form for the English reading copy.
	EN stockWords `json:"en"`
}

type stockWords struct {
	Territory string `json:"territory"`
	Field     string `json:"field"`
	Improve   string `json:"improve"`
	Disputes  string `json:"disputes"`
}

// backLine is a right licensed in return, with the words of its English copy.
type backLine struct {
	BackLicence
	TerritoryEN string `json:"territory_en"`
	FieldEN     string `json:"field_en"`
}

type paymentLine struct {
	Name   string    `json:"name"`
	NameEN string    `json:"name_en"`
	Amount money.Fen `json:"amount"`
	When   said      `json:"when"`
}

type royaltyWords struct {
	Base      said       `json:"base"`
	Rate      said       `json:"rate"`
	Steps     []stepLine `json:"steps,omitempty"`
	Min       money.Fen  `json:"min,omitempty"`
	PeriodCap money.Fen  `json:"period_cap,omitempty"`
	TotalCap  money.Fen  `json:"total_cap,omitempty"`
	WithEntry bool       `json:"with_entry"`
	Every     said       `json:"every,omitzero"` // length of a period
	Days      int        `json:"days,omitempty"` // for the report
	Partial   said       `json:"partial,omitzero"`
}

type stepLine struct {
	From int  `json:"from"`
	Rate said `json:"rate"`
}

// words puts the terms in words.
func (x Terms) words() termWords {
	w := termWords{PriceKind: sayValue("price_kind", string(x.PriceKind)), VAT: say("utilization.hall.paper.vat.", vatCode(x.VATIncluded)), Payments: []paymentLine{}, Silent: x.SilentDays, ShareOnly: x.ShareOnly}
	en := x.SaidBy(lang.For(lang.En))
	w.EN = stockWords{en.Territory, en.Field, en.Improve, en.Disputes}
	w.Own = x.own()
	if w.Silent == 0 {
		w.Silent = int(ledger.SilentDefault)
	}
	if x.Deal == registry.LicenceDeal {
		w.Licence = sayValue("licence", string(x.Licence))
		w.Infringe = say("utilization.hall.paper.infringe.", string(x.Licence))
		w.Kind, w.Sub = say("utilization.hall.paper.licence.", string(x.Licence)), say("utilization.hall.paper.sub.", yes(x.Sublicence))
		for i, b := range x.Back {
			w.Back = append(w.Back, backLine{b, en.Back[i].Territory, en.Back[i].Field})
		}
	}
	for i, p := range x.Tranches {
		w.Payments = append(w.Payments, paymentLine{p.Name, en.Tranches[i].Name, p.Amount, x.sayNeeds(i + 1)})
	}
	if x.Royalty != nil {
		w.Royalty = sayRoyalty(*x.Royalty)
	}
	return w
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func vatCode(included bool) string {
	if included {
		return "included"
	}
	return "apart"
}

// sayNeeds lists what must be true before a payment leaves.
func (x Terms) sayNeeds(n int) said {
	when := in(func(l *lang.Localizer) string { return x.WhenIn(l, n) })
	if when.ZH == "" {
		when = say("utilization.hall.paper.", "no_needs")
	}
	share := x.Tranches[n-1].ShareIn()
	if share == "" {
		return when
	}
	return in(func(l *lang.Localizer) string {
		return l.T("utilization.hall.paper.share_when", "share", share, "when", when.In(l))
	})
}

func sayRoyalty(r ledger.Royalty) *royaltyWords {
	rate := func(d decimal.Decimal) said {
		if r.Base == ledger.Units {
			return sayFilled("web.hall.term.royalty_piece", errs.Args{"yuan": d.String()})
		}
		return said{sayRate(d), sayRate(d)}
	}
	w := royaltyWords{Base: sayValue("base", string(r.Base)), Rate: rate(r.Rate), Min: r.Min, PeriodCap: r.PeriodCap, TotalCap: r.TotalCap, WithEntry: r.TotalCap > 0 && r.CapWithEntry}
	if r.Every != "" {
		w.Every, w.Days = in(func(l *lang.Localizer) string { return EveryIn(l, r) }), r.ReportDays
		w.Partial = in(func(l *lang.Localizer) string { return PartialIn(l, r) })
	}
	for _, s := range r.Steps {
		w.Steps = append(w.Steps, stepLine{s.From, rate(s.Rate)})
	}
	return &w
}
