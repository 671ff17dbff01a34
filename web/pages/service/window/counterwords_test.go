package window

import (
	"net/url"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue/city"
	"quanlian/catalogue/lang"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/web/site"
)

// What people come to the unit for stands first; what the number was booked for is
// chosen, unless the clerk chose something else.
func TestItemsAtTheCounter(t *testing.T) {
	t.Parallel()
	item := func(code string, unit kernel.UnitID) form.Item { return form.Item{Code: code, Unit: unit} }
	x := counterView{v: &site.Visit{L: lang.For(lang.Zh)}, unit: city.Unit{ID: "marks"}, items: []form.Item{item("A1", "patents"), item("B1", "marks"), item("A2", "patents"), item("B2", "marks")}}
	for _, c := range []struct {
		booked string
		said   url.Values
		want   string // chosen
	}{{"", nil, ""}, {"A2", nil, "A2"}, {"A2", url.Values{"item": {"B2"}}, "B2"}} {
		x.ticket, x.move, x.said = &window.TicketRow{TicketData: window.TicketData{Item: c.booked}}, "file", c.said
		order, chosen := "", ""
		for _, o := range itemOptions(x) {
			order += o.Value
			if o.Selected {
				chosen += o.Value
			}
		}
		if order != "B1B2A1A2" || chosen != c.want {
			t.Errorf("booked %q, chose %v: %s, %q chosen", c.booked, c.said, order, chosen)
		}
	}
}

// A year whose holidays the State Council has not announced is said on the page.
func TestUnannouncedYear(t *testing.T) {
	t.Parallel()
	c := calendar.National()
	for _, x := range []struct {
		from calendar.Date
		want int
	}{{calendar.On(2026, time.November, 27), 0}, {calendar.On(2026, time.December, 28), 2027}} {
		var days []calendar.Date
		for n := range 14 {
			days = append(days, x.from.AddDays(n))
		}
		if got := unannounced(c, days); got != x.want {
			t.Errorf("from %s: %d, want %d", x.from, got, x.want)
		}
	}
}
