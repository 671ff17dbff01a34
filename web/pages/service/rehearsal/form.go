package rehearsal

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	service "quanlian/chain/service/rehearsal"
	engine "quanlian/engine/rehearsal"
	"quanlian/kernel"
)

// Rows of the form that come several times. Unit: rows. Source: our choice.
const (
	limitRows = 3
	shortRows = 3
)

// Where a form begins. Unit: minutes; runs. Source: design decision [D]; the
// form says that the effort is assumed, and only where too little was observed.
const (
	firstLow    = "20"
	firstLikely = "60"
	firstHigh   = "180"
	firstSeed   = "1"
)

// read makes the question of what was typed; every fault is told at once.
func read(r *http.Request, mine []kernel.UnitID) (service.Question, error) {
	f := reading{form: r.PostForm}
	q := service.Question{Name: strings.TrimSpace(f.form.Get("name")), Runs: engine.DefaultRuns, From: f.day("from"), Until: f.day("until")}
	for _, u := range f.form["units"] {
		if slices.Contains(mine, kernel.UnitID(u)) {
			q.Units = append(q.Units, kernel.UnitID(u))
		}
	}
	q.Seed = uint64(max(0, f.whole("seed", 1)))
	q.Effort = engine.Effort{Low: f.whole("low", 0), Likely: f.whole("likely", 0), High: f.whole("high", 0)}
	q.Staff, q.NewStaff = f.people("staff-", mine), f.people("new-", mine)
	q.Limits, q.Short = f.limits(), f.short(q.Units)
	q.Off, q.Work = f.days("off"), f.days("work")
	q.Arrivals = f.whole("arrivals", 0)
	if text := strings.TrimSpace(f.form.Get("goal")); text != "" {
		x, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
		if err != nil {
			x = -1
		}
		q.Goal = &x
	}
	return q, f.bad.Err()
}

// like fills the form with a question that was asked before.
func (x askView) like(q service.Question, set func(name string, values ...string)) {
	set("name", q.Name)
	var units []string
	for _, u := range q.Units {
		units = append(units, string(u))
	}
	x.sheet.Typed["units"] = units
	x.sheet.Typed["from"], x.sheet.Typed["until"] = []string{q.From.String()}, []string{q.Until.String()}
	for name, n := range map[string]int{"low": q.Effort.Low, "likely": q.Effort.Likely, "high": q.Effort.High, "arrivals": q.Arrivals, "seed": int(q.Seed)} {
		if n != 0 {
			x.sheet.Typed[name] = []string{strconv.Itoa(n)}
		}
	}
	for prefix, list := range map[string]map[kernel.UnitID]int{"staff-": q.Staff, "new-": q.NewStaff} {
		for u, n := range list {
			set(prefix+string(u), strconv.Itoa(n))
		}
	}
	for i, item := range sorted(q.Limits) {
		n, p := strconv.Itoa(i+1), q.Limits[item]
		set("limit-item-"+n, item)
		set("limit-days-"+n, strconv.Itoa(p.N))
		set("limit-unit-"+n, string(p.Unit))
	}
	i := 0
	for _, u := range q.Units {
		for _, s := range q.Short[u] {
			i++
			n := strconv.Itoa(i)
			set("short-unit-"+n, string(u))
			set("short-from-"+n, s.From.String())
			set("short-to-"+n, s.To.String())
			set("short-n-"+n, strconv.Itoa(s.Missing))
		}
	}
	for name, days := range map[string][]calendar.Date{"off": q.Off, "work": q.Work} {
		var words []string
		for _, d := range days {
			words = append(words, d.String())
		}
		set(name, strings.Join(words, ", "))
	}
	if q.Goal != nil {
		set("goal", strconv.FormatFloat(*q.Goal, 'f', -1, 64))
	}
}

// both gives the faults of what cannot be read and of what cannot be rehearsed;
// of a field the first.
func both(read, asked error) error {
	list := errs.All(read)
	for _, e := range errs.All(asked) {
		if !slices.ContainsFunc(list, func(o *errs.Error) bool { return o.Field == e.Field }) {
			list.Add(e)
		}
	}
	return list.Err()
}

type reading struct {
	form url.Values
	bad  errs.List
}

func (f *reading) day(field string) calendar.Date {
	d, err := calendar.ParseDate(f.form.Get(field))
	if err != nil {
		f.bad.Add(errs.At(field, "service.rehearsal.day", nil))
	}
	return d
}

func (f *reading) days(field string) []calendar.Date {
	out, err := service.ReadDays(field, f.form.Get(field))
	if err != nil {
		f.bad.Add(errs.As(err))
	}
	return out
}

// whole reads a number; without one it is as said.
func (f *reading) whole(field string, none int) int {
	text := strings.TrimSuffix(strings.TrimSpace(f.form.Get(field)), "%")
	if text == "" {
		return none
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		f.bad.Add(errs.At(field, "service.rehearsal.number", nil))
	}
	return n
}

func (f *reading) people(prefix string, units []kernel.UnitID) map[kernel.UnitID]int {
	out := map[kernel.UnitID]int{}
	for _, u := range units {
		if field := prefix + string(u); strings.TrimSpace(f.form.Get(field)) != "" {
			out[u] = f.whole(field, 0)
		}
	}
	return out
}

func (f *reading) limits() map[string]calendar.Period {
	out := map[string]calendar.Period{}
	for i := range limitRows {
		n := strconv.Itoa(i + 1)
		item, days := f.form.Get("limit-item-"+n), f.form.Get("limit-days-"+n)
		if item == "" && strings.TrimSpace(days) == "" {
			continue
		}
		if item == "" {
			f.bad.Add(errs.At("limit-item-"+n, "service.rehearsal.which_item", nil))
			continue
		}
		p, err := service.ReadPeriod("limit-days-"+n, days, f.form.Get("limit-unit-"+n))
		if err != nil {
			f.bad.Add(errs.As(err))
			continue
		}
		out[item] = p
	}
	return out
}

func (f *reading) short(units []kernel.UnitID) map[kernel.UnitID][]engine.Short {
	out := map[kernel.UnitID][]engine.Short{}
	for i := range shortRows {
		n := strconv.Itoa(i + 1)
		u := kernel.UnitID(f.form.Get("short-unit-" + n))
		if u == "" {
			continue
		}
		s := engine.Short{From: f.day("short-from-" + n), To: f.day("short-to-" + n), Missing: f.whole("short-n-"+n, 0)}
		switch {
		case !slices.Contains(units, u):
			f.bad.Add(errs.At("short-unit-"+n, "service.rehearsal.other_unit", nil))
		case s.Missing < 1 || s.To.Before(s.From):
			f.bad.Add(errs.At("short-n-"+n, "service.rehearsal.short", nil))
		default:
			out[u] = append(out[u], s)
		}
	}
	return out
}
