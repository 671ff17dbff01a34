package floors

import (
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// TestTheHouse holds this repository to the rules.
func TestTheHouse(t *testing.T) {
	t.Parallel()
	tree := load(t, filepath.Join("..", ".."))
	homes, err := ParseHomes(text(t, "homes.txt"))
	if err != nil {
		t.Fatal(err)
	}
	exceptions, err := ParseExceptions(text(t, "exceptions.txt"))
	if err != nil {
		t.Fatal(err)
	}
	found := Check(tree, homes, ParseList(text(t, "effects.txt")))
	for _, f := range Except(found, exceptions) {
		t.Error(f)
	}
}

// TestEveryLibraryHasItsReason compares the homes with the ADR on libraries.
func TestEveryLibraryHasItsReason(t *testing.T) {
	t.Parallel()
	homes, err := ParseHomes(text(t, "homes.txt"))
	if err != nil {
		t.Fatal(err)
	}
	adr := text(t, filepath.Join("..", "..", "docs", "adr", "0005-libraries.md"))
	for lib := range homes {
		if !strings.Contains(adr, "`"+lib+"`") {
			t.Errorf("docs/adr/0005-libraries.md gives no licence and reason for `%s`", lib)
		}
	}
}

// want stands at the end of a line of testdata that must be found.
var want = regexp.MustCompile(`want ([a-z, ]+)$`)

// TestRulesFindWhatIsWrong runs all rules on small wrong programs. Each folder
// of testdata is a tree of its own; what is found must be exactly what the
// `want` comments say, so that a rule can neither miss nor invent.
func TestRulesFindWhatIsWrong(t *testing.T) {
	t.Parallel()
	cases, err := filepath.Glob(filepath.Join("testdata", "*"))
	if err != nil || len(cases) == 0 {
		t.Fatalf("no testdata: %v", err)
	}
	homes := Homes{"example.com/pure": {"*"}, "example.com/orm": {"adapter/sqlstore"}, "example.com/probe": {"test"}}
	for _, dir := range cases {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			tree := load(t, dir)
			var effects []string
			if b, err := os.ReadFile(filepath.Join(dir, "effects.txt")); err == nil {
				effects = ParseList(string(b))
			}
			got := map[string]int{}
			for _, f := range Check(tree, homes, effects) {
				got[place(f.Path, f.Line, f.Rule)]++
				t.Log(f)
			}
			wanted := map[string]int{}
			for _, f := range tree.Files {
				for i, line := range strings.Split(f.Text, "\n") {
					m := want.FindStringSubmatch(line)
					if m == nil {
						continue
					}
					for _, rule := range strings.Split(m[1], ",") {
						wanted[place(f.Path, i+1, strings.TrimSpace(rule))]++
					}
				}
			}
			for _, p := range keys(got, wanted) {
				if got[p] != wanted[p] {
					t.Errorf("%s: found %d, want %d", p, got[p], wanted[p])
				}
			}
		})
	}
}

// TestSizeLimits makes files of exactly the limit and one line more.
func TestSizeLimits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		path  string
		limit int
	}{
		{"web/pages/home.templ", 120}, {"catalogue/items/a/b/c.yaml", 150},
		{"catalogue/lang/base.yaml", 400}, {"docs/x.md", 400}, {"base/x/x_test.go", 400},
	} {
		for extra, finds := range []int{0, 1} {
			f := &File{Path: c.path, Lines: c.limit + extra, Test: strings.HasSuffix(c.path, "_test.go")}
			if got := len(checkSizes(&Tree{Files: []*File{f}})); got != finds {
				t.Errorf("%s with %d lines: %d findings, want %d", c.path, f.Lines, got, finds)
			}
		}
	}
}

func TestExceptions(t *testing.T) {
	t.Parallel()
	list, err := ParseExceptions("# head\nsize base/x.go 2026-01-02 a table of the law\nsize base/y.go 2026-01-02 was long once, no more\n")
	if err != nil {
		t.Fatal(err)
	}
	left := Except([]Finding{{Rule: "size", Path: "base/x.go"}, {Rule: "doc", Path: "base/x.go"}}, list)
	if len(left) != 2 || left[0].Rule != "doc" || left[1].Rule != "exception" || left[1].Line != 3 {
		t.Errorf("left %v; want the doc finding and the exception of line 3", left)
	}
	for _, bad := range []string{"size base/x.go 2026-01-02", "size base/x.go soon a table of law"} {
		if _, err := ParseExceptions(bad); err == nil {
			t.Errorf("%q taken, want refused: an exception has date and reason", bad)
		}
	}
}

func load(t *testing.T, root string) *Tree {
	t.Helper()
	tree, err := Load(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(tree.Go()) == 0 {
		t.Fatalf("no Go files below %s", root)
	}
	return tree
}

func text(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func place(path string, line int, rule string) string {
	return strings.Join([]string{path, strconv.Itoa(line), rule}, ":")
}

func keys(ms ...map[string]int) []string {
	seen := map[string]bool{}
	var out []string
	for _, m := range ms {
		for k := range m {
			if !seen[k] {
				seen[k] = true
				out = append(out, k)
			}
		}
	}
	sort.Strings(out)
	return out
}
