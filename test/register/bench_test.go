package register

import (
	"context"
	"fmt"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// BenchmarkFindRights searches 50,000 rights for two characters that stand in
// one of a hundred titles, first page and count.
func BenchmarkFindRights(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			s := storetest.Open(b, storetest.URL(b, engine), sqlstore.Options{})
			const rights, batch = 50_000, 1000
			sink := s.Sink(func() time.Time { return start })
			for i := 0; i < rights; i += batch {
				records := make([]registry.Record, batch)
				for j := range records {
					n, title := i+j, "锂离子电池负极材料"
					if n%100 == 0 {
						title = "硅碳复合材料"
					}
					records[j] = patent(b, fmt.Sprintf("2018%08d.X", n), fmt.Sprint(title, n), fmt.Sprintf("公司%d", n%900))
				}
				if _, _, _, err := sink.Put(context.Background(), records); err != nil {
					b.Fatal(err)
				}
			}
			for _, text := range []string{"硅碳", "电池"} {
				b.Run(text, func(b *testing.B) {
					for b.Loop() {
						if _, n, err := s.FindRights(context.Background(), registry.Filter{Text: text}); err != nil || n == 0 {
							b.Fatal(n, err)
						}
					}
				})
			}
		})
	}
}
