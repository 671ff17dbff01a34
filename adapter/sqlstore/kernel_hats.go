package sqlstore

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Hats lists every way in which a user may act at the instant: by office, as
// member of a party, and under a mandate of another. An office and a party
// never share a hat: nobody decides by office while acting for a company.
// Who holds several posts can also choose one of them. The first is the usual
// one.
func (s *Store) Hats(ctx context.Context, id kernel.UserID, at time.Time) ([]kernel.Actor, error) {
	u, ok, err := s.UserByID(ctx, id)
	if err != nil {
		return nil, err
	}
	if !ok || u.Disabled != 0 {
		return nil, errs.New(errs.Forbidden, "kernel.no_such_user", nil)
	}
	hats, err := s.officeHats(ctx, id, u.Name, at)
	if err != nil {
		return nil, err
	}
	own, err := s.memberHats(ctx, id, u.Name)
	if err != nil {
		return nil, err
	}
	clients, err := s.clientHats(ctx, id, u.Name, own, at)
	if err != nil {
		return nil, err
	}
	if hats = slices.Concat(hats, own, clients); len(hats) == 0 {
		hats = []kernel.Actor{{User: id, Name: u.Name}}
	}
	return hats, nil
}

// officeHats are all offices together, then each of several alone.
func (s *Store) officeHats(ctx context.Context, id kernel.UserID, name string, at time.Time) ([]kernel.Actor, error) {
	held, err := postsOf(ctx, s.r, id, at)
	if err != nil {
		return nil, err
	}
	posts, err := s.standIns(ctx, id, at)
	if posts = append(held, posts...); err != nil || len(posts) == 0 {
		return nil, err
	}
	hats := []kernel.Actor{{User: id, Name: name, Posts: posts}}
	if len(posts) > 1 {
		for _, p := range posts {
			hats = append(hats, kernel.Actor{User: id, Name: name, Posts: []kernel.Post{p}, OnePost: true})
		}
	}
	return hats, nil
}

func (s *Store) memberHats(ctx context.Context, id kernel.UserID, name string) ([]kernel.Actor, error) {
	rows, err := many[struct {
		Party  string `bun:"party"`
		Org    string `bun:"org"`
		Duty   string `bun:"duty"`
		Rights string `bun:"rights"`
	}](ctx, s.r, "select m.party, p.name as org, m.duty, m.rights from members m join parties p on p.id = m.party where m.user_id = ? order by m.party", string(id))
	var hats []kernel.Actor
	for _, m := range rows {
		hats = append(hats, kernel.Actor{User: id, Name: name, Party: kernel.PartyID(m.Party), Org: m.Org, Duty: kernel.Duty(m.Duty), Rights: unlist[kernel.Right](m.Rights)})
	}
	return hats, err
}

// clientHats are the mandates that a user may act under, through the parties
// the user is a member of.
func (s *Store) clientHats(ctx context.Context, id kernel.UserID, name string, own []kernel.Actor, at time.Time) ([]kernel.Actor, error) {
	var hats []kernel.Actor
	for _, h := range own {
		ms, err := s.Mandates(ctx, "agent", h.Party)
		if err != nil {
			return nil, err
		}
		for _, m := range ms {
			if !m.InForce(at) || (m.AgentUser != "" && m.AgentUser != id) {
				continue
			}
			rights := slices.DeleteFunc(slices.Clone(m.Rights), func(r kernel.Right) bool { return !h.Has(r) && r != kernel.RightView })
			scope := m.Scope
			if slices.Contains(scope, "*") {
				scope = nil
			}
			principal, err := s.Party(ctx, m.Principal)
			if err != nil {
				return nil, err
			}
			hats = append(hats, kernel.Actor{User: id, Name: name, Party: m.Principal, Org: principal.Name, Mandate: m.ID, Duty: h.Duty, Rights: rights, Scope: scope})
		}
	}
	return hats, nil
}

type postRow struct {
	Unit      string `bun:"unit"`
	Role      string `bun:"role"`
	District  string `bun:"district"`
	DeputyFor string `bun:"deputy_for"`
	Name      string `bun:"name"`
}

func (r postRow) post() kernel.Post {
	return kernel.Post{Unit: kernel.UnitID(r.Unit), Role: kernel.Role(r.Role), District: r.District, DeputyFor: kernel.UserID(r.DeputyFor), DeputyName: r.Name}
}

func asPosts(rows []postRow) []kernel.Post {
	var out []kernel.Post
	for _, r := range rows {
		out = append(out, r.post())
	}
	return out
}

// postsOf are the posts that a user holds; none once the log-in is closed.
func postsOf(ctx context.Context, db bun.IDB, id kernel.UserID, at time.Time) ([]kernel.Post, error) {
	rows, err := many[postRow](ctx, db, `select p.unit, p.role, p.district, p.deputy_for, '' as name from posts p join users u on u.id = p.user_id
		where p.user_id = ? and u.disabled = 0 and (p.until = 0 or p.until > ?) order by p.unit, p.role, p.district`, string(id), micros(at))
	return asPosts(rows), err
}

type tenureRow struct {
	postRow
	Until int64 `bun:"until"`
}

func asTenures(rows []tenureRow) []kernel.Tenure {
	out := make([]kernel.Tenure, 0, len(rows))
	for _, r := range rows {
		out = append(out, kernel.Tenure{Post: r.post(), Until: instant(r.Until)})
	}
	return out
}

// tenuresOf are the posts of a user with their ends.
func tenuresOf(ctx context.Context, db bun.IDB, id kernel.UserID) ([]kernel.Tenure, error) {
	rows, err := many[tenureRow](ctx, db, `select p.unit, p.role, p.district, p.deputy_for, '' as name, p.until from posts p join users u on u.id = p.user_id
		where p.user_id = ? and u.disabled = 0 order by p.unit, p.role, p.district`, string(id))
	return asTenures(rows), err
}

// standIns are the posts of absent colleagues for whom the user stands in at
// the instant, as long as they hold them.
func (s *Store) standIns(ctx context.Context, id kernel.UserID, at time.Time) ([]kernel.Post, error) {
	now := micros(at)
	rows, err := many[postRow](ctx, s.r, `select distinct d.unit, d.role, d.district, d.absent as deputy_for, u.name from deputies d
		join users u on u.id = d.absent
		join posts p on p.user_id = d.absent and p.unit = d.unit and p.role = d.role and p.district = d.district and (p.until = 0 or p.until > ?)
		where d.deputy = ? and d.starts <= ? and d.ends > ? and (d.ended = 0 or d.ended > ?) order by d.unit, d.role, d.district, d.absent`, now, string(id), now, now, now)
	return asPosts(rows), err
}
