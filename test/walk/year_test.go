package walk

import (
	"container/heap"
	"context"
	"math"
	"os"
	"testing"
	"time"

	"quanlian/base/calendar"
	service "quanlian/chain/service/rehearsal"
	"quanlian/engine/rehearsal"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/workload"
)

// Two weeks of the complex, in proportion to its year.
func TestTwoWeeksOfTheComplex(t *testing.T) {
	both(t, func(t *testing.T, h *hall) {
		y := h.year(calendar.On(2026, time.November, 2), calendar.On(2026, time.November, 15), 900)
		y.run()
		y.board()
		y.forecast(20)
		y.page(20)
	})
}

// A year of it: 23,366 cases with what holds them up, through the real desk and
// store. The board counts what the simulation did, and the engine, which knows
// neither efforts nor what happens in the offices, foretells it within its own
// spread.
func TestYearOfTheComplex(t *testing.T) {
	if os.Getenv("QUANLIAN_LONG") == "" {
		t.Skip("minutes of simulation: set QUANLIAN_LONG")
	}
	both(t, func(t *testing.T, h *hall) {
		first, last, n := calendar.On(2026, time.January, 1), calendar.On(2026, time.December, 31), yearCases
		if os.Getenv("QUANLIAN_YEAR_MONTHS") == "2" { // while one works on it
			first, last, n = calendar.On(2026, time.March, 2), calendar.On(2026, time.April, 30), yearCases/6
		}
		y := h.year(first, last, n)
		start := time.Now()
		y.run()
		took := time.Since(start)
		t.Logf("%d cases and %d steps of other offices in %s, %.0f cases/s, %d acts", len(y.errands), len(y.helped), took.Round(time.Second), float64(len(y.errands))/took.Seconds(), h.n)
		y.board()
		y.forecast(100)
		y.page(30)
	})
}

func (h *hall) year(first, last calendar.Date, n int) *year {
	h.clock.Set(first.At(0))
	byLoad := map[kernel.UnitID]bool{}
	for _, u := range h.cat.City.Units {
		byLoad[u.ID] = u.ByLoad
	}
	var list []form.Item
	for _, it := range h.cat.On(last).All() {
		if _, ok := h.cat.On(first).Item(it.Code); ok && len(it.Routes) == 0 {
			list = append(list, it)
		}
	}
	y := &year{h: h, plot: plotOf(h.t, list, byLoad, first, last, n), by: map[kernel.CaseID]*errand{}, offices: map[kernel.UnitID]*bureau{}, hats: map[kernel.UserID]kernel.Actor{}, end: last.At(24).Add(-time.Minute)}
	y.people()
	return y
}

// run lets everything happen up to the end.
func (y *year) run() {
	for d := y.plot.first; !d.After(y.plot.last); d = d.AddDays(1) {
		if calendar.National().IsWorkday(d) {
			y.at(instantOf(d, shifts[0][0]), func() {
				for _, u := range y.h.cat.City.Units {
					if b := y.offices[u.ID]; b != nil {
						y.staffed(b, d)
					}
				}
			})
		}
	}
	for i, x := range y.plot.draws {
		e := &errand{draw: x, n: i, unit: x.it.Unit}
		y.errands = append(y.errands, e)
		y.at(x.filed, func() { y.inForce(e); y.file(e) })
	}
	for len(y.todo) > 0 {
		x := heap.Pop(&y.todo).(happening)
		if x.at.After(y.end) {
			break
		}
		y.h.clock.Set(x.at)
		x.do()
	}
	y.h.clock.Set(y.end)
}

// inForce takes the version of the item that is applied on the day.
func (y *year) inForce(e *errand) {
	it, ok := y.h.cat.On(calendar.DateOf(e.filed)).Item(e.it.Code)
	if !ok || it.Flow != e.it.Flow || it.Unit != e.it.Unit {
		y.h.t.Fatalf("%s changed its flow", e.it.Code)
	}
	e.it = it
}

// score is what the simulation counts of an office by itself.
type score struct{ open, late, closed, judged, kept int }

// lateNow reports whether a limit has run out that nobody met.
func (e *errand) lateOf(period calendar.Period, regime calendar.RegimeID, from time.Time, today calendar.Date) bool {
	var stops []calendar.Interval
	for _, p := range e.pauses {
		if p.To.IsZero() {
			p.To = today.AddDays(1)
		}
		stops = append(stops, p)
	}
	due, err := calendar.National().Due(calendar.DateOf(from), period, stops, regime)
	if err != nil {
		panic(err)
	}
	return today.After(due.Date)
}

// onTheSpot reports whether the flow of an item has no acceptance.
func onTheSpot(it form.Item) bool {
	return it.Flow == itemflow.Instant || it.Flow == itemflow.Consult || it.Flow == itemflow.Book
}

// each gives the limits of an errand with the instants that they run from and end at.
func (e *errand) each(f func(l form.Limit, from, met time.Time)) {
	if e.asked != nil {
		f(form.Limit{Period: calendar.WorkDays(3).Period(), Regime: calendar.Administrative, Committed: true}, e.filed, e.met)
		return
	}
	for _, l := range e.it.Limits {
		from := map[string]time.Time{"submit": e.filed, "accept": e.accepted}[l.From]
		if l.Outside || l.Period.IsZero() || from.IsZero() || l.From == "accept" && onTheSpot(e.it) {
			continue
		}
		met := e.closed
		switch l.Name {
		case "committed":
			met = e.met
		case "acceptance":
			met = e.accepted
		}
		f(l, from, met)
	}
}

func (y *year) scores() map[kernel.UnitID]*score {
	out, today := map[kernel.UnitID]*score{}, calendar.DateOf(y.end)
	for _, list := range [][]*errand{y.errands, y.helped} {
		for _, e := range list {
			s := out[e.unit]
			if s == nil {
				s = &score{}
				out[e.unit] = s
			}
			if e.closed.IsZero() {
				s.open++
				late := false
				e.each(func(l form.Limit, from, met time.Time) {
					late = late || met.IsZero() && e.lateOf(l.Period, l.Regime, from, today)
				})
				if late {
					s.late++
				}
				continue
			}
			s.closed++
			judged, kept := false, true
			e.each(func(l form.Limit, from, met time.Time) {
				if l.Committed {
					judged, kept = true, kept && !e.lateOf(l.Period, l.Regime, from, calendar.DateOf(met))
				}
			})
			if judged {
				s.judged++
				if kept {
					s.kept++
				}
			}
		}
	}
	return out
}

// board holds the program's board to the simulation's own count.
func (y *year) board() {
	t := y.h.t
	t.Helper()
	o, c, err := y.h.s.Work(context.Background(), kernel.SystemActor("year"), y.plot.first.At(0))
	y.h.ok(err)
	b, want := workload.Of(o, c, y.end, calendar.National()), y.scores()
	all := score{}
	for _, u := range b.Units {
		w := want[u.ID]
		if w == nil || (score{u.Open, u.Late, u.Done, u.Judged, u.OnTime}) != *w {
			t.Errorf("%s: the board has %+v, the simulation %+v", u.ID, score{u.Open, u.Late, u.Done, u.Judged, u.OnTime}, w)
			continue
		}
		all.open, all.late, all.closed, all.judged, all.kept = all.open+w.open, all.late+w.late, all.closed+w.closed, all.judged+w.judged, all.kept+w.kept
	}
	if len(b.Units) != len(want) || all.open+all.closed != len(y.errands)+len(y.helped) || all.closed == 0 || all.judged == all.kept {
		t.Errorf("%d offices on the board of %d, %+v", len(b.Units), len(want), all)
	}
	t.Logf("the board agrees: %+v, late beyond the law %d", all, b.LateLaw)
}

// forecast asks the engine for the same span with what a director has: arrivals,
// people and their absences, limits, how long cases waited for somebody
// outside, and what is known of the effort of each item.
func (y *year) forecast(runs int) {
	t := y.h.t
	t.Helper()
	start := time.Now()
	a, err := rehearsal.Rehearse(y.request(runs), calendar.National())
	y.h.ok(err)
	t.Logf("forecast of %d runs in %s", runs, time.Since(start).Round(time.Millisecond))
	got := y.outcome()
	check := func(who, what string, s rehearsal.Spread, x float64) (inside bool) {
		if inside = s.Holds(x); !inside {
			t.Logf("%s %s: %.3f, foretold %.3f (%.3f–%.3f)", who, what, x, s.Mean, s.Low, s.High)
		}
		return inside
	}
	for what, s := range map[string]rehearsal.Spread{"closed": a.Base.Closed, "overdue": a.Base.Share, "median": a.Base.Days} {
		x := got[""][what]
		t.Logf("city %s: %.3f, foretold %.3f (%.3f–%.3f)", what, x, s.Mean, s.Low, s.High)
		if !s.Holds(x) {
			t.Errorf("city %s: %.3f is not within %.3f–%.3f", what, x, s.Low, s.High)
		}
	}
	in, all := 0, 0
	for _, u := range a.Base.Units {
		for what, s := range map[string]rehearsal.Spread{"closed": u.Closed, "overdue": u.Share, "median": u.Days} {
			all++
			if check(u.Unit, what, s, got[u.Unit][what]) {
				in++
			}
		}
	}
	t.Logf("%d of %d figures of the offices within the spread", in, all)
	if in*10 < all*9 { // the spread holds nine of ten
		t.Errorf("only %d of %d figures of the offices lie within the spread", in, all)
	}
}

// page does what the director's page does: it takes the cases from the store,
// reads efforts from the journal, and knows people and their absences.
func (y *year) page(runs int) {
	h := y.h
	h.t.Helper()
	q := service.Question{Name: "year", From: y.plot.first, Until: y.plot.last, Seed: 7, Runs: runs, Effort: rehearsal.Effort{Low: 20, Likely: 60, High: 180},
		Staff: map[kernel.UnitID]int{}, Short: map[kernel.UnitID][]rehearsal.Short{}}
	for u, m := range y.plot.offices {
		q.Units, q.Staff[u] = append(q.Units, u), m.people
		for _, g := range m.short {
			q.Short[u] = append(q.Short[u], rehearsal.Short{From: g.from, To: g.to, Missing: g.missing})
		}
	}
	cases, err := h.s.Past(context.Background(), kernel.SystemActor("year"), q.Units, q.From.At(0), q.Until.At(24))
	h.ok(err)
	acts, err := h.s.Acts(context.Background(), q.Units, q.From.At(0), q.Until.At(24))
	h.ok(err)
	request, b := service.Replay(q, service.Record{Cases: cases, Acts: acts}, service.Offices{ByLoad: func(u kernel.UnitID) bool { return y.plot.offices[u].byLoad }}, y.end, calendar.National())
	real := y.outcome()[""]
	share := float64(b.Late) / float64(b.Judged)
	if b.Cases != len(y.errands) || b.Helped != len(y.helped) || float64(b.Closed) != real["closed"] || math.Abs(share-real["overdue"]) > 1e-9 || b.Median != real["median"] {
		h.t.Errorf("the page takes %d cases, %d steps, %d closed, %.4f overdue, median %.0f; the simulation has %d, %d, %v", b.Cases, b.Helped, b.Closed, share, b.Median, len(y.errands), len(y.helped), real)
	}
	observed := 0
	for _, f := range b.Items {
		observed += f.Observed
	}
	a, err := rehearsal.Rehearse(request, calendar.National())
	h.ok(err)
	h.t.Logf("from the journal (%d of %d cases): closed %.0f in %v, overdue %.4f in %v, median %.0f in %v", observed, b.Cases, real["closed"], a.Base.Closed, real["overdue"], a.Base.Share, real["median"], a.Base.Days)
	if off := a.Base.Closed.Mean/real["closed"] - 1; math.Abs(off) > 0.02 || observed*10 < b.Closed*9 {
		h.t.Errorf("with efforts read from the journal the cases closed are %.1f %% off, from %d efforts of %d", off*100, observed, b.Closed)
	}
	if s := a.Base.Share; !s.Holds(real["overdue"]) && math.Abs(s.Mean-real["overdue"]) > 0.01 {
		h.t.Errorf("with efforts read from the journal the share overdue is %.3f, was %.3f", s.Mean, real["overdue"])
	}
}
