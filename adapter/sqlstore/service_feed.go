package sqlstore

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// FeedRow is one record for the platform above: what was told and how it stands.
type FeedRow struct {
	Case       kernel.CaseID
	Record     itemflow.FeedRecord
	Made, Sent time.Time
	Answered   time.Time
	Fed        itemflow.Fed
	Version    int64 // of the case
	Again      bool  // a newer one was sent in its place
}

// FeedRows lists what was told of the cases that the actor may see, the newest
// first, and how many there are: all, and those without an answer.
func (s *Store) FeedRows(ctx context.Context, a kernel.Actor, limit, offset int) (list []FeedRow, total, unanswered int, err error) {
	from, args := toldOf(a)
	if _, err = one(ctx, s.r, &total, "select count(*)"+from, args...); err != nil {
		return nil, 0, 0, err
	}
	if _, err = one(ctx, s.r, &unanswered, "select count(*)"+from+" and q.answered = 0", args...); err != nil {
		return nil, 0, 0, err
	}
	list, err = s.feedRows(ctx, from, args, limit, offset)
	return list, total, unanswered, err
}

// FeedRefused lists what the platform refused and nobody sent again, the newest
// first.
func (s *Store) FeedRefused(ctx context.Context, a kernel.Actor, limit int) ([]FeedRow, error) {
	from, args := toldOf(a)
	list, err := s.feedRows(ctx, from+" and q.answered <> 0 and c.data like ?", append(args, `%"ok":false%`), limit, 0) // most cases say no such thing; the answer itself decides
	return slices.DeleteFunc(list, func(x FeedRow) bool { return x.Again || x.Fed.OK }), err
}

// toldOf are the records of the cases that an actor may see.
func toldOf(a kernel.Actor) (string, []any) {
	w, args := scope(a, kernel.ViewDetail)
	return " from asks q join cases c on c.id = q.case_id where q.party = ? and " + w, append([]any{string(itemflow.Feed)}, args...)
}

func (s *Store) feedRows(ctx context.Context, from string, args []any, limit, offset int) (list []FeedRow, err error) {
	rows, err := many[struct {
		CaseID   string `bun:"case_id"`
		Kind     string `bun:"kind"`
		Payload  string `bun:"payload"`
		Made     int64  `bun:"made"`
		Sent     int64  `bun:"sent"`
		Answered int64  `bun:"answered"`
		Data     string `bun:"data"`
		Version  int64  `bun:"version"`
		Newer    int    `bun:"newer"`
	}](ctx, s.r, "select q.case_id, q.kind, q.payload, q.made, q.sent, q.answered, c.data, c.version, (select count(*) from asks n where n.party = q.party and n.case_id = q.case_id and n.kind = q.kind and n.made > q.made) as newer"+
		from+" order by q.made desc, q.key limit ? offset ?", append(args, limit, offset)...)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		x := FeedRow{Case: kernel.CaseID(r.CaseID), Made: instant(r.Made), Sent: instant(r.Sent), Answered: instant(r.Answered), Version: r.Version, Again: r.Newer > 0}
		var d itemflow.Data
		if e := json.Unmarshal([]byte(r.Payload), &x.Record); e != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", e)
		}
		if e := json.Unmarshal([]byte(r.Data), &d); e != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", e)
		}
		x.Fed = d.Fed[r.Kind]
		list = append(list, x)
	}
	return list, nil
}
