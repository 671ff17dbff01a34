package rehearsal

import (
	"slices"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	service "quanlian/chain/service/rehearsal"
	"quanlian/kernel"
	"quanlian/web/site"
)

// Unit: characters. Source: our choice, within the longest name of a question.
const longestTitle = 60

// titleOf names a question that its asker gave no name: what shall be other than it
// was known to be.
func titleOf(v *site.Visit, q service.Question, known service.Basis) string {
	l := v.L
	var parts []string
	for _, item := range sorted(q.Limits) {
		if stays(known.Items, item, q.Limits[item]) {
			continue
		}
		name := item
		if item == "*" {
			name = l.T("web.rehearse.all_items")
		}
		parts = append(parts, l.T("web.rehearse.title_to", "what", name, "to", site.PeriodText(l, q.Limits[item])))
	}
	for _, u := range q.Units {
		if n, ok := q.NewStaff[u]; ok && n != peopleOf(q, known, u) {
			parts = append(parts, l.T("web.rehearse.title_people", "unit", v.UnitText(u), "n", n))
		}
	}
	if q.Arrivals != 0 && q.Arrivals != 100 {
		parts = append(parts, l.T("web.rehearse.title_arrivals", "n", strconv.Itoa(q.Arrivals)))
	}
	for _, list := range []struct {
		key  string
		days []calendar.Date
	}{{"off", q.Off}, {"work", q.Work}} {
		if len(list.days) > 0 {
			parts = append(parts, l.T("web.rehearse.field."+list.key)+l.T("web.rehearse.n_days", "n", len(list.days)))
		}
	}
	if len(parts) == 0 {
		return l.T("web.rehearse.title_as_was")
	}
	title := []rune(strings.Join(parts, l.T("web.items.sep")))
	return string(title[:min(len(title), longestTitle)])
}

// stays reports whether a limit is the one that the item, or every item, has.
func stays(known []service.ItemFact, item string, to calendar.Period) bool {
	found := false
	for _, f := range known {
		if f.Limit.IsZero() || item != "*" && f.ID != item {
			continue
		}
		if f.Limit != to {
			return false
		}
		found = true
	}
	return found
}

// peopleOf are those that an office had.
func peopleOf(q service.Question, known service.Basis, unit kernel.UnitID) int {
	if n, ok := q.Staff[unit]; ok {
		return n
	}
	if i := slices.IndexFunc(known.Units, func(f service.UnitFact) bool { return f.ID == unit }); i >= 0 {
		return known.Units[i].Posts
	}
	return -1
}
