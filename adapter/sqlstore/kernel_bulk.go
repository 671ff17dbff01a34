package sqlstore

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

const claimBulk = "bulk"

type bulkItemRow struct {
	bun.BaseModel `bun:"table:bulk_items"`
	Bulk          string `bun:"bulk,pk"`
	CaseID        string `bun:"case_id,pk"`
	N             int64  `bun:"n"`
	State         string `bun:"state"`
	Fault         string `bun:"fault"`
	Made          int64  `bun:"made"`
}

func (t *tx) startBulk(m desk.Meta, w kernel.StartBulk) error {
	b := w.Bulk
	b.Made = m.At
	body, err := json.Marshal(b)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	if _, err := t.exec("insert into bulks (id, move, input, note, body, user_id, made, finished) values (?, ?, ?, ?, ?, ?, ?, 0)",
		b.ID, b.Move, string(b.Input), b.Note, string(body), string(b.By), micros(m.At)); err != nil {
		return err
	}
	var rows []bulkItemRow
	for i, c := range w.Cases {
		rows = append(rows, bulkItemRow{Bulk: b.ID, CaseID: string(c), N: int64(i), State: string(kernel.BulkOpen)})
	}
	t.leave(LeftBulk)
	// Unit: rows. Source: six values a row, SQLite takes 32,766 in a statement.
	for part := range slices.Chunk(rows, 1000) {
		if err := t.insert(&part); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) retryBulk(w kernel.RetryBulk) error {
	t.leave(LeftBulk)
	q, args := "update bulk_items set state = 'open', fault = '', made = 0 where bulk = ? and state = 'refused' and bulk in (select id from bulks where user_id = ?)", []any{w.ID, string(w.By)}
	if len(w.Cases) > 0 {
		q, args = q+" and case_id in (?)", append(args, in(w.Cases))
	}
	if _, err := t.exec(q, args...); err != nil {
		return err
	}
	_, err := t.exec("update bulks set finished = 0 where id = ? and user_id = ?", w.ID, string(w.By))
	return err
}

// stopBulk holds back the cases that are still open; what a worker is at, it
// ends, and says so.
func (t *tx) stopBulk(w kernel.StopBulk) error {
	_, err := t.exec("update bulk_items set state = 'stopped' where bulk = ? and state = 'open' and bulk in (select id from bulks where user_id = ?)", w.ID, string(w.By))
	return err
}

// resumeBulk lets the stopped cases go on at once: what a worker had claimed before
// the stop is free again, and the key of each act makes two claims harmless.
func (t *tx) resumeBulk(w kernel.ResumeBulk) error {
	t.leave(LeftBulk)
	if _, err := t.exec("delete from claims where kind = ? and id in (select i.bulk || '/' || i.case_id from bulk_items i join bulks b on b.id = i.bulk where i.bulk = ? and i.state = 'stopped' and b.user_id = ?)", claimBulk, w.ID, string(w.By)); err != nil {
		return err
	}
	_, err := t.exec("update bulk_items set state = 'open' where bulk = ? and state = 'stopped' and bulk in (select id from bulks where user_id = ?)", w.ID, string(w.By))
	return err
}

// BulkGoesOn reports whether a claimed case is still to be done: nobody has
// stopped its bulk.
func (s *Store) BulkGoesOn(ctx context.Context, w BulkWork) (bool, error) {
	var n int
	_, err := one(ctx, s.r, &n, "select count(*) from bulk_items where bulk = ? and case_id = ? and state = 'open'", w.Bulk.ID, string(w.Case))
	return n > 0, err
}

type bulkRow struct {
	ID       string `bun:"id"`
	Body     string `bun:"body"`
	Finished int64  `bun:"finished"`
	Open     int    `bun:"n_open"`
	Done     int    `bun:"n_done"`
	Refused  int    `bun:"n_refused"`
	Stopped  int    `bun:"n_stopped"`
}

const bulkColumns = `b.id, b.body, b.finished, (select count(*) from bulk_items i where i.bulk = b.id and i.state = 'open') as n_open,
	(select count(*) from bulk_items i where i.bulk = b.id and i.state = 'done') as n_done, (select count(*) from bulk_items i where i.bulk = b.id and i.state = 'refused') as n_refused,
	(select count(*) from bulk_items i where i.bulk = b.id and i.state = 'stopped') as n_stopped`

func (r bulkRow) standing() (kernel.BulkStanding, error) {
	var x kernel.BulkStanding
	if err := json.Unmarshal([]byte(r.Body), &x.Bulk); err != nil {
		return x, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	x.Finished, x.Open, x.Done, x.Refused, x.Stopped = instant(r.Finished), r.Open, r.Done, r.Refused, r.Stopped
	return x, nil
}

// Bulks lists the bulks that a user began, the newest first.
func (s *Store) Bulks(ctx context.Context, by kernel.UserID, limit int) ([]kernel.BulkStanding, error) {
	rows, err := many[bulkRow](ctx, s.r, "select "+bulkColumns+" from bulks b where b.user_id = ? order by b.made desc, b.id limit ?", string(by), limit)
	out := make([]kernel.BulkStanding, 0, len(rows))
	for _, r := range rows {
		x, e := r.standing()
		if e != nil {
			return nil, e
		}
		out = append(out, x)
	}
	return out, err
}

// Bulk gives a bulk of the user, with how each case stands; notfound when it is
// another's or none.
func (s *Store) Bulk(ctx context.Context, by kernel.UserID, id string) (kernel.BulkStanding, []kernel.BulkItem, error) {
	var r bulkRow
	ok, err := one(ctx, s.r, &r, "select "+bulkColumns+" from bulks b where b.id = ? and b.user_id = ?", id, string(by))
	if err != nil || !ok {
		if err == nil {
			err = errs.New(errs.NotFound, "kernel.bulk.none", nil)
		}
		return kernel.BulkStanding{}, nil, err
	}
	x, err := r.standing()
	if err != nil {
		return x, nil, err
	}
	rows, err := many[struct {
		bulkItemRow
		No    string `bun:"no"`
		Title string `bun:"title"`
		Flow  string `bun:"flow"`
		Item  string `bun:"item"`
		Unit  string `bun:"unit"`
	}](ctx, s.r, "select i.bulk, i.case_id, i.n, i.state, i.fault, i.made, c.no, c.title, c.flow, c.item, c.unit from bulk_items i join cases c on c.id = i.case_id where i.bulk = ? order by i.n", id)
	items := make([]kernel.BulkItem, 0, len(rows))
	for _, r := range rows {
		item := kernel.BulkItem{Bulk: r.Bulk, Case: kernel.CaseID(r.CaseID), No: r.No, Title: r.Title, State: kernel.BulkState(r.State), At: instant(r.Made), Flow: kernel.FlowAddr(r.Flow), Item: r.Item, Unit: kernel.UnitID(r.Unit)}
		if r.Fault != "" {
			item.Fault = &errs.Error{}
			if json.Unmarshal([]byte(r.Fault), item.Fault) != nil {
				item.Fault = nil
			}
		}
		items = append(items, item)
	}
	return x, items, err
}

// BulkWork is one case of a bulk that a process has claimed.
type BulkWork struct {
	Bulk kernel.Bulk
	Case kernel.CaseID
}

// ClaimBulk gives open cases of bulks to one process for a while.
func (s *Store) ClaimBulk(ctx context.Context, holder string, clock func() time.Time, limit int) ([]BulkWork, error) {
	rows, err := many[struct {
		Key    string `bun:"k"`
		CaseID string `bun:"case_id"`
		Body   string `bun:"body"`
	}](ctx, s.r, "select i.bulk || '/' || i.case_id as k, i.case_id, b.body from bulk_items i join bulks b on b.id = i.bulk where i.state = 'open' and "+
		unclaimed("i.bulk || '/' || i.case_id")+" order by i.bulk, i.n limit ?", claimBulk, micros(clock()), limit)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	keys := make([]string, len(rows))
	for i, r := range rows {
		keys[i] = r.Key
	}
	mine, err := s.claim(ctx, claimBulk, holder, clock, "select bulk || '/' || case_id from bulk_items where state = 'open' and bulk || '/' || case_id in (?)", keys)
	var out []BulkWork
	for _, r := range rows {
		if !mine[r.Key] {
			continue
		}
		w := BulkWork{Case: kernel.CaseID(r.CaseID)}
		if err := json.Unmarshal([]byte(r.Body), &w.Bulk); err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
		out = append(out, w)
	}
	return out, err
}

// BulkSettled writes what became of one case, and ends the bulk with its last.
// Doing it twice is harmless.
func (s *Store) BulkSettled(ctx context.Context, w BulkWork, fault *errs.Error, at time.Time) error {
	state, text := kernel.BulkDone, ""
	if fault != nil {
		said := *fault
		said.Cause, said.More = nil, nil // the log has them
		b, err := json.Marshal(said)
		if err != nil {
			return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
		}
		state, text = kernel.BulkRefused, string(b)
	}
	return s.inTx(ctx, func(t *tx) error {
		if _, err := t.exec("update bulk_items set state = ?, fault = ?, made = ? where bulk = ? and case_id = ? and state in ('open', 'stopped')", string(state), text, micros(at), w.Bulk.ID, string(w.Case)); err != nil {
			return err
		}
		if _, err := t.exec("delete from claims where kind = ? and id = ?", claimBulk, w.Bulk.Key(w.Case)); err != nil {
			return err
		}
		_, err := t.exec("update bulks set finished = ? where id = ? and finished = 0 and not exists (select 1 from bulk_items i where i.bulk = bulks.id and i.state in ('open', 'stopped'))", micros(at), w.Bulk.ID)
		return err
	})
}

// Assigned lists the open cases that somebody has, in the units named, in all
// when none is.
func (s *Store) Assigned(ctx context.Context, u kernel.UserID, units []kernel.UnitID) ([]kernel.Assigned, error) {
	q, args := "select id, no, flow, unit from cases where assignee = ? and closed = 0", []any{string(u)}
	if len(units) > 0 {
		q, args = q+" and unit in (?)", append(args, in(units))
	}
	rows, err := many[struct {
		ID   string `bun:"id"`
		No   string `bun:"no"`
		Flow string `bun:"flow"`
		Unit string `bun:"unit"`
	}](ctx, s.r, q+" order by unit, no", args...)
	out := make([]kernel.Assigned, 0, len(rows))
	for _, r := range rows {
		out = append(out, kernel.Assigned{ID: kernel.CaseID(r.ID), No: r.No, Flow: kernel.FlowAddr(r.Flow), Unit: kernel.UnitID(r.Unit)})
	}
	return out, err
}
