package calendar

import (
	"fmt"
	"io"

	"quanlian/base/errs"
	"quanlian/base/jsondoc"
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

// ReadNotice reads and checks the JSON file of one year. Its faults name the
// fields of the file, as off[0].to.
func ReadNotice(r io.Reader) (Notice, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return Notice{}, errs.Wrap(errs.Unavailable, "base.calendar.notice_unreadable", err)
	}
	var n Notice
	if err := jsondoc.Read(raw, &n); err != nil {
		return Notice{}, err
	}
	return n, n.check()
}

// check refuses a notice that lacks something or contradicts itself.
func (n Notice) check() error {
	var out errs.List
	fault := func(field, what string, args errs.Args) {
		out.Add(errs.At(field, "base.calendar.notice."+what, args))
	}
	if n.Year < minYear || n.Year > maxYear {
		fault("year", "year", nil)
		return out.Err() // every date is held against it
	}
	if n.Notice == "" {
		fault("notice", "missing", nil)
	}
	if n.Source == "" {
		fault("source", "missing", nil)
	}
	n.checkWork(n.checkOff(fault), fault)
	return out.Err()
}

type noticeFault func(field, what string, args errs.Args)

// checkOff looks at the holidays and gives their days.
func (n Notice) checkOff(fault noticeFault) map[Date]bool {
	off := map[Date]bool{}
	var last Date
	for i, s := range n.Off {
		at := fmt.Sprintf("off[%d].", i)
		if s.Zh == "" {
			fault(at+"zh", "missing", nil)
		}
		if s.En == "" {
			fault(at+"en", "missing", nil)
		}
		good := n.checkDate(at+"from", s.From, fault)
		good = n.checkDate(at+"to", s.To, fault) && good
		switch {
		case !good:
			continue
		case s.To.Before(s.From):
			fault(at+"to", "backwards", errs.Args{"from": s.From, "to": s.To})
			continue
		case !s.From.After(last):
			fault(at+"from", "order", errs.Args{"from": s.From, "last": last})
		}
		for d := s.From; !d.After(s.To); d = d.AddDays(1) {
			off[d] = true
		}
		last = s.To
	}
	return off
}

func (n Notice) checkWork(off map[Date]bool, fault noticeFault) {
	seen := map[Date]bool{}
	for i, d := range n.Work {
		at := fmt.Sprintf("work[%d]", i)
		if !n.checkDate(at, d, fault) {
			continue
		}
		args := errs.Args{"date": d}
		switch {
		case !isWeekend(d.number()):
			fault(at, "not_weekend", args)
		case off[d]:
			fault(at, "off_too", args)
		case seen[d]:
			fault(at, "twice", args)
		}
		seen[d] = true
	}
}

// checkDate tells whether a date is there and belongs into the year.
func (n Notice) checkDate(field string, d Date, fault noticeFault) bool {
	switch {
	case !d.Valid():
		fault(field, "missing", nil)
	case !n.near(d):
		fault(field, "other_year", errs.Args{"date": d, "year": n.Year})
	default:
		return true
	}
	return false
}

// near reports whether a date belongs into the notice of the year: inside it,
// or in the last week before it (New Year arrangements begin in December).
func (n Notice) near(d Date) bool {
	return d.Year == n.Year || d.Year == n.Year-1 && d.Month == 12 && d.Day >= 25
}
