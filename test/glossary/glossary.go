package glossary

import (
	"fmt"
	"go/ast"
	"path"
	"strings"
	"unicode"

	"quanlian/test/floors"
)

// Row is one line of the table.
type Row struct {
	Line       int
	Term       string
	Identifier string // "" when it has none
	Avoid      []string
}

// Parse reads the table of the glossary.
func Parse(text string) ([]Row, error) {
	var rows []Row
	for i, line := range strings.Split(text, "\n") {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| 中文") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if len(cells) != 4 {
			return nil, fmt.Errorf("GLOSSARY.md:%d: %d columns, want 4", i+1, len(cells))
		}
		for c := range cells {
			cells[c] = strings.TrimSpace(cells[c])
		}
		row := Row{Line: i + 1, Term: cells[0]}
		if cells[1] != "-" {
			row.Identifier = strings.Trim(cells[1], "`")
		}
		if cells[3] != "-" {
			for _, w := range strings.Split(cells[3], ",") {
				row.Avoid = append(row.Avoid, strings.TrimSpace(w))
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Names are what a tree declares: folder/ for packages, folder.Name for
// package-level names, and every identifier split into words with its place.
type Names struct {
	Declared map[string]bool
	Words    map[string]string // " work order " → a place where it is declared
}

// Collect reads the declarations of a tree.
func Collect(t *floors.Tree) Names {
	n := Names{Declared: map[string]bool{}, Words: map[string]string{}}
	for _, f := range t.Go() {
		for dir := f.Dir; dir != "."; dir = path.Dir(dir) {
			n.Declared[dir+"/"] = true
		}
		declare := func(id *ast.Ident, packageLevel bool) {
			if packageLevel {
				n.Declared[f.Dir+"."+id.Name] = true
			}
			n.Words[" "+words(id.Name)+" "] = fmt.Sprintf("%s:%d", f.Path, t.Fset.Position(id.Pos()).Line)
		}
		for _, d := range f.AST.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				declare(d.Name, d.Recv == nil)
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.TypeSpec:
						declare(s.Name, true)
					case *ast.ValueSpec:
						for _, id := range s.Names {
							declare(id, true)
						}
					}
				}
			}
		}
		ast.Inspect(f.AST, func(node ast.Node) bool {
			if field, ok := node.(*ast.Field); ok {
				for _, id := range field.Names {
					declare(id, false)
				}
			}
			return true
		})
	}
	return n
}

// Check compares rows and names.
func Check(rows []Row, n Names) []string {
	var out []string
	terms, ids := map[string]int{}, map[string]int{}
	for _, r := range rows {
		if terms[r.Term] > 0 {
			out = append(out, fmt.Sprintf("GLOSSARY.md:%d: %s stands in line %d too", r.Line, r.Term, terms[r.Term]))
		}
		terms[r.Term] = r.Line
		if !strings.ContainsFunc(r.Term, func(c rune) bool { return unicode.Is(unicode.Han, c) }) {
			out = append(out, fmt.Sprintf("GLOSSARY.md:%d: %q is no Chinese term", r.Line, r.Term))
		}
		if id := r.Identifier; id != "" {
			if ids[id] > 0 {
				out = append(out, fmt.Sprintf("GLOSSARY.md:%d: %s stands in line %d too: one idea, one word", r.Line, id, ids[id]))
			}
			ids[id] = r.Line
			if !n.Declared[id] {
				out = append(out, fmt.Sprintf("GLOSSARY.md:%d: %s is not in the code", r.Line, id))
			}
		}
		for _, w := range r.Avoid {
			for spelled, place := range n.Words {
				if strings.Contains(spelled, " "+strings.ToLower(w)+" ") {
					out = append(out, fmt.Sprintf("%s: says %s; the glossary (line %d) has %s for it", place, w, r.Line, r.Term))
				}
			}
		}
	}
	return out
}

// words splits an identifier at its capitals: WorkOrderID → work order id.
func words(id string) string {
	var b strings.Builder
	runes := []rune(path.Base(id))
	for i, r := range runes {
		lowerBefore := i > 0 && !unicode.IsUpper(runes[i-1])
		lowerAfter := i > 0 && i+1 < len(runes) && unicode.IsLower(runes[i+1])
		switch {
		case r == '_':
			b.WriteByte(' ')
			continue
		case unicode.IsUpper(r) && (lowerBefore || lowerAfter):
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
