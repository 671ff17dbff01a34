package itembook

import (
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"quanlian/base/errs"
	"quanlian/catalogue/items/published"
	"quanlian/catalogue/items/sheet"
	"quanlian/catalogue/lang"
)

// Published writes a published list as a workbook of one sheet: title, day and
// what has to be said of it, then the rows.
func Published(out io.Writer, l *lang.Localizer, list published.List) error {
	w := &writer{f: excelize.NewFile(), l: l, words: &sheet.Words{}, styles: map[string]int{}, lists: map[string]string{}}
	defer w.f.Close()
	name := l.T("published.sheet")
	w.try(w.f.SetSheetName("Sheet1", name))
	row := 1
	w.put(name, row, 1, list.Title(l), "title")
	for _, n := range list.Notes(l) {
		row++
		w.put(name, row, 1, n, "")
	}
	row += 2
	heads, widths := list.Heads(l)
	for i, h := range heads {
		letter, err := excelize.ColumnNumberToName(i + 1)
		w.try(err)
		w.try(w.f.SetColWidth(name, letter, letter, widths[i]*1.3))
		w.put(name, row, i+1, h, "head")
	}
	top := strconv.Itoa(row + 1)
	for _, r := range list.Rows(l) {
		row++
		for i, text := range r {
			w.put(name, row, i+1, text, "cell")
		}
	}
	above, err := strconv.Atoi(top)
	w.try(err)
	w.try(w.f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: above - 1, TopLeftCell: "A" + top, ActivePane: "bottomLeft"}))
	w.try(w.f.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: ptr("landscape"), FitToWidth: ptr(1), FitToHeight: ptr(0)}))
	if w.err == nil {
		w.try(w.f.Write(out))
	}
	if w.err != nil {
		return errs.Wrap(errs.Internal, "itembook.bad_workbook", w.err)
	}
	return nil
}

func ptr[T any](v T) *T { return &v }
