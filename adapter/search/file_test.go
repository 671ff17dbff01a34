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
	if _, found, err := Open(path); found || err != nil {
		t.Fatalf("no file: %v %v", found, err)
	}
	x := index.New(index.DefaultParams())
	x.Add(index.Doc{ID: "CN1", Texts: [3]string{"柔性触觉传感器", "", ""}})
	for cursor := range uint64(3) { // written over again and again
		if err := Save(path, Kept{Index: x, Cursor: cursor, Facts: []byte("facts")}); err != nil {
			t.Fatal(err)
		}
	}
	y, found, err := Open(path)
	if err != nil || !found || y.Cursor != 2 || !y.Index.Has("CN1") || string(y.Facts) != "facts" {
		t.Fatalf("%v %v %v", y, found, err)
	}
	if hits := y.Index.Search([]index.QueryTerm{{Key: text.Pair('触', '觉'), Weight: 1}}, 5, nil); len(hits) != 1 {
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
	whole := filepath.Join(t.TempDir(), "whole")
	if err := Save(whole, Kept{Index: index.New(index.DefaultParams()), Cursor: 7, Facts: []byte("what is known of it")}); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	bent := append([]byte(nil), good...)
	bent[24] ^= 1
	for _, b := range []string{"", "short", "12345678 and then no index at all", string(bent), string(good[:30]), string(good[:len(good)-3])} {
		if err := os.WriteFile(path, []byte(b), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, found, err := Open(path); !found || errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q: %v %v", b, found, err)
		}
	}
	if err := Save(filepath.Join(path, "below-a-file"), Kept{Index: index.New(index.DefaultParams())}); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("%v", err)
	}
}
