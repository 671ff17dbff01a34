package sqlstore

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"quanlian/kernel"
)

type deliveryRow struct {
	contactRow
	ID      string `bun:"id"`
	Channel string `bun:"channel"`
	Topic   string `bun:"topic"`
	Text    string `bun:"text"`
	Args    string `bun:"args"`
	State   string `bun:"state"`
	Tries   int    `bun:"tries"`
	Made    int64  `bun:"made"`
	Staff   int    `bun:"staff"`
}

const deliveryColumns = contactColumns + ", d.id, d.channel, d.topic, d.text, d.args, d.state, d.tries, d.made, case when exists (select 1 from posts p where p.user_id = d.user_id) and not exists (select 1 from members m where m.user_id = d.user_id) then 1 else 0 end as staff"

func (r deliveryRow) delivery() kernel.Delivery {
	d := kernel.Delivery{ID: r.ID, User: kernel.UserID(r.User), Channel: kernel.Channel(r.Channel), Topic: kernel.Topic(r.Topic), Text: r.Text, State: r.State, Tries: r.Tries, Made: instant(r.Made), Contact: r.contact(), Staff: r.Staff != 0}
	if json.Unmarshal([]byte(r.Args), &d.Args) != nil {
		d.Args = nil
	}
	return d
}

// ClaimDeliveries gives due deliveries to one process for a while. Before one is
// handed over it is marked so: a mail whose hand-over was broken off by a crash
// may have left, so it is not sent again but set to "unknown".
func (s *Store) ClaimDeliveries(ctx context.Context, holder string, wall func() time.Time, now time.Time, limit int) ([]kernel.Delivery, error) {
	if err := s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("update deliveries set state = case when channel = 'sms' then 'open' else 'unknown' end, settled = ? where state = 'handing' and "+unclaimed("deliveries.id"), micros(now), claimDelivery, micros(wall()))
		return err
	}); err != nil {
		return nil, err
	}
	const due = " from deliveries d join contacts c on c.user_id = d.user_id where d.state = 'open' and d.next <= ? and "
	open := []any{micros(now), claimDelivery, micros(wall())}
	rows, err := many[deliveryRow](ctx, s.r, "select "+deliveryColumns+due+unclaimed("d.id")+" order by d.next, d.id limit ?", append(open, limit)...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	if rows, err = s.wholeDigests(ctx, rows, due+unclaimed("d.id"), open); err != nil {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	mine, err := s.claim(ctx, claimDelivery, holder, wall, "select id from deliveries where state = 'open' and id in (?)", ids)
	var out []kernel.Delivery
	for _, r := range rows {
		if mine[r.ID] {
			out = append(out, r.delivery())
		}
	}
	return out, err
}

// Unit: lines. Source: our choice: what one mail still carries.
const mostInDigest = 500

// wholeDigests adds what else is due of each daily mail that begins among the rows:
// it is one mail, whatever stands between its lines.
func (s *Store) wholeDigests(ctx context.Context, rows []deliveryRow, due string, args []any) ([]deliveryRow, error) {
	out, seen := slices.Clone(rows), map[string]bool{}
	for _, r := range rows {
		if d := r.delivery(); !d.Digested() || seen[r.User] {
			continue
		}
		seen[r.User] = true
		more, err := many[deliveryRow](ctx, s.r, "select "+deliveryColumns+due+" and d.user_id = ? and d.channel = ? and d.topic = ? order by d.next, d.id limit ?",
			append(slices.Clone(args), r.User, r.Channel, r.Topic, mostInDigest)...)
		if err != nil {
			return nil, err
		}
		for _, m := range more {
			if !slices.ContainsFunc(rows, func(x deliveryRow) bool { return x.ID == m.ID }) {
				out = append(out, m)
			}
		}
	}
	return out, nil
}

// Handing marks deliveries as being handed over, and says which: those that are
// still open and still the holder's. Another has taken the others since, and may
// have sent them.
func (s *Store) Handing(ctx context.Context, holder string, wall func() time.Time, ids []string) ([]string, error) {
	var open []string
	err := s.inTx(ctx, func(t *tx) error {
		mine, err := t.keepClaims(claimDelivery, holder, wall, ids)
		if err != nil {
			return err
		}
		if open, err = many[string](t.ctx, t.db, "select id from deliveries where state = 'open' and id in (?)", in(mine)); err != nil || len(open) == 0 {
			return err
		}
		_, err = t.exec("update deliveries set state = 'handing', tries = tries + 1 where id in (?)", in(open))
		return err
	})
	return open, err
}

// Delivered writes what became of deliveries: sent, failed, unknown, or open
// again for a later try. What a code said is forgotten once it has left.
func (s *Store) Delivered(ctx context.Context, ids []string, state, fault string, next, at time.Time) error {
	return s.inTx(ctx, func(t *tx) error {
		if _, err := t.exec("update deliveries set state = ?, fault = ?, next = ?, settled = ?, args = case when text = ? and ? = 'sent' then '{}' else args end where id in (?)",
			state, fault, micros(next), micros(at), kernel.CodeText, state, in(ids)); err != nil {
			return err
		}
		_, err := t.exec("delete from claims where kind = ? and id in (?)", claimDelivery, in(ids))
		return err
	})
}

// Deliveries lists what was carried out to a user, the newest first.
func (s *Store) Deliveries(ctx context.Context, u kernel.UserID, limit int) ([]kernel.Delivery, error) {
	rows, err := many[deliveryRow](ctx, s.r, "select "+deliveryColumns+" from deliveries d join contacts c on c.user_id = d.user_id where d.user_id = ? order by d.made desc, d.id limit ?", string(u), limit)
	out := make([]kernel.Delivery, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.delivery())
	}
	return out, err
}
