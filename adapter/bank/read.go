package bank

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"quanlian/base/errs"
	"quanlian/ledger"
)

// Read is what a statement file holds.
type Read struct {
	Lines    []ledger.Line
	Rejected []Rejected
}

// Rejected is a row that cannot be taken, with the reason.
type Rejected struct {
	Row  int // in the file, from 1
	Cell []string
	Err  *errs.Error
}

// Unit: bytes. Source: design of ours; a year of a busy custody bank is a
// tenth of it.
const maxFile = 64 << 20

// ReadStatement reads a plain statement of a bank: CSV in UTF-8 (with or
// without byte order mark) or GB18030, separated by comma, semicolon or tab, or
// an Excel workbook. Rows above the header (account, period) and totals below
// are passed over. account is the sub-account when the file names none.
func ReadStatement(r io.Reader, account string) (Read, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return Read{}, errs.Wrap(errs.Unavailable, "adapter.bank.cannot_read", err)
	}
	if len(raw) > maxFile {
		return Read{}, errs.New(errs.Invalid, "adapter.bank.too_large", nil)
	}
	rows, err := table(raw)
	if err != nil {
		return Read{}, err
	}
	return readRows(rows, account)
}

func readRows(rows [][]string, account string) (Read, error) {
	var out Read
	var head layout
	for i, row := range rows {
		if head == nil {
			head = headerOf(row)
			continue
		}
		if blank(row) || headerOf(row) != nil || isTotal(row) {
			continue
		}
		l, err := head.line(row, account)
		if err != nil {
			out.Rejected = append(out.Rejected, Rejected{Row: i + 1, Cell: row, Err: err})
			continue
		}
		l.No = len(out.Lines) + 1
		out.Lines = append(out.Lines, l)
	}
	if head == nil {
		return out, errs.New(errs.Invalid, "adapter.bank.no_header", nil)
	}
	return out, nil
}

// table turns the bytes of a file into rows of cells.
func table(raw []byte) ([][]string, error) {
	if bytes.HasPrefix(raw, []byte("PK\x03\x04")) {
		return workbook(raw)
	}
	raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	if !utf8.Valid(raw) {
		var err error
		if raw, err = simplifiedchinese.GB18030.NewDecoder().Bytes(raw); err != nil {
			return nil, errs.Wrap(errs.Invalid, "adapter.bank.cannot_read", err)
		}
	}
	c := csv.NewReader(bytes.NewReader(raw))
	c.Comma = separator(raw)
	c.FieldsPerRecord, c.LazyQuotes = -1, true
	rows, err := c.ReadAll()
	if err != nil {
		return nil, errs.Wrap(errs.Invalid, "adapter.bank.cannot_read", err)
	}
	for _, row := range rows {
		for i := range row { // a tab before digits is how banks keep Excel from eating them
			row[i] = strings.Trim(row[i], " \t\u3000\uFEFF")
		}
	}
	return rows, nil
}

// separator is the one of comma, tab and semicolon that the file has most of.
func separator(raw []byte) rune {
	best, most := ',', 0
	for _, c := range ",\t;" {
		n := 0
		for line := range bytes.Lines(raw) {
			fields := bytes.Split(line, []byte(string(c)))
			if row := make([]string, len(fields)); headerOf(fill(row, fields)) != nil {
				n = len(fields)
				break
			}
		}
		if n > most {
			best, most = c, n
		}
	}
	return best
}

func fill(row []string, fields [][]byte) []string {
	for i, f := range fields {
		row[i] = strings.Trim(string(f), "\" \t\r\n")
	}
	return row
}

func workbook(raw []byte) ([][]string, error) {
	f, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{UnzipSizeLimit: 8 * maxFile})
	if err != nil {
		return nil, errs.Wrap(errs.Invalid, "adapter.bank.cannot_read", err)
	}
	defer func() { _ = f.Close() }()
	rows, err := f.GetRows(f.GetSheetName(0), excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, errs.Wrap(errs.Invalid, "adapter.bank.cannot_read", err)
	}
	return rows, nil
}

func blank(row []string) bool {
	for _, c := range row {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// isTotal knows the sums that banks print below the lines.
func isTotal(row []string) bool {
	for _, c := range row {
		if c = strings.TrimSpace(c); c != "" {
			return strings.HasPrefix(c, "合计") || strings.HasPrefix(c, "总计") || strings.HasPrefix(c, "累计") || strings.HasPrefix(strings.ToLower(c), "total")
		}
	}
	return false
}
