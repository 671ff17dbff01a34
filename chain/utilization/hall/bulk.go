package hall

import (
	"encoding/json"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/rows"
	"quanlian/registry"
)

// MaxSheetRows is how many rows a sheet may have. Unit: rows. Source: our choice;
// the largest portfolio of a university put up at once that we have seen has 1,400.
const MaxSheetRows = 2000

// SheetRow is one row of a sheet as it was read: an input of the move list, or
// what could not be read.
type SheetRow struct {
	Line   int
	Number string // as it stands in the sheet
	Input  ListInput
	Faults []rows.Fault
}

// StaleCode is the fault of a right that was looked up too long ago: nothing in the
// row mends it.
const StaleCode = "registry.check.stale"

// BulkRow is one row of the sheet as the case keeps it. Its input is read from
// the sheet again, which lies under its hash.
type BulkRow struct {
	rows.Row
	Right  string               `json:"right,omitempty"`
	Number string               `json:"number,omitempty"` // as it stands in the sheet, where it is none
	Title  string               `json:"title,omitempty"`
	Deal   registry.DealKind    `json:"deal,omitempty"`
	Kind   registry.LicenceKind `json:"licence,omitempty"`
	Price  string               `json:"price,omitempty"` // plain yuan; "" negotiable
}

// BulkData is the sheet and what became of its rows (批量挂牌): the program reads
// and checks it, the seller looks and chooses, the program lists row by row.
type BulkData struct {
	Seller PartyRef `json:"seller"`
	rows.List[BulkRow, *BulkRow]
}

// BulkOf reads the bulk of a case.
func BulkOf(c kernel.Case) (BulkData, error) {
	var d BulkData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return d, nil
}

// Repeated finds the rows that name a right again: the first one counts.
func Repeated(list []BulkRow) map[int]rows.Fault {
	first, out := map[string]int{}, map[int]rows.Fault{}
	for _, r := range list {
		if r.Right == "" {
			continue
		}
		if line, twice := first[r.Right]; twice {
			out[r.Line] = rows.Fault{Field: "right", Code: "utilization.hall.bulk_twice", Args: map[string]any{"line": line}}
			continue
		}
		first[r.Right] = r.Line
	}
	return out
}
