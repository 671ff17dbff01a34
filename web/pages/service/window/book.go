package window

import (
	"net/http"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/city"
	"quanlian/catalogue/lang"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// cellView is one time of the table.
type cellView struct {
	Value  string // 2026-11-23 10:00; "" when it cannot be chosen
	Text   string // how many places are left
	Said   string // the whole of it, for readers of the page
	Chosen bool
}

type dayView struct {
	Date, Weekday string
	Odd           string // why it is worked though the week has it off
}

type timeRow struct {
	Time  string
	Cells []cellView
}

// bookView is the page of booking.
type bookView struct {
	v      *site.Visit
	unit   city.Unit
	item   string // code
	about  string // name of the item
	units  []city.Unit
	days   []dayView
	rows   []timeRow
	faults ui.Faults
	in     window.BookInput
	free   int
	odd    []string // days that are worked, or free, otherwise than the week has it
	moving int      // year whose days off are not announced yet; 0 for none
	action string
	code   string // of a booking that is changed; "" for a new one
}

func (p pages) book(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	q := r.URL.Query()
	return p.drawBook(w, r, v, http.StatusOK, bookView{in: window.BookInput{
		Unit: kernel.UnitID(q.Get("unit")), Item: strings.ToUpper(q.Get("item")), Slot: slotOf(q.Get("slot")), Name: nameOf(v)}})
}

func nameOf(v *site.Visit) string {
	if v.Staff() {
		return ""
	}
	return v.Actor.Name
}

// drawBook draws the choice of units, or the table of a unit.
func (p pages) drawBook(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, x bookView) error {
	x.v, x.action = v, "/book"
	if it, ok := p.item(r, x.in.Item); ok {
		x.item, x.about = it.Code, it.Name.In(v.L.Zh())
		if x.in.Unit == "" {
			x.in.Unit = it.Unit
		}
	}
	u, ok := p.City().Unit(x.in.Unit)
	f := v.Frame(r, v.L.T("web.window.book"), "items")
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.items"), Href: "/items"}, {Text: v.L.T("web.window.book")}}
	if !ok || u.Queue == nil {
		x.units = p.queues()
		return v.ShowStatus(w, r, status, f, unitsPage(x))
	}
	x.unit = u
	if err := p.table(r, v, &x); err != nil {
		return err
	}
	return v.ShowStatus(w, r, status, f, bookPage(x))
}

// table fills days and times with what is left.
func (p pages) table(r *http.Request, v *site.Visit, x *bookView) error {
	now := v.Env.Now()
	days := p.Rules.Days(x.unit, now)
	if len(days) == 0 {
		return nil
	}
	taken, err := p.Windows.WindowTaken(r.Context(), x.unit.ID, days[0], days[len(days)-1])
	if err != nil {
		return err
	}
	x.moving, x.odd = unannounced(p.Rules.Calendar, days), oddDays(v.L, p.Rules, x.unit, calendar.DateOf(now), days[len(days)-1])
	at := map[string][]cellView{}
	var order []string
	for i, d := range days {
		x.days = append(x.days, dayView{Date: v.L.MonthDay(d.At(0)), Weekday: dayWord(v.L, d, calendar.DateOf(now)), Odd: oddWord(v.L, p.Rules, d)})
		for _, s := range p.Rules.Times(x.unit, d) {
			if _, seen := at[s.Time]; !seen {
				order = append(order, s.Time)
				at[s.Time] = make([]cellView, len(days))
			}
			left := x.unit.Queue.Capacity - taken[s]
			c := cellView{Text: "—"}
			switch {
			case !now.Before(s.Start()):
				c.Text = v.L.T("web.window.past")
			case left <= 0:
				c.Text = v.L.T("web.window.full_up")
			default:
				x.free += left
				c = cellView{Value: s.Day.String() + " " + s.Time, Text: v.L.T("web.window.left", "n", left), Chosen: s == x.in.Slot,
					Said: v.L.DateWeekday(d.At(0)) + " " + s.Time + " "}
			}
			at[s.Time][i] = c
		}
	}
	for _, t := range order {
		x.rows = append(x.rows, timeRow{Time: t, Cells: at[t]})
	}
	return nil
}

// unannounced is the first year among the days whose days off may still move.
func unannounced(c *calendar.Calendar, days []calendar.Date) int {
	for _, d := range days {
		if c.Certainty(d.Year) == calendar.Provisional {
			return d.Year
		}
	}
	return 0
}

func dayWord(l *lang.Localizer, d, today calendar.Date) string {
	if d == today {
		return l.T("web.window.today")
	}
	return l.Weekday(d.At(0))
}

// slotOf reads 2026-11-23 10:00.
func slotOf(s string) window.Slot {
	day, at, _ := strings.Cut(strings.TrimSpace(s), " ")
	d, err := calendar.ParseDate(day)
	if err != nil {
		return window.Slot{}
	}
	return window.Slot{Day: d, Time: at}
}

func (p pages) booked(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	in := window.BookInput{Unit: kernel.UnitID(r.PostFormValue("unit")), Item: strings.ToUpper(r.PostFormValue("item")), Slot: slotOf(r.PostFormValue("slot")),
		Name: r.PostFormValue("name"), Phone: r.PostFormValue("phone"), Elder: r.PostFormValue("elder") != ""}
	if !v.LoggedIn() { // telephone numbers are easily made up: nobody takes all places
		if err := v.Try(r, "book", ""); err != nil {
			return p.drawBook(w, r, v, http.StatusTooManyRequests, bookView{in: in, faults: ui.FaultsOf(v.L, err)})
		}
	}
	receipt, err := open(r, v, as(v), window.Booking, "book", in)
	if err != nil {
		if !told(err) {
			return err
		}
		return p.drawBook(w, r, v, httpx.Status(err), bookView{in: in, faults: ui.FaultsOf(v.L, err)})
	}
	c, err := caseOf(r, v, receipt.Case)
	if err != nil {
		return err
	}
	d, err := window.BookingOf(c)
	if err != nil {
		return err
	}
	return v.Go(w, r, "/booking/"+d.Code, v.L.T("web.window.booked", "code", d.Code))
}

// label names a field in the summary of faults.
func label(l *lang.Localizer) func(string) string {
	return func(name string) string {
		if key := "web.window.field." + name; l.Has(key) {
			return l.T(key)
		}
		return ""
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
