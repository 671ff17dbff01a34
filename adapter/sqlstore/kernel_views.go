package sqlstore

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

type viewRow struct {
	ID    string `bun:"id"`
	User  string `bun:"user_id"`
	Unit  string `bun:"unit"`
	Name  string `bun:"name"`
	Query string `bun:"query"`
	Made  int64  `bun:"made"`
	Usual int64  `bun:"usual"`
}

func (r viewRow) view() kernel.SavedView {
	return kernel.SavedView{ID: r.ID, User: kernel.UserID(r.User), Unit: kernel.UnitID(r.Unit), Name: r.Name, Query: r.Query, Made: instant(r.Made), Usual: r.Usual != 0}
}

const viewSelect = `select v.id, v.user_id, v.unit, v.name, v.query, v.made, case when u.view_id is null then 0 else 1 end as usual
	from inbox_views v left join inbox_usual u on u.view_id = v.id and u.user_id = ? `

// writeView writes what concerns saved views.
func (t *tx) writeView(m desk.Meta, w kernel.Write) (bool, error) {
	switch w := w.(type) {
	case kernel.PutView:
		x := w.View
		n, err := t.exec(`insert into inbox_views (id, user_id, unit, name, query, made) values (?, ?, ?, ?, ?, ?)
			on conflict (id) do update set unit = excluded.unit, name = excluded.name, query = excluded.query where inbox_views.user_id = excluded.user_id`,
			x.ID, string(x.User), string(x.Unit), strings.TrimSpace(x.Name), x.Query, micros(m.At))
		if err == nil && n != 1 {
			err = errs.New(errs.NotFound, "kernel.view.none", nil)
		}
		return true, err
	case kernel.DropView:
		n, err := t.exec("delete from inbox_views where id = ? and user_id = ?", w.ID, string(w.User))
		if err == nil && n != 1 {
			err = errs.New(errs.NotFound, "kernel.view.none", nil)
		}
		if err == nil {
			_, err = t.exec("delete from inbox_usual where view_id = ?", w.ID)
		}
		return true, err
	case kernel.UsualView:
		if _, err := t.exec("delete from inbox_usual where user_id = ?", string(w.User)); err != nil || w.ID == "" {
			return true, err
		}
		_, err := t.exec("insert into inbox_usual (user_id, view_id) values (?, ?)", string(w.User), w.ID)
		return true, err
	}
	return false, nil
}

func viewsOf(ctx context.Context, db bun.IDB, u kernel.UserID) ([]kernel.SavedView, error) {
	rows, err := many[viewRow](ctx, db, viewSelect+"where v.user_id = ? order by v.made, v.id", string(u), string(u))
	out := make([]kernel.SavedView, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.view())
	}
	return out, err
}

// SavedViews lists the views of a user, and those shared with the units, the
// oldest first; one that is the usual one says so.
func (s *Store) SavedViews(ctx context.Context, u kernel.UserID, units []kernel.UnitID) ([]kernel.SavedView, error) {
	out, err := viewsOf(ctx, s.r, u)
	for _, unit := range units {
		rows, err := many[viewRow](ctx, s.r, viewSelect+"where v.unit = ? and v.user_id <> ? order by v.made, v.id", string(u), string(unit), string(u))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if !slices.ContainsFunc(out, func(o kernel.SavedView) bool { return o.ID == r.ID }) {
				out = append(out, r.view())
			}
		}
	}
	return out, err
}
