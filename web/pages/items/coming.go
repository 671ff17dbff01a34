package items

import (
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/items"
	"quanlian/kernel/form"
	"quanlian/web/site"
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
	return v.L.T("web.items.coming", "day", next.From.String(), "parts", v.L.List(parts))
}
