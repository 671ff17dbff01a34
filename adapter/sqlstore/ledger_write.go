package sqlstore

import (
	"context"
	"database/sql"
	"strings"

	"quanlian/base/money"
	"quanlian/ledger"
)

func (s *Store) writeEntries(ctx context.Context, tx *sql.Tx, ts []ledger.Transfer) error {
	n := len(ts)
	text := func(name string, f func(ledger.Transfer) string) values {
		v := values{name: name, texts: make([]string, n)}
		for i, t := range ts {
			v.texts[i] = f(t)
		}
		return v
	}
	amount, made := values{name: "amount", ints: make([]int64, n)}, values{name: "made", ints: make([]int64, n)}
	for i, t := range ts {
		amount.ints[i], made.ints[i] = int64(t.Amount), micros(t.At)
	}
	return s.insertMany(ctx, tx, "ledger_transfers", n,
		text("id", func(t ledger.Transfer) string { return string(t.ID) }),
		text("debit", func(t ledger.Transfer) string { return string(t.Debit) }),
		text("credit", func(t ledger.Transfer) string { return string(t.Credit) }),
		amount,
		text("code", func(t ledger.Transfer) string { return string(t.Code) }),
		text("phase", func(t ledger.Transfer) string { return string(t.Phase) }),
		text("pending_of", func(t ledger.Transfer) string { return string(t.PendingOf) }),
		text("key", func(t ledger.Transfer) string { return t.IdempotencyKey }),
		text("ref", func(t ledger.Transfer) string { return t.Ref }),
		made,
		text("scope", func(t ledger.Transfer) string { return scopeOf(t.Debit) }),
		text("other", otherScope),
	)
}

func scopeOf(id ledger.AccountID) string {
	scope, _, _ := strings.Cut(string(id), "/")
	return scope
}

func otherScope(t ledger.Transfer) string {
	if o := scopeOf(t.Credit); o != scopeOf(t.Debit) {
		return o
	}
	return ""
}

func (s *Store) writeBalances(ctx context.Context, tx *sql.Tx, states []ledger.State) error {
	n := len(states)
	id := values{name: "id", texts: make([]string, n)}
	sum := func(name string, f func(ledger.Balance) money.Fen) values {
		v := values{name: name, ints: make([]int64, n)}
		for i, a := range states {
			v.ints[i] = int64(f(a.Balance))
		}
		return v
	}
	for i, a := range states {
		id.texts[i] = string(a.ID)
	}
	return s.updateMany(ctx, tx, "ledger_accounts", n, id,
		sum("debits_posted", func(b ledger.Balance) money.Fen { return b.DebitsPosted }),
		sum("credits_posted", func(b ledger.Balance) money.Fen { return b.CreditsPosted }),
		sum("debits_pending", func(b ledger.Balance) money.Fen { return b.DebitsPending }),
		sum("credits_pending", func(b ledger.Balance) money.Fen { return b.CreditsPending }),
	)
}

// OpenAccounts opens accounts that are not open yet; one that stands is left
// alone.
func (s *Store) OpenAccounts(ctx context.Context, accounts []ledger.Account) error {
	return s.inTx(ctx, func(t *tx) error { return t.openAccounts(accounts) })
}

func (t *tx) openAccounts(accounts []ledger.Account) error {
	if len(accounts) == 0 {
		return nil
	}
	ids := make([]string, len(accounts))
	for i, a := range accounts {
		ids[i] = string(a.ID)
	}
	cond, arg := t.s.anyOf("id", ids)
	rows, err := t.db.Tx.QueryContext(t.ctx, "select "+ledgerStateColumns+" from ledger_accounts where "+cond, arg)
	if err != nil {
		return wrap(err)
	}
	old, err := scanStates(rows, 0)
	if err != nil {
		return err
	}
	open := map[ledger.AccountID]bool{}
	for _, a := range old {
		open[a.ID] = true
	}
	cols := []values{{name: "id", texts: []string{}}, {name: "scope", texts: []string{}}, {name: "kind", texts: []string{}}, {name: "part", texts: []string{}}, {name: "currency", texts: []string{}},
		{name: "debits_posted"}, {name: "credits_posted"}, {name: "debits_pending"}, {name: "credits_pending"}}
	n := 0
	for _, a := range accounts {
		if open[a.ID] {
			continue
		}
		open[a.ID] = true
		n++
		for i, v := range []string{string(a.ID), a.Scope, string(a.Kind), a.Part, a.Currency} {
			cols[i].texts = append(cols[i].texts, v)
		}
		for i := 5; i < len(cols); i++ {
			cols[i].ints = append(cols[i].ints, 0)
		}
	}
	return t.s.insertMany(t.ctx, t.db.Tx, "ledger_accounts", n, cols...)
}
