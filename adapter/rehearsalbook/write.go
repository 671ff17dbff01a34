package rehearsalbook

import (
	"io"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"quanlian/base/errs"
)

// Sheet is one sheet: rows, the first of which are its heads.
type Sheet struct {
	Name string
	Rows [][]any
}

// Unit: characters of a column's width. Source: our choice; wide enough for a
// name, no wider than a screen.
const (
	narrow = 12
	wide   = 60
)

// Write writes the sheets in their order.
func Write(out io.Writer, sheets []Sheet) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	if err := write(f, sheets); err != nil {
		return errs.Wrap(errs.Internal, "itembook.bad_workbook", err)
	}
	if err := f.Write(out); err != nil {
		return errs.Wrap(errs.Internal, "itembook.bad_workbook", err)
	}
	return nil
}

func write(f *excelize.File, sheets []Sheet) error {
	head, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	for i, s := range sheets {
		if i == 0 {
			err = f.SetSheetName("Sheet1", s.Name)
		} else {
			_, err = f.NewSheet(s.Name)
		}
		if err != nil {
			return err
		}
		if err := fill(f, s, head); err != nil {
			return err
		}
	}
	return nil
}

func fill(f *excelize.File, s Sheet, head int) error {
	widths := map[int]int{}
	for i, row := range s.Rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := f.SetSheetRow(s.Name, cell, &row); err != nil {
			return err
		}
		for c, v := range row {
			if text, ok := v.(string); ok {
				widths[c+1] = max(widths[c+1], 2*utf8.RuneCountInString(text))
			}
		}
	}
	if len(s.Rows) > 0 && len(s.Rows[0]) > 1 {
		if err := f.SetRowStyle(s.Name, 1, 1, head); err != nil {
			return err
		}
	}
	for c, w := range widths {
		name, err := excelize.ColumnNumberToName(c)
		if err != nil {
			return err
		}
		if err := f.SetColWidth(s.Name, name, name, float64(min(max(w, narrow), wide))); err != nil {
			return err
		}
	}
	return nil
}
