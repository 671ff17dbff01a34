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
	Items   []Kept   `json:"items"`
	Backlog []Week   `json:"backlog"`
	Change  *Against `json:"against_base,omitempty"`
	Needed  []Need   `json:"needed,omitempty"`
	// Idle are days of the change that change nothing: days off on which nobody
	// works anyway, days of work that are worked already or are a public holiday
	// (which no office can make a working day), and days outside the period.
	Idle []calendar.Date `json:"days_without_effect,omitempty"`
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
	Unit   string `json:"unit"`
	Staff  int    `json:"staff"`
	Cases  int    `json:"cases"`
	Load   Spread `json:"load"`
	Share  Spread `json:"overdue_share"`
	Closed Spread `json:"closed"`
	Days   Spread `json:"median_closing_workdays"`
	Slow   Spread `json:"p90_closing_workdays"`
}

// Kept is how the promise of one item was kept.
type Kept struct {
	Item  string          `json:"item"`
	Limit calendar.Period `json:"limit,omitzero"`
	Cases int             `json:"cases"`
	Share Spread          `json:"overdue_share"`
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
