package sqlstore

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"quanlian/base/errs"
	"quanlian/ledger"
)

// loadLedger answers queries of the book inside an act; ok is false for a query
// that is not of the book.
func (t *tx) loadLedger(q any) (answer any, ok bool, err error) {
	switch q := q.(type) {
	case ledger.StatesOf:
		answer, err = ledgerStates(t.ctx, t.db, q.Deal)
	case ledger.StrayOf:
		_, account := ledger.StrayAccounts(q.Bank, q.BankRef)
		states, e := t.s.statesByID(t.ctx, t.db.Tx, []ledger.AccountID{account.ID})
		if err = e; len(states) == 1 {
			return states[0], true, err
		}
		answer = ledger.State{Account: account}
	case ledger.EntriesOf:
		answer, err = ledgerEntries(t.ctx, t.db, q.Deal)
	case ledger.KnownOf:
		answer, err = t.known(q)
	case ledger.TasksOf:
		answer, err = ledgerTasks(t.ctx, t.db, q.Deal)
	default:
		return nil, false, nil
	}
	return answer, true, err
}

// LedgerStates gives the accounts of a deal with their balances.
func (s *Store) LedgerStates(ctx context.Context, deal ledger.Escrow) ([]ledger.State, error) {
	return ledgerStates(ctx, s.r, deal)
}

// LedgerEntries gives every entry of a deal, oldest first.
func (s *Store) LedgerEntries(ctx context.Context, deal ledger.Escrow) ([]ledger.Transfer, error) {
	return ledgerEntries(ctx, s.r, deal)
}

// LedgerTasks gives the open tasks of a deal, or of all deals with "".
func (s *Store) LedgerTasks(ctx context.Context, deal ledger.Escrow) ([]ledger.OpenTask, error) {
	return ledgerTasks(ctx, s.r, deal)
}

// LedgerInstructions gives every instruction to the bank, oldest first, for a
// reconciliation.
func (s *Store) LedgerInstructions(ctx context.Context) ([]ledger.Instruction, error) {
	rows, err := many[string](ctx, s.r, "select payload from asks where party = ? and kind = 'instruction' order by made, key", string(ledger.BankRole))
	if err != nil {
		return nil, err
	}
	out := make([]ledger.Instruction, len(rows))
	for i, r := range rows {
		if err := json.Unmarshal([]byte(r), &out[i]); err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
	}
	return out, nil
}

// LedgerBankEntries gives the entries that a statement must show: the ends of
// instructions and stray receipts.
func (s *Store) LedgerBankEntries(ctx context.Context) ([]ledger.Transfer, error) {
	rows, err := s.r.QueryContext(ctx, "select "+ledgerEntryColumns+" from ledger_transfers where pending_of <> '' or code = 'stray' order by made, id")
	if err != nil {
		return nil, wrap(err)
	}
	return scanEntries(rows, nil)
}

func ledgerStates(ctx context.Context, db bun.IDB, deal ledger.Escrow) ([]ledger.State, error) {
	rows, err := db.QueryContext(ctx, "select "+ledgerStateColumns+" from ledger_accounts where scope = ? order by id", string(deal))
	if err != nil {
		return nil, wrap(err)
	}
	return scanStates(rows, 8)
}

func ledgerEntries(ctx context.Context, db bun.IDB, deal ledger.Escrow) ([]ledger.Transfer, error) {
	rows, err := db.QueryContext(ctx, "select "+ledgerEntryColumns+" from ledger_transfers where scope = ? or (other = ? and other <> '') order by made, id", string(deal), string(deal))
	if err != nil {
		return nil, wrap(err)
	}
	return scanEntries(rows, nil)
}

// known collects what the book knows about a message of the bank.
func (t *tx) known(q ledger.KnownOf) (ledger.Known, error) {
	k := ledger.Known{Bank: q.Bank}
	var body string
	ok, err := one(t.ctx, t.db, &body, "select body from ledger_answers where bank = ? and bank_ref = ?", q.Bank, q.BankRef)
	if err != nil {
		return k, err
	}
	if ok {
		k.Seen = &ledger.Answer{}
		if err := json.Unmarshal([]byte(body), k.Seen); err != nil {
			return k, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
	}
	if q.Key == "" {
		return k, nil
	}
	return k, t.knownOrder(q.Key, &k)
}

// knownOrder adds the instruction, its hold and what ended it.
func (t *tx) knownOrder(key ledger.TransferID, k *ledger.Known) error {
	var payload string
	ok, err := one(t.ctx, t.db, &payload, "select payload from asks where key = ? and party = ? and kind = 'instruction'", string(key), string(ledger.BankRole))
	if err != nil || !ok {
		return err
	}
	k.Instruction = &ledger.Instruction{}
	if err := json.Unmarshal([]byte(payload), k.Instruction); err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	need := ledger.Needed{Entries: []ledger.TransferID{key}, Holds: []ledger.TransferID{key}}
	entries, err := t.s.entriesFor(t.ctx, t.db.Tx, need)
	if err != nil {
		return err
	}
	for i, e := range entries {
		if e.ID == key {
			k.Hold = e
		} else {
			k.End = &entries[i]
		}
	}
	var done int
	if _, err := one(t.ctx, t.db, &done, "select count(*) from ledger_answers where key = ? and verdict = ?", string(key), string(ledger.Done)); err != nil {
		return err
	}
	k.Done = done > 0
	states, err := t.s.statesByID(t.ctx, t.db.Tx, []ledger.AccountID{k.Hold.Debit})
	if err == nil && len(states) == 1 {
		k.Spare = states[0].Available()
	}
	return err
}
