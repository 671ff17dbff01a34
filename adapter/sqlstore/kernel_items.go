package sqlstore

import (
	"context"
	"encoding/json"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
)

// loadItem answers which item a case was opened by, and which is in force.
func (t *tx) loadItem(q any) (any, bool, error) {
	sq, args := "", []any(nil)
	var missing error
	switch q := q.(type) {
	case form.ItemByHash:
		sq, args = "select body from items where hash = ?", []any{q.Hash}
		missing = noVersion(q.Hash)
	case form.ItemInForce:
		sq = `select i.body from item_versions v join items i on i.hash = v.hash
			where v.code = ? and v.starts <= ? order by v.rank desc, v.starts desc limit 1`
		args = []any{q.Code, q.On.String()}
		missing = errs.New(errs.NotFound, "kernel.form.no_such_item", errs.Args{"code": q.Code})
	default:
		return nil, false, nil
	}
	var r struct {
		Body string `bun:"body"`
	}
	ok, err := one(t.ctx, t.db, &r, sq, args...)
	if err != nil {
		return nil, true, err
	}
	if !ok {
		return nil, true, missing
	}
	it, err := asItem(r.Body)
	return it, true, err
}

func noVersion(hash string) error {
	return errs.New(errs.NotFound, "kernel.form.no_such_version", errs.Args{"hash": hash})
}

func asItem(body string) (form.Item, error) {
	var it form.Item
	if err := json.Unmarshal([]byte(body), &it); err != nil {
		return it, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return it, nil
}

// keepItems replaces what earlier files said.
func (t *tx) keepItems(m desk.Meta, w form.KeepItems) error {
	for _, it := range w.Items {
		if err := t.putItem(m, it); err != nil {
			return err
		}
	}
	if _, err := t.exec("delete from item_versions where rank < ?", form.RankApproved); err != nil {
		return err
	}
	for _, v := range w.Versions {
		if err := t.putVersion(m, v); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) putItem(m desk.Meta, it form.Item) error {
	body, err := json.Marshal(it)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	_, err = t.exec("insert into items (hash, code, body, made) values (?, ?, ?, ?) on conflict (hash) do nothing", it.Hash(), it.Code, string(body), micros(m.At))
	return err
}

func (t *tx) putVersion(m desk.Meta, v form.Kept) error {
	_, err := t.exec(`insert into item_versions (code, rank, starts, hash, case_id, made) values (?, ?, ?, ?, ?, ?)
		on conflict (code, rank, starts) do update set hash = excluded.hash, case_id = excluded.case_id, made = excluded.made`,
		v.Code, v.Rank, v.From.String(), v.Hash, string(m.Case.ID), micros(m.At))
	return err
}

// recallItem takes an approved version out; one of the same day that it had
// replaced stands again.
func (t *tx) recallItem(m desk.Meta, e form.PutItem) error {
	code, day := e.Item.Code, e.Item.From.String()
	if _, err := t.exec("delete from item_versions where code = ? and rank = ? and starts = ? and hash = ?", code, form.RankApproved, day, e.Item.Hash()); err != nil || e.Before == "" {
		return err
	}
	var r struct {
		Body string `bun:"body"`
	}
	ok, err := one(t.ctx, t.db, &r, "select i.body from items i where i.hash = ? and not exists (select 1 from item_versions v where v.code = ? and v.hash = i.hash)", e.Before, code)
	if err != nil || !ok {
		return err
	}
	was, err := asItem(r.Body)
	if err != nil || was.From != e.Item.From {
		return err
	}
	return t.putVersion(m, form.Kept{Code: code, From: was.From, Rank: form.RankApproved, Hash: e.Before})
}

// approveItem brings an approved version into force, or takes it out again.
func (t *tx) approveItem(m desk.Meta, e form.PutItem) error {
	if e.Back {
		return t.recallItem(m, e)
	}
	if err := t.putItem(m, e.Item); err != nil {
		return err
	}
	return t.putVersion(m, form.Kept{Code: e.Item.Code, From: e.Item.From, Rank: form.RankApproved, Hash: e.Item.Hash()})
}

// KeptItems lists which version of each item is applied from which day on, as
// the files said it last.
func (s *Store) KeptItems(ctx context.Context) ([]form.Kept, error) {
	rows, err := many[struct {
		Code   string `bun:"code"`
		Rank   int    `bun:"rank"`
		Starts string `bun:"starts"`
		Hash   string `bun:"hash"`
	}](ctx, s.r, "select code, rank, starts, hash from item_versions where rank < ? order by code, rank, starts", form.RankApproved)
	if err != nil {
		return nil, err
	}
	out := make([]form.Kept, len(rows))
	for i, r := range rows {
		day, err := calendar.ParseDate(r.Starts)
		if err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
		out[i] = form.Kept{Code: r.Code, Rank: r.Rank, From: day, Hash: r.Hash}
	}
	return out, nil
}

// ApprovedItem is a version that officials made, with the case that did it.
type ApprovedItem struct {
	Item form.Item
	Case kernel.CaseID
	Made time.Time
}

// ApprovedItems lists every approved version, and Stamp changes with them.
func (s *Store) ApprovedItems(ctx context.Context) ([]ApprovedItem, error) {
	rows, err := many[struct {
		Body string `bun:"body"`
		Case string `bun:"case_id"`
		Made int64  `bun:"made"`
	}](ctx, s.r, "select i.body, v.case_id, v.made from item_versions v join items i on i.hash = v.hash where v.rank = ? order by v.code, v.starts", form.RankApproved)
	if err != nil {
		return nil, err
	}
	out := make([]ApprovedItem, len(rows))
	for i, r := range rows {
		it, err := asItem(r.Body)
		if err != nil {
			return nil, err
		}
		out[i] = ApprovedItem{Item: it, Case: kernel.CaseID(r.Case), Made: instant(r.Made)}
	}
	return out, nil
}

// ItemsStamp changes whenever an approved version does.
func (s *Store) ItemsStamp(ctx context.Context) (int64, error) {
	var r struct {
		N    int64 `bun:"n"`
		Made int64 `bun:"made"`
	}
	_, err := one(ctx, s.r, &r, "select count(*) as n, coalesce(max(made), 0) as made from item_versions where rank = ?", form.RankApproved)
	return r.Made + r.N, err
}

// KeptItem gives the resolved item of a hash, as a case was opened by it.
func (s *Store) KeptItem(ctx context.Context, hash string) (form.Item, error) {
	var body string
	ok, err := one(ctx, s.r, &body, "select body from items where hash = ?", hash)
	if err != nil {
		return form.Item{}, err
	}
	if !ok {
		return form.Item{}, noVersion(hash)
	}
	return asItem(body)
}

// ItemUse gives the codes of the items that most applicants opened cases by since
// the instant, the most first. An applicant counts once, however often he came.
func (s *Store) ItemUse(ctx context.Context, since time.Time, limit int) ([]string, error) {
	rows, err := many[struct {
		Item string `bun:"item"`
		N    int64  `bun:"n"`
	}](ctx, s.r, `select c.item as item, count(distinct a.subject) as n
		from cases c join case_access a on a.case_id = c.id and a.relation = 'owner'
		where c.opened >= ? and c.item <> '' group by c.item order by n desc, count(*) desc, c.item limit ?`, micros(since), limit)
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.Item
	}
	return out, err
}
