package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// quanlian runs one command line.
func quanlian(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out, bad strings.Builder
	if got := run(args, strings.NewReader(""), &out, &bad); got != want {
		t.Errorf("%v: exit %d, want %d\n%s%s", args, got, want, out.String(), bad.String())
	}
	return out.String()
}

func TestNewCityPassesTheCheck(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	quanlian(t, 0, "city", "new", "lianzhou", "--dir", dir, "--zh", "莲州市", "--en", "Lianzhou", "--sign", "莲")
	root := filepath.Join(dir, "lianzhou")
	var report checkReport
	if err := json.Unmarshal([]byte(quanlian(t, 0, "check", "--city", root, "--json")), &report); err != nil || !report.OK {
		t.Fatalf("%v %+v", err, report)
	}
	// What is left to fill in is counted, and its first place in each file named.
	said := quanlian(t, 0, "check", "--city", root)
	if !strings.Contains(said, "城市文件待填　") || strings.Contains(said, "城市文件待填　0处") || !strings.Contains(said, filepath.Join(root, "units.yaml")+":12:") {
		t.Errorf("what is left to fill in is not told: %s", said)
	}
	// No file of it speaks of the city that it is made after.
	for _, name := range []string{"city.yaml", "units.yaml", "systems.yaml", "outages.yaml", "seals.yaml", "events.yaml"} {
		if body, err := os.ReadFile(filepath.Join(root, name)); err != nil || strings.Contains(string(body), "云澜") {
			t.Errorf("%s: %v, or it speaks of another city", name, err)
		}
	}
	// Nothing is overwritten, and a wrong name is refused.
	quanlian(t, 2, "city", "new", "lianzhou", "--dir", dir)
	quanlian(t, 2, "city", "new", "莲州", "--dir", dir)
	// Items speak of the city's own districts, stations and series.
	c, err := loadItems(catalogueConfig{City: root})
	if err != nil {
		t.Fatal(err)
	}
	if s := siteOf(c.City, true); s.Name != "莲州市知识产权公共服务平台" || len(s.Facts) != 4 {
		t.Errorf("the pages' head and foot: %+v", s)
	}
	for _, it := range c.All() {
		for _, r := range it.Routes {
			if r.Unit != "district-centre" {
				t.Errorf("%s goes to %s", it.Code, r.Unit)
			}
		}
		if s := it.Result.Series; s != "" && !strings.HasPrefix(s, "莲") {
			t.Errorf("%s: series %s", it.Code, s)
		}
	}
	// A mistake is named with file, line, column and field.
	path := filepath.Join(root, "city.yaml")
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(body), "prefix: LI", "prefix: lz", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if out := quanlian(t, 1, "check", "--city", root, "--lang", "en"); !strings.Contains(out, path+":5:9: prefix:") {
		t.Errorf("the mistake is not named: %s", out)
	}
}

func TestItemsGoOutAndComeIn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	book, local := filepath.Join(dir, "items.xlsx"), filepath.Join(dir, "local")
	quanlian(t, 0, "items", "export", book, "--day", "2026-11-20")
	if out := quanlian(t, 0, "items", "import", book, "--day", "2026-11-20", "--lang", "en"); !strings.Contains(out, "177 items read, 0 changed, 0 mistakes") {
		t.Errorf("unchanged: %s", out)
	}
	edit := func(cell, value string) {
		t.Helper()
		f, err := excelize.OpenFile(book)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		if err := f.SetCellStr("事项", cell, value); err != nil {
			t.Fatal(err)
		}
		if err := f.Save(); err != nil {
			t.Fatal(err)
		}
	}
	edit("F3", "") // the lead of ZL01
	var doc broughtIn
	if err := json.Unmarshal([]byte(quanlian(t, 1, "items", "import", book, "--day", "2026-11-20", "--out", local, "--json")), &doc); err != nil || len(doc.Faults) != 1 || doc.Errors == "" || doc.Written != nil {
		t.Errorf("with a mistake nothing is written: %v %+v", err, doc)
	}
	if _, err := os.Stat(doc.Errors); err != nil {
		t.Error(err)
	}
	edit("F3", "把发明、实用新型或者外观设计交上来，拿到申请号。")
	doc = broughtIn{}
	if err := json.Unmarshal([]byte(quanlian(t, 0, "items", "import", book, "--day", "2026-11-20", "--from", "2026-12-01", "--out", local, "--json")), &doc); err != nil || len(doc.Written) != 1 {
		t.Fatalf("%v %+v", err, doc)
	}
	c, err := loadItems(catalogueConfig{City: "yunlan", Local: local})
	if err != nil {
		t.Fatal(err)
	}
	if v := c.Versions("ZL01")[0]; v.Layer != "local" || v.Item.Lead.Zh != "把发明、实用新型或者外观设计交上来，拿到申请号。" || v.Item.From.String() != "2026-12-01" {
		t.Errorf("the local layer: %+v", v)
	}
	if out := quanlian(t, 0, "check", "--local", local, "--upgrade", "--lang", "en"); !strings.Contains(out, "zl01.yaml") || !strings.Contains(out, "has not changed") || !strings.Contains(out, "lead.zh") {
		t.Errorf("upgrade: %s", out)
	}
	body, err := os.ReadFile(doc.Written[0])
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(body), "\n")
	if err := os.WriteFile(doc.Written[0], []byte("# upstream: 000000000000\n"+rest), 0o644); err != nil {
		t.Fatal(err)
	}
	if out := quanlian(t, 1, "check", "--local", local, "--upgrade", "--lang", "en"); !strings.Contains(out, "has changed since") {
		t.Errorf("after an upgrade: %s", out)
	}
}

func TestItemsFind(t *testing.T) {
	t.Parallel()
	if out := quanlian(t, 0, "items", "find", "我的商标被人抄了"); !strings.HasPrefix(out, "BH07 ") {
		t.Errorf("found: %s", out)
	}
	quanlian(t, 1, "items", "find", "zzzz")
	quanlian(t, 2, "items", "find", "x", "--day", "someday")
	quanlian(t, 2, "items", "export", filepath.Join(t.TempDir(), "x.xlsx"), "--city", "nowhere")
}
