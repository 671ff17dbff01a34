package items

import (
	_ "embed"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"quanlian/base/calendar"
	"quanlian/catalogue"
	"quanlian/catalogue/documents"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
)

// TestEmbedded is the guard of every declared file of the house.
func TestEmbedded(t *testing.T) {
	t.Parallel()
	_, faults, err := Load(Files{Base: catalogue.FS, City: "yunlan", Templates: documents.FS, Shown: [3]string{"catalogue"}})
	if err != nil {
		t.Fatal(err)
	}
	zh := lang.For(lang.Zh)
	for _, f := range faults {
		t.Error(f.Say(zh))
	}
}

//go:embed testdata/list.txt
var list string

// TestTheList: the items are the 177 rows of domain.md §9.1, by code, name and
// kind; their files are short.
func TestTheList(t *testing.T) {
	t.Parallel()
	c := embedded(t)
	set := c.On(calendar.On(2026, 11, 20))
	kinds := map[string]form.Kind{"政": form.Government, "公": form.Public, "增": form.Added}
	rows := strings.Split(strings.TrimSpace(list), "\n")
	if len(rows) != 177 || set.Len() != len(rows) || len(c.Codes()) != len(rows) {
		t.Errorf("%d items in force and %d codes, want 177", set.Len(), len(c.Codes()))
	}
	var lines []int
	for i, row := range rows {
		f := strings.Split(row, "|")
		it, ok := set.Item(f[0])
		if !ok {
			t.Errorf("%s %s is not there", f[0], f[1])
			continue
		}
		if plainName(it.Name.Zh) != plainName(f[1]) || it.Kind != kinds[f[2]] {
			t.Errorf("%s is %q %s, want %q %s", f[0], it.Name.Zh, it.Kind, f[1], kinds[f[2]])
		}
		if got := set.All()[i].Code; got != f[0] {
			t.Errorf("row %d is %s, want %s", i+1, got, f[0])
		}
		v, _ := c.InForce(f[0], set.Day)
		lines = append(lines, v.Lines)
	}
	slices.Sort(lines)
	t.Logf("lines of a file: median %d, most %d", lines[len(lines)/2], lines[len(lines)-1])
	if lines[len(lines)/2] > 60 || lines[len(lines)-1] > 150 {
		t.Errorf("lines of a file: median %d, most %d; want 60 and 150", lines[len(lines)/2], lines[len(lines)-1])
	}
}

// plainName evens out what typography changes: the list is typed with half-width
// brackets and quotation marks.
func plainName(s string) string {
	return strings.NewReplacer("（", "(", "）", ")", "“", "\"", "”", "\"", "　", "", " ", "", "／", "/").Replace(s)
}

// example is the embedded catalogue with the items of testdata only.
func example(t testing.TB, change func(fstest.MapFS)) Files {
	t.Helper()
	all := fstest.MapFS{}
	take := func(fsys fs.FS, dirs ...string) {
		for _, dir := range dirs {
			err := fs.WalkDir(fsys, dir, func(name string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				body, err := fs.ReadFile(fsys, name)
				all[name] = &fstest.MapFile{Data: body}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	take(catalogue.FS, "groups", "cities")
	take(os.DirFS("testdata/base"), "items")
	if change != nil {
		change(all)
	}
	return Files{Base: all, City: "yunlan", Templates: documents.FS}
}

const zl14 = "items/utilization/licence/zl14.yaml"

func TestExample(t *testing.T) {
	t.Parallel()
	c, faults, err := Load(example(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Error(f.Say(lang.For(lang.En)))
	}
	v, ok := c.InForce("ZL14", calendar.On(2026, 9, 1))
	if !ok {
		t.Fatal("ZL14 is not in force on its first day")
	}
	it := v.Item
	if _, ok := it.Field("term.from"); !ok {
		t.Error("the renamed group has no field term.from")
	}
	if f, _ := it.Field("applicant.district"); len(f.Options) != 4 {
		t.Errorf("districts: %v", f.Options)
	}
	if f, _ := it.Field("contact.address"); f.When.Field() != "contact.way" {
		t.Errorf("condition of a group: %+v", f.When)
	}
	if _, ok := it.Field("delivery.receiver"); ok {
		t.Error("a field that was left out is there")
	}
	if f, _ := it.Field("delivery.phone"); !f.Optional {
		t.Error("a field made optional is not")
	}
	if it.Advice != "0990-8800 1200" || it.Cure.String() != "5wd" || len(it.Channels) != 2 || it.Status != "reconstruction" {
		t.Errorf("defaults: %q %v %v %v", it.Advice, it.Cure, it.Channels, it.Status)
	}
	if _, ok := c.InForce("ZL14", calendar.On(2026, 8, 31)); ok {
		t.Error("ZL14 is in force before its first day")
	}
}
