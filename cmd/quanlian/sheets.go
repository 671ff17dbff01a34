package main

import (
	"context"
	"encoding/json"
	"io"

	"quanlian/adapter/importer/listsheet"
	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/rows"
)

// sheets writes the workbooks of a listing from a sheet, for the pages.
type sheets struct{}

func (sheets) Template(w io.Writer) error { return listsheet.Template(w) }

func (sheets) Faults(w io.Writer, name string, content []byte, faults map[int][]rows.Fault) error {
	return listsheet.Faults(w, name, content, faults)
}

func (sheets) Max() int64 { return listsheet.MaxBytes }

// listingRows works through sheets of listings.
func (h *house) listingRows() rowWork {
	return rowDriver[hall.BulkData, hall.BulkRow, *hall.BulkRow]{
		h: h, list: func(d *hall.BulkData) *rows.List[hall.BulkRow, *hall.BulkRow] { return &d.List },
		first: func(ctx context.Context, _ kernel.Case, d hall.BulkData) ([]hall.BulkRow, error) {
			list, err := h.sheetRows(d)
			if err != nil {
				return nil, err
			}
			return h.firstLook(ctx, list), nil
		},
		awaits: func(f rows.Fault) bool { return f.Code == hall.StaleCode },
		commands: func(_ context.Context, _ kernel.Case, d hall.BulkData) (func(hall.BulkRow) (desk.OpenCommand, error), error) {
			list, err := h.sheetRows(d)
			if err != nil {
				return nil, err
			}
			byLine := map[int]hall.SheetRow{}
			for _, r := range list {
				byLine[r.Line] = r
			}
			return func(r hall.BulkRow) (desk.OpenCommand, error) { return listCommand(byLine[r.Line].Input) }, nil
		},
	}
}

// sheetRows reads the sheet again from the store of files.
func (h *house) sheetRows(d hall.BulkData) ([]hall.SheetRow, error) {
	content, err := screened{h}.Get(d.SHA256)
	if err != nil {
		return nil, err
	}
	return listsheet.Read(d.Name, content)
}

// firstLook notes what can be told without the guards: what could not be read,
// and rights that stand twice.
func (h *house) firstLook(ctx context.Context, list []hall.SheetRow) []hall.BulkRow {
	out := make([]hall.BulkRow, 0, len(list))
	for _, r := range list {
		x := hall.BulkRow{Row: rows.Row{Line: r.Line, Faults: r.Faults}, Right: r.Input.Right, Deal: r.Input.Deal, Kind: r.Input.Licence}
		if !r.Input.PriceOpen && r.Input.Price > 0 {
			x.Price = r.Input.Price.String()
		}
		if x.Right == "" {
			x.Number = r.Number
		}
		if x.Right != "" {
			v, err := h.store.Right(ctx, x.Right)
			if x.Title = v.Right.Title; errs.KindOf(err) == errs.NotFound {
				x.Faults = append(x.Faults, rows.FaultsOf(errs.At("right", "registry.no_such_right", errs.Args{"number": x.Right}))...)
			}
		}
		if len(x.Faults) > 0 {
			x.State = rows.Bad
			if r.Input.Territory != "" { // else the row itself could not be read
				x.Faults = rows.Joined(x.Faults, rows.FaultsOf(r.Input.Faults()))
			}
		}
		out = append(out, x)
	}
	twice := hall.Repeated(out)
	for i := range out {
		if f, ok := twice[out[i].Line]; ok {
			out[i].State, out[i].Faults = rows.Bad, append(out[i].Faults, f)
		}
	}
	return out
}

func listCommand(in hall.ListInput) (desk.OpenCommand, error) {
	raw, err := json.Marshal(in)
	if err != nil {
		return desk.OpenCommand{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return desk.OpenCommand{Flow: hall.Listing, Move: "list", Input: raw}, nil
}
