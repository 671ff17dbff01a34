package outage

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// Rules are what an outage is judged by.
type Rules struct {
	// Declared is what the city declares of outages.
	Declared func() city.Outages
}

// Rule is the city's rule as it stood when it was applied.
type Rule struct {
	ID    string        `json:"id"`
	From  calendar.Date `json:"from"` // in force since
	Says  form.Text     `json:"says"`
	Basis form.Basis    `json:"basis"`
}

// Bounds of a statement. Source: our own choice [D]: a word or two says nothing,
// an essay nobody reads; what is planned further ahead is no outage. Unit:
// characters; days.
const (
	leastWhat, mostWhat = 4, 300
	furthest            = 365 * 24 * time.Hour
)

// sound refuses a statement that cannot be right.
func (r Rules) sound(s Statement, now time.Time) error {
	var bad errs.List
	n := utf8.RuneCountInString(strings.TrimSpace(s.What))
	if n < leastWhat || n > mostWhat {
		bad.Add(errs.At("what", "service.outage.what", errs.Args{"least": leastWhat, "most": mostWhat}))
	}
	if utf8.RuneCountInString(s.WhatEn) > 2*mostWhat {
		bad.Add(errs.At("what_en", "service.outage.what", errs.Args{"least": leastWhat, "most": 2 * mostWhat}))
	}
	if len(s.Parts) == 0 {
		bad.Add(errs.At("parts", "service.outage.no_part", nil))
	}
	for _, id := range s.Parts {
		if _, ok := r.Declared().Part(id); !ok {
			bad.Add(errs.At("parts", "service.outage.unknown_part", errs.Args{"part": id}))
		}
	}
	switch {
	case s.From.IsZero():
		bad.Add(errs.At("from", "service.outage.no_from", nil))
	case s.From.After(now.Add(furthest)):
		bad.Add(errs.At("from", "service.outage.too_far", nil))
	case s.From.After(now) && s.Expected.IsZero():
		bad.Add(errs.At("expected", "service.outage.no_expected", nil))
	case !s.From.After(now):
		if _, ok := r.Declared().Rule(calendar.DateOf(s.From)); !ok {
			bad.Add(errs.At("from", "service.outage.no_rule", errs.Args{"day": calendar.DateOf(s.From)}))
		}
	}
	if !s.Expected.IsZero() && !s.Expected.After(s.From) {
		bad.Add(errs.At("expected", "service.outage.ends_first", nil))
	}
	switch {
	case s.To.IsZero():
	case s.To.Before(s.From):
		bad.Add(errs.At("to", "service.outage.ends_first", nil))
	case s.To.After(now):
		bad.Add(errs.At("to", "service.outage.not_over", nil))
	}
	return bad.Err()
}

// moves are the rule that applies and the limits that are moved.
func (r Rules) moves(s Statement) (Rule, []string, error) {
	o := r.Declared()
	rule, ok := o.Rule(calendar.DateOf(s.From))
	if !ok {
		return Rule{}, nil, errs.At("from", "service.outage.no_rule", errs.Args{"day": calendar.DateOf(s.From)})
	}
	var limits []string
	for _, l := range rule.Limits {
		if slices.ContainsFunc(s.Parts, func(id string) bool { p, _ := o.Part(id); return slices.Contains(p.Limits, l) }) {
			limits = append(limits, l)
		}
	}
	return Rule{ID: rule.ID, From: rule.From, Says: rule.Says, Basis: rule.Basis}, limits, nil
}

func stateOf(s Statement, now time.Time) kernel.State {
	switch {
	case !s.To.IsZero():
		return Over
	case s.From.After(now):
		return Announced
	}
	return Running
}

func (s Statement) same(o Statement) bool {
	a, b := slices.Sorted(slices.Values(s.Parts)), slices.Sorted(slices.Values(o.Parts))
	return s.What == o.What && s.WhatEn == o.WhatEn && slices.Equal(a, b) && s.From.Equal(o.From) && s.Expected.Equal(o.Expected) && s.To.Equal(o.To)
}

func needReason(reason string) error {
	if utf8.RuneCountInString(strings.TrimSpace(reason)) < leastWhat {
		return errs.At("reason", "service.outage.reason", errs.Args{"least": leastWhat})
	}
	return nil
}

// Now is the statement that counts.
func (d Data) Now() Said {
	if len(d.Said) == 0 {
		return Said{}
	}
	return d.Said[len(d.Said)-1]
}

// Told is the outage as a case is told of it on a day: while it lasts, up to that
// day; withdrawn, or before it has begun, it moves nothing.
func Told(no string, state kernel.State, d Data, today calendar.Date) itemflow.OutageInput {
	s := d.Now()
	in := itemflow.OutageInput{Shut: calendar.Shut{No: no, From: calendar.DateOf(s.From), To: lastDay(s.Statement), Basis: d.Rule.Basis.Law}, Limits: d.Limits, Off: state != Running && state != Over}
	if s.To.IsZero() {
		in.To = today
	}
	if in.To.Before(in.From) {
		in.To = in.From
	}
	return in
}

// lastDay is the last day that an outage touched: one that ended at midnight did
// not touch the day that began then.
func lastDay(s Statement) calendar.Date {
	if s.To.After(s.From) {
		return calendar.DateOf(s.To.Add(-time.Nanosecond))
	}
	return calendar.DateOf(s.To)
}

// DataOf reads the outage of a case.
func DataOf(c kernel.Case) (Data, error) {
	var d Data
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return d, nil
}
