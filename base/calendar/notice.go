package calendar

import (
	"encoding/json"
	"io"

	"quanlian/base/errs"
)

// Span is a holiday as a notice gives it, both days included.
type Span struct {
	From Date   `json:"from"`
	To   Date   `json:"to"`
	Zh   string `json:"zh"` // name in Chinese
	En   string `json:"en"` // name in English
}

// Notice is the arrangement of one year (放假安排): days off, including
// weekends inside a holiday, and make-up working days.
type Notice struct {
	Year      int    `json:"year"`
	Published bool   `json:"published"` // false: only the days that the law itself fixes
	Verified  bool   `json:"verified"`
	Notice    string `json:"notice"` // title
	Source    string `json:"source"` // where it was read
	Off       []Span `json:"off"`
	Work      []Date `json:"work"`
}

// ReadNotice reads and checks the JSON file of one year.
func ReadNotice(r io.Reader) (Notice, error) {
	var n Notice
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&n); err != nil {
		return Notice{}, errs.Wrap(errs.Invalid, "base.calendar.notice_unreadable", err)
	}
	return n, n.check()
}

// check refuses a notice that contradicts itself.
func (n Notice) check() error {
	fault := func(field, why string) error {
		return errs.At(field, "base.calendar.notice_wrong", errs.Args{"year": n.Year, "why": why})
	}
	if n.Year < minYear || n.Year > maxYear {
		return fault("/year", "year")
	}
	if n.Notice == "" || n.Source == "" {
		return fault("/notice", "notice, source")
	}
	off := map[Date]bool{}
	var last Date
	for _, s := range n.Off {
		if !s.From.Valid() || !s.To.Valid() || s.To.Before(s.From) || !s.From.After(last) || !n.near(s.From) || !n.near(s.To) || s.Zh == "" || s.En == "" {
			return fault("/off", s.From.String())
		}
		for d := s.From; !d.After(s.To); d = d.AddDays(1) {
			off[d] = true
		}
		last = s.To
	}
	seen := map[Date]bool{}
	for _, d := range n.Work {
		if !d.Valid() || !n.near(d) || !isWeekend(d.number()) || off[d] || seen[d] {
			return fault("/work", d.String())
		}
		seen[d] = true
	}
	return nil
}

// near reports whether a date belongs into the notice of the year: inside it,
// or in the last week before it (New Year arrangements begin in December).
func (n Notice) near(d Date) bool {
	return d.Year == n.Year || d.Year == n.Year-1 && d.Month == 12 && d.Day >= 25
}
