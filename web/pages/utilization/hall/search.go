package hall

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: cards. Source: look/LOOK.md §4, a page of the hall.
const pageSize = 20

type searchView struct {
	L      *lang.Localizer
	Tabs   []ui.FilterChip
	On     []ui.Applied // conditions in force
	Bad    string       // what cannot be understood of them
	Text   string
	Sort   []ui.Option
	Facets []ui.Facet
	Chosen int // conditions in force
	Cards  []card
	Total  int
	Loose  bool   // no listing has every word; these have some
	Also   string // the other words that were looked for
	Pager  ui.Pager
	Office bool // of the trading centre
}

func (p pages) search(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	q := r.URL.Query()
	any := func(field string) string { return strings.Join(q[field], ",") }
	f := hall.ListingFilter{Text: q.Get("q"), Deal: any("deal"), Licence: any("licence"), Kind: any("kind"), Section: any("section"), Grade: any("grade"), District: any("district"), Maturity: any("maturity"), Owner: any("owner"),
		PriceOpen: slices.Contains(q["price"], hall.PriceIsOpen), Sort: q.Get("sort"), Limit: pageSize}
	x := searchView{L: v.L, Text: f.Text, Office: v.May("matching.read") == nil}
	for name, to := range map[string]*money.Fen{"from": &f.PriceMin, "to": &f.PriceMax} {
		var err error
		if *to, err = wan(q.Get(name)); err != nil {
			x.Bad = v.L.Error(err)
		}
	}
	found, err := p.find(r.Context(), v, f, site.PageOf(q))
	if err != nil {
		return err
	}
	asked := matching.AskedFor(f.Text, nil)
	x.Total, x.Loose, x.Also = found.total, found.loose, also(v.L, asked)
	if x.Tabs, err = p.tabs(r.Context(), v, "hall"); err != nil {
		return err
	}
	for _, s := range []string{"newest", "price_up", "price_down", "score"} {
		x.Sort = append(x.Sort, ui.Option{Value: s, Text: v.L.T("web.hall.sort." + s), Selected: f.Sort == s, Count: -1})
	}
	for _, fc := range found.facets {
		if len(fc.Values) > 0 || q.Get(fc.Field) != "" || fc.Field == "price" {
			x.Facets = append(x.Facets, facet(v, fc, q))
		}
	}
	x.On = applied(v, found.facets, q)
	x.Chosen = len(x.On)
	if x.Cards, err = p.cards(r.Context(), v, found.rows, asked); err != nil {
		return err
	}
	x.Pager = site.Pager(r.URL, found.page, pageSize, len(found.rows), found.total)
	return v.Show(w, r, v.Frame(r, v.L.T("web.nav.hall"), "hall"), searchBody(x))
}

// said is a value of a facet in the language of the visit.
func said(v *site.Visit, field, value string) string {
	if field == "district" {
		return v.DistrictText(value)
	}
	return word(v.L, field, value)
}

func facet(v *site.Visit, fc hall.Facet, q url.Values) ui.Facet {
	l := v.L
	out := ui.Facet{Legend: l.T("web.hall.facet." + fc.Field), Name: fc.Field}
	if fc.Field == "price" {
		out.From = &ui.Field{Name: "from", Label: l.T("web.hall.from_wan"), Value: q.Get("from")}
		out.To = &ui.Field{Name: "to", Label: l.T("web.hall.to_wan"), Value: q.Get("to")}
	}
	for _, x := range fc.Values {
		out.Options = append(out.Options, ui.Option{Value: x.Value, Text: said(v, fc.Field, x.Value), Count: x.Count, Selected: slices.Contains(q[fc.Field], x.Value)})
	}
	for _, value := range q[fc.Field] { // chosen, and nothing has it any more: it can be taken off
		if value != "" && !slices.ContainsFunc(out.Options, func(o ui.Option) bool { return o.Value == value }) {
			out.Options = append(out.Options, ui.Option{Value: value, Text: said(v, fc.Field, value), Selected: true})
		}
	}
	return out
}

// applied are the conditions in force, each with the address without it.
func applied(v *site.Visit, facets []hall.Facet, q url.Values) []ui.Applied {
	l := v.L
	var out []ui.Applied
	add := func(text string, off func(left url.Values)) {
		left := url.Values{}
		for k, list := range q {
			left[k] = slices.Clone(list)
		}
		left.Del("page")
		off(left)
		out = append(out, ui.Applied{Text: text, RemoveHref: "/hall?" + left.Encode()})
	}
	for _, f := range facets {
		for _, value := range q[f.Field] {
			if value != "" {
				add(said(v, f.Field, value), func(left url.Values) {
					left[f.Field] = slices.DeleteFunc(left[f.Field], func(x string) bool { return x == value })
				})
			}
		}
	}
	if from, to := q.Get("from"), q.Get("to"); from != "" || to != "" {
		key := "web.hall.price_between"
		switch {
		case to == "":
			key = "web.hall.price_from"
		case from == "":
			key = "web.hall.price_to"
		}
		add(l.T(key, "from", from, "to", to), func(left url.Values) { left.Del("from"); left.Del("to") })
	}
	return out
}

// tabs lead between what is offered, what is wanted and what stands open to
// objections.
func (p pages) tabs(ctx context.Context, v *site.Visit, current string) ([]ui.FilterChip, error) {
	list := []struct {
		key, href, page string
		flow            kernel.FlowAddr
		state           kernel.State
	}{{"listings", "/hall", "hall", hall.Listing, hall.ListingListed}, {"needs", "/hall/needs", "needs", hall.Need, hall.NeedOpen}, {"open", "/publicity", "open", hall.Deal, hall.DealPublicity}}
	var asked []kernel.CaseCount
	for _, x := range list {
		asked = append(asked, kernel.CaseCount{CaseQuery: kernel.CaseQuery{Flow: x.flow, States: []kernel.State{x.state}}})
	}
	counts, err := v.Env.Cases.Counts(ctx, v.Actor, kernel.ViewSummary, asked...)
	if err != nil {
		return nil, err
	}
	var out []ui.FilterChip
	for i, x := range list {
		out = append(out, ui.FilterChip{Text: v.L.T("web.hall.tab." + x.key), Href: x.href, Count: counts[i].N, Current: current == x.page})
	}
	return out, nil
}

// word is the text of a value, or the value itself where it needs none.
func word(l *lang.Localizer, field, value string) string {
	if k := "web.value." + field + "." + strings.ToLower(value); l.Has(k) {
		return l.T(k)
	}
	return value
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// wan reads a figure in ten thousand yuan; nothing typed is zero.
func wan(s string) (money.Fen, error) {
	if strings.TrimSpace(s) == "" {
		return 0, nil
	}
	f, err := money.Parse(strings.TrimSpace(s))
	if err != nil || f < 0 || f > mostWan {
		return 0, errs.At("price", "web.hall.price_unreadable", errs.Args{"typed": s})
	}
	return f * 10000, nil
}

// Unit: fen. Source: our choice: a price of a hundred thousand million yuan, far
// from where the figures end.
const mostWan = 10_000_000 * money.Yuan

type needsView struct {
	L     *lang.Localizer
	Tabs  []ui.FilterChip
	Cards []card
	Pager ui.Pager
}

// Unit: cards. Source: look/LOOK.md §4.
const needsPage = 20

func (p pages) needs(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	page := site.PageOf(r.URL.Query())
	list, total, err := v.Env.Cases.Cases(r.Context(), v.Actor, kernel.ViewSummary, kernel.CaseQuery{Flow: hall.Need, States: []kernel.State{hall.NeedOpen}, Sort: "opened", Limit: needsPage, Offset: (page - 1) * needsPage})
	if err != nil {
		return err
	}
	x := needsView{L: v.L, Pager: site.Pager(r.URL, page, needsPage, len(list), total)}
	if x.Tabs, err = p.tabs(r.Context(), v, "needs"); err != nil {
		return err
	}
	for _, c := range list {
		d, err := hall.NeedOf(c)
		if err != nil {
			return err
		}
		k := card{Title: d.Title, Href: "/hall/need/" + c.No, No: c.No, Summary: d.Text, Facts: []string{d.Buyer.Name, words.Industry(v.L, d.Industry), c.No}, Price: v.L.T("web.hall.price_open")}
		if d.Budget > 0 {
			k.Price = ui.Budget(v.L, d.Budget)
		}
		k.TitlePieces, k.SummaryPieces = whole(k.Title), whole(k.Summary)
		x.Cards = append(x.Cards, k)
	}
	return v.Show(w, r, v.Frame(r, v.L.T("web.nav.needs"), "needs"), needsBody(x))
}
