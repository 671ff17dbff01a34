package rehearsal

import (
	"fmt"
	"slices"

	"quanlian/base/errs"
)

func fault(field, code string, args errs.Args) error {
	return errs.At(field, "engine.rehearsal."+code, args)
}

func outside(field string, value, low, high int) error {
	return fault(field, "out_of_range", errs.Args{"value": value, "low": low, "high": high})
}

func unknown(field, value string) error {
	return fault(field, "unknown_name", errs.Args{"value": value})
}

// check fills what may be left out and refuses what cannot be replayed.
func (q *Request) check() error {
	if q.Runs == 0 {
		q.Runs = DefaultRuns
	}
	if len(q.Hours) == 0 {
		q.Hours = officeHours
	}
	switch {
	case q.Runs < 1 || q.Runs > maxRuns:
		return outside("/runs", q.Runs, 1, maxRuns)
	case len(q.Cases) == 0 || len(q.Cases) > maxCases:
		return outside("/cases", len(q.Cases), 1, maxCases)
	case !q.Until.Valid():
		return fault("/until", "bad_day", errs.Args{"value": q.Until.String()})
	case !q.From.IsZero() && (!q.From.Valid() || q.From.After(q.Until)):
		return fault("/from", "bad_day", errs.Args{"value": q.From.String()})
	}
	last := 0
	for i, s := range q.Hours {
		if s.From < last || s.To <= s.From || s.To > 24*60 {
			return fault(fmt.Sprintf("/hours/%d", i), "bad_hours", nil)
		}
		last = s.To
	}
	units, items := map[string]bool{}, map[string]Item{}
	for i, u := range q.Units {
		if u.Staff < 0 || u.Staff > maxStaff {
			return outside(fmt.Sprintf("/units/%d/staff", i), u.Staff, 0, maxStaff)
		}
		if u.ID == "" || units[u.ID] {
			return unknown(fmt.Sprintf("/units/%d/id", i), u.ID)
		}
		for j, x := range u.Short {
			if !x.From.Valid() || x.To.Before(x.From) || x.Missing < 1 {
				return fault(fmt.Sprintf("/units/%d/short/%d", i, j), "bad_short", nil)
			}
		}
		units[u.ID] = true
	}
	for i, it := range q.Items {
		e := it.Effort
		if e != (Effort{}) && (e.Low < 1 || e.Likely < e.Low || e.High < e.Likely) {
			return fault(fmt.Sprintf("/items/%d/effort", i), "bad_effort", nil)
		}
		if _, twice := items[it.ID]; it.ID == "" || twice {
			return unknown(fmt.Sprintf("/items/%d/id", i), it.ID)
		}
		items[it.ID] = it
	}
	if err := q.checkCases(units, items); err != nil {
		return err
	}
	return q.checkTry(units, items)
}

func (q *Request) checkCases(units map[string]bool, items map[string]Item) error {
	observed := map[string]bool{}
	for _, c := range q.Cases {
		observed[c.Item] = observed[c.Item] || c.Minutes > 0
	}
	for i, c := range q.Cases {
		at := fmt.Sprintf("/cases/%d", i)
		it, known := items[c.Item]
		switch {
		case !known:
			return unknown(at+"/item", c.Item)
		case !units[c.Unit]:
			return unknown(at+"/unit", c.Unit)
		case c.Arrived.IsZero() || dateOf(c).After(q.Until):
			return fault(at+"/arrived", "bad_day", errs.Args{"value": dateOf(c).String()})
		case c.Minutes < 0:
			return outside(at+"/minutes", c.Minutes, 0, maxEffort)
		case it.Effort == (Effort{}) && !observed[c.Item]:
			return fault(at+"/minutes", "no_effort", errs.Args{"item": c.Item})
		}
		for j, p := range c.Pauses {
			if p.bad(units) || j > 0 && p.Share == 0 && p.After < c.Pauses[j-1].After {
				return fault(fmt.Sprintf("%s/pauses/%d", at, j), "bad_pause", nil)
			}
		}
	}
	q.Cases = slices.Clone(q.Cases)
	slices.SortStableFunc(q.Cases, func(a, b Case) int { return a.Arrived.Compare(b.Arrived) })
	return nil
}

// bad reports whether a pause cannot be replayed: it waits for days, or for an office.
func (p Pause) bad(units map[string]bool) bool {
	if p.After < 0 || p.Share < 0 || p.Share > 1 || p.After > 0 && p.Share > 0 {
		return true
	}
	if p.Unit != "" {
		return !units[p.Unit] || p.Minutes < 0 || p.Minutes > maxEffort || p.Days != 0
	}
	return p.Days < 1 || p.Minutes != 0 || p.At < 0 || p.At >= 24*60
}

func (q *Request) checkTry(units map[string]bool, items map[string]Item) error {
	for i, ch := range q.Try {
		at := fmt.Sprintf("/try/%d", i)
		if ch.Name == "" {
			return unknown(at+"/name", "")
		}
		for u, n := range ch.Staff {
			if !units[u] {
				return unknown(at+"/staff", u)
			}
			if n < 0 || n > maxStaff {
				return outside(at+"/staff", n, 0, maxStaff)
			}
		}
		if !(ch.Arrivals >= 0 && ch.Arrivals <= maxArrivals) {
			return fault(at+"/arrivals", "bad_arrivals", errs.Args{"most": maxArrivals})
		}
		if g := ch.Goal; g != nil && !(g.Share >= 0 && g.Share <= 1) {
			return fault(at+"/goal", "bad_goal", nil)
		}
		for id := range ch.Limits {
			if _, ok := items[id]; !ok && id != "*" {
				return unknown(at+"/limits", id)
			}
		}
	}
	return nil
}
