package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"quanlian/adapter/importer/listsheet"
	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// sheets writes the workbooks of a listing from a sheet, for the pages.
type sheets struct{}

func (sheets) Template(w io.Writer) error { return listsheet.Template(w) }

func (sheets) Faults(w io.Writer, name string, content []byte, faults map[int][]hall.RowFault) error {
	return listsheet.Faults(w, name, content, faults)
}

func (sheets) Max() int64 { return listsheet.MaxBytes }

// Unit: bulks; rows. Source: our choice: one pass stays short, and a page that
// refreshes itself shows rows going on.
const (
	sheetsAtOnce = 20
	rowsAtOnce   = 25
)

// sheetsPass goes on with every sheet of listings that is being checked or listed.
// Each row is one act under the key <bulk>/<row>: killed in the middle and begun
// again, a row is listed once.
func (h *house) sheetsPass(ctx context.Context) (bool, error) {
	list, _, err := h.store.Cases(ctx, kernel.SystemActor("bulk"), kernel.ViewSecret, kernel.CaseQuery{Flow: hall.Bulk, States: []kernel.State{hall.BulkChecking, hall.BulkListing}, Sort: "opened", Limit: sheetsAtOnce})
	if err != nil {
		return false, err
	}
	var faults []error
	for _, c := range list {
		d, err := hall.BulkOf(c)
		if err == nil && c.State == hall.BulkChecking {
			err = h.checkSheet(ctx, c, d)
		} else if err == nil {
			err = h.listSheet(ctx, c, d)
		}
		if err != nil && !errs.Is(err, "kernel.not_in_this_state") && !errs.Is(err, "kernel.case_closed") { // stopped meanwhile
			faults = append(faults, fmt.Errorf("bulk %s: %w", c.No, err))
		}
	}
	return len(list) > 0 && len(faults) == 0, errors.Join(faults...)
}

// tell makes a step of the bulk with some rows.
func (h *house) tellBulk(ctx context.Context, c kernel.Case, move, key string, in hall.RowsInput) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	_, err = h.desk.Act(ctx, kernel.SystemActor("bulk"), desk.Command{Case: c.ID, Move: move, Key: string(c.ID) + "/" + move + "/" + key, Input: raw})
	return err
}

// sheetRows reads the sheet again from the store of files.
func (h *house) sheetRows(d hall.BulkData) ([]hall.SheetRow, error) {
	content, err := h.files.Get(d.SHA256)
	if err != nil {
		return nil, err
	}
	return listsheet.Read(d.Name, content)
}

// maker is the way in which the bulk's maker may act today; nil when no more.
func (h *house) maker(ctx context.Context, d hall.BulkData) (*kernel.Actor, error) {
	hats, err := h.store.Hats(ctx, d.By.User, h.now())
	if errs.KindOf(err) == errs.Forbidden || errs.KindOf(err) == errs.NotFound {
		return nil, nil
	}
	for _, a := range hats {
		if d.By.Is(a) {
			return &a, nil
		}
	}
	return nil, err
}

// noMaker is what a row says whose maker may no longer act.
var noMaker = []hall.RowFault{{Code: "utilization.hall.bulk_no_maker"}}

// checkSheet reads the sheet, then asks the guards of the move list about every
// row, without listing any.
func (h *house) checkSheet(ctx context.Context, c kernel.Case, d hall.BulkData) error {
	rows, err := h.sheetRows(d)
	round := strconv.Itoa(d.Round)
	if k := errs.KindOf(err); k == errs.Invalid || k == errs.NotFound {
		f := hall.FaultsOfRow(err)[0]
		return h.tellBulk(ctx, c, "read", round, hall.RowsInput{Fault: &f})
	}
	if err != nil {
		return err
	}
	if len(d.Rows) == 0 {
		return h.tellBulk(ctx, c, "read", round, hall.RowsInput{Rows: h.firstLook(ctx, rows)})
	}
	a, err := h.maker(ctx, d)
	if err != nil {
		return err
	}
	byLine := map[int]hall.SheetRow{}
	for _, r := range rows {
		byLine[r.Line] = r
	}
	var batch []hall.BulkRow
	for _, r := range d.Rows {
		if r.State == "" && len(batch) < rowsAtOnce {
			batch = append(batch, r)
		}
	}
	if err := h.tryRows(ctx, a, batch, byLine); err != nil {
		return err
	}
	return h.tellBulk(ctx, c, "check", round+"/"+strconv.Itoa(batch[0].Line), hall.RowsInput{Rows: batch})
}

// firstLook notes what can be told without the guards: what could not be read,
// and rights that stand twice.
func (h *house) firstLook(ctx context.Context, rows []hall.SheetRow) []hall.BulkRow {
	out := make([]hall.BulkRow, 0, len(rows))
	for _, r := range rows {
		x := hall.BulkRow{Line: r.Line, Right: r.Input.Right, Deal: r.Input.Deal, Kind: r.Input.Licence, Faults: r.Faults}
		if !r.Input.PriceOpen && r.Input.Price > 0 {
			x.Price = r.Input.Price.String()
		}
		if x.Right == "" {
			x.Number = r.Number
		}
		if len(x.Faults) > 0 {
			x.State = hall.RowBad
		}
		if x.Right != "" {
			if v, err := h.store.Right(ctx, x.Right); err == nil {
				x.Title = v.Right.Title
			}
		}
		out = append(out, x)
	}
	twice := hall.Repeated(out)
	for i := range out {
		if f, ok := twice[out[i].Line]; ok {
			out[i].State, out[i].Faults = hall.RowBad, append(out[i].Faults, f)
		}
	}
	return out
}

// tryRows asks permission, facts and guards of the move about the rows.
func (h *house) tryRows(ctx context.Context, a *kernel.Actor, batch []hall.BulkRow, byLine map[int]hall.SheetRow) error {
	if a == nil {
		for i := range batch {
			batch[i].State, batch[i].Faults = hall.RowBad, noMaker
		}
		return nil
	}
	cmds := make([]desk.OpenCommand, len(batch))
	for i, r := range batch {
		cmd, err := listCommand(byLine[r.Line].Input)
		if err != nil {
			return err
		}
		cmds[i] = cmd
	}
	said, err := h.desk.Try(ctx, *a, cmds...)
	if err != nil {
		return err
	}
	for i, e := range said {
		batch[i].State = hall.RowGood
		if e != nil {
			batch[i].State, batch[i].Faults = hall.RowBad, hall.FaultsOfRow(e)
		}
	}
	return nil
}

func listCommand(in hall.ListInput) (desk.OpenCommand, error) {
	raw, err := json.Marshal(in)
	if err != nil {
		return desk.OpenCommand{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return desk.OpenCommand{Flow: hall.Listing, Move: "list", Input: raw}, nil
}

// listSheet lists the next of the chosen rows, one act each.
func (h *house) listSheet(ctx context.Context, c kernel.Case, d hall.BulkData) error {
	rows, err := h.sheetRows(d)
	if err != nil {
		return err
	}
	a, err := h.maker(ctx, d)
	if err != nil {
		return err
	}
	byLine := map[int]hall.SheetRow{}
	for _, r := range rows {
		byLine[r.Line] = r
	}
	var batch []hall.BulkRow
	for _, r := range d.Rows {
		if r.State != hall.RowChosen || len(batch) == rowsAtOnce {
			continue
		}
		if err := h.listRow(ctx, c, d, a, &r, byLine[r.Line].Input); err != nil {
			return err
		}
		batch = append(batch, r)
	}
	if len(batch) == 0 {
		return nil
	}
	return h.tellBulk(ctx, c, "rows", strconv.Itoa(batch[0].Line), hall.RowsInput{Rows: batch})
}

// listRow lists one row. What the guards refuse is the row's result; a fault of
// the machine leaves the row for the next pass.
func (h *house) listRow(ctx context.Context, c kernel.Case, d hall.BulkData, a *kernel.Actor, r *hall.BulkRow, in hall.ListInput) error {
	if a == nil {
		r.State, r.Faults = hall.RowFailed, noMaker
		return nil
	}
	cmd, err := listCommand(in)
	if err != nil {
		return err
	}
	cmd.Key, cmd.Under, cmd.Approval = string(c.ID)+"/"+strconv.Itoa(r.Line), c.ID, d.Under
	receipt, err := h.desk.Open(ctx, *a, cmd)
	switch errs.KindOf(err) {
	case "":
		r.State, r.Case, r.No = hall.RowListed, receipt.Case, receipt.No
		if receipt.Pending != "" {
			r.State = hall.RowWaiting
		}
	case errs.Internal, errs.Unavailable:
		return err
	default:
		r.State, r.Faults = hall.RowFailed, hall.FaultsOfRow(err)
	}
	return nil
}
