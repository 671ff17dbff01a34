package items

import (
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// seenParts are the parts of an item that its page shows, by the beginning of their
// place in it, with the key of what they are called.
var seenParts = []struct{ begins, key string }{
	{"limits", "web.items.part.limits"}, {"materials", "web.items.prepare"}, {"steps", "web.items.part.form"}, {"fee", "web.items.fee"}, {"visits", "web.items.visits"},
	{"who", "web.items.who"}, {"basis", "web.items.basis"}, {"result", "web.items.result"}, {"unit", "web.items.unit"}, {"flow", "web.items.how"},
}

// comingText tells applicants beforehand from when the item changes, and in what;
// "" when no approved version waits for its day.
func (p pages) comingText(v *site.Visit, it form.Item) string {
	today := calendar.DateOf(v.Env.Now())
	var next *form.Item
	for _, o := range p.Catalogue().Versions(it.Code) {
		if o.Item.From.After(today) && (next == nil || o.Item.From.Before(next.From)) {
			next = &o.Item
		}
	}
	if next == nil {
		return ""
	}
	if next.Retired {
		return v.L.T("web.items.coming_end", "day", next.From.String())
	}
	var parts []string
	for _, s := range seenParts {
		if slices.ContainsFunc(items.Diff(it, *next), func(c items.Change) bool { return strings.HasPrefix(c.Field, s.begins) }) {
			parts = append(parts, v.L.T(s.key))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return v.L.T("web.items.coming", "day", next.From.String(), "parts", v.L.List(parts)) + nextFigures(v.L, it, *next)
}

// nextFigures says what the numbers at the head of the page will be.
func nextFigures(l *lang.Localizer, now, next form.Item) string {
	was := map[string]string{}
	for _, f := range figures(l, now) {
		was[f.Label] = figureText(l, f)
	}
	var out string
	for _, f := range figures(l, next) {
		if to := figureText(l, f); to != was[f.Label] {
			out += l.T("web.items.coming_figure", "what", f.Label, "to", to)
		}
	}
	return out
}

// figureText is a number in a sentence; a fee has its sum in the words below it.
func figureText(l *lang.Localizer, f ui.Figure) string {
	switch {
	case f.Unit == "" && f.Basis == "":
		return f.Value
	case f.Unit == "":
		return f.Value + l.T("web.ui.bracket", "text", f.Basis)
	}
	return l.T("web.items.coming_number", "value", f.Value, "unit", f.Unit)
}
