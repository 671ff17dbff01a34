package texts

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"strconv"
	"strings"

	"quanlian/test/floors"
)

// codeAt says in which argument a function takes a code.
var codeAt = map[string]int{
	"errs.New": 1, "errs.Wrap": 1, "errs.At": 1,
}

var (
	inTemplate = regexp.MustCompile(`\.T\(\s*"([^"]+)"`)
	isCode     = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`)
)

// Use is one place at which a code is named.
type Use struct{ Code, Place string }

// Uses finds the codes that a tree names: in errors, in the Text of a notice,
// in T("…") of pages. Tests and what stands under test/ and tools/ do not count.
func Uses(t *floors.Tree) []Use {
	var out []Use
	for _, f := range t.Files {
		if f.Test || strings.HasPrefix(f.Path, "test/") || strings.HasPrefix(f.Path, "tools/") {
			continue
		}
		switch {
		case f.AST != nil && !f.Generated:
			out = append(out, inGo(t, f)...)
		case path.Ext(f.Path) == ".templ":
			for i, line := range strings.Split(f.Text, "\n") {
				for _, m := range inTemplate.FindAllStringSubmatch(line, -1) {
					if strings.HasSuffix(m[1], ".") {
						continue // the beginning of a code that is put together
					}
					out = append(out, Use{m[1], fmt.Sprintf("%s:%d", f.Path, i+1)})
				}
			}
		}
	}
	return out
}

func inGo(t *floors.Tree, f *floors.File) []Use {
	var out []Use
	take := func(e ast.Expr) {
		lit, ok := e.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return
		}
		if code, err := strconv.Unquote(lit.Value); err == nil && isCode.MatchString(code) {
			out = append(out, Use{code, fmt.Sprintf("%s:%d", f.Path, t.Fset.Position(lit.Pos()).Line)})
		}
	}
	ast.Inspect(f.AST, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name := called(n)
			if i, ok := codeAt[name]; ok && len(n.Args) > i {
				take(n.Args[i])
			}
			if strings.HasSuffix(name, ".T") && len(n.Args) > 0 {
				take(n.Args[0])
			}
		case *ast.CompositeLit:
			if strings.HasSuffix(typeName(n.Type), "Notify") {
				for _, e := range n.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok && typeName(kv.Key) == "Text" {
						take(kv.Value)
					}
				}
			}
		}
		return true
	})
	return out
}

func called(c *ast.CallExpr) string { return typeName(c.Fun) }

// typeName prints a name with its dots: errs.New, f.L.T.
func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return typeName(e.X) + "." + e.Sel.Name
	}
	return ""
}
