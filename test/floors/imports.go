package floors

import "fmt"

// checkImports holds the floors: only downwards, and no neighbours.
// A test may also use what stands under test/, such as storetest.
func checkImports(t *Tree) []Finding {
	var out []Finding
	for _, f := range t.Go() {
		from, ok := floor(f.Dir)
		if !ok {
			out = append(out, Finding{"imports", f.Path, 1, "the plan of the house has no folder " + top(f.Dir)})
			continue
		}
		for p, spec := range f.imports() {
			dir, own := ours(p)
			if !own || unit(dir) == unit(f.Dir) || f.Test && top(dir) == "test" {
				continue
			}
			if why := badImport(f.Dir, from, dir); why != "" {
				out = append(out, Finding{"imports", f.Path, t.line(spec.Pos()), why})
			}
		}
	}
	return out
}

// badImport says why a folder may not import another, "" when it may.
func badImport(dir string, from int, imported string) string {
	to, ok := floor(imported)
	switch {
	case !ok:
		return "the plan of the house has no folder " + imported
	case to > from:
		return fmt.Sprintf("%s (floor %d) imports upwards: %s (floor %d)", unit(dir), from, imported, to)
	case to == from:
		return fmt.Sprintf("%s imports its neighbour %s; they meet in cmd", unit(dir), unit(imported))
	case top(dir) == "engine" && top(imported) != "base":
		return "an engine imports base and pure libraries only, not " + imported
	}
	return ""
}
