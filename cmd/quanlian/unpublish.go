package main

import (
	"context"

	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// unpublisher takes from the public's eyes, once after a start, the listings that
// were withdrawn before a withdrawal did so itself.
type unpublisher struct {
	h    *house
	done bool
}

func (x *unpublisher) run(ctx context.Context) (bool, error) {
	if x.done {
		return false, nil
	}
	list, err := x.h.store.HallShown(ctx)
	if err != nil {
		return false, err
	}
	for _, id := range list {
		if _, err := x.h.desk.Act(ctx, kernel.SystemActor(kernel.RoleSystem), desk.Command{Case: id, Move: "unpublish", Key: "unpublish/" + string(id)}); err != nil {
			return false, err
		}
	}
	x.done = true
	return false, nil
}
