package catalogue

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"quanlian/catalogue/city"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// routingView is the page of which office receives what (派件规则): the rules in words,
// and a trial of them.
type routingView struct {
	v     *site.Visit
	city  city.City
	items []form.Item
	query url.Values
	item  form.Item
	tried bool
}

func (p pages) routing(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := routingView{v: v, city: p.Now(r.Context()).City, items: p.Today(r.Context()).All(), query: r.URL.Query()}
	x.item, x.tried = p.Today(r.Context()).Item(strings.ToUpper(x.query.Get("item")))
	f := v.Workbench(r, v.L.T("service.catalogue.routing"), "catalogue")
	f.Crumb = []ui.Link{{Text: v.L.T("service.catalogue.name"), Href: "/catalogue"}, {Text: v.L.T("service.catalogue.routing")}}
	return v.Show(w, r, f, routingPage(x))
}

// unit names an office, and says how it gives out its cases.
func (x routingView) unit(id kernel.UnitID) (name, gives string) {
	u, ok := x.city.Unit(id)
	if !ok {
		return string(id), ""
	}
	gives = "service.catalogue.routing_claim"
	if u.ByLoad {
		gives = "service.catalogue.routing_load"
	}
	return u.Name.In(x.v.L.Zh()), x.v.L.T(gives)
}

// answer is where a case as asked goes, and by which rule.
func (x routingView) answer() []ui.Pair {
	l, values := x.v.L, form.Values{}
	for _, f := range x.asked() {
		values[f.path] = x.query.Get("f." + f.path)
	}
	facts := form.Facts{District: x.query.Get("district"), Party: kernel.Party{Kind: x.query.Get("kind")}, Agent: x.query.Get("agent") != ""}
	name, gives := x.unit(itemflow.Receives(x.item, values, facts))
	why := l.T("service.catalogue.routing_else")
	if len(x.item.Routes) == 0 {
		why = l.T("service.catalogue.routing_always")
	}
	if i := slices.IndexFunc(x.item.Routes, func(r form.Route) bool { return r.When.Holds(values, facts) }); i >= 0 {
		why = l.T("service.catalogue.routing_rule", "n", i+1, "text", x.whenText(x.item, x.item.Routes[i].When))
	}
	return []ui.Pair{{Key: l.T("itembook.col.unit"), Text: name}, {Key: l.T("service.catalogue.routing_why"), Text: why}, {Key: l.T("service.catalogue.routing_then"), Text: gives}}
}

// asked are the fields of the form that the routes of the item look at.
type askedField struct {
	path  string
	field form.Field
}

func (x routingView) asked() []askedField {
	var out []askedField
	for _, r := range x.item.Routes {
		path := r.When.Field()
		if path == "" || slices.ContainsFunc(out, func(a askedField) bool { return a.path == path }) {
			continue
		}
		f, _ := x.item.Field(path)
		out = append(out, askedField{path, f})
	}
	return out
}

// looks reports whether a route of the item asks what the predicate of the name does.
func (x routingView) looks(name string) bool {
	return slices.ContainsFunc(x.item.Routes, func(r form.Route) bool { return r.When.Name == name })
}

// whenText says a condition of a route.
func (x routingView) whenText(it form.Item, p form.Predicate) string {
	l := x.v.L
	f, _ := it.Field(p.Field())
	words := slices.Clone(p.Args)
	if p.Field() != "" {
		words = words[1:]
	}
	for i, w := range words {
		if o := slices.IndexFunc(f.Options, func(o form.Option) bool { return o.Value == w }); o >= 0 {
			words[i] = f.Options[o].Text.In(l.Zh())
		}
		switch p.Name {
		case "party_kind":
			words[i] = l.T("web.items.who." + w)
		case "district":
			words[i] = x.district(w)
		}
	}
	return l.T("service.catalogue.routing_when."+p.Name, "field", f.Label.In(l.Zh()), "words", strings.Join(words, l.T("web.items.or")))
}

// district names a district by its short name.
func (x routingView) district(short string) string {
	for _, d := range x.city.Districts {
		if d.Short == short {
			return d.Name.In(x.v.L.Zh())
		}
	}
	return short
}

// routes are the items that go to several offices, a rule a line.
func (x routingView) routes() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("service.catalogue.routing_rules"), Stack: true, Cols: []ui.Col{{Text: l.T("web.items.code")}, {Text: l.T("service.catalogue.routing_order")}, {Text: l.T("service.catalogue.routing_cond")}, {Text: l.T("itembook.col.unit")}}}
	for _, it := range x.items {
		for i, r := range append(slices.Clone(it.Routes), form.Route{Unit: it.Unit}) {
			if len(it.Routes) == 0 {
				break
			}
			cond := l.T("service.catalogue.routing_else")
			if !r.When.IsZero() {
				cond = x.whenText(it, r.When)
			}
			name, _ := x.unit(r.Unit)
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: it.Code, Sub: it.Name.In(l.Zh()), Href: "/catalogue/item/" + it.Code}, {Text: strconv.Itoa(i + 1)}, {Text: cond}, {Text: name}}})
		}
	}
	return t
}

// offices are the units with what they receive and how they give it out.
func (x routingView) offices() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("service.catalogue.routing_offices"), Stack: true, Cols: []ui.Col{{Text: l.T("itembook.col.unit")}, {Text: l.T("web.admin.field.district")}, {Text: l.T("service.catalogue.routing_count")}, {Text: l.T("service.catalogue.routing_then")}}}
	for _, u := range x.city.Units {
		n := 0
		for _, it := range x.items {
			if it.Unit == u.ID || slices.ContainsFunc(it.Routes, func(r form.Route) bool { return r.Unit == u.ID }) {
				n++
			}
		}
		name, gives := x.unit(u.ID)
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: name, Strong: true}, {Text: x.district(u.District)}, {Text: strconv.Itoa(n)}, {Text: gives}}})
	}
	return t
}

// options are the answers of a choice, the empty one first.
func (x routingView) options(name string, list []form.Option) []ui.Option {
	out := []ui.Option{{Text: x.v.L.T("web.absence.choose"), Count: -1}}
	for _, o := range list {
		out = append(out, ui.Option{Value: o.Value, Text: o.Text.In(x.v.L.Zh()), Selected: x.query.Get(name) == o.Value, Count: -1})
	}
	return out
}

func (x routingView) codes() []ui.Option {
	var list []form.Option
	for _, it := range x.items {
		list = append(list, form.Option{Value: it.Code, Text: form.Text{Zh: it.Code + "　" + it.Name.Zh, En: it.Code + " " + it.Name.En}})
	}
	return x.options("item", list)
}

func (x routingView) districts() []ui.Option {
	var list []form.Option
	for _, d := range x.city.Districts {
		list = append(list, form.Option{Value: d.Short, Text: d.Name})
	}
	return x.options("district", list)
}

func (x routingView) kinds() []ui.Option {
	var list []form.Option
	for _, r := range x.item.Routes {
		for _, k := range r.When.Args {
			if r.When.Name == "party_kind" {
				list = append(list, form.Option{Value: k, Text: form.Text{Zh: x.v.L.T("web.items.who." + k), En: x.v.L.T("web.items.who." + k)}})
			}
		}
	}
	return x.options("kind", list)
}

func (x routingView) field(name, label string) ui.Field {
	return ui.Field{Name: name, Label: label, Value: x.query.Get(name), Optional: true}
}
