package sqlstore

import (
	"context"
	"encoding/json"
	"time"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
)

type stampRow struct {
	No    string `bun:"no"`
	State string `bun:"state"`
	Card  int64  `bun:"card"`
	Right int64  `bun:"entry"`
}

const stamps = "select h.no, h.state, h.updated as card, coalesce(r.updated, 0) as entry from hall_listings h left join rights r on r.number = h.right_no "

// HallStamps tells of listings that changed, or whose right did, since the
// instant; for the zero instant of all that stand in the hall.
func (s *Store) HallStamps(ctx context.Context, since time.Time) ([]hall.Stamp, error) {
	q, args := stamps+"where h.state = ?", []any{string(hall.ListingListed)}
	if !since.IsZero() {
		q, args = stamps+"where h.updated >= ? union "+stamps+"where h.right_no in (select number from rights where updated >= ?)", []any{micros(since), micros(since)}
	}
	rows, err := many[stampRow](ctx, s.r, q, args...)
	out := make([]hall.Stamp, len(rows))
	for i, r := range rows {
		out[i] = hall.Stamp{No: r.No, Open: r.State == string(hall.ListingListed), Card: instant(r.Card), Right: instant(r.Right)}
	}
	return out, err
}

// HallListingsByNo gives those of the open listings that the reader may see.
func (s *Store) HallListingsByNo(ctx context.Context, a kernel.Actor, nos []string) ([]hall.ListingRow, error) {
	if len(nos) == 0 {
		return nil, nil
	}
	from, args := listingScope(a, nil)
	rows, err := many[listingRow](ctx, s.r, "select "+listingColumns+" "+from+" and h.no in (?)", append(args, in(nos))...)
	return asListings(rows), err
}

// HallRights are those of the rights that stand in the hall.
func (s *Store) HallRights(ctx context.Context, numbers []string) ([]string, error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	rows, err := many[struct {
		Number string `bun:"right_no"`
	}](ctx, s.r, "select distinct right_no from hall_listings where right_no in (?) and state in (?)", in(numbers), in(hall.InHall()))
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.Number
	}
	return out, err
}

// RightsByNo gives rights with their events, owners as they came; nil stands for
// an entry that cannot be read.
func (s *Store) RightsByNo(ctx context.Context, numbers []string) (map[string]*registry.View, error) {
	out := map[string]*registry.View{}
	if len(numbers) == 0 {
		return out, nil
	}
	rows, err := many[struct {
		Number   string `bun:"number"`
		Body     string `bun:"body"`
		Observed int64  `bun:"observed"`
		Updated  int64  `bun:"updated"`
	}](ctx, s.r, "select number, body, observed, updated from rights where number in (?)", in(numbers))
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		v := &registry.View{ObservedAt: instant(r.Observed), Updated: instant(r.Updated)}
		if json.Unmarshal([]byte(r.Body), &v.Right) != nil {
			v = nil
		}
		out[r.Number] = v
	}
	events, err := many[struct {
		Right string `bun:"right_no"`
		Body  string `bun:"body"`
	}](ctx, s.r, "select right_no, body from right_events where right_no in (?) order by right_no, valid_from, recorded, id", in(numbers))
	if err != nil {
		return nil, err
	}
	for _, r := range events {
		var e registry.Event
		if v := out[r.Right]; v == nil || json.Unmarshal([]byte(r.Body), &e) != nil {
			out[r.Right] = nil
			continue
		}
		out[r.Right].Events = append(out[r.Right].Events, e)
	}
	return out, nil
}
