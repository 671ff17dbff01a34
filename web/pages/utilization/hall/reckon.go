package hall

import (
	"net/http"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/engine/taxation"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Taxes reckoned outside a deal (税费测算): the same engine, by what anybody types.
// Nothing of it is kept.

const reckonPath = "/hall/tax"

// PrintPart is a heading of a paper with what stands below it.
type PrintPart struct {
	Name  string
	Lines []string
	Rows  [][]string // the first are the heads
}

// The answers that a choice offers, in their order.
var (
	reckonWhat   = []string{"invention", "utility_model", "design", "patent_application", "knowhow", "software_copyright", "ic_layout", "plant_variety", "trademark", "data"}
	reckonWays   = []string{"assignment", "exclusive", "licence", "short"}
	reckonSeller = []string{"general", "small", "university", "person"}
	reckonCIT    = []string{"standard", "hightech", "small_micro"}
)

type reckonView struct {
	v     *site.Visit
	sheet site.Sheet
	found *taxView
	deal  []ui.Pair // what was reckoned
}

func (p pages) askReckon(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := reckonView{v: v, sheet: v.Sheet(r, "web.reckon", nil)}
	x.sheet.Set("signed", calendar.DateOf(v.Env.Now()).String())
	return p.drawReckon(w, r, http.StatusOK, x)
}

func (p pages) drawReckon(w http.ResponseWriter, r *http.Request, status int, x reckonView) error {
	f := x.v.Frame(r, x.v.L.T("web.reckon.title"), "hall")
	f.Crumb = []ui.Link{{Text: x.v.L.T("web.hall.title"), Href: "/hall"}, {Text: x.v.L.T("web.reckon.title")}}
	f.Description = x.v.L.T("web.reckon.lead")
	return x.v.ShowStatus(w, r, status, f, reckonBody(x))
}

// answerReckon compares the ways of being taxed: the page, or the same as a PDF.
func (p pages) answerReckon(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	deal, year, err := reckoned(r)
	var cmp taxation.Comparison
	if err == nil {
		err = v.Try(r, "reckon", "")
	}
	if err == nil {
		cmp, err = taxation.Compare(p.Rules.Tax, deal, year)
	}
	if err == nil {
		err = cmp.Roll(p.Rules.Calendar)
	}
	if k := errs.KindOf(err); err != nil && k != errs.Invalid && k != errs.Unavailable {
		return err
	}
	if err != nil {
		return p.drawReckon(w, r, httpx.Status(err), reckonView{v: v, sheet: v.Sheet(r, "web.reckon", err)})
	}
	x := reckonView{v: v, sheet: v.Sheet(r, "web.reckon", nil)}
	for name, values := range r.PostForm {
		x.sheet.Set(name, values...)
	}
	x.answer(cmp)
	if r.PostFormValue("as") == "pdf" {
		pdf, err := p.Print(v.L.T("web.reckon.paper"), x.paper(), v.L.T("engine.taxation.disclaimer"))
		if err != nil {
			return err
		}
		return site.Download(w, v.L.T("web.reckon.paper")+" "+string(deal.Signed)+".pdf", "application/pdf", pdf)
	}
	return p.drawReckon(w, r, http.StatusOK, x)
}

// reckoned reads the form; faults name its fields.
func reckoned(r *http.Request) (taxation.Deal, taxation.Year, error) {
	var l errs.List
	one := func(field string, list []string) string {
		s := r.PostFormValue(field)
		for _, x := range list {
			if s == x {
				return s
			}
		}
		l.Add(errs.At(field, "web.reckon.choose", nil))
		return list[0]
	}
	fen := func(field string, needed bool) money.Fen {
		text := strings.TrimSpace(r.PostFormValue(field))
		if text == "" && !needed {
			return 0
		}
		f, err := money.Parse(text)
		if err != nil || f < 0 || needed && f == 0 || f > mostReckoned {
			l.Add(errs.At(field, "web.reckon.bad_amount", nil))
		}
		return f
	}
	day, err := calendar.ParseDate(strings.TrimSpace(r.PostFormValue("signed")))
	if err != nil {
		l.Add(errs.At("signed", "web.reckon.bad_day", nil))
	}
	d := taxation.Deal{
		ID: "—", Signed: taxation.Date(day.String()), Subject: taxation.Subject(one("what", reckonWhat)), Basis: taxation.NetOfVAT,
		Price: fen("price", true), Seller: taxPartyOf(one("seller", reckonSeller)), Buyer: taxPartyOf(one("buyer", reckonSeller)), Related100: r.PostFormValue("related") != "",
		Papers:      taxation.Papers{SeparateAccounts: true, SameInvoice: true},
		SellerBooks: taxation.SellerBooks{Cost: fen("book", false), Apportioned: fen("costs", false)},
	}
	if d.Seller.Type == taxation.Enterprise {
		d.Seller.CIT = taxation.CITStatus(one("cit", reckonCIT))
	}
	d.Kind, d.Licence = reckonTerms(one("way", reckonWays))
	equipment := fen("equipment", false)
	if equipment > d.Price && d.Price > 0 {
		l.Add(errs.At("equipment", "web.reckon.equipment_more", nil))
	} else if equipment > 0 && d.Price > 0 {
		d.Parts = []taxation.Part{{Kind: taxation.Technology, Amount: d.Price - equipment}, {Kind: taxation.Equipment, Amount: equipment}}
	}
	return d, taxation.Year{PotUsed: fen("year", false)}, l.Err()
}

// mostReckoned keeps what is typed within what the engine takes.
// Unit: fen. Source: engine/taxation, 100 billion yuan.
const mostReckoned = 10_000_000 * money.Wan

// taxPartyOf is a side as the tax office sees it.
func taxPartyOf(who string) taxation.Party {
	switch who {
	case "small":
		return taxation.Party{Type: taxation.Enterprise, VAT: taxation.SmallScale}
	case "university":
		return taxation.Party{Type: taxation.NonEnterprise, VAT: taxation.General}
	case "person":
		return taxation.Party{Type: taxation.Individual, VAT: taxation.SmallScale}
	}
	return taxation.Party{Type: taxation.Enterprise, VAT: taxation.General}
}

// reckonTerms are the contract that an answer stands for: five years are what the
// income-tax relief of a licence asks for.
// Unit: months. Source: 财税〔2015〕116号: 5年以上（含5年）.
func reckonTerms(way string) (taxation.Kind, *taxation.LicenceTerms) {
	const relieved, short = 60, 12
	switch way {
	case "exclusive":
		return taxation.Licence, &taxation.LicenceTerms{Exclusivity: taxation.Exclusive, Months: relieved, Global: true, Owned: true}
	case "licence":
		return taxation.Licence, &taxation.LicenceTerms{Exclusivity: taxation.Ordinary, Months: relieved, Owned: true}
	case "short":
		return taxation.Licence, &taxation.LicenceTerms{Exclusivity: taxation.Ordinary, Months: short, Owned: true}
	}
	return taxation.Assignment, nil
}

// answer lays the comparison out as the page of a deal does.
func (x *reckonView) answer(c taxation.Comparison) {
	l := x.v.L
	t := taxView{L: l}
	if s := verdict(l, c.Verdict); s != "" {
		t.Verdict = append(t.Verdict, s)
	}
	if c.WhyNot != "" {
		t.Verdict = append(t.Verdict, l.T("web.hall.not_exempt")+tell(l, "engine.taxation.why.", c.WhyNot))
	}
	t.options(c)
	if len(c.Options) > 0 {
		first := c.Options[0].Sheet
		t.Keep = keep(l, first.Documents)
		t.dues(first.Reminders)
		for _, n := range first.Notices {
			t.Verdict = append(t.Verdict, l.Fill("engine.taxation.notice."+n.Code, n.Args))
		}
		if cit := first.CIT; cit != nil && cit.Share != nil {
			t.Verdict = append(t.Verdict, l.T("engine.taxation.sheet.pot", "used", cit.PotUsed.String(), "own", cit.Share.Exempt.String(), "left", cit.PotLeft.String()))
		}
	}
	t.Conditions = conditions(l, c.Conditions)
	x.found = &t
	for _, name := range []string{"what", "way", "seller", "cit", "buyer", "price", "equipment", "book", "costs", "year", "signed"} {
		text := x.sheet.Typed.Get(name)
		if name == "cit" && x.sheet.Typed.Get("seller") != "general" && x.sheet.Typed.Get("seller") != "small" {
			continue
		}
		if o := "web.reckon." + name + "_text."; text != "" && l.Has(o+text) {
			text = l.T(o + text)
		} else if name == "buyer" {
			text = l.T("web.reckon.seller_text." + text)
		} else if f, err := money.Parse(text); err == nil && name != "signed" {
			text = f.String()
		}
		if text != "" {
			x.deal = append(x.deal, ui.Pair{Key: x.sheet.Label(name), Text: text})
		}
	}
	if x.sheet.Typed.Get("related") != "" {
		x.deal = append(x.deal, ui.Pair{Key: x.sheet.Label("related"), Text: l.T("web.itemform.yes")})
	}
}

func (x reckonView) options(name string, values []string) []ui.Option {
	words := "web.reckon." + name + "_text."
	if name == "buyer" {
		words = "web.reckon.seller_text."
	}
	out := make([]ui.Option, len(values))
	for i, s := range values {
		out[i] = ui.Option{Value: s, Text: x.v.L.T(words + s)}
	}
	return x.sheet.Chosen(name, out)
}

func (x reckonView) amount(name string, optional bool) ui.Field {
	f := x.sheet.Field(name, "w2")
	f.Optional = optional
	return f
}

// paper is the answer as parts of a paper.
func (x reckonView) paper() []PrintPart {
	l, t := x.v.L, x.found
	told := PrintPart{Name: l.T("web.reckon.asked")}
	for _, p := range x.deal {
		told.Rows = append(told.Rows, []string{p.Key, p.Text})
	}
	parts := []PrintPart{{Lines: t.Verdict}, told}
	for _, y := range t.Tables {
		parts = append(parts, PrintPart{Name: y.Title, Rows: printed(y.Table)})
	}
	checks := func(title string, list []ui.Check) {
		p := PrintPart{Name: title}
		for _, c := range list {
			mark := "web.reckon.unmet"
			if c.State == ui.Done {
				mark = "web.reckon.met"
			}
			p.Lines = append(p.Lines, l.T(mark, "what", c.Text))
		}
		if len(list) > 0 {
			parts = append(parts, p)
		}
	}
	checks(l.T("web.hall.conditions"), t.Conditions)
	checks(l.T("web.hall.tax_keep"), t.Keep)
	return append(parts, PrintPart{Lines: []string{l.T("web.reckon.assumes"), l.T("web.hall.tax_basis"), l.T("web.reckon.rules", "version", taxation.RulesVersion)}})
}

// printed is a table as texts, the second line of a cell behind its first.
func printed(t ui.Table) [][]string {
	var head []string
	for _, c := range t.Cols {
		head = append(head, c.Text)
	}
	out := [][]string{head}
	for _, r := range t.Rows {
		var cells []string
		for _, c := range r.Cells {
			cells = append(cells, strings.TrimSpace(c.Text+"　"+c.Sub))
		}
		out = append(out, cells)
	}
	return out
}
