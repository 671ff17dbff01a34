package ledger

import (
	"database/sql"
	"strings"
	"testing"

	"quanlian/adapter/sqlstore"
	"quanlian/test/storetest"
)

// Nobody changes what was booked, not even at the prompt of the database.
func TestBookedRowsCannotBeChanged(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			s := storetest.Open(t, url, sqlstore.Options{})
			open(t, s, deal)
			hold := deal.Expect(1, 1_000_00, at)
			apply(t, s, hold, hold.Post(1_000_00, "B1", at))
			before, err := s.LedgerEntries(ctx, deal)
			if err != nil || len(before) != 2 {
				t.Fatalf("%d entries, %v", len(before), err)
			}
			db := prompt(t, url)
			for _, q := range []string{
				"insert into ledger_answers (bank, bank_ref, key, verdict, amount, body) values ('b', 'r', 'k', 'done', 1, '{}')",
				"insert into right_events (id, right_no, kind, valid_from, recorded, body) values ('e', 'n', 'granted', '2026-01-01', 1, '{}')",
			} {
				if _, err := db.Exec(q); err != nil {
					t.Fatal(q, err)
				}
			}
			for _, q := range []string{
				"update ledger_transfers set amount = amount + 1", "update ledger_transfers set debit = credit where phase = 'posted'", "delete from ledger_transfers",
				"update ledger_answers set amount = 2", "delete from ledger_answers", "update right_events set body = ''", "delete from right_events",
			} {
				if _, err := db.Exec(q); err == nil || !strings.Contains(err.Error(), "only added to") {
					t.Errorf("%s: %v", q, err)
				}
			}
			if engine == "postgres" {
				if _, err := db.Exec("truncate ledger_transfers"); err == nil {
					t.Error("the book is emptied")
				}
			}
			after, err := s.LedgerEntries(ctx, deal)
			if err != nil || len(after) != 2 || after[0] != before[0] || after[1] != before[1] {
				t.Errorf("%+v, %v", after, err)
			}
			audit(t, s)
		})
	}
}

// prompt is the database without the program.
func prompt(t *testing.T, url string) *sql.DB {
	t.Helper()
	engine, at := "pgx", url
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		engine, at = "sqlite", "file:"+path+"?_pragma=busy_timeout(10000)"
	}
	db, err := sql.Open(engine, at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}
