package itemsheet

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"quanlian/base/calendar"
	"quanlian/catalogue"
	"quanlian/catalogue/documents"
	"quanlian/catalogue/items"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/rows"
)

var load = sync.OnceValues(func() ([]form.Item, error) {
	cat, faults, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan", Templates: documents.FS})
	if err != nil || len(faults) > 0 {
		return nil, fmt.Errorf("%v %v", err, faults)
	}
	return cat.All(), nil
})

func declared(t *testing.T) []form.Item {
	t.Helper()
	list, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestEveryItemReadsBack: what stands in the template of any item is read back as
// what the form would hold, and its English heads are no row.
func TestEveryItemReadsBack(t *testing.T) {
	t.Parallel()
	n := 0
	for _, it := range declared(t) {
		if !itemflow.Many(it) {
			continue
		}
		n++
		facts := form.Facts{Party: kernel.Party{Kind: "enterprise", Name: "甲公司", District: "东埠"}, Today: calendar.On(2026, 11, 20)}
		var filled []form.Values
		for i := range 2 {
			s := form.Sampler{Formats: items.SampleFormats(), Pick: func(n int) int { return i % n }}
			v, own := s.Fill(it, facts), form.Values{}
			for _, c := range it.Columns(false) {
				if v[c.Path] != "" {
					own[c.Path] = v[c.Path]
				}
			}
			filled = append(filled, own)
		}
		if len(filled[0]) == 0 {
			continue
		}
		var b bytes.Buffer
		if err := Template(&b, it, filled); err != nil {
			t.Fatalf("%s: %v", it.Code, err)
		}
		got, err := Read(it, "a.xlsx", b.Bytes())
		if err != nil || len(got) != 2 {
			t.Errorf("%s: %d rows, %v", it.Code, len(got), err)
			continue
		}
		for i, r := range got {
			if len(r.Faults) > 0 || !maps.Equal(r.Values, filled[i]) {
				t.Errorf("%s: %v %v, want %v", it.Code, r.Faults, r.Values, filled[i])
			}
		}
		names := map[string]bool{}
		for _, c := range columns(it, false) {
			if names[c.zh] {
				t.Errorf("%s: two columns are called %s", it.Code, c.zh)
			}
			names[c.zh] = true
		}
	}
	if n < 120 {
		t.Errorf("only %d items have a sheet", n)
	}
}

func licence(t *testing.T) form.Item {
	t.Helper()
	list := declared(t)
	return list[slices.IndexFunc(list, func(it form.Item) bool { return it.Code == "ZL14" })]
}

// TestCellsAsPeopleWriteThem: dates, words of lists, several numbers and names of
// files in the forms that office programs and people leave.
func TestCellsAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	it := licence(t)
	csv := "权利号,您是哪一方,许可种类,合同生效日期,使用费总额,附件：专利实施许可合同,别的列\n" +
		"202310123456.6；202310123457.4,许可方,Exclusive,2026年11月1日,1800000元,甲.pdf；乙.pdf,x\n" +
		"2.02310123E+11,许可人,独占许可,明天,1,,\n"
	got, err := Read(it, "a.csv", []byte(csv))
	if err != nil || len(got) != 2 {
		t.Fatal(got, err)
	}
	want := form.Values{"rights.numbers": "202310123456.6\n202310123457.4", "licensee.role": "licensor", "licence.kind": "exclusive", "licence.effective": "2026-11-01", "licence.fee": "1800000"}
	if len(got[0].Faults) > 0 || !maps.Equal(got[0].Values, want) || strings.Join(got[0].Files["contract"], " ") != "甲.pdf 乙.pdf" {
		t.Errorf("%+v", got[0])
	}
	var codes []string
	for _, f := range got[1].Faults {
		codes = append(codes, f.Field+":"+f.Code)
	}
	if s := strings.Join(codes, " "); s != "rights.numbers:importer.number.scientific licensee.role:importer.sheet.not_in_list licence.effective:kernel.form.date" {
		t.Errorf("faults %s", s)
	}
}

// TestFaultsComeBack: the workbook of faults holds the wrong rows only, with a
// note at the cell, and reads again once mended.
func TestFaultsComeBack(t *testing.T) {
	t.Parallel()
	it := licence(t)
	csv := "权利号,许可种类\n202310123456.6,普通许可\n202310123457.4,出借\n"
	var b bytes.Buffer
	if err := Faults(&b, it, "a.csv", []byte(csv), nil, map[int][]rows.Fault{3: {{Field: "licence.kind", Code: "importer.sheet.not_in_list", Args: map[string]any{"value": "出借", "allowed": "…"}}, {Field: "contact.phone", Code: "kernel.form.missing.text"}}}); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	sheet := book.GetSheetName(0)
	notes, err := book.GetComments(sheet)
	if err != nil || len(notes) != 1 || notes[0].Cell != "B2" {
		t.Errorf("notes %+v %v", notes, err)
	}
	if err := book.SetCellStr(sheet, "B2", "独占许可"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := book.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	got, err := Read(it, "b.xlsx", out.Bytes())
	if err != nil || len(got) != 1 || got[0].Values["licence.kind"] != "exclusive" || len(got[0].Faults) > 0 {
		t.Errorf("%+v %v", got, err)
	}
}

// TestFaultsAsCorrected: a row that was corrected on the page and is still wrong
// comes back as it was corrected, in columns of its own where the file has none;
// the other rows come back as they stood.
func TestFaultsAsCorrected(t *testing.T) {
	t.Parallel()
	it := licence(t)
	csv := "权利号,许可种类,备注\n202310123456.6,普通许可,a\n202310123457.4,出借,b\n202310123458.2,出借,c,beyond\n"
	wrong := []rows.Fault{{Field: "licence.kind", Code: "importer.sheet.not_in_list", Args: map[string]any{"value": "出借", "allowed": "…"}}}
	want := form.Values{"rights.numbers": "202310123457.4\n202310123456.6", "licence.kind": "exclusive", "licence.fee": "12"}
	mended := []Row{{Line: 2, Values: form.Values{"licence.effective": "2026-11-01"}}, {Line: 3, Values: want, Files: map[string][]string{"contract": {"甲.pdf", "乙.pdf"}}}}
	var b bytes.Buffer
	if err := Faults(&b, it, "a.csv", []byte(csv), mended, map[int][]rows.Fault{3: {{Field: "licence.fee", Code: "kernel.form.missing.text"}}, 4: wrong}); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	lines, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(lines) != 3 || strings.Join(lines[0][:5], "|") != "权利号|许可种类|备注|使用费总额|附件：专利实施许可合同" || lines[1][2] != "b" || strings.Join(lines[2][:5], "|") != "202310123458.2|出借|c||" {
		t.Errorf("%q %v", lines, err)
	}
	notes, err := book.GetComments(book.GetSheetName(0))
	if err != nil || len(notes) != 2 || notes[0].Cell != "D2" && notes[1].Cell != "D2" {
		t.Errorf("notes %+v %v", notes, err)
	}
	got, err := Read(it, "b.xlsx", b.Bytes())
	if err != nil || len(got) != 2 || !maps.Equal(got[0].Values, want) || strings.Join(got[0].Files["contract"], " ") != "甲.pdf 乙.pdf" || len(got[0].Faults) > 0 || len(got[1].Faults) != 1 {
		t.Errorf("%+v %v", got, err)
	}
}
