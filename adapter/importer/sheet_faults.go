package importer

import (
	"errors"
	"io"
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel/rows"
)

// Faults writes the rows of the sheet that have faults, as they stood or as they
// were amended, with the reason and a note at each wrong cell; lists are the
// choices of columns.
// notfound when no row has one.
func (s *Sheet) Faults(w io.Writer, name string, lists map[string][]string, faults map[int][]rows.Fault) error {
	out := NewRejects()
	out.Lists = lists
	for {
		row, err := s.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		wrong := faults[row.Line]
		if len(wrong) == 0 {
			continue
		}
		r := Row{File: name, Line: row.Line, Heads: s.Heads(), Cells: s.cells(row)}
		for _, f := range wrong {
			r.Reasons = append(r.Reasons, Reason{Col: s.noteCol(f.Field), Err: f.Err()})
		}
		if err := out.Add(r); err != nil {
			return err
		}
	}
	if out.Rows() == 0 {
		return errs.New(errs.NotFound, "importer.sheet.no_faults", nil)
	}
	_, err := out.WriteTo(w)
	return err
}

// noteCol is the column at which a fault is noted: its own, or, of the row as a
// whole, the first that is known.
func (s *Sheet) noteCol(field string) int {
	if col := s.Col(field); col >= 0 || field != "" {
		return col
	}
	return slices.IndexFunc(s.fields, func(f string) bool { return f != "" })
}

// AddColumn gives a field a column that the file has not; nothing is read from it.
func (s *Sheet) AddColumn(field, head string) {
	s.fields, s.heads = append(s.fields, field), append(s.heads[:len(s.heads):len(s.heads)], head)
}

// Amend lays what a row says since it was corrected, by field, over its cells
// where they are written again: a field that texts does not have was emptied.
func (s *Sheet) Amend(line int, texts map[string]string) {
	if s.amended == nil {
		s.amended = map[int]map[string]string{}
	}
	s.amended[line] = texts
}

// cells are those of a row as it is written again.
func (s *Sheet) cells(row SheetRow) []string {
	out := make([]string, len(s.fields))
	copy(out, row.Cells[:min(len(row.Cells), s.width)])
	texts, ok := s.amended[row.Line]
	if !ok {
		return out
	}
	for i, f := range s.fields {
		if f != "" {
			out[i] = texts[f]
		}
	}
	return out
}
