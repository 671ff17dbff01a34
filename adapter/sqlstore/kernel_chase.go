package sqlstore

import (
	"context"
	"time"

	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// SilentAsk is a question that was sent and whose time to answer is over.
type SilentAsk struct {
	desk.OpenAsk
	Chased int // how often it was put again
}

// SilentAsks lists the questions to a party that have had no answer in time and are to be
// put again by now, oldest first.
func (s *Store) SilentAsks(ctx context.Context, party kernel.Role, now time.Time, limit int) ([]SilentAsk, error) {
	rows, err := many[struct {
		askRow
		Chased int `bun:"chased"`
	}](ctx, s.r, "select "+askColumns+", chased from asks where party = ? and answered = 0 and answer_by > 0 and answer_by <= ? and chase_at <= ? and sent > 0 order by answer_by, key limit ?", string(party), micros(now), micros(now), limit)
	out := make([]SilentAsk, 0, len(rows))
	for _, r := range rows {
		out = append(out, SilentAsk{OpenAsk: r.open(), Chased: r.Chased})
	}
	return out, err
}

// MarkChased remembers how often a question was put again, and when it may be
// the next time. Losing it is harmless: the question carries our key.
func (s *Store) MarkChased(ctx context.Context, key string, chased int, next time.Time) error {
	return s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("update asks set chased = ?, chase_at = ? where key = ? and answered = 0", chased, micros(next), key)
		return err
	})
}
