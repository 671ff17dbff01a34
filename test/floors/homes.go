package floors

import (
	"fmt"
	"sort"
	"strings"
)

// Homes says for each library by its module path in which folders it may be
// used: "each is used through one folder". "*" means everywhere, "test" tests.
type Homes map[string][]string

// ParseHomes reads homes.txt: module path, folders separated by commas, reason.
func ParseHomes(text string) (Homes, error) {
	out := Homes{}
	for i, line := range strings.Split(text, "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		if len(fields) < 3 {
			return nil, fmt.Errorf("homes.txt:%d: need library, folders, reason", i+1)
		}
		out[fields[0]] = strings.Split(fields[1], ",")
	}
	return out, nil
}

// checkHomes: every library has a home and is used only there.
func checkHomes(t *Tree, homes Homes) []Finding {
	var out []Finding
	for _, f := range t.Go() {
		for p, spec := range f.imports() {
			if _, own := ours(p); own || standard(p) || p == "C" {
				continue
			}
			lib, folders := homes.of(p)
			switch {
			case lib == "":
				out = append(out, Finding{"home", f.Path, t.line(spec.Pos()),
					"library without a home: add it to test/floors/homes.txt and docs/adr/0005-libraries.md: " + p})
			case !atHome(f, folders):
				out = append(out, Finding{"home", f.Path, t.line(spec.Pos()),
					lib + " is used only in " + strings.Join(folders, ", ")})
			}
		}
	}
	return out
}

// of finds the longest entry that covers the import path.
func (h Homes) of(importPath string) (lib string, folders []string) {
	for l, f := range h {
		if (importPath == l || strings.HasPrefix(importPath, l+"/")) && len(l) > len(lib) {
			lib, folders = l, f
		}
	}
	sort.Strings(folders)
	return lib, folders
}

func atHome(f *File, folders []string) bool {
	for _, home := range folders {
		if home == "*" || f.Dir == home || strings.HasPrefix(f.Dir, home+"/") || home == "test" && f.Test {
			return true
		}
	}
	return false
}
