package hall

import (
	"slices"
	"strconv"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// UploadInput names the sheet that was put in.
type UploadInput struct {
	Upload string `json:"upload"`
}

// RowsInput is a batch of rows with what was found or brought about; Fault is
// of the file as a whole.
type RowsInput struct {
	Rows  []BulkRow `json:"rows,omitempty"`
	Fault *RowFault `json:"fault,omitempty"`
}

// StartInput chooses the rows to list by their lines; none means every good one.
type StartInput struct {
	Lines []string `json:"lines,omitempty"`
}

func bulkFlow() *kernel.Flow {
	f := kernel.WithStandard(kernel.Flow{
		Addr: Bulk, Prefix: "PL",
		States: []kernel.StateDef{{Name: BulkChecking}, {Name: BulkChecked, Turn: kernel.RoleOwner}, {Name: BulkListing}, {Name: BulkDone, Terminal: true}, {Name: BulkRefused, Terminal: true}},
		Opens:  []kernel.Move{uploadSheet()},
		Moves:  []kernel.Move{readSheet(), checkRows(), recheck(), startBulk(), listRows()},
	}, nil, Clerk)
	// Nobody in an office has this case: it prepares others. Taking it back
	// stops what has not been listed yet.
	f.Moves = slices.DeleteFunc(f.Moves, func(m kernel.Move) bool {
		return len(m.Name) > 4 && m.Name[:4] == "std." && m.Name != kernel.MoveWithdraw
	})
	for i := range f.Moves {
		if f.Moves[i].Name == kernel.MoveWithdraw {
			f.Moves[i].Outward = false // nothing leaves the house by it
		}
	}
	return &f
}

type sheetFacts struct {
	upload kernel.Upload
	seller kernel.Party
}

func uploadSheet() kernel.Move {
	return kernel.MoveOf[BulkData, UploadInput, sheetFacts]{
		Name: "upload", By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit,
		Facts: func(v kernel.View, c kernel.Case, _ BulkData, in UploadInput) (sheetFacts, error) {
			var f sheetFacts
			var err error
			if f.upload, err = kernel.Load(v, kernel.UploadByID{ID: in.Upload}); err != nil {
				return f, err
			}
			f.seller, err = kernel.Load(v, kernel.PartyByID{ID: c.PartyAs(kernel.RoleOwner)})
			return f, err
		},
		Guard: func(t kernel.Turn[BulkData, UploadInput, sheetFacts]) error {
			if t.Facts.upload.By != t.Actor.User {
				return errs.At("upload", "kernel.upload_gone", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[BulkData, UploadInput, sheetFacts]) (kernel.Out[BulkData], error) {
			u := t.Facts.upload
			d := BulkData{Seller: refOf(t.Facts.seller), Paper: t.NewID(), Name: u.Name, SHA256: u.SHA256, Bytes: u.Bytes, Rows: []BulkRow{}, Round: 1,
				By: BulkMaker{User: t.Actor.User, Party: t.Actor.Party, Mandate: t.Actor.Mandate}}
			return kernel.Out[BulkData]{To: BulkChecking, Data: d, Change: func(c *kernel.Case) { c.Title = d.Name }, Effects: []kernel.Effect{
				kernel.AttachDocument{ID: d.Paper, Kind: "utilization.hall.paper.sheet", Name: u.Name, SHA256: u.SHA256, Bytes: u.Bytes, Media: u.Media, Level: kernel.ViewSecret},
			}}, nil
		},
	}.Build()
}

// readSheet takes what the program read of the file; none of it is checked yet.
func readSheet() kernel.Move {
	return bulkStep("read", BulkChecking, func(t kernel.Turn[BulkData, RowsInput, none]) (kernel.Out[BulkData], error) {
		d := t.Data
		if t.Input.Fault != nil {
			d.Fault, d.Ended = t.Input.Fault, t.Now
			return kernel.Out[BulkData]{To: BulkRefused, Data: d, Effects: []kernel.Effect{tell(kernel.RoleOwner, "sheet_refused", t.Case.No)}}, nil
		}
		d.Rows = t.Input.Rows
		return checkedWhenAll(t.Case.No, d), nil
	})
}

// checkRows takes what the guards said of some rows.
func checkRows() kernel.Move {
	return bulkStep("check", BulkChecking, func(t kernel.Turn[BulkData, RowsInput, none]) (kernel.Out[BulkData], error) {
		return checkedWhenAll(t.Case.No, t.Data.with(t.Input.Rows)), nil
	})
}

// checkedWhenAll hands the sheet to the seller once every row was looked at.
func checkedWhenAll(no string, d BulkData) kernel.Out[BulkData] {
	out := kernel.Out[BulkData]{Data: d}
	if len(d.Rows) > 0 && d.Count("") == 0 {
		out.To = BulkChecked
		out.Effects = []kernel.Effect{kernel.Notify{To: kernel.RoleOwner, Text: "utilization.hall.notice.sheet_checked",
			Args: map[string]string{"no": no, "good": strconv.Itoa(d.Count(RowGood)), "bad": strconv.Itoa(d.Count(RowBad))}}}
	}
	return out
}

// recheck looks at the whole sheet again, because the register or the hall may
// have moved on since.
func recheck() kernel.Move {
	return kernel.MoveOf[BulkData, none, none]{
		Name: "recheck", From: []kernel.State{BulkChecked}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit,
		Effects: func(t kernel.Turn[BulkData, none, none]) (kernel.Out[BulkData], error) {
			t.Data.Rows, t.Data.Round = []BulkRow{}, t.Data.Round+1
			return kernel.Out[BulkData]{To: BulkChecking, Data: t.Data}, nil
		},
	}.Build()
}

// startBulk lets the chosen rows be listed. Its approval covers every row: an
// organisation approves a sheet once, not each of its lines.
func startBulk() kernel.Move {
	return kernel.MoveOf[BulkData, StartInput, none]{
		Name: "start", From: []kernel.State{BulkChecked}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, Outward: true,
		Covers: []string{string(Listing) + ":list"},
		Effects: func(t kernel.Turn[BulkData, StartInput, none]) (kernel.Out[BulkData], error) {
			d := t.Data
			d.Rows = slices.Clone(d.Rows)
			chosen := 0
			for i := range d.Rows {
				if d.Rows[i].State == RowGood && (len(t.Input.Lines) == 0 || slices.Contains(t.Input.Lines, strconv.Itoa(d.Rows[i].Line))) {
					d.Rows[i].State = RowChosen
					chosen++
				}
			}
			if chosen == 0 {
				return kernel.Out[BulkData]{}, errs.At("lines", "utilization.hall.bulk_none", nil)
			}
			d.Begun, d.Under = t.Now, t.Approval
			d.By = BulkMaker{User: t.Actor.User, Party: t.Actor.Party, Mandate: t.Actor.Mandate}
			return kernel.Out[BulkData]{To: BulkListing, Data: d}, nil
		},
	}.Build()
}

// listRows takes what became of some rows.
func listRows() kernel.Move {
	return bulkStep("rows", BulkListing, func(t kernel.Turn[BulkData, RowsInput, none]) (kernel.Out[BulkData], error) {
		d := t.Data.with(t.Input.Rows)
		out := kernel.Out[BulkData]{Data: d}
		if d.Count(RowChosen) == 0 {
			out.To, out.Data.Ended = BulkDone, t.Now
			out.Effects = []kernel.Effect{kernel.Notify{To: kernel.RoleOwner, Text: "utilization.hall.notice.sheet_done",
				Args: map[string]string{"no": t.Case.No, "listed": strconv.Itoa(d.Count(RowListed)), "failed": strconv.Itoa(d.Count(RowFailed))}}}
		}
		return out, nil
	})
}

// bulkStep is a move that the program makes with a batch of rows.
func bulkStep(name string, from kernel.State, do func(kernel.Turn[BulkData, RowsInput, none]) (kernel.Out[BulkData], error)) kernel.Move {
	return kernel.MoveOf[BulkData, RowsInput, none]{Name: name, From: []kernel.State{from}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true, Effects: do}.Build()
}
