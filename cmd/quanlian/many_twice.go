package main

import (
	"context"
	"maps"
	"slices"

	"quanlian/adapter/importer/itemsheet"
	"quanlian/catalogue/items"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/rows"
)

// mostOpenCases is how many open cases of an item a sheet is held against, the
// newest first. Unit: cases. Source: our choice, as many as a sheet has rows.
const mostOpenCases = itemflow.MaxBatchRows

// numberFormats are the forms of numbers that tell which right an application is
// about, in items whose right stands in no register here.
var numberFormats = []string{"registration", "patent", "trademark"}

// numbered are the columns in which the right stands that a row is about.
func numbered(it form.Item) []form.Column {
	all := it.Columns(true)
	f, ok := it.RightField()
	if !ok {
		i := slices.IndexFunc(all, func(c form.Column) bool { return slices.Contains(numberFormats, c.Field.Format) })
		if i < 0 {
			return nil
		}
		f = all[i].Field
	}
	return slices.DeleteFunc(all, func(c form.Column) bool { return c.Field.ID != f.ID })
}

// numberIn is a number of a row, in normal form where it has one.
type numberIn struct {
	path, number string
	formed       bool // nothing is wrong with its form
}

func numbersOf(cols []form.Column, v form.Values) []numberIn {
	var out []numberIn
	for _, c := range cols {
		for _, x := range form.List(v[c.Path]) {
			formed := true
			if form, ok := items.Formats()[c.Field.Format]; ok {
				n, err := form(x)
				if formed = err == nil; formed {
					x = n
				}
			}
			out = append(out, numberIn{c.Path, x, formed})
		}
	}
	return out
}

// seen is what rows of a sheet say again: each other's words, each other's
// numbers, and those of open cases; and the numbers that the register lacks.
type seen struct {
	twice map[int]rows.Fault
	notes map[int][]rows.Fault
}

func (s seen) tell(x *itemflow.BatchRow) {
	x.Notes = s.notes[x.Line]
	if f, ok := s.twice[x.Line]; ok {
		x.Faults, x.Notes = append(slices.Clone(x.Faults), f), nil
	}
}

// seen looks at the whole sheet: a row that repeats one before is refused; a
// number that another row or an open case of the applicant has too is only told,
// for one right may be licensed to two.
func (b batch) seen(ctx context.Context, list []itemsheet.Row) (seen, error) {
	cols := numbered(b.it)
	all, values, out := make([]itemflow.BatchRow, len(list)), map[int]form.Values{}, seen{notes: map[int][]rows.Fault{}}
	var fields []string
	for _, c := range slices.Concat(cols, b.it.Columns(true)) {
		fields = append(fields, c.Path)
	}
	for i, r := range list {
		all[i].Line, values[r.Line] = r.Line, written(b.it, r)
	}
	out.twice = itemflow.Repeated(all, values, fields)
	open, err := b.open(ctx, cols)
	if err != nil {
		return out, err
	}
	first := map[string]int{}
	for _, r := range list {
		for _, n := range numbersOf(cols, r.Values) {
			args := map[string]any{"number": n.number}
			if line, again := first[n.number]; again && line != r.Line {
				args["line"] = line
				out.notes[r.Line] = append(out.notes[r.Line], rows.Fault{Field: n.path, Code: "kernel.itemflow.batch_number", Args: args})
			} else if no, there := open[n.number]; there {
				args["no"] = no
				out.notes[r.Line] = append(out.notes[r.Line], rows.Fault{Field: n.path, Code: "kernel.itemflow.batch_open", Args: args})
			}
			if first[n.number] == 0 {
				first[n.number] = r.Line
			}
		}
	}
	b.unknown(ctx, list, out)
	return out, nil
}

// written are the cells of a row in their normal form, and those that could not be
// read as they stand: they tell rows apart too.
func written(it form.Item, r itemsheet.Row) form.Values {
	out, check := form.Values{}, form.Checker{Formats: items.Formats()}
	maps.Copy(out, r.Values)
	for _, c := range it.Columns(true) {
		if x := out[c.Path]; x != "" {
			out[c.Path] = check.Normal(c.Field, x)
		}
	}
	maps.Copy(out, r.Raw)
	return out
}

// unknown notes the numbers that the register of rights lacks, as the form does;
// one in a wrong form is a fault and told as such.
func (b batch) unknown(ctx context.Context, list []itemsheet.Row, out seen) {
	known, there := registers{b.h.store, b.h.now}, map[string]bool{}
	cols := slices.DeleteFunc(b.it.Columns(true), func(c form.Column) bool { return c.Field.Register != "rights" })
	for _, r := range list {
		for _, n := range numbersOf(cols, r.Values) {
			ok, asked := there[n.number]
			if !asked {
				_, found, err := known.Known(ctx, "rights", n.number)
				ok = found || err != nil || !n.formed // the sheet works without the register
				there[n.number] = ok
			}
			if !ok {
				out.notes[r.Line] = append(out.notes[r.Line], rows.Fault{Field: n.path, Code: "kernel.itemflow.batch_unknown", Args: map[string]any{"number": n.number}})
			}
		}
	}
}

// open are the numbers of the applicant's open cases of the item, with the case.
func (b batch) open(ctx context.Context, cols []form.Column) (map[string]string, error) {
	out := map[string]string{}
	if len(cols) == 0 {
		return out, nil
	}
	a, err := b.h.maker(ctx, b.d.By)
	if a == nil || err != nil {
		return out, err
	}
	list, _, err := b.h.store.Cases(ctx, *a, kernel.ViewDetail, kernel.CaseQuery{Flow: b.it.Flowing(), Item: b.it.Code, Role: kernel.RoleOwner, Party: a.Party, Open: true, Sort: "opened", Limit: mostOpenCases, Uncounted: true})
	for _, c := range list {
		d, e := itemflow.DataOf(c)
		if e != nil {
			return out, e
		}
		for _, n := range numbersOf(cols, d.Values) {
			if out[n.number] == "" {
				out[n.number] = c.No
			}
		}
	}
	return out, err
}
