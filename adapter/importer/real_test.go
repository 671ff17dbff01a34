package importer

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"quanlian/registry"
)

// shared is the folder of real data, or the test says that it is not there.
func shared(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("QUANLIAN_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	dir = filepath.Join(dir, "data")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the real data are not here (%s): set QUANLIAN_SHARED", dir)
	}
	return dir
}

func TestRealTables(t *testing.T) {
	t.Parallel()
	dir := shared(t)
	for _, c := range []struct {
		file                 string
		rows, taken, refused int
		rights, again        int
	}{
		{"cn_patents_listed_cos/cn_patents.csv", 3661, 3658, 3, 3270, 3658},
		{"cn_patent_deals/patent_deals.csv", 6135, 6131, 4, 6001, 6131},
	} {
		sink := NewDryRun()
		for round := 1; round <= 2; round++ {
			f, err := os.Open(filepath.Join(dir, c.file))
			if err != nil {
				t.Fatal(err)
			}
			r, err := Open(c.file, f, Options{})
			if err != nil {
				t.Fatal(err)
			}
			rep, err := Run(context.Background(), c.file, r, sink, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(r.Close(), f.Close()); err != nil {
				t.Fatal(err)
			}
			t.Logf("%s, round %d: %d rights; refused %v, noted %v", c.file, round, sink.Rights(), rep.Reasons, rep.Notes)
			if rep.Rows != c.rows || rep.Taken != c.taken || rep.Refused != c.refused {
				t.Errorf("%s: rows %d taken %d refused %d", c.file, rep.Rows, rep.Taken, rep.Refused)
			}
			if round == 2 && (rep.New != 0 || rep.Changed != 0 || rep.Same != c.again) {
				t.Errorf("%s again: %d new, %d changed, %d same", c.file, rep.New, rep.Changed, rep.Same)
			}
		}
		if sink.Rights() != c.rights {
			t.Errorf("%s: %d rights, want %d", c.file, sink.Rights(), c.rights)
		}
	}
}

func TestRealXML(t *testing.T) {
	t.Parallel()
	dir := shared(t)
	r, err := NewPackages("cnipa_xml", os.DirFS(filepath.Join(dir, "cnipa_xml")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][4]int{} // claims, independent ones, paragraphs, drawings
	for {
		row, err := r.Next()
		if err != nil {
			break
		}
		for _, re := range row.Reasons {
			t.Errorf("%s: %v", row.File, re.Err)
		}
		if row.Record == nil {
			continue
		}
		x := row.Record.Right
		got[x.Number] = [4]int{len(x.Claims), x.IndependentClaims(), len(x.Text), len(x.Drawings)}
		if x.Title == "" || x.Abstract == "" || x.Kind != registry.Invention {
			t.Errorf("%s: %s %q", x.Number, x.Kind, x.Title)
		}
	}
	want := map[string][4]int{
		"201010241222.4": {2, 1, 24, 1}, "201810392222.0": {7, 1, 49, 1}, "201810393213.3": {10, 1, 49, 11},
		"85100312.5": {5, 1, 18, 1}, "200910190429.0": {14, 2, 136, 5}, "201010298420.4": {7, 3, 85, 12},
	}
	if !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
