package sqlstore

import (
	"context"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/ledger"
)

// What each account must hold, added up from the entries: final ones, and
// holds that nothing has ended.
const ledgerSums = `select account, sum(dp) as dp, sum(cp) as cp, sum(dh) as dh, sum(ch) as ch from (
	select debit as account, amount as dp, 0 as cp, 0 as dh, 0 as ch from ledger_transfers where phase = 'posted'
	union all select credit, 0, amount, 0, 0 from ledger_transfers where phase = 'posted'
	union all select h.debit, 0, 0, h.amount, 0 from ledger_transfers h where h.phase = 'pending' and not exists (select 1 from ledger_transfers e where e.pending_of = h.id and e.pending_of <> '')
	union all select h.credit, 0, 0, 0, h.amount from ledger_transfers h where h.phase = 'pending' and not exists (select 1 from ledger_transfers e where e.pending_of = h.id and e.pending_of <> '')
) x group by account`

// Unit: faults. Source: our own bound; a person looks at the first ones.
const auditFaults = 20

// LedgerAudit proves the whole book as it stands in the database: it sums to
// zero, no limited account is below zero, every balance is what its entries
// add up to. It returns the first faults, or nil.
func (s *Store) LedgerAudit(ctx context.Context) error {
	var faults errs.List
	var sum int64
	if _, err := one(ctx, s.r, &sum, "select cast(coalesce(sum(credits_posted - debits_posted), 0) as bigint) from ledger_accounts"); err != nil {
		return err
	}
	if sum != 0 {
		faults.Add(errs.New(errs.Internal, "ledger.audit_sum", errs.Args{"sum": money.Fen(sum).Plain()}))
	}
	rows, err := s.r.QueryContext(ctx, "select "+ledgerStateColumns+" from ledger_accounts where debits_pending < 0 or credits_pending < 0 or (kind not in (?, ?) and credits_posted - debits_posted - debits_pending < 0) limit ?",
		string(ledger.Payer), string(ledger.Outside), auditFaults)
	if err != nil {
		return wrap(err)
	}
	below, err := scanStates(rows, 0)
	if err != nil {
		return err
	}
	for _, a := range below {
		faults.Add(errs.New(errs.Internal, "ledger.audit_negative", errs.Args{"account": string(a.ID), "available": a.Available().Plain()}))
	}
	off, err := s.r.QueryContext(ctx, `select a.id, cast(coalesce(s.cp, 0) - coalesce(s.dp, 0) as bigint) from ledger_accounts a left join (`+ledgerSums+`) s on s.account = a.id
		where a.debits_posted <> coalesce(s.dp, 0) or a.credits_posted <> coalesce(s.cp, 0) or a.debits_pending <> coalesce(s.dh, 0) or a.credits_pending <> coalesce(s.ch, 0) limit ?`, auditFaults)
	if err != nil {
		return wrap(err)
	}
	defer func() { _ = off.Close() }()
	for off.Next() {
		var id string
		var net money.Fen
		if err := off.Scan(&id, &net); err != nil {
			return wrap(err)
		}
		faults.Add(errs.New(errs.Internal, "ledger.audit_balance", errs.Args{"account": id, "entries": net.Plain()}))
	}
	if err := off.Err(); err != nil {
		return wrap(err)
	}
	return faults.Err()
}
