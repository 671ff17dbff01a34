package kernel

import (
	"context"
	"os"
	"strings"
	"testing"

	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/storetest"
)

// A paper says what tells it from others of its kind; those of before are told
// apart by the year that stands in them.
func TestPapersOfOneKindAreToldApart(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			s := storetest.Open(t, url, options())
			names := func() (out []string) {
				list, err := s.Papers(context.Background(), "1", kernel.ViewSecret)
				if err != nil {
					t.Fatal(err)
				}
				for _, p := range list {
					out = append(out, words.Paper(lang.For(lang.Zh), p))
				}
				return out
			}
			err := s.InTx(context.Background(), func(tx desk.Tx) error {
				if err := tx.PutCase(kernel.Case{ID: "1", No: "1", Flow: "service/library.loan", State: "submitted", Version: 1, Data: []byte("{}")}, 0); err != nil {
					return err
				}
				for _, x := range []struct{ id, year, data string }{{"a", "2026", `{"tax":{"year":"2026"}}`}, {"b", "2027", `{"tax":{"year":"2027"}}`}, {"c", "", `{"tax":{}}`}} {
					doc := kernel.IssueDocument{ID: x.id, Kind: "utilization.hall.paper.tax", Template: "utilization/hall/tax", Data: []byte(x.data), Part: x.year}
					if err := tx.Apply(desk.Meta{Case: kernel.Case{ID: "1"}}, doc); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			const want = "税费测算单 2026, 税费测算单 2027, 税费测算单"
			if got := strings.Join(names(), ", "); got != want {
				t.Errorf("papers %s", got)
			}
			past(t, url, "alter table documents drop column part")
			up, err := os.ReadFile("../../adapter/sqlstore/migrations/0064_paper_part/up." + engine + ".sql")
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range strings.Split(strings.TrimSpace(string(up)), ";\n") {
				past(t, url, q)
			}
			if got := strings.Join(names(), ", "); got != want {
				t.Errorf("papers of before: %s", got)
			}
		})
	}
}
