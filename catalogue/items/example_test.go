package items_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"quanlian/base/calendar"
	"quanlian/catalogue"
	"quanlian/catalogue/documents"
	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
)

// TestEverySampleIsAccepted: what a sample paper of any item says in either
// language would be taken by the form, and always is the same.
func TestEverySampleIsAccepted(t *testing.T) {
	t.Parallel()
	cat, faults, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan", Templates: documents.FS})
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	check := form.Checker{Formats: items.Formats(), Kinds: items.KindOf, Calendar: calendar.National()}
	for _, it := range cat.All() {
		for _, zh := range []bool{true, false} {
			v, facts := cat.Example(it, zh)
			if _, err := check.Check(it, v, facts); err != nil {
				t.Errorf("%s: %v", it.Code, err)
			}
			again, _ := cat.Example(it, zh)
			for k, x := range v {
				if again[k] != x {
					t.Errorf("%s: %s is %q and %q", it.Code, k, x, again[k])
				}
			}
			for k, x := range v {
				if f, _ := it.Field(k); strings.HasPrefix(x, "样例0") || strings.HasPrefix(x, "样例说明") {
					t.Errorf("%s: %s (%s) says nothing: %s", it.Code, k, f.Label.Zh, x)
				}
			}
		}
	}
}

// TestSamplesFitThemselves: what stands on the sample of one item goes together, and
// nobody is against himself.
func TestSamplesFitThemselves(t *testing.T) {
	t.Parallel()
	cat, faults, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan", Templates: documents.FS})
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	seen := map[string]bool{}
	for _, it := range cat.All() {
		for _, zh := range []bool{true, false} {
			v, facts := cat.Example(it, zh)
			if x := v["opponent.name"]; x != "" && x == v["applicant.name"] {
				t.Errorf("%s: %s asks for help against %s", it.Code, v["applicant.name"], x)
			}
			if v["licence.from"] != "" && v["licence.effective"] != "" && v["licence.from"] < v["licence.effective"] {
				t.Errorf("%s: licensed from %s, in effect on %s", it.Code, v["licence.from"], v["licence.effective"])
			}
			switch seen[it.Code] = true; it.Code {
			case "JR01":
				if v["firm.revenue"] == v["need.amount"] || v["pledge.kinds"] != "patent" {
					t.Errorf("%s: %v", it.Code, v)
				}
			case "BH10":
				if v["help.due"] <= facts.Today.String() {
					t.Errorf("%s: the time was over on %s", it.Code, v["help.due"])
				}
			case "ZL12":
				if v["change.after"] != v["applicant.name"] || v["change.before"] == v["change.after"] {
					t.Errorf("%s: from %s to %s", it.Code, v["change.before"], v["change.after"])
				}
			case "DL03":
				if strings.Contains(strings.ToLower(v["objection.product"]), "sensor") || strings.Contains(v["objection.product"], "传感器") {
					t.Errorf("%s: %s is a geographical indication", it.Code, v["objection.product"])
				}
			}
			for k, x := range v {
				if slices.Contains([]string{"JR01", "BH10", "ZL12", "DL03", "ZL14"}, it.Code) && (strings.HasPrefix(x, "（照实填写）") || strings.HasPrefix(x, "(as it is)")) {
					t.Errorf("%s: %s says nothing: %s", it.Code, k, x)
				}
			}
		}
	}
	for _, code := range []string{"JR01", "BH10", "ZL12", "DL03", "ZL14"} {
		if !seen[code] {
			t.Errorf("no item %s", code)
		}
	}
}

// TestStatements: consents and powers of attorney that somebody else signs have an
// example in both languages that names the item; what the platform has, has none.
func TestStatements(t *testing.T) {
	t.Parallel()
	cat, faults, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan", Templates: documents.FS})
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	n := 0
	for _, it := range cat.All() {
		for _, m := range it.Materials {
			wanted := m.Source == "self" && !m.Spare && (strings.Contains(m.Name.Zh, "委托书") || strings.Contains(m.Name.Zh, "质权人同意书") || strings.Contains(m.Name.Zh, "共有人同意书"))
			for _, zh := range []bool{true, false} {
				s, ok := cat.Statement(it, m, zh)
				if wanted && !ok || m.Spare && ok {
					t.Errorf("%s %s: a sample is there: %v", it.Code, m.Name.Zh, ok)
				}
				if !ok {
					continue
				}
				n++
				said := s.Sign
				for _, row := range s.Rows {
					said += row[0] + row[1]
				}
				if !strings.Contains(said, it.Name.In(zh)) || strings.Contains(said, "{") || s.Sign == "" {
					t.Errorf("%s %s says %s", it.Code, m.Name.Zh, said)
				}
			}
		}
	}
	if n < 190 {
		t.Errorf("%d statements", n)
	}
}

// TestSampleFiles: a material may name a file below samples/ that is there, of a
// kind people can open and not too large; the highest layer's counts.
func TestSampleFiles(t *testing.T) {
	t.Parallel()
	body, err := catalogue.FS.ReadFile("items/utilization/openlicence/zl17.yaml")
	if err != nil {
		t.Fatal(err)
	}
	item := func(sample string) string {
		return strings.Replace(string(body), "materials:", "materials:\n  - {id: extra, name: {zh: 委托书, en: Power of attorney}, source: self, sample: "+sample+"}", 1)
	}
	load := func(sample string, local fstest.MapFS) (*items.Catalogue, string) {
		local["items/utilization/openlicence/zl17.yaml"] = &fstest.MapFile{Data: []byte(item(sample))}
		cat, faults, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan", Local: local})
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, f := range faults {
			said += f.Code + " " + f.Say(lang.For(lang.Zh)) + "\n"
		}
		return cat, said
	}
	for name, want := range map[string]string{
		"samples/none.pdf":       "sample_missing",
		"samples/a.exe":          "sample_name",
		"a.pdf":                  "sample_name",
		"samples/../a.pdf":       "sample_name",
		"samples/large.pdf":      "sample_large",
		"samples/no-picture.png": "sample_kind",
	} {
		local := fstest.MapFS{"samples/large.pdf": {Data: append([]byte("%PDF-1.4"), make([]byte, 5<<20)...)}, "samples/no-picture.png": {Data: []byte("MZ")}, "a.pdf": {Data: []byte("%PDF-1.4")}}
		if _, said := load(name, local); !strings.Contains(said, want) || !strings.Contains(said, "zl17.yaml:") {
			t.Errorf("%s: %q, want %s", name, said, want)
		}
	}
	cat, said := load("samples/poa.pdf", fstest.MapFS{"samples/poa.pdf": {Data: []byte("%PDF-1.4 ours")}})
	if said != "" {
		t.Fatal(said)
	}
	f, ok := cat.Sample("samples/poa.pdf")
	if !ok || f.Media != "application/pdf" || string(f.Body) != "%PDF-1.4 ours" {
		t.Errorf("the sample is %v %+v", ok, f)
	}
	for _, name := range []string{"samples/words.yaml", "items/utilization/openlicence/zl17.yaml", "samples/../samples/poa.pdf", ""} {
		if _, ok := cat.Sample(name); ok {
			t.Errorf("%q is given out", name)
		}
	}
}
