package items

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue"
	"quanlian/catalogue/bundles"
	"quanlian/catalogue/items"
	"quanlian/catalogue/source"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/web/site"
)

// TestChosenItemsKeepTheirAnswers: whichever items of a bundle are taken out and
// in again, what was said on a shared page stays, what was emptied stays empty,
// and no item hears what was said for another.
func TestChosenItemsKeepTheirAnswers(t *testing.T) {
	t.Parallel()
	files := items.Files{Base: catalogue.FS, City: "yunlan"}
	cat, _, err := items.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	layers, err := files.Layers()
	if err != nil {
		t.Fatal(err)
	}
	day := calendar.On(2026, 11, 20)
	set, err := bundles.Read(layers, cat, day, &source.Faults{})
	if err != nil {
		t.Fatal(err)
	}
	b, _ := set.Bundle("borrow")
	v := &site.Visit{Env: &site.Env{Now: calendar.On(2026, 11, 20).At(9).UTC}}
	v.Party = kernel.Party{Kind: "enterprise", Name: "甲公司"}
	x := &thing{b: b, parts: b.On(cat.On(day), form.Facts{Party: v.Party})}
	page := func(key string) formPage {
		pg, ok := pageOf(x, key)
		if !ok {
			t.Fatalf("no page %s", key)
		}
		return pg
	}
	say := func(key, path, text string) {
		pg := page(key)
		values := form.Values{}
		for k, old := range x.answers(pg) {
			values[k] = old
		}
		if values[path] = text; text == "" {
			delete(values, path)
		}
		x.put(pg, values)
	}
	x.choose([]string{"JR02", "JR07", "JR12"}, v)
	say("applicant", "applicant.address", "云禾路88号")
	say("rights", "rights.numbers", "202319900777.X")
	say("JR12-loan", "loan.bank", "东埠银行")
	x.choose([]string{"JR07"}, v) // its pages are now its own
	if got := x.draftOf(x.item("JR07")).Values; got["applicant.address"] != "云禾路88号" || got["rights.numbers"] != "202319900777.X" {
		t.Fatalf("alone: %v", got)
	}
	say("JR07-rights", "rights.numbers", "")
	if got := x.draftOf(x.item("JR07")).Values["rights.numbers"]; got != "" {
		t.Errorf("what was emptied came back: %s", got)
	}
	x.choose([]string{"JR02", "JR07", "JR12"}, v)
	for _, it := range x.items() {
		got := x.draftOf(it).Values
		if got["applicant.address"] != "云禾路88号" {
			t.Errorf("%s forgot the address: %v", it.Code, got)
		}
		if _, asks := it.Field("loan.bank"); (got["loan.bank"] == "东埠银行") != asks {
			t.Errorf("%s: the bank is %q", it.Code, got["loan.bank"])
		}
	}
	say("applicant", "applicant.address", "望潮路1号")
	if got := x.draftOf(x.item("JR12")).Values["applicant.address"]; got != "望潮路1号" {
		t.Errorf("an older answer stands before the newer one: %s", got)
	}
}
