package importer

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"quanlian/base/errs"
)

// Sheet reads a table whose columns the caller names, from a workbook or from
// delimited text in whatever encoding office programs write. Where the heads
// stand twice, in two languages, the second row of heads is no record.
type Sheet struct {
	src    rawSource
	fields []string // by column, "" where the head means nothing
	heads  []string
	known  func(head string) string
	width  int // columns of the file
	// amended are the texts of rows that were corrected since, by line and field.
	amended map[int]map[string]string
}

// SheetCell is one value with the place it came from.
type SheetCell struct {
	Col  int
	Text string
}

// SheetRow is one row of the table by the caller's names.
type SheetRow struct {
	Line  int // 1-based row of the sheet or line of the text
	Cells []string
	By    map[string]SheetCell // what is not empty
	Fault *errs.Error          // the row itself cannot be read
}

// OpenSheet finds the row of heads: the first of ten that has the needed column.
// field gives the caller's name of a head, "" for an unknown one. unzip bounds
// what a workbook may grow to, in bytes.
func OpenSheet(name string, f File, unzip int64, field func(head string) string, need string) (*Sheet, error) {
	src, err := rawTable(name, f, unzip, func(h string) bool { return field(h) != "" })
	if err != nil {
		return nil, err
	}
	s := &Sheet{src: src, known: field}
	for range headSearch {
		row, err := src.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		if s.takeHeads(row.cells, need) {
			return s, nil
		}
	}
	return nil, errors.Join(errs.New(errs.Invalid, "importer.sheet.no_heads", errs.Args{"file": name}), s.Close())
}

// rawTable opens a workbook or a text table by its first bytes.
func rawTable(name string, f File, unzip int64, known func(string) bool) (rawSource, error) {
	head := make([]byte, window)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, errs.Wrap(errs.Invalid, "importer.file.unreadable", err)
	}
	head = head[:n]
	switch {
	case n == 0:
		return nil, errs.New(errs.Invalid, "importer.file.empty", errs.Args{"file": name})
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return newXLSX(f, unzip)
	case bytes.HasPrefix(head, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return nil, errs.New(errs.Invalid, "importer.file.old_excel", errs.Args{"file": name})
	case isXML(head[:min(n, 8)], name), bytes.IndexByte(head, 0) >= 0 && !bytes.HasPrefix(head, []byte{0xFF, 0xFE}) && !bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		return nil, errs.New(errs.Invalid, "importer.sheet.no_table", errs.Args{"file": name})
	}
	src, _, err := newCSV(f, known)
	if err != nil {
		return nil, errs.Wrap(errs.Invalid, "importer.file.unreadable", err)
	}
	return src, nil
}

func (s *Sheet) takeHeads(cells []string, need string) bool {
	fields, has := make([]string, len(cells)), map[string]bool{}
	for i, c := range cells {
		if f := s.known(c); f != "" && !has[f] { // the same field twice: the first column counts
			fields[i], has[f] = f, true
		}
	}
	if !has[need] {
		return false
	}
	s.fields, s.heads, s.width = fields, cells, len(cells)
	return true
}

// Heads are the heads as they stand in the file.
func (s *Sheet) Heads() []string { return s.heads }

// Next gives the next row that is neither empty nor heads again; io.EOF at the end.
func (s *Sheet) Next() (SheetRow, error) {
	for {
		raw, err := s.src.next()
		if err != nil {
			return SheetRow{}, err
		}
		row := SheetRow{Line: raw.line, Cells: raw.cells, By: map[string]SheetCell{}, Fault: raw.fault}
		if raw.fault != nil {
			return row, nil
		}
		if len(nonEmpty(raw.cells)) == 0 || s.headsAgain(raw.cells) {
			continue
		}
		for i, f := range s.fields {
			if f == "" || i >= len(raw.cells) {
				continue
			}
			if v := strings.TrimSpace(cleanText(raw.cells[i])); v != "" {
				row.By[f] = SheetCell{Col: i, Text: v}
			}
		}
		return row, nil
	}
}

// headsAgain tells a row of heads in another language: every cell of it is the
// head of its own column.
func (s *Sheet) headsAgain(cells []string) bool {
	same := 0
	for i, c := range cells {
		if strings.TrimSpace(cleanText(c)) == "" {
			continue
		}
		if i >= len(s.fields) || s.fields[i] == "" || s.known(c) != s.fields[i] {
			return false
		}
		same++
	}
	return same > 0
}

// Col is the column of a field, -1 when the table has none.
func (s *Sheet) Col(field string) int {
	for i, f := range s.fields {
		if f == field {
			return i
		}
	}
	return -1
}

// Close frees what the workbook holds.
func (s *Sheet) Close() error {
	if c, ok := s.src.(io.Closer); ok {
		return c.Close()
	}
	return nil
}
