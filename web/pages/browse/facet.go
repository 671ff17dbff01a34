package browse

import (
	"net/url"
	"slices"
	"strings"

	"quanlian/catalogue/city"
	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
	"quanlian/web/ui"
)

// facet is one condition by which the list is narrowed.
type facet struct {
	name   string
	values func(it form.Item) []string
	order  func(c city.City) []string
	text   func(l *lang.Localizer, c city.City, value string) string
}

func key(prefix string) func(*lang.Localizer, city.City, string) string {
	return func(l *lang.Localizer, _ city.City, v string) string { return l.T(prefix + v) }
}

func fixed(list []string) func(city.City) []string {
	return func(city.City) []string { return list }
}

// facets are the conditions, in the order in which they are shown.
var facets = []facet{
	{"link", func(it form.Item) []string { return []string{it.Link} }, fixed(items.Links()), func(l *lang.Localizer, _ city.City, v string) string { return l.T(items.LinkKey(v)) }},
	{"who", func(it form.Item) []string { return it.Who }, fixed(items.Whos()), key("web.items.who.")},
	{"group", func(it form.Item) []string { return []string{items.GroupOf(it.Code)} }, fixed(items.Groups()), func(l *lang.Localizer, _ city.City, v string) string {
		return l.T("web.browse.group." + strings.ToLower(v))
	}},
	{"kind", func(it form.Item) []string { return []string{string(it.Kind)} }, fixed(items.Kinds()), key("web.items.kind.")},
	{"class", func(it form.Item) []string { return []string{string(it.Class)} }, fixed([]string{string(form.Instant), string(form.Committed)}), func(l *lang.Localizer, _ city.City, v string) string { return lang.Begun(l.T("web.items.class." + v)) }},
	{"event", func(it form.Item) []string { return it.Events }, func(c city.City) []string { return c.EventIDs() }, func(l *lang.Localizer, c city.City, v string) string {
		e, _ := c.Event(v)
		return e.Name.In(l.Zh())
	}},
}

// chosen are the values of the address that a condition knows.
func (f facet) chosen(q url.Values, c city.City) []string {
	var out []string
	known := f.order(c)
	for _, v := range q[f.name] {
		if slices.Contains(known, v) && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

func (f facet) fits(it form.Item, chosen []string) bool {
	return len(chosen) == 0 || slices.ContainsFunc(f.values(it), func(v string) bool { return slices.Contains(chosen, v) })
}

// narrowed is a list under the conditions of an address.
type narrowed struct {
	items  []items.Found
	facets []ui.Facet
	on     []ui.Applied
	links  []ui.FilterChip
	chosen int
}

// narrow applies the conditions. A condition counts among what the others leave,
// so that its numbers say what choosing it would bring.
func narrow(l *lang.Localizer, c city.City, all []items.Found, q url.Values) narrowed {
	picks := map[string][]string{}
	for _, f := range facets {
		picks[f.name] = f.chosen(q, c)
	}
	var n narrowed
	for _, x := range all {
		if !slices.ContainsFunc(facets, func(f facet) bool { return !f.fits(x.Item, picks[f.name]) }) {
			n.items = append(n.items, x)
		}
	}
	for _, f := range facets {
		count := map[string]int{}
		total := 0
		for _, x := range all {
			if slices.ContainsFunc(facets, func(o facet) bool { return o.name != f.name && !o.fits(x.Item, picks[o.name]) }) {
				continue
			}
			total++
			for _, v := range f.values(x.Item) {
				count[v]++
			}
		}
		for _, v := range picks[f.name] {
			n.chosen++
			n.on = append(n.on, ui.Applied{Text: f.text(l, c, v), RemoveHref: without(q, f.name, v)})
		}
		if f.name == "link" {
			n.links = linkChips(l, c, f, q, count, total, picks[f.name])
			continue
		}
		n.facets = append(n.facets, f.draw(l, c, count, picks[f.name]))
	}
	return n
}

func (f facet) draw(l *lang.Localizer, c city.City, count map[string]int, picks []string) ui.Facet {
	out := ui.Facet{Legend: l.T("web.browse.by." + f.name), Name: f.name}
	for _, v := range f.order(c) {
		on := slices.Contains(picks, v)
		if count[v] > 0 || on {
			out.Options = append(out.Options, ui.Option{Value: v, Text: f.text(l, c, v), Count: count[v], Selected: on})
		}
	}
	return out
}

// linkChips are the five links over the list, one at a time.
func linkChips(l *lang.Localizer, c city.City, f facet, q url.Values, count map[string]int, total int, picks []string) []ui.FilterChip {
	out := []ui.FilterChip{{Text: l.T("web.browse.all"), Count: total, Href: with(q, f.name, ""), Current: len(picks) == 0}}
	for _, v := range f.order(c) {
		out = append(out, ui.FilterChip{Text: f.text(l, c, v), Count: count[v], Href: with(q, f.name, v), Current: slices.Contains(picks, v)})
	}
	return out
}

// with is the address with one value of a condition; "" takes it off.
func with(q url.Values, name, value string) string {
	c := clone(q)
	c.Del(name)
	if value != "" {
		c.Set(name, value)
	}
	return address(c)
}

func without(q url.Values, name, value string) string {
	c := clone(q)
	c[name] = slices.DeleteFunc(slices.Clone(q[name]), func(v string) bool { return v == value })
	return address(c)
}

// clone copies an address; a changed list begins at its first page.
func clone(q url.Values) url.Values {
	c := url.Values{}
	for k, v := range q {
		if k != "page" && k != "lang" && k != "elder" {
			c[k] = v
		}
	}
	return c
}

func address(q url.Values) string {
	if s := q.Encode(); s != "" {
		return "/items?" + s
	}
	return "/items"
}
