package importer

import (
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
)

const (
	rejectSheet = "拒收" // the one sheet of the workbook
	textFormat  = 49   // Excel's built-in number format "@": text
	maxNotes    = 2000 // Unit: cell notes. Source: our own choice; Excel draws each as a shape
)

// ownHeads are the columns that we add and that an import leaves aside.
var ownHeads = []string{"拒收原因", "Reason", "原文件", "原行号"}

// Rejects is the workbook of refused rows (拒收表): the original cells as text, the
// reason in Chinese and English, and a note at each wrong cell. Corrected, it is
// imported again as it is: what was added is known and left aside.
type Rejects struct {
	// Lists are closed lists by head: their columns get drop-downs.
	Lists map[string][]string

	book   *excelize.File
	sheet  *excelize.StreamWriter
	text   int // style: text
	wrong  int // style: text on a light ground
	keep   []int
	rows   int
	notes  int
	zh, en *lang.Localizer
}

// NewRejects makes an empty workbook.
func NewRejects() *Rejects { return &Rejects{zh: lang.For(lang.Zh), en: lang.For(lang.En)} }

// Rows is how many rows it holds.
func (r *Rejects) Rows() int { return r.rows }

// start opens the sheet with the heads of the first refused row.
func (r *Rejects) start(heads []string) error {
	r.book = excelize.NewFile()
	if err := r.book.SetSheetName("Sheet1", rejectSheet); err != nil {
		return err
	}
	var err error
	if r.text, err = r.book.NewStyle(&excelize.Style{NumFmt: textFormat}); err != nil {
		return err
	}
	if r.wrong, err = r.book.NewStyle(&excelize.Style{NumFmt: textFormat, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FDE9D9"}}}); err != nil {
		return err
	}
	bold, err := r.book.NewStyle(&excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	if r.sheet, err = r.book.NewStreamWriter(rejectSheet); err != nil {
		return err
	}
	var line []any
	for i, h := range heads {
		if !own(h) {
			r.keep = append(r.keep, i)
			line = append(line, excelize.Cell{StyleID: bold, Value: clip(h)})
		}
	}
	for _, h := range ownHeads {
		line = append(line, excelize.Cell{StyleID: bold, Value: h})
	}
	if err := r.layout(len(line)); err != nil {
		return err
	}
	if err := r.dropDowns(heads); err != nil {
		return err
	}
	return r.sheet.SetRow("A1", line)
}

// dropDowns offers the closed lists in their columns.
func (r *Rejects) dropDowns(heads []string) error {
	for at, i := range r.keep {
		words := r.Lists[heads[i]]
		if len(words) == 0 {
			continue
		}
		col, err := excelize.ColumnNumberToName(at + 1)
		if err != nil {
			return err
		}
		v := excelize.NewDataValidation(true)
		v.Sqref = col + "2:" + col + strconv.Itoa(maxNotes)
		if err := v.SetDropList(words); err != nil {
			return err
		}
		if err := r.book.AddDataValidation(rejectSheet, v); err != nil {
			return err
		}
	}
	return nil
}

// layout makes every column text, so that what is typed there stays text too,
// and keeps the heads in sight. The order of the calls matters: a workbook whose
// columns are not written from left to right is "repaired" by Excel.
func (r *Rejects) layout(columns int) error {
	// Unit: characters. Source: widths at which 13-digit numbers and reasons can be read.
	const cellWidth, reasonWidth = 22, 60
	for c := columns; c >= 1; c-- {
		w := float64(cellWidth)
		if c > columns-len(ownHeads) && c <= columns-2 {
			w = reasonWidth
		}
		if err := r.sheet.SetColWidth(c, c, w); err != nil {
			return err
		}
		if err := r.sheet.SetColStyle(c, c, r.text); err != nil {
			return err
		}
	}
	return r.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// own tells a column that an earlier workbook of ours added.
func own(head string) bool {
	for _, h := range ownHeads {
		if headKey(h) == headKey(head) {
			return true
		}
	}
	return false
}

// Add writes one refused row.
func (r *Rejects) Add(row Row) error {
	if r.book == nil {
		heads := row.Heads
		if heads == nil {
			heads = row.Cells
		}
		if err := r.start(heads); err != nil {
			return errs.Wrap(errs.Internal, "importer.rejects.failed", err)
		}
	}
	r.rows++
	if err := r.write(row); err != nil {
		return errs.Wrap(errs.Internal, "importer.rejects.failed", err)
	}
	return nil
}

// write fills the line and its notes.
func (r *Rejects) write(row Row) error {
	line := r.rows + 1
	wrong := map[int]errs.List{}
	var zh, en []string
	for _, re := range row.Reasons {
		wrong[re.Col] = append(wrong[re.Col], re.Err)
		zh = append(zh, r.zh.Error(re.Err))
		en = append(en, r.en.Error(re.Err))
	}
	cells := make([]any, 0, len(r.keep)+len(ownHeads))
	for at, i := range r.keep {
		c := excelize.Cell{StyleID: r.text, Value: ""}
		if i < len(row.Cells) {
			c.Value = clip(cleanText(row.Cells[i]))
		}
		if faults := wrong[i]; len(faults) > 0 {
			c.StyleID = r.wrong
			if err := r.note(at+1, line, faults); err != nil {
				return err
			}
		}
		cells = append(cells, c)
	}
	for _, v := range []string{strings.Join(zh, "；"), strings.Join(en, "; "), row.File, lineText(row.Line)} {
		cells = append(cells, excelize.Cell{StyleID: r.text, Value: clip(v)})
	}
	first, err := excelize.CoordinatesToCellName(1, line)
	if err != nil {
		return err
	}
	return r.sheet.SetRow(first, cells)
}

// note hangs the faults to the wrong cell.
func (r *Rejects) note(col, line int, faults errs.List) error {
	if r.notes++; r.notes > maxNotes {
		return nil
	}
	name, err := excelize.CoordinatesToCellName(col, line)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, f := range faults {
		b.WriteString(r.zh.Error(f) + "\n" + r.en.Error(f) + "\n")
	}
	return r.book.AddComment(rejectSheet, excelize.Comment{Cell: name, Author: "全链", Width: 320, Height: 120,
		Paragraph: []excelize.RichTextRun{{Text: strings.TrimSpace(b.String())}}})
}

// WriteTo finishes the workbook; nothing is written when no row was refused.
func (r *Rejects) WriteTo(w io.Writer) (int64, error) {
	if r.book == nil {
		return 0, nil
	}
	if err := r.sheet.Flush(); err != nil {
		return 0, errs.Wrap(errs.Internal, "importer.rejects.failed", err)
	}
	n, err := r.book.WriteTo(w)
	if err != nil {
		return n, errs.Wrap(errs.Unavailable, "importer.rejects.failed", err)
	}
	return n, r.book.Close()
}

// RejectedName is where the refused rows of a file go; it is never the file
// itself: the second round of a.csv.rejected.xlsx is a.csv.rejected.2.xlsx.
func RejectedName(file string) string {
	const mark = ".rejected"
	base := strings.TrimSuffix(file, ".xlsx")
	i := strings.LastIndex(base, mark)
	if base == file || i < 0 {
		return file + mark + ".xlsx"
	}
	n := 1
	if tail := strings.TrimPrefix(base[i+len(mark):], "."); tail != "" {
		v, err := strconv.Atoi(tail)
		if err != nil {
			return file + mark + ".xlsx"
		}
		n = v
	}
	return base[:i+len(mark)] + "." + strconv.Itoa(n+1) + ".xlsx"
}

// clip keeps a cell within what Excel holds.
func clip(s string) string {
	// Unit: UTF-16 units; runes are a safe bound for Chinese. Source: Excel's limit of a cell.
	const most = excelize.TotalCellChars
	if r := []rune(s); len(r) > most/2 && len(s) > most {
		return string(r[:most/2])
	}
	return s
}

// lineText prints a line number; nothing for a document.
func lineText(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}
