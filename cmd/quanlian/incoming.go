package main

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"quanlian/adapter/importer"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/service/incoming"
)

// Unit: bytes. Source: our choice; a list of two thousand rows unzips to a few
// hundred kilobytes.
const incomingUnzip = 32 << 20

// incomingRows reads a list of results: a workbook, a table of text, or XML.
func incomingRows(name string, body []byte, today calendar.Date) ([]incoming.Row, error) {
	if strings.HasSuffix(strings.ToLower(name), ".xml") {
		return incoming.ReadXML(bytes.NewReader(body), today)
	}
	s, err := importer.OpenSheet(name, bytes.NewReader(body), incomingUnzip, incoming.Field, "what")
	if err != nil {
		return nil, err
	}
	var out []incoming.Row
	for {
		row, err := s.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		if row.Fault != nil {
			out = append(out, incoming.Row{Line: row.Line, Fault: row.Fault})
			continue
		}
		cells := map[string]string{}
		for k, c := range row.By {
			cells[k] = c.Text
		}
		out = append(out, incoming.RowOf(row.Line, cells, today))
	}
	if len(out) == 0 {
		return nil, errors.Join(errs.New(errs.Invalid, "importer.sheet.no_rows", errs.Args{"file": name}), s.Close())
	}
	return out, errors.Join(incoming.Bound(out), s.Close())
}
