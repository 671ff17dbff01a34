package listsheet

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"quanlian/adapter/importer"
	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel/rows"
)

const (
	sheetName  = "挂牌"
	notesName  = "填写说明 Notes"
	textFormat = 49 // Excel's built-in number format "@": text
	headRows   = 2
)

// Template writes the workbook to fill in.
func Template(w io.Writer) error {
	book := excelize.NewFile()
	err := errors.Join(template(book), notes(book))
	if err == nil {
		_, err = book.WriteTo(w)
	}
	if err = errors.Join(err, book.Close()); err != nil {
		return errs.Wrap(errs.Internal, "importer.sheet.not_written", err)
	}
	return nil
}

// template makes the sheet of heads: every column text, closed lists as
// drop-downs, Chinese above English.
func template(book *excelize.File) error {
	if err := book.SetSheetName("Sheet1", sheetName); err != nil {
		return err
	}
	text, err1 := book.NewStyle(&excelize.Style{NumFmt: textFormat, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	zh, err2 := book.NewStyle(&excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Bold: true}, Fill: fill("DCE9ED"), Alignment: &excelize.Alignment{WrapText: true}})
	must, err3 := book.NewStyle(&excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Bold: true}, Fill: fill("FBEFCB"), Alignment: &excelize.Alignment{WrapText: true}})
	en, err4 := book.NewStyle(&excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Color: "5B6B73"}, Alignment: &excelize.Alignment{WrapText: true}})
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return err
	}
	for i, c := range columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		style, zhHead, enHead := zh, c.zh, c.en
		if c.must {
			style, zhHead, enHead = must, c.zh+"（必填）", c.en+" (required)"
		}
		err = errors.Join(book.SetColStyle(sheetName, name, text), book.SetColWidth(sheetName, name, name, c.width),
			book.SetCellStr(sheetName, name+"1", zhHead), book.SetCellStyle(sheetName, name+"1", name+"1", style),
			book.SetCellStr(sheetName, name+"2", enHead), book.SetCellStyle(sheetName, name+"2", name+"2", en), dropDown(book, sheetName, name, headRows+1, c))
		if err != nil {
			return err
		}
	}
	return book.SetPanes(sheetName, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: headRows, TopLeftCell: "B3", ActivePane: "bottomRight"})
}

func fill(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}

// dropDown offers the words of a closed list; other words may be typed, the
// reading tells.
func dropDown(book *excelize.File, sheet, col string, from int, c column) error {
	v := excelize.NewDataValidation(true)
	v.Sqref = col + strconv.Itoa(from) + ":" + col + strconv.Itoa(headRows+hall.MaxSheetRows)
	v.SetInput(c.zh+" "+c.en, c.zhHint+"\n"+c.enHint)
	if len(c.choices) > 0 {
		if err := v.SetDropList(c.allowed()); err != nil {
			return err
		}
	} else {
		v.Type = "none"
	}
	return book.AddDataValidation(sheet, v)
}

// notes explains each column and shows an example, on a sheet of its own that
// no reading takes for rows.
func notes(book *excelize.File) error {
	if _, err := book.NewSheet(notesName); err != nil {
		return err
	}
	rows := [][]any{{"列 Column", "要求 Rule", "说明 Note", "例 Example"}}
	for _, c := range columns {
		rule := "选填 optional"
		if c.must {
			rule = "必填 required"
		}
		if len(c.choices) > 0 {
			rule += "：" + strings.Join(c.allowed(), " / ")
		}
		rows = append(rows, []any{c.zh + "\n" + c.en, rule, c.zhHint + "\n" + c.enHint, c.exampleZh})
	}
	for i, r := range rows {
		if err := book.SetSheetRow(notesName, "A"+strconv.Itoa(i+1), &r); err != nil {
			return err
		}
	}
	wrapped, err := book.NewStyle(&excelize.Style{NumFmt: textFormat, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	return errors.Join(book.SetColWidth(notesName, "A", "D", 36), book.SetCellStyle(notesName, "A1", "D"+strconv.Itoa(len(rows)), wrapped))
}

// Faults writes the rows that were refused, as they stood, with the reason and
// a note at each wrong cell. Mended, the workbook is put in as it is.
func Faults(w io.Writer, name string, content []byte, faults map[int][]rows.Fault) error {
	s, err := importer.OpenSheet(name, bytes.NewReader(content), unzip, fieldOf, "right")
	if err != nil {
		return err
	}
	return errors.Join(s.Faults(w, name, lists(s.Heads()), faults), s.Close())
}

// lists are the closed lists by the heads of the file.
func lists(heads []string) map[string][]string {
	out := map[string][]string{}
	for _, h := range heads {
		if c := columnOf(fieldOf(h)); len(c.choices) > 0 {
			out[h] = c.allowed()
		}
	}
	return out
}
