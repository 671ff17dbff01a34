package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"quanlian/adapter/search/listings"
	"quanlian/adapter/search/rights"
	"quanlian/adapter/segment"
	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// prepareMatching opens the index of listings and what was learned of classes;
// both are kept in the data folder.
func (h *house) prepareMatching() {
	h.classes = &classifier{store: h.store, path: filepath.Join(h.cfg.Dir, "ipc.model"), scheme: h.cfg.IPCScheme, now: h.now, log: h.log}
	h.matcher = &listings.Index{Source: h.store, Segmenter: segment.Gse{}, Now: h.now, Path: filepath.Join(h.cfg.Dir, "listings.index"), Log: h.log}
	h.near = &rights.Index{Source: h.store, Segmenter: segment.Gse{}, Now: h.now}
}

// matchSteps joins what is done for matching all the time.
func (h *house) matchSteps() {
	h.worker.add(step{name: "match_index", role: roleWeb, on: sqlstore.LeftJournal, run: h.followListings})
	h.worker.add(step{name: "near_index", role: roleWeb, run: h.near.Follow})
	h.worker.add(step{name: "classes", role: roleWeb, run: h.classes.learn})
	h.worker.add(step{name: "explain", role: roleWorker, on: sqlstore.LeftJournal, lease: "explain", run: h.explainPairings})
	h.worker.add(step{name: "match_push", role: roleWorker, lease: "match_push", run: h.pushMatches})
}

// Unit: listings. Source: our choice, so that one pass stays short.
const followAtOnce = 500

// followListings keeps the index of this process in step with the hall.
func (h *house) followListings(ctx context.Context) (bool, error) {
	if err := (segment.Gse{}).Load(); err != nil { // before anybody asks: it takes seconds
		return false, err
	}
	more, err := h.matcher.Follow(ctx, followAtOnce)
	if err != nil || more {
		return more, err
	}
	return false, h.matcher.Save(false)
}

// Unit: o'clock. Source: our choice: news of the night lies there when the day
// begins.
const pushFrom = 8

// Unit: needs; matches looked at for each. Source: our choice; more than one
// notice tells of, as some were told of before.
const (
	needsAtOnce = 50
	pushLooks   = 50
)

// pushMatches tells, once a day, the owners of open needs of new listings that
// fit. Doing it again tells nobody twice: the need knows what was told.
func (h *house) pushMatches(ctx context.Context) (bool, error) {
	now := h.now()
	day := calendar.DateOf(now)
	if h.pushed == day || now.Before(day.At(pushFrom)) {
		return false, nil
	}
	var faults []error
	for offset := 0; ; offset += needsAtOnce {
		needs, total, err := h.store.Cases(ctx, kernel.SystemActor("matcher"), kernel.ViewSecret, kernel.CaseQuery{Flow: hall.Need, States: []kernel.State{hall.NeedOpen}, Sort: "opened", Limit: needsAtOnce, Offset: offset})
		if err != nil {
			return false, err
		}
		for _, c := range needs {
			if err := h.pushNeed(ctx, c, day); err != nil {
				faults = append(faults, fmt.Errorf("need %s: %w", c.No, err))
			}
		}
		if offset+needsAtOnce >= total {
			break
		}
	}
	h.pushed = day
	return false, errors.Join(faults...)
}

func (h *house) pushNeed(ctx context.Context, c kernel.Case, day calendar.Date) error {
	d, err := hall.NeedOf(c)
	if err != nil || d.Quiet {
		return err
	}
	found, err := h.matcher.Propose(ctx, ownerOf(d), d, pushLooks)
	if err != nil {
		return err
	}
	in := d.Fresh(found, c.Opened)
	if len(in.Matches) == 0 {
		return nil
	}
	raw, err := json.Marshal(in)
	if err != nil {
		return err
	}
	_, err = h.desk.Act(ctx, kernel.SystemActor("matcher"), desk.Command{Case: c.ID, Move: "push", Key: "push/" + string(c.ID) + "/" + day.String() + "/" + found.Version, Input: raw})
	return err
}

// ownerOf is the party that a need belongs to, as a reader of the hall.
func ownerOf(d hall.NeedData) kernel.Actor {
	return kernel.Actor{Party: d.Buyer.ID, Rights: []kernel.Right{kernel.RightView}}
}

// districtName is the short name of a district in a language.
func (h *house) districtName(zh bool, short string) string {
	return h.items.Now().City.ShortText(zh, short)
}

// districts are those of the city, by their short names.
func (h *house) districts() []string {
	var out []string
	for _, d := range h.items.Now().City.Districts {
		out = append(out, d.Short)
	}
	return out
}
