package itembook

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"quanlian/base/errs"
	"quanlian/catalogue/items/sheet"
	"quanlian/catalogue/lang"
)

// What Excel and a hurried hand make of the workbook: days and numbers in the
// place of text, a deleted column, a deleted row, a word that is nearly right.
func TestWhatExcelMakesOfIt(t *testing.T) {
	t.Parallel()
	c, set := open(t)
	book := export(t, lang.Zh, c, set)
	try := func(change func(f *excelize.File)) (*Book, error) {
		return Import(bytes.NewReader(edited(t, book, change)), lang.For(lang.Zh), c, set, day)
	}
	put := func(f *excelize.File, name, code, key string, value any) {
		if err := f.SetCellValue(name, at(t, f, name, code, key), value); err != nil {
			t.Fatal(err)
		}
	}
	b, err := try(func(f *excelize.File) {
		put(f, "事项", "ZL14", "from", time.Date(2026, 12, 15, 0, 0, 0, 0, time.UTC))
		put(f, "事项", "ZL14", "visits", 1)
		put(f, "事项", "ZL14", "complaint", 12345) // a hotline is a number and has lost nothing
	})
	if err != nil || len(b.Faults()) > 0 || len(b.Changed()) != 1 || b.Changed()[0].Item.From.String() != "2026-12-15" || b.Changed()[0].Item.Complaint != "12345" {
		t.Errorf("a day and numbers: %v %+v %+v", err, b.Faults(), b.Changed())
	}
	b, err = try(func(f *excelize.File) {
		put(f, "依据", "ZL14", "article", time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC))
		put(f, "事项", "ZL15", "advice", 9908800)
		put(f, "事项", "ZL13", "kind", "政务")
		row := strings.TrimPrefix(at(t, f, "事项", "SB01", "code"), "A")
		if err := f.RemoveRow("事项", atoi(t, row)); err != nil {
			t.Fatal(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]sheet.Fault{}
	for _, f := range b.Faults() {
		got[f.Table+" "+f.Code] = f
	}
	if len(b.Faults()) != len(got) || got["basis itembook.turned_day"].Col != "article" || got["items itembook.turned_number"].Col != "advice" || got["materials itembook.stray_row"].Args["n"].(int) < 2 {
		t.Errorf("faults: %+v", b.Faults())
	}
	if f := got["items catalogue.source.not_one_near"]; f.Args["near"] != "政务服务" || strings.Contains(f.Args["known"].(string), "government") {
		t.Errorf("a word that is nearly right: %+v", f)
	}
	for _, key := range []string{"source", "note_zh"} {
		_, err := try(func(f *excelize.File) {
			col, _, _ := excelize.SplitCellName(at(t, f, "材料", "ZL14", key))
			if err := f.RemoveCol("材料", col); err != nil {
				t.Fatal(err)
			}
		})
		if e := errs.As(err); e == nil || e.Code != "itembook.missing_column" || e.Args["columns"] != sheet.Heading(lang.For(lang.Zh), "materials", key) {
			t.Errorf("without the column %s: %v", key, err)
		}
	}
}

func atoi(t *testing.T, s string) int {
	t.Helper()
	n := 0
	for _, r := range s {
		n = n*10 + int(r-'0')
	}
	return n
}
