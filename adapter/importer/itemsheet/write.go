package itemsheet

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"quanlian/adapter/importer"
	"quanlian/base/errs"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/rows"
)

const (
	sheetName  = "申请"
	notesName  = "填写说明 Notes"
	listsName  = "选项 Lists"
	textFormat = 49 // Excel's built-in number format "@": text
	headRows   = 2
	// Unit: characters. Source: Excel's limit of a list written into a cell's rule.
	listLimit = 255
	// Unit: characters. Source: what a date, a number, and a sentence need.
	narrow, wide = 16, 28
)

// styles of the workbook.
type styles struct{ text, zh, must, en int }

// book is the workbook while it is written.
type book struct {
	*excelize.File
	styles
	lists int // columns of the sheet of lists
}

// Template writes the workbook of the item to fill in; filled are rows to begin
// with, as one's own rights.
func Template(w io.Writer, it form.Item, filled []form.Values) error {
	b := &book{File: excelize.NewFile()}
	err := errors.Join(b.makeStyles(), b.SetSheetName("Sheet1", sheetName))
	cols := columns(it, false)
	if err == nil {
		err = errors.Join(b.heads(cols), b.notes(it, cols), b.fill(cols, filled))
	}
	if err == nil {
		b.SetActiveSheet(0)
		_, err = b.WriteTo(w)
	}
	if err = errors.Join(err, b.Close()); err != nil {
		return errs.Wrap(errs.Internal, "importer.sheet.not_written", err)
	}
	return nil
}

func (b *book) makeStyles() error {
	style := func(bold bool, ground, ink string) (int, error) {
		s := &excelize.Style{NumFmt: textFormat, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}, Font: &excelize.Font{Bold: bold, Color: ink}}
		if ground != "" {
			s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{ground}}
		}
		return b.NewStyle(s)
	}
	var e1, e2, e3, e4 error
	b.text, e1 = style(false, "", "")
	b.zh, e2 = style(true, "DCE9ED", "")
	b.must, e3 = style(true, "FBEFCB", "")
	b.en, e4 = style(false, "", "5B6B73")
	return errors.Join(e1, e2, e3, e4)
}

// heads makes the row of heads: every column text, closed lists as drop-downs,
// Chinese above English.
func (b *book) heads(cols []column) error {
	for i, c := range cols {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		style, zh, en, width := b.zh, c.zh, c.en, float64(narrow)
		if c.must {
			style, zh, en = b.must, c.zh+"（必填）", c.en+" (required)"
		}
		if c.file || c.field.Kind == form.KindLong || c.field.Kind == form.KindRefs || c.field.Kind == form.KindText || c.field.Kind == form.KindRef {
			width = wide
		}
		err = errors.Join(b.SetColStyle(sheetName, name, b.text), b.SetColWidth(sheetName, name, name, width),
			b.SetCellStr(sheetName, name+"1", zh), b.SetCellStyle(sheetName, name+"1", name+"1", style),
			b.SetCellStr(sheetName, name+"2", en), b.SetCellStyle(sheetName, name+"2", name+"2", b.en), b.dropDown(name, c))
		if err != nil {
			return err
		}
	}
	return b.SetPanes(sheetName, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: headRows, TopLeftCell: "B3", ActivePane: "bottomRight"})
}

// dropDown offers the words of a closed list; other words may be typed, the
// reading tells. A long list stands on a sheet of its own.
func (b *book) dropDown(col string, c column) error {
	v := excelize.NewDataValidation(true)
	v.Sqref = col + strconv.Itoa(headRows+1) + ":" + col + strconv.Itoa(headRows+itemflow.MaxBatchRows)
	v.SetInput(short(c.zh), short(c.zhHint+"\n"+c.enHint))
	words := c.allowed()
	switch {
	case len(words) == 0 || c.field.Kind == form.KindChoices:
		v.Type = "none"
	case fits(words):
		if err := v.SetDropList(words); err != nil {
			return err
		}
	default:
		from, err := b.list(words)
		if err != nil {
			return err
		}
		v.SetSqrefDropList(from)
	}
	return b.AddDataValidation(sheetName, v)
}

func fits(words []string) bool {
	return utf8.RuneCountInString(strings.Join(words, ",")) < listLimit && !strings.Contains(strings.Join(words, ""), ",")
}

// short keeps what a message at a cell holds.
func short(s string) string {
	r := []rune(strings.TrimSpace(s))
	return string(r[:min(len(r), 200)])
}

// list writes the words into the next column of the sheet of lists.
func (b *book) list(words []string) (string, error) {
	if b.lists == 0 {
		if _, err := b.NewSheet(listsName); err != nil {
			return "", err
		}
		if err := b.SetSheetVisible(listsName, false); err != nil {
			return "", err
		}
	}
	b.lists++
	col, err := excelize.ColumnNumberToName(b.lists)
	if err != nil {
		return "", err
	}
	for i, w := range words {
		if err := b.SetCellStr(listsName, col+strconv.Itoa(i+1), w); err != nil {
			return "", err
		}
	}
	return "'" + listsName + "'!$" + col + "$1:$" + col + "$" + strconv.Itoa(len(words)), nil
}

// fill writes the rows to begin with.
func (b *book) fill(cols []column, filled []form.Values) error {
	for r, v := range filled {
		for i, c := range cols {
			name, err := excelize.CoordinatesToCellName(i+1, headRows+1+r)
			if err != nil {
				return err
			}
			if x := c.shown(v[c.path]); x != "" {
				if err := b.SetCellStr(sheetName, name, x); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// shown is a value as it is written into its cell.
func (c column) shown(x string) string {
	switch {
	case x == "":
		return ""
	case c.field.Kind == form.KindYes:
		return "是"
	case len(c.field.Options) > 0:
		var out []string
		for _, o := range c.field.Options {
			for _, v := range form.List(x) {
				if o.Value == v {
					out = append(out, o.Text.Zh)
				}
			}
		}
		return strings.Join(out, "；")
	case c.field.Kind == form.KindRefs:
		return strings.Join(form.List(x), "；")
	}
	return x
}

// notes explains each column, on a sheet of its own that no reading takes for rows.
func (b *book) notes(it form.Item, cols []column) error {
	if _, err := b.NewSheet(notesName); err != nil {
		return err
	}
	list := [][]any{{"列 Column", "要求 Rule", "说明 Note"}, {it.Code, it.Name.Zh + "\n" + it.Name.En, "一行一件申请；申请人、联系方式、声明在网页上填一次。\nOne application a row; applicant, contact and declaration are filled in once on the page."}}
	for _, c := range cols {
		rule := "选填 optional"
		if c.must {
			rule = "必填 required"
		}
		if w := c.allowed(); len(w) > 0 {
			rule += "：" + strings.Join(w, " / ")
		}
		list = append(list, []any{c.zh + "\n" + c.en, rule, c.zhHint + "\n" + c.enHint})
	}
	for i, r := range list {
		if err := b.SetSheetRow(notesName, "A"+strconv.Itoa(i+1), &r); err != nil {
			return err
		}
	}
	return errors.Join(b.SetColWidth(notesName, "A", "C", 44), b.SetCellStyle(notesName, "A1", "C"+strconv.Itoa(len(list)), b.text))
}

// Faults writes the rows that were refused, with the reason and a note at each
// wrong cell: as they stood, or as mended says that they were corrected since.
// Mended, the workbook is put in as it is.
func Faults(w io.Writer, it form.Item, name string, content []byte, mended []Row, faults map[int][]rows.Fault) error {
	h := headsOf(it)
	s, err := importer.OpenSheet(name, bytes.NewReader(content), unzip, h.path, h.need)
	if err != nil {
		return err
	}
	cols := columns(it, true)
	for _, r := range mended {
		if len(faults[r.Line]) > 0 {
			amend(s, cols, r)
		}
	}
	return errors.Join(s.Faults(w, name, h.drops(s.Heads()), faults), s.Close())
}

// amend lays a corrected row over the cells of the file; what it says beyond the
// columns of the file gets columns of its own.
func amend(s *importer.Sheet, cols []column, r Row) {
	texts := map[string]string{}
	for _, c := range cols {
		x := c.shown(r.Values[c.path])
		if c.file {
			x = strings.Join(r.Files[strings.TrimPrefix(c.path, filePrefix)], "；")
		}
		if texts[c.path] = x; x != "" && s.Col(c.path) < 0 {
			s.AddColumn(c.path, c.zh)
		}
	}
	s.Amend(r.Line, texts)
}

// drops are the closed lists by the heads of the file, those short enough to
// stand in a rule.
func (h heads) drops(names []string) map[string][]string {
	out := map[string][]string{}
	for _, n := range names {
		if c, ok := h.cols[h.path(n)]; ok && c.field.Kind != form.KindChoices && len(c.allowed()) > 0 && fits(c.allowed()) {
			out[n] = c.allowed()
		}
	}
	return out
}

// Results writes the list of what became of each row.
func Results(w io.Writer, list [][]string) error {
	b := &book{File: excelize.NewFile()}
	err := errors.Join(b.makeStyles(), b.SetSheetName("Sheet1", "结果 Results"))
	for i, r := range list {
		for c, x := range r {
			name, e := excelize.CoordinatesToCellName(c+1, i+1)
			err = errors.Join(err, e, b.SetCellStr("结果 Results", name, x), b.SetCellStyle("结果 Results", name, name, map[bool]int{true: b.zh, false: b.text}[i == 0]))
		}
	}
	if err == nil {
		err = b.SetColWidth("结果 Results", "A", "F", wide)
	}
	if err == nil {
		_, err = b.WriteTo(w)
	}
	if err = errors.Join(err, b.Close()); err != nil {
		return errs.Wrap(errs.Internal, "importer.sheet.not_written", err)
	}
	return nil
}
