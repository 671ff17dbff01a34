package itembook

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue"
	"quanlian/catalogue/items"
	"quanlian/catalogue/items/sheet"
	"quanlian/catalogue/lang"
)

var day = calendar.On(2026, 12, 1)

func open(t testing.TB) (*items.Catalogue, *items.Set) {
	t.Helper()
	c, _, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan"})
	if err != nil {
		t.Fatal(err)
	}
	return c, c.On(calendar.On(2026, 11, 20))
}

func export(t testing.TB, l lang.Lang, c *items.Catalogue, set *items.Set) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Export(&out, lang.For(l), c, set); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// edited opens a workbook, changes it and gives it back.
func edited(t testing.TB, book []byte, change func(f *excelize.File)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	change(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// at finds the cell of an item's row in a column.
func at(t testing.TB, f *excelize.File, name, code, key string) string {
	t.Helper()
	rows, err := f.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	for c, k := range rows[keyRow-1] {
		for r, row := range rows {
			if k == key && len(row) > 0 && row[0] == code {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				return cell
			}
		}
	}
	t.Fatalf("%s has no cell %s of %s", name, key, code)
	return ""
}

// TestExportComesBackUnchanged, whichever language it was made in, and without
// the hidden row of keys.
func TestExportComesBackUnchanged(t *testing.T) {
	t.Parallel()
	c, set := open(t)
	for _, l := range []lang.Lang{lang.Zh, lang.En} {
		book := export(t, l, c, set)
		if len(book) > 2<<20 {
			t.Errorf("%d bytes", len(book))
		}
		for name, change := range map[string]func(f *excelize.File){
			"as it is": func(*excelize.File) {},
			"keys gone": func(f *excelize.File) {
				for _, s := range f.GetSheetList()[2:] {
					if err := f.RemoveRow(s, keyRow); err != nil {
						t.Fatal(err)
					}
				}
			},
			"one sheet": func(f *excelize.File) {
				for _, s := range f.GetSheetList()[3:] {
					if err := f.DeleteSheet(s); err != nil {
						t.Fatal(err)
					}
				}
			},
		} {
			b, err := Import(bytes.NewReader(edited(t, book, change)), lang.For(l), c, set, day)
			if err != nil {
				t.Errorf("%s %s: %v", l, name, err)
				continue
			}
			if len(b.Built) != set.Len() || len(b.Faults()) > 0 || len(b.Changed()) > 0 || len(b.Missing()) > 0 {
				t.Errorf("%s %s: %d items, faults %+v, %d changed", l, name, len(b.Built), b.Faults(), len(b.Changed()))
			}
		}
	}
}

// TestWhatIsNotThereIsTold: an item that the workbook does not have stays as it is,
// and the official is told; rows without their item are no items.
func TestWhatIsNotThereIsTold(t *testing.T) {
	t.Parallel()
	c, set := open(t)
	without := func(keep bool) *Book {
		t.Helper()
		b, err := Import(bytes.NewReader(edited(t, export(t, lang.Zh, c, set), func(f *excelize.File) {
			rows, err := f.GetRows("事项")
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range rows {
				if row[0] == "ZL14" {
					_ = f.RemoveRow("事项", i+1)
				}
			}
			for _, name := range []string{"材料", "表单字段", "时限", "依据", "审查要点", "常见错误"} {
				if !keep || name != "材料" {
					_ = f.DeleteSheet(name)
				}
			}
		})), lang.For(lang.Zh), c, set, day)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if b := without(false); !slices.Equal(b.Missing(), []string{"ZL14"}) || len(b.Faults()) > 0 || len(b.Changed()) > 0 || sheet.Count(b.Built) != set.Len()-1 {
		t.Errorf("missing %v, %d items, faults %+v", b.Missing(), sheet.Count(b.Built), b.Faults())
	}
	if b := without(true); sheet.Count(b.Built) != set.Len()-1 || len(b.Faults()) != 1 {
		t.Errorf("with rows left behind: %d items, faults %+v", sheet.Count(b.Built), b.Faults())
	}
	if got := sheet.Absent(lang.For(lang.Zh), []string{"ZL14"}); !strings.Contains(got, "没有这1项") || !strings.Contains(got, "ZL14") {
		t.Error(got)
	}
}

// TestChangesAndMistakes: what an official typed is found; what is wrong comes
// back with a note at its cell, and mended there it goes through.
func TestChangesAndMistakes(t *testing.T) {
	t.Parallel()
	c, set := open(t)
	set2 := func(f *excelize.File, name, code, key, value string) string {
		cell := at(t, f, name, code, key)
		if err := f.SetCellStr(name, cell, value); err != nil {
			t.Fatal(err)
		}
		return cell
	}
	var wrong string
	book := edited(t, export(t, lang.Zh, c, set), func(f *excelize.File) {
		set2(f, "事项", "ZL14", "lead_zh", "签了许可合同，三个月内来备案。")
		set2(f, "事项", "SB01", "unit", "东埠服务站") // a word from the list
		set2(f, "事项", "SB01", "level", "国家级，市级")
		wrong = set2(f, "材料", "JR01", "source", "自己带")
		set2(f, "时限", "ZL15", "period", "5个工作日")
	})
	b, err := Import(bytes.NewReader(book), lang.For(lang.Zh), c, set, day)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]sheet.Built{}
	for _, x := range b.Changed() {
		got[x.Item.Code] = x
	}
	if len(got) != 3 || got["ZL14"].Item.Lead.Zh != "签了许可合同，三个月内来备案。" || got["SB01"].Item.Unit != "district-dongbu" || len(got["SB01"].Item.Level) != 2 ||
		got["ZL15"].Item.Limits[0].Period.String() != "5wd" && got["ZL15"].Item.Limits[1].Period.String() != "5wd" {
		t.Errorf("changed: %+v", got)
	}
	for code, x := range got {
		if x.Item.From != day || x.Base == "" {
			t.Errorf("%s from %s on the base %q", code, x.Item.From, x.Base)
		}
	}
	if f := b.Faults(); len(f) != 1 || f[0].Table != sheet.Materials || f[0].Col != "source" {
		t.Errorf("faults: %+v", f)
	}
	var errors bytes.Buffer
	if err := b.Errors(&errors); err != nil {
		t.Fatal(err)
	}
	mended := edited(t, errors.Bytes(), func(f *excelize.File) {
		notes, err := f.GetComments("材料")
		if err != nil || len(notes) != 1 || notes[0].Cell != wrong || !strings.Contains(notes[0].Text, "自己带") {
			t.Errorf("notes: %+v %v, want one at %s", notes, err, wrong)
		}
		set2(f, "材料", "JR01", "source", "申请人自备")
	})
	b, err = Import(bytes.NewReader(mended), lang.For(lang.Zh), c, set, day)
	if err != nil || len(b.Faults()) > 0 || len(b.Changed()) != 3 && len(b.Changed()) != 4 {
		t.Errorf("mended: %v %+v %d", err, b.Faults(), len(b.Changed()))
	}
}

func TestWorkbooksThatAreNone(t *testing.T) {
	t.Parallel()
	c, set := open(t)
	other := edited(t, export(t, lang.Zh, c, set), func(f *excelize.File) {
		if err := f.DeleteSheet("事项"); err != nil {
			t.Fatal(err)
		}
	})
	strange := edited(t, export(t, lang.Zh, c, set), func(f *excelize.File) {
		if err := f.SetCellStr("事项", "C2", "colour"); err != nil {
			t.Fatal(err)
		}
	})
	for name, x := range map[string]struct {
		body []byte
		code string
	}{"text": {[]byte("code,name\n"), "itembook.bad_workbook"}, "nothing": {nil, "itembook.bad_workbook"}, "no items": {other, "itembook.no_items_sheet"}, "strange column": {strange, "itembook.unknown_column"}} {
		if _, err := Import(bytes.NewReader(x.body), lang.For(lang.Zh), c, set, day); !errs.Is(err, x.code) {
			t.Errorf("%s: %v, want %s", name, err, x.code)
		}
	}
}

// TestNewItem: a row with a code that there was not is a new item.
func TestNewItem(t *testing.T) {
	t.Parallel()
	c, set := open(t)
	book := edited(t, export(t, lang.En, c, set), func(f *excelize.File) {
		for _, name := range f.GetSheetList()[2:] {
			rows, err := f.GetRows(name)
			if err != nil {
				t.Fatal(err)
			}
			n := len(rows)
			for _, row := range rows[keyRow:] {
				if row[0] != "XX05" {
					continue
				}
				n++
				for i, v := range append([]string{"XX13"}, row[1:]...) {
					cell, _ := excelize.CoordinatesToCellName(i+1, n)
					if err := f.SetCellStr(name, cell, v); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	})
	b, err := Import(bytes.NewReader(book), lang.For(lang.En), c, set, day)
	if err != nil || len(b.Faults()) > 0 || len(b.Changed()) != 1 || !b.Changed()[0].New || b.Changed()[0].Item.Code != "XX13" {
		t.Errorf("%v %+v %+v", err, b.Faults(), b.Changed())
	}
}

func BenchmarkExportImport(b *testing.B) {
	c, set := open(b)
	for b.Loop() {
		book := export(b, lang.Zh, c, set)
		if _, err := Import(bytes.NewReader(book), lang.For(lang.Zh), c, set, day); err != nil {
			b.Fatal(err)
		}
	}
}

// TestSampleIsKept: a material's sample goes out and comes back; a file that is
// not there is told at its cell.
func TestSampleIsKept(t *testing.T) {
	t.Parallel()
	path := ""
	base, _ := open(t)
	for _, v := range base.Versions("ZL14") {
		path = v.Path
	}
	body, err := catalogue.FS.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	body = bytes.Replace(body, []byte("{id: contract, "), []byte("{id: contract, sample: samples/licence.pdf, "), 1)
	c, faults, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan", Local: fstest.MapFS{path: {Data: body}, "samples/licence.pdf": {Data: []byte("%PDF-1.4")}}})
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	set := c.On(calendar.On(2026, 11, 20))
	book := export(t, lang.Zh, c, set)
	b, err := Import(bytes.NewReader(book), lang.For(lang.Zh), c, set, day)
	if err != nil || len(b.Faults()) > 0 || len(b.Changed()) > 0 {
		t.Fatalf("unchanged: %v, %+v, %d changed", err, b.Faults(), len(b.Changed()))
	}
	b, err = Import(bytes.NewReader(edited(t, book, func(f *excelize.File) {
		sheet, cell := cellOf(t, f, "samples/licence.pdf")
		if err := f.SetCellValue(sheet, cell, "samples/gone.pdf"); err != nil {
			t.Fatal(err)
		}
	})), lang.For(lang.Zh), c, set, day)
	if err != nil || len(b.Faults()) != 1 || b.Faults()[0].Code != "catalogue.items.sample_missing" {
		t.Errorf("a sample that is not there: %v, %+v", err, b.Faults())
	}
}

// cellOf finds the cell with a value.
func cellOf(t testing.TB, f *excelize.File, value string) (name, cell string) {
	t.Helper()
	for _, s := range f.GetSheetList() {
		if found, err := f.SearchSheet(s, value); err == nil && len(found) > 0 {
			return s, found[0]
		}
	}
	t.Fatalf("%s stands nowhere", value)
	return "", ""
}
