package importer

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"quanlian/base/errs"
)

// maxRecord bounds one row of a text table: an unclosed quotation mark must
// not swallow a whole file into memory.
// Unit: bytes. Source: our own choice; a full description has about 300 KB.
const maxRecord = 8 << 20

// rawRow is one row as it stood in the file, before its heads are known.
type rawRow struct {
	line  int
	cells []string
	fault *errs.Error // the row itself cannot be read
}

// rawSource gives the rows of one table, io.EOF at the end.
type rawSource interface {
	next() (rawRow, error)
}

// budget fails when one record reads more than maxRecord.
type budget struct {
	in   io.Reader
	left int
}

var errRecordTooLong = errors.New("record too long")

// Read counts what one record takes.
func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errRecordTooLong
	}
	n, err := b.in.Read(p)
	b.left -= n
	return n, err
}

// csvSource reads delimited text.
type csvSource struct {
	r      *csv.Reader
	budget *budget
	last   int
	done   bool
}

// newCSV sniffs encoding and delimiter; known tells the heads that the table
// may have.
func newCSV(r io.Reader, known func(head string) bool) (*csvSource, string, error) {
	text, encoding, err := decodeText(r)
	if err != nil {
		return nil, "", err
	}
	buf := bufio.NewReaderSize(text, window)
	page, err := buf.Peek(window)
	if err != nil && err != io.EOF && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, "", err
	}
	g := &budget{in: buf, left: maxRecord}
	c := csv.NewReader(g)
	c.Comma = sniffDelimiter(string(page), known)
	c.FieldsPerRecord = -1
	c.TrimLeadingSpace = false
	return &csvSource{r: c, budget: g}, encoding, nil
}

// delimiters are the separators that office programs write.
var delimiters = []rune{',', '\t', ';', '|', '，'}

// sniffDelimiter takes the separator under which the first lines show the most
// known heads, and the most frequent one when none shows any.
func sniffDelimiter(page string, isHead func(head string) bool) rune {
	lines := strings.SplitN(page, "\n", headSearch+1)
	best, bestScore := ',', 0
	for _, d := range delimiters {
		for _, line := range lines[:min(len(lines), headSearch)] {
			known := 0
			parts := strings.Split(strings.TrimSuffix(line, "\r"), string(d))
			for _, p := range parts {
				if isHead(strings.Trim(p, `" `)) {
					known++
				}
			}
			score := known*1000 + min(len(parts)-1, 999)
			if known > 0 && len(parts) == 1 {
				score = 1 // a table of one column: any separator will do
			}
			if score > bestScore {
				best, bestScore = d, score
			}
		}
	}
	return best
}

// next reads one record; a record with broken quotation is a refused row, not
// the end of the file.
func (s *csvSource) next() (rawRow, error) {
	if s.done {
		return rawRow{}, io.EOF
	}
	s.budget.left = maxRecord
	cells, err := s.r.Read()
	if err == nil {
		line, _ := s.r.FieldPos(0)
		s.last = line
		row := rawRow{line: line, cells: cells}
		for _, c := range cells {
			if strings.ContainsRune(c, utf8.RuneError) || !utf8.ValidString(c) {
				row.fault = errs.New(errs.Invalid, "importer.row.encoding", nil)
			}
		}
		return row, nil
	}
	var parse *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		s.done = true
		return rawRow{}, io.EOF
	case errors.Is(err, errRecordTooLong):
		s.done = true
		return rawRow{line: s.last + 1, fault: errs.New(errs.Invalid, "importer.row.too_long", errs.Args{"mb": maxRecord >> 20})}, nil
	case errors.As(err, &parse):
		s.last = parse.StartLine
		return rawRow{line: parse.StartLine, cells: cells, fault: errs.New(errs.Invalid, "importer.row.quotes", errs.Args{"column": parse.Column})}, nil
	}
	return rawRow{}, err
}
