package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
