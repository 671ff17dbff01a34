package sqlstore

import (
	"context"
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// feedback keeps the first time that a person did something with a proposal.
func (t *tx) feedback(m desk.Meta, w kernel.Feedback) error {
	if w.Subject == "" || w.Object == "" || w.Version == "" || !slices.Contains(kernel.FeedbackKinds(), w.Kind) {
		return errs.New(errs.Invalid, "kernel.feedback_wrong", nil)
	}
	_, err := t.exec("insert into match_events (version, subject, object, kind, user_id, made) values (?, ?, ?, ?, ?, ?) on conflict do nothing",
		w.Version, w.Subject, w.Object, w.Kind, string(w.User), micros(m.At))
	return err
}

// Outcome counts the proposals of one version that came to a step: each pair of
// subject and object once, however many people looked.
type Outcome struct {
	Version string `bun:"version" json:"version"`
	Kind    string `bun:"kind" json:"kind"`
	Pairs   int    `bun:"pairs" json:"pairs"`
	Users   int    `bun:"users" json:"users"`
}

// Outcomes counts what became of proposals, version by version.
func (s *Store) Outcomes(ctx context.Context) ([]Outcome, error) {
	return many[Outcome](ctx, s.r, `select version, kind, count(*) as pairs, max(users) as users from (
		select m.version, m.kind, m.subject, m.object, (select count(distinct u.user_id) from match_events u where u.version = m.version and u.kind = m.kind) as users
		from match_events m group by m.version, m.kind, m.subject, m.object) x group by version, kind order by version, kind`)
}
