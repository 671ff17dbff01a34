package form

import "slices"

// once are the pages that say who applies and how to reach them: of many
// applications made together they are filled in one time for all.
var once = []string{"applicant", "person", "agent", "contact", "delivery", "bank", "declaration"}

// Once reports whether the page is filled in one time when many applications of
// the item are made together (批量申请): who applies, how to reach them, and the
// pages that hold nothing but statements to tick.
func (s Step) Once() bool {
	if s.Repeat > 0 {
		return false
	}
	ticks := !slices.ContainsFunc(s.Fields, func(f Field) bool { return f.Kind != KindYes && f.Kind != KindNote })
	return ticks || slices.Contains(once, s.ID)
}

// Column is one column of the sheet in which many applications are written, one
// a row: a field of a page that is not the same for all.
type Column struct {
	Path  string // of the value, with the row of a repeated page
	Field Field
	Step  Step
	Row   int // of a repeated page, from 1; 0 elsewhere
}

// Must reports whether every row has to fill the column.
func (c Column) Must() bool {
	return !c.Field.Optional && c.Field.When.IsZero() && c.Step.When.IsZero() && (c.Row == 0 || c.Row <= c.Step.Least)
}

// sheetRows is how many rows of a repeated page the sheet has columns for at
// first; more are read when somebody adds their columns. Unit: rows. Source: our
// choice: more columns make a sheet that nobody reads.
const sheetRows = 3

// Columns are the columns of the sheet; all of them, or as many rows of the
// repeated pages as one begins with.
func (it Item) Columns(all bool) []Column {
	var out []Column
	for _, s := range it.Steps {
		if s.Once() {
			continue
		}
		n := min(max(s.Least, sheetRows), s.Repeat)
		if all {
			n = s.Repeat
		}
		if s.Repeat == 0 {
			n = 1
		}
		for i := range n {
			for _, f := range s.Fields {
				c := Column{Path: f.ID, Field: f, Step: s}
				if s.Repeat > 0 {
					c.Path, c.Row = Row(f.ID, i), i+1
				}
				if f.Kind != KindNote {
					out = append(out, c)
				}
			}
		}
	}
	return out
}

// Prefill fills the fields that say where their value comes from; what is there
// stays, and a choice that is none of the options is left out.
func (it Item) Prefill(v Values, from map[string]string) {
	for _, s := range it.Steps {
		for _, f := range s.Fields {
			path := f.ID
			if s.Repeat > 0 {
				path = Row(f.ID, 0)
			}
			x := from[f.Prefill]
			if x == "" || v[path] != "" {
				continue
			}
			if len(f.Options) > 0 && !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == x }) {
				continue
			}
			v[path] = x
		}
	}
}

// Looked fills title and owner of a right where they are asked, from the first
// number of the page; know says what a register knows of it.
func (it Item) Looked(v Values, know func(register, number string) (title, owner string, ok bool)) {
	for _, s := range it.Steps {
		i := slices.IndexFunc(s.Fields, func(f Field) bool { return f.Kind == KindRef && f.Register != "" && v[f.ID] != "" })
		if i < 0 || !slices.ContainsFunc(s.Fields, func(f Field) bool {
			return (f.Prefill == "right.title" || f.Prefill == "right.owner") && v[f.ID] == ""
		}) {
			continue
		}
		title, owner, ok := know(s.Fields[i].Register, v[s.Fields[i].ID])
		if !ok {
			continue
		}
		said := map[string]string{"right.title": title, "right.owner": owner}
		for _, f := range s.Fields {
			if x := said[f.Prefill]; x != "" && v[f.ID] == "" {
				v[f.ID] = x
			}
		}
	}
}

// RightField is the first field in which a right of the register is named, for
// filling a form from one's own rights.
func (it Item) RightField() (Field, bool) {
	for _, s := range it.Steps {
		for _, f := range s.Fields {
			if f.Register == "rights" && (f.Kind == KindRef || f.Kind == KindRefs) {
				return f, true
			}
		}
	}
	return Field{}, false
}
