package rehearsal

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	engine "quanlian/engine/rehearsal"
	"quanlian/kernel"
)

// Question is what a director asks: about which offices and time, how things
// are, and what shall be other.
type Question struct {
	Name  string          `json:"name"`
	Units []kernel.UnitID `json:"units"`
	From  calendar.Date   `json:"from"`
	Until calendar.Date   `json:"until"`
	Seed  uint64          `json:"seed"`
	Runs  int             `json:"runs"`
	// Staff is how many people there were, by office; who says nothing takes
	// the posts of the office.
	Staff map[kernel.UnitID]int `json:"staff,omitempty"`
	// Short are the times in which people were missing, by office.
	Short map[kernel.UnitID][]engine.Short `json:"short,omitempty"`
	// Effort is assumed for items of which too little was observed.
	Effort engine.Effort `json:"assumed_effort"`

	NewStaff map[kernel.UnitID]int      `json:"new_staff,omitempty"`
	Limits   map[string]calendar.Period `json:"limits,omitempty"` // by item; "*" all
	Off      []calendar.Date            `json:"off,omitempty"`
	Work     []calendar.Date            `json:"work,omitempty"`
	// Arrivals is how many cases come for each hundred that came; 0 leaves it.
	Arrivals int `json:"arrivals_percent,omitempty"`
	// Goal is the share overdue, in percent, that is bearable; nil: as it was.
	Goal *float64 `json:"goal_percent,omitempty"`
}

// Bounds of a question.
const (
	// Unit: days. Source: our own limit, three years of cases.
	mostDays = 3 * 366
	// Unit: characters. Source: our own limit.
	mostName = 60
	// Unit: people. Source: our own limit for one office.
	mostStaff = 500
	// Unit: cases for each hundred. Source: our own limit.
	mostArrivals = 500
	// Unit: runs. Source: our own limit, so that an answer takes a minute at most.
	mostRuns = 200
	// Unit: minutes. Source: our own limit, twenty working days.
	mostEffort = 20 * 390
)

// Changes reports whether anything shall be other than it was.
func (q Question) Changes() bool {
	return len(q.NewStaff)+len(q.Limits)+len(q.Off)+len(q.Work) > 0 || q.Arrivals != 0 && q.Arrivals != 100
}

// Check refuses what cannot be rehearsed; fields are those of the form.
func (q Question) Check(today calendar.Date) error {
	var bad errs.List
	fault := func(field, code string, args errs.Args) { bad.Add(errs.At(field, "service.rehearsal."+code, args)) }
	if n := len([]rune(strings.TrimSpace(q.Name))); n == 0 || n > mostName {
		fault("name", "name", errs.Args{"most": mostName})
	}
	if len(q.Units) == 0 {
		fault("units", "no_unit", nil)
	}
	switch {
	case !q.From.Valid():
		fault("from", "day", nil)
	case !q.Until.Valid() || q.Until.After(today):
		fault("until", "until", errs.Args{"today": today.String()})
	case q.Until.Before(q.From) || int(q.Until.DaysSince(q.From)) > mostDays:
		fault("until", "span", errs.Args{"most": mostDays})
	}
	if q.Runs < 1 || q.Runs > mostRuns {
		fault("runs", "runs", errs.Args{"most": mostRuns})
	}
	if e := q.Effort; e.Low < 1 || e.Likely < e.Low || e.High < e.Likely || e.High > mostEffort {
		fault("effort", "effort", errs.Args{"most": mostEffort})
	}
	if q.Arrivals < 0 || q.Arrivals > mostArrivals {
		fault("arrivals", "arrivals", errs.Args{"most": mostArrivals})
	}
	if g := q.Goal; g != nil && !(*g >= 0 && *g <= 100) {
		fault("goal", "goal", nil)
	}
	q.checkStaff(fault)
	for item, p := range q.Limits {
		if p.N < 1 || p.N > 400 {
			fault("limit-"+item, "limit", nil)
		}
	}
	return bad.Err()
}

func (q Question) checkStaff(fault func(field, code string, args errs.Args)) {
	for field, list := range map[string]map[kernel.UnitID]int{"staff": q.Staff, "new": q.NewStaff} {
		for u, n := range list {
			switch {
			case !slices.Contains(q.Units, u):
				fault(field+"-"+string(u), "other_unit", nil)
			case n < 0 || n > mostStaff:
				fault(field+"-"+string(u), "staff", errs.Args{"most": mostStaff})
			}
		}
	}
}

// change is the question as the engine tries it.
func (q Question) change() engine.Change {
	ch := engine.Change{Name: q.Name, Limits: q.Limits, Off: q.Off, Work: q.Work, Arrivals: float64(q.Arrivals) / 100, Goal: &engine.Goal{AsBase: q.Goal == nil}}
	if q.Goal != nil {
		ch.Goal.Share = *q.Goal / 100
	}
	if len(q.NewStaff) > 0 {
		ch.Staff = map[string]int{}
		for u, n := range q.NewStaff {
			ch.Staff[string(u)] = n
		}
	}
	return ch
}

// ReadDays reads days that are written one after another: 2026-10-01, 2026-10-02.
func ReadDays(field, text string) ([]calendar.Date, error) {
	var out []calendar.Date
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,，、;；\r\n\t", r) }) {
		d, err := calendar.ParseDate(word)
		if err != nil {
			return nil, errs.At(field, "service.rehearsal.days", errs.Args{"value": word})
		}
		out = append(out, d)
	}
	slices.SortFunc(out, calendar.Date.Compare)
	return slices.Compact(out), nil
}

// ReadPeriod reads a number of days in a unit: wd or d.
func ReadPeriod(field, n, unit string) (calendar.Period, error) {
	days, err := strconv.Atoi(strings.TrimSpace(n))
	if err != nil {
		return calendar.Period{}, errs.At(field, "service.rehearsal.limit", nil)
	}
	p, err := calendar.ParsePeriod(strconv.Itoa(days) + cmp.Or(unit, "wd"))
	if err != nil || days < 1 {
		return calendar.Period{}, errs.At(field, "service.rehearsal.limit", nil)
	}
	return p, nil
}

// Span is the time that a form begins with: the last twelve months up to
// yesterday.
func Span(now time.Time) (from, until calendar.Date) {
	until = calendar.DateOf(now).AddDays(-1)
	return until.AddDays(-364), until
}
