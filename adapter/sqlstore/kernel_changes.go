package sqlstore

import (
	"context"
	"encoding/json"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// changesWindow is how many numbers one question looks through, so that a
// reader of few cases does not make the store read the whole journal at once.
// Unit: numbers. Source: our own bound; some milliseconds on both databases.
const changesWindow = 20_000

// Changes gives the numbered acts after a number in the cases that the actor
// sees. Rows without a number are not there yet: a late commit never hides
// behind the cursor.
func (s *Store) Changes(ctx context.Context, a kernel.Actor, after int64, limit int) (kernel.Changes, error) {
	out := kernel.Changes{Items: []kernel.Change{}, Next: after}
	if _, err := one(ctx, s.r, &out.Head, "select coalesce(max(seq), 0) from journal"); err != nil {
		return out, err
	}
	card, cardArgs := scope(a, kernel.ViewSummary)
	file, fileArgs := scope(a, kernel.ViewDetail)
	end := min(after+changesWindow, out.Head)
	args := append(append(fileArgs, after, end), append(cardArgs, limit)...)
	rows, err := many[struct {
		Seq  int64  `bun:"seq"`
		Made int64  `bun:"made"`
		Case string `bun:"case_id"`
		No   string `bun:"no"`
		Flow string `bun:"flow"`
		Body string `bun:"body"`
		File int64  `bun:"file"`
	}](ctx, s.r, "select j.seq, j.made, j.case_id, c.no, j.flow, j.body, case when "+file+` then 1 else 0 end as file
		from journal j join cases c on c.id = j.case_id where j.act <> 'read' and j.seq > ? and j.seq <= ? and `+card+" order by j.seq limit ?", args...)
	if err != nil {
		return out, err
	}
	for _, r := range rows {
		x := kernel.Change{Seq: r.Seq, At: instant(r.Made), Case: kernel.CaseID(r.Case), No: r.No, Flow: kernel.FlowAddr(r.Flow)}
		if r.File != 0 {
			var e kernel.Entry
			if err := json.Unmarshal([]byte(r.Body), &e); err != nil {
				return out, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
			}
			x.Act, x.From, x.To, x.Version = e.Act, e.From, e.To, e.Version
		}
		out.Items = append(out.Items, x)
	}
	out.Next = max(after, end)
	if len(rows) == limit {
		out.Next = rows[limit-1].Seq
	}
	return out, nil
}
