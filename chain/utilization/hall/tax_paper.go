package hall

import (
	"encoding/json"
	"strconv"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/engine/taxation"
	"quanlian/kernel"
	"quanlian/ledger"
)

// taxPaper is a tax sheet of one side for one year in words.
type taxPaper struct {
	Year   string       `json:"year"`
	Signed string       `json:"signed"`
	Rules  string       `json:"rules"`
	Way    said         `json:"way"`
	Why    said         `json:"why,omitzero"`   // why the exemption was not applied
	Below  said         `json:"below,omitzero"` // what of the price the recognition leaves out
	Net    money.Fen    `json:"net"`
	VAT    money.Fen    `json:"vat"`
	Gross  money.Fen    `json:"gross"`
	Side   said         `json:"side"`
	Pays   []payLine    `json:"pays,omitempty"`
	Years  []yearLine   `json:"years,omitempty"` // of the whole deal, where it is taxed in several
	Days   []namedWords `json:"days,omitempty"`  // by which rule a payment belongs to its day
	Sums   []SumLine    `json:"sums"`
	Fee    bool         `json:"fee,omitempty"` // a commission stands among the sums
	Lines  []taxLine    `json:"lines"`
	Due    []dueLine    `json:"due,omitempty"`
	Law    []basisLine  `json:"law"`
	Unmet  []namedWords `json:"unmet,omitempty"`
	Keep   []namedWords `json:"keep,omitempty"`  // the seller's papers for the reliefs
	Taken  []namedWords `json:"taken,omitempty"` // assumed, not stated
}

// payLine is one payment of the year.
type payLine struct {
	Name said      `json:"name"`
	Day  string    `json:"day"`
	VAT  string    `json:"vat_day"`
	Net  money.Fen `json:"net"`
	Tax  money.Fen `json:"vat"`
	Way  said      `json:"way"`
}

// yearLine is what falls into one year; Own is what taxes the side has in it.
type yearLine struct {
	Year  string    `json:"year"`
	Net   money.Fen `json:"net"`
	VAT   money.Fen `json:"vat"`
	Gross money.Fen `json:"gross"`
	Own   money.Fen `json:"own"`
}

type taxLine struct {
	Item   said      `json:"item"`
	Base   money.Fen `json:"base"`
	Rate   string    `json:"rate"`
	Amount money.Fen `json:"amount"`
	Note   said      `json:"note"`
}

type dueLine struct {
	What  said `json:"what"`
	Day   said `json:"day"`
	Moved said `json:"moved"` // why the day is not that of the rule
	Basis said `json:"basis"`
}

type basisLine struct {
	Item  said `json:"item"`
	Basis said `json:"basis"`
}

type namedWords struct {
	Text said `json:"text"`
}

// wayWords names the way; the signing of a contract has none.
func wayWords(w taxation.Way) said {
	if w == "" {
		return said{"—", "—"}
	}
	return say("engine.taxation.way.", string(w))
}

// OwnTaxes are what a side pays of a sheet besides VAT, which stands in the price.
func OwnTaxes(side taxation.Side, s taxation.Sheet) money.Fen {
	if side == taxation.BuyerSide {
		return s.Buyer.Stamp
	}
	return s.Seller.InputOut + s.Seller.Surcharge + s.Seller.Stamp + s.Seller.IncomeTax
}

// taxPaperOf puts a sheet of one side in words.
func taxPaperOf(side taxation.Side, s taxation.Sheet, m Moved) *taxPaper {
	x := taxPaper{Signed: string(s.Signed), Rules: s.RulesVersion, Way: wayWords(s.Way), Net: s.Net, VAT: s.VAT, Gross: s.Gross, Side: say("engine.taxation.side.", string(side)), Sums: Sums(side, s, m), Fee: m.Borne(side) > 0, Lines: []taxLine{}, Law: []basisLine{}}
	if s.WhyNotExempt != "" {
		x.Why = say("engine.taxation.why.", s.WhyNotExempt)
	}
	for _, n := range s.Lines {
		item := LineName(n)
		x.Lines = append(x.Lines, taxLine{item, n.Base, RateText(n.Rate), n.Amount, lineNote(n)})
		if n.Basis.ZH != "" {
			x.Law = append(x.Law, basisLine{item, said{n.Basis.ZH, n.Basis.EN}})
		}
	}
	for _, r := range s.Reminders {
		day := said{string(r.Due), string(r.Due)}
		if r.Due == "" {
			day = say("web.hall.tax_open.", r.Code)
		}
		why, basis := MovedWords(r.Moved)
		if r.Moved == nil {
			why = said{"—", "—"}
		}
		basis = said{join(r.Basis.ZH, basis.ZH, "；"), join(r.Basis.EN, basis.EN, "; ")}
		x.Due = append(x.Due, dueLine{DueWords(r), day, why, basis})
	}
	for _, c := range s.Conditions {
		if !c.Met {
			x.Unmet = append(x.Unmet, namedWords{say("engine.taxation.condition.", c.Code)})
		}
	}
	if side == taxation.SellerSide {
		for _, k := range s.Documents {
			w, has := say("engine.taxation.document.", k.Code), say("utilization.hall.keep.", map[bool]string{true: "there", false: "open"}[k.Have])
			x.Keep = append(x.Keep, namedWords{said{w.ZH + "：" + has.ZH, w.EN + ": " + has.EN}})
		}
	}
	return &x
}

// DueWords say what is to be done by a day; of an annual settlement, for which year.
func DueWords(r taxation.Reminder) said {
	what := say("engine.taxation.reminder.", r.Code)
	if r.Code != "cit_settlement" || r.Due == "" {
		return what
	}
	year := r.Due.Year() - 1
	zh, en := sayFilled("web.hall.tax_due_year", errs.Args{"what": what.ZH, "year": year}), sayFilled("web.hall.tax_due_year", errs.Args{"what": what.EN, "year": year})
	return said{zh.ZH, en.EN}
}

// DayWords say by which rule a payment belongs to its day.
func DayWords(c taxation.Course) []said {
	var out []said
	for _, r := range c.Days {
		w := said{r.What.ZH + "（" + r.Basis.ZH, r.What.EN + " (" + r.Basis.EN}
		if !r.Verified {
			u := say("web.hall.", "unverified")
			w = said{w.ZH + "，" + u.ZH, w.EN + ", " + u.EN}
		}
		out = append(out, said{w.ZH + "）", w.EN + ")"})
	}
	return out
}

// courseLines puts the payments of a year, and all years, on its paper.
func (d DealData) courseLines(x *taxPaper, side taxation.Side, c taxation.Course, y taxation.YearSheet, no string) {
	x.Year = strconv.Itoa(y.Year)
	for _, p := range c.Payments {
		if p.Day.Year() == y.Year {
			vat := p.Day
			if p.Invoiced != "" {
				vat = p.Invoiced
			}
			x.Pays = append(x.Pays, payLine{d.PaymentName(no, p.No), string(p.Day), string(vat), p.Sheet.Net, p.Sheet.VAT, wayWords(p.Sheet.Way)})
		}
	}
	for _, a := range d.Assumed(side) {
		x.Taken = append(x.Taken, namedWords{a.Text})
	}
	for _, w := range DayWords(c) {
		x.Days = append(x.Days, namedWords{w})
	}
	if len(c.Years) < 2 {
		return
	}
	for _, z := range c.Years {
		x.Years = append(x.Years, yearLine{strconv.Itoa(z.Year), z.Sheet.Net, z.Sheet.VAT, z.Sheet.Gross, OwnTaxes(side, z.Sheet)})
	}
}

// closingPapers are the settlement for everybody, and for each side a tax sheet of
// each year with what is its own: the other's books stay the other's. The sign is
// the city's, before the number of the settlement.
func (d DealData) closingPapers(newID func() string, sign, no string, paper settlementPaper, course taxation.Course, pos ledger.Position) ([]kernel.Effect, error) {
	var out []kernel.Effect
	issue := func(p settlementPaper, doc kernel.IssueDocument) error {
		raw, err := json.Marshal(p)
		if err != nil {
			return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
		}
		doc.Data = raw
		out = append(out, doc)
		return nil
	}
	today, err := calendar.ParseDate(paper.Day)
	if err != nil {
		return nil, err
	}
	parts, err := d.taxParts(no, today, true)
	if err != nil {
		return nil, err
	}
	var below said
	for _, w := range d.RecognisedWords(no) {
		below = said{below.ZH + w.ZH, join(below.EN, w.EN, " ")}
	}
	for _, y := range course.Years {
		m := paper.Moved
		if len(course.Years) > 1 {
			m = d.movedIn(parts, y.Year, pos)
		}
		for _, r := range both {
			p, side := paper, taxation.Side(r)
			p.Tax = taxPaperOf(side, y.Sheet.For(side), m)
			p.Tax.Below = below
			d.courseLines(p.Tax, side, course, y, no)
			id := newID()
			d.Tax.Papers = append(d.Tax.Papers, TaxPaper{y.Year, r, id})
			if err := issue(p, kernel.IssueDocument{ID: id, Kind: "utilization.hall.paper.tax", Template: Matter + "/tax", For: r, Part: strconv.Itoa(y.Year)}); err != nil {
				return nil, err
			}
		}
	}
	return out, issue(paper, kernel.IssueDocument{ID: newID(), Kind: "utilization.hall.paper.settlement", Template: Matter + "/settlement", Series: sign + "知交结"})
}
