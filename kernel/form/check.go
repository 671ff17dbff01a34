package form

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
)

// Format gives the normal form of a value, or the reason why it has none.
type Format func(string) (string, error)

// Checker judges filled forms. Formats are the closed list of named formats;
// Kinds tells what sort of thing a number names by itself, and how it is called,
// "" when it says nothing. Without Kinds no number is held against an answer.
type Checker struct {
	Formats  map[string]Format
	Calendar *calendar.Calendar
	Kinds    func(number string) (kind string, name Text)
}

// Unit: characters. Source: our own bounds, so that no form carries a book.
const (
	mostText = 200
	mostLong = 5000
)

// Check gives the form with its values in normal form and only those that the
// item asks for as the form stands, or every fault, in the order of the pages.
func (c Checker) Check(it Item, v Values, f Facts) (Values, error) {
	out := Values{}
	var faults errs.List
	for _, s := range it.Steps {
		got, bad := c.CheckStep(it, s, v, f)
		for k, x := range got {
			out[k] = x
		}
		faults = append(faults, bad...)
	}
	for _, r := range it.Rules {
		if e := c.rule(r, it, out, f); e != nil {
			faults.Add(e)
		}
	}
	return out, faults.Err()
}

// CheckStep does the same for one page. Conditions look at the whole form.
func (c Checker) CheckStep(it Item, s Step, v Values, f Facts) (Values, errs.List) {
	out := Values{}
	var faults errs.List
	if !s.When.Holds(v, f) {
		return out, nil
	}
	if s.Repeat == 0 {
		c.row(s, v, f, func(path string) string { return path }, out, &faults)
		return out, faults
	}
	n := v.Rows(s)
	if n < s.Least {
		faults.Add(errs.At(Row(s.firstField(), n), "kernel.form.rows_missing", errs.Args{"least": s.Least}))
	}
	for i := range n {
		c.row(s, v, f, func(path string) string { return Row(path, i) }, out, &faults)
	}
	return out, faults
}

func (s Step) firstField() string {
	for _, f := range s.Fields {
		if f.Kind != KindNote {
			return f.ID
		}
	}
	return s.ID
}

// row checks the fields of a page, or of one row of it.
func (c Checker) row(s Step, v Values, f Facts, at func(string) string, out Values, faults *errs.List) {
	seen := v
	if at("x.y") != "x.y" { // conditions inside a row look at the row
		seen = Values{}
		for k, x := range v {
			seen[k] = x
		}
		for _, fl := range s.Fields {
			seen[fl.ID] = v[at(fl.ID)]
		}
	}
	for _, fl := range s.Fields {
		if fl.Kind == KindNote || !fl.When.Holds(seen, f) {
			continue
		}
		path := at(fl.ID)
		text := strings.TrimSpace(v[path])
		if text == "" {
			if !fl.Optional {
				faults.Add(errs.At(path, "kernel.form.missing."+missingWord(fl.Kind), errs.Args{"label": fl.Label}))
			}
			continue
		}
		norm, err := c.value(fl, text)
		if err != nil {
			e := *errs.As(err)
			e.Kind, e.Field = errs.Invalid, path
			if e.Args == nil {
				e.Args = errs.Args{}
			}
			e.Args["label"] = fl.Label
			faults.Add(&e)
			continue
		}
		out[path] = norm
	}
}

// missingWord tells how a missing answer is asked for: choose or fill in.
func missingWord(k FieldKind) string {
	switch k {
	case KindChoice, KindChoices:
		return "choice"
	case KindYes:
		return "yes"
	}
	return "text"
}

// Normal is the normal form of one answer, and the answer itself where it has
// none: two that mean the same are the same then.
func (c Checker) Normal(f Field, text string) string {
	if norm, err := c.value(f, strings.TrimSpace(text)); err == nil {
		return norm
	}
	return text
}

// value gives the normal form of one answer.
func (c Checker) value(f Field, text string) (string, error) {
	norm, err := c.byKind(f, text)
	if err != nil || f.Format == "" {
		return norm, err
	}
	format, ok := c.Formats[f.Format]
	if !ok {
		return "", errs.New(errs.Internal, "kernel.form.no_such_format", errs.Args{"name": f.Format})
	}
	if f.Kind != KindRefs {
		return format(norm)
	}
	var out []string
	for _, x := range List(norm) {
		n, err := format(x)
		if err != nil {
			return "", err
		}
		if slices.Contains(out, n) {
			return "", errs.New(errs.Invalid, "kernel.form.twice", errs.Args{"value": x})
		}
		out = append(out, n)
	}
	return strings.Join(out, "\n"), nil
}

func (c Checker) byKind(f Field, text string) (string, error) {
	switch f.Kind {
	case KindNumber, KindCount, KindAmount:
		return numeric(f, text)
	case KindDate:
		d, err := calendar.ParseDate(text)
		if err != nil {
			return "", errs.New(errs.Invalid, "kernel.form.date", nil)
		}
		return d.String(), nil
	case KindYes:
		return "yes", nil
	case KindChoice, KindChoices:
		return f.chosen(text)
	case KindRefs:
		return strings.Join(List(text), "\n"), nil
	}
	most := f.Len
	if most == 0 {
		if most = mostText; f.Kind == KindLong {
			most = mostLong
		}
	}
	if n := utf8.RuneCountInString(text); n > most {
		return "", errs.New(errs.Invalid, "kernel.form.too_long", errs.Args{"most": most, "n": n})
	}
	return text, nil
}

// chosen checks that every choice is one of the options.
func (f Field) chosen(text string) (string, error) {
	list := List(text)
	if f.Kind == KindChoice && len(list) > 1 {
		return "", errs.New(errs.Invalid, "kernel.form.one_choice", nil)
	}
	for _, x := range list {
		if !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == x }) {
			return "", errs.New(errs.Invalid, "kernel.form.no_such_choice", errs.Args{"value": x})
		}
	}
	return strings.Join(list, ","), nil
}

// numeric reads amounts, counts and numbers and holds them to their bounds.
// exampleCount is a whole number that the field takes.
func (f Field) exampleCount() string {
	d := decimal.NewFromInt(12)
	switch {
	case f.Min != "" && d.LessThan(number(f.Min)):
		return f.Min
	case f.Max != "" && d.GreaterThan(number(f.Max)):
		return f.Max
	}
	return d.String()
}

func numeric(f Field, text string) (string, error) {
	var d decimal.Decimal
	norm := ""
	switch f.Kind {
	case KindAmount:
		a, err := money.Parse(text)
		if err != nil {
			return "", err
		}
		d, norm = decimal.New(int64(a), -2), a.Plain()
	case KindCount:
		n, err := strconv.Atoi(strings.ReplaceAll(text, ",", ""))
		if err != nil {
			return "", errs.New(errs.Invalid, "kernel.form.count", errs.Args{"example": f.exampleCount()})
		}
		d, norm = decimal.NewFromInt(int64(n)), strconv.Itoa(n)
	default:
		x, err := decimal.NewFromString(strings.ReplaceAll(text, ",", ""))
		if err != nil {
			return "", errs.New(errs.Invalid, "kernel.form.number", nil)
		}
		d, norm = x, x.String()
	}
	if f.Min != "" && d.LessThan(number(f.Min)) {
		return "", errs.New(errs.Invalid, "kernel.form.too_small", errs.Args{"min": f.Min})
	}
	if f.Max != "" && d.GreaterThan(number(f.Max)) {
		return "", errs.New(errs.Invalid, "kernel.form.too_large", errs.Args{"max": f.Max})
	}
	return norm, nil
}
