package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// Unit: cases. Source: our choice, so that a claim is seldom outlived; the key of
// each act makes that harmless.
const bulkAtOnce = 20

// bulks makes the single acts of bulks. Each has its own key and its own
// result; what a killed process left is taken up by another.
func (w *worker) bulks(ctx context.Context) (bool, error) {
	list, err := w.store.ClaimBulk(ctx, w.name, w.wall, bulkAtOnce)
	if err != nil {
		return false, err
	}
	var faults []error
	for _, x := range list {
		if err := w.bulkOne(ctx, x); err != nil {
			faults = append(faults, fmt.Errorf("bulk %s: %w", x.Bulk.Key(x.Case), err))
		}
	}
	return len(list) == bulkAtOnce && len(faults) == 0, errors.Join(faults...)
}

func (w *worker) bulkOne(ctx context.Context, x sqlstore.BulkWork) error {
	if on, err := w.store.BulkGoesOn(ctx, x); err != nil || !on {
		return err // stopped since it was claimed
	}
	a, err := w.bulkActor(ctx, x.Bulk)
	if err == nil {
		_, err = w.desk.Act(ctx, a, desk.Command{Case: x.Case, Move: x.Bulk.Move, Key: x.Bulk.Key(x.Case), Input: x.Bulk.Input, Note: x.Bulk.Note})
	}
	switch errs.KindOf(err) {
	case errs.Internal, errs.Unavailable:
		return err // stays open and is tried again
	}
	return w.store.BulkSettled(ctx, x, errs.As(err), w.now())
}

// bulkActor is who acts: the one who began the bulk, as that person may act
// now, or the program on the administrator's order.
func (w *worker) bulkActor(ctx context.Context, b kernel.Bulk) (kernel.Actor, error) {
	if b.Order {
		a := kernel.SystemActor(kernel.RoleSystem)
		a.User, a.Name = b.By, b.Name
		return a, nil
	}
	hats, err := w.store.Hats(ctx, b.By, w.now())
	if err != nil {
		return kernel.Actor{}, err
	}
	i := slices.IndexFunc(hats, func(a kernel.Actor) bool { return a.Hat() == b.Hat })
	if i < 0 {
		return kernel.Actor{}, errs.New(errs.Forbidden, "kernel.bulk.hat_lost", nil)
	}
	return hats[i], nil
}
