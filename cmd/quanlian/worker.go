package main

import (
	"context"
	"log/slog"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// worker carries what acts left behind to the outside and back: due timers,
// questions to outside parties, their answers. Losing it loses nothing: all of
// it lies in the database.
type worker struct {
	store   *sqlstore.Store
	desk    *desk.Desk
	parties map[kernel.Role]party
	steps   []func(context.Context) error // followers: papers, log, search index
	log     *slog.Logger
	now     func() time.Time
}

// Unit: milliseconds. Source: our choice; a person who waits for the fake bank
// sees its answer on the next page.
const workerPause = 500 * time.Millisecond

// run works until the context ends.
func (w *worker) run(ctx context.Context) {
	t := time.NewTicker(workerPause)
	defer t.Stop()
	for {
		w.pass(ctx)
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// pass does everything once; one fault does not stop the others.
func (w *worker) pass(ctx context.Context) {
	if _, err := w.desk.Due(ctx, w.now()); err != nil {
		w.log.ErrorContext(ctx, "timers", "error", err)
	}
	for role, p := range w.parties {
		if err := w.exchange(ctx, role, p); err != nil {
			w.log.ErrorContext(ctx, "outside party", "party", string(role), "error", err)
		}
	}
	for _, step := range w.steps {
		if err := step(ctx); err != nil && ctx.Err() == nil {
			w.log.ErrorContext(ctx, "follower", "error", err)
		}
	}
}

// exchange sends what waits and takes what has come. Sending again after a
// crash is safe: the question carries our key.
func (w *worker) exchange(ctx context.Context, role kernel.Role, p party) error {
	asks, err := w.store.UnsentAsks(ctx, role, 50)
	if err != nil {
		return err
	}
	for _, a := range asks {
		if err := p.Send(ctx, a.Ask); err != nil {
			return err
		}
		if err := w.store.MarkSent(ctx, a.Ask.Key, w.now()); err != nil {
			return err
		}
	}
	answers, err := p.Answers(ctx)
	if err != nil {
		return err
	}
	for _, a := range answers {
		if _, err := w.desk.Answer(ctx, a); err != nil {
			return err
		}
	}
	return nil
}
