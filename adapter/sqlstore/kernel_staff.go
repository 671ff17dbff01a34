package sqlstore

import (
	"context"
	"time"

	"quanlian/kernel"
)

// Unit: rows. Source: our own bound; the staff of an office have fewer absences
// that run or are to come.
const mostAway = 200

// Staff lists who holds a post in the unit, with what is open with each and
// when each is away, by name.
func (s *Store) Staff(ctx context.Context, unit kernel.UnitID, at time.Time) ([]kernel.StaffLoad, error) {
	people, err := s.Colleagues(ctx, []kernel.UnitID{unit}, at)
	if err != nil || len(people) == 0 {
		return nil, err
	}
	ids := make([]kernel.UserID, len(people))
	for i, c := range people {
		ids[i] = c.ID
	}
	not, which := s.without()
	rows, err := many[struct {
		User string `bun:"assignee"`
		Here int    `bun:"here"`
		Open int    `bun:"n"`
	}](ctx, s.r, "select assignee, sum(case when unit = ? then 1 else 0 end) as here, count(*) as n from cases c where closed = 0 and assignee in (?)"+not+" group by assignee", append([]any{string(unit), in(ids)}, which...)...)
	if err != nil {
		return nil, err
	}
	away, err := s.deputies(ctx, "d.unit = ? and d.ended = 0", string(unit), mostAway)
	out := make([]kernel.StaffLoad, len(people))
	for i, c := range people {
		out[i].Colleague = c
		for _, r := range rows {
			if kernel.UserID(r.User) == c.ID {
				out[i].Here, out[i].Open = r.Here, r.Open
			}
		}
		for _, d := range away {
			if d.Absent == c.ID && d.To.After(at) {
				out[i].Away = append(out[i].Away, d)
			}
		}
	}
	return out, err
}
