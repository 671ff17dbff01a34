package itemflow

import (
	"cmp"
	"encoding/json"
	"slices"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/rows"
)

// BatchFlow is the name of the flow in which many applications of one item are
// made from a sheet (批量申请), one for each matter: <matter>.batch.
const (
	BatchFlow   = "batch"
	batchPrefix = "PB"
)

// MaxBatchRows is how many rows a sheet of applications may have. Unit: rows.
// Source: our choice, as for the sheet of listings.
const MaxBatchRows = 2000

// Many reports whether the item can be applied for many times from a sheet:
// questions and bookings are asked one by one.
func Many(it form.Item) bool {
	return !slices.Contains([]string{Consult, Book}, it.Flow) && len(it.Columns(false)) > 0
}

// BatchOf is the address of the flow for an item.
func BatchOf(it form.Item) kernel.FlowAddr {
	return kernel.FlowAddr(it.Link + "/" + it.Matter + "." + BatchFlow)
}

// BatchRow is one row of the sheet as the case keeps it. Its values are read from
// the sheet again, which lies under its hash.
type BatchRow struct {
	rows.Row
	About string `json:"about,omitempty"` // what tells it from the others: a number, a title
	Sub   string `json:"sub,omitempty"`
}

// BatchData is a sheet of applications and what became of its rows.
type BatchData struct {
	Code string    `json:"code"`
	Hash string    `json:"hash"` // of the item by which the sheet was drawn
	Item form.Text `json:"item"`
	// Shared holds what is the same for all rows.
	Shared form.Values `json:"shared"`
	// Files go with every row; Packed are called by their names in the sheet.
	Files    []File   `json:"files,omitempty"`
	Packed   []File   `json:"packed,omitempty"`
	Promises []string `json:"promises,omitempty"`
	// Mended are the rows that were corrected on the page, by line: they count
	// instead of what the sheet says.
	Mended map[int]MendedRow `json:"mended,omitempty"`
	rows.List[BatchRow, *BatchRow]
}

// BatchInput is the sheet with what is the same for all its rows.
type BatchInput struct {
	Code     string      `json:"code"`
	Hash     string      `json:"hash"`
	Upload   string      `json:"upload"` // the sheet
	Shared   form.Values `json:"shared"`
	Files    []File      `json:"files,omitempty"`
	Packed   []File      `json:"packed,omitempty"`
	Promises []string    `json:"promises,omitempty"`
}

// BatchDataOf reads the batch of a case.
func BatchDataOf(c kernel.Case) (BatchData, error) {
	var d BatchData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return d, nil
}

// Sent is the application that a row stands for: what it says itself before what
// is the same for all. names are the files that it calls, by material.
func (d BatchData) Sent(v form.Values, names map[string][]string) SubmitInput {
	in := SubmitInput{Values: form.Values{}, Promises: d.Promises, Channel: "batch"}
	for _, from := range []form.Values{d.Shared, v} {
		for k, x := range from {
			in.Values[k] = x
		}
	}
	for _, f := range d.Files {
		in.Files = append(in.Files, File{Upload: f.Upload, Material: f.Material})
	}
	for material, list := range names {
		for _, n := range list {
			if i := slices.IndexFunc(d.Packed, func(f File) bool { return f.Name == n }); i >= 0 {
				in.Files = append(in.Files, File{Upload: d.Packed[i].Upload, Material: material})
			}
		}
	}
	slices.SortStableFunc(in.Files, func(a, b File) int { return cmp.Compare(a.Material, b.Material) })
	return in
}

// batchFlow makes the flow of a matter: its rows stand for filings in that matter.
func batchFlow(addr kernel.FlowAddr, covers []string) *kernel.Flow {
	spec := rows.Spec[BatchData, BatchRow, *BatchRow]{List: func(d *BatchData) *rows.List[BatchRow, *BatchRow] { return &d.List }, Covers: covers}
	return rows.Alone(kernel.Flow{Addr: addr, Prefix: batchPrefix, States: rows.SheetStates(), Opens: []kernel.Move{uploadBatch()}, Moves: append(spec.Moves(), mendBatch())})
}

type batchFacts struct {
	item  form.Item
	sheet kernel.Upload
}

func uploadBatch() kernel.Move {
	return kernel.MoveOf[BatchData, BatchInput, batchFacts]{
		Name: "upload", Needs: []string{"code", "hash", "upload"}, By: owners, Right: kernel.RightSubmit,
		Facts: func(v kernel.View, c kernel.Case, _ BatchData, in BatchInput) (batchFacts, error) {
			var f batchFacts
			var err error
			if f.item, err = kernel.Load(v, form.ItemInForce{Code: in.Code, On: calendar.DateOf(c.Opened)}); err != nil {
				return f, err
			}
			if f.sheet, err = kernel.Load(v, kernel.UploadByID{ID: in.Upload}); errs.KindOf(err) == errs.NotFound {
				err = errs.At("sheet", "kernel.upload_gone", nil)
			}
			return f, err
		},
		Guard: func(t kernel.Turn[BatchData, BatchInput, batchFacts]) error {
			it := t.Facts.item
			switch {
			case t.Input.Hash == "":
				return errs.At("hash", "kernel.wire.missing", nil)
			case it.Retired || it.Hash() != t.Input.Hash:
				return errs.New(errs.Conflict, "kernel.itemflow.item_changed", errs.Args{"code": it.Code})
			case !Many(it) || BatchOf(it) != t.Case.Flow:
				return errs.New(errs.Invalid, "kernel.itemflow.not_many", errs.Args{"code": it.Code})
			case t.Facts.sheet.By != t.Actor.User:
				return errs.At("sheet", "kernel.upload_gone", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[BatchData, BatchInput, batchFacts]) (kernel.Out[BatchData], error) {
			u, in := t.Facts.sheet, t.Input
			d := BatchData{Code: in.Code, Hash: in.Hash, Item: t.Facts.item.Name, Shared: in.Shared, Files: in.Files, Packed: in.Packed, Promises: in.Promises}
			d.Paper, d.Name, d.SHA256, d.Bytes, d.Rows, d.Round, d.By = t.NewID(), u.Name, u.SHA256, u.Bytes, []BatchRow{}, 1, rows.MakerOf(t.Actor)
			return kernel.Out[BatchData]{To: rows.Checking, Data: d, Change: func(c *kernel.Case) { c.Title, c.Item, c.ItemHash = d.Item.Zh+"　"+d.Name, d.Code, d.Hash }, Effects: []kernel.Effect{
				kernel.AttachDocument{ID: d.Paper, Kind: "kernel.itemflow.paper.sheet", Name: u.Name, SHA256: u.SHA256, Bytes: u.Bytes, Media: u.Media, Level: kernel.ViewSecret},
			}}, nil
		},
	}.Build()
}

// Repeated finds the rows that say the same as one before: the first one counts.
// The fault stands at the first of the fields that the row fills.
func Repeated(list []BatchRow, values map[int]form.Values, fields []string) map[int]rows.Fault {
	first, out := map[string]int{}, map[int]rows.Fault{}
	for _, r := range list {
		raw, err := json.Marshal(values[r.Line])
		if err != nil || len(values[r.Line]) == 0 {
			continue
		}
		if line, twice := first[string(raw)]; twice {
			f := rows.Fault{Code: "kernel.itemflow.batch_twice", Args: map[string]any{"line": line}}
			if i := slices.IndexFunc(fields, func(x string) bool { return values[r.Line][x] != "" }); i >= 0 {
				f.Field = fields[i]
			}
			out[r.Line] = f
			continue
		}
		first[string(raw)] = r.Line
	}
	return out
}
