package floors

import (
	"fmt"
	"go/ast"
	"path"
	"strings"
)

// Limits of size. Unit: lines. Source: style.md §4.
const (
	maxFile     = 400
	maxFunc     = 60
	maxTemplate = 120
	maxItem     = 150
)

// checkSizes holds files and functions short. Test functions may be long (a
// table is one function), test files may not.
func checkSizes(t *Tree) []Finding {
	var out []Finding
	for _, f := range t.Files {
		if f.Generated {
			continue
		}
		if limit := maxLines(f); f.Lines > limit {
			out = append(out, Finding{"size", f.Path, limit + 1, fmt.Sprintf("%d lines, limit %d", f.Lines, limit)})
		}
		if f.AST == nil || f.Test {
			continue
		}
		for _, d := range f.AST.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := t.line(fn.End()) - t.line(fn.Pos()) + 1; n > maxFunc {
				out = append(out, Finding{"size", f.Path, t.line(fn.Pos()),
					fmt.Sprintf("func %s has %d lines, limit %d", fn.Name.Name, n, maxFunc)})
			}
		}
	}
	return out
}

func maxLines(f *File) int {
	switch {
	case path.Ext(f.Path) == ".templ":
		return maxTemplate
	case strings.HasPrefix(f.Path, "catalogue/items/") && path.Ext(f.Path) == ".yaml":
		return maxItem
	}
	return maxFile
}
