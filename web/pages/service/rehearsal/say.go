package rehearsal

import (
	"strconv"
	"strings"

	service "quanlian/chain/service/rehearsal"
	engine "quanlian/engine/rehearsal"
	"quanlian/web/site"
)

// Unit: share. Source: design decision [D]; nearer to full an office's queue
// grows without end.
const full = 0.95

// sentences say in plain words what came out.
func (s showView) sentences() []string {
	if s.tried == nil {
		return append([]string{s.asItWas()}, s.loads(s.base)...)
	}
	var out []string
	l, q := s.v.L, s.x.Question
	for _, id := range s.otherLimits() {
		base, tried, ok := s.kept(id)
		if !ok {
			out = append(out, l.T("web.rehearse.say.none", "item", s.names[id]))
			continue
		}
		out = append(out, l.T("web.rehearse.say.limit", "item", s.names[id], "from", s.limitNow(id), "to", site.PeriodText(l, q.Limits[id]),
			"share", percent(tried.Mean), "low", percent(tried.Low), "high", percent(tried.High), "base", percent(base.Mean))+s.real(id))
	}
	out = append(out, l.T("web.rehearse.say.all", "n", s.tried.Cases, "share", percent(s.tried.Share.Mean), "low", percent(s.tried.Share.Low), "high", percent(s.tried.Share.High),
		"base", percent(s.base.Share.Mean), "days", days(s.tried.Days.Mean), "slow", days(s.tried.Slow.Mean)), s.difference())
	if len(s.tried.Idle) > 0 {
		var idle []string
		for _, d := range s.tried.Idle {
			idle = append(idle, l.Date(d.At(0)))
		}
		out = append(out, l.T("web.rehearse.say.idle", "days", l.List(idle)))
	}
	out = append(out, s.needs()...)
	return append(out, s.loads(*s.tried)...)
}

func days(x float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0")
}

func (s showView) asItWas() string {
	o := s.base
	return s.v.L.T("web.rehearse.say.was", "n", o.Cases, "share", percent(o.Share.Mean), "low", percent(o.Share.Low), "high", percent(o.Share.High), "days", days(o.Days.Mean), "slow", days(o.Slow.Mean))
}

// fact is what is known of an item.
func (s showView) fact(id string) (out service.ItemFact) {
	for _, f := range s.x.Basis.Items {
		if f.ID == id {
			out = f
		}
	}
	return out
}

// real says how the promise of an item was really kept; "" where nothing tells.
func (s showView) real(id string) string {
	f := s.fact(id)
	if f.Judged == 0 {
		return ""
	}
	return s.v.L.T("web.rehearse.say.real", "late", f.Late, "judged", f.Judged, "share", percent(float64(f.Late)/float64(f.Judged)))
}

// differs says where real and replayed figures part.
func (s showView) differs() string {
	n := 0
	for _, f := range s.x.Basis.Items {
		n += f.Other
	}
	text := s.v.L.T("web.rehearse.differs")
	if n > 0 {
		text += s.v.L.T("web.rehearse.differs_limit", "n", n)
	}
	return text
}

// kept is how the promise of an item is kept now and then; of all for "*".
func (s showView) kept(id string) (base, tried engine.Spread, ok bool) {
	if id == "*" {
		return s.base.Share, s.tried.Share, true
	}
	for i, k := range s.base.Items {
		if k.Item == id {
			return k.Share, s.tried.Items[i].Share, true
		}
	}
	return base, tried, false
}

// difference says whether the change does anything that chance does not.
func (s showView) difference() string {
	d := s.tried.Change.Share
	args := []any{"low", points(d.Low), "high", points(d.High)}
	switch {
	case d.Low > 0:
		return s.v.L.T("web.rehearse.say.worse", args...)
	case d.High < 0:
		return s.v.L.T("web.rehearse.say.better", args...)
	case d.Low == 0 && d.High == 0:
		return s.v.L.T("web.rehearse.say.same")
	case d.Low == 0:
		return s.v.L.T("web.rehearse.say.maybe_worse", args...)
	case d.High == 0:
		return s.v.L.T("web.rehearse.say.maybe_better", args...)
	}
	return s.v.L.T("web.rehearse.say.unsure", args...)
}

// points are hundredths of a difference, with their sign.
func points(x float64) string {
	text := strconv.FormatFloat(100*x, 'f', 1, 64)
	if x < 0 {
		return "−" + text[1:]
	}
	return "+" + text
}

// needs say which offices need how many people more.
func (s showView) needs() []string {
	var out []string
	for _, n := range s.tried.Needed {
		key := "web.rehearse.say.need"
		if !n.Enough {
			key = "web.rehearse.say.need_not"
		}
		out = append(out, s.v.L.T(key, "unit", s.unitText(n.Unit), "more", n.Needs-n.Staff, "needs", n.Needs, "staff", n.Staff, "share", percent(n.Share.Mean), "goal", s.goal()))
	}
	if len(out) == 0 && s.x.Question.Goal != nil {
		out = append(out, s.v.L.T("web.rehearse.say.enough", "goal", s.goal()))
	}
	return out
}

func (s showView) goal() string {
	if g := s.x.Question.Goal; g != nil {
		return s.v.L.T("web.rehearse.goal_of", "share", percent(*g/100))
	}
	return s.v.L.T("web.rehearse.goal_base")
}

// loads name the offices that have no time left.
func (s showView) loads(o engine.Outcome) []string {
	var out []string
	for _, u := range o.Units {
		switch {
		case u.Staff == 0 && u.Cases > 0:
			out = append(out, s.v.L.T("web.rehearse.say.nobody", "unit", s.unitText(u.Unit), "n", u.Cases))
		case u.Load.Mean >= full:
			out = append(out, s.v.L.T("web.rehearse.say.full", "unit", s.unitText(u.Unit), "load", percent(u.Load.Mean)))
		}
	}
	return out
}

// warnings say what the answer cannot bear.
func (s showView) warnings() []string {
	l, b := s.v.L, s.x.Basis
	var out []string
	if b.Cases < service.Few {
		out = append(out, l.T("web.rehearse.warn.few", "n", b.Cases, "few", service.Few))
	}
	for _, f := range b.Items {
		_, changed := s.x.Question.Limits[f.ID]
		if changed && f.Cases < service.Few {
			out = append(out, l.T("web.rehearse.warn.few_item", "item", s.names[f.ID], "n", f.Cases, "few", service.Few))
		}
	}
	assumed, cases := 0, 0
	for _, f := range b.Items {
		if f.Assumed {
			assumed++
			cases += f.Cases
		}
	}
	if assumed > 0 {
		e := s.x.Question.Effort
		out = append(out, l.T("web.rehearse.warn.assumed", "items", assumed, "cases", cases, "low", e.Low, "likely", e.Likely, "high", e.High))
	}
	if b.Judged > 0 {
		if truth := float64(b.Late) / float64(b.Judged); !s.base.Share.Holds(truth) {
			out = append(out, l.T("web.rehearse.warn.misses", "truth", percent(truth), "share", percent(s.base.Share.Mean), "low", percent(s.base.Share.Low), "high", percent(s.base.Share.High)))
		}
	}
	return out
}

// truth says what really happened beside what the replay makes of it.
func (s showView) truth() string {
	b := s.x.Basis
	if b.Judged == 0 {
		return s.v.L.T("web.rehearse.truth_none")
	}
	return s.v.L.T("web.rehearse.truth", "late", b.Late, "judged", b.Judged, "share", percent(float64(b.Late)/float64(b.Judged)), "reckoned", percent(s.base.Share.Mean), "low", percent(s.base.Share.Low), "high", percent(s.base.Share.High),
		"closed", b.Closed, "foretold", count(s.base.Closed.Mean), "median", days(b.Median), "days", days(s.base.Days.Mean))
}
