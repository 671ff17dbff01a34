package measure

import (
	"context"
	"database/sql"
	"strings"

	"quanlian/ledger"
)

// plainTables makes the tables of the peer, filled like ours.
func (w Workload) plainTables(ctx context.Context, db *sql.DB, postgres bool) error {
	steps := []string{
		"drop table if exists plain_accounts", "drop table if exists plain_transfers",
		"create table plain_accounts (id text primary key, debits bigint not null, credits bigint not null)",
		"create table plain_transfers (id text primary key, debit text not null, credit text not null, amount bigint not null, code text not null, phase text not null, pending_of text not null, key text not null, ref text not null, made bigint not null, scope text not null, other text not null)",
		"create index plain_transfers_by_scope on plain_transfers (scope)",
		"create index plain_transfers_by_other on plain_transfers (other)",
		"insert into plain_accounts select id, 0, credits_posted from ledger_accounts where kind = 'free'",
	}
	if postgres {
		steps = append(steps, "analyze plain_accounts")
	}
	for _, q := range steps {
		if _, err := db.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// plainOne books one transfer. The two accounts are updated in the order of
// their ids, so that two callers never wait for each other.
func plainOne(ctx context.Context, db *sql.DB, postgres bool, t ledger.Transfer) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	debit := func() error {
		_, err := tx.ExecContext(ctx, marks(postgres, "update plain_accounts set debits = debits + ? where id = ? and credits - debits >= ?"), int64(t.Amount), string(t.Debit), int64(t.Amount))
		return err
	}
	credit := func() error {
		_, err := tx.ExecContext(ctx, marks(postgres, "update plain_accounts set credits = credits + ? where id = ?"), int64(t.Amount), string(t.Credit))
		return err
	}
	first, second := debit, credit
	if t.Credit < t.Debit {
		first, second = credit, debit
	}
	if err := first(); err != nil {
		return err
	}
	if err := second(); err != nil {
		return err
	}
	scope, _, _ := strings.Cut(string(t.Debit), "/")
	other, _, _ := strings.Cut(string(t.Credit), "/")
	if _, err := tx.ExecContext(ctx, marks(postgres, "insert into plain_transfers values (?, ?, ?, ?, ?, ?, '', '', ?, ?, ?, ?)"),
		string(t.ID), string(t.Debit), string(t.Credit), int64(t.Amount), string(t.Code), string(t.Phase), t.Ref, t.At.UnixMicro(), scope, other); err != nil {
		return err
	}
	return tx.Commit()
}

// marks writes the parameters as the engine wants them.
func marks(postgres bool, q string) string {
	if !postgres {
		return q
	}
	var b strings.Builder
	n := byte('0')
	for i := range len(q) {
		if q[i] != '?' {
			b.WriteByte(q[i])
			continue
		}
		if n++; n > '9' { // the tenth
			b.WriteString("$10")
			continue
		}
		b.WriteByte('$')
		b.WriteByte(n)
	}
	return b.String()
}
