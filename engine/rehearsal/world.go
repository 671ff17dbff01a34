package rehearsal

import (
	"slices"
	"time"

	"quanlian/base/calendar"
)

// The longest effort a case may have. Unit: minutes. Source: our own limit, a working year.
const maxEffort = 120_000

func dateOf(c Case) calendar.Date { return calendar.DateOf(c.Arrived) }

// world is a calendar laid out as one line of working minutes.
type world struct {
	cal    *calendar.Calendar
	hours  []Shift
	first  calendar.Date
	length int // of a working day. Unit: minutes
	days   []calendar.Date
	index  map[calendar.Date]int // the number of the working day, or of the next one
	end    int                   // working minutes up to the end of the replay
	dues   map[dueKey]calendar.Date
}

type dueKey struct {
	from   calendar.Date
	limit  calendar.Period
	regime calendar.RegimeID
}

// layOut lays the working days from the first to the last day on a line.
func layOut(cal *calendar.Calendar, hours []Shift, first, last calendar.Date) *world {
	w := &world{cal: cal, hours: hours, first: first, index: map[calendar.Date]int{}, dues: map[dueKey]calendar.Date{}}
	for _, s := range hours {
		w.length += s.To - s.From
	}
	for d := first; !d.After(last); d = d.AddDays(1) {
		w.index[d] = len(w.days)
		if cal.IsWorkday(d) {
			w.days = append(w.days, d)
		}
	}
	w.end = len(w.days) * w.length
	return w
}

// minute is the working minute at which an instant stands, rounded down to whole minutes.
func (w *world) minute(t time.Time) int {
	d := calendar.DateOf(t)
	i, ok := w.index[d]
	switch {
	case d.Before(w.first):
		return 0 // carried over
	case !ok:
		return w.end // after the replay
	}
	if i == len(w.days) || w.days[i] != d {
		return i * w.length // no working day: the next one's morning
	}
	local := t.In(calendar.China)
	at, gone := local.Hour()*60+local.Minute(), 0
	for _, s := range w.hours {
		gone += max(0, min(at, s.To)-s.From)
	}
	return i*w.length + gone
}

// closing is the day on which work that ends at the minute ends.
func (w *world) closing(minute int) calendar.Date {
	return w.days[max(0, minute-1)/w.length]
}

// day is the day of a minute at which work begins.
func (w *world) day(minute int) calendar.Date {
	return w.days[min(minute/w.length, len(w.days)-1)]
}

// due is the last day of a limit.
func (w *world) due(from calendar.Date, limit calendar.Period, regime calendar.RegimeID, pauses []calendar.Interval) (calendar.Date, error) {
	if regime == "" {
		regime = calendar.Administrative
	}
	key := dueKey{from, limit, regime}
	if d, ok := w.dues[key]; ok && len(pauses) == 0 {
		return d, nil
	}
	r, err := w.cal.Due(from, limit, pauses, regime)
	if err == nil && len(pauses) == 0 {
		w.dues[key] = r.Date
	}
	return r.Date, err
}

// shifted is the calendar with more days off and more days worked.
func shifted(cal *calendar.Calendar, off, work []calendar.Date) (*calendar.Calendar, error) {
	if len(off)+len(work) == 0 {
		return cal, nil
	}
	var out []calendar.Notice
	years := map[int]bool{}
	for _, d := range slices.Concat(off, work) {
		years[d.Year] = true
	}
	known := map[int]calendar.Notice{}
	for _, n := range cal.Notices() {
		known[n.Year] = n
	}
	for y := range years {
		n, ok := known[y]
		if !ok {
			n = calendar.Notice{Year: y, Notice: "rehearsal", Source: "rehearsal"}
		}
		n.Off, n.Work = slices.Clone(n.Off), slices.Clone(n.Work)
		for _, d := range off {
			if kind, _ := cal.Kind(d); d.Year != y || kind == calendar.Holiday {
				continue
			}
			n.Off = append(n.Off, calendar.Span{From: d, To: d, Zh: "推演停办日", En: "day off of the rehearsal"})
			n.Work = slices.DeleteFunc(n.Work, func(x calendar.Date) bool { return x == d })
		}
		for _, d := range work {
			if kind, _ := cal.Kind(d); d.Year == y && kind == calendar.Weekend {
				n.Work = append(n.Work, d)
			}
		}
		slices.SortFunc(n.Off, func(a, b calendar.Span) int { return a.From.Compare(b.From) })
		out = append(out, n)
	}
	return cal.With(out...)
}
