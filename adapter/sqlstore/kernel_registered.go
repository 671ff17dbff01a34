package sqlstore

import (
	"context"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// putParty writes a party, and each change of what is registered of it.
func (t *tx) putParty(m desk.Meta, w kernel.PutParty) error {
	p := w.Party
	old, err := partyByID(t.ctx, t.db, p.ID)
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return err
	}
	if err == nil {
		for _, c := range kernel.ChangesOf(old, p) {
			if _, err := t.exec("insert into party_changes (party, made, field, was, now, by_user, paper, id) values (?, ?, ?, ?, ?, ?, ?, ?)",
				string(p.ID), micros(m.At), c.Field, c.Was, c.Now, string(m.Actor.User), w.Paper, m.NewID()); err != nil {
				return err
			}
		}
	}
	_, err = t.exec(`insert into parties (id, kind, name, code, district, approval, quiet, address, postcode, contact, phone, representative, agency_code, updated) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (id) do update set kind = excluded.kind, name = excluded.name, code = excluded.code, district = excluded.district, approval = excluded.approval, quiet = excluded.quiet,
			address = excluded.address, postcode = excluded.postcode, contact = excluded.contact, phone = excluded.phone, representative = excluded.representative, agency_code = excluded.agency_code, updated = excluded.updated`,
		string(p.ID), p.Kind, p.Name, p.Code, p.District, list(p.Approval), flag(p.Quiet), p.Address, p.Postcode, p.Contact, p.Phone, p.Representative, p.AgencyCode, micros(m.At))
	return err
}

// PartyChanges lists what was changed of what is registered of a party, the newest
// first, with the names of who did it and of the documents.
func (s *Store) PartyChanges(ctx context.Context, p kernel.PartyID, limit int) ([]kernel.PartyChange, error) {
	rows, err := many[struct {
		Made  int64  `bun:"made"`
		Field string `bun:"field"`
		Was   string `bun:"was"`
		Now   string `bun:"now"`
		By    string `bun:"by_user"`
		Name  string `bun:"name"`
		Paper string `bun:"paper_name"`
		Doc   string `bun:"paper"`
	}](ctx, s.r, `select h.made, h.field, h.was, h.now, h.by_user, h.paper, coalesce(u.name, '') as name, coalesce(d.name, '') as paper_name
		from party_changes h left join users u on u.id = h.by_user left join documents d on d.id = h.paper and h.paper <> ''
		where h.party = ? order by h.made desc, h.id desc limit ?`, string(p), limit)
	out := make([]kernel.PartyChange, 0, len(rows))
	for _, r := range rows {
		out = append(out, kernel.PartyChange{Field: r.Field, Was: r.Was, Now: r.Now, At: instant(r.Made), By: kernel.UserID(r.By), Name: r.Name, Paper: r.Paper, PaperID: r.Doc})
	}
	return out, err
}

// ProofOf gives the party of which a document proves another name, kind or code; ""
// for a document that proves none.
func (s *Store) ProofOf(ctx context.Context, paper string) (kernel.PartyID, error) {
	var p string
	_, err := one(ctx, s.r, &p, "select party from party_changes where paper = ? limit 1", paper)
	return kernel.PartyID(p), err
}
