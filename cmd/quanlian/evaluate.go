package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/chain/utilization/valuation"
	engine "quanlian/engine/valuation"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/registry"
)

// evaluator evaluates rights for the hall by the matter of evaluation.
func evaluator(cal *calendar.Calendar) hall.Evaluator {
	return func(v registry.View, day calendar.Date, at time.Time) (*engine.Result, error) {
		return valuation.Automatic(cal, v, valuation.SceneTransfer, day, at)
	}
}

// hallSteps joins what the worker does for listings and evaluations.
func (h *house) hallSteps() {
	h.worker.add(step{name: "evaluate", role: roleWorker, on: sqlstore.LeftJournal, lease: "evaluate", run: h.evaluateListings})
	h.worker.add(step{name: "unpublish", role: roleWorker, lease: "unpublish", run: (&unpublisher{h: h}).run})
	h.worker.add(step{name: "watch", role: roleWorker, lease: "watch", run: (&watcher{h: h, back: map[kernel.CaseID][]string{}}).watch})
	h.worker.add(step{name: "fresh_looks", role: roleWorker, lease: "fresh_looks", run: h.freshLooks})
	h.matchSteps()
	h.worker.add(step{name: "drafts", role: roleWorker, lease: "drafts", run: h.expireDrafts})
	h.worker.add(step{name: "rows", role: roleWorker, on: sqlstore.LeftBulk, lease: "rows", run: h.workRows})
}

// Unit: listings. Source: our choice, so that one pass stays short.
const evaluateAtOnce = 50

// evaluateListings evaluates the listings whose evaluation no longer rests on
// what the register knows. A listing that cannot be evaluated holds up no other.
func (h *house) evaluateListings(ctx context.Context) (bool, error) {
	version, err := hall.EvaluationVersion()
	if err != nil {
		return false, err
	}
	now := h.now()
	list, err := h.store.HallToEvaluate(ctx, version, now, now.Add(-h.rules.EvaluationAge), evaluateAtOnce)
	if err != nil {
		return false, err
	}
	done := 0
	var faults []error
	for _, id := range list {
		key := fmt.Sprintf("evaluate/%s/%d", id, h.now().UnixMicro())
		if _, err := h.desk.Act(ctx, kernel.SystemActor("evaluator"), desk.Command{Case: id, Move: "evaluate", Key: key}); err != nil {
			faults = append(faults, fmt.Errorf("listing %s: %w", id, err))
			continue
		}
		done++
	}
	return done == evaluateAtOnce, errors.Join(faults...)
}
