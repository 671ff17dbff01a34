package rehearsal

import (
	"strconv"
	"strings"

	"quanlian/base/calendar"
	service "quanlian/chain/service/rehearsal"
	"quanlian/web/site"
)

// Unit: characters. Source: our choice, within the longest name of a question.
const longestTitle = 60

// titleOf names a question that its asker gave no name: what shall be other.
func titleOf(v *site.Visit, q service.Question) string {
	l := v.L
	var parts []string
	for _, item := range sorted(q.Limits) {
		name := item
		if item == "*" {
			name = l.T("web.rehearse.all_items")
		}
		parts = append(parts, l.T("web.rehearse.title_to", "what", name, "to", site.PeriodText(l, q.Limits[item])))
	}
	for _, u := range q.Units {
		if n, ok := q.NewStaff[u]; ok {
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
