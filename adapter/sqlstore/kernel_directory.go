package sqlstore

import (
	"context"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Users lists log-ins whose name or log-in holds the words, by name, with their
// number before paging.
func (s *Store) Users(ctx context.Context, words string, limit, offset int) ([]kernel.UserRow, int, error) {
	cond, args := "1 = 1", []any{}
	if words != "" {
		p := "%" + words + "%"
		cond, args = "(u.login "+s.like()+" ? or u.name "+s.like()+" ?)", []any{p, p}
	}
	var total int
	if _, err := one(ctx, s.r, &total, "select count(*) from users u where "+cond, args...); err != nil {
		return nil, 0, err
	}
	rows, err := many[struct {
		userRow
		Posts   int `bun:"n_posts"`
		Parties int `bun:"n_parties"`
	}](ctx, s.r, "select "+userColumns+`, (select count(*) from posts p where p.user_id = u.id) as n_posts, (select count(*) from members m where m.user_id = u.id) as n_parties
		from users u where `+cond+" order by u.name, u.id limit ? offset ?", append(args, limit, offset)...)
	out := make([]kernel.UserRow, 0, len(rows))
	for _, r := range rows {
		out = append(out, kernel.UserRow{UserFacts: r.facts(), Posts: r.Posts, Parties: r.Parties})
	}
	return out, total, err
}

// UserSheet gives a log-in with its posts, parties and open cases; notfound when
// there is none.
func (s *Store) UserSheet(ctx context.Context, id kernel.UserID) (kernel.UserSheet, error) {
	var x kernel.UserSheet
	var err error
	if x.UserFacts, err = userFacts(ctx, s.r, "id", string(id)); err != nil {
		return x, err
	}
	if x.ID == "" {
		return x, errs.New(errs.NotFound, "kernel.no_such_user", nil)
	}
	rows, err := many[tenureRow](ctx, s.r, "select unit, role, district, deputy_for, '' as name, until from posts where user_id = ? order by unit, role, district", string(id))
	if err != nil {
		return x, err
	}
	x.Held = asTenures(rows)
	members, err := s.memberHats(ctx, id, x.Name)
	if err != nil {
		return x, err
	}
	for _, m := range members {
		x.Members = append(x.Members, kernel.Membership{Party: m.Party, Name: m.Org, Duty: m.Duty, Rights: m.Rights})
	}
	if x.Has, err = s.Assigned(ctx, id, nil); err != nil {
		return x, err
	}
	var seen int64
	_, err = one(ctx, s.r, &seen, "select coalesce(max(seen), 0) from logins where user_id = ?", string(id))
	x.Seen = instant(seen)
	return x, err
}

// Parties lists parties whose name or code holds the words, by name, with their
// number before paging.
func (s *Store) Parties(ctx context.Context, words string, limit, offset int) ([]kernel.PartyRow, int, error) {
	cond, args := "1 = 1", []any{}
	if words != "" {
		p := "%" + words + "%"
		cond, args = "(p.name "+s.like()+" ? or p.code "+s.like()+" ?)", []any{p, p}
	}
	var total int
	if _, err := one(ctx, s.r, &total, "select count(*) from parties p where "+cond, args...); err != nil {
		return nil, 0, err
	}
	rows, err := many[struct {
		partyRow
		Members int `bun:"n_members"`
	}](ctx, s.r, "select p.id, p.kind, p.name, p.code, p.district, p.approval, p.quiet, p.address, p.postcode, p.contact, p.phone, (select count(*) from members m where m.party = p.id) as n_members from parties p where "+
		cond+" order by p.name, p.id limit ? offset ?", append(args, limit, offset)...)
	out := make([]kernel.PartyRow, 0, len(rows))
	for _, r := range rows {
		out = append(out, kernel.PartyRow{Party: r.party(), Members: r.Members})
	}
	return out, total, err
}

// Unit: parties. Source: our choice; a list from which one chooses.
const partiesOffered = 500

// PartiesOfKind lists the parties of some kinds, by kind in their order and name.
func (s *Store) PartiesOfKind(ctx context.Context, kinds ...string) ([]kernel.Party, error) {
	var out []kernel.Party
	for _, kind := range kinds {
		rows, err := many[partyRow](ctx, s.r, "select "+partyColumns+" from parties where kind = ? order by name, id limit ?", kind, partiesOffered)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out = append(out, r.party())
		}
	}
	return out, nil
}

// FindParty finds the one party whose id, code or whole name is the text; ok is
// false when there is none or more than one.
func (s *Store) FindParty(ctx context.Context, text string) (kernel.Party, bool, error) {
	rows, err := many[partyRow](ctx, s.r, "select "+partyColumns+" from parties where id = ? or (code <> '' and code = ?) or name = ? order by id limit 2", text, text, text)
	if err != nil || len(rows) != 1 {
		return kernel.Party{}, false, err
	}
	return rows[0].party(), true, nil
}
