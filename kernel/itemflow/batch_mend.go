package itemflow

import (
	"maps"
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/rows"
)

// MendedRow is a row of a sheet as it was corrected on its page; Files are the
// names that it calls, by material.
type MendedRow struct {
	Line   int                 `json:"line"`
	Values form.Values         `json:"values"`
	Files  map[string][]string `json:"files,omitempty"`
}

// MendInput are corrected rows.
type MendInput struct {
	Rows []MendedRow `json:"rows"`
}

// MostMended is how many rows are corrected at once. Unit: rows. Source: our
// choice, more than a page shows.
const MostMended = 50

// mendBatch takes rows that were corrected on the page; the program looks at them
// again by the rules of the sheet, and they join the others.
func mendBatch() kernel.Move {
	return kernel.MoveOf[BatchData, MendInput, none]{
		Name: "mend", From: []kernel.State{rows.Checked}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, Hidden: true,
		Guard: func(t kernel.Turn[BatchData, MendInput, none]) error {
			if n := len(t.Input.Rows); n == 0 || n > MostMended {
				return errs.New(errs.Invalid, "kernel.itemflow.mend_rows", errs.Args{"max": MostMended})
			}
			for _, m := range t.Input.Rows {
				if !slices.ContainsFunc(t.Data.Rows, func(r BatchRow) bool { return r.Line == m.Line && r.State == rows.Bad }) {
					return errs.New(errs.Conflict, "kernel.itemflow.mend_line", errs.Args{"line": m.Line})
				}
			}
			return nil
		},
		Effects: func(t kernel.Turn[BatchData, MendInput, none]) (kernel.Out[BatchData], error) {
			d := t.Data
			d.Rows, d.Mended = slices.Clone(d.Rows), maps.Clone(d.Mended)
			if d.Mended == nil {
				d.Mended = map[int]MendedRow{}
			}
			for _, m := range t.Input.Rows {
				d.Mended[m.Line] = m
				i := slices.IndexFunc(d.Rows, func(r BatchRow) bool { return r.Line == m.Line })
				d.Rows[i].State, d.Rows[i].Faults = "", nil
			}
			d.Round++
			return kernel.Out[BatchData]{To: rows.Checking, Data: d}, nil
		},
	}.Build()
}
