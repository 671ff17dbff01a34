package register

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"quanlian/adapter/importer"
	"quanlian/adapter/sqlstore"
	"quanlian/registry"
	"quanlian/test/storetest"
)

func importFile(t testing.TB, s *sqlstore.Store, path string) importer.Report {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	r, err := importer.Open(path, f, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rep, err := importer.Run(context.Background(), path, r, s.Sink(func() time.Time { return start }), nil, nil)
	if err = errors.Join(err, r.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return rep
}

// TestRealFilesTwice: real lists of patents and deals go in once; the second
// time nothing is new and nothing has changed.
func TestRealFilesTwice(t *testing.T) {
	t.Parallel()
	dir := storetest.Shared(t)
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		files := []string{"cn_patents_listed_cos/cn_patents.csv", "cn_patent_deals/patent_deals.csv"}
		rights := 0
		for round := 1; round <= 2; round++ {
			for _, name := range files {
				rep := importFile(t, s, filepath.Join(dir, name))
				t.Logf("round %d %s: %d new %d changed %d same", round, name, rep.New, rep.Changed, rep.Same)
				if rep.Taken == 0 || rep.New+rep.Changed+rep.Same != rep.Taken {
					t.Errorf("%s: %+v does not add up", name, rep)
				}
				if rights += rep.New; round == 2 && (rep.New != 0 || rep.Changed != 0) {
					t.Errorf("%s again: %d new, %d changed", name, rep.New, rep.Changed)
				}
			}
		}
		_, total, err := s.FindRights(context.Background(), registry.Filter{Limit: 1})
		if err != nil || total != rights {
			t.Errorf("the register has %d rights, %d were new (%v)", total, rights, err)
		}
		if _, n, err := s.FindRights(context.Background(), registry.Filter{Text: "电池", Limit: 1}); err != nil || n == 0 || n == total {
			t.Errorf("电池: %d of %d (%v)", n, total, err)
		}
	})
}

// BenchmarkPut stores 5,000 bibliographic records a turn in batches of 500.
func BenchmarkPut(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			s := storetest.Open(b, storetest.URL(b, engine), sqlstore.Options{})
			sink, n := s.Sink(func() time.Time { return start }), 0
			const turn, batch = 5000, 500
			for b.Loop() {
				b.StopTimer()
				records := make([]registry.Record, turn)
				for i := range records {
					n++
					records[i] = patent(b, fmt.Sprintf("2018%08d.X", n), fmt.Sprintf("锂离子电池负极材料%d", n), fmt.Sprintf("公司%d", n%900))
				}
				b.StartTimer()
				for i := 0; i < turn; i += batch {
					if _, _, _, err := sink.Put(context.Background(), records[i:i+batch]); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(turn*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
