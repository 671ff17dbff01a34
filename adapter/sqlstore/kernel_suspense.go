package sqlstore

import (
	"context"
	"encoding/json"

	"quanlian/kernel"
)

// Stray lists the answers of outside parties that fit no case and that nobody
// has cleared, oldest first, with their number before the limit.
func (s *Store) Stray(ctx context.Context, limit int) ([]kernel.Stray, int, error) {
	var total int
	if _, err := one(ctx, s.r, &total, "select count(*) from suspense where cleared = 0"); err != nil {
		return nil, 0, err
	}
	rows, err := many[struct {
		ID      string `bun:"id"`
		Party   string `bun:"party"`
		Answer  string `bun:"answer"`
		AskKey  string `bun:"ask_key"`
		Payload string `bun:"payload"`
		Reason  string `bun:"reason"`
		Made    int64  `bun:"made"`
	}](ctx, s.r, "select id, party, answer, ask_key, payload, reason, made from suspense where cleared = 0 order by made, id limit ?", limit)
	out := make([]kernel.Stray, 0, len(rows))
	for _, r := range rows {
		out = append(out, kernel.Stray{Suspend: kernel.Suspend{ID: r.ID, Party: kernel.Role(r.Party), Answer: r.Answer, AskKey: r.AskKey, Payload: json.RawMessage(r.Payload), Reason: r.Reason}, Made: instant(r.Made)})
	}
	return out, total, err
}
