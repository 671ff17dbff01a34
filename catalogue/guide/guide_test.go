package guide

import (
	"testing"
	"testing/fstest"

	"quanlian/base/calendar"
	"quanlian/catalogue"
	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/source"
	"quanlian/kernel/form"
)

func load(t *testing.T) (Guide, *items.Catalogue) {
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
	to := &source.Faults{}
	g := Read(layers, c, to)
	for _, f := range to.All() {
		t.Error(f.Say(lang.For(lang.Zh)))
	}
	return g, c
}

// TestNobodyIsLost: every item is reached by some way through the questions, and
// a full way that leads anywhere leaves few enough to read.
func TestNobodyIsLost(t *testing.T) {
	t.Parallel()
	g, c := load(t)
	all := c.On(calendar.On(2026, 11, 20)).All()
	reached := map[string]bool{}
	most := 0
	var walk func(at int, answers []Answer)
	walk = func(at int, answers []Answer) {
		if at < len(g.Questions) {
			for _, a := range g.Questions[at].Answers {
				walk(at+1, append(answers[:at:at], a))
			}
			return
		}
		left := Left(all, answers...)
		for _, it := range left {
			reached[it.Code] = true
		}
		if !answers[1].All {
			most = max(most, len(left))
		}
	}
	walk(0, nil)
	for _, it := range all {
		if !reached[it.Code] {
			t.Errorf("no answers lead to %s %s", it.Code, it.Name.Zh)
		}
	}
	if t.Logf("%d items, at most %d left when the subject is known", len(all), most); most > 45 {
		t.Errorf("%d items are left after three questions", most)
	}
}

func TestLeftPutsTheNamedFirst(t *testing.T) {
	t.Parallel()
	g, c := load(t)
	about, _ := g.Questions[1].Answer("mark")
	want, _ := g.Questions[2].Answer("stop")
	left := Left(c.On(calendar.On(2026, 11, 20)).All(), about, want)
	if len(left) == 0 || items.GroupOf(left[0].Code) != "SB" {
		t.Errorf("first is %v", left)
	}
	keep, _ := g.Questions[2].Answer("keep")
	for i, it := range Left(c.On(calendar.On(2026, 11, 20)).All(), about, keep) {
		if i == 0 && it.Code != "SB03" || i < 3 && it.Code == "SB13" {
			t.Errorf("to keep a mark, %s %s stands at %d", it.Code, it.Name.Zh, i+1)
		}
	}
	if got := Left([]form.Item{{Code: "ZL01"}}, Answer{Codes: []string{"ZL02"}}); len(got) > 0 {
		t.Errorf("fits nothing, leaves %v", got)
	}
}

// TestMistakesAreTold: each with the line and the field.
func TestMistakesAreTold(t *testing.T) {
	t.Parallel()
	_, c := load(t)
	for text, want := range map[string]string{
		"questions:\n  - {id: who, text: {zh: 谁, en: Who}, answers: [{id: a, text: {zh: 甲, en: A}}]}":                                                      "catalogue.guide.fits_nothing",
		"questions:\n  - {id: who, text: {zh: 谁, en: Who}, answers: [{id: a, text: {zh: 甲, en: A}, groups: [QQ]}]}":                                        "catalogue.source.not_one",
		"questions:\n  - {id: who, text: {zh: 谁, en: Who}, answers: [{id: a, text: {zh: 甲, en: A}, all: true}, {id: a, text: {zh: 乙, en: B}, all: true}]}": "catalogue.source.twice",
		"questions:\n  - {id: Who, text: {zh: 谁, en: Who}, answers: []}":                                                                                   "catalogue.source.wrong_form",
		"questions: [1, 2, 3, 4, 5, 6]": "catalogue.guide.too_many",
	} {
		to := &source.Faults{}
		Read(source.Layers{{Name: "x", FS: fstest.MapFS{File: &fstest.MapFile{Data: []byte(text)}}}}, c, to)
		found := false
		for _, f := range to.All() {
			found = found || f.Code == want
		}
		if !found {
			t.Errorf("%s: %v, want %s", text, to.All(), want)
		}
	}
	to := &source.Faults{}
	if Read(nil, c, to); to.Len() != 1 || to.All()[0].Code != "catalogue.guide.no_file" {
		t.Errorf("no file: %v", to.All())
	}
}
