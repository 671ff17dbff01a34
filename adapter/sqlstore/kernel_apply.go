package sqlstore

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// Apply writes one effect. Kernel's own stand here; those of the registers, the
// book and the proofs in their files.
func (t *tx) Apply(m desk.Meta, e kernel.Effect) error {
	switch e := e.(type) {
	case kernel.SetTimer:
		if !e.At.After(m.At) {
			t.leave(LeftTimer)
		}
		_, err := t.exec(`insert into timers (case_id, name, at, move, input) values (?, ?, ?, ?, ?)
			on conflict (case_id, name) do update set at = excluded.at, move = excluded.move, input = excluded.input`,
			string(m.Case.ID), e.Name, micros(e.At), e.Move, string(e.Input))
		return err
	case kernel.ClearTimer:
		_, err := t.exec("delete from timers where case_id = ? and name = ?", string(m.Case.ID), e.Name)
		return err
	case kernel.Ask:
		t.leave(LeftAsk)
		_, err := t.exec(`insert into asks (key, case_id, party, kind, payload, on_answer, answer_by, made, sent, answered) values (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)`,
			e.Key, string(m.Case.ID), string(e.Party), e.Kind, string(e.Payload), e.OnAnswer, micros(e.AnswerBy), micros(m.At))
		return err
	case kernel.Notify:
		return t.notify(m, e)
	case kernel.Feedback:
		return t.feedback(m, e)
	case kernel.IssueDocument:
		return t.issue(m, e)
	case kernel.AttachDocument:
		return t.putDocument(m, kernel.PutDocument{ID: e.ID, Case: m.Case.ID, Kind: e.Kind, Name: e.Name, SHA256: e.SHA256, Bytes: e.Bytes, Media: e.Media, Pages: e.Pages, Level: e.Level, By: m.Actor.User, For: e.For})
	case kernel.LinkCase:
		return t.link(e)
	}
	return t.applyDomain(m, e)
}

// Tell writes a notice to each of the subjects.
func (t *tx) Tell(m desk.Meta, n kernel.Tell) error {
	args, err := json.Marshal(n.Args)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	for _, to := range n.To {
		if err := t.notice(m, kernel.RoleOwner, to, n.Text, string(args)); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) notice(m desk.Meta, as kernel.Role, subject, text, args string) error {
	t.leave(LeftNotice)
	_, err := t.exec(`insert into notices (id, case_id, role, subject, text, args, made, seen) values (?, ?, ?, ?, ?, ?, ?, 0)`,
		m.NewID(), string(m.Case.ID), string(as), subject, text, args, micros(m.At))
	return err
}

// notify writes one notice for every subject that takes part in the role.
func (t *tx) notify(m desk.Meta, e kernel.Notify) error {
	args, err := json.Marshal(e.Args)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	to, err := t.told(m, e)
	if err != nil {
		return err
	}
	for _, subject := range to {
		if err := t.notice(m, e.To, subject, e.Text, string(args)); err != nil {
			return err
		}
	}
	return nil
}

// told are the subjects of a notice. Access to a case names an office once, as its
// clerks: its heads are those who hold such a post there, or stand in for one; where
// nobody does, the office is told.
func (t *tx) told(m desk.Meta, e kernel.Notify) ([]string, error) {
	if e.User != "" {
		return []string{"user:" + string(e.User)}, nil
	}
	var out []string
	for _, a := range m.Case.Access {
		office := a.Relation == kernel.RelUnit || a.Relation == kernel.RelDistrict
		if e.To == kernel.RoleHead && office {
			heads, err := t.headsOf(a.Subject, m.At)
			if err != nil {
				return nil, err
			}
			out = append(out, heads...)
		} else if a.As == e.To {
			out = append(out, a.Subject)
		}
	}
	if e.To == kernel.RoleHead && len(out) == 0 && m.Case.Unit != "" {
		out = append(out, "unit:"+string(m.Case.Unit))
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// headsOf are the heads of an office on the instant, as subjects.
func (t *tx) headsOf(office string, at time.Time) ([]string, error) {
	unit, district, _ := strings.Cut(strings.TrimPrefix(office, "unit:"), "@")
	now := micros(at)
	rows, err := many[struct {
		User string `bun:"user_id"`
	}](t.ctx, t.db, `select p.user_id from posts p join users u on u.id = p.user_id where u.disabled = 0 and p.unit = ? and p.district = ? and p.role = 'head' and (p.until = 0 or p.until > ?)
		union select d.deputy from deputies d where d.unit = ? and d.district = ? and d.role = 'head' and d.starts <= ? and d.ends > ? and (d.ended = 0 or d.ended > ?)`,
		unit, district, now, unit, district, now, now, now)
	var out []string
	for _, r := range rows {
		out = append(out, "user:"+r.User)
	}
	return out, err
}

// issue freezes template and data and allots the number of its series.
func (t *tx) issue(m desk.Meta, e kernel.IssueDocument) error {
	t.leave(LeftPaper)
	number := ""
	if e.Series != "" {
		n, err := t.nextOfSeries(e.Series, m.At)
		if err != nil {
			return err
		}
		number = n
	}
	_, err := t.exec(`insert into documents (id, case_id, kind, template, template_hash, data, number, name, sha256, bytes, media, level, made, made_by, rendered, for_role, part)
		values (?, ?, ?, ?, '', ?, ?, '', '', 0, '', ?, ?, ?, 0, ?, ?)`,
		e.ID, string(m.Case.ID), e.Kind, e.Template, string(e.Data), number, int64(kernel.ViewDetail), micros(m.At), string(m.Actor.User), string(e.For), e.Part)
	return err
}

func (t *tx) link(e kernel.LinkCase) error {
	c, err := t.caseByID(e.From)
	if err != nil {
		return err
	}
	c.Links = append(c.Links, kernel.Link{Kind: e.Kind, Case: e.To})
	row, err := t.s.rowOf(c)
	if err != nil {
		return err
	}
	_, err = t.exec("update cases set envelope = ? where id = ?", row.Envelope, row.ID)
	return err
}

// AskByKey gives a question to an outside party; nil if there is none.
func (t *tx) AskByKey(key string) (*desk.OpenAsk, error) {
	var r askRow
	ok, err := one(t.ctx, t.db, &r, "select "+askColumns+" from asks where key = ?", key)
	if err != nil || !ok {
		return nil, err
	}
	a := r.open()
	return &a, nil
}

// CloseAsk marks a question answered.
func (t *tx) CloseAsk(key string, at time.Time) error {
	_, err := t.exec("update asks set answered = ? where key = ? and answered = 0", micros(at), key)
	return err
}

// DropTimer removes a timer if it is still the one of that instant.
func (t *tx) DropTimer(x desk.Timer) (bool, error) {
	n, err := t.exec("delete from timers where case_id = ? and name = ? and at = ?", string(x.Case), x.Name, micros(x.At))
	return n == 1, err
}

// Pending gives a command that waits for internal approval; nil if unknown.
func (t *tx) Pending(id string) (*desk.Pending, error) {
	var body string
	ok, err := one(t.ctx, t.db, &body, "select body from pendings where id = ?", id)
	if err != nil || !ok {
		return nil, err
	}
	var p desk.Pending
	if err := json.Unmarshal([]byte(body), &p); err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return &p, nil
}

// PendingOf gives what waits inside a party.
func (t *tx) PendingOf(p kernel.PartyID) ([]desk.Pending, error) {
	bodies, err := many[string](t.ctx, t.db, "select body from pendings where party = ? and state = ? order by made, id", string(p), string(desk.PendingOpen))
	if err != nil {
		return nil, err
	}
	out := make([]desk.Pending, len(bodies))
	for i, b := range bodies {
		if err := json.Unmarshal([]byte(b), &out[i]); err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
	}
	return out, nil
}

// PutPending keeps it.
func (t *tx) PutPending(p desk.Pending) error {
	body, err := json.Marshal(p)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	_, err = t.exec(`insert into pendings (id, party, state, body, made) values (?, ?, ?, ?, ?)
		on conflict (id) do update set state = excluded.state, body = excluded.body`, p.ID, string(p.Party), string(p.State), string(body), micros(p.Made))
	return err
}
