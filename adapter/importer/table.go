package importer

import (
	"io"
	"strings"

	"quanlian/base/errs"
)

// headSearch is how many rows may stand above the heads (titles, notes).
// Unit: rows. Source: our own choice, from sheets of listing platforms.
const headSearch = 10

// table is a raw source whose heads are known.
type table struct {
	file    string
	src     rawSource
	heads   []string
	fields  []Field // by column, "" where the head is unknown
	cols    map[Field]int
	unknown []string
	format  string
	opt     Options
}

// newTable looks for the row of heads: the first of headSearch rows that knows
// the number of the right.
func newTable(file string, src rawSource, opt Options) (*table, error) {
	t := &table{file: file, src: src, opt: opt}
	var seen []string
	for i := 0; i < headSearch; i++ {
		row, err := src.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if t.takeHeads(row.cells) {
			return t, nil
		}
		if len(seen) == 0 && len(nonEmpty(row.cells)) > 1 {
			seen = nonEmpty(row.cells)
		}
	}
	return nil, errs.New(errs.Invalid, "importer.file.no_number_column", errs.Args{"file": file, "heads": strings.Join(seen, "、")})
}

// takeHeads reports whether the cells are heads, and keeps them.
func (t *table) takeHeads(cells []string) bool {
	fields := make([]Field, len(cells))
	has, unknown := map[Field]bool{}, []string(nil)
	for i, c := range cells {
		f := t.opt.Mapping.fieldIn(c)
		if has[f] && f != Ignored {
			f = "" // the same field twice: the first column counts
		}
		fields[i] = f
		has[f] = true
		if f == "" && strings.TrimSpace(c) != "" {
			unknown = append(unknown, strings.TrimSpace(c))
		}
	}
	if !has[AppNo] {
		return false
	}
	t.heads, t.fields, t.unknown, t.cols = cells, fields, unknown, map[Field]int{}
	for i, f := range fields {
		t.cols[f] = i
	}
	return true
}

// Next gives the next row that is not empty.
func (t *table) Next() (Row, error) {
	for {
		raw, err := t.src.next()
		if err != nil {
			return Row{}, err
		}
		row := Row{File: t.file, Line: raw.line, Heads: t.heads, Cells: raw.cells}
		if raw.fault != nil {
			row.Reasons = []Reason{{Col: -1, Err: raw.fault}}
			return row, nil
		}
		if len(nonEmpty(raw.cells)) == 0 {
			continue
		}
		t.fill(&row)
		return row, nil
	}
}

// fill turns the cells into a record or reasons.
func (t *table) fill(row *Row) {
	in := entry{cells: map[Field]cell{}, cols: t.cols, date1904: t.date1904(), file: t.file, line: row.Line, format: t.format, observed: t.opt.Observed}
	for i, f := range t.fields {
		if f == "" || f == Ignored || i >= len(row.Cells) {
			continue
		}
		if v := strings.TrimSpace(cleanText(row.Cells[i])); v != "" {
			in.cells[f] = cell{col: i, text: v, head: t.heads[i]}
		}
	}
	if len(row.Cells) > len(t.heads) && len(nonEmpty(row.Cells[len(t.heads):])) > 0 {
		row.Reasons = append(row.Reasons, Reason{Col: len(t.heads), Err: errs.New(errs.Invalid, "importer.row.too_many_cells",
			errs.Args{"cells": len(row.Cells), "heads": len(t.heads)})})
		return
	}
	if in.take(row); len(row.Reasons) > 0 {
		row.Cells = in.spelled(row.Cells)
	}
}

// date1904 says how the workbook counts days.
func (t *table) date1904() bool {
	x, ok := t.src.(*xlsxSource)
	return ok && x.date1904
}

// Unknown lists the heads that mean nothing to us.
func (t *table) Unknown() []string { return t.unknown }

// Format names what is read.
func (t *table) Format() string { return t.format }

// Close closes the source when it holds files.
func (t *table) Close() error {
	if c, ok := t.src.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// nonEmpty drops cells that hold only space.
func nonEmpty(cells []string) []string {
	var out []string
	for _, c := range cells {
		if v := strings.TrimSpace(cleanText(c)); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// cleanText replaces the invisible: NBSP, zero-width marks, BOM, ideographic
// space, and control characters that no XML file may hold.
func cleanText(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u00a0' || r == '\u3000':
			return ' '
		case r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\ufeff' || r == '\u2060':
			return -1
		case r < ' ' && r != '\n' && r != '\t', r == 0x7f:
			return -1
		}
		return r
	}, s)
}
