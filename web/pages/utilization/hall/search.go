package hall

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: cards. Source: look/LOOK.md §4, a page of the hall.
const pageSize = 20

type searchView struct {
	L      *lang.Localizer
	Text   string
	Sort   []ui.Option
	Facets []ui.Facet
	Chosen int // conditions in force
	Cards  []card
	Total  int
	Pager  ui.Pager
	Office bool // of the trading centre
}

// card is one listing as the hall shows it.
type card struct {
	Title, Href, No string
	Facts           []string
	Summary         string
	Deal            string
	Price           string
	Grade           string
	GradeText       string // beside the letter, or why there is none
	Left            string
}

func (p pages) search(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	q := r.URL.Query()
	f := hall.ListingFilter{Text: q.Get("q"), Deal: q.Get("deal"), Licence: q.Get("licence"), Kind: q.Get("kind"), Section: q.Get("section"), Grade: q.Get("grade"), District: q.Get("district"), Sort: q.Get("sort"), Limit: pageSize}
	page := site.PageOf(q)
	f.Offset = (page - 1) * pageSize
	f.PriceMin, f.PriceMax = wan(q.Get("from")), wan(q.Get("to"))
	rows, total, facets, err := p.Listings.HallListings(r.Context(), v.Actor, f)
	if err != nil {
		return err
	}
	x := searchView{L: v.L, Text: f.Text, Total: total, Office: v.May("matching.read") == nil}
	for _, s := range []string{"newest", "price_up", "price_down", "score"} {
		x.Sort = append(x.Sort, ui.Option{Value: s, Text: v.L.T("web.hall.sort." + s), Selected: f.Sort == s, Count: -1})
	}
	for _, fc := range facets {
		if len(fc.Values) > 0 {
			x.Facets = append(x.Facets, facet(v.L, fc, q))
			if q.Get(fc.Field) != "" {
				x.Chosen++
			}
		}
	}
	x.Facets = append(x.Facets, ui.Facet{Legend: v.L.T("web.hall.facet.price"), From: &ui.Field{Name: "from", Label: v.L.T("web.hall.from_wan"), Value: q.Get("from")}, To: &ui.Field{Name: "to", Label: v.L.T("web.hall.to_wan"), Value: q.Get("to")}})
	for _, row := range rows {
		x.Cards = append(x.Cards, cardOf(v, row))
	}
	x.Pager = site.Pager(r.URL, page, pageSize, len(rows), total)
	return v.Show(w, r, v.Frame(r, v.L.T("web.nav.hall"), "hall"), searchBody(x))
}

func facet(l *lang.Localizer, fc hall.Facet, q url.Values) ui.Facet {
	out := ui.Facet{Legend: l.T("web.hall.facet." + fc.Field), Name: fc.Field}
	for _, x := range fc.Values {
		out.Options = append(out.Options, ui.Option{Value: x.Value, Text: word(l, fc.Field, x.Value), Count: x.Count, Selected: q.Get(fc.Field) == x.Value})
	}
	return out
}

// word is the text of a value, or the value itself where it needs none.
func word(l *lang.Localizer, field, value string) string {
	if k := "web.value." + field + "." + strings.ToLower(value); l.Has(k) {
		return l.T(k)
	}
	return value
}

func cardOf(v *site.Visit, r hall.ListingRow) card {
	c := card{Title: r.Title, Href: "/hall/listing/" + r.No, No: r.No, Summary: r.Summary, Deal: word(v.L, "deal", r.Deal), Grade: letter(r.Grade), GradeText: gradeText(v.L, r),
		Facts: []string{r.SellerName, word(v.L, "kind", r.Kind), r.IPC, r.Right}}
	if r.Licence != "" {
		c.Deal = word(v.L, "licence", r.Licence)
	}
	c.Price = v.L.T("web.hall.price_open")
	if !r.PriceOpen {
		c.Price = ui.Price(v.L, r.Price)
	}
	c.Left = termLeft(v.L, r.TermEnd, v.Env.Now())
	return c
}

// termLeft says how long a right has to run.
func termLeft(l *lang.Localizer, end string, now time.Time) string {
	d, err := calendar.ParseDate(end)
	if err != nil {
		return ""
	}
	today := calendar.DateOf(now)
	months := (d.Year-today.Year)*12 + int(d.Month) - int(today.Month)
	if months <= 0 {
		return l.T("web.hall.term_over")
	}
	return l.T("web.hall.term_left", "years", months/12, "months", months%12)
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func wan(s string) money.Fen { return money.Fen(number(s)) * money.Wan }

type needsView struct {
	L     *lang.Localizer
	Cards []card
}

func (p pages) needs(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	list, _, err := v.Env.Cases.Cases(r.Context(), v.Actor, kernel.ViewSummary, kernel.CaseQuery{Flow: hall.Need, States: []kernel.State{hall.NeedOpen}, Sort: "opened", Limit: 100})
	if err != nil {
		return err
	}
	x := needsView{L: v.L}
	for _, c := range list {
		d, err := hall.NeedOf(c)
		if err != nil {
			return err
		}
		k := card{Title: d.Title, Href: "/hall/need/" + c.No, No: c.No, Summary: d.Text, Facts: []string{d.Buyer.Name, words.Industry(v.L, d.Industry), c.No}, Price: v.L.T("web.hall.price_open")}
		if d.Budget > 0 {
			k.Price = ui.Budget(v.L, d.Budget)
		}
		x.Cards = append(x.Cards, k)
	}
	return v.Show(w, r, v.Frame(r, v.L.T("web.nav.needs"), "needs"), needsBody(x))
}
