package sqlstore

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/rows"
)

// rowWork notes a case whose rows wait for the program, and strikes it off when
// they do no more.
func (t *tx) rowWork(c kernel.Case) error {
	if !rows.Has(c.Flow) {
		return nil
	}
	if !rows.Waits(c.State) {
		_, err := t.exec("delete from row_work where case_id = ?", string(c.ID))
		return err
	}
	t.leave(LeftBulk)
	_, err := t.exec("insert into row_work (case_id, flow, made) values (?, ?, ?) on conflict (case_id) do nothing", string(c.ID), string(c.Flow), micros(c.Updated))
	return err
}

// RowWork gives the cases whose rows wait for the program, the oldest first.
func (s *Store) RowWork(ctx context.Context, limit int) ([]kernel.Case, error) {
	list, err := many[caseRow](ctx, s.r, "select "+caseColumns+" from cases c join row_work w on w.case_id = c.id order by w.made, w.case_id limit ?", limit)
	if err != nil {
		return nil, err
	}
	return asCases(list)
}

// OldDrafts reports whether there are drafts that nobody saved since the instant,
// or refused filings that nobody took up again.
func (s *Store) OldDrafts(ctx context.Context, before time.Time) (bool, error) {
	n := 0
	if _, err := one(ctx, s.r, &n, "select count(*) from drafts where updated < ? and subject not like 'template/%'", micros(before)); err != nil || n > 0 {
		return n > 0, err
	}
	list, err := oldRefused(ctx, s.r, before)
	return len(list) > 0, err
}

// oldRefused are what an organisation refused before the instant: one asked for
// before it and refused after is kept on.
func oldRefused(ctx context.Context, db bun.IDB, before time.Time) ([]string, error) {
	bodies, err := many[string](ctx, db, "select body from pendings where state = ? and made < ? order by made, id limit 500", string(desk.PendingRejected), micros(before))
	var out []string
	for _, b := range bodies {
		var p desk.Pending
		if json.Unmarshal([]byte(b), &p) == nil && (len(p.Done) == 0 || p.Done[len(p.Done)-1].At.Before(before)) {
			out = append(out, p.ID)
		}
	}
	return out, err
}
