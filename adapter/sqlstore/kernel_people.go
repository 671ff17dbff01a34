package sqlstore

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/registry"
)

// Write writes one value of the closed list of writes.
func (t *tx) Write(m desk.Meta, w kernel.Write) error {
	switch w := w.(type) {
	case kernel.PostMessage:
		_, err := t.exec("insert into messages (id, case_id, from_user, party, text, level, made) values (?, ?, ?, ?, ?, ?, ?)",
			w.ID, string(w.Case), string(w.From), string(w.Party), w.Text, int64(w.Level), micros(m.At))
		return err
	case kernel.PutDocument:
		return t.putDocument(m, w)
	case kernel.Feedback:
		return t.feedback(m, w)
	case kernel.Suspend:
		_, err := t.exec("insert into suspense (id, party, answer, ask_key, payload, reason, made, cleared, cleared_by) values (?, ?, ?, ?, ?, ?, ?, 0, '')",
			w.ID, string(w.Party), w.Answer, w.AskKey, string(w.Payload), w.Reason, micros(m.At))
		return err
	case kernel.ClearStray:
		return t.clearStray(m, w)
	case kernel.ScanFile:
		return t.scanFile(m, w)
	case form.KeepItems:
		return t.keepItems(m, w)
	case kernel.Journaled:
		return nil
	case kernel.EraseEntries:
		return t.erase(w)
	}
	if ok, err := t.writeDraft(m, w); ok {
		return err
	}
	if ok, err := t.writeView(m, w); ok {
		return err
	}
	if ok, err := t.writeLedger(m, w); ok {
		return err
	}
	if e, ok := w.(registry.Enter); ok { // as a row of an imported list
		_, _, _, err := t.putRecords([]registry.Record{e.Record(m.Actor.User)}, time.Time{}, m.At)
		return err
	}
	if ok, err := t.writeToken(w); ok {
		return err
	}
	return t.writePeople(m, w)
}

func (t *tx) writePeople(m desk.Meta, w kernel.Write) error {
	switch w := w.(type) {
	case kernel.PutParty:
		return t.putParty(m, w)
	case kernel.PutUser:
		_, err := t.exec(`insert into users (id, login, name, hash, made, disabled) values (?, ?, ?, ?, ?, 0)
			on conflict (id) do update set login = excluded.login, name = excluded.name, hash = excluded.hash`,
			string(w.ID), w.Login, w.Name, w.Hash, micros(m.At))
		return err
	case kernel.PutMember:
		if len(w.Rights) == 0 {
			_, err := t.exec("delete from members where user_id = ? and party = ?", string(w.User), string(w.Party))
			return err
		}
		_, err := t.exec(`insert into members (user_id, party, duty, rights) values (?, ?, ?, ?)
			on conflict (user_id, party) do update set duty = excluded.duty, rights = excluded.rights`, string(w.User), string(w.Party), string(w.Duty), list(w.Rights))
		return err
	case kernel.PutPost:
		_, err := t.exec(`insert into posts (user_id, unit, role, district, deputy_for, until) values (?, ?, ?, ?, ?, ?)
			on conflict (user_id, unit, role, district) do update set deputy_for = excluded.deputy_for, until = excluded.until`,
			string(w.User), string(w.Post.Unit), string(w.Post.Role), w.Post.District, string(w.Post.DeputyFor), micros(w.Until))
		return err
	case kernel.GrantMandate:
		x := w.Mandate
		_, err := t.exec(`insert into mandates (id, principal, agent, agent_user, scope, rights, starts, ends, revoked, handed_from, doc_sha256) values (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)`,
			string(x.ID), string(x.Principal), string(x.Agent), string(x.AgentUser), list(x.Scope), list(x.Rights), micros(x.From), micros(x.To), string(x.HandedFrom), x.DocSHA256)
		return err
	case kernel.MandateEnds: // told, nothing else
		return nil
	case kernel.RevokeMandate:
		_, err := t.exec("update mandates set revoked = ? where id = ? and principal = ? and revoked = 0", micros(w.At), string(w.ID), string(w.Principal))
		return err
	}
	if ok, err := t.writeAccounts(m, w); ok {
		return err
	}
	if ok, err := t.writeContacts(m, w); ok {
		return err
	}
	return t.writeOffices(m, w)
}

func (t *tx) putDocument(m desk.Meta, w kernel.PutDocument) error {
	entry := m.Entry
	if entry == "" { // laid into a case by a move: the upload's entry binds its content
		if _, err := one(t.ctx, t.db, &entry, "select coalesce(max(entry), '') from documents where sha256 = ? and made_by = ?", w.SHA256, string(w.By)); err != nil {
			return err
		}
	}
	_, err := t.exec(`insert into documents (id, case_id, kind, template, template_hash, data, number, name, sha256, bytes, media, level, made, made_by, rendered, entry, pages, for_role)
		values (?, ?, ?, '', '', '{}', '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (id) do update set name = excluded.name, sha256 = excluded.sha256, bytes = excluded.bytes, media = excluded.media, rendered = excluded.rendered, entry = excluded.entry, pages = excluded.pages`,
		w.ID, string(w.Case), w.Kind, w.Name, w.SHA256, w.Bytes, w.Media, int64(w.Level), micros(m.At), string(w.By), micros(m.At), entry, int64(w.Pages), string(w.For))
	return err
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func list[T any](v []T) string {
	if v == nil {
		v = []T{}
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "[]"
	}
	return string(b)
}

func unlist[T any](s string) []T {
	var v []T
	if json.Unmarshal([]byte(s), &v) != nil || len(v) == 0 {
		return nil
	}
	return v
}

type partyRow struct {
	ID       string `bun:"id"`
	Kind     string `bun:"kind"`
	Name     string `bun:"name"`
	Code     string `bun:"code"`
	District string `bun:"district"`
	Approval string `bun:"approval"`
	Quiet    int64  `bun:"quiet"`
	Address  string `bun:"address"`
	Postcode string `bun:"postcode"`
	Contact  string `bun:"contact"`
	Phone    string `bun:"phone"`
	Rep      string `bun:"representative"`
	Agency   string `bun:"agency_code"`
}

const partyColumns = "id, kind, name, code, district, approval, quiet, address, postcode, contact, phone, representative, agency_code"

func (r partyRow) party() kernel.Party {
	return kernel.Party{ID: kernel.PartyID(r.ID), Kind: r.Kind, Name: r.Name, Code: r.Code, District: r.District, Approval: unlist[kernel.Duty](r.Approval), Quiet: r.Quiet != 0,
		Registered: kernel.Registered{Address: r.Address, Postcode: r.Postcode, Contact: r.Contact, Phone: r.Phone, Representative: r.Rep, AgencyCode: r.Agency}}
}

func partyByID(ctx context.Context, db bun.IDB, id kernel.PartyID) (kernel.Party, error) {
	var r partyRow
	ok, err := one(ctx, db, &r, "select "+partyColumns+" from parties where id = ?", string(id))
	if err != nil {
		return kernel.Party{}, err
	}
	if !ok {
		return kernel.Party{}, errs.New(errs.NotFound, "kernel.no_such_party", errs.Args{"id": id})
	}
	return r.party(), nil
}

// partyByCode finds a party by its official code; the zero party for none.
func partyByCode(ctx context.Context, db bun.IDB, code string) (kernel.Party, error) {
	var r partyRow
	if code == "" {
		return kernel.Party{}, nil
	}
	ok, err := one(ctx, db, &r, "select "+partyColumns+" from parties where code = ? order by id limit 1", code)
	if err != nil || !ok {
		return kernel.Party{}, err
	}
	return r.party(), nil
}

// User is a log-in with its encoded password hash.
type User struct {
	ID       string `bun:"id"`
	Login    string `bun:"login"`
	Name     string `bun:"name"`
	Hash     string `bun:"hash"`
	Disabled int64  `bun:"disabled"`
}

// UserByLogin gives a log-in; ok is false when there is none.
func (s *Store) UserByLogin(ctx context.Context, login string) (u User, ok bool, err error) {
	ok, err = one(ctx, s.r, &u, "select id, login, name, hash, disabled from users where login = ?", login)
	return u, ok, err
}

// UserByID gives a log-in by its id; ok is false when there is none.
func (s *Store) UserByID(ctx context.Context, id kernel.UserID) (u User, ok bool, err error) {
	ok, err = one(ctx, s.r, &u, "select id, login, name, hash, disabled from users where id = ?", string(id))
	return u, ok, err
}

// Party gives a party; notfound when there is none.
func (s *Store) Party(ctx context.Context, id kernel.PartyID) (kernel.Party, error) {
	return partyByID(ctx, s.r, id)
}

// PartyByCode gives the party with an official code; the zero party when there is
// none.
func (s *Store) PartyByCode(ctx context.Context, code string) (kernel.Party, error) {
	return partyByCode(ctx, s.r, code)
}
