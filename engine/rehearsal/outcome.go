package rehearsal

import (
	"math"
	"slices"

	"quanlian/base/calendar"
)

// Answer is the replay as things are, and every change that was tried.
type Answer struct {
	Seed     uint64    `json:"seed"`
	Runs     int       `json:"runs"`
	Calendar string    `json:"calendar_version"`
	Base     Outcome   `json:"base"`
	Tried    []Outcome `json:"tried,omitempty"`
	Note     string    `json:"note"` // language key
}

// Outcome is what one variant came to.
type Outcome struct {
	Name    string   `json:"name,omitempty"`
	Cases   int      `json:"cases"`
	Closed  Spread   `json:"closed"`
	Open    Spread   `json:"open"`
	Late    Spread   `json:"overdue"`           // cases
	Share   Spread   `json:"overdue_share"`     // of those with a limit that closed or ran out
	Wait    Spread   `json:"mean_wait_minutes"` // of the cases that were taken up
	Days    Spread   `json:"median_closing_workdays"`
	Slow    Spread   `json:"p90_closing_workdays"`
	Units   []Load   `json:"units"`
	Backlog []Week   `json:"backlog"`
	Change  *Against `json:"against_base,omitempty"`
}

// Spread is a figure over all runs: the mean, and the range that holds nine of ten runs.
type Spread struct {
	Mean float64 `json:"mean"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Holds reports whether a figure lies within the spread.
func (s Spread) Holds(x float64) bool { return s.Low <= x && x <= s.High }

// Load is how busy an office was: worked minutes of those its staff had.
type Load struct {
	Unit  string `json:"unit"`
	Staff int    `json:"staff"`
	Cases int    `json:"cases"`
	Load  Spread `json:"load"`
	Share Spread `json:"overdue_share"`
}

// Week is how many cases were open at the end of a week's Sunday.
type Week struct {
	End  calendar.Date `json:"end"`
	Open Spread        `json:"open"`
}

// Against is the difference of a variant to the base, run by run on the same draws.
type Against struct {
	Share Spread `json:"overdue_share"`
	Wait  Spread `json:"mean_wait_minutes"`
}

// tally collects one figure per run.
type tally struct {
	closed, open, late, share, wait, days, slow []float64
	load, unitShare                             map[string][]float64
	weeks                                       [][]float64
}

// spread is the mean and the range from the 5th to the 95th percentile, both
// taken outward to a run that happened.
// Source: design decision [D].
func spread(xs []float64) Spread {
	if len(xs) == 0 {
		return Spread{}
	}
	s, sum := slices.Sorted(slices.Values(xs)), 0.0
	for _, x := range s {
		sum += x
	}
	n := float64(len(s) - 1)
	return Spread{Mean: round(sum / float64(len(s))), Low: round(s[int(math.Floor(n*0.05))]), High: round(s[int(math.Ceil(n*0.95))])}
}

func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// add counts one run.
func (t *tally) add(r *replay) {
	closed, late, judged, wait, taken := 0, 0, 0, 0, 0
	var took []int
	unitLate, unitJudged := map[string]int{}, map[string]int{}
	for i, f := range r.fates {
		unit := r.q.Cases[i].Unit
		if f.Taken >= 0 {
			wait += f.Taken - r.arrive[i]
			taken++
		}
		if f.Closed >= 0 {
			closed++
			took = append(took, (f.Closed-1)/r.length-r.arrive[i]/r.length)
		}
		if !f.Due.IsZero() && (f.Closed >= 0 || f.Late) {
			judged++
			unitJudged[unit]++
		}
		if f.Late {
			late++
			unitLate[unit]++
		}
	}
	slices.Sort(took)
	at := func(p float64) float64 {
		if len(took) == 0 {
			return 0
		}
		return float64(max(0, took[int(p*float64(len(took)-1))]))
	}
	t.closed, t.open = append(t.closed, float64(closed)), append(t.open, float64(len(r.fates)-closed))
	t.late, t.share = append(t.late, float64(late)), append(t.share, ratio(late, judged))
	t.wait, t.days, t.slow = append(t.wait, ratio(wait, taken)), append(t.days, at(0.5)), append(t.slow, at(0.9))
	for _, u := range r.q.Units {
		t.load[u.ID] = append(t.load[u.ID], ratio(r.busy[u.ID], r.staff[u.ID]*r.end))
		t.unitShare[u.ID] = append(t.unitShare[u.ID], ratio(unitLate[u.ID], unitJudged[u.ID]))
	}
	t.backlog(r)
}

// backlog counts the open cases at the end of every week.
func (t *tally) backlog(r *replay) {
	n := make([]int, len(r.weeks)+1)
	at := func(d calendar.Date) int {
		i, _ := slices.BinarySearchFunc(r.weeks, d, calendar.Date.Compare)
		return i
	}
	for i, f := range r.fates {
		n[at(dateOf(r.q.Cases[i]))]++
		if f.Closed >= 0 {
			n[at(f.Day)]--
		}
	}
	open := 0
	for i := range r.weeks {
		open += n[i]
		t.weeks[i] = append(t.weeks[i], float64(open))
	}
}

func (t *tally) outcome(v *variant) Outcome {
	o := Outcome{Name: v.name, Cases: len(v.q.Cases), Closed: spread(t.closed), Open: spread(t.open), Late: spread(t.late), Share: spread(t.share),
		Wait: spread(t.wait), Days: spread(t.days), Slow: spread(t.slow)}
	count := map[string]int{}
	for _, c := range v.q.Cases {
		count[c.Unit]++
	}
	for _, u := range v.q.Units {
		o.Units = append(o.Units, Load{Unit: u.ID, Staff: v.staff[u.ID], Cases: count[u.ID], Load: spread(t.load[u.ID]), Share: spread(t.unitShare[u.ID])})
	}
	for i, w := range v.weeks {
		o.Backlog = append(o.Backlog, Week{End: w, Open: spread(t.weeks[i])})
	}
	return o
}
