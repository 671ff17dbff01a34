package glossary

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quanlian/test/floors"
)

func TestGlossary(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(root, "GLOSSARY.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := Parse(string(text))
	if err != nil || len(rows) == 0 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	tree, err := floors.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range Check(rows, Collect(tree)) {
		t.Error(finding)
	}
}

func TestCheckFinds(t *testing.T) {
	t.Parallel()
	names := Names{
		Declared: map[string]bool{"kernel.Case": true, "engine/x/": true},
		Words:    map[string]string{" work order id ": "a.go:1", " disorder ": "b.go:2"},
	}
	for _, c := range []struct{ table, want string }{
		{"| 办件 | `kernel.Case` | x | - |\n| 引擎 | `engine/x/` | x | order form |", ""},
		{"| 办件 | `kernel.File` | x | - |", "kernel.File is not in the code"},
		{"| 办件 | - | x | affair, work order |", "a.go:1: says work order"},
		{"| 办件 | - | x | order |", "a.go:1: says order"},
		{"| 办件 | - | x | - |\n| 办件 | - | y | - |", "stands in line 1 too"},
		{"| 办件 | `kernel.Case` | x | - |\n| 案件 | `kernel.Case` | y | - |", "one idea, one word"},
		{"| case | - | x | - |", "no Chinese term"},
	} {
		rows, err := Parse(c.table)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(Check(rows, names), "\n")
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s\ngives %q, want %q", c.table, got, c.want)
		}
	}
	if _, err := Parse("| 办件 | x |"); err == nil {
		t.Error("a row of two columns was taken")
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"WorkOrderID": "work order id", "HTTPServer": "http server", "fen": "fen", "a_b": "a b", "ParseUSCC": "parse uscc",
	} {
		if got := words(id); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}
