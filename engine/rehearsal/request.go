package rehearsal

import (
	"encoding/json"
	"io"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
)

// Request is one question: cases as they came, the offices, and what is to be tried.
type Request struct {
	Seed  uint64        `json:"seed,omitempty"`
	Runs  int           `json:"runs,omitempty"` // 0: [DefaultRuns]
	Until calendar.Date `json:"until"`          // last day of the replay
	Hours []Shift       `json:"hours,omitempty"`
	Units []Unit        `json:"units"`
	Items []Item        `json:"items"`
	Cases []Case        `json:"cases"`
	Try   []Change      `json:"try,omitempty"`
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
}

// Item is a kind of case: its promise and, when cases do not say, its effort.
type Item struct {
	ID     string          `json:"id"`
	Limit  calendar.Period `json:"limit,omitzero"` // none: never judged
	Effort Effort          `json:"effort,omitzero"`
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

// Pause is a time in which the case waits for somebody outside and its clock
// stands still: after so many minutes of effort, for so many calendar days.
type Pause struct {
	After int `json:"after_minutes"`
	Days  int `json:"days"`
}

// Change is one thing to try. What is not named stays as it is.
type Change struct {
	Name   string                     `json:"name"`
	Staff  map[string]int             `json:"staff,omitempty"`  // by unit
	Limits map[string]calendar.Period `json:"limits,omitempty"` // by item; "*" is every item that has a limit
	Off    []calendar.Date            `json:"off,omitempty"`    // more days off
	Work   []calendar.Date            `json:"work,omitempty"`   // weekend days that are worked
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
)

// Office hours when none are given. Unit: minutes after midnight. Source: design
// decision [D], 9:00–12:00 and 13:30–17:00.
var officeHours = []Shift{{9 * 60, 12 * 60}, {13*60 + 30, 17 * 60}}

// ReadRequest reads a JSON document. A field that is not known is an error.
func ReadRequest(r io.Reader) (Request, error) {
	var q Request
	dec := json.NewDecoder(io.LimitReader(r, maxInput))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&q); err != nil {
		if e, ok := err.(*errs.Error); ok {
			return q, e
		}
		return q, errs.New(errs.Invalid, "engine.rehearsal.bad_input", errs.Args{"why": err.Error()})
	}
	if dec.More() {
		return q, errs.New(errs.Invalid, "engine.rehearsal.bad_input", errs.Args{"why": "more than one document"})
	}
	return q, nil
}
