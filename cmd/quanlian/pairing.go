package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// Unit: pairings; listings looked at for each. Source: our choice, so that one
// pass stays short; further down a list nobody would call it a proposal.
const (
	explainAtOnce = 20
	explainLooks  = 50
)

// explainPairings asks the matching engine for its word on the pairings that
// brokers have proposed. One that cannot be explained holds up no other.
func (h *house) explainPairings(ctx context.Context) (bool, error) {
	list, err := h.store.HallToExplain(ctx, explainAtOnce)
	if err != nil {
		return false, err
	}
	var faults []error
	for _, id := range list {
		if err := h.explain(ctx, id); err != nil {
			faults = append(faults, fmt.Errorf("pairing %s: %w", id, err))
		}
	}
	return len(list) == explainAtOnce && len(faults) == 0, errors.Join(faults...)
}

// explain puts the engine's word into one pairing, once.
func (h *house) explain(ctx context.Context, id kernel.CaseID) error {
	matcher := kernel.SystemActor("matcher")
	c, err := h.store.Case(ctx, matcher, string(id), kernel.ViewSecret)
	if err != nil {
		return err
	}
	d, err := hall.DealOf(c)
	if err != nil || d.Pairing == nil || d.Pairing.Explained != nil {
		return err
	}
	need, err := h.store.Case(ctx, matcher, string(d.Need), kernel.ViewSecret)
	if err != nil {
		return err
	}
	n, err := hall.NeedOf(need)
	if err != nil {
		return err
	}
	found, err := h.matcher.Propose(ctx, ownerOf(n), n, explainLooks)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(found.Explains(d.ListingNo))
	if err != nil {
		return err
	}
	_, err = h.desk.Act(ctx, matcher, desk.Command{Case: c.ID, Move: "explain", Key: "explain/" + string(c.ID), Input: raw})
	return err
}
