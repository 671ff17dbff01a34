package board

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/workload"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Day is how many cases came in and were closed on a day.
type Day struct {
	Day     calendar.Date
	In, Out int
}

// Work is where the cases come from, in the scope of the actor.
type Work interface {
	Work(ctx context.Context, a kernel.Actor, since time.Time) (open, closed []kernel.Case, err error)
	Days(ctx context.Context, a kernel.Actor, since calendar.Date) ([]Day, error)
	Names(ctx context.Context, ids []kernel.UserID) (map[kernel.UserID]string, error)
}

// Routes of this folder.
func Routes(w Work) []site.Route {
	p := pages{w}
	return []site.Route{{Method: "GET", Pattern: "/board", Page: p.board, Auth: site.Staff}}
}

type pages struct{ work Work }

// view is the page.
type view struct {
	v     *site.Visit
	b     workload.Board
	days  []Day
	names map[kernel.UserID]string
	unit  string // opened in the table
	who   string
	first calendar.Date // of the month
}

// Unit: working days. Source: look/13-board.
const shownDays = 20

func (p pages) board(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	now := v.Env.Now()
	today := calendar.DateOf(now)
	x := view{v: v, unit: r.URL.Query().Get("unit"), who: r.URL.Query().Get("who"), first: calendar.On(today.Year, today.Month, 1)}
	a := v.Actor
	a.Party, a.Mandate, a.Rights, a.Scope = "", "", nil, nil // by office alone, as the inbox
	open, closed, err := p.work.Work(r.Context(), a, x.first.At(0))
	if err != nil {
		return err
	}
	x.b = workload.Of(open, closed, now, v.Env.Calendar)
	since := today
	for n := 0; n < shownDays; since = since.AddDays(-1) {
		if v.Env.Calendar.IsWorkday(since) {
			n++
		}
	}
	if x.days, err = p.work.Days(r.Context(), a, since.AddDays(1)); err != nil {
		return err
	}
	var ids []kernel.UserID
	for _, u := range x.b.Units {
		for _, q := range u.People {
			if q.User != "" {
				ids = append(ids, q.User)
			}
		}
	}
	if x.names, err = p.work.Names(r.Context(), ids); err != nil {
		return err
	}
	return v.Show(w, r, v.Workbench(r, v.L.T("web.nav.board"), "board"), boardPage(x))
}

func count(n int) string { return lang.Thousands(int64(n)) }

func (x view) figures() []ui.Figure {
	l, b := x.v.L, x.b
	in, out := 0, 0
	if n := len(x.days); n > 0 && x.days[n-1].Day == calendar.DateOf(b.At) {
		in, out = x.days[n-1].In, x.days[n-1].Out
	}
	unit := l.T("web.board.cases")
	return []ui.Figure{
		{Label: l.T("web.board.open"), Value: count(b.Open), Unit: unit, Basis: l.T("web.board.open_basis", "n", count(b.Unlimited)), Href: "/inbox?view=all"},
		{Label: l.T("web.board.in"), Value: count(in), Unit: unit, Basis: l.T("web.board.in_basis", "n", mean(x.days))},
		{Label: l.T("web.board.out"), Value: count(out), Unit: unit, Basis: l.T("web.board.out_basis", "at", l.Clock(b.At))},
		{Label: l.T("web.board.late"), State: ui.Late, Value: count(b.Late), Unit: unit, Basis: l.T("web.board.late_basis", "share", share(b.Late, b.Open), "law", count(b.LateLaw)), Href: "/inbox?view=late"},
		{Label: l.T("web.board.soon"), State: ui.Soon, Value: count(b.Soon), Unit: unit, Basis: l.T("web.board.soon_basis", "n", count(b.DueToday)), Href: "/inbox?view=all&light=soon"},
		{Label: l.T("web.board.held"), State: ui.Hold, Value: count(b.Held), Unit: unit, Basis: l.T("web.board.held_basis", "owner", count(b.HeldForOwner), "other", count(b.Held-b.HeldForOwner)), Href: "/inbox?view=all&light=held"},
	}
}

// mean is what came in on a day of the span, rounded.
func mean(days []Day) string {
	if len(days) == 0 {
		return "0"
	}
	sum := 0
	for _, d := range days {
		sum += d.In
	}
	return strconv.Itoa((sum + len(days)/2) / len(days))
}

func share(part, whole int) string {
	if whole == 0 {
		return "0%"
	}
	return strconv.FormatFloat(100*float64(part)/float64(whole), 'f', 1, 64) + "%"
}

func (x view) bands() ui.BarChart {
	l := x.v.L
	c := ui.BarChart{ChartHead: ui.ChartHead{Caption: l.T("web.board.bands"), Sub: l.T("web.board.bands_unit"), Sentence: l.T("web.board.bands_say", "late", count(x.b.Late), "open", count(x.b.Open))}, Name: l.T("web.board.cases")}
	for i, n := range x.b.Bands {
		label := strconv.Itoa(i*20) + "—" + strconv.Itoa(i*20+20) + "%"
		late := i == len(x.b.Bands)-1
		if late {
			label = l.T("web.board.overdue")
		}
		c.Labels, c.Values, c.Late = append(c.Labels, label), append(c.Values, float64(n)), append(c.Late, late)
	}
	return c
}

func (x view) daily() ui.LineChart {
	l := x.v.L
	in, out := ui.Series{Name: l.T("web.board.came")}, ui.Series{Name: l.T("web.board.closed")}
	c := ui.LineChart{ChartHead: ui.ChartHead{Caption: l.T("web.board.daily"), Sub: l.T("web.board.daily_unit"), Sentence: l.T("web.board.daily_say")}}
	for _, d := range x.days {
		if !x.v.Env.Calendar.IsWorkday(d.Day) && d.In+d.Out == 0 {
			continue
		}
		c.Labels = append(c.Labels, d.Day.String()[5:])
		in.Values, out.Values = append(in.Values, float64(d.In)), append(out.Values, float64(d.Out))
	}
	c.Series = []ui.Series{in, out}
	return c
}

// link opens or closes a line of the table in place.
func link(unit, who string) string {
	q := url.Values{}
	if unit != "" {
		q.Set("unit", unit)
	}
	if who != "" {
		q.Set("who", who)
	}
	if len(q) == 0 {
		return "/board#units"
	}
	return "/board?" + q.Encode() + "#units"
}
