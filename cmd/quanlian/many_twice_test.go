package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"quanlian/adapter/importer/itemsheet"
	"quanlian/catalogue/items"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/rows"
	"quanlian/test/storetest"
)

// licenceSheet puts a sheet of licences in and lets it be checked; each row is a
// number and whom it is licensed to.
func licenceSheet(t *testing.T, p *portfolio, name string, list ...[2]string) kernel.CaseID {
	t.Helper()
	ctx, h := context.Background(), p.h
	text := "权利号,您是哪一方,对方名称,对方统一社会信用代码,许可种类,合同生效日期,许可期限自,许可期限至,许可地域,付费方式,使用费总额\n"
	for _, x := range list {
		text += x[0] + ",许可方," + x[1] + ",12990001MB0QL00030,普通许可,2026/10/20,2026-10-20,2028-10-31,全国,一次总付,10000\n"
	}
	put := func(id, media string, content []byte) {
		sha, err := h.files.Put(content)
		if err == nil {
			err = h.desk.Do(ctx, p.hat("u-owner"), "put/"+id, kernel.PutDocument{ID: id, Kind: "kernel.itemflow.paper.sheet", Name: id, SHA256: sha, Bytes: int64(len(content)), Media: media, Level: kernel.ViewDetail, By: "u-owner"})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put(name+".csv", "text/csv", []byte(text))
	put(name+".pdf", "application/pdf", []byte("%PDF-1.4 %%EOF"))
	it, _ := h.items.Today(ctx).Item("ZL14")
	raw, err := json.Marshal(itemflow.BatchInput{Code: "ZL14", Hash: it.Hash(), Upload: name + ".csv", Files: []itemflow.File{{Upload: name + ".pdf", Material: "contract"}},
		Shared: form.Values{"applicant.name": "甲公司", "applicant.kind": "enterprise", "applicant.district": "东埠", "applicant.address": "一号", "contact.name": "甲", "contact.phone": "0990-88001200", "contact.way": "electronic", "declaration.truth": "yes"}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := h.desk.Open(ctx, p.hat("u-owner"), desk.OpenCommand{Flow: itemflow.BatchOf(it), Move: "upload", Key: name, Input: raw})
	if err != nil {
		t.Fatal(err)
	}
	works(t, h)
	return r.Case
}

func works(t *testing.T, h *house) {
	t.Helper()
	for range 4 {
		if _, err := h.workRows(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
}

// saidOf is what a row says beside its case: faults, and notes after a ?.
func saidOf(r itemflow.BatchRow) string {
	var out []string
	for _, f := range r.Faults {
		out = append(out, fmt.Sprint(f.Field, ":", f.Code))
	}
	for _, f := range r.Notes {
		out = append(out, fmt.Sprint("?", f.Field, ":", f.Code, " ", f.Args["line"]))
	}
	return string(r.State) + " " + strings.Join(out, " ")
}

// TestRowsSaySame: rows say the same where the normal forms of their cells do; two
// whose cells could not be read where the cells do.
func TestRowsSaySame(t *testing.T) {
	t.Parallel()
	it := form.Item{Steps: []form.Step{{ID: "s", Fields: []form.Field{
		{ID: "s.number", Kind: form.KindRef, Format: "registration"}, {ID: "s.fee", Kind: form.KindAmount}, {ID: "s.share", Kind: form.KindNumber}, {ID: "s.from", Kind: form.KindDate}, {ID: "s.what", Kind: form.KindText},
	}}}}
	n := items.SampleFormats()["registration.utility"](7)
	for name, x := range map[string]struct {
		a, b, raw form.Values
		same      bool
	}{
		"amount":         {a: form.Values{"s.fee": "900000"}, b: form.Values{"s.fee": "900,000.00"}, same: true},
		"other amount":   {a: form.Values{"s.fee": "900000"}, b: form.Values{"s.fee": "900000.01"}},
		"number":         {a: form.Values{"s.share": "5"}, b: form.Values{"s.share": "5.0"}, same: true},
		"right":          {a: form.Values{"s.number": n}, b: form.Values{"s.number": "ZL" + strings.ReplaceAll(n, ".", "")}, same: true},
		"words":          {a: form.Values{"s.what": "900000"}, b: form.Values{"s.what": "900000.00"}},
		"no normal form": {a: form.Values{"s.fee": "a lot"}, b: form.Values{"s.fee": "a lot"}, same: true},
		"unread":         {a: form.Values{"s.what": "x"}, b: form.Values{"s.what": "x"}, raw: form.Values{"s.from": "perhaps"}},
	} {
		rowA, rowB := itemsheet.Row{Line: 3, Values: x.a}, itemsheet.Row{Line: 4, Values: x.b, Raw: x.raw}
		values := map[int]form.Values{3: written(it, rowA), 4: written(it, rowB)}
		got := itemflow.Repeated([]itemflow.BatchRow{{Row: rows.Row{Line: 3}}, {Row: rows.Row{Line: 4}}}, values, nil)
		if _, again := got[4]; again != x.same || again && got[4].Args["line"] != 3 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestSameNumberTwice: a row that repeats another is refused at its number; a
// number that another row has, however it is spelled, or that an open case of the
// item is about, or that the register lacks, is told, and may be sent.
func TestSameNumberTwice(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			h, err := instance(ctx, storetest.URL(t, engine), t.TempDir(), filepath.Join(t.TempDir(), "echo"), roleWeb, time.Second)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = h.store.Close() })
			p := newPortfolio(t, h, 3)
			a, b, c := p.numbers[0], p.numbers[1], p.numbers[2]
			strange := items.SampleFormats()["registration.utility"](77) // right, and in no register
			before := licenceSheet(t, p, "before", [2]string{b, "云澜大学"})
			if _, err := h.desk.Act(ctx, p.hat("u-owner"), desk.Command{Case: before, Move: "start", Key: "start"}); err != nil {
				t.Fatal(err)
			}
			works(t, h)
			_, d := batchOf(t, h, string(before))
			if d.Count(rows.Made) != 1 {
				t.Fatalf("%+v", d.Rows)
			}
			no := licenceSheet(t, p, "again", [2]string{a, "云澜大学"}, [2]string{"ZL" + strings.ReplaceAll(a, ".", ""), "乙公司"}, [2]string{a, "云澜大学"}, [2]string{b, "丙公司"}, [2]string{c, "丙公司"}, [2]string{strange, "丁公司"}, [2]string{"202119900000.5", "丁公司"})
			_, d2 := batchOf(t, h, string(no))
			var got []string
			for _, r := range d2.Rows {
				got = append(got, saidOf(r))
			}
			want := []string{"good ", "good ?rights.numbers:kernel.itemflow.batch_number 2", "bad rights.numbers:kernel.itemflow.batch_twice", "good ?rights.numbers:kernel.itemflow.batch_open <nil>", "good ", "good ?rights.numbers:kernel.itemflow.batch_unknown <nil>", "bad rights.numbers:base.ident.check_swap"}
			if !slices.Equal(got, want) {
				t.Fatalf("%q\nwant %q", got, want)
			}
			if n := d2.Rows[3].Notes[0].Args["no"]; n != d.Rows[0].No {
				t.Errorf("the open case is %v, want %s", n, d.Rows[0].No)
			}
			content, err := h.files.Get(d2.SHA256)
			if err != nil {
				t.Fatal(err)
			}
			it, _ := h.items.Today(ctx).Item("ZL14")
			var book bytes.Buffer
			if err := (itemSheets{}).Faults(&book, it, "a.csv", content, nil, map[int][]rows.Fault{4: d2.Rows[2].Faults}); err != nil {
				t.Fatal(err)
			}
			x, err := excelize.OpenReader(&book)
			if err != nil {
				t.Fatal(err)
			}
			if notes, err := x.GetComments(x.GetSheetName(0)); err != nil || len(notes) != 1 || notes[0].Cell != "A2" {
				t.Errorf("notes %+v %v", notes, err)
			}
		})
	}
}
