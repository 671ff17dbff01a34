package form

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
)

// Sampler fills forms from their declaration alone: for tests that walk every
// item, for simulations, for measuring, and, with words of its own, for sample
// papers (样张). What it fills is well-formed and says nothing.
type Sampler struct {
	// Formats give a well-formed value of each named format; n makes it another.
	Formats map[string]func(n int) string
	// Pick chooses among n, from 0; the same picks give the same form.
	Pick func(n int) int
	// Say gives the words of a field that is free text, "" for none; nil leaves
	// all to the Sampler.
	Say func(f Field) string
	// All fills what is optional, too.
	All bool
}

// Fill gives a filled form that the item accepts.
func (s Sampler) Fill(it Item, f Facts) Values {
	v := Values{}
	for _, step := range it.Steps {
		if !step.When.Holds(v, f) {
			continue
		}
		if step.Repeat == 0 {
			s.row(step, v, v, f, func(p string) string { return p })
			continue
		}
		for i := range max(step.Least, 1) {
			seen := Values{}
			for k, x := range v {
				seen[k] = x
			}
			s.row(step, v, seen, f, func(p string) string { return Row(p, i) })
		}
	}
	s.mend(it, v, f)
	return v
}

// row fills a page, or a row of it. seen is the form as conditions look at it.
func (s Sampler) row(step Step, v, seen Values, f Facts, at func(string) string) {
	for _, fl := range step.Fields {
		if fl.Kind == KindNote || !fl.When.Holds(seen, f) || (fl.Optional && !s.All && s.Pick(2) == 0) {
			continue
		}
		x := s.value(fl, f)
		v[at(fl.ID)], seen[fl.ID] = x, x
	}
}

// Unit: as each field's. Source: our choice, plain values within usual bounds.
const (
	sampleAmount = "128000.00"
	sampleCount  = "3"
)

func (s Sampler) value(f Field, facts Facts) string {
	if x := known(f, facts); x != "" {
		return x
	}
	if make, ok := s.Formats[f.Format]; ok {
		return make(s.Pick(1000))
	}
	switch f.Kind {
	case KindChoice, KindChoices:
		return f.Options[s.Pick(len(f.Options))].Value
	case KindAmount:
		return inBounds(f, sampleAmount)
	case KindNumber, KindCount:
		return inBounds(f, sampleCount)
	case KindDate:
		return facts.Today.AddDays(-10).String()
	case KindYes:
		return "yes"
	}
	text := s.words(f)
	if f.Len > 0 && len([]rune(text)) > f.Len {
		return string([]rune(text)[:f.Len])
	}
	return text
}

// words are the text of a field that takes any.
func (s Sampler) words(f Field) string {
	if s.Say != nil {
		if x := s.Say(f); x != "" {
			return x
		}
	}
	if f.Kind == KindLong {
		return "样例说明" + strings.Repeat("，逐项列明", 3) + strconv.Itoa(s.Pick(1000)) + "。"
	}
	return "样例" + strconv.Itoa(s.Pick(1000))
}

// known is what is prefilled from who applies.
func known(f Field, facts Facts) string {
	x := map[string]string{"party.name": facts.Party.Name, "party.kind": facts.Party.Kind, "party.district": facts.District}[f.Prefill]
	if x == "" || len(f.Options) == 0 {
		return x
	}
	for _, o := range f.Options {
		if o.Value == x {
			return x
		}
	}
	return ""
}

func inBounds(f Field, x string) string {
	d := number(x)
	if f.Max != "" && d.GreaterThan(number(f.Max)) {
		d = number(f.Max)
	}
	if f.Min != "" && d.LessThan(number(f.Min)) {
		d = number(f.Min)
	}
	if f.Kind == KindAmount {
		return d.StringFixed(2)
	}
	return d.String()
}

// mend makes the form meet the rules between its fields.
func (s Sampler) mend(it Item, v Values, f Facts) {
	for _, r := range it.Rules {
		last := ""
		for _, a := range r.Args {
			if _, ok := it.Field(a); ok {
				last = a
			}
		}
		if last == "" || v[last] == "" {
			continue
		}
		switch r.Name {
		case "future":
			v[last] = f.Today.AddDays(20).String()
		case "not_future", "within":
			v[last] = f.Today.AddDays(-5).String()
		}
	}
	for _, r := range it.Rules {
		if len(r.Args) < 2 || v[r.Args[0]] == "" || v[r.Args[1]] == "" {
			continue
		}
		a, b := r.Args[0], r.Args[1]
		switch r.Name {
		case kindRule:
			s.kind(it, r, v)
		case "date_order":
			if from := day(v[a]); from.After(day(v[b])) {
				v[a] = earlier(day(v[b])).String()
			}
		case "differ":
			if v[a] == v[b] {
				v[b] += "1"
			}
		case "at_most":
			if number(v[b]).GreaterThan(number(v[a])) {
				v[b] = decimal.Min(number(v[a]), number(v[b])).StringFixed(2)
			}
		}
	}
}

// kind gives a number that fits the answer; the formats have one for each kind as
// <format>.<kind>.
func (s Sampler) kind(it Item, r Rule, v Values) {
	field, _ := it.Field(r.Args[0])
	for _, k := range r.kindsOf()[v[r.Args[1]]] {
		if make, ok := s.Formats[field.Format+"."+k]; ok {
			v[r.Args[0]] = make(s.Pick(1000))
			return
		}
	}
}

func earlier(d calendar.Date) calendar.Date { return d.AddDays(-1) }
