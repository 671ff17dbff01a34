package sqlstore

import (
	"encoding/json"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
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
		if err := t.endSilence(m, a); err != nil {
			return err
		}
	}
	if err := t.putTasks(m, r.Tasks); err != nil {
		return err
	}
	for _, x := range r.Over {
		if err := t.endTasks(m, x); err != nil {
			return err
		}
	}
	return nil
}

// endTasks ends what has nothing left to do, in the name of who acted, or of the
// bank.
func (t *tx) endTasks(m desk.Meta, x ledger.Over) error {
	by := string(m.Actor.User)
	if by == "" {
		by = string(ledger.BankRole)
	}
	if x.Receipt != "" {
		return t.endReceipt(m, by, x)
	}
	_, err := t.exec("update ledger_tasks set closed = ?, closed_by = ?, note = ? where kind = ? and deal = ? and closed = 0",
		micros(m.At), by, x.Ref, string(x.Kind), string(x.Deal))
	return err
}

// endReceipt ends the tasks about one receipt.
func (t *tx) endReceipt(m desk.Meta, by string, x ledger.Over) error {
	rows, err := many[struct {
		ID   string `bun:"id"`
		Body string `bun:"body"`
	}](t.ctx, t.db, "select id, body from ledger_tasks where kind = ? and closed = 0 and id like ? escape '!'", string(x.Kind), "%/"+escapeLike(x.Receipt))
	if err != nil {
		return err
	}
	for _, r := range rows {
		var task ledger.Task
		if err := json.Unmarshal([]byte(r.Body), &task); err != nil {
			return errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
		if task.BankRef != x.Receipt { // one whose number ends in this one
			continue
		}
		if _, err := t.exec("update ledger_tasks set closed = ?, closed_by = ?, note = ? where id = ? and closed = 0", micros(m.At), by, x.Ref, r.ID); err != nil {
			return err
		}
	}
	return nil
}

// endSilence ends the task that somebody should telephone the bank: it has
// spoken.
func (t *tx) endSilence(m desk.Meta, a ledger.Answer) error {
	if a.Key == "" {
		return nil
	}
	_, err := t.exec("update ledger_tasks set closed = ?, closed_by = ?, note = ? where kind = ? and closed = 0 and id like ? escape '!'",
		micros(m.At), string(ledger.BankRole), a.BankRef, string(ledger.TaskSilent), escapeLike(string(ledger.TaskSilent)+"/"+string(a.Key))+"/%")
	return err
}

// putTasks puts each task before a clerk once, open or closed. A bank that is
// silent again after it was asked anew is before a clerk again.
func (t *tx) putTasks(m desk.Meta, tasks []ledger.Task) error {
	for _, x := range tasks {
		body, err := json.Marshal(x)
		if err != nil {
			return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
		}
		again := "do nothing"
		if x.Kind == ledger.TaskSilent {
			again = "do update set closed = 0, closed_by = '', note = '', made = excluded.made"
		}
		if _, err := t.exec(`insert into ledger_tasks (id, kind, deal, body, made, closed, closed_by, note) values (?, ?, ?, ?, ?, 0, '', '') on conflict (id) `+again,
			x.ID(), string(x.Kind), x.Deal, string(body), micros(m.At)); err != nil {
			return err
		}
	}
	return nil
}

// writeLedger applies writes of the book; ok is false for others.
func (t *tx) writeLedger(m desk.Meta, w kernel.Write) (ok bool, err error) {
	switch w := w.(type) {
	case ledger.Record:
		return true, t.applyLedger(m, w)
	case ledger.CloseTask:
		return true, t.closeLedgerTask(m, w)
	case ledger.AskAgain:
		_, err := t.exec("update asks set chased = 0, chase_at = 0 where key = ? and answered = 0", string(w.Key))
		return true, err
	case ledger.KeepStatement:
		return true, t.keepStatement(m, w)
	}
	return false, nil
}

// Unit: characters. Source: our own bound; it only catches an empty word.
const leastNote = 2

func noted(note string) error {
	if len([]rune(strings.TrimSpace(note))) < leastNote {
		return errs.At("note", "ledger.note_missing", nil)
	}
	return nil
}

// closeLedgerTask ends a task in the name of who acts, whatever the write says.
func (t *tx) closeLedgerTask(m desk.Meta, w ledger.CloseTask) error {
	if err := noted(w.Note); err != nil {
		return err
	}
	by := w.By
	if m.Actor.User != "" {
		by = string(m.Actor.User)
	}
	n, err := t.exec("update ledger_tasks set closed = ?, closed_by = ?, note = ? where id = ? and closed = 0", micros(m.At), by, w.Note, w.ID)
	if err == nil && n == 0 {
		return errs.New(errs.Conflict, "ledger.task_closed", errs.Args{"task": w.ID})
	}
	return err
}

// clearStray takes an answer out of the suspense list, with what was done.
func (t *tx) clearStray(m desk.Meta, w kernel.ClearStray) error {
	if err := noted(w.Note); err != nil {
		return err
	}
	n, err := t.exec("update suspense set cleared = ?, cleared_by = ?, note = ? where id = ? and cleared = 0", micros(m.At), string(m.Actor.User), w.Note, w.ID)
	if err == nil && n == 0 {
		return errs.New(errs.Conflict, "kernel.stray_cleared", nil)
	}
	return err
}
