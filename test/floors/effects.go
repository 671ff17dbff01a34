package floors

import (
	"go/ast"
	"path"
	"strings"
)

// effectHomes are the packages in which an effect may stand.
// Source: design.md §2.
var effectHomes = map[string]bool{"kernel": true, "registry": true, "ledger": true, "evidence": true}

// Effects finds every type that is an effect: it has a method Effect() that
// gives an EffectName. Names are package.Type and the name in the journal.
func Effects(t *Tree) map[string]Finding {
	out := map[string]Finding{}
	for _, f := range t.Go() {
		if f.Test {
			continue
		}
		for _, d := range f.AST.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || !effectMethod(fn) {
				continue
			}
			name := path.Base(f.Dir) + "." + receiver(fn) + " " + returned(fn)
			out[name] = Finding{"effect", f.Path, t.line(fn.Pos()), name}
		}
	}
	return out
}

// checkEffects compares the effects in the code with the closed list.
func checkEffects(t *Tree, list []string) []Finding {
	var out []Finding
	listed := set(list)
	found := Effects(t)
	for name, at := range found {
		if !listed[name] {
			at.Text = name + " is not on the closed list test/floors/effects.txt; a new kind needs an ADR"
			out = append(out, at)
		}
		if !effectHomes[top(path.Dir(at.Path))] {
			at.Text = name + ": effects stand in kernel, registry, ledger, evidence only"
			out = append(out, at)
		}
	}
	for _, name := range list {
		if _, ok := found[name]; !ok {
			out = append(out, Finding{"effect", "test/floors/effects.txt", 1, name + " is listed but not in the code"})
		}
	}
	return out
}

func effectMethod(fn *ast.FuncDecl) bool {
	if fn.Recv == nil || fn.Name.Name != "Effect" || fn.Type.Params.NumFields() != 0 || fn.Type.Results.NumFields() != 1 {
		return false
	}
	switch r := fn.Type.Results.List[0].Type.(type) {
	case *ast.Ident:
		return r.Name == "EffectName"
	case *ast.SelectorExpr:
		return r.Sel.Name == "EffectName"
	}
	return false
}

func receiver(fn *ast.FuncDecl) string {
	typ := fn.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if id, ok := typ.(*ast.Ident); ok {
		return id.Name
	}
	return "?"
}

// returned is the literal that a method of one line returns.
func returned(fn *ast.FuncDecl) string {
	name := "?"
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok {
			name = strings.Trim(lit.Value, `"`)
		}
		return true
	})
	return name
}

// ParseList reads a list file: the words of each line, # for comments.
func ParseList(text string) []string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		if fields := strings.Fields(line); len(fields) > 0 && !strings.HasPrefix(line, "#") {
			out = append(out, strings.Join(fields, " "))
		}
	}
	return out
}
