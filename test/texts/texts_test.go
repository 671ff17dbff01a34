package texts

import (
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"testing/fstest"

	"quanlian/catalogue/lang"
	"quanlian/test/floors"
)

var root = filepath.Join("..", "..")

func TestEveryCodeHasItsSentence(t *testing.T) {
	t.Parallel()
	tree, err := floors.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	uses := Uses(tree)
	if len(uses) == 0 {
		t.Fatal("no code found in the tree: the search is wrong")
	}
	zh := lang.For(lang.Zh)
	for _, u := range uses {
		if !zh.Has(u.Code) {
			t.Errorf("%s: %s has no sentence in catalogue/lang", u.Place, u.Code)
		}
	}
}

// TestNoSentenceIsLeftOver: a sentence that nothing says is a mistake. Many
// codes are put together (area + "." + word), so a sentence counts as said when
// its whole code or its last word stands in some source.
func TestNoSentenceIsLeftOver(t *testing.T) {
	t.Parallel()
	said, err := Words(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range lang.Default().Codes() {
		if !Said(code, said) {
			t.Errorf("catalogue/lang: nothing says %s; remove it", code)
		}
	}
}

func TestSaid(t *testing.T) {
	t.Parallel()
	said, err := Words(fstest.MapFS{
		"x/a.go":                {Data: []byte(`fault("bad_rate"); l.T("web.page.title"); code("buyer_" + kind)`)},
		"x/a_test.go":           {Data: []byte(`"tested_only"`)},
		"engine/x/rules.yaml":   {Data: []byte("condition: in_force")},
		"catalogue/lang/a.yaml": {Data: []byte("a.b.orphan: {}")},
		"x/node_modules/a.go":   {Data: []byte(`"foreign"`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]bool{
		"engine.x.bad_rate": true, "web.page.title": true, "engine.x.condition.in_force": true,
		"a.b.orphan": false, "a.tested_only": false, "a.foreign": false, "a.rate": false, "a.buyer_exempt": true, "a.seller_exempt": false,
	} {
		if got := Said(code, said); got != want {
			t.Errorf("%s: %v, want %v", code, got, want)
		}
	}
}

func TestUses(t *testing.T) {
	t.Parallel()
	tree, err := floors.Load("testdata")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, u := range Uses(tree) {
		got = append(got, u.Code+" "+u.Place)
	}
	sort.Strings(got)
	want := []string{
		"a.at x/x.go:9", "a.new x/x.go:8", "a.notice x/x.go:10", "a.page x/p.templ:4", "a.said x/x.go:11", "a.second x/p.templ:4",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
