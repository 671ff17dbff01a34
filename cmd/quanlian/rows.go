package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/rows"
)

// Unit: cases; rows. Source: our choice: one pass stays short, and a page that
// refreshes itself shows rows going on.
const (
	rowCasesAtOnce = 20
	rowsAtOnce     = 25
)

// rowWork goes on with one case that works through rows.
type rowWork interface {
	one(ctx context.Context, c kernel.Case) error
}

// rowDriver is the work of one matter: which rows there are, and which act each
// stands for.
type rowDriver[D, T any, P rows.Of[T]] struct {
	h    *house
	list func(*D) *rows.List[T, P]
	// first reads the rows and notes what can be told without the guards.
	first func(ctx context.Context, c kernel.Case, d D) ([]T, error)
	// commands gives the act that a row stands for; it is asked once a pass.
	commands func(ctx context.Context, c kernel.Case, d D) (func(T) (desk.OpenCommand, error), error)
	// again looks, before the guards, at rows that were read before; nil for nothing.
	again func(ctx context.Context, d D, batch []T) error
	// ready does what an act needs beforehand; nil for nothing.
	ready func(ctx context.Context, a kernel.Actor, c kernel.Case, d D, row T) error
	// awaits tells a fault that nothing in the row mends; nil for none.
	awaits func(rows.Fault) bool
}

// workRows goes on with every case of rows that is being checked or worked
// through. Each row is one act under the key <case>/<row>: killed in the middle
// and begun again, a row is done once.
func (h *house) workRows(ctx context.Context) (bool, error) {
	list, err := h.store.RowWork(ctx, rowCasesAtOnce)
	if err != nil {
		return false, err
	}
	var faults []error
	for _, c := range list {
		w := h.rowWorks(c.Flow)
		if w == nil {
			continue
		}
		err := w.one(ctx, c)
		if err != nil && !errs.Is(err, "kernel.not_in_this_state") && !errs.Is(err, "kernel.case_closed") { // stopped meanwhile
			faults = append(faults, fmt.Errorf("rows of %s: %w", c.No, err))
		}
	}
	return len(list) > 0 && len(faults) == 0, errors.Join(faults...)
}

func (x rowDriver[D, T, P]) one(ctx context.Context, c kernel.Case) error {
	var d D
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	l := x.list(&d)
	switch {
	case c.State == rows.Working:
		return x.work(ctx, c, d, *l)
	case len(l.Rows) == 0:
		return x.read(ctx, c, d, *l)
	}
	return x.check(ctx, c, d, *l)
}

// tell makes a step of the case with some rows.
func (x rowDriver[D, T, P]) tell(ctx context.Context, c kernel.Case, move, key string, in rows.Input[T]) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	_, err = x.h.desk.Act(ctx, kernel.SystemActor("bulk"), desk.Command{Case: c.ID, Move: move, Key: string(c.ID) + "/" + move + "/" + key, Input: raw})
	return err
}

// read takes in the rows of the sheet, or tells why there are none.
func (x rowDriver[D, T, P]) read(ctx context.Context, c kernel.Case, d D, l rows.List[T, P]) error {
	list, err := x.first(ctx, c, d)
	round := strconv.Itoa(l.Round)
	if k := errs.KindOf(err); k == errs.Invalid || k == errs.NotFound || k == errs.Conflict || k == errs.Forbidden {
		f := rows.FaultsOf(err)[0]
		return x.tell(ctx, c, "read", round, rows.Input[T]{Fault: &f})
	}
	if err != nil {
		return err
	}
	return x.tell(ctx, c, "read", round, rows.Input[T]{Rows: list})
}

// check asks the guards of the acts about the next rows, without doing any.
func (x rowDriver[D, T, P]) check(ctx context.Context, c kernel.Case, d D, l rows.List[T, P]) error {
	batch := l.Next("", rowsAtOnce)
	a, err := x.h.maker(ctx, l.By)
	if err != nil {
		return err
	}
	if x.again != nil {
		if err := x.again(ctx, d, batch); err != nil {
			return err
		}
	}
	var ask []T
	for _, r := range batch {
		if P(&r).Base().State == "" {
			ask = append(ask, r)
		}
	}
	if err := x.try(ctx, a, c, d, ask); err != nil {
		return err
	}
	for i, n := 0, 0; i < len(batch); i++ {
		if P(&batch[i]).Base().State == "" {
			batch[i], n = ask[n], n+1
		}
	}
	return x.tell(ctx, c, "check", strconv.Itoa(l.Round)+"/"+strconv.Itoa(P(&batch[0]).Base().Line), rows.Input[T]{Rows: batch})
}

func (x rowDriver[D, T, P]) try(ctx context.Context, a *kernel.Actor, c kernel.Case, d D, batch []T) error {
	if a == nil {
		for i := range batch {
			r := P(&batch[i]).Base()
			r.State, r.Faults = rows.Bad, rows.NoMaker()
		}
		return nil
	}
	command, err := x.commands(ctx, c, d)
	if err != nil {
		return err
	}
	cmds := make([]desk.OpenCommand, len(batch))
	for i, r := range batch {
		if x.ready != nil {
			if err := x.ready(ctx, *a, c, d, r); err != nil {
				return err
			}
		}
		if cmds[i], err = command(r); err != nil {
			return err
		}
	}
	said, err := x.h.desk.Try(ctx, *a, cmds...)
	if err != nil {
		return err
	}
	for i, e := range said {
		r := P(&batch[i]).Base()
		r.State, r.Faults = rows.Good, rows.Joined(r.Faults, rows.FaultsOf(e))
		switch {
		case len(r.Faults) == 0:
		case x.awaits != nil && !slices.ContainsFunc(r.Faults, func(f rows.Fault) bool { return !x.awaits(f) }):
			r.State = rows.Awaits
		default:
			r.State = rows.Bad
		}
	}
	return nil
}

// work does the next of the chosen rows, one act each, as long as nobody stops it.
func (x rowDriver[D, T, P]) work(ctx context.Context, c kernel.Case, d D, l rows.List[T, P]) error {
	a, err := x.h.maker(ctx, l.By)
	if err != nil {
		return err
	}
	command, err := x.commands(ctx, c, d)
	if err != nil {
		return err
	}
	batch := l.Next(rows.Chosen, rowsAtOnce)
	for i := range batch {
		if on, err := x.h.working(ctx, c); err != nil {
			return err
		} else if !on {
			batch = batch[:i]
			break
		}
		cmd, err := command(batch[i])
		if err == nil && x.ready != nil && a != nil {
			err = x.ready(ctx, *a, c, d, batch[i])
		}
		if err == nil {
			err = x.do(ctx, c, l, a, P(&batch[i]).Base(), cmd)
		}
		if err != nil {
			return err
		}
	}
	if len(batch) == 0 {
		return nil
	}
	return x.tell(ctx, c, "rows", strconv.Itoa(P(&batch[0]).Base().Line), rows.Input[T]{Rows: batch})
}

// working reports whether a case goes on with its rows: its owner may have stopped
// it since it was read.
func (h *house) working(ctx context.Context, c kernel.Case) (bool, error) {
	now, _, err := h.store.Cases(ctx, kernel.SystemActor("bulk"), kernel.ViewSecret, kernel.CaseQuery{Nos: []string{c.No}, Brief: true, Uncounted: true, Limit: 1})
	return len(now) == 1 && now[0].State == rows.Working, err
}

// do makes the act of one row. What the guards refuse is the row's result; a fault
// of the machine leaves the row for the next pass.
func (x rowDriver[D, T, P]) do(ctx context.Context, c kernel.Case, l rows.List[T, P], a *kernel.Actor, r *rows.Row, cmd desk.OpenCommand) error {
	if a == nil {
		r.State, r.Faults = rows.Failed, rows.NoMaker()
		return nil
	}
	if cmd.Key == "" {
		cmd.Key = string(c.ID) + "/" + strconv.Itoa(r.Line)
	}
	cmd.Under, cmd.Approval = c.ID, l.Under
	receipt, err := x.h.desk.Open(ctx, *a, cmd)
	switch errs.KindOf(err) {
	case "":
		r.State, r.Case, r.No = rows.Made, receipt.Case, receipt.No
		if receipt.Pending != "" {
			r.State = rows.Waiting
		}
	case errs.Internal, errs.Unavailable:
		return err
	default:
		r.State, r.Faults = rows.Failed, rows.FaultsOf(err)
	}
	return nil
}

// maker is the way in which the maker of rows may act today; nil when no more.
func (h *house) maker(ctx context.Context, m rows.Maker) (*kernel.Actor, error) {
	hats, err := h.store.Hats(ctx, m.User, h.now())
	if errs.KindOf(err) == errs.Forbidden || errs.KindOf(err) == errs.NotFound {
		return nil, nil
	}
	for _, a := range hats {
		if m.Is(a) {
			return &a, nil
		}
	}
	return nil, err
}

// rowWorks gives the work of a flow of rows, nil for one that has none.
func (h *house) rowWorks(f kernel.FlowAddr) rowWork {
	switch f {
	case hall.Bulk:
		return h.listingRows()
	case itemflow.Thing:
		return h.thingRows()
	}
	if itemflow.NameOf(f) == itemflow.BatchFlow {
		return h.batchRows()
	}
	return nil
}

// thingRows opens the cases of what is done as one, each under the key
// <case>/<code>.
func (h *house) thingRows() rowWork {
	return rowDriver[itemflow.ThingData, itemflow.ThingRow, *itemflow.ThingRow]{
		h: h, list: func(d *itemflow.ThingData) *rows.List[itemflow.ThingRow, *itemflow.ThingRow] { return &d.List },
		commands: func(ctx context.Context, c kernel.Case, _ itemflow.ThingData) (func(itemflow.ThingRow) (desk.OpenCommand, error), error) {
			return func(r itemflow.ThingRow) (desk.OpenCommand, error) {
				it, err := h.store.KeptItem(ctx, r.Hash)
				if err != nil {
					return desk.OpenCommand{}, err
				}
				raw, err := json.Marshal(r.Input)
				if err != nil {
					return desk.OpenCommand{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
				}
				return desk.OpenCommand{Flow: it.Flowing(), Move: "submit", Key: string(c.ID) + "/" + r.Code, Input: raw, Item: it.Code, ItemHash: r.Hash, Unit: it.Unit}, nil
			}, nil
		},
	}
}
