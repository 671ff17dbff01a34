package sqlstore

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// writeDraft writes what concerns drafts.
func (t *tx) writeDraft(m desk.Meta, w kernel.Write) (bool, error) {
	switch w := w.(type) {
	case kernel.SaveDraft:
		_, err := t.exec(`insert into drafts (user_id, party, subject, step, data, updated, mandate) values (?, ?, ?, ?, ?, ?, ?)
			on conflict (user_id, party, subject) do update set step = excluded.step, data = excluded.data, updated = excluded.updated, mandate = excluded.mandate`,
			string(w.User), string(w.Party), w.Subject, w.Step, string(w.Data), micros(m.At), mandateOf(m.Actor, w.Party))
		return true, err
	case kernel.DropDraft:
		return true, t.dropDraft(m, w)
	case kernel.HandDraft:
		return true, t.passDraft(m, kernel.DraftHand{ID: w.ID, From: w.From, Party: w.Party, Subject: w.Subject, To: w.To, Note: w.Note})
	case kernel.TakeDraft:
		return true, t.passDraft(m, kernel.DraftHand{ID: w.ID, From: w.From, Party: w.Party, Subject: w.Subject, To: w.To})
	case kernel.BeginAnew:
		_, err := t.exec("update draft_hands set ended = ? where user_id = ? and party = ? and subject = ? and ended = 0", micros(m.At), string(w.User), string(w.Party), w.Subject)
		return true, err
	case kernel.DropOldDrafts:
		if _, err := t.exec("delete from draft_hands where made < ?", micros(w.Before)); err != nil {
			return true, err
		}
		refused, err := oldRefused(t.ctx, t.db, w.Before)
		if err != nil {
			return true, err
		}
		for _, id := range refused {
			if _, err := t.exec("delete from pendings where id = ? and state = ?", id, string(desk.PendingRejected)); err != nil {
				return true, err
			}
		}
		_, err = t.exec("delete from drafts where updated < ? and subject not like 'template/%'", micros(w.Before))
		return true, err
	}
	return false, nil
}

// mandateOf is the mandate under which somebody types for the party.
func mandateOf(a kernel.Actor, p kernel.PartyID) string {
	if a.Party != p {
		return ""
	}
	return string(a.Mandate)
}

func (t *tx) dropDraft(m desk.Meta, w kernel.DropDraft) error {
	was := int64(0)
	if !w.Was.IsZero() {
		was = micros(w.Was)
	}
	n, err := t.exec("delete from drafts where user_id = ? and party = ? and subject = ? and (? = 0 or updated = ?)", string(w.User), string(w.Party), w.Subject, was, was)
	if err != nil || n == 0 {
		return err
	}
	_, err = t.exec("update draft_hands set gone = ? where holder = ? and party = ? and subject = ? and ended = 0 and gone = 0", micros(m.At), string(w.User), string(w.Party), w.Subject)
	return err
}

// passDraft gives a draft and its uploads to another person and keeps the trace:
// who gave it away before is told who has it now, and to whom it comes back it
// was never away.
func (t *tx) passDraft(m desk.Meta, h kernel.DraftHand) error {
	at, from, to, party := micros(m.At), string(h.From), string(h.To), string(h.Party)
	d, err := draftOf(t.ctx, t.db, kernel.DraftOf{User: h.From, Party: h.Party, Subject: h.Subject})
	if err != nil {
		return err
	}
	n, err := t.exec("update drafts set user_id = ?, mandate = ?, updated = ? where user_id = ? and party = ? and subject = ?", to, mandateOf(m.Actor, h.Party), at, from, party, h.Subject)
	if err != nil {
		return err
	}
	if n != 1 {
		return errs.New(errs.Conflict, "kernel.draft.gone", nil)
	}
	for _, id := range d.Uploads() {
		if _, err := t.exec("update documents set made_by = ? where id = ? and made_by = ? and case_id = ''", to, id, from); err != nil {
			return err
		}
	}
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{"update draft_hands set holder = ? where holder = ? and party = ? and subject = ? and ended = 0 and gone = 0", []any{to, from, party, h.Subject}},
		{"update draft_hands set ended = ? where user_id = ? and party = ? and subject = ? and ended = 0", []any{at, to, party, h.Subject}},
		{"insert into draft_hands (id, user_id, party, subject, to_user, holder, note, made, ended, gone) values (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)", []any{h.ID, from, party, h.Subject, to, to, h.Note, at}},
	} {
		if _, err := t.exec(q.sql, q.args...); err != nil {
			return err
		}
	}
	return nil
}

func draftOf(ctx context.Context, db bun.IDB, q kernel.DraftOf) (kernel.HeldDraft, error) {
	var r draftRow
	ok, err := one(ctx, db, &r, "select "+draftColumns+" from drafts d where d.user_id = ? and d.party = ? and d.subject = ?", string(q.User), string(q.Party), q.Subject)
	if err != nil || !ok {
		return kernel.HeldDraft{}, err
	}
	return r.draft(), nil
}

type draftRow struct {
	User    string `bun:"user_id"`
	Party   string `bun:"party"`
	Subject string `bun:"subject"`
	Mandate string `bun:"mandate"`
	Data    string `bun:"data"`
	Updated int64  `bun:"updated"`
}

const draftColumns = "d.user_id, d.party, d.subject, d.mandate, d.data, d.updated"

func (r draftRow) draft() kernel.HeldDraft {
	return kernel.HeldDraft{User: kernel.UserID(r.User), Party: kernel.PartyID(r.Party), Subject: r.Subject, Mandate: kernel.MandateID(r.Mandate), Data: []byte(r.Data), Updated: instant(r.Updated)}
}

type handRow struct {
	ID      string `bun:"id"`
	User    string `bun:"user_id"`
	By      string `bun:"by_name"`
	Party   string `bun:"party"`
	Subject string `bun:"subject"`
	To      string `bun:"to_user"`
	Holder  string `bun:"holder"`
	Who     string `bun:"who"`
	Note    string `bun:"note"`
	Made    int64  `bun:"made"`
	Gone    int64  `bun:"gone"`
}

const handSelect = `select h.id, h.user_id, coalesce(f.name, h.user_id) as by_name, h.party, h.subject, h.to_user, h.holder, coalesce(n.name, h.holder) as who, h.note, h.made, h.gone
	from draft_hands h left join users f on f.id = h.user_id left join users n on n.id = h.holder `

func (r handRow) hand() kernel.DraftHand {
	return kernel.DraftHand{ID: r.ID, From: kernel.UserID(r.User), By: r.By, Party: kernel.PartyID(r.Party), Subject: r.Subject, To: kernel.UserID(r.To), Holder: kernel.UserID(r.Holder), Who: r.Who,
		Note: r.Note, Made: instant(r.Made), Gone: instant(r.Gone)}
}

func handOf(ctx context.Context, db bun.IDB, q kernel.HandOf) (kernel.DraftHand, error) {
	var r handRow
	ok, err := one(ctx, db, &r, handSelect+"where h.user_id = ? and h.party = ? and h.subject = ? and h.ended = 0 order by h.made desc limit 1", string(q.User), string(q.Party), q.Subject)
	if err != nil || !ok {
		return kernel.DraftHand{}, err
	}
	return r.hand(), nil
}

// DraftHands lists the traces of drafts that the person gave away for the party
// and that did not come back, and those by which the person has what it holds,
// the newest first.
func (s *Store) DraftHands(ctx context.Context, u kernel.UserID, p kernel.PartyID) ([]kernel.DraftHand, error) {
	rows, err := many[handRow](ctx, s.r, handSelect+"where h.party = ? and h.ended = 0 and (h.user_id = ? or (h.holder = ? and h.gone = 0)) order by h.made desc, h.id limit 200", string(p), string(u), string(u))
	out := make([]kernel.DraftHand, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.hand())
	}
	return out, err
}

// LeftDrafts lists the drafts of a party that fell to the hat of the actor, see
// [kernel.HeirOf], the newest first, with the names of who had them.
func (s *Store) LeftDrafts(ctx context.Context, a kernel.Actor, at time.Time) ([]kernel.HeldDraft, map[kernel.UserID]string, error) {
	if a.Party == "" || a.User == "" {
		return nil, nil, nil
	}
	rows, err := many[draftRow](ctx, s.r, "select "+draftColumns+` from drafts d left join users u on u.id = d.user_id
		where d.party = ? and d.subject not like 'template/%' and (d.mandate <> '' or coalesce(u.disabled, 1) <> 0
		or not exists (select 1 from members m where m.user_id = d.user_id and m.party = d.party)) order by d.updated desc, d.user_id, d.subject limit 500`, string(a.Party))
	if err != nil {
		return nil, nil, err
	}
	v := peopleView{ctx, s.r}
	var out []kernel.HeldDraft
	var who []kernel.UserID
	type holder struct{ user, mandate string }
	mine := map[holder]bool{} // drafts of one person under one hat fall together
	for _, r := range rows {
		h := holder{r.User, r.Mandate}
		falls, known := mine[h]
		if !known {
			heir, left, err := kernel.HeirOf(v, r.draft(), at)
			if err != nil {
				return nil, nil, err
			}
			falls = left && heir == a.Mandate
			mine[h] = falls
		}
		if falls {
			out, who = append(out, r.draft()), append(who, kernel.UserID(r.User))
		}
	}
	names, err := s.Names(ctx, who)
	return out, names, err
}

// peopleView answers, outside a transaction, what is asked of people and mandates.
type peopleView struct {
	ctx context.Context
	db  bun.IDB
}

// Load answers the query.
func (v peopleView) Load(q any) (any, error) {
	switch q := q.(type) {
	case kernel.MandateByID:
		return mandateByID(v.ctx, v.db, q.ID)
	case kernel.MandateAfter:
		return mandateAfter(v.ctx, v.db, q.ID)
	case kernel.ActsFor:
		return actsFor(v.ctx, v.db, q)
	}
	return nil, errs.New(errs.Internal, "kernel.wrong_answer", nil)
}

// mandateAfter is the mandate that took over from another, the last given.
func mandateAfter(ctx context.Context, db bun.IDB, id kernel.MandateID) (kernel.Mandate, error) {
	var r mandateRow
	ok, err := one(ctx, db, &r, "select "+mandateColumns+" from mandates where handed_from = ? order by starts desc, id desc limit 1", string(id))
	if err != nil || !ok {
		return kernel.Mandate{}, err
	}
	return r.mandate(), nil
}

func actsFor(ctx context.Context, db bun.IDB, q kernel.ActsFor) (bool, error) {
	var n int
	at := micros(q.At)
	_, err := one(ctx, db, &n, `select count(*) from members x join users u on u.id = x.user_id where x.user_id = ? and u.disabled = 0 and (x.party = ?
		or exists (select 1 from mandates m where m.principal = ? and m.agent = x.party and m.starts <= ? and (m.ends = 0 or m.ends > ?) and (m.revoked = 0 or m.revoked > ?)
		and (m.agent_user = '' or m.agent_user = x.user_id)))`, string(q.User), string(q.Party), string(q.Party), at, at, at)
	return n > 0, err
}
