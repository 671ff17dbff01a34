package browse

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// card shows an item as it was found.
func (p pages) card(ctx context.Context, v *site.Visit, f items.Found, q string) card {
	l, zh, it := v.L, v.L.Zh(), f.Item
	c := card{href: "/item/" + it.Code, code: it.Code, title: p.Finder.Mark(ctx, q, it.Name.In(zh)), lead: p.Finder.Mark(ctx, q, it.Lead.In(zh)),
		facts: []string{it.Code, l.T(it.Link + "." + it.Matter + ".name"), l.T("web.items.kind." + string(it.Kind))}, do: l.T("web.items.apply"), doHref: "/item/" + it.Code + "/apply"}
	if u, ok := p.City().Unit(it.Unit); ok {
		c.facts = append(c.facts, u.Name.In(zh))
	}
	if it.Self != "" {
		c.do, c.doHref = l.T("web.items.do_it_here"), it.Self
	}
	c.limit, c.basis = limitWords(v, it)
	c.fee = l.T("web.items.free")
	if it.Fee.Charged() {
		c.fee = l.T("web.items.charged")
	}
	if v.Actor.Party != "" && len(it.Who) > 0 && !slices.Contains(it.Who, v.Party.Kind) {
		c.mayNot = l.T("web.items.may_not", "name", v.Party.Name)
	}
	if q != "" {
		c.whyLabel, c.why = p.why(ctx, v, f, q, marked(c.title) || marked(c.lead))
	}
	return c
}

// limitWords are the promised time and, where the act ends elsewhere, whose clock
// runs then.
func limitWords(v *site.Visit, it form.Item) (limit, basis string) {
	for _, name := range []string{"committed", "statutory"} {
		i := slices.IndexFunc(it.Limits, func(x form.Limit) bool { return x.Name == name && !x.Period.IsZero() })
		if i < 0 {
			continue
		}
		limit = site.PeriodText(v.L, it.Limits[i].Period)
		basis = v.L.T("web.items.limit." + name)
		break
	}
	switch {
	case limit != "":
	case it.Class == form.Committed && !it.Timed(): // to call it promised would promise what nobody does
		limit = v.L.T("web.items.no_promise")
	default:
		limit = lang.Begun(v.L.T("web.items.class." + string(it.Class)))
	}
	return limit, basis
}

func marked(list []ui.Piece) bool {
	return slices.ContainsFunc(list, func(p ui.Piece) bool { return p.Mark })
}

// why says on what an item was found: the way of saying it that came nearest, or
// the words of its materials and mistakes where neither name nor lead show any.
func (p pages) why(ctx context.Context, v *site.Visit, f items.Found, q string, seen bool) (string, []ui.Piece) {
	l, zh := v.L, v.L.Zh()
	if f.Phrase != "" && latin(f.Phrase) == latin(q) {
		return l.T("web.browse.why_phrase"), p.Finder.Mark(ctx, q, f.Phrase)
	}
	if seen {
		return "", nil
	}
	try := func(label, text string) []ui.Piece {
		if m := p.Finder.Mark(ctx, q, text); label != "" && marked(m) {
			return m
		}
		return nil
	}
	for _, m := range f.Item.Materials {
		if x := try("m", m.Name.In(zh)); x != nil {
			return l.T("web.browse.why_material"), x
		}
	}
	for _, m := range f.Item.Mistakes {
		if x := try("m", m.In(zh)); x != nil {
			return l.T("web.browse.why_mistake"), x
		}
	}
	for _, id := range f.Item.Events {
		e, _ := p.City().Event(id)
		if x := try("e", e.Name.In(zh)+l.T("web.ui.colon")+e.Lead.In(zh)); x != nil {
			return l.T("web.browse.why_event"), x
		}
	}
	return "", nil
}

// latin reports whether a phrase has no Chinese: one in the other language says
// nothing to who asked.
func latin(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
