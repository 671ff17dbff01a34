package sqlstore

import (
	"context"
	"fmt"
	"slices"
	"time"

	"quanlian/base/errs"
	"quanlian/engine/matching"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// feedback keeps the first time that a person did something with a proposal.
func (t *tx) feedback(m desk.Meta, w kernel.Feedback) error {
	if w.Subject == "" || w.Object == "" || w.Version == "" || !slices.Contains(kernel.FeedbackKinds(), w.Kind) {
		return errs.New(errs.Invalid, "kernel.feedback_wrong", nil)
	}
	_, err := t.exec("insert into match_events (version, subject, object, kind, user_id, made, place) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
		w.Version, w.Subject, w.Object, w.Kind, string(w.User), micros(m.At), w.Place)
	return err
}

// Outcomes counts, version by version, how far proposals made since the instant
// came (zero: all): each pair of subject and object once, at its furthest step
// and its best place.
func (s *Store) Outcomes(ctx context.Context, since time.Time) ([]matching.Came, error) {
	steps := ""
	for i, k := range kernel.FeedbackKinds() {
		steps += fmt.Sprintf(" when '%s' then %d", k, i)
	}
	rows, err := many[struct {
		Version string `bun:"version"`
		Step    int    `bun:"step"`
		Pairs   int    `bun:"pairs"`
		Placed  int    `bun:"placed"`
		Places  int    `bun:"places"`
	}](ctx, s.r, `select version, step, count(*) as pairs, sum(case when place > 0 then 1 else 0 end) as placed, sum(place) as places from (
		select version, max(case kind `+steps+` end) as step, coalesce(min(case when place > 0 then place end), 0) as place, min(made) as first
		from match_events group by version, subject, object) x where first >= ? group by version, step order by version, step`, micros(since))
	out := make([]matching.Came, len(rows))
	for i, r := range rows {
		out[i] = matching.Came{AlgorithmVersion: r.Version, Stage: matching.Stage(kernel.FeedbackKinds()[r.Step]), Proposals: r.Pairs, Placed: r.Placed, Places: r.Places}
	}
	return out, err
}
