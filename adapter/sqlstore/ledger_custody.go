package sqlstore

import (
	"context"
	"encoding/json"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/ledger"
)

// LedgerHeld lists the custody sub-accounts on which the bank holds money, the
// fullest first, with their number before paging and all that they hold.
func (s *Store) LedgerHeld(ctx context.Context, limit, offset int) ([]ledger.Held, int, money.Fen, error) {
	var all struct {
		N, Funds int64
	}
	const custody = "from (select scope, sum(credits_posted - debits_posted) as funds, sum(case when kind = ? then credits_posted - debits_posted else 0 end) as frozen, sum(debits_pending) as leaves from ledger_accounts where kind in (?, ?, ?) group by scope) h where h.funds > 0"
	kinds := []any{string(ledger.Frozen), string(ledger.Free), string(ledger.Locked), string(ledger.Frozen)}
	if _, err := one(ctx, s.r, &all, "select count(*) as n, cast(coalesce(sum(h.funds), 0) as bigint) as funds "+custody, kinds...); err != nil {
		return nil, 0, 0, err
	}
	rows, err := many[struct {
		Scope                 string
		Funds, Frozen, Leaves int64
	}](ctx, s.r, "select h.scope, cast(h.funds as bigint) as funds, cast(h.frozen as bigint) as frozen, cast(h.leaves as bigint) as leaves "+custody+" order by h.funds desc, h.scope limit ? offset ?", append(kinds, limit, max(offset, 0))...)
	out := make([]ledger.Held, len(rows))
	for i, r := range rows {
		out[i] = ledger.Held{Deal: ledger.Escrow(r.Scope), Funds: money.Fen(r.Funds), Frozen: money.Fen(r.Frozen), Leaves: money.Fen(r.Leaves)}
	}
	return out, int(all.N), money.Fen(all.Funds), err
}

// LedgerOrders lists the instructions to the bank with what became of them: those
// that wait for an answer from the oldest, or all from the newest; with their
// number before paging and how many wait.
func (s *Store) LedgerOrders(ctx context.Context, waiting bool, limit, offset int) (out []ledger.Order, total, open int, err error) {
	const from = " from asks a left join ledger_transfers t on t.pending_of = a.key where a.party = ? and a.kind = 'instruction'"
	const unanswered = " and t.id is null"
	bank := string(ledger.BankRole)
	if _, err = one(ctx, s.r, &total, "select count(*)"+from, bank); err != nil {
		return nil, 0, 0, err
	}
	if _, err = one(ctx, s.r, &open, "select count(*)"+from+unanswered, bank); err != nil {
		return nil, 0, 0, err
	}
	q := from + " order by a.made desc, a.key"
	if waiting {
		q, total = from+unanswered+" order by a.made, a.key", open
	}
	rows, err := many[struct {
		Payload, Phase string
		Made, Sent     int64
	}](ctx, s.r, "select a.payload, coalesce(t.phase, '') as phase, a.made, a.sent"+q+" limit ? offset ?", bank, limit, max(offset, 0))
	if err != nil {
		return nil, 0, 0, err
	}
	for _, r := range rows {
		o := ledger.Order{Made: instant(r.Made), Sent: instant(r.Sent), End: ledger.Phase(r.Phase)}
		if err := json.Unmarshal([]byte(r.Payload), &o.Instruction); err != nil {
			return nil, 0, 0, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
		out = append(out, o)
	}
	return out, total, open, nil
}
