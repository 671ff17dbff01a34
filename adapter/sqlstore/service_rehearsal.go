package sqlstore

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"time"

	"quanlian/base/errs"
	"quanlian/chain/service/rehearsal"
	engine "quanlian/engine/rehearsal"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// writeRehearsal writes what heads and supervisors say of rehearsals.
func (t *tx) writeRehearsal(m desk.Meta, w kernel.Write) (bool, error) {
	switch w := w.(type) {
	case rehearsal.Start:
		question, err := json.Marshal(w.Question)
		if err != nil {
			return true, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
		}
		t.leave(LeftRehearsal)
		if _, err := t.exec(`insert into rehearsals (id, name, user_id, hat, made, finished, question, state, done, total, fault, basis, request, answer, holder, beat)
			values (?, ?, ?, ?, ?, 0, ?, ?, 0, 0, '', '', '', '', '', 0)`,
			w.ID, w.Question.Name, string(w.By), w.Hat, micros(m.At), string(question), string(rehearsal.Waiting)); err != nil {
			return true, err
		}
		for _, u := range w.Question.Units {
			if _, err := t.exec("insert into rehearsal_units (rehearsal, unit) values (?, ?)", w.ID, string(u)); err != nil {
				return true, err
			}
		}
		return true, nil
	case rehearsal.Stop:
		n, err := t.exec("update rehearsals set state = ?, finished = ? where id = ? and user_id = ? and state in (?)", string(rehearsal.Stopped), micros(m.At), w.ID, string(w.By),
			in([]rehearsal.State{rehearsal.Waiting, rehearsal.Running}))
		return true, found(n, err)
	case rehearsal.Drop:
		n, err := t.exec("delete from rehearsals where id = ? and user_id = ?", w.ID, string(w.By))
		if err := found(n, err); err != nil {
			return true, err
		}
		_, err = t.exec("delete from rehearsal_units where rehearsal = ?", w.ID)
		return true, err
	}
	return false, nil
}

func found(n int64, err error) error {
	if err == nil && n == 0 {
		return rehearsal.NotFound()
	}
	return err
}

type rehearsalRow struct {
	ID       string `bun:"id"`
	User     string `bun:"user_id"`
	UserName string `bun:"user_name"`
	Hat      string `bun:"hat"`
	Made     int64  `bun:"made"`
	Finished int64  `bun:"finished"`
	Question string `bun:"question"`
	State    string `bun:"state"`
	Done     int    `bun:"done"`
	Total    int    `bun:"total"`
	Fault    string `bun:"fault"`
	Basis    string `bun:"basis"`
	Answer   string `bun:"answer"`
}

const rehearsalColumns = "r.id, r.user_id, coalesce(u.name, '') as user_name, r.hat, r.made, r.finished, r.question, r.state, r.done, r.total, r.fault, r.basis, r.answer from rehearsals r left join users u on u.id = r.user_id"

func (r rehearsalRow) rehearsal() (rehearsal.Rehearsal, error) {
	x := rehearsal.Rehearsal{ID: r.ID, By: kernel.UserID(r.User), ByName: r.UserName, Hat: r.Hat, Made: instant(r.Made), Finished: instant(r.Finished), State: rehearsal.State(r.State), Done: r.Done, Of: r.Total}
	for _, p := range []struct {
		text string
		to   any
	}{{r.Question, &x.Question}, {r.Basis, &x.Basis}, {r.Answer, &x.Answer}, {r.Fault, &x.Fault}} {
		if p.text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(p.text), p.to); err != nil {
			return x, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
	}
	return x, nil
}

// readable is the condition that a rehearsal is about no other offices than
// these.
const readable = "exists (select 1 from rehearsal_units x where x.rehearsal = r.id) and not exists (select 1 from rehearsal_units x where x.rehearsal = r.id and x.unit not in (?))"

// Rehearsals lists those that the actor may read, the newest first.
func (s *Store) Rehearsals(ctx context.Context, a kernel.Actor, limit int) ([]rehearsal.Rehearsal, error) {
	units := rehearsal.Units(a)
	if len(units) == 0 {
		return nil, nil
	}
	rows, err := many[rehearsalRow](ctx, s.r, "select "+rehearsalColumns+" where "+readable+" order by r.made desc, r.id limit ?", in(units), limit)
	out := make([]rehearsal.Rehearsal, 0, len(rows))
	for _, r := range rows {
		x, e := r.rehearsal()
		if e != nil {
			return nil, e
		}
		out = append(out, x)
	}
	return out, err
}

// Rehearsal gives one that the actor may read; notfound when it is none or
// about offices of others.
func (s *Store) Rehearsal(ctx context.Context, a kernel.Actor, id string) (rehearsal.Rehearsal, error) {
	var r rehearsalRow
	units := rehearsal.Units(a)
	if len(units) == 0 {
		return rehearsal.Rehearsal{}, rehearsal.NotFound()
	}
	ok, err := one(ctx, s.r, &r, "select "+rehearsalColumns+" where "+readable+" and r.id = ?", in(units), id)
	if err == nil && !ok {
		err = rehearsal.NotFound()
	}
	if err != nil {
		return rehearsal.Rehearsal{}, err
	}
	return r.rehearsal()
}

// RehearsalInput gives what the replay of a rehearsal was fed with, as JSON; the
// caller has seen to it that the reader may read it.
func (s *Store) RehearsalInput(ctx context.Context, id string) ([]byte, error) {
	var text string
	if _, err := one(ctx, s.r, &text, "select request from rehearsals where id = ?", id); err != nil {
		return nil, err
	}
	if text == "" {
		return nil, rehearsal.NotFound()
	}
	z, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, bytes.NewReader([]byte(text))))
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return raw, nil
}

// Past gives the actor's cases of the offices that came before an instant and
// were not closed before the first one, with limits and pauses, without what
// was filled in.
func (s *Store) Past(ctx context.Context, a kernel.Actor, units []kernel.UnitID, from, until time.Time) ([]kernel.Case, error) {
	if len(units) == 0 {
		return nil, nil
	}
	w, args := scope(a, kernel.ViewDetail)
	const columns = `c.id, c.no, c.flow, c.item, c.item_hash, c.title, c.state, c.version, '{}' as data, c.assignee, c.unit, c.district, c.parent, c.envelope, c.opened, c.updated, c.closed, c.due, c.turn`
	rows, err := many[caseRow](ctx, s.r, "select "+columns+" from cases c where c.unit in (?) and c.opened < ? and (c.closed = 0 or c.closed >= ?) and "+w,
		append([]any{in(units), micros(until), micros(from)}, args...)...)
	if err != nil {
		return nil, err
	}
	return asCases(rows)
}

// Acts gives the moves from one instant to another on cases of the offices, and
// those of their clerks on whatever case, in their order: when somebody did
// something, and nothing of what it was about.
func (s *Store) Acts(ctx context.Context, units []kernel.UnitID, from, until time.Time) ([]rehearsal.Act, error) {
	if len(units) == 0 {
		return nil, nil
	}
	rows, err := many[struct {
		Case string `bun:"case_id"`
		By   string `bun:"actor_user"`
		Name string `bun:"act"`
		Made int64  `bun:"made"`
		Own  bool   `bun:"own"`
	}](ctx, s.r, `select j.case_id, j.actor_user, j.act, j.made, p.unit is not null as own
		from journal j join cases c on c.id = j.case_id
		left join (select distinct user_id, unit from posts where role = ? and unit in (?)) p on p.user_id = j.actor_user and p.unit = c.unit
		where j.made >= ? and j.made < ? and j.flow <> '' and (c.unit in (?) or j.actor_user in (select user_id from posts where role = ? and unit in (?)))
		order by j.made, j.id`, string(kernel.RoleClerk), in(units), micros(from), micros(until), in(units), string(kernel.RoleClerk), in(units))
	out := make([]rehearsal.Act, 0, len(rows))
	for _, r := range rows {
		out = append(out, rehearsal.Act{Case: kernel.CaseID(r.Case), By: kernel.UserID(r.By), Name: r.Name, At: instant(r.Made), Own: r.Own})
	}
	return out, err
}

// Clerks lists the clerks' posts of the offices, those that ended included, each
// held in person.
func (s *Store) Clerks(ctx context.Context, units []kernel.UnitID) ([]rehearsal.Clerk, error) {
	if len(units) == 0 {
		return nil, nil
	}
	rows, err := many[struct {
		User  string `bun:"user_id"`
		Unit  string `bun:"unit"`
		Until int64  `bun:"until"`
	}](ctx, s.r, "select user_id, unit, case when min(until) = 0 then 0 else max(until) end as until from posts where unit in (?) and role = ? and deputy_for = '' group by user_id, unit order by unit, user_id", in(units), string(kernel.RoleClerk))
	out := make([]rehearsal.Clerk, 0, len(rows))
	for _, r := range rows {
		out = append(out, rehearsal.Clerk{User: kernel.UserID(r.User), Unit: kernel.UnitID(r.Unit), Until: instant(r.Until)})
	}
	return out, err
}

// ClerksAway lists when clerks of the offices were away between two instants and had
// a deputy there.
func (s *Store) ClerksAway(ctx context.Context, units []kernel.UnitID, from, until time.Time) ([]rehearsal.Leave, error) {
	if len(units) == 0 {
		return nil, nil
	}
	rows, err := many[struct {
		User   string `bun:"absent"`
		Unit   string `bun:"unit"`
		Starts int64  `bun:"starts"`
		Ends   int64  `bun:"ends"`
	}](ctx, s.r, `select absent, unit, starts, case when ended > 0 and ended < ends then ended else ends end as ends from deputies
		where unit in (?) and role = ? and starts < ? and ends > ? order by unit, starts, id`, in(units), string(kernel.RoleClerk), micros(until), micros(from))
	out := make([]rehearsal.Leave, 0, len(rows))
	for _, r := range rows {
		out = append(out, rehearsal.Leave{User: kernel.UserID(r.User), Unit: kernel.UnitID(r.Unit), From: instant(r.Starts), To: instant(r.Ends)})
	}
	return out, err
}

// Unit: seconds. Source: our choice; a rehearsal whose process died is taken up
// again after it.
const rehearsalBeat = 30 * time.Second

// TakeRehearsal gives the oldest rehearsal that waits, or whose process is gone,
// to one process.
func (s *Store) TakeRehearsal(ctx context.Context, holder string, now time.Time) (x rehearsal.Rehearsal, ok bool, err error) {
	err = s.inTx(ctx, func(t *tx) error {
		var r rehearsalRow
		if ok, err = one(t.ctx, t.db, &r, "select "+rehearsalColumns+" where r.state = ? or r.state = ? and r.beat < ? order by r.made, r.id limit 1",
			string(rehearsal.Waiting), string(rehearsal.Running), micros(now.Add(-rehearsalBeat))); err != nil || !ok {
			return err
		}
		if x, err = r.rehearsal(); err != nil {
			return err
		}
		_, err = t.exec("update rehearsals set state = ?, holder = ?, beat = ?, done = 0 where id = ?", string(rehearsal.Running), holder, micros(now), r.ID)
		return err
	})
	return x, ok, err
}

// held updates a rehearsal that the process still has.
func (s *Store) heldRehearsal(ctx context.Context, id, holder, set string, args ...any) error {
	return s.inTx(ctx, func(t *tx) error {
		n, err := t.exec("update rehearsals set "+set+" where id = ? and holder = ? and state = ?", append(args, id, holder, string(rehearsal.Running))...)
		if err == nil && n == 0 {
			return rehearsal.ErrStopped
		}
		return err
	})
}

// RehearsalBeat says how far a rehearsal has come; [rehearsal.ErrStopped] when
// it was stopped, or another process has it.
func (s *Store) RehearsalBeat(ctx context.Context, id, holder string, done, of int, now time.Time) error {
	return s.heldRehearsal(ctx, id, holder, "done = ?, total = ?, beat = ?", done, of, micros(now))
}

// RehearsalAnswered keeps the answer with what it rests on.
func (s *Store) RehearsalAnswered(ctx context.Context, id, holder string, b rehearsal.Basis, q engine.Request, a engine.Answer, at time.Time) error {
	var packed bytes.Buffer
	enc := base64.NewEncoder(base64.StdEncoding, &packed)
	z := gzip.NewWriter(enc)
	if err := json.NewEncoder(z).Encode(q); err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	if err := z.Close(); err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	if err := enc.Close(); err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	basis, err := json.Marshal(b)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	answer, err := json.Marshal(a)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return s.heldRehearsal(ctx, id, holder, "state = ?, finished = ?, basis = ?, request = ?, answer = ?, done = total", string(rehearsal.Done), micros(at), string(basis), packed.String(), string(answer))
}

// RehearsalFailed keeps why there is no answer.
func (s *Store) RehearsalFailed(ctx context.Context, id, holder string, fault *errs.Error, at time.Time) error {
	said := *fault
	said.Cause, said.More = nil, nil // the log has them
	text, err := json.Marshal(said)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return s.heldRehearsal(ctx, id, holder, "state = ?, finished = ?, fault = ?", string(rehearsal.Failed), micros(at), string(text))
}
