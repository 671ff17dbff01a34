package importer

import (
	"errors"
	"io"

	"quanlian/base/errs"
	"quanlian/kernel/rows"
)

// Faults writes the rows of the sheet that have faults, as they stood, with the
// reason and a note at each wrong cell; lists are the choices of columns.
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
		r := Row{File: name, Line: row.Line, Heads: s.Heads(), Cells: row.Cells}
		for _, f := range wrong {
			r.Reasons = append(r.Reasons, Reason{Col: s.Col(f.Field), Err: f.Err()})
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
