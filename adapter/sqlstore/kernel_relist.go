package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"quanlian/kernel"
)

// Behind gives cases written since an instant whose rows of case_list are not of
// their version: a program from before this table wrote them.
func (s *Store) Behind(ctx context.Context, since time.Time, limit int) ([]kernel.CaseID, error) {
	return many[kernel.CaseID](ctx, s.r, `select c.id from cases c where c.updated >= ? and (
			exists (select 1 from case_list l where l.case_id = c.id and l.version <> c.version)
			or exists (select 1 from case_access a where a.case_id = c.id and not exists (select 1 from case_list l where l.case_id = a.case_id and l.subject = a.subject and l.role = a.role)))
		order by c.updated limit ?`, micros(since), limit)
}

// Relist derives the rows of a case anew.
func (s *Store) Relist(ctx context.Context, id kernel.CaseID) error {
	return s.inTx(ctx, func(t *tx) error { return t.relist(string(id)) })
}

func (t *tx) relist(id string) error {
	want, err := t.s.derived(t, []string{id})
	if err != nil {
		return err
	}
	if _, err := t.exec("delete from case_list where case_id = ?", id); err != nil || len(want) == 0 {
		return err
	}
	return t.insert(&want)
}

// Astray compares case_list with what is derived from the cases, those after one
// by id; last is the last one looked at, "" at the end.
func (s *Store) Astray(ctx context.Context, after kernel.CaseID, limit int) (astray []kernel.CaseID, last kernel.CaseID, err error) {
	o := &sql.TxOptions{ReadOnly: true} // one view of the three tables
	if s.postgres {
		o.Isolation = sql.LevelRepeatableRead
	}
	err = s.r.RunInTx(ctx, o, func(ctx context.Context, db bun.Tx) error {
		t := &tx{ctx: ctx, db: db, s: s}
		ids, err := many[string](ctx, t.db, "select id from cases where id > ? order by id limit ?", string(after), limit)
		if err != nil || len(ids) == 0 {
			return err
		}
		last = kernel.CaseID(ids[len(ids)-1])
		astray, err = s.differ(t, ids)
		return err
	})
	return astray, last, err
}

// differ are those of the cases whose rows are not the ones that they should have.
func (s *Store) differ(t *tx, ids []string) ([]kernel.CaseID, error) {
	want, err := s.derived(t, ids)
	if err != nil {
		return nil, err
	}
	have, err := many[listRow](t.ctx, t.db, "select * from case_list where case_id in (?)", in(ids))
	if err != nil {
		return nil, err
	}
	mark := map[listRow]int{}
	for _, r := range want {
		mark[r]++
	}
	for _, r := range have {
		mark[r]--
	}
	var out []kernel.CaseID
	for r, n := range mark {
		if id := kernel.CaseID(r.CaseID); n != 0 && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out, nil
}

// derived are the rows that the cases should have.
func (s *Store) derived(t *tx, ids []string) ([]listRow, error) {
	cases, err := many[caseRow](t.ctx, t.db, "select "+caseColumns+" from cases c where c.id in (?)", in(ids))
	if err != nil {
		return nil, err
	}
	access, err := many[accessRow](t.ctx, t.db, "select case_id, relation, subject, role, level, closed from case_access where case_id in (?)", in(ids))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(access, func(a, b accessRow) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Role, b.Role))
	})
	of := map[string][]accessRow{}
	for _, a := range access {
		of[a.CaseID] = append(of[a.CaseID], a)
	}
	var out []listRow
	for _, r := range cases {
		c, err := r.asCase()
		if err != nil {
			return nil, err
		}
		out = append(out, s.listRows(r, c, of[r.ID])...)
	}
	return out, nil
}
