package importer

import (
	"io"

	"github.com/xuri/excelize/v2"

	"quanlian/base/errs"
)

// Limits of one workbook, against archives made to burst.
// Unit: bytes. Source: our own choice; a million bibliographic rows unzip to about 600 MB.
const (
	maxUnzip     = 4 << 30
	maxUnzipPart = 32 << 20 // parts larger than this are kept in a temporary file
)

// xlsxSource reads the first sheet that has rows, streaming.
type xlsxSource struct {
	book     *excelize.File
	rows     *excelize.Rows
	line     int
	date1904 bool
}

// newXLSX opens a workbook. Numbers are taken raw: what Excel shows is not
// what it keeps.
func newXLSX(r io.Reader, unzip int64) (*xlsxSource, error) {
	book, err := excelize.OpenReader(r, excelize.Options{
		RawCellValue: true, UnzipSizeLimit: unzip, UnzipXMLSizeLimit: min(unzip, maxUnzipPart),
	})
	if err != nil {
		return nil, errs.Wrap(errs.Invalid, "importer.file.workbook", err)
	}
	s := &xlsxSource{book: book}
	if p, err := book.GetWorkbookProps(); err == nil && p.Date1904 != nil {
		s.date1904 = *p.Date1904
	}
	for _, sheet := range book.GetSheetList() {
		visible, err := book.GetSheetVisible(sheet)
		if err != nil || !visible {
			continue
		}
		rows, err := book.Rows(sheet)
		if err != nil {
			continue // a chart sheet has no rows
		}
		s.rows = rows
		return s, nil
	}
	_ = book.Close()
	return nil, errs.New(errs.Invalid, "importer.file.no_sheet", nil)
}

// next gives the next row of the sheet, empty ones included.
func (s *xlsxSource) next() (rawRow, error) {
	if !s.rows.Next() {
		if err := s.rows.Error(); err != nil {
			return rawRow{}, errs.Wrap(errs.Invalid, "importer.file.workbook", err)
		}
		return rawRow{}, io.EOF
	}
	s.line++
	cells, err := s.rows.Columns(excelize.Options{RawCellValue: true})
	if err != nil {
		return rawRow{}, errs.Wrap(errs.Invalid, "importer.file.workbook", err)
	}
	return rawRow{line: s.line, cells: cells}, nil
}

// Close frees the temporary files of the workbook.
func (s *xlsxSource) Close() error {
	err := s.rows.Close()
	if cerr := s.book.Close(); err == nil {
		err = cerr
	}
	return err
}
