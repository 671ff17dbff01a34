package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quanlian/catalogue"
)

// TestCheckTellsTheFaultAndNotWhatFollows: where a file cannot be read, that is
// said once; names that others take from it are no faults of theirs.
func TestCheckTellsTheFaultAndNotWhatFollows(t *testing.T) {
	t.Parallel()
	const city, item = "cities/yunlan/", "items/creation/application/zl01.yaml"
	for _, x := range []struct{ file, from, old, wrong, field string }{
		{"units.yaml", city + "units.yaml", "units:\n", "units: [\n", ""},
		{"units.yaml", city + "units.yaml", "units:\n", "unitz:\n", "units"},
		{"units.yaml", city + "units.yaml", "id: patent-window", "id: patent window", "units[0].id"},
		{"systems.yaml", city + "systems.yaml", "systems:\n", "systems: [\n", ""},
		{"events.yaml", city + "events.yaml", "events:\n", "events: {\n", ""},
		{"city.yaml", city + "city.yaml", "districts:\n", "districts: [\n", ""},
		{"groups/applicant.yaml", "groups/applicant.yaml", "fields:\n", "fields: [\n", ""},
		{"groups/applicant.yaml", "groups/applicant.yaml", "id: name", "id: Name", "fields[0].id"},
		{item, item, "steps:\n", "steps: [\n", ""},
		{item, item, "kind: choice", "kind: choise", "steps[1].fields[0].kind"},
	} {
		body, err := fs.ReadFile(catalogue.FS, x.from)
		if err != nil {
			t.Fatal(err)
		}
		local := t.TempDir()
		file := filepath.Join(local, filepath.FromSlash(x.file))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(strings.Replace(string(body), x.old, x.wrong, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		doc, code, errText := ask(t, "", "check", "--local", local, "--json")
		faults := foundIn(doc)
		first := map[string]any{}
		if len(faults) > 0 {
			first = faults[0]
		}
		if code != exitNegative || first["field"] != x.field || !strings.HasSuffix(filepath.ToSlash(first["file"].(string)), x.file) {
			t.Errorf("%s with %q: exit %d %s: %v", x.file, x.wrong, code, errText, first)
		}
		for _, f := range faults {
			if f["file"] != first["file"] {
				t.Errorf("%s with %q: also %v", x.file, x.wrong, f)
			}
		}
	}
}

// foundIn lists what a report of check finds wrong.
func foundIn(doc map[string]any) []map[string]any {
	var out []map[string]any
	checks, _ := doc["checks"].([]any)
	for _, c := range checks {
		list, _ := c.(map[string]any)["faults"].([]any)
		for _, f := range list {
			out = append(out, f.(map[string]any))
		}
	}
	return out
}
