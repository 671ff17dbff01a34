package items

import (
	"os"
	"testing"
	"testing/fstest"

	"quanlian/catalogue/source"
)

// FuzzRead: no file breaks the reader; one that is accepted is written and read
// back as the same item.
func FuzzRead(f *testing.F) {
	body, err := os.ReadFile("testdata/base/" + zl14)
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{string(body), "", "code: ZL14", "a: [", "steps: [applicant, {group: rights}]", "- x", "a: {b: {c: [1, 2", "code: &x ZL14\nname: *x", "\x00", "? [a]\n: b", "limits: {statutory: {}}", "name: !!str x"} {
		f.Add([]byte(s))
	}
	c, _, err := Load(example(f, nil))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		to := &source.Faults{}
		r := c.judge(to)
		v, ok := r.item(source.File{Path: zl14, Shown: zl14, Body: body})
		if ok != (to.Len() == 0) {
			t.Fatalf("accepted %v with %d faults", ok, to.Len())
		}
		for _, x := range to.All() {
			if x.File == "" || x.Code == "" {
				t.Errorf("a fault without place: %+v", x)
			}
		}
		if !ok || v.Item.Retired {
			return
		}
		again, faults := c.Check(v.Item)
		if len(source.Grave(faults)) > 0 || again.Hash() != v.Hash {
			t.Errorf("%v\n%s\n%s", faults, body, c.Write(v.Item))
		}
	})
}

// FuzzLoad: no folder of files breaks the loader.
func FuzzLoad(f *testing.F) {
	f.Add("city.yaml", []byte("name: 1"))
	f.Add("groups/x.yaml", []byte("fields: [{id: a, kind: text}]"))
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		local := fstest.MapFS{}
		if !fsValid(name) {
			return
		}
		local[name] = &fstest.MapFile{Data: body}
		files := example(t, nil)
		files.Local = local
		if _, _, err := Load(files); err != nil {
			t.Skip(err)
		}
	})
}

func fsValid(name string) bool {
	return name != "" && name != "." && name[0] != '/' && len(name) < 100
}
