package sqlstore

import (
	"context"
	"database/sql"
	"time"

	"quanlian/base/errs"
	"quanlian/ledger"
)

// ApplyBatch books entries in one durable transaction and answers for each;
// every account of the batch is read and written once. When it returns without
// an error, what it calls booked survives the loss of the process and of the
// machine. An error books nothing, or leaves it unknown when the connection
// broke while committing: the same batch again is harmless.
func (s *Store) ApplyBatch(ctx context.Context, ts []ledger.Transfer) ([]ledger.Result, error) {
	var out []ledger.Result
	var err error
	for try := range maxTries {
		out, err = s.tryBatch(ctx, ts)
		if !retryable(err) && !doubled(err) { // doubled: another batch has just booked the same id
			return out, err
		}
		select {
		case <-ctx.Done():
			return nil, errs.Wrap(errs.Unavailable, "adapter.sqlstore.cancelled", ctx.Err())
		case <-time.After(time.Duration(try*try) * time.Millisecond):
		}
	}
	return nil, errs.Wrap(errs.Unavailable, "adapter.sqlstore.too_busy", err)
}

// tryBatch is one attempt. READ COMMITTED is enough on PostgreSQL, as every
// row the decision rests on is either immutable or an account kept FOR UPDATE.
func (s *Store) tryBatch(ctx context.Context, ts []ledger.Transfer) ([]ledger.Result, error) {
	tx, err := s.w.DB.BeginTx(ctx, &sql.TxOptions{})
	if err != nil {
		return nil, wrap(err)
	}
	defer func() { _ = tx.Rollback() }()
	if err := s.durable(ctx, tx); err != nil {
		return nil, err
	}
	out, err := s.bookIn(ctx, tx, ts)
	if err != nil {
		return nil, err
	}
	return out, wrap(tx.Commit())
}

// bookIn loads what the entries need, runs the book over them and writes what
// it changed, inside a transaction of the caller.
func (s *Store) bookIn(ctx context.Context, tx *sql.Tx, ts []ledger.Transfer) ([]ledger.Result, error) {
	need := ledger.Needs(ts)
	states, err := s.statesByID(ctx, tx, need.Accounts)
	if err != nil {
		return nil, err
	}
	entries, err := s.entriesFor(ctx, tx, need)
	if err != nil {
		return nil, err
	}
	book := ledger.NewBook(states, entries)
	out := book.ApplyBatch(ts)
	c := book.Changes()
	if err := s.writeEntries(ctx, tx, c.Entries); err != nil {
		return nil, err
	}
	return out, s.writeBalances(ctx, tx, c.Accounts)
}

const ledgerStateColumns = "id, scope, kind, part, currency, debits_posted, credits_posted, debits_pending, credits_pending"

func (s *Store) statesByID(ctx context.Context, tx *sql.Tx, ids []ledger.AccountID) ([]ledger.State, error) {
	cond, arg := s.anyOf("id", texts(ids))
	rows, err := tx.QueryContext(ctx, "select "+ledgerStateColumns+" from ledger_accounts where "+cond+s.forUpdate("id"), arg)
	if err != nil {
		return nil, wrap(err)
	}
	return scanStates(rows, len(ids))
}

func scanStates(rows *sql.Rows, n int) ([]ledger.State, error) {
	defer func() { _ = rows.Close() }()
	out := make([]ledger.State, 0, n)
	for rows.Next() {
		var a ledger.State
		if err := rows.Scan(&a.ID, &a.Scope, &a.Kind, &a.Part, &a.Currency, &a.DebitsPosted, &a.CreditsPosted, &a.DebitsPending, &a.CreditsPending); err != nil {
			return nil, wrap(err)
		}
		out = append(out, a)
	}
	return out, wrap(rows.Err())
}

const ledgerEntryColumns = "id, debit, credit, amount, code, phase, pending_of, key, ref, made"

// entriesFor loads the entries that stand already under the ids and keys, the
// holds, and what ended them.
func (s *Store) entriesFor(ctx context.Context, tx *sql.Tx, n ledger.Needed) ([]ledger.Transfer, error) {
	var out []ledger.Transfer
	for _, q := range []struct {
		column string
		list   []string
		extra  string
	}{
		{"id", texts(n.Entries), ""},
		{"key", n.Keys, " and key <> ''"},
		{"pending_of", texts(n.Holds), " and pending_of <> ''"},
	} {
		if len(q.list) == 0 {
			continue
		}
		cond, arg := s.anyOf(q.column, q.list)
		rows, err := tx.QueryContext(ctx, "select "+ledgerEntryColumns+" from ledger_transfers where "+cond+q.extra, arg)
		if err != nil {
			return nil, wrap(err)
		}
		if out, err = scanEntries(rows, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func scanEntries(rows *sql.Rows, out []ledger.Transfer) ([]ledger.Transfer, error) {
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var t ledger.Transfer
		var made int64
		if err := rows.Scan(&t.ID, &t.Debit, &t.Credit, &t.Amount, &t.Code, &t.Phase, &t.PendingOf, &t.IdempotencyKey, &t.Ref, &made); err != nil {
			return nil, wrap(err)
		}
		t.At = instant(made)
		out = append(out, t)
	}
	return out, wrap(rows.Err())
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}
