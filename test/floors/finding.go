package floors

import (
	"fmt"
	"sort"
)

// Finding is one place that breaks a rule.
type Finding struct {
	Rule string
	Path string
	Line int
	Text string
}

func (f Finding) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", f.Path, f.Line, f.Rule, f.Text)
}

// Check applies every rule to the tree.
func Check(t *Tree, homes Homes, effects []string) []Finding {
	var out []Finding
	for _, rule := range []func(*Tree) []Finding{
		checkImports, checkPurity, checkPanics, checkSQL, checkSizes,
		checkPackageDocs, checkExportedDocs, checkNumbers, checkNames, checkKernelWords, checkMarks,
	} {
		out = append(out, rule(t)...)
	}
	out = append(out, checkHomes(t, homes)...)
	out = append(out, checkEffects(t, effects)...)
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if a.Path != b.Path {
			return a.Path < b.Path
		}
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Rule < b.Rule
	})
	return out
}
