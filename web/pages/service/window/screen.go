package window

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"quanlian/base/calendar"
	"quanlian/catalogue/city"
	"quanlian/catalogue/lang"
	"quanlian/chain/service/window"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// board is a unit as the hall sees it.
type board struct {
	waiting []window.TicketRow
	calls   []window.TicketRow // at a counter, called last first
	shifts  []window.ShiftRow  // that last
	figures window.Figures
}

func (p pages) boardOf(r *http.Request, u city.Unit, now time.Time) (board, error) {
	var b board
	day := calendar.DateOf(now)
	list, err := p.Windows.WindowQueue(r.Context(), u.ID, day)
	if err != nil {
		return b, err
	}
	shifts, err := p.Windows.WindowShifts(r.Context(), u.ID, day)
	if err != nil {
		return b, err
	}
	b.figures = window.FiguresOf(list, shifts, now, p.Rules.Shuts(u, day))
	b.waiting = window.InOrder(inState(list, window.Waiting), now)
	b.calls = inState(list, window.Called, window.Serving)
	slices.SortStableFunc(b.calls, func(x, y window.TicketRow) int { return y.Called.Compare(x.Called) })
	b.shifts = slices.DeleteFunc(shifts, func(s window.ShiftRow) bool { return s.State == window.Closed })
	return b, nil
}

func (b board) open() int {
	n := 0
	for _, s := range b.shifts {
		if s.State == window.Open {
			n++
		}
	}
	return n
}

// waitText is about how long one waits, "" where that is not established.
func waitText(l *lang.Localizer, b board, ahead int) string {
	d, ok := window.Estimate(b.figures, b.open(), ahead)
	if !ok {
		return ""
	}
	return l.T("web.window.about_wait", "n", max(1, int(d.Round(time.Minute)/time.Minute)))
}

// queueLine is one letter of the queue on the screen.
type queueLine struct {
	Letter, Name, Wait string
	N                  int
}

type screenView struct {
	v      *site.Visit
	unit   city.Unit
	now    time.Time
	first  *window.TicketRow
	others []window.TicketRow
	lines  []queueLine
	missed []string
	paused []string
}

// Unit: numbers. Source: what fits on the screen under the big one (look/14).
const (
	mostCalls  = 6
	mostMissed = 8
)

// screenWait is how long the screen waits for an answer before it says that the
// connection is lost. Unit: milliseconds, as htmx reads it. Source: our choice.
const screenWait = `{"timeout":8000}`

// callKey changes when somebody is called, or called again.
func (x screenView) callKey() string {
	if x.first == nil {
		return ""
	}
	return x.first.Label() + " " + itoa(x.first.Calls) + " " + x.first.Counter
}

// called is when that was; a number that comes to the front again because another
// one left is not called.
func (x screenView) called() string {
	if x.first == nil {
		return ""
	}
	return strconv.FormatInt(x.first.Called.UnixMilli(), 10)
}

// said is what is read aloud of the call.
func (x screenView) said() string {
	if x.first == nil {
		return ""
	}
	return x.first.Label() + "，" + x.v.L.T("web.window.counter", "counter", x.first.Counter)
}

// screens lists the call screens.
func (p pages) screens(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return v.Show(w, r, v.Frame(r, v.L.T("web.window.screens"), ""), screensPage(v, p.queues()))
}

// screen is the call screen of a unit: numbers only, no names. htmx fetches it
// anew; without JavaScript the page itself comes again.
func (p pages) screen(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	u, err := p.unit(r)
	if err != nil {
		return err
	}
	now := v.Env.Now()
	b, err := p.boardOf(r, u, now)
	if err != nil {
		return err
	}
	list, err := p.Windows.WindowQueue(r.Context(), u.ID, calendar.DateOf(now))
	if err != nil {
		return err
	}
	x := screenView{v: v, unit: u, now: now, lines: p.lines(v.L, u, b)}
	if len(b.calls) > 0 {
		x.first, x.others = &b.calls[0], b.calls[1:min(len(b.calls), 1+mostCalls)]
	}
	for _, t := range inState(list, window.Missed) {
		if len(x.missed) < mostMissed {
			x.missed = append(x.missed, t.Label())
		}
	}
	for _, s := range b.shifts {
		if s.State == window.Paused {
			x.paused = append(x.paused, v.L.T("web.window.paused", "counter", s.Counter, "at", v.L.Clock(s.Since), "reason", s.Reason))
		}
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if httpx.Fragment(r) {
		return screenNow(x).Render(r.Context(), w)
	}
	f := v.Frame(r, v.L.T("web.window.screen", "unit", u.Name), "")
	return ui.Screen(f).Render(templ.WithChildren(r.Context(), screenPage(x)), w)
}

// lines are the letters of the queue with who waits under them.
func (p pages) lines(l *lang.Localizer, u city.Unit, b board) []queueLine {
	out := []queueLine{{Letter: u.Queue.Letter, Name: l.T("web.window.by_order")}, {Letter: u.Queue.Booked, Name: l.T("web.window.by_booking")}}
	for _, t := range b.waiting {
		for i := range out {
			if out[i].Letter == t.Letter {
				out[i].N++
			}
		}
	}
	for i := range out {
		switch {
		case out[i].N == 0 && b.open() > 0 && i == 0:
			out[i].Wait = l.T("web.window.no_wait")
		case i > 0:
			out[i].Wait = l.T("web.window.on_time")
		default:
			out[i].Wait = waitText(l, b, len(b.waiting))
		}
	}
	return out
}
