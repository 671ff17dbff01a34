package itembook

import (
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"quanlian/base/errs"
	"quanlian/catalogue/items"
	"quanlian/catalogue/items/sheet"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
)

// Rows of a sheet: the headings, then the keys of the columns, hidden, then the
// items. Unit: rows.
const (
	headRow = 1
	keyRow  = 2
	dataRow = 3
)

// lastRow is how far the drop-down lists reach. Unit: rows. Source: 177 items of
// thirty fields each, three times over.
const lastRow = 16_000

// Export writes items as a workbook.
func Export(w io.Writer, l *lang.Localizer, c *items.Catalogue, set *items.Set) error {
	return write(w, l, c, set.Day.String(), set.All(), sheet.Rows(c, set.All()), nil)
}

// writer draws one workbook.
type writer struct {
	f      *excelize.File
	l      *lang.Localizer
	words  *sheet.Words
	styles map[string]int
	lists  map[string]string // range of the values of a closed list
	err    error
}

func write(out io.Writer, l *lang.Localizer, c *items.Catalogue, day string, list []form.Item, b sheet.Book, faults []sheet.Fault) error {
	w := &writer{f: excelize.NewFile(), l: l, words: sheet.NewWords(c.City), styles: map[string]int{}, lists: map[string]string{}}
	defer w.f.Close()
	w.about(c, day, len(list))
	w.values()
	for _, t := range sheet.Tables() {
		w.table(t, b[t.Name])
	}
	w.notes(faults)
	w.try(w.f.SetSheetVisible(l.T("itembook.table.lists"), false))
	if w.err != nil {
		return errs.Wrap(errs.Internal, "itembook.bad_workbook", w.err)
	}
	if err := w.f.Write(out); err != nil {
		return errs.Wrap(errs.Internal, "itembook.bad_workbook", err)
	}
	return nil
}

// try keeps the first fault of the library.
func (w *writer) try(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *writer) style(name string) int {
	if id, ok := w.styles[name]; ok {
		return id
	}
	border := []excelize.Border{{Type: "bottom", Color: "D9DEE4", Style: 1}}
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	id, err := w.f.NewStyle(map[string]*excelize.Style{
		"head":  {Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}}, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}},
		"deep":  {Font: &excelize.Font{Bold: true, Color: "44546A"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D6DCE4"}}, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}},
		"cell":  {NumFmt: 49, Alignment: top, Border: border},
		"grey":  {NumFmt: 49, Alignment: top, Border: border, Font: &excelize.Font{Color: "7F7F7F"}},
		"wrong": {NumFmt: 49, Alignment: top, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFD9D2"}}, Border: border},
		"title": {Font: &excelize.Font{Bold: true, Size: 16}},
		"para":  {Alignment: top},
	}[name])
	w.try(err)
	w.styles[name] = id
	return id
}

// about is the first sheet: what this is, and how it is filled.
func (w *writer) about(c *items.Catalogue, day string, n int) {
	name := w.l.T("itembook.table.about")
	w.try(w.f.SetSheetName("Sheet1", name))
	w.try(w.f.SetColWidth(name, "A", "A", 100))
	w.put(name, 1, 1, w.l.T("itembook.about.title", "city", c.City.Name.In(w.l.Zh())), "title")
	for i, s := range []string{w.l.T("itembook.about.made", "day", day, "n", n), w.l.T("itembook.about.status"), w.l.T("itembook.about.how1"),
		w.l.T("itembook.about.how2"), w.l.T("itembook.about.how3"), w.l.T("itembook.about.how4"), w.l.T("itembook.about.how5")} {
		w.put(name, 3+i, 1, s, "para")
	}
}

// values is the hidden sheet from which the drop-down lists take their words.
func (w *writer) values() {
	name := w.l.T("itembook.table.lists")
	_, err := w.f.NewSheet(name)
	w.try(err)
	col := 0
	for _, t := range sheet.Tables() {
		for _, c := range t.Cols {
			if c.Words == "" || w.lists[c.Words] != "" {
				continue
			}
			col++
			list := w.words.List(c.Words)
			for i, x := range list {
				w.put(name, i+1, col, x.Text.In(w.l.Zh()), "")
			}
			letter, err := excelize.ColumnNumberToName(col)
			w.try(err)
			w.lists[c.Words] = "'" + name + "'!$" + letter + "$1:$" + letter + "$" + strconv.Itoa(max(len(list), 1))
		}
	}
}

func (w *writer) table(t sheet.Table, rows []sheet.Row) {
	name := w.l.T("itembook.table." + t.Name)
	_, err := w.f.NewSheet(name)
	w.try(err)
	for i, c := range t.Cols {
		letter, err := excelize.ColumnNumberToName(i + 1)
		w.try(err)
		w.try(w.f.SetColWidth(name, letter, letter, float64(c.Width)))
		head := "head"
		if c.Deep {
			head = "deep"
		}
		w.put(name, headRow, i+1, sheet.Heading(w.l, t.Name, c.Key), head)
		w.put(name, keyRow, i+1, c.Key, "grey")
		if c.Words != "" && !c.Many {
			v := excelize.NewDataValidation(true)
			v.SetSqref(letter + strconv.Itoa(dataRow) + ":" + letter + strconv.Itoa(lastRow))
			v.SetSqrefDropList(w.lists[c.Words])
			v.ShowErrorMessage = false // values that are typed are judged when they come in
			w.try(w.f.AddDataValidation(name, v))
		}
	}
	for n, r := range rows {
		for i, c := range t.Cols {
			style := "cell"
			if c.Deep {
				style = "grey"
			}
			w.put(name, dataRow+n, i+1, w.say(c, r[c.Key]), style)
		}
	}
	w.try(w.f.SetRowHeight(name, headRow, 32))
	w.try(w.f.SetRowVisible(name, keyRow, false))
	freeze := &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 2, TopLeftCell: "B3", ActivePane: "bottomRight"}
	w.try(w.f.SetPanes(name, freeze))
	last, err := excelize.CoordinatesToCellName(len(t.Cols), max(dataRow+len(rows)-1, keyRow))
	w.try(err)
	w.try(w.f.AutoFilter(name, "A2:"+last, nil))
}

// say gives the words of a cell.
func (w *writer) say(c sheet.Col, value string) string {
	if c.Words == "" || value == "" {
		return sheet.Spoken(c.Key, value, w.l.Zh())
	}
	list := []string{value}
	if c.Many {
		list = strings.Split(value, "\n")
	}
	for i, v := range list {
		list[i] = w.words.Say(c.Words, v, w.l.Zh())
	}
	return strings.Join(list, "\n")
}

func (w *writer) put(name string, row, col int, text, style string) {
	cell, err := excelize.CoordinatesToCellName(col, row)
	w.try(err)
	if text != "" {
		w.try(w.f.SetCellStr(name, cell, text))
	}
	if style != "" {
		w.try(w.f.SetCellStyle(name, cell, cell, w.style(style)))
	}
}

// notes marks the cells that are wrong, each with a note that says why.
func (w *writer) notes(faults []sheet.Fault) {
	texts := map[string]map[string][]string{}
	for _, f := range faults {
		t, ok := sheet.Find(f.Table)
		if !ok {
			continue
		}
		_, col := t.Col(f.Col)
		cell, err := excelize.CoordinatesToCellName(max(col, 0)+1, dataRow+f.Row)
		w.try(err)
		name := w.l.T("itembook.table." + f.Table)
		if texts[name] == nil {
			texts[name] = map[string][]string{}
		}
		texts[name][cell] = append(texts[name][cell], w.l.Fill(f.Code, f.Args))
	}
	for name, cells := range texts {
		for cell, list := range cells {
			w.try(w.f.SetCellStyle(name, cell, cell, w.style("wrong")))
			w.try(w.f.AddComment(name, excelize.Comment{Cell: cell, Author: "全链", Text: strings.Join(list, "\n"), Width: 320, Height: 90}))
		}
	}
}
