package sqlstore

import (
	"encoding/json"

	"quanlian/base/errs"
	"quanlian/kernel/desk"
	"quanlian/ledger"
)

// applyLedger books an effect inside the transaction of its act: all of it, or
// the act fails with the reason.
func (t *tx) applyLedger(m desk.Meta, r ledger.Record) error {
	if err := t.openAccounts(r.Accounts); err != nil {
		return err
	}
	ts := make([]ledger.Transfer, len(r.Transfers))
	for i, x := range r.Transfers {
		if x.At.IsZero() {
			x.At = m.At
		}
		ts[i] = x
	}
	if len(ts) > 0 {
		results, err := t.s.bookIn(t.ctx, t.db.Tx, ts)
		if err != nil {
			return err
		}
		for _, x := range results {
			if !x.OK() {
				return x.Err
			}
		}
	}
	for _, a := range r.Answers {
		body, err := json.Marshal(a)
		if err != nil {
			return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
		}
		if _, err := t.exec(`insert into ledger_answers (bank, bank_ref, key, verdict, amount, body) values (?, ?, ?, ?, ?, ?) on conflict (bank, bank_ref) do nothing`,
			r.Bank, a.BankRef, string(a.Key), string(a.Verdict), int64(a.Amount), string(body)); err != nil {
			return err
		}
	}
	return t.putTasks(m, r.Tasks)
}

// putTasks puts each task before a clerk once, open or closed.
func (t *tx) putTasks(m desk.Meta, tasks []ledger.Task) error {
	for _, x := range tasks {
		body, err := json.Marshal(x)
		if err != nil {
			return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
		}
		if _, err := t.exec(`insert into ledger_tasks (id, kind, deal, body, made, closed, closed_by, note) values (?, ?, ?, ?, ?, 0, '', '') on conflict (id) do nothing`,
			x.ID(), string(x.Kind), x.Deal, string(body), micros(m.At)); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) closeLedgerTask(m desk.Meta, w ledger.CloseTask) error {
	n, err := t.exec("update ledger_tasks set closed = ?, closed_by = ?, note = ? where id = ? and closed = 0", micros(m.At), w.By, w.Note, w.ID)
	if err == nil && n == 0 {
		return errs.New(errs.Conflict, "ledger.task_closed", errs.Args{"task": w.ID})
	}
	return err
}
