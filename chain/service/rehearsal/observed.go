package rehearsal

import (
	"slices"
	"sort"
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

// Act is a move in the journal of an office: whose, on which case, when.
type Act struct {
	Case kernel.CaseID
	By   kernel.UserID // nobody for the program
	Name string
	At   time.Time
	// Own reports whether By is a clerk of the case's office. Other moves of such
	// a person only say that he was busy with something else.
	Own bool
}

// asides are moves that neither begin nor end work on a case: it is taken from
// the pool, often only when the answer is ready, handed to a colleague, urged.
var asides = []string{kernel.MoveClaim, kernel.MoveReassign, kernel.MoveUrge}

// bulkGap is how soon after one move the same person makes the same one on
// another case when both are put down together. Unit: duration. Source: design
// decision [D].
const bulkGap = time.Minute

// stretch is a time at a desk that ended with moves on one case, or the same move
// on several.
type stretch struct {
	since, at time.Time
	of        []kernel.CaseID
}

// stretches are those of one person, whose moves are in their order. ready says
// since when a case could be worked at before the move. A stretch begins when the
// person was through with what came before, or when the case could be worked at,
// whichever is later.
func stretches(acts []Act, ready func(Act) time.Time) []stretch {
	var out []stretch
	var before time.Time
	for i := 0; i < len(acts); {
		n := i + 1
		for n < len(acts) && together(acts[n-1], acts[n]) {
			n++
		}
		if a := acts[i]; a.Own {
			s := stretch{at: acts[n-1].At}
			for _, x := range acts[i:n] {
				if r := ready(x); s.since.IsZero() || r.Before(s.since) {
					s.since = r
				}
				s.of = append(s.of, x.Case)
			}
			if before.After(s.since) {
				s.since = before
			}
			out = append(out, s)
		}
		before, i = acts[n-1].At, n
	}
	return out
}

func together(a, b Act) bool {
	return a.Own && b.Own && a.Name == b.Name && a.Case != b.Case && b.At.Sub(a.At) < bulkGap
}

// returned are the instants at which each case came back from outside.
type returned map[kernel.CaseID][]time.Time

func returnedOf(cases []kernel.Case) returned {
	out := returned{}
	for _, c := range cases {
		for _, p := range c.Pauses {
			if !p.To.IsZero() {
				out[c.ID] = append(out[c.ID], p.To)
			}
		}
	}
	return out
}

// by reports whether a move brought its case back: somebody puts in what another
// office answered, at whatever hour, often amid other work. It neither begins nor
// ends work, as little as the moves of asides.
func (r returned) by(a Act) bool {
	return slices.ContainsFunc(r[a.Case], func(t time.Time) bool { return a.At.Sub(t).Abs() < time.Second })
}

// readiness says since when each case lay before its office: the last move that
// another person, or the program, made on it, or its last return.
func readiness(acts []Act, cases []kernel.Case) func(Act) time.Time {
	opened, moves, back := map[kernel.CaseID]time.Time{}, map[kernel.CaseID][]Act{}, returnedOf(cases)
	for _, c := range cases {
		opened[c.ID] = c.Opened
	}
	for _, a := range acts {
		if a.Name != kernel.MoveUrge {
			moves[a.Case] = append(moves[a.Case], a)
		}
	}
	return func(a Act) time.Time {
		list := moves[a.Case]
		i := sort.Search(len(list), func(i int) bool { return !list[i].At.Before(a.At) })
		for i--; i >= 0; i-- {
			if list[i].By != a.By || back.by(list[i]) {
				return list[i].At
			}
		}
		return opened[a.Case]
	}
}

// efforts reads from the record of everybody's moves how many working minutes
// each closed case that came since from took. Moves put down together share their
// time. A stretch with a whole working day on which its person put nothing down
// says nothing: he may have been away.
func efforts(acts []Act, cases []kernel.Case, from time.Time, cal *calendar.Calendar) map[kernel.CaseID]int {
	by, sum, away := map[kernel.UserID][]Act{}, map[kernel.CaseID]float64{}, map[kernel.CaseID]bool{}
	back := returnedOf(cases)
	for _, a := range acts {
		if a.By != "" && !slices.Contains(asides, a.Name) && !back.by(a) {
			by[a.By] = append(by[a.By], a)
		}
	}
	ready := readiness(acts, cases)
	for _, list := range by {
		for _, s := range stretches(list, ready) {
			n := worked(s.since, s.at, cal, mostEffort)
			for _, c := range s.of {
				sum[c] += float64(n) / float64(len(s.of))
				away[c] = away[c] || cal.WorkdaysBetween(calendar.DateOf(s.since), calendar.DateOf(s.at)) > 1
			}
		}
	}
	out := map[kernel.CaseID]int{}
	for _, c := range cases {
		if n, ok := sum[c.ID]; ok && !c.Closed.IsZero() && !c.Opened.Before(from) && !away[c.ID] && n <= mostEffort {
			out[c.ID] = max(1, int(n+0.5))
		}
	}
	return out
}
