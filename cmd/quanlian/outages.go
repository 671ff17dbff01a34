package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/catalogue/lang"
	"quanlian/chain/service/outage"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	outagepages "quanlian/web/pages/service/outage"
	"quanlian/web/ui"
)

// Source: our own choice [D]. While an outage lasts, cases that came meanwhile
// are looked at again after an hour; a pass goes case by case in pieces.
const (
	outageAgain = time.Hour
	outagePiece = 200 // Unit: cases
)

// outageRules are what the city declares of outages.
func (h *house) outageRules() outage.Rules {
	return outage.Rules{Declared: h.declaredOutages}
}

func (h *house) declaredOutages() city.Outages { return h.items.Now().City.Outages }

// outageDeps are what the pages of the register stand on.
func (h *house) outageDeps() outagepages.Deps {
	return outagepages.Deps{Register: h.store, Declared: h.declaredOutages, Unit: func(id kernel.UnitID) (city.Unit, bool) { return h.items.Now().City.Unit(id) }}
}

// warnings are the outages that every page warns of. A page is not refused
// because they could not be read.
func (h *house) warnings(ctx context.Context, l *lang.Localizer) []ui.Warning {
	rows, err := h.store.OutagesNow(ctx)
	if err != nil {
		h.log.WarnContext(ctx, "outages", "error", err)
		return nil
	}
	return outagepages.Warnings(h.declaredOutages(), rows, l, h.now())
}

// tellOutages lets every case know of the outages that concern it. Each case is
// an act of its own under a key, and the place in a pass is kept: broken off
// anywhere, it goes on and changes nothing twice.
func (h *house) tellOutages(ctx context.Context) (bool, error) {
	now := h.now()
	work, err := h.store.OutageWork(ctx, calendar.DateOf(now), now.Add(-outageAgain))
	if err != nil {
		return false, err
	}
	rules := itemflow.DefaultRules(form.Checker{Calendar: calendar.National()})
	for _, w := range work {
		if err := h.tellOutage(ctx, rules, w); err != nil {
			return false, err
		}
	}
	return false, nil
}

func (h *house) tellOutage(ctx context.Context, rules itemflow.Rules, w sqlstore.OutageWork) error {
	now := h.now()
	today := calendar.DateOf(now)
	in := outage.Told(w.No, w.State, w.Data, today)
	pass := fmt.Sprintf("%d/%s", w.Version, today)
	if in.Off && !w.Moved {
		return h.store.OutageSwept(ctx, w.Case, w.Version, today, now)
	}
	after := w.After
	if w.Pass != pass {
		after = ""
	}
	for {
		list, err := h.store.OutageReach(ctx, after, in.From.At(0), outagePiece)
		if err != nil {
			return err
		}
		for _, c := range list {
			if err := h.tellCase(ctx, rules, c, in, pass); err != nil {
				return err
			}
			after = c.ID
		}
		if len(list) < outagePiece {
			return h.store.OutageSwept(ctx, w.Case, w.Version, today, now)
		}
		if err := h.store.OutageTold(ctx, w.Case, pass, after); err != nil {
			return err
		}
	}
}

// outageMove is the move by which an outage touches a case, "" for none.
func (h *house) outageMove(rules itemflow.Rules, c kernel.Case, in itemflow.OutageInput, today calendar.Date) (string, error) {
	if c.Flow == hall.Deal {
		d, err := hall.DealOf(c)
		if _, ok := h.rules.Shift(c, d, in, today); err != nil || !ok {
			return "", err
		}
		return "outage", nil
	}
	if !itemflow.Standard(c.Flow) {
		return "", nil
	}
	d, err := itemflow.DataOf(c)
	switch {
	case err != nil:
		return "", err
	case !c.Closed.IsZero():
		if rules.Reopens(c, d, in) {
			return "outage_reopen", nil
		}
		return "", nil
	}
	if _, _, moves := rules.Shifts(c, d, in, today); len(moves) == 0 {
		return "", nil
	}
	return "outage", nil
}

// tellCase tells one case, if there is anything to tell.
func (h *house) tellCase(ctx context.Context, rules itemflow.Rules, c kernel.Case, in itemflow.OutageInput, pass string) error {
	move, err := h.outageMove(rules, c, in, calendar.DateOf(h.now()))
	if err != nil || move == "" {
		return err
	}
	raw, err := json.Marshal(in)
	if err != nil {
		return err
	}
	_, err = h.desk.Act(ctx, kernel.SystemActor(itemflow.Outage), desk.Command{
		Case: c.ID, Move: move, Input: raw, Note: in.No, Key: "outage/" + in.No + "/" + pass + "/" + string(c.ID) + "/" + strconv.FormatInt(c.Version, 10),
	})
	switch errs.KindOf(err) {
	case "", errs.Conflict, errs.TooEarly: // it moved on meanwhile: the guard has the last word
		return nil
	}
	return err
}
