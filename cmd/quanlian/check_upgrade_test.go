package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"quanlian/base/calendar"
	"quanlian/catalogue"
	"quanlian/catalogue/items"
)

// A city copied two files by hand. It is told in what they differ; once compared
// and accepted, the next upgrade says what the program changed, and where both
// changed the same.
func TestUpgradeUnderFilesCopiedByHand(t *testing.T) {
	t.Parallel()
	local := t.TempDir()
	const same, own = "items/protection/adjudication/bh01.yaml", "items/utilization/licence/zl14.yaml"
	put := func(name string, body []byte) {
		t.Helper()
		full := filepath.Join(local, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	embedded := func(name string) string {
		t.Helper()
		body, err := catalogue.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	upgrade := func(want int, more ...string) string {
		t.Helper()
		return quanlian(t, want, append([]string{"check", "--local", local, "--upgrade", "--lang", "en"}, more...)...)
	}
	const period, shorter, longer = "committed: {period: 3wd,", "committed: {period: 2wd,", "committed: {period: 4wd,"
	zl14 := embedded(own)
	if !strings.Contains(zl14, period) {
		t.Fatal("ZL14 has another limit now: adapt the test")
	}
	put(same, []byte("# our copy\n"+embedded(same)))
	put(own, []byte(strings.Replace(zl14, period, shorter, 1)))

	out := upgrade(1)
	for _, want := range []string{"can be deleted", "it does not say from which version", "limits[committed].period: 3wd → 2wd", "--accept"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not said:\n%s", want, out)
		}
	}
	quanlian(t, 2, "check", "--local", local, "--upgrade", "--accept", "items/zl99.yaml")
	upgrade(0, "--accept", "all")
	quanlian(t, 0, "check", "--local", local)
	if out := upgrade(0); strings.Contains(out, "does not say") || !strings.Contains(out, "has not changed") {
		t.Errorf("once accepted:\n%s", out)
	}

	// The release before had four days and another lead; the city's is made from it.
	before := strings.Replace(strings.Replace(zl14, period, longer, 1), "zh: 把专利许可给别人用", "zh: 专利许可给别人用", 1)
	put(own, items.Marked([]byte(before), []byte(strings.Replace(before, longer, shorter, 1))))
	put(items.Kept+"/"+own, []byte(before))
	out = upgrade(1)
	for _, want := range []string{"has changed since", "limits[committed].period: 4wd → 3wd  you changed this too", "lead.zh: 专利许可给别人用"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not said:\n%s", want, out)
		}
	}
	var list []items.Replaced
	if err := json.Unmarshal([]byte(upgrade(1, "--json")), &list); err != nil || len(list) != 2 || len(list[1].Below) != 2 || len(list[1].Both) != 1 {
		t.Errorf("%v %+v", err, list)
	}
}

// What the program changed below a file of the city stays to be compared when the
// city imports a workbook over that file; the file that counts today stays until
// the new one's day.
func TestImportAcceptsNothingUnseen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	local, book := filepath.Join(dir, "local"), filepath.Join(dir, "book.xlsx")
	const path = "items/utilization/licence/zl14.yaml"
	own := filepath.Join(local, filepath.FromSlash(path))
	now, err := catalogue.FS.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before := []byte(strings.Replace(string(now), "committed: {period: 3wd,", "committed: {period: 4wd,", 1))
	ours := []byte(strings.Replace(string(before), "committed: {period: 4wd,", "committed: {period: 2wd,", 1))
	for name, body := range map[string][]byte{own: items.Marked(before, ours), filepath.Join(local, items.Kept, filepath.FromSlash(path)): before} {
		if err := put(name, body); err != nil {
			t.Fatal(err)
		}
	}
	upgrade := func(want int) string {
		t.Helper()
		return quanlian(t, want, "check", "--local", local, "--upgrade", "--lang", "en")
	}
	if out := upgrade(1); !strings.Contains(out, "you changed this too") {
		t.Fatal(out)
	}
	bring := func(today, from, lead string) {
		t.Helper()
		quanlian(t, 0, "items", "export", book, "--local", local, "--day", today)
		editCell(t, book, "ZL14", lead)
		quanlian(t, 0, "items", "import", book, "--local", local, "--out", local, "--day", today, "--from", from)
		quanlian(t, 0, "check", "--local", local)
	}
	committed := func(day string) string {
		t.Helper()
		c, err := loadItems(catalogueConfig{City: "yunlan", Local: local})
		if err != nil {
			t.Fatal(err)
		}
		on, err := calendar.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		it, ok := c.On(on).Item("ZL14")
		if !ok {
			t.Fatal("ZL14 is gone")
		}
		for _, l := range it.Limits {
			if l.Name == "committed" {
				return l.Period.String() + " " + it.Lead.Zh
			}
		}
		return it.Lead.Zh
	}
	bring("2026-11-20", "2026-12-01", "先签合同，再来备案。")
	if got := committed("2026-11-25"); !strings.HasPrefix(got, "2wd 把专利") {
		t.Errorf("before the day of the new version: %s", got)
	}
	if got := committed("2026-12-02"); got != "2wd 先签合同，再来备案。" {
		t.Errorf("from its day: %s", got)
	}
	if out := upgrade(1); !strings.Contains(out, "you changed this too") {
		t.Errorf("a later version accepts what nobody compared:\n%s", out)
	}
	bring("2026-11-20", "2026-09-01", "合同生效后三个月内备案。") // in the place of the file that stands
	if out := upgrade(1); !strings.Contains(out, "you changed this too") || !strings.Contains(out, "合同生效后三个月内备案。") {
		t.Errorf("the file written anew accepts what nobody compared:\n%s", out)
	}
	upgrade2 := quanlian(t, 0, "check", "--local", local, "--upgrade", "--accept", "all", "--lang", "en")
	if out := upgrade(0); !strings.Contains(out, "has not changed") {
		t.Errorf("once accepted: %s %s", upgrade2, out)
	}
}

// editCell writes the lead of an item into a workbook.
func editCell(t *testing.T, book, code, lead string) {
	t.Helper()
	f, err := excelize.OpenFile(book)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := f.GetRows("事项")
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if row[0] == code {
			if err := f.SetCellStr("事项", fmt.Sprintf("F%d", i+1), lead); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
}

// The city's rules of outages and seals are looked at after an upgrade too.
func TestUpgradeNamesRulesOfTheCity(t *testing.T) {
	t.Parallel()
	local := t.TempDir()
	body, err := catalogue.FS.ReadFile("cities/yunlan/seals.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := put(filepath.Join(local, "seals.yaml"), []byte(strings.Replace(string(body), "zh: 本", "zh: 此", 1))); err != nil {
		t.Fatal(err)
	}
	if out := quanlian(t, 1, "check", "--local", local, "--upgrade", "--lang", "en"); !strings.Contains(out, "seals.yaml") {
		t.Errorf("seals.yaml is not listed: %s", out)
	}
}

// What changed under the files of a city is told before it has a database or keys:
// only the files are read.
func TestUpgradeNeedsTheFilesOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	body, err := catalogue.FS.ReadFile("items/protection/adjudication/bh01.yaml")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "local", "items", "protection", "adjudication", "bh01.yaml")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	conf := filepath.Join(dir, "city.yaml")
	for name, text := range map[string]string{file: string(body), conf: "catalogue: {local: " + filepath.Join(dir, "local") + "}\n"} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if out := quanlian(t, 0, "check", "--config", conf, "--upgrade", "--lang", "en"); !strings.Contains(out, "can be deleted") {
		t.Error(out)
	}
	quanlian(t, 0, "check", "--config", conf, "--upgrade", "--accept", "all")
	for text, want := range map[string]string{"catalogue: {lokal: x}\n": "cmd.config_unknown", "catalogue: {local: /nowhere}\n": "cmd.catalogue_folder"} {
		if err := os.WriteFile(conf, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, code, got := ask(t, "", "check", "--config", conf, "--upgrade"); code != exitBadInput || !strings.Contains(got, want) {
			t.Errorf("%s: exit %d: %s", text, code, got)
		}
	}
}
