package sheet

import (
	"reflect"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel/form"
)

func (x *builder) materials(it *form.Item, rows []Row) {
	it.Materials = nil
	for i, r := range rows {
		at := x.at[Materials][i]
		m := form.Material{ID: word(r, "id"), Name: read(r, "name"), Note: read(r, "note"), Source: word(r, "source"), Form: read(r, "form"),
			Spare: isYes(r, "spare"), Register: word(r, "spare_by"), Extract: word(r, "extract"), Cases: split(r, "cases"), Optional: isYes(r, "optional"), Promise: isYes(r, "promise"), Later: x.period(r, Materials, at, "later"),
			Types: split(r, "types"), MaxMB: x.int(r, Materials, at, "max_mb"), Max: x.int(r, Materials, at, "max"), Sample: word(r, "sample"), Application: isYes(r, "application")}
		m.When = x.condition(r, Materials, at, "when")
		it.Materials = append(it.Materials, m)
	}
}

func (x *builder) condition(r Row, table string, row int, key string) form.Predicate {
	p, err := form.ParsePredicate(word(r, key), nil)
	x.fault(table, row, key, err)
	return p
}

// fields puts the pages together, in the order in which they are first named: a
// row of a page may stand anywhere; one without a field is a shared group.
func (x *builder) fields(it *form.Item, rows []Row) {
	was := it.Steps
	it.Steps, x.pages = nil, nil
	for i, r := range rows {
		at, id := x.at[Fields][i], word(r, "step")
		n := slices.IndexFunc(it.Steps, func(s form.Step) bool { return s.ID == id })
		if n < 0 {
			n = len(it.Steps)
			s := form.Step{ID: id, Name: read(r, "step"), Lead: read(r, "step_lead"), Repeat: x.int(r, Fields, at, "repeat"), Least: x.int(r, Fields, at, "least"), When: x.condition(r, Fields, at, "step_when")}
			it.Steps, x.pages = append(it.Steps, s), append(x.pages, nil)
		}
		x.pages[n] = append(x.pages[n], at)
		if word(r, "field") == "" {
			group, ok := x.c.Group(id)
			if !ok {
				x.fault(Fields, at, "step", errs.New(errs.Invalid, "itembook.no_group", errs.Args{"value": id}))
			}
			it.Steps[n].Fields = slices.Clone(group.Fields)
			continue
		}
		it.Steps[n].Fields = append(it.Steps[n].Fields, x.field(r, at, id))
	}
	if reflect.DeepEqual(was, it.Steps) {
		it.Steps = was
	}
}

func (x *builder) field(r Row, at int, step string) form.Field {
	f := form.Field{ID: step + "." + word(r, "field"), Kind: form.FieldKind(word(r, "kind")), Label: read(r, "label"), Hint: read(r, "hint"), Optional: isYes(r, "optional"),
		Format: word(r, "format"), Register: word(r, "register"), Prefill: word(r, "prefill"), Lock: isYes(r, "lock"), Anew: isYes(r, "anew"), Min: word(r, "min"), Max: word(r, "max"),
		Len: x.int(r, Fields, at, "len"), Unit: read(r, "unit"), Width: word(r, "width"), When: x.condition(r, Fields, at, "when")}
	f = f.Declare(word(r, "private"))
	for _, line := range split(r, "options") {
		value, words, ok := strings.Cut(line, "=")
		parts := strings.Split(words, "|")
		if !ok || len(parts) < 2 {
			x.fault(Fields, at, "options", errs.New(errs.Invalid, "itembook.option", errs.Args{"value": line}))
			continue
		}
		o := form.Option{Value: strings.TrimSpace(value), Text: form.Text{Zh: strings.TrimSpace(parts[0]), En: strings.TrimSpace(parts[1])}}
		if len(parts) > 3 {
			o.Hint = form.Text{Zh: strings.TrimSpace(parts[2]), En: strings.TrimSpace(parts[3])}
		}
		f.Options = append(f.Options, o)
	}
	return f
}

func (x *builder) limits(it *form.Item, rows []Row) {
	it.Limits = nil
	for i, r := range rows {
		at := x.at[Limits][i]
		l := form.Limit{Name: word(r, "name"), Period: x.period(r, Limits, at, "period"), From: word(r, "from"), Regime: calendar.RegimeID(word(r, "regime")), Basis: word(r, "basis"),
			Tag: word(r, "tag"), Note: read(r, "note"), Outside: isYes(r, "outside")}
		l.Committed = l.Name == "committed"
		if l.Regime == "" {
			l.Regime = calendar.Administrative
		}
		for _, o := range it.Limits {
			if o.Name == l.Name {
				x.fault(Limits, at, "name", errs.New(errs.Invalid, "catalogue.source.twice", errs.Args{"value": l.Name}))
			}
		}
		it.Limits = append(it.Limits, l)
	}
}

func (x *builder) basis(it *form.Item, rows []Row) {
	it.Basis = nil
	for _, r := range rows {
		it.Basis = append(it.Basis, form.Basis{Law: word(r, "law"), En: word(r, "law_en"), Article: word(r, "article"), Says: read(r, "says"), Tag: word(r, "tag")})
	}
}

func (x *builder) checklist(it *form.Item, rows []Row) {
	it.Checklist = nil
	for _, r := range rows {
		it.Checklist = append(it.Checklist, form.Check{ID: word(r, "id"), Text: read(r, "text"), Auto: word(r, "auto")})
	}
}

func (x *builder) mistakes(it *form.Item, rows []Row) {
	it.Mistakes = nil
	for _, r := range rows {
		it.Mistakes = append(it.Mistakes, read(r, "text"))
	}
}
