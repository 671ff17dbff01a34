package hall

import (
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/rows"
)

// UploadInput names the sheet that was put in.
type UploadInput struct {
	Upload string `json:"upload"`
}

// bulkRows is where the rows stand, and what they are.
var bulkRows = rows.Spec[BulkData, BulkRow, *BulkRow]{
	List:   func(d *BulkData) *rows.List[BulkRow, *BulkRow] { return &d.List },
	Covers: []string{string(Listing) + ":list"},
}

func bulkFlow() *kernel.Flow {
	return rows.Alone(kernel.Flow{Addr: Bulk, Prefix: "PL", States: rows.SheetStates(), Opens: []kernel.Move{uploadSheet()}, Moves: bulkRows.Moves()})
}

type sheetFacts struct {
	upload kernel.Upload
	seller kernel.Party
}

func uploadSheet() kernel.Move {
	return kernel.MoveOf[BulkData, UploadInput, sheetFacts]{
		Name: "upload", Needs: []string{"upload"}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit,
		Facts: func(v kernel.View, c kernel.Case, _ BulkData, in UploadInput) (sheetFacts, error) {
			var f sheetFacts
			var err error
			if f.upload, err = kernel.Load(v, kernel.UploadByID{ID: in.Upload}); errs.KindOf(err) == errs.NotFound {
				err = errs.At("upload", "kernel.upload_gone", nil)
			}
			if err != nil {
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
			d := BulkData{Seller: refOf(t.Facts.seller)}
			d.Paper, d.Name, d.SHA256, d.Bytes, d.Rows, d.Round, d.By = t.NewID(), u.Name, u.SHA256, u.Bytes, []BulkRow{}, 1, rows.MakerOf(t.Actor)
			return kernel.Out[BulkData]{To: rows.Checking, Data: d, Change: func(c *kernel.Case) { c.Title = d.Name }, Effects: []kernel.Effect{
				kernel.AttachDocument{ID: d.Paper, Kind: "utilization.hall.paper.sheet", Name: u.Name, SHA256: u.SHA256, Bytes: u.Bytes, Media: u.Media, Level: kernel.ViewSecret},
			}}, nil
		},
	}.Build()
}
