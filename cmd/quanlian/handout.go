package main

import (
	"context"
	"encoding/json"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/workload"
)

// Unit: cases. Source: our choice, so that one pass stays short.
const handOutAtOnce = 50

// handOut gives out the cases of the offices that hand out by load. It is an act
// after commit, never part of filing (docs/adr/0007-declared-items.md).
func (h *house) handOut(ctx context.Context) (bool, error) {
	var units []kernel.UnitID
	for _, u := range h.items.Now().City.Units {
		if u.ByLoad {
			units = append(units, u.ID)
		}
	}
	waiting, staff, err := h.store.Pool(ctx, units, h.now(), handOutAtOnce)
	if err != nil {
		return false, err
	}
	for _, x := range workload.HandOut(waiting, staff) {
		raw, err := json.Marshal(itemflow.AssignInput{User: x.User})
		if err != nil {
			return false, err
		}
		_, err = h.desk.Act(ctx, kernel.SystemActor(itemflow.Router), desk.Command{Case: x.Case, Move: "assign", Key: "assign/" + newID(), Input: raw})
		switch errs.KindOf(err) {
		case "", errs.Conflict, errs.Forbidden: // claimed or closed meanwhile
		default:
			return false, err
		}
	}
	return len(waiting) == handOutAtOnce, nil
}
