package sqlstore

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/registry"
)

// loadRegistry answers queries of the register; ok is false for others.
func (t *tx) loadRegistry(q any) (any, bool, error) {
	if x, ok := q.(registry.RightByNumber); ok {
		v, err := rightView(t.ctx, t.db, x.Number)
		return v, true, err
	}
	return nil, false, nil
}

// applyRegistry writes effects of the register; ok is false for others.
func (t *tx) applyRegistry(m desk.Meta, e kernel.Effect) (bool, error) {
	switch e := e.(type) {
	case registry.PutRecords:
		_, _, _, err := t.putRecords(e.Records, e.ObservedAt, m.At)
		return true, err
	case registry.AppendEvents:
		v, err := rightView(t.ctx, t.db, e.Right)
		if err != nil {
			return true, err
		}
		if err := t.appendEvents(e.Right, e.Events, m.At); err != nil {
			return true, err
		}
		return true, t.putRight(v.Right, e.ObservedAt, m.At)
	}
	return false, nil
}

func (t *tx) events(number string) ([]registry.Event, error) { return eventsOf(t.ctx, t.db, number) }

func eventsOf(ctx context.Context, db bun.IDB, number string) ([]registry.Event, error) {
	rows, err := many[string](ctx, db, "select body from right_events where right_no = ? order by valid_from, recorded, id", number)
	if err != nil {
		return nil, err
	}
	out := make([]registry.Event, 0, len(rows))
	for _, b := range rows {
		var e registry.Event
		if err := json.Unmarshal([]byte(b), &e); err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
		out = append(out, e)
	}
	return out, nil
}

func rightView(ctx context.Context, db bun.IDB, number string) (registry.View, error) {
	var r struct {
		Body     string `bun:"body"`
		Observed int64  `bun:"observed"`
	}
	ok, err := one(ctx, db, &r, "select body, observed from rights where number = ?", number)
	if err != nil {
		return registry.View{}, err
	}
	if !ok {
		return registry.View{}, errs.New(errs.NotFound, "registry.no_such_right", errs.Args{"number": number})
	}
	v := registry.View{ObservedAt: instant(r.Observed)}
	if err := json.Unmarshal([]byte(r.Body), &v.Right); err != nil {
		return v, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	v.Events, err = eventsOf(ctx, db, number)
	return v, err
}

// Right gives a right with its events; notfound when there is none.
func (s *Store) Right(ctx context.Context, number string) (registry.View, error) {
	return rightView(ctx, s.r, number)
}

// FindRights searches the register; the second value counts before paging.
func (s *Store) FindRights(ctx context.Context, f registry.Filter) ([]registry.Row, int, error) {
	w, args := "1 = 1", []any{}
	add := func(cond string, v ...any) {
		w += " and " + cond
		args = append(args, v...)
	}
	if f.Text != "" {
		p := "%" + f.Text + "%"
		add("(r.title "+s.like()+" ? or r.abstract "+s.like()+" ? or r.owners "+s.like()+" ? or r.number "+s.like()+" ?)", p, p, p, p)
	}
	if f.Kind != "" {
		add("r.kind = ?", string(f.Kind))
	}
	if f.IPC != "" {
		add("r.ipc_main like ?", f.IPC+"%")
	}
	if f.Owner != "" {
		add("exists (select 1 from right_owners o where o.right_no = r.number and o.subject = ?)", f.Owner)
	}
	if f.Status != "" {
		add("r.status = ?", f.Status)
	}
	var total int
	if _, err := one(ctx, s.r, &total, "select count(*) from rights r where "+w, args...); err != nil {
		return nil, 0, err
	}
	limit := f.Limit
	if limit <= 0 || limit > 200 {
		limit = 20
	}
	rows, err := many[rightRow](ctx, s.r, "select "+rightColumns+" from rights r where "+w+" order by r.filing desc, r.number limit ? offset ?", append(args, limit, f.Offset)...)
	out := make([]registry.Row, 0, len(rows))
	for _, r := range rows {
		out = append(out, registry.Row(r))
	}
	return out, total, err
}

const rightColumns = "r.number, r.kind, r.title, r.abstract, r.owners, r.ipc_main, r.filing, r.granted, r.status, r.term_end"

type rightRow struct {
	Number   string `bun:"number"`
	Kind     string `bun:"kind"`
	Title    string `bun:"title"`
	Abstract string `bun:"abstract"`
	Owners   string `bun:"owners"`
	IPCMain  string `bun:"ipc_main"`
	Filing   string `bun:"filing"`
	Granted  string `bun:"granted"`
	Status   string `bun:"status"`
	TermEnd  string `bun:"term_end"`
}

// EachRight gives rights in the order of their numbers after one, for those who
// build an index.
func (s *Store) EachRight(ctx context.Context, after string, limit int) ([]registry.Right, error) {
	rows, err := many[string](ctx, s.r, "select body from rights where number > ? order by number limit ?", after, limit)
	if err != nil {
		return nil, err
	}
	out := make([]registry.Right, 0, len(rows))
	for _, b := range rows {
		var r registry.Right
		if err := json.Unmarshal([]byte(b), &r); err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
		out = append(out, r)
	}
	return out, nil
}
