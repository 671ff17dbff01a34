package listsheet

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel/rows"
	"quanlian/registry"
)

func filled(t *testing.T, rows ...[]any) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Template(&b); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+3)
		if err := book.SetSheetRow(sheetName, cell, &r); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := book.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func codes(r hall.SheetRow) string {
	var out []string
	for _, f := range r.Faults {
		out = append(out, f.Field+":"+f.Code)
	}
	return strings.Join(out, " ")
}

// TestTemplateReadsBack: what is filled into the template is read as the input
// of the move; its English heads are no row.
func TestTemplateReadsBack(t *testing.T) {
	t.Parallel()
	got, err := Read("a.xlsx", filled(t,
		[]any{"ZL202310123456.6", "许可", "普通许可", "12.5", "否", "浙江省", "茶叶加工", "7", "c15", "0.5", "是", "否", "介绍", "秘密", "110101199003071234"},
		[]any{"CN202310123456.6", "转让", "独占许可", "面议"},
		[]any{"202310123456.6", "licence", "sole", "120000元"},
	))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 3 || codes(got[0])+codes(got[1])+codes(got[2]) != "" {
		t.Fatalf("rows %+v", got)
	}
	want := hall.ListInput{Right: "202310123456.6", Deal: registry.LicenceDeal, Licence: registry.Ordinary, Price: 125_000_00, Territory: "浙江省", Field: "茶叶加工", Maturity: 7,
		Industry: "C15", Equipment: 5_000_00, KnowHow: true, Summary: "介绍", Secret: "秘密", Contact: "110101199003071234"}
	a, b := got[0].Input, want
	if a.Right != b.Right || a.Deal != b.Deal || a.Licence != b.Licence || a.Price != b.Price || a.Territory != b.Territory || a.Field != b.Field || a.Maturity != b.Maturity ||
		a.Industry != b.Industry || a.Equipment != b.Equipment || a.KnowHow != b.KnowHow || a.Training || a.Contact != b.Contact || a.PriceOpen {
		t.Fatalf("%+v\n%+v", a, b)
	}
	if x := got[1].Input; !x.PriceOpen || x.Price != 0 || x.Licence != "" || x.Territory != "中国" || x.Field != "不限" {
		t.Fatalf("negotiable: %+v", x)
	}
	if x := got[2].Input; x.Price != 120_000*money.Yuan || x.Licence != registry.Sole || got[2].Line != 5 {
		t.Fatalf("with a unit of its own: %+v, line %d", x, got[2].Line)
	}
}

// TestWhatIsWrongWhere: each fault stands at its field.
func TestWhatIsWrongWhere(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		row  []any
		want string
	}{
		{[]any{"2.02310123E+11", "转让", "", "1"}, "right:importer.number.scientific"},
		{[]any{"202310123456.7", "转让", "", "1"}, "right:base.ident.check"},
		{[]any{"", "转让", "", "1"}, "right:importer.number.missing"},
		{[]any{"202310123456.6", "出借", "", "1"}, "deal:importer.sheet.not_in_list"},
		{[]any{"202310123456.6", "", "", "1"}, "deal:importer.sheet.missing"},
		{[]any{"202310123456.6", "转让", "", "十二万"}, "price:importer.price.unreadable"},
		{[]any{"202310123456.6", "转让", "", "1", "", "", "", "12"}, "maturity:importer.sheet.not_in_list"},
	} {
		got, err := Read("a.xlsx", filled(t, c.row))
		if err != nil {
			t.Fatal(err)
		}
		if s := codes(got[0]); s != c.want {
			t.Errorf("%v: %q, want %q", c.row, s, c.want)
		}
	}
}

// TestTextInEveryEncoding: the same table as text, in the encodings that office
// programs write.
func TestTextInEveryEncoding(t *testing.T) {
	t.Parallel()
	text := "专利号,方式,许可种类,价格（万元）\r\n202310123456.6,许可,普通许可,8\r\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"utf-8": text, "bom": "\ufeff" + text, "gb18030": gb, "semicolons": strings.ReplaceAll(text, ",", ";")} {
		got, err := Read("a.csv", []byte(content))
		if err != nil || len(got) != 1 || codes(got[0]) != "" || got[0].Input.Price != 80_000*money.Yuan || got[0].Input.Licence != registry.Ordinary {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

// TestNoTable: what is no such sheet is refused as a whole, with a reason.
func TestNoTable(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ content, code string }{
		"empty":     {"", "importer.file.empty"},
		"old excel": {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "importer.file.old_excel"},
		"picture":   {"\x89PNG\r\n\x1a\n\x00\x00", "importer.sheet.no_table"},
		"page":      {"<html>", "importer.sheet.no_table"},
		"heads":     {"甲,乙\n1,2\n", "importer.sheet.no_heads"},
		"no rows":   {"专利号,方式\n", "importer.sheet.no_rows"},
		"broken":    {"PK\x03\x04 is no archive", "importer.file.workbook"},
	} {
		if _, err := Read("a", []byte(c.content)); !errs.Is(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

// TestFaultsComeBack: the workbook of faults holds only the wrong rows, with a
// note at the cell, and reads again once mended.
func TestFaultsComeBack(t *testing.T) {
	t.Parallel()
	content := filled(t, []any{"202310123456.6", "许可", "普通", "3"}, []any{"202310123457.0", "出借", "", "5"})
	got, err := Read("a.xlsx", content)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	whole := rows.Fault{Code: "registry.check.stale", Args: map[string]any{"observed_at": "2026-11-01 09:00", "hours": 24}} // of no one cell: noted at the number
	if err := Faults(&b, "a.xlsx", content, map[int][]rows.Fault{got[1].Line: append(got[1].Faults, whole)}); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	sheet := book.GetSheetName(0)
	if v, _ := book.GetCellValue(sheet, "A2"); v != "202310123457.0" {
		t.Fatalf("first row of the faults: %q", v)
	}
	notes, err := book.GetComments(sheet)
	if err != nil || len(notes) != 2 || !slices.ContainsFunc(notes, func(n excelize.Comment) bool { return n.Cell == "A2" }) || !slices.ContainsFunc(notes, func(n excelize.Comment) bool { return n.Cell == "B2" }) {
		t.Fatalf("notes %+v %v", notes, err)
	}
	if v, err := book.GetDataValidations(sheet); err != nil || len(v) == 0 {
		t.Fatalf("drop-downs %v %v", v, err)
	}
	if err := book.SetCellStr(sheet, "B2", "转让"); err != nil {
		t.Fatal(err)
	}
	var mended bytes.Buffer
	if _, err := book.WriteTo(&mended); err != nil {
		t.Fatal(err)
	}
	again, err := Read("a.xlsx", mended.Bytes())
	if err != nil || len(again) != 1 || codes(again[0]) != "" || again[0].Input.Right != "202310123457.0" {
		t.Fatalf("mended: %+v %v", again, err)
	}
	if err := Faults(&b, "a.xlsx", content, nil); !errs.Is(err, "importer.sheet.no_faults") {
		t.Fatalf("no faults: %v", err)
	}
}

// FuzzRead: whatever is put in, the reading ends and says something.
func FuzzRead(f *testing.F) {
	f.Add([]byte("专利号,方式\n202310123456.6,转让\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\xff\xfea\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := Read("x", b)
		if err == nil && len(got) == 0 {
			t.Fatal("neither rows nor a reason")
		}
		if len(got) > hall.MaxSheetRows {
			t.Fatal("too many rows")
		}
	})
}

// TestNegotiableBesideAnotherFault: 面议 in the place of the price says so, also
// in a row where another cell is wrong; a price that cannot be read does not.
func TestNegotiableBesideAnotherFault(t *testing.T) {
	t.Parallel()
	got, err := Read("a.xlsx", filled(t,
		[]any{"202310123456.6", "转让", nil, "面议", nil, nil, nil, "10"},
		[]any{"202310123456.6", "转让", nil, "五万", nil, nil, nil, "10"},
	))
	if err != nil {
		t.Fatal(err)
	}
	if !got[0].Input.PriceOpen || got[1].Input.PriceOpen {
		t.Errorf("negotiable: %v %v", got[0].Input.PriceOpen, got[1].Input.PriceOpen)
	}
}
