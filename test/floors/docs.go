package floors

import (
	"go/ast"
	"path"
	"sort"
	"strings"
	"unicode"
)

// checkPackageDocs: every package says in doc.go what it is; on floors 0–4
// with its Chinese name, so that an officer finds it. A command says it in
// main.go if it has no doc.go, a folder of tests in any file.
func checkPackageDocs(t *Tree) []Finding {
	var out []Finding
	dirs := map[string][]*File{}
	for _, f := range t.Go() {
		dirs[f.Dir] = append(dirs[f.Dir], f)
	}
	for dir, files := range dirs {
		text, place := packageDoc(files)
		switch {
		case text == "":
			out = append(out, Finding{"pkgdoc", files[0].Path, 1, dir + " has no package comment"})
		case !place:
			out = append(out, Finding{"pkgdoc", files[0].Path, 1, "the package comment of " + dir + " stands in doc.go"})
		case dry(dir) && !strings.ContainsFunc(text, han):
			out = append(out, Finding{"pkgdoc", files[0].Path, 1, "the package comment of " + dir + " lacks the Chinese name"})
		}
	}
	return out
}

// packageDoc gives the comment and whether it stands where it belongs.
func packageDoc(files []*File) (text string, place bool) {
	onlyTests := true
	for _, f := range files {
		onlyTests = onlyTests && f.Test
	}
	for _, f := range files {
		if f.AST.Doc == nil || f.Test && !onlyTests {
			continue
		}
		base := path.Base(f.Path)
		if base == "doc.go" || base == "main.go" && f.AST.Name.Name == "main" || onlyTests {
			return f.AST.Doc.Text(), true
		}
		text = f.AST.Doc.Text()
	}
	return text, false
}

// checkExportedDocs: whatever floors 0–3 export has a doc comment.
func checkExportedDocs(t *Tree) []Finding {
	var out []Finding
	for _, f := range t.Go() {
		if n, ok := floor(f.Dir); !ok || n > 3 || f.Test {
			continue
		}
		names := undocumented(f.AST)
		sort.Slice(names, func(i, j int) bool { return names[i].Pos() < names[j].Pos() })
		for _, id := range names {
			out = append(out, Finding{"doc", f.Path, t.line(id.Pos()), "exported " + id.Name + " has no doc comment"})
		}
	}
	return out
}

func undocumented(file *ast.File) []*ast.Ident {
	var out []*ast.Ident
	grouped := map[*ast.FuncDecl]bool{}
	for i, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			// A block of one-line methods shares the comment of its first.
			if i > 0 && oneLineBelow(file, d) {
				if prev, ok := file.Decls[i-1].(*ast.FuncDecl); ok && (prev.Doc != nil || grouped[prev]) {
					grouped[d] = true
					continue
				}
			}
			if d.Doc == nil && d.Name.IsExported() && exportedReceiver(d) {
				out = append(out, d.Name)
			}
		case *ast.GenDecl:
			out = append(out, undocumentedSpecs(d)...)
		}
	}
	return out
}

// oneLineBelow tells whether fn is a function without comment that stands
// directly under the one before it.
func oneLineBelow(file *ast.File, fn *ast.FuncDecl) bool {
	if fn.Doc != nil {
		return false
	}
	for _, d := range file.Decls {
		if prev, ok := d.(*ast.FuncDecl); ok && prev.End() < fn.Pos() && fn.Pos()-prev.End() <= 1 {
			return true
		}
	}
	return false
}

func undocumentedSpecs(d *ast.GenDecl) []*ast.Ident {
	var out []*ast.Ident
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
				out = append(out, s.Name)
			}
		case *ast.ValueSpec:
			if d.Doc != nil || s.Doc != nil || s.Comment != nil {
				continue
			}
			for _, n := range s.Names {
				if n.IsExported() {
					out = append(out, n)
				}
			}
		}
	}
	return out
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return true
	}
	typ := d.Recv.List[0].Type
	for {
		switch x := typ.(type) {
		case *ast.StarExpr:
			typ = x.X
		case *ast.IndexExpr:
			typ = x.X
		case *ast.IndexListExpr:
			typ = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return true
		}
	}
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }
