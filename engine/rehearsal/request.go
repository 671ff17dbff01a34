package rehearsal

import (
	"io"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/jsondoc"
)

// Request is one question: cases as they came, the offices, and what is to be tried.
type Request struct {
	Seed uint64 `json:"seed,omitempty"`
	Runs int    `json:"runs,omitempty"` // 0: [DefaultRuns]
	// From is the first day of the replay; zero: the day of the first case. A case
	// that came before it is carried over: it waits on the first morning with
	// all of its effort before it, its limit counted from its true arrival.
	From  calendar.Date `json:"from,omitzero"`
	Until calendar.Date `json:"until"` // last day of the replay
	Hours []Shift       `json:"hours,omitempty"`
	Units []Unit        `json:"units"`
	Items []Item        `json:"items"`
	Cases []Case        `json:"cases"`
	Try   []Change      `json:"try,omitempty"`
	// Watch is told after every run how far the answer has come; its error ends
	// the rehearsal.
	Watch func(done, of int) error `json:"-"`
}

// Shift is a stretch of the working day. Unit: minutes after midnight in China.
type Shift struct {
	From int `json:"from_minute"`
	To   int `json:"to_minute"`
}

// Unit is an office and how many people work at its cases.
type Unit struct {
	ID    string `json:"id"`
	Staff int    `json:"staff"`
	// ByLoad: a case is given on arrival to who has the fewest, and stays with
	// that person (按负荷派件). Otherwise all take from one queue.
	ByLoad bool    `json:"by_load,omitempty"`
	Short  []Short `json:"short,omitempty"`
}

// Short is a time in which some of an office's people are missing.
type Short struct {
	From    calendar.Date `json:"from"`
	To      calendar.Date `json:"to"`
	Missing int           `json:"missing"`
}

// Item is a kind of case: its promise and, when cases do not say, its effort.
type Item struct {
	ID    string          `json:"id"`
	Limit calendar.Period `json:"limit,omitzero"` // none: never judged
	// Taken: the limit runs from the day on which work begins (受理), not from
	// the arrival; Accept is the time within which it has to begin, if any.
	Taken  bool              `json:"from_taken,omitempty"`
	Accept calendar.Period   `json:"accept,omitzero"`
	Regime calendar.RegimeID `json:"regime,omitempty"` // "": administrative
	Effort Effort            `json:"effort,omitzero"`
}

// Effort is a triangular distribution of hands-on minutes. Unit: minutes.
type Effort struct {
	Low    int `json:"low"`
	Likely int `json:"likely"`
	High   int `json:"high"`
}

// Case is one case as it came.
type Case struct {
	ID      string    `json:"id,omitempty"`
	Arrived time.Time `json:"arrived"`
	Item    string    `json:"item"`
	Unit    string    `json:"unit"`
	Minutes int       `json:"minutes,omitempty"` // hands-on effort observed; 0: drawn
	Pauses  []Pause   `json:"pauses,omitempty"`
}

// Pause is a time in which the case is away from its desk: after so many minutes
// of effort, or after so great a share of it. It waits for somebody outside for
// so many calendar days, until the minute At of the last of them (0: first thing
// in the morning), its clock standing still unless Running; or another
// office has to do something for it (协办), which takes that office so many
// minutes once its turn has come, and the clock runs on. Meets: what was
// promised is done with when the case leaves here (转递).
type Pause struct {
	After   int     `json:"after_minutes,omitempty"`
	Share   float64 `json:"after_share,omitempty"`
	Days    int     `json:"days,omitempty"`
	At      int     `json:"at_minute,omitempty"`
	Running bool    `json:"running,omitempty"`
	Meets   bool    `json:"meets,omitempty"`
	Unit    string  `json:"unit,omitempty"`
	Minutes int     `json:"minutes,omitempty"`
}

// Change is one thing to try. What is not named stays as it is.
type Change struct {
	Name   string                     `json:"name"`
	Staff  map[string]int             `json:"staff,omitempty"`  // by unit
	Limits map[string]calendar.Period `json:"limits,omitempty"` // by item; "*" is every item that has a limit
	Off    []calendar.Date            `json:"off,omitempty"`    // more days off
	Work   []calendar.Date            `json:"work,omitempty"`   // weekend days that are worked
	// Arrivals is how many cases come for each that came; 0 stands for 1. The
	// ones too many, or the ones left out, are drawn by the seed.
	Arrivals float64 `json:"arrivals,omitempty"`
	Goal     *Goal   `json:"goal,omitempty"`
}

// Goal asks how many people an office would need under the change so that no
// more than a share of its cases is overdue.
type Goal struct {
	Share  float64 `json:"overdue_share,omitempty"`
	AsBase bool    `json:"as_base,omitempty"` // no more than as things are
}

// Bounds of a request.
const (
	// DefaultRuns is how often the efforts are drawn. Unit: runs. Source: design decision [D].
	DefaultRuns = 30
	// Unit: runs. Source: our own limit.
	maxRuns = 1000
	// Unit: cases. Source: our own limit, forty years of the Ningbo complex.
	maxCases = 1_000_000
	// Unit: bytes. Source: our own limit, some 200 bytes a case.
	maxInput = 256 << 20
	// Unit: people. Source: our own limit.
	maxStaff = 10_000
	// Unit: cases for each that came. Source: our own limit.
	maxArrivals = 10
)

// Office hours when none are given. Unit: minutes after midnight. Source: design
// decision [D], 9:00–12:00 and 13:30–17:00.
var officeHours = []Shift{{9 * 60, 12 * 60}, {13*60 + 30, 17 * 60}}

// ReadRequest reads a JSON document. A field that is not known is an error.
func ReadRequest(r io.Reader) (Request, error) {
	var q Request
	raw, err := io.ReadAll(io.LimitReader(r, maxInput+1))
	if err != nil {
		return q, jsondoc.Fault(raw, err)
	}
	if len(raw) > maxInput {
		return q, errs.New(errs.Invalid, "engine.rehearsal.input_long", errs.Args{"mb": maxInput >> 20})
	}
	return q, jsondoc.Read(raw, &q)
}
