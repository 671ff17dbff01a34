package rehearsal

import (
	"cmp"
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
)

// officeHours are those of the engine. Unit: minutes after midnight. Source:
// design decision [D], as engine/rehearsal.
var officeHours = [2][2]int{{9 * 60, 12 * 60}, {13*60 + 30, 17 * 60}}

// worked are the minutes of office hours between two instants; beyond most it
// stops counting.
func worked(a, b time.Time, cal *calendar.Calendar, most int) int {
	if !b.After(a) {
		return 0
	}
	d, last, n := calendar.DateOf(a), calendar.DateOf(b), 0
	from, end := minuteOf(a), minuteOf(b)
	for ; !d.After(last) && n <= most; d, from = d.AddDays(1), 0 {
		if !cal.IsWorkday(d) {
			continue
		}
		to := 24 * 60
		if d == last {
			to = end
		}
		for _, s := range officeHours {
			n += max(0, min(to, s[1])-max(from, s[0]))
		}
	}
	return n
}

func minuteOf(t time.Time) int {
	l := t.In(calendar.China)
	return l.Hour()*60 + l.Minute()
}

// end is an instant at which a handler was through with a case, for good or until
// it comes back; it could be worked at since.
type end struct {
	at, since time.Time
	of        kernel.CaseID
}

// ends are those of one case: it went out to wait, and it was closed.
func ends(c kernel.Case) []end {
	var out []end
	since := c.Opened
	for _, p := range c.Pauses {
		out = append(out, end{p.From, since, c.ID})
		if p.To.IsZero() {
			return out // it is still away
		}
		since = p.To
	}
	if !c.Closed.IsZero() {
		out = append(out, end{c.Closed, since, c.ID})
	}
	return out
}

// efforts reads how many working minutes each closed case took at most: the
// time since its handler was through with the one before, or since it could be
// worked at, whichever is less. A stretch with a whole working day on which the
// handler put nothing down says nothing: he may have been away.
func efforts(cases []kernel.Case, cal *calendar.Calendar) map[kernel.CaseID]int {
	type desk struct {
		unit kernel.UnitID
		user kernel.UserID
	}
	by, out := map[desk][]end{}, map[kernel.CaseID]int{}
	for _, c := range cases {
		if c.Assignee != "" {
			k := desk{c.Unit, c.Assignee}
			by[k] = append(by[k], ends(c)...)
		}
	}
	sum, away := map[kernel.CaseID]int{}, map[kernel.CaseID]bool{}
	for _, list := range by {
		slices.SortFunc(list, func(a, b end) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.of, b.of)) })
		var before time.Time
		for _, e := range list {
			since := e.since
			if before.After(since) {
				since = before
			}
			before = e.at
			sum[e.of] += worked(since, e.at, cal, mostEffort)
			away[e.of] = away[e.of] || cal.WorkdaysBetween(calendar.DateOf(since), calendar.DateOf(e.at)) > 1
		}
	}
	for _, c := range cases {
		if n, ok := sum[c.ID]; ok && !c.Closed.IsZero() && !away[c.ID] && n <= mostEffort {
			out[c.ID] = max(1, n)
		}
	}
	return out
}
