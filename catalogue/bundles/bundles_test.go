package bundles

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"quanlian/base/calendar"
	"quanlian/catalogue"
	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/source"
	"quanlian/kernel/form"
)

var day = calendar.On(2026, 11, 20)

func catalogueOf(t *testing.T) (*items.Catalogue, source.Layers) {
	t.Helper()
	files := items.Files{Base: catalogue.FS, City: "yunlan", Shown: [3]string{"catalogue"}}
	c, _, err := items.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	layers, err := files.Layers()
	if err != nil {
		t.Fatal(err)
	}
	return c, layers
}

// TestEmbedded: the bundles of the house are sound, and each asks the applicant
// once.
func TestEmbedded(t *testing.T) {
	t.Parallel()
	c, layers := catalogueOf(t)
	to := &source.Faults{}
	s, err := Read(layers, c, day, to)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range to.All() {
		t.Error(f.Say(lang.For(lang.Zh)))
	}
	if len(s.All()) < 5 {
		t.Errorf("%d bundles", len(s.All()))
	}
	for _, b := range s.All() {
		var list []form.Item
		for _, o := range b.On(c.On(day), form.Facts{}) {
			if !o.May {
				t.Errorf("%s: %s is barred from a reader who has not logged in", b.ID, o.Code)
			}
			list = append(list, o.Item)
		}
		n, pages := 0, 0
		for _, it := range list {
			pages += len(it.Steps)
		}
		for _, j := range form.Join(list) {
			if j.Step.ID == "applicant" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s asks %d times who applies", b.ID, n)
		}
		t.Logf("%s: %d items, %d pages become %d", b.ID, len(list), pages, len(form.Join(list)))
	}
	if got := s.Of("BH07"); len(got) != 1 || got[0].ID != "mark-copied" {
		t.Errorf("BH07 belongs to %v", got)
	}
}

func TestOnTellsWhoMay(t *testing.T) {
	t.Parallel()
	c, layers := catalogueOf(t)
	s, err := Read(layers, c, day, &source.Faults{})
	if err != nil {
		t.Fatal(err)
	}
	b, ok := s.Bundle("first-patent")
	if !ok {
		t.Fatal("no first-patent")
	}
	for kind, want := range map[string]string{"person": "ZL06 ZL01", "enterprise": "ZL04 ZL06 ZL02 ZL01", "bank": ""} {
		f := form.Facts{}
		f.Party.Kind = kind
		var may []string
		for _, o := range b.On(c.On(day), f) {
			if o.May {
				may = append(may, o.Code)
			}
		}
		if got := strings.Join(may, " "); got != want {
			t.Errorf("%s: %s, want %s", kind, got, want)
		}
	}
	if got := b.On(c.On(calendar.On(2020, 1, 1)), form.Facts{}); len(got) > 0 {
		t.Errorf("before any item: %v", got)
	}
}

// TestAskedOnce: what is copied to a part that is filled in before is copied the
// other way, too: else one is asked for it twice.
func TestAskedOnce(t *testing.T) {
	t.Parallel()
	c, layers := catalogueOf(t)
	s, err := Read(layers, c, day, &source.Faults{})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range s.All() {
		at := func(code string) int {
			return slices.IndexFunc(b.Parts, func(p Part) bool { return p.Code == code })
		}
		for _, c := range b.Copies {
			back := Copy{FromCode: c.ToCode, FromPath: c.ToPath, ToCode: c.FromCode, ToPath: c.FromPath}
			if at(c.ToCode) < at(c.FromCode) && !slices.Contains(b.Copies, back) {
				t.Errorf("%s: %s %s is asked before %s %s and again there", b.ID, c.ToCode, c.ToPath, c.FromCode, c.FromPath)
			}
		}
	}
}

// TestMistakesAreTold: with the code of the sentence.
func TestMistakesAreTold(t *testing.T) {
	t.Parallel()
	c, _ := catalogueOf(t)
	head := "name: {zh: 名, en: n}\nlead: {zh: 话, en: w}\nwho: [enterprise]\n"
	part := func(s ...string) string {
		out := head + "parts:\n"
		for _, x := range s {
			out += "  - {" + x + ", why: {zh: 因, en: y}}\n"
		}
		return out
	}
	for text, want := range map[string]string{
		part("item: ZL06"):                                                                        "catalogue.bundles.parts",
		part("item: ZL06", "item: ZL06"):                                                          "catalogue.source.twice",
		part("item: ZL06", "item: QQ99"):                                                          "catalogue.source.not_one",
		part("item: ZL06", "item: ZL02, when: nonsense"):                                          "kernel.form.no_such_predicate",
		part("item: ZL06", "item: ZL02, when: filled a.b"):                                        "catalogue.bundles.when_field",
		part("item: ZL06", "item: JR04"):                                                          "catalogue.bundles.not_for",
		part("item: ZL06", "item: ZL02") + "event: nowhere\n":                                     "catalogue.source.not_one",
		part("item: ZL06", "item: ZL02") + "copy: [{from: ZL02 case.title, to: ZL06 no.where}]\n": "catalogue.bundles.no_field",
		part("item: ZL06", "item: ZL02") + "more: 1\n":                                            "catalogue.source.unknown_key",
		"name: {zh: 名}\n":                                                                         "catalogue.source.no_en",
	} {
		to := &source.Faults{}
		s, err := Read(source.Layers{{Name: "x", FS: fstest.MapFS{"bundles/x.yaml": &fstest.MapFile{Data: []byte(text)}}}}, c, day, to)
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for _, f := range to.All() {
			codes = append(codes, f.Code)
		}
		if !strings.Contains(strings.Join(codes, " "), want) {
			t.Errorf("%s\n%v, want %s", text, codes, want)
		}
		if len(s.All()) > 0 {
			t.Errorf("taken in with its mistake: %s", text)
		}
	}
	s, err := Read(source.Layers{{Name: "x", FS: fstest.MapFS{"bundles/x.yaml": &fstest.MapFile{Data: []byte(part("item: ZL06", "item: ZL02"))}}}, {Name: "local", FS: fstest.MapFS{"bundles/x.yaml": &fstest.MapFile{Data: []byte("retired: true\n")}}}}, c, day, &source.Faults{})
	if err != nil || len(s.All()) != 0 {
		t.Errorf("a retired bundle stays: %v %v", s.All(), err)
	}
}
