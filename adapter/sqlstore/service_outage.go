package sqlstore

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/service/outage"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// projectOutage keeps an outage where the register and the worker find it.
func (t *tx) projectOutage(c kernel.Case) error {
	d, err := outage.DataOf(c)
	if err != nil {
		return err
	}
	t.leave(LeftOutage)
	_, err = t.exec(`insert into outages (case_id, no, state, starts, revision, swept, swept_at, swept_day, pass, after_case) values (?, ?, ?, ?, ?, 0, 0, '', '', '')
		on conflict (case_id) do update set state = excluded.state, starts = excluded.starts, revision = excluded.revision`,
		string(c.ID), c.No, string(c.State), micros(d.Now().From), c.Version)
	return err
}

// projectMoved writes which ends of a case outages moved.
func (t *tx) projectMoved(c kernel.Case, ends map[string]itemflow.Stretched, cal *calendar.Calendar) error {
	if len(ends) == 0 {
		return nil
	}
	if _, err := t.exec("delete from outage_moves where case_id = ?", string(c.ID)); err != nil {
		return err
	}
	for key, s := range ends {
		_, moved := cal.PastShut(s.Plain, s.Shut)
		for _, m := range moved {
			_, err := t.exec("insert into outage_moves (outage, case_id, kind, was, ends) values (?, ?, ?, ?, ?) on conflict (outage, case_id, kind) do update set ends = excluded.ends",
				m.No, string(c.ID), strings.TrimPrefix(key, itemflow.KeyLimit), day(m.Was), day(m.Now))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func outageRows(ctx context.Context, db bun.IDB, cond, order string, args ...any) ([]outage.Row, error) {
	list, err := told(ctx, db, "outages", cond, order, args...)
	out := make([]outage.Row, 0, len(list))
	for _, c := range list {
		r := outage.Row{Case: c.ID, No: c.No, State: c.State, Version: c.Version, Opened: c.Opened}
		if err := read(c, &r.Data); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, err
}

// OutagesNow are the outages that run or are announced.
func (s *Store) OutagesNow(ctx context.Context) ([]outage.Row, error) {
	return outageRows(ctx, s.r, "w.state in (?)", "w.starts, w.case_id", in([]kernel.State{outage.Announced, outage.Running}))
}

// Outages lists the register, the newest first.
func (s *Store) Outages(ctx context.Context, limit, offset int) ([]outage.Row, int, error) {
	total := 0
	if _, err := one(ctx, s.r, &total, "select count(*) from outages"); err != nil {
		return nil, 0, err
	}
	list, err := outageRows(ctx, s.r, "1 = 1", "w.starts desc, w.case_id limit ? offset ?", limit, offset)
	return list, total, err
}

// Outage finds one by its number.
func (s *Store) Outage(ctx context.Context, no string) (outage.Row, error) {
	row, ok, err := first(outageRows(ctx, s.r, "w.no = ?", "w.case_id", strings.ToUpper(strings.TrimSpace(no))))
	if err == nil && !ok {
		err = errs.New(errs.NotFound, "service.outage.no_such", nil)
	}
	return row, err
}

// OutageMoved counts what an outage moved, and tells whether all cases were looked
// at since it was written last.
func (s *Store) OutageMoved(ctx context.Context, no string) (ends, cases int, looked bool, err error) {
	var r struct {
		Ends  int `bun:"n"`
		Cases int `bun:"cases"`
		Open  int `bun:"open"`
	}
	_, err = one(ctx, s.r, &r, `select count(*) as n, count(distinct case_id) as cases,
		(select count(*) from outages where no = ? and swept < revision) as open from outage_moves where outage = ?`, no, no)
	return r.Ends, r.Cases, r.Open == 0, err
}

// OutageCases lists what it moved in cases that the actor may see.
func (s *Store) OutageCases(ctx context.Context, a kernel.Actor, no string, limit int) ([]outage.Moved, error) {
	w, args := scope(a, kernel.ViewDetail)
	rows, err := many[struct {
		Case string `bun:"id"`
		No   string `bun:"no"`
		Flow string `bun:"flow"`
		Unit string `bun:"unit"`
		Kind string `bun:"kind"`
		Was  string `bun:"was"`
		Ends string `bun:"ends"`
	}](ctx, s.r, "select c.id, c.no, c.flow, c.unit, m.kind, m.was, m.ends from outage_moves m join cases c on c.id = m.case_id where m.outage = ? and "+w+" order by m.ends, c.no, m.kind limit ?", append(append([]any{no}, args...), limit)...)
	var out []outage.Moved
	for _, r := range rows {
		m := outage.Moved{Case: kernel.CaseID(r.Case), No: r.No, Flow: kernel.FlowAddr(r.Flow), Unit: kernel.UnitID(r.Unit), Kind: r.Kind}
		m.Was, _ = calendar.ParseDate(r.Was) // the store wrote them
		m.Now, _ = calendar.ParseDate(r.Ends)
		out = append(out, m)
	}
	return out, err
}

// OutageWork is an outage of which cases have still to be told, and where the
// pass through them stands.
type OutageWork struct {
	outage.Row
	Pass  string // which pass After belongs to
	After kernel.CaseID
	Moved bool // it moved something before
}

// OutageWork gives the outages that changed since all cases were told, and those
// that run and were told of on an earlier day or longer ago than since.
func (s *Store) OutageWork(ctx context.Context, today calendar.Date, since time.Time) ([]OutageWork, error) {
	marks, err := many[struct {
		No    string `bun:"no"`
		Pass  string `bun:"pass"`
		After string `bun:"after_case"`
		Moved int    `bun:"moved"`
	}](ctx, s.r, `select o.no, o.pass, o.after_case, (select count(*) from outage_moves m where m.outage = o.no) as moved from outages o
		where o.swept < o.revision or (o.state = ? and (o.swept_day < ? or o.swept_at < ?)) order by o.starts, o.case_id`, string(outage.Running), day(today), micros(since))
	if err != nil {
		return nil, err
	}
	var out []OutageWork
	for _, m := range marks {
		row, err := s.Outage(ctx, m.No)
		if err != nil {
			return nil, err
		}
		out = append(out, OutageWork{Row: row, Pass: m.Pass, After: kernel.CaseID(m.After), Moved: m.Moved > 0})
	}
	return out, nil
}

// projectDealMoved does so for the publicity of a deal of the hall.
func (t *tx) projectDealMoved(c kernel.Case) error {
	d, err := hall.DealOf(c)
	if err != nil || d.Publicity == nil || d.Publicity.Stretched == nil {
		return err
	}
	return t.projectMoved(c, map[string]itemflow.Stretched{itemflow.DayPublicity: *d.Publicity.Stretched}, calendar.National())
}

// OutageReach gives the next cases that an outage may touch: of declared items
// those that are open, and those that the program ended since it began; deals
// whose price stands open.
func (s *Store) OutageReach(ctx context.Context, after kernel.CaseID, ended time.Time, limit int) ([]kernel.Case, error) {
	rows, err := many[caseRow](ctx, s.r, "select "+caseColumns+" from cases c where c.id > ? and (c.item <> '' and (c.closed = 0 or (c.closed >= ? and c.state in (?))) or c.flow = ? and c.state = ?) order by c.id limit ?",
		string(after), micros(ended), in([]kernel.State{itemflow.Deemed, itemflow.Revoked}), string(hall.Deal), string(hall.DealPublicity), limit)
	if err != nil {
		return nil, err
	}
	return asCases(rows)
}

// OutageTold remembers how far a pass has come.
func (s *Store) OutageTold(ctx context.Context, id kernel.CaseID, pass string, after kernel.CaseID) error {
	return s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("update outages set pass = ?, after_case = ? where case_id = ?", pass, string(after), string(id))
		return err
	})
}

// OutageSwept remembers that all cases were told of that version of it.
func (s *Store) OutageSwept(ctx context.Context, id kernel.CaseID, version int64, today calendar.Date, at time.Time) error {
	return s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("update outages set swept = ?, swept_at = ?, swept_day = ?, pass = '', after_case = '' where case_id = ?", version, micros(at), day(today), string(id))
		return err
	})
}
