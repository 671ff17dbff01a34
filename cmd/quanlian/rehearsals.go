package main

import (
	"context"
	"errors"
	"io"
	"time"

	"quanlian/adapter/rehearsalbook"
	"quanlian/base/errs"
	"quanlian/chain/service/rehearsal"
	engine "quanlian/engine/rehearsal"
	"quanlian/kernel"
	rehearsalpages "quanlian/web/pages/service/rehearsal"
)

// rehearsalDeps are what the pages of rehearsals stand on.
func (h *house) rehearsalDeps() rehearsalpages.Deps {
	return rehearsalpages.Deps{
		Store: h.store,
		Known: func(ctx context.Context, a kernel.Actor, q rehearsal.Question, at time.Time) (rehearsal.Basis, error) {
			_, basis, err := h.replayOf(ctx, a, q, at)
			return basis, err
		},
		Book: func(w io.Writer, sheets []rehearsalpages.Sheet) error {
			out := make([]rehearsalbook.Sheet, len(sheets))
			for i, s := range sheets {
				out[i] = rehearsalbook.Sheet(s)
			}
			return rehearsalbook.Write(w, out)
		},
	}
}

// Unit: milliseconds. Source: our choice; often enough for who looks on, and to
// hear that it was stopped.
const rehearsalTold = 500 * time.Millisecond

// rehearse answers one rehearsal that waits. Its beat keeps it; when the process
// dies another one begins it anew.
func (h *house) rehearse(ctx context.Context) (bool, error) {
	x, ok, err := h.store.TakeRehearsal(ctx, h.worker.name, time.Now())
	if err != nil || !ok {
		return false, err
	}
	basis, request, err := h.rehearsalInput(ctx, x)
	var answer engine.Answer
	if err == nil {
		request.Watch = h.watchRehearsal(ctx, x.ID)
		answer, err = engine.Rehearse(request, h.env.Calendar)
	}
	switch {
	case err == nil:
		err = h.store.RehearsalAnswered(ctx, x.ID, h.worker.name, basis, request, answer, h.now())
	case ctx.Err() != nil:
		return false, ctx.Err() // taken up again when its beat is old
	case !errors.Is(err, rehearsal.ErrStopped):
		if k := errs.KindOf(err); k == errs.Internal || k == errs.Unavailable {
			h.log.ErrorContext(ctx, "rehearsal", "id", x.ID, "error", err)
		}
		err = h.store.RehearsalFailed(ctx, x.ID, h.worker.name, errs.As(err), h.now())
	}
	if errors.Is(err, rehearsal.ErrStopped) {
		err = nil
	}
	return err == nil, err
}

// watchRehearsal tells how far it has come, now and then.
func (h *house) watchRehearsal(ctx context.Context, id string) func(done, of int) error {
	var told time.Time
	return func(done, of int) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		now := time.Now()
		if now.Sub(told) < rehearsalTold {
			return nil
		}
		told = now
		return h.store.RehearsalBeat(ctx, id, h.worker.name, done, of, now)
	}
}

// rehearsalInput reads the cases as they stood when the question was asked, as
// its maker may see them now.
func (h *house) rehearsalInput(ctx context.Context, x rehearsal.Rehearsal) (rehearsal.Basis, engine.Request, error) {
	hats, err := h.store.Hats(ctx, x.By, h.now())
	if err != nil {
		return rehearsal.Basis{}, engine.Request{}, err
	}
	for _, a := range hats {
		if a.Hat() == x.Hat && rehearsal.May(a, x.Question.Units) {
			request, basis, err := h.replayOf(ctx, a, x.Question, x.Made)
			return basis, request, err
		}
	}
	return rehearsal.Basis{}, engine.Request{}, errs.New(errs.Forbidden, "service.rehearsal.hat_lost", nil)
}

// replayOf makes the engine's request of the actor's cases as of an instant.
func (h *house) replayOf(ctx context.Context, a kernel.Actor, q rehearsal.Question, at time.Time) (engine.Request, rehearsal.Basis, error) {
	a.Party, a.Mandate, a.Rights, a.Scope = "", "", nil, nil // by office alone, as the board
	cases, err := h.store.Past(ctx, a, q.Units, q.From.At(0), q.Until.At(24))
	if err != nil {
		return engine.Request{}, rehearsal.Basis{}, err
	}
	acts, err := h.store.Acts(ctx, q.Units, q.From.At(0), q.Until.At(24))
	if err != nil {
		return engine.Request{}, rehearsal.Basis{}, err
	}
	clerks, err := h.store.Clerks(ctx, q.Units)
	if err != nil {
		return engine.Request{}, rehearsal.Basis{}, err
	}
	leaves, err := h.store.ClerksAway(ctx, q.Units, q.From.At(0), q.Until.At(24))
	if err != nil {
		return engine.Request{}, rehearsal.Basis{}, err
	}
	byLoad := map[kernel.UnitID]bool{}
	for _, u := range h.items.Now().City.Units {
		byLoad[u.ID] = u.ByLoad
	}
	request, basis := rehearsal.Replay(q, rehearsal.Record{Cases: cases, Acts: acts}, rehearsal.Offices{Clerks: clerks, Leaves: leaves, ByLoad: func(u kernel.UnitID) bool { return byLoad[u] }}, at, h.env.Calendar)
	return request, basis, nil
}
