package sqlstore

import (
	"context"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// writeOffices writes what concerns the offices of the city.
func (t *tx) writeOffices(m desk.Meta, w kernel.Write) error {
	switch w := w.(type) {
	case kernel.AskListBook:
		return t.askListBook(m, w)
	case kernel.StartBulk:
		return t.startBulk(m, w)
	case kernel.RetryBulk:
		return t.retryBulk(w)
	case kernel.StopBulk:
		return t.stopBulk(w)
	case kernel.ResumeBulk:
		return t.resumeBulk(w)
	case kernel.PutUnit:
		u := w.Unit
		_, err := t.exec(`insert into units (id, zh, en, district, closed) values (?, ?, ?, ?, ?)
			on conflict (id) do update set zh = excluded.zh, en = excluded.en, district = excluded.district, closed = excluded.closed`,
			string(u.ID), u.Zh, u.En, u.District, micros(u.Closed))
		return err
	case kernel.NameDeputy:
		d := w.Deputy
		_, err := t.exec(`insert into deputies (id, absent, deputy, unit, role, district, starts, ends, reason, made, made_by, ended) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
			d.ID, string(d.Absent), string(d.Deputy), string(d.Post.Unit), string(d.Post.Role), d.Post.District, micros(d.From), micros(d.To), d.Reason, micros(m.At), string(m.Actor.User))
		return err
	case kernel.EndDeputy:
		n, err := t.exec("update deputies set ended = ? where id = ? and absent = ? and unit = ? and ended = 0", micros(m.At), w.ID, string(w.Absent), string(w.Unit))
		if err == nil && n == 0 {
			return errs.New(errs.NotFound, "kernel.deputy.none", nil)
		}
		return err
	}
	if ok, err := t.writeRehearsal(m, w); ok {
		return err
	}
	return errs.New(errs.Internal, "adapter.sqlstore.unknown_write", errs.Args{"write": w.Write()})
}

// Units lists the offices of the city, the closed ones last.
func (s *Store) Units(ctx context.Context) ([]kernel.Unit, error) {
	rows, err := many[struct {
		ID       string `bun:"id"`
		Zh       string `bun:"zh"`
		En       string `bun:"en"`
		District string `bun:"district"`
		Closed   int64  `bun:"closed"`
	}](ctx, s.r, "select id, zh, en, district, closed from units order by case when closed = 0 then 0 else 1 end, id")
	out := make([]kernel.Unit, 0, len(rows))
	for _, r := range rows {
		out = append(out, kernel.Unit{ID: kernel.UnitID(r.ID), Zh: r.Zh, En: r.En, District: r.District, Closed: instant(r.Closed)})
	}
	return out, err
}

// Deputies lists who stands in for the user, or for whom the user stands in:
// side absent or deputy, newest first.
func (s *Store) Deputies(ctx context.Context, side string, u kernel.UserID, limit int) ([]kernel.StandIn, error) {
	column := "d.absent"
	if side == "deputy" {
		column = "d.deputy"
	}
	return s.deputies(ctx, column+" = ?", string(u), limit)
}

// DeputiesOf lists those of a unit, newest first.
func (s *Store) DeputiesOf(ctx context.Context, unit kernel.UnitID, limit int) ([]kernel.StandIn, error) {
	return s.deputies(ctx, "d.unit = ?", string(unit), limit)
}

func (s *Store) deputies(ctx context.Context, cond string, arg any, limit int) ([]kernel.StandIn, error) {
	rows, err := many[struct {
		ID         string `bun:"id"`
		Absent     string `bun:"absent"`
		Deputy     string `bun:"deputy"`
		Unit       string `bun:"unit"`
		Role       string `bun:"role"`
		District   string `bun:"district"`
		Starts     int64  `bun:"starts"`
		Ends       int64  `bun:"ends"`
		Reason     string `bun:"reason"`
		Ended      int64  `bun:"ended"`
		AbsentName string `bun:"absent_name"`
		DeputyName string `bun:"deputy_name"`
	}](ctx, s.r, `select d.id, d.absent, d.deputy, d.unit, d.role, d.district, d.starts, d.ends, d.reason, d.ended, a.name as absent_name, b.name as deputy_name
		from deputies d join users a on a.id = d.absent join users b on b.id = d.deputy where `+cond+" order by d.starts desc, d.id limit ?", arg, limit)
	out := make([]kernel.StandIn, 0, len(rows))
	for _, r := range rows {
		out = append(out, kernel.StandIn{AbsentName: r.AbsentName, DeputyName: r.DeputyName, Deputy: kernel.Deputy{ID: r.ID, Absent: kernel.UserID(r.Absent), Deputy: kernel.UserID(r.Deputy),
			Post: kernel.Post{Unit: kernel.UnitID(r.Unit), Role: kernel.Role(r.Role), District: r.District}, From: instant(r.Starts), To: instant(r.Ends), Reason: r.Reason, EndedAt: instant(r.Ended)}})
	}
	return out, err
}

// Colleagues lists the staff of the units, all staff when none is named, by
// name.
func (s *Store) Colleagues(ctx context.Context, units []kernel.UnitID, at time.Time) ([]kernel.Colleague, error) {
	now := micros(at)
	cond, args := "", []any{now}
	if len(units) > 0 {
		cond, args = " and p.user_id in (select q.user_id from posts q where q.unit in (?) and (q.until = 0 or q.until > ?))", []any{now, in(units), now}
	}
	rows, err := many[struct {
		ID       string `bun:"id"`
		Name     string `bun:"name"`
		Login    string `bun:"login"`
		Unit     string `bun:"unit"`
		Role     string `bun:"role"`
		District string `bun:"district"`
	}](ctx, s.r, `select u.id, u.name, u.login, p.unit, p.role, p.district from posts p join users u on u.id = p.user_id
		where u.disabled = 0 and (p.until = 0 or p.until > ?)`+cond+" order by u.name, u.id, p.unit, p.role", args...)
	var out []kernel.Colleague
	for _, r := range rows {
		if n := len(out); n == 0 || out[n-1].ID != kernel.UserID(r.ID) {
			out = append(out, kernel.Colleague{ID: kernel.UserID(r.ID), Name: r.Name, Login: r.Login})
		}
		c := &out[len(out)-1]
		c.Posts = append(c.Posts, kernel.Post{Unit: kernel.UnitID(r.Unit), Role: kernel.Role(r.Role), District: r.District})
	}
	return out, err
}
