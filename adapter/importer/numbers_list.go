package importer

import (
	"errors"
	"io"
	"strings"

	"quanlian/base/errs"
)

// listHeads are heads of a column of numbers that an import does not know.
var listHeads = map[string]bool{"号码": true, "权利号": true, "专利号码": true, "申请号或专利号": true, "number": true, "numbers": true, "no": true}

// NumberList reads the column of patent numbers of a table, as it stands there:
// the column whose head says so, else that of publication or grant numbers, or the
// first one of a table without heads. unzip bounds what a workbook may grow to, in
// bytes; most is how many are read.
func NumberList(name string, f File, unzip int64, most int) ([]string, error) {
	var s *Sheet
	var err error
	for _, isHead := range []func(h string) bool{
		func(h string) bool { return fieldOf(h) == AppNo || listHeads[headKey(h)] },
		func(h string) bool { return fieldOf(h) == PubNo },
	} {
		s, err = OpenSheet(name, f, unzip, func(h string) string {
			if isHead(h) {
				return "number"
			}
			return ""
		}, "number")
		if err == nil {
			return s.numbers(nil, most)
		}
		if !errs.Is(err, "importer.sheet.no_heads") {
			return nil, err
		}
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return nil, errs.Wrap(errs.Invalid, "importer.file.unreadable", err)
		}
	}
	opened := false
	if s, err = OpenSheet(name, f, unzip, func(h string) string {
		if opened || strings.TrimSpace(h) == "" {
			return ""
		}
		return "number"
	}, "number"); err != nil {
		return nil, err
	}
	opened = true // from here on no row is one of heads
	return s.numbers([]string{s.heads[s.Col("number")]}, most)
}

// numbers reads on until most are there; a row that cannot be read is the file's fault.
func (s *Sheet) numbers(list []string, most int) ([]string, error) {
	for len(list) < most {
		row, err := s.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil && row.Fault != nil {
			err = row.Fault
		}
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		if n := row.By["number"].Text; n != "" {
			list = append(list, strings.TrimSpace(cleanText(n)))
		}
	}
	return list, s.Close()
}
