package workbench

import (
	"cmp"
	"slices"

	"quanlian/kernel"
	"quanlian/web/inbox"
	"quanlian/web/ui"
)

// chips are the views, then the lights of the one that is on.
func (x inboxView) chips() []ui.FilterChip {
	var out []ui.FilterChip
	for _, name := range inbox.Chips(x.v) {
		if slices.Contains([]string{"sign", "serve", "objected"}, name) && x.counts[name] == 0 && x.f.View != name {
			continue // few are asked for their word, or have a closed case that asks something still
		}
		out = append(out, ui.FilterChip{Text: x.v.L.T("web.inbox.view." + name), Href: x.f.With("view", name), Count: x.counts[name], Current: name == x.f.View})
	}
	return out
}

// lightChips narrow the view by its limits; the one that is on is taken off by
// a second click.
func (x inboxView) lightChips() []ui.FilterChip {
	if x.f.Past() {
		return nil
	}
	states := map[string]ui.State{"late": ui.Late, "soon": ui.Soon, "fine": ui.OK, "held": ui.Hold, "none": ui.Idle}
	var out []ui.FilterChip
	for _, name := range inbox.Lights {
		c := ui.FilterChip{Text: x.v.L.T("web.inbox.light." + name), State: states[name], Href: x.f.With("light", name), Count: x.lights[name]}
		if name == x.f.Light {
			c.Href, c.Current = x.f.With("light", ""), true
		}
		out = append(out, c)
	}
	return out
}

// choice is a select of the filter bar.
type choice struct {
	name, label string
	options     []ui.Option
}

// choices are the selects that have something to choose from.
func (x inboxView) choices() []choice {
	l := x.v.L
	list := []choice{
		{"unit", l.T("web.inbox.unit"), x.facet(kernel.ByUnit, func(s string) string { return x.v.UnitText(kernel.UnitID(s)) })},
		{"district", l.T("web.inbox.district"), x.facet(kernel.ByDistrict, x.v.DistrictText)},
		{"what", l.T("web.col.flow"), slices.Concat(x.facet(kernel.ByItem, x.itemText), x.flows())},
		{"who", l.T("web.col.assignee"), x.people()},
	}
	var out []choice
	for _, c := range list {
		if chosen := x.f.Value(c.name); len(c.options) > 1 || chosen != "" {
			c.options = options(l.T("web.inbox.every."+c.name), chosen, c.options)
			out = append(out, c)
		}
	}
	return out
}

func (x inboxView) facet(by kernel.CaseFacet, text func(string) string) []ui.Option {
	var out []ui.Option
	for v, n := range x.facets[by] {
		if v != "" {
			out = append(out, ui.Option{Value: v, Text: text(v), Count: n})
		}
	}
	slices.SortFunc(out, func(a, b ui.Option) int { return compare(a.Text, b.Text) })
	return out
}

// flows are the procedures that are no declared item.
func (x inboxView) flows() []ui.Option {
	return slices.DeleteFunc(x.facet(kernel.ByFlow, func(s string) string { return x.v.FlowText(kernel.FlowAddr(s)) }), func(o ui.Option) bool {
		return x.Matters[kernel.FlowAddr(o.Value)].Desk != nil // its cases are found by their items
	})
}

func (x inboxView) people() []ui.Option {
	var out []ui.Option
	for id, n := range x.facets[kernel.ByAssignee] {
		switch id {
		case "":
			out = append(out, ui.Option{Value: "nobody", Text: x.v.L.T("web.inbox.nobody"), Count: n})
		case string(x.v.Actor.User):
			out = append(out, ui.Option{Value: "me", Text: x.v.L.T("web.inbox.me"), Count: n})
		default:
			out = append(out, ui.Option{Value: id, Text: x.nameOf(kernel.UserID(id)), Count: n})
		}
	}
	slices.SortFunc(out, func(a, b ui.Option) int { return compare(a.Text, b.Text) })
	return out
}

func compare(a, b string) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

func (x inboxView) itemText(code string) string {
	return cmp.Or(x.v.ItemText(code), code)
}

func (x inboxView) nameOf(id kernel.UserID) string {
	if n := x.names[id]; n != "" {
		return n
	}
	return x.v.L.T("web.inbox.colleague")
}

// applied are the conditions that are on, each with the way to take it off.
func (x inboxView) applied() []ui.Applied {
	l := x.v.L
	var out []ui.Applied
	for _, name := range x.f.Narrows() {
		value := x.f.Value(name)
		text := value
		switch name {
		case "light":
			text = l.T("web.inbox.light." + value)
		case "unit":
			text = x.v.UnitText(kernel.UnitID(value))
		case "what":
			if text = x.itemText(value); text == value {
				text = x.v.FlowText(kernel.FlowAddr(value))
			}
		case "who":
			text = x.whoText(value)
		case "q":
			text = l.T("web.inbox.words", "words", value)
		}
		out = append(out, ui.Applied{Text: text, RemoveHref: x.f.With(name, "")})
	}
	return out
}

func (x inboxView) whoText(who string) string {
	switch who {
	case "me", "nobody":
		return x.v.L.T("web.inbox." + who)
	}
	return x.nameOf(kernel.UserID(who))
}
