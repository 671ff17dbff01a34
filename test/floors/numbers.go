package floors

import (
	"go/ast"
	"go/token"
	"path"
	"strings"
)

// checkNumbers: a number that a rule rests on says its Unit: and its Source:,
// in its own comment or in that of its group. It looks at package-level
// constants and variables of engines, the calendar, and the rules files of
// matters. The numbers 0 and 1 and iota need none.
func checkNumbers(t *Tree) []Finding {
	var out []Finding
	for _, f := range t.Go() {
		if f.Test || !ruled(f) {
			continue
		}
		for _, d := range f.AST.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST && g.Tok != token.VAR {
				continue
			}
			for _, spec := range g.Specs {
				s := spec.(*ast.ValueSpec)
				if hasNumber(s.Values) && !sourced(g.Doc, s.Doc, s.Comment) {
					out = append(out, Finding{"number", f.Path, t.line(s.Pos()),
						s.Names[0].Name + " needs Unit: and Source: in its comment"})
				}
			}
		}
	}
	return out
}

func ruled(f *File) bool {
	switch {
	case top(f.Dir) == "engine", f.Dir == "base/calendar":
		return true
	case top(f.Dir) == "chain":
		return strings.HasPrefix(path.Base(f.Path), "rules")
	}
	return false
}

func sourced(groups ...*ast.CommentGroup) bool {
	text := ""
	for _, g := range groups {
		if g != nil {
			text += g.Text() + "\n"
		}
	}
	return strings.Contains(text, "Unit:") && strings.Contains(text, "Source:")
}

// hasNumber looks for a literal other than 0 and 1, or a decimal from text,
// outside of array lengths, indexes, make and function bodies.
func hasNumber(values []ast.Expr) bool {
	found := false
	for _, v := range values {
		ast.Inspect(v, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit, *ast.ArrayType:
				return false
			case *ast.BinaryExpr: // 1 << 20 is the layout of a machine word, no rule
				return n.Op != token.SHL
			case *ast.CallExpr:
				name := callName(n)
				if name == "make" || strings.HasPrefix(name, "errors.") || strings.HasPrefix(name, "regexp.") {
					return false
				}
				found = found || name == "decimal.RequireFromString"
			case *ast.BasicLit:
				number := n.Kind == token.INT || n.Kind == token.FLOAT
				found = found || number && n.Value != "0" && n.Value != "1"
			}
			return !found
		})
	}
	return found
}

func callName(c *ast.CallExpr) string {
	switch fun := c.Fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		if x, ok := fun.X.(*ast.Ident); ok {
			return x.Name + "." + fun.Sel.Name
		}
	}
	return ""
}
