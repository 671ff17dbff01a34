package rehearsal

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"quanlian/base/calendar"
	service "quanlian/chain/service/rehearsal"
	engine "quanlian/engine/rehearsal"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// showView is one rehearsal.
type showView struct {
	v     *site.Visit
	x     service.Rehearsal
	base  engine.Outcome
	tried *engine.Outcome
	names map[string]string // of items
	still bool
	link  string // of this page, to be given to somebody
	root  string // of the site
}

// refreshAfter is when the page of a rehearsal that runs comes back. Unit:
// seconds. Source: our choice.
const refreshAfter = "2"

func (p pages) show(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x, err := p.one(r, v)
	if err != nil {
		return err
	}
	s := p.view(r.Context(), v, x)
	s.still, s.link, s.root = r.URL.Query().Get("still") != "", v.LinkTo(r, "/rehearse/"+x.ID), v.LinkTo(r, "")
	if x.State.Going() && !s.still {
		w.Header().Set("Refresh", refreshAfter)
	}
	return v.Show(w, r, frame(r, v, x.Question.Name, ui.Link{Text: x.Question.Name}), showPage(s))
}

func (p pages) view(ctx context.Context, v *site.Visit, x service.Rehearsal) showView {
	s := showView{v: v, x: x, names: map[string]string{"*": v.L.T("web.rehearse.all_items")}}
	s.base, s.tried = outcomes(x.Answer)
	for _, f := range x.Basis.Items {
		s.names[f.ID] = itemText(v, f.ID)
	}
	for id := range x.Question.Limits {
		if s.names[id] == "" {
			s.names[id] = itemText(v, id)
		}
	}
	return s
}

func stateChip(v *site.Visit, x service.Rehearsal) templ.Component {
	kind := map[service.State]ui.State{service.Waiting: ui.Run, service.Running: ui.Run, service.Done: ui.Done, service.Stopped: ui.Idle, service.Failed: ui.Late}[x.State]
	return ui.Chip(kind, v.L.T("web.rehearse.state."+string(x.State)))
}

// mine reports whether the visitor asked, and may stop it and throw it away.
func (s showView) mine() bool { return s.x.By == s.v.Actor.User }

// progress is how much of the way is done. Unit: percent.
func (s showView) progress() int {
	if s.x.Of == 0 {
		return 0
	}
	return 100 * s.x.Done / s.x.Of
}

func (s showView) lead() string {
	q := s.x.Question
	return s.v.L.T("web.rehearse.about", "units", s.unitNames(), "from", q.From.String(), "until", q.Until.String(), "by", s.x.ByName, "at", s.v.L.Moment(s.x.Made, s.v.Env.Now()))
}

func (s showView) unitNames() string {
	var out []string
	for _, u := range s.x.Question.Units {
		out = append(out, s.v.UnitText(u))
	}
	if len(out) > 3 {
		return s.v.L.T("web.rehearse.n_units", "first", out[0], "n", len(out))
	}
	return s.v.L.List(out)
}

// changes are what shall be other, as rows of facts.
func (s showView) changes() []ui.Pair {
	l, q := s.v.L, s.x.Question
	var out []ui.Pair
	for _, id := range s.otherLimits() {
		out = append(out, ui.Pair{Key: s.names[id], Text: l.T("web.rehearse.becomes", "from", s.limitNow(id), "to", site.PeriodText(l, q.Limits[id]))})
	}
	for _, f := range s.x.Basis.Units {
		if n, ok := q.NewStaff[f.ID]; ok && n != f.Staff {
			out = append(out, ui.Pair{Key: s.v.UnitText(f.ID), Text: l.T("web.rehearse.becomes_people", "from", f.Staff, "to", n)})
		}
	}
	if q.Arrivals != 0 && q.Arrivals != 100 {
		out = append(out, ui.Pair{Key: l.T("web.rehearse.field.arrivals"), Text: strconv.Itoa(q.Arrivals) + "%"})
	}
	for _, list := range []struct {
		key  string
		days []calendar.Date
	}{{"off", q.Off}, {"work", q.Work}} {
		if n := len(list.days); n > 0 {
			out = append(out, ui.Pair{Key: l.T("web.rehearse.field." + list.key), Text: l.T("web.rehearse.n_days", "n", n)})
		}
	}
	if len(out) == 0 {
		out = append(out, ui.Pair{Key: l.T("web.rehearse.changes"), Text: l.T("web.rehearse.no_change")})
	}
	return out
}

// otherLimits are the items whose promise is not the one that they had.
func (s showView) otherLimits() []string {
	return slices.DeleteFunc(sorted(s.x.Question.Limits), func(id string) bool { return s.fact(id).Limit == s.x.Question.Limits[id] })
}

func sorted[T any](m map[string]T) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// limitNow is the limit of an item as the cases had it.
func (s showView) limitNow(id string) string {
	for _, f := range s.x.Basis.Items {
		if f.ID == id && !f.Limit.IsZero() {
			return site.PeriodText(s.v.L, f.Limit)
		}
	}
	return s.v.L.T("web.rehearse.as_is")
}

// figures are those of the whole, as it was and as it would be.
func (s showView) figures() []ui.Figure {
	l := s.v.L
	one := func(key string, unit string, of func(engine.Outcome) engine.Spread, text func(float64) string) ui.Figure {
		b := of(s.base)
		f := ui.Figure{Label: l.T("web.rehearse.fig." + key), Value: text(b.Mean), Unit: unit, Basis: l.T("web.rehearse.range", "low", text(b.Low), "high", text(b.High))}
		if s.tried != nil {
			t := of(*s.tried)
			f.Value, f.Basis, f.Change = text(t.Mean), l.T("web.rehearse.range", "low", text(t.Low), "high", text(t.High)), l.T("web.rehearse.before", "value", text(b.Mean))
		}
		return f
	}
	days := func(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }
	count := func(x float64) string { return strconv.FormatFloat(x, 'f', 0, 64) }
	wd := l.T("web.rehearse.wd")
	return []ui.Figure{
		one("share", "", func(o engine.Outcome) engine.Spread { return o.Share }, percent),
		one("late", l.T("web.board.cases"), func(o engine.Outcome) engine.Spread { return o.Late }, count),
		one("median", wd, func(o engine.Outcome) engine.Spread { return o.Days }, days),
		one("slow", wd, func(o engine.Outcome) engine.Spread { return o.Slow }, days),
		one("open", l.T("web.board.cases"), func(o engine.Outcome) engine.Spread { return o.Open }, count),
	}
}

// backlog is the chart of open cases by week.
func (s showView) backlog() ui.LineChart {
	l := s.v.L
	c := ui.LineChart{ChartHead: ui.ChartHead{Caption: l.T("web.rehearse.backlog"), Sub: l.T("web.rehearse.backlog_unit"), Width: 1000}}
	series := func(name string, o engine.Outcome) ui.Series {
		x := ui.Series{Name: name, LowName: l.T("web.rehearse.low"), HighName: l.T("web.rehearse.high")}
		for _, w := range o.Backlog {
			x.Values, x.Low, x.High = append(x.Values, w.Open.Mean), append(x.Low, w.Open.Low), append(x.High, w.Open.High)
		}
		return x
	}
	for _, w := range s.base.Backlog {
		c.Labels = append(c.Labels, w.End.String()[5:])
	}
	c.Series = []ui.Series{series(l.T("web.rehearse.was"), s.base)}
	peak := peakOf(s.base)
	c.Sentence = l.T("web.rehearse.backlog_say", "day", peak.End.String(), "n", count(peak.Open.Mean))
	if s.tried != nil {
		c.Series = append(c.Series, series(l.T("web.rehearse.would"), *s.tried))
		other := peakOf(*s.tried)
		c.Sentence = l.T("web.rehearse.backlog_say_both", "day", peak.End.String(), "n", count(peak.Open.Mean), "other", other.End.String(), "m", count(other.Open.Mean))
	}
	return c
}

func count(x float64) string { return strconv.FormatFloat(x, 'f', 0, 64) }

func peakOf(o engine.Outcome) (peak engine.Week) {
	for _, w := range o.Backlog {
		if peak.End.IsZero() || w.Open.Mean > peak.Open.Mean {
			peak = w
		}
	}
	return peak
}

// unitText names an office of an outcome.
func (s showView) unitText(id string) string { return s.v.UnitText(kernel.UnitID(id)) }
