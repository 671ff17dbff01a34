package sqlstore

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

const claimDelivery = "delivery"

type contactRow struct {
	User    string `bun:"user_id"`
	Mail    string `bun:"mail"`
	MailOK  int64  `bun:"mail_ok"`
	Phone   string `bun:"phone"`
	PhoneOK int64  `bun:"phone_ok"`
	Lang    string `bun:"lang"`
	Off     string `bun:"off"`
	Digest  int64  `bun:"digest"`
}

const contactColumns = "c.user_id, c.mail, c.mail_ok, c.phone, c.phone_ok, c.lang, c.off, c.digest"

func (r contactRow) contact() kernel.Contact {
	return kernel.Contact{User: kernel.UserID(r.User), Mail: r.Mail, MailOK: r.MailOK != 0, Phone: r.Phone, PhoneOK: r.PhoneOK != 0, Lang: r.Lang, Off: unlist[string](r.Off), Digest: r.Digest != 0}
}

// Contact gives where a user is told; the zero value when nothing was said.
func (s *Store) Contact(ctx context.Context, u kernel.UserID) (kernel.Contact, error) {
	var r contactRow
	ok, err := one(ctx, s.r, &r, "select "+contactColumns+" from contacts c where c.user_id = ?", string(u))
	if err != nil || !ok {
		return kernel.Contact{User: u, Lang: "zh"}, err
	}
	return r.contact(), nil
}

// writeContacts writes where people are told.
func (t *tx) writeContacts(m desk.Meta, w kernel.Write) (bool, error) {
	switch w := w.(type) {
	case kernel.PutContact:
		return true, t.putContact(m, w)
	case kernel.ProveContact:
		return true, t.proveContact(m, w)
	}
	return false, nil
}

// proveContact takes the code of one address; the other one waits for its own.
// The column keeps both hashes, mail before phone, with a blank between.
func (t *tx) proveContact(m desk.Meta, w kernel.ProveContact) error {
	var r struct {
		Code string `bun:"code"`
	}
	ok, err := one(t.ctx, t.db, &r, "select code from contacts where user_id = ? and code_until > ?", string(w.User), micros(m.At))
	if err != nil {
		return err
	}
	mail, phone, _ := strings.Cut(r.Code, " ")
	set, left := "", ""
	switch {
	case !ok || w.Code == "":
	case w.Code == mail:
		set, left = "mail_ok", " "+phone
	case w.Code == phone:
		set, left = "phone_ok", mail+" "
	}
	if set == "" {
		return errs.At("code", "kernel.contact.bad_code", nil)
	}
	_, err = t.exec("update contacts set "+set+" = 1, code = ? where user_id = ?", left, string(w.User))
	return err
}

func (t *tx) putContact(m desk.Meta, w kernel.PutContact) error {
	var old contactRow
	if _, err := one(t.ctx, t.db, &old, "select "+contactColumns+" from contacts c where c.user_id = ?", string(w.Contact.User)); err != nil {
		return err
	}
	c := w.Contact
	mailOK, phoneOK := old.MailOK != 0 && old.Mail == c.Mail, old.PhoneOK != 0 && old.Phone == c.Phone
	if _, err := t.exec(`insert into contacts (user_id, mail, mail_ok, phone, phone_ok, lang, off, digest, code, code_until, updated) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (user_id) do update set mail = excluded.mail, mail_ok = excluded.mail_ok, phone = excluded.phone, phone_ok = excluded.phone_ok, lang = excluded.lang,
		off = excluded.off, digest = excluded.digest, code = excluded.code, code_until = excluded.code_until, updated = excluded.updated`,
		string(c.User), c.Mail, flag(mailOK), c.Phone, flag(phoneOK), c.Lang, list(c.Off), flag(c.Digest), w.Mail.Hash+" "+w.Phone.Hash, micros(w.Until), micros(m.At)); err != nil {
		return err
	}
	if err := t.sendCode(m, c.User, kernel.ByMail, c.Mail != "" && !mailOK, w.Mail.Plain); err != nil {
		return err
	}
	return t.sendCode(m, c.User, kernel.BySMS, c.Phone != "" && !phoneOK, w.Phone.Plain)
}

func (t *tx) sendCode(m desk.Meta, u kernel.UserID, ch kernel.Channel, ask bool, code string) error {
	if !ask {
		return nil
	}
	args, err := json.Marshal(map[string]string{"code": code})
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return t.deliver("code/"+m.NewID(), u, ch, kernel.TopicLimit, kernel.CodeText, string(args), m.At, m.At)
}

func (t *tx) deliver(id string, u kernel.UserID, ch kernel.Channel, topic kernel.Topic, text, args string, next, at time.Time) error {
	t.leave(LeftNotice)
	_, err := t.exec(`insert into deliveries (id, user_id, channel, topic, text, args, state, tries, next, made, settled, fault) values (?, ?, ?, ?, ?, ?, 'open', 0, ?, ?, 0, '') on conflict (id) do nothing`,
		id, string(u), string(ch), string(topic), text, args, micros(next), micros(at))
	return err
}

// Spread makes of notices that were not carried out yet one delivery for each
// person and channel that wants it. The id of a delivery is made of them, so
// that none comes twice. digest gives the instant of the next daily mail.
func (s *Store) Spread(ctx context.Context, now time.Time, digest func(time.Time) time.Time, limit int) (int, error) {
	n := 0
	err := s.inTx(ctx, func(t *tx) error {
		rows, err := many[struct {
			ID      string `bun:"id"`
			Case    string `bun:"case_id"`
			No      string `bun:"no"`
			Flow    string `bun:"flow"`
			Subject string `bun:"subject"`
			Text    string `bun:"text"`
		}](t.ctx, t.db, "select n.id, n.case_id, coalesce(c.no, '') as no, coalesce(c.flow, '') as flow, n.subject, n.text from notices n left join cases c on c.id = n.case_id where n.spread = 0 order by n.made, n.id limit ?", limit)
		if err != nil {
			return err
		}
		n = len(rows)
		for _, r := range rows {
			args, err := json.Marshal(map[string]string{"no": r.No})
			if err != nil {
				return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
			}
			if err := t.spreadOne(r.ID, r.Subject, kernel.FlowAddr(r.Flow), r.Text, string(args), now, digest); err != nil {
				return err
			}
			if _, err := t.exec("update notices set spread = ? where id = ?", micros(now), r.ID); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

func (t *tx) spreadOne(id, subject string, flow kernel.FlowAddr, text, args string, now time.Time, digest func(time.Time) time.Time) error {
	people, err := t.contactsOf(subject, flow, now)
	if err != nil {
		return err
	}
	topic := kernel.TopicOf(text)
	for _, c := range people {
		for _, ch := range kernel.Channels() {
			if !c.Wants(topic, ch) {
				continue
			}
			next := now
			if c.Digest && ch == kernel.ByMail && topic == kernel.TopicCase {
				next = digest(now)
			}
			if err := t.deliver(id+"/"+string(c.User)+"/"+string(ch), c.User, ch, topic, text, args, next, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// contactsOf are the people behind a subject: one user, the members of a party
// and of its agents for the matter, the staff of an office.
func (t *tx) contactsOf(subject string, flow kernel.FlowAddr, now time.Time) ([]kernel.Contact, error) {
	kind, id, _ := strings.Cut(subject, ":")
	var from string
	var args []any
	switch kind {
	case "user":
		from, args = "u.id = ?", []any{id}
	case "party":
		from, args = `(u.id in (select m.user_id from members m where m.party = ? and m.rights like '%"view"%')
			or u.id in (select m.user_id from members m join mandates g on g.agent = m.party where g.principal = ? and g.starts <= ? and (g.ends = 0 or g.ends > ?) and g.revoked = 0
			and (g.agent_user = '' or g.agent_user = m.user_id) and g.rights like '%"view"%' and (g.scope like '%"*"%' or g.scope like ?)))`,
			[]any{id, id, micros(now), micros(now), `%"` + flow.Matter() + `"%`}
	case "unit":
		unit, district, _ := strings.Cut(id, "@")
		from, args = "u.id in (select p.user_id from posts p where p.unit = ? and p.district = ? and (p.until = 0 or p.until > ?))", []any{unit, district, micros(now)}
	default:
		return nil, nil
	}
	rows, err := many[contactRow](t.ctx, t.db, "select "+contactColumns+" from contacts c join users u on u.id = c.user_id where u.disabled = 0 and "+from+" order by c.user_id", args...)
	var out []kernel.Contact
	for _, r := range rows {
		out = append(out, r.contact())
	}
	return out, err
}
