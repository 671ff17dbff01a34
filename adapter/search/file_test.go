package search

import (
	"os"
	"path/filepath"
	"testing"

	"quanlian/base/errs"
	"quanlian/engine/matching/index"
	"quanlian/engine/matching/text"
)

func TestSaveAndOpen(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "patents.index")
	if _, _, found, err := Open(path); found || err != nil {
		t.Fatalf("no file: %v %v", found, err)
	}
	x := index.New(index.DefaultParams())
	x.Add(index.Doc{ID: "CN1", Texts: [3]string{"柔性触觉传感器", "", ""}})
	for cursor := range uint64(3) { // written over again and again
		if err := Save(path, x, cursor); err != nil {
			t.Fatal(err)
		}
	}
	y, cursor, found, err := Open(path)
	if err != nil || !found || cursor != 2 || !y.Has("CN1") {
		t.Fatalf("%v %v %v", cursor, found, err)
	}
	if hits := y.Search([]index.QueryTerm{{Key: text.Pair('触', '觉'), Weight: 1}}, 5, nil); len(hits) != 1 {
		t.Fatal(hits)
	}
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".index-*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestDamagedFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "patents.index")
	for _, b := range []string{"", "short", "12345678 and then no index at all"} {
		if err := os.WriteFile(path, []byte(b), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, found, err := Open(path); !found || errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q: %v %v", b, found, err)
		}
	}
	if err := Save(filepath.Join(path, "below-a-file"), index.New(index.DefaultParams()), 1); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("%v", err)
	}
}
