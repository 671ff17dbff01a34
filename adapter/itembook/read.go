package itembook

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/items"
	"quanlian/catalogue/items/sheet"
	"quanlian/catalogue/lang"
)

// Bounds of a workbook, against archives made to burst. Unit: bytes; rows.
// Source: our own choice; the list of 177 items unzips to 6 MB.
const (
	maxUnzip = 256 << 20
	maxPart  = 32 << 20
	maxRows  = lastRow
)

// Book is a workbook that came back.
type Book struct {
	Tables sheet.Book
	// Built are its items, put together and judged.
	Built   []sheet.Built
	missing []string
	c       *items.Catalogue
	l       *lang.Localizer
	day     string
}

// Import reads a workbook and judges every item of it against what is in force.
// Nothing is written: what to do with it decides the caller. from is the first
// day of items that changed and say no day of their own.
func Import(r io.Reader, l *lang.Localizer, c *items.Catalogue, set *items.Set, from calendar.Date) (*Book, error) {
	f, err := excelize.OpenReader(r, excelize.Options{UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxPart})
	if err != nil {
		return nil, errs.Wrap(errs.Invalid, "itembook.bad_workbook", err)
	}
	defer f.Close()
	b := &Book{Tables: sheet.Book{}, c: c, l: l, day: set.Day.String()}
	words := sheet.NewWords(c.City)
	for _, t := range sheet.Tables() {
		name := find(f, t.Name)
		if name == "" {
			if t.Name == sheet.Items {
				return nil, errs.New(errs.Invalid, "itembook.no_items_sheet", nil)
			}
			continue
		}
		rows, err := b.readTable(f, name, t, words)
		if err != nil {
			return nil, err
		}
		b.Tables[t.Name] = rows
	}
	b.Built = sheet.Build(c, set, b.Tables, from)
	for _, it := range set.All() {
		if !slices.ContainsFunc(b.Built, func(x sheet.Built) bool { return x.Item.Code == it.Code }) {
			b.missing = append(b.missing, it.Code)
		}
	}
	for _, x := range b.Built {
		inWords(x.Faults, words, l.Zh())
	}
	return b, nil
}

// find gives the sheet of a table by its name in either language.
func find(f *excelize.File, table string) string {
	for _, name := range f.GetSheetList() {
		plain := strings.TrimSpace(name)
		if plain == table || plain == lang.For(lang.Zh).T("itembook.table."+table) || strings.EqualFold(plain, lang.For(lang.En).T("itembook.table."+table)) {
			return name
		}
	}
	return ""
}

func (b *Book) readTable(f *excelize.File, name string, t sheet.Table, words *sheet.Words) ([]sheet.Row, error) {
	rows, err := f.GetRows(name)
	if err != nil {
		return nil, errs.Wrap(errs.Invalid, "itembook.bad_workbook", err)
	}
	if len(rows) > maxRows {
		return nil, errs.New(errs.Invalid, "itembook.too_many_rows", errs.Args{"sheet": name, "most": maxRows})
	}
	keys, data, err := columns(rows, name, t)
	if err != nil {
		return nil, err
	}
	if err := complete(keys, name, t, b.l); len(rows) > 0 && err != nil {
		return nil, err
	}
	out := []sheet.Row{}
	for n, cells := range data {
		r := sheet.Row{}
		for i, text := range cells {
			if i < len(keys) && keys[i] != "" {
				c, _ := t.Col(keys[i])
				r[keys[i]] = value(c, text, words)
			}
		}
		typed(f, name, keys, len(rows)-len(data)+n+1, r)
		if !empty(r) {
			out = append(out, r)
		}
	}
	return out, nil
}

func empty(r sheet.Row) bool {
	for _, v := range r {
		if v != "" {
			return false
		}
	}
	return true
}

// value is what a cell means.
func value(c sheet.Col, text string, words *sheet.Words) string {
	text = strings.ReplaceAll(strings.TrimSpace(text), "\r\n", "\n")
	if c.Words == "" || text == "" {
		return text
	}
	list := []string{text}
	if c.Many {
		list = strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n,，;；、", r) })
	}
	for i, s := range list {
		list[i] = words.Read(c.Words, s)
	}
	out := strings.Join(list, "\n")
	if c.Words == "yes" && out == "false" {
		return ""
	}
	return out
}

// columns finds what each column is: by the hidden row of keys, or by the
// headings when that row is gone.
func columns(rows [][]string, name string, t sheet.Table) (keys []string, data [][]string, err error) {
	for i, row := range rows[:min(len(rows), keyRow)] {
		if slices.Contains(row, "code") {
			return row, rows[i+1:], known(row, name, t)
		}
	}
	if len(rows) == 0 {
		return nil, nil, nil
	}
	for _, head := range rows[0] {
		key := ""
		for _, c := range t.Cols {
			if head == sheet.Heading(lang.For(lang.Zh), t.Name, c.Key) || strings.EqualFold(head, sheet.Heading(lang.For(lang.En), t.Name, c.Key)) {
				key = c.Key
			}
		}
		if key == "" && strings.TrimSpace(head) != "" {
			return nil, nil, errs.New(errs.Invalid, "itembook.unknown_column", errs.Args{"sheet": name, "column": head})
		}
		keys = append(keys, key)
	}
	return keys, rows[1:], nil
}

func known(keys []string, name string, t sheet.Table) error {
	for _, k := range keys {
		if _, i := t.Col(k); i < 0 && strings.TrimSpace(k) != "" {
			return errs.New(errs.Invalid, "itembook.unknown_column", errs.Args{"sheet": name, "column": k})
		}
	}
	return nil
}

// Missing are the codes in force that it does not have: they stay as they are.
func (b *Book) Missing() []string { return b.missing }

// All are the items of the workbook.
func (b *Book) All() []sheet.Built { return b.Built }

// Faults are the mistakes of all items.
func (b *Book) Faults() []sheet.Fault {
	var out []sheet.Fault
	for _, x := range b.Built {
		out = append(out, x.Faults...)
	}
	return out
}

// Changed are the sound items that differ from what is in force, new ones
// included.
func (b *Book) Changed() []sheet.Built {
	return slices.DeleteFunc(slices.Clone(b.Built), func(x sheet.Built) bool { return len(x.Faults) > 0 || !x.New && !x.Changed })
}

// Errors writes the workbook as it came, with a note at every cell that is
// wrong.
func (b *Book) Errors(w io.Writer) error {
	return write(w, b.l, b.c, b.day, nil, b.Tables, b.Faults())
}

// Place says where a mistake stands: sheet, row as Excel shows it, column.
func Place(l *lang.Localizer, f sheet.Fault) string {
	out := l.T("itembook.table."+f.Table) + " " + strconv.Itoa(dataRow+f.Row)
	if f.Col != "" {
		out += " " + sheet.Heading(l, f.Table, f.Col)
	}
	return out
}
