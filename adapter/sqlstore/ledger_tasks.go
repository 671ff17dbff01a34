package sqlstore

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel/desk"
	"quanlian/ledger"
)

type ledgerTaskRow struct {
	Body           string
	Made, Closed   int64
	ClosedBy, Note string
	bun.BaseModel  `bun:"table:ledger_tasks"`
}

const ledgerTaskColumns = "body, made, closed, closed_by, note"

func openTasks(rows []ledgerTaskRow) ([]ledger.OpenTask, error) {
	out := make([]ledger.OpenTask, len(rows))
	for i, r := range rows {
		if err := json.Unmarshal([]byte(r.Body), &out[i].Task); err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
		out[i].Made, out[i].Closed, out[i].By, out[i].Note = instant(r.Made), instant(r.Closed), r.ClosedBy, r.Note
	}
	return out, nil
}

func ledgerTasks(ctx context.Context, db bun.IDB, deal ledger.Escrow) ([]ledger.OpenTask, error) {
	q, args := "select "+ledgerTaskColumns+" from ledger_tasks where closed = 0", []any{}
	if deal != "" {
		q, args = q+" and deal = ?", append(args, string(deal))
	}
	rows, err := many[ledgerTaskRow](ctx, db, q+" order by made, id", args...)
	if err != nil {
		return nil, err
	}
	return openTasks(rows)
}

// FindLedgerTasks lists tasks, the open ones from the oldest, those that were
// ended from the newest, with their number before paging and how many open
// ones there are of each kind.
func (s *Store) FindLedgerTasks(ctx context.Context, f ledger.TaskFilter) ([]ledger.OpenTask, int, map[ledger.TaskKind]int, error) {
	w, order, args := "closed = 0", "made, id", []any{}
	if f.Closed {
		w, order = "closed <> 0", "closed desc, id"
	}
	if f.Kind != "" {
		w, args = w+" and kind = ?", append(args, string(f.Kind))
	}
	if f.Deal != "" {
		w, args = w+" and deal = ?", append(args, f.Deal)
	}
	var total int
	if _, err := one(ctx, s.r, &total, "select count(*) from ledger_tasks where "+w, args...); err != nil {
		return nil, 0, nil, err
	}
	if f.Limit <= 0 || f.Limit > 200 {
		f.Limit = 25 // Unit: rows. Source: a page of the workbench (look/LOOK.md §4).
	}
	rows, err := many[ledgerTaskRow](ctx, s.r, "select "+ledgerTaskColumns+" from ledger_tasks where "+w+" order by "+order+" limit ? offset ?", append(args, f.Limit, max(f.Offset, 0))...)
	if err != nil {
		return nil, 0, nil, err
	}
	tasks, err := openTasks(rows)
	if err != nil {
		return nil, 0, nil, err
	}
	kinds, err := many[struct {
		Kind string `bun:"kind"`
		N    int    `bun:"n"`
	}](ctx, s.r, "select kind, count(*) as n from ledger_tasks where closed = 0 group by kind")
	counts := map[ledger.TaskKind]int{}
	for _, k := range kinds {
		counts[ledger.TaskKind(k.Kind)] = k.N
	}
	return tasks, total, counts, err
}

// LedgerTask gives one task, open or ended; notfound when there is none.
func (s *Store) LedgerTask(ctx context.Context, id string) (ledger.OpenTask, error) {
	rows, err := many[ledgerTaskRow](ctx, s.r, "select "+ledgerTaskColumns+" from ledger_tasks where id = ?", id)
	if err != nil {
		return ledger.OpenTask{}, err
	}
	if len(rows) == 0 {
		return ledger.OpenTask{}, errs.New(errs.NotFound, "ledger.no_such_task", nil)
	}
	tasks, err := openTasks(rows)
	if err != nil {
		return ledger.OpenTask{}, err
	}
	return tasks[0], nil
}

// LedgerSuspense lists the suspense accounts in which money waits, by id.
func (s *Store) LedgerSuspense(ctx context.Context) ([]ledger.State, error) {
	rows, err := s.r.QueryContext(ctx, "select "+ledgerStateColumns+" from ledger_accounts where kind = ? and credits_posted - debits_posted > 0 order by id", string(ledger.Suspense))
	if err != nil {
		return nil, wrap(err)
	}
	return scanStates(rows, 0)
}

func (t *tx) keepStatement(m desk.Meta, w ledger.KeepStatement) error {
	counts, err := jsonText(w.Count)
	if err != nil {
		return err
	}
	_, err = t.exec("insert into ledger_statements (id, sha256, name, bank, first_day, last_day, lines, counts, made, made_by) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		w.ID, w.SHA256, w.Name, w.Bank, day(w.First), day(w.Last), w.Lines, counts, micros(m.At), string(m.Actor.User))
	return err
}

// LedgerStatements lists the statements that were read into the book, the
// newest first, each with when and by whom.
func (s *Store) LedgerStatements(ctx context.Context, limit int) ([]ledger.ReadStatement, error) {
	rows, err := many[struct {
		ID     string `bun:"id"`
		SHA256 string `bun:"sha256"`
		Name   string `bun:"name"`
		Bank   string `bun:"bank"`
		First  string `bun:"first_day"`
		Last   string `bun:"last_day"`
		Lines  int    `bun:"lines"`
		Counts string `bun:"counts"`
		Made   int64  `bun:"made"`
		By     string `bun:"by_name"`
	}](ctx, s.r, `select s.id, s.sha256, s.name, s.bank, s.first_day, s.last_day, s.lines, s.counts, s.made, coalesce(u.name, s.made_by) as by_name
		from ledger_statements s left join users u on u.id = s.made_by order by s.made desc, s.id limit ?`, limit)
	if err != nil {
		return nil, err
	}
	out := make([]ledger.ReadStatement, len(rows))
	for i, r := range rows {
		out[i] = ledger.ReadStatement{KeepStatement: ledger.KeepStatement{ID: r.ID, SHA256: r.SHA256, Name: r.Name, Bank: r.Bank, Lines: r.Lines}, Made: instant(r.Made), By: r.By}
		out[i].First, _ = calendar.ParseDate(r.First)
		out[i].Last, _ = calendar.ParseDate(r.Last)
		if err := json.Unmarshal([]byte(r.Counts), &out[i].Count); err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
	}
	return out, nil
}
