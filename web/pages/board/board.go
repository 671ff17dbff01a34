package board

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/workload"
	"quanlian/web/inbox"
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
	return []site.Route{{Method: "GET", Pattern: "/board", Page: p.board, Auth: site.Staff}, {Method: "GET", Pattern: "/board/cases", Page: p.cases, Auth: site.Staff}}
}

type pages struct{ work Work }

// view is the page.
type view struct {
	v        *site.Visit
	b        workload.Board
	days     []Day
	names    map[kernel.UserID]string
	unit     string // opened in the table
	who      string
	first    calendar.Date  // of the month
	serve    map[string]int // closed cases whose notice has to be served still, by office
	objected []objected
}

// Unit: working days. Source: look/13-board.
const shownDays = 20

func (p pages) board(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	now := v.Env.Now()
	today := calendar.DateOf(now)
	x := view{v: v, unit: r.URL.Query().Get("unit"), who: r.URL.Query().Get("who"), first: calendar.On(today.Year, today.Month, 1)}
	a := v.Officer() // by office alone, as the inbox
	open, closed, err := p.work.Work(r.Context(), a, x.first.At(0))
	if err != nil {
		return err
	}
	x.b = workload.Of(open, closed, now, v.Env.Calendar).Wait(itemflow.AwaitsAcceptance, v.Env.Calendar)
	since := today
	for n := 0; n < shownDays; since = since.AddDays(-1) {
		if v.Env.Calendar.IsWorkday(since) {
			n++
		}
	}
	if x.days, err = p.work.Days(r.Context(), a, since.AddDays(1)); err != nil {
		return err
	}
	owed, err := v.Env.Cases.Counts(r.Context(), a, kernel.ViewDetail, kernel.CaseCount{CaseQuery: inbox.ToServe(v), By: []kernel.CaseFacet{kernel.ByUnit}})
	if err != nil {
		return err
	}
	x.serve = owed[0].By[kernel.ByUnit]
	if err := x.objections(r.Context()); err != nil {
		return err
	}
	if x.names, err = p.work.Names(r.Context(), users(x.b)); err != nil {
		return err
	}
	return v.Show(w, r, v.Workbench(r, v.L.T("web.nav.board"), "board"), boardPage(x))
}

// users are those who have cases.
func users(b workload.Board) []kernel.UserID {
	var ids []kernel.UserID
	for _, u := range b.Units {
		for _, q := range u.People {
			if q.User != "" {
				ids = append(ids, q.User)
			}
		}
	}
	return ids
}

// unlimited are the open cases without a limit, those that wait to be taken in apart.
func (x view) unlimited() []ui.Link {
	l, b := x.v.L, x.b
	none := ui.Link{Text: l.T("web.board.open_basis", "n", count(b.Unlimited)), Href: listOf(b.Unlimited, asked{figure: workload.None})}
	if b.Waiting == 0 {
		return []ui.Link{none}
	}
	return []ui.Link{none, {Text: l.T("web.board.waits_basis", "n", count(b.Waiting), "days", int(b.Waited)), Href: listOf(b.Waiting, asked{figure: workload.Waits})}}
}

func count(n int) string { return lang.Thousands(int64(n)) }

func (x view) figures() []ui.Figure {
	l, b := x.v.L, x.b
	in, out := 0, 0
	if n := len(x.days); n > 0 && x.days[n-1].Day == calendar.DateOf(b.At) {
		in, out = x.days[n-1].In, x.days[n-1].Out
	}
	unit, today := l.T("web.board.cases"), calendar.DateOf(b.At)
	part := func(key, arg string, n int, f workload.Figure) ui.Link {
		return ui.Link{Text: l.T(key, arg, count(n)), Href: listOf(n, asked{figure: f})}
	}
	return []ui.Figure{
		{Label: l.T("web.board.open"), Value: count(b.Open), Unit: unit, Href: listOf(b.Open, asked{figure: workload.Open}), Parts: x.unlimited()},
		{Label: l.T("web.board.in"), Value: count(in), Unit: unit, Basis: l.T("web.board.in_basis", "n", mean(x.days)), Href: listOf(in, asked{figure: workload.Came, day: today})},
		{Label: l.T("web.board.out"), Value: count(out), Unit: unit, Basis: l.T("web.board.out_basis", "at", l.Clock(b.At)), Href: listOf(out, asked{figure: workload.Closed, day: today})},
		{Label: l.T("web.board.late"), State: ui.Late, Value: count(b.Late), Unit: unit, Basis: l.T("web.board.late_basis", "share", share(b.Late, b.Open)), Href: listOf(b.Late, asked{figure: workload.Late}), Parts: []ui.Link{part("web.board.law_basis", "n", b.LateLaw, workload.Law)}},
		{Label: l.T("web.board.soon"), State: ui.Soon, Value: count(b.Soon), Unit: unit, Href: listOf(b.Soon, asked{figure: workload.Soon}), Parts: []ui.Link{part("web.board.soon_basis", "n", b.DueToday, workload.Today)}},
		{Label: l.T("web.board.held"), State: ui.Hold, Value: count(b.Held), Unit: unit, Href: listOf(b.Held, asked{figure: workload.Held}), Parts: []ui.Link{part("web.board.owner_basis", "n", b.HeldForOwner, workload.Owner), part("web.board.others_basis", "n", b.Held-b.HeldForOwner, workload.Others)}},
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
		c.Labels, c.Values, c.Late = append(c.Labels, bandText(l, i)), append(c.Values, float64(n)), append(c.Late, i == len(x.b.Bands)-1)
		c.Hrefs = append(c.Hrefs, listOf(n, asked{figure: workload.Band(i)}))
	}
	if n := x.b.Waiting; n > 0 { // no limit runs in them: they stand beside the shares
		c.Labels, c.Values, c.Late = append(c.Labels, l.T("web.board.waits")), append(c.Values, float64(n)), append(c.Late, false)
		c.Hrefs = append(c.Hrefs, listOf(n, asked{figure: workload.Waits}))
		c.Sentence += l.T("web.board.waits_say", "n", count(n), "days", int(x.b.Waited))
	}
	return c
}

func bandText(l *lang.Localizer, i int) string {
	if i == len(workload.Bands{})-1 {
		return l.T("web.board.overdue")
	}
	return strconv.Itoa(i*20) + "—" + strconv.Itoa(i*20+20) + "%"
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
		in.Hrefs, out.Hrefs = append(in.Hrefs, listOf(d.In, asked{figure: workload.Came, day: d.Day})), append(out.Hrefs, listOf(d.Out, asked{figure: workload.Closed, day: d.Day}))
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

// toServe leads, office by office, to the closed cases whose notice has to be
// served still.
func (x view) toServe() []ui.Link {
	var out []ui.Link
	for _, unit := range slices.Sorted(maps.Keys(x.serve)) {
		out = append(out, ui.Link{Text: x.v.L.T("web.board.serve_in", "unit", x.v.UnitText(kernel.UnitID(unit)), "n", count(x.serve[unit])), Href: inbox.Filter{View: "serve", Unit: unit}.With("", "")})
	}
	return out
}
