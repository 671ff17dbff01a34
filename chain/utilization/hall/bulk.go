package hall

import (
	"encoding/json"
	"slices"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/registry"
)

// States of a bulk listing (批量挂牌). The program reads and checks the sheet, the
// seller looks and chooses, the program lists row by row.
const (
	BulkChecking kernel.State = "checking"
	BulkChecked  kernel.State = "checked"
	BulkListing  kernel.State = "listing"
	BulkDone     kernel.State = "done"
	BulkRefused  kernel.State = "refused" // no row could be read
)

// MaxSheetRows is how many rows a sheet may have. Unit: rows. Source: our choice;
// the largest portfolio of a university put up at once that we have seen has 1,400.
const MaxSheetRows = 2000

// RowState is how far one row has come.
type RowState string

// The states of a row; "" was read and not checked yet.
const (
	RowGood    RowState = "good"    // the guards would let it pass
	RowBad     RowState = "bad"     // something has to be mended
	RowChosen  RowState = "chosen"  // waits to be listed
	RowListed  RowState = "listed"  // a listing of its own
	RowWaiting RowState = "waiting" // waits for the organisation's own approval
	RowFailed  RowState = "failed"  // refused when its turn came
)

// RowFault is one thing that is wrong with a row, at a field of the listing.
type RowFault struct {
	Field string         `json:"field,omitempty"`
	Code  string         `json:"code"`
	Args  map[string]any `json:"args,omitempty"`
}

// FaultsOfRow are the things that an error says.
func FaultsOfRow(err error) []RowFault {
	var out []RowFault
	for _, e := range errs.All(err) {
		out = append(out, RowFault{Field: e.Field, Code: e.Code, Args: e.Args})
	}
	return out
}

// Err is the fault as an error again, to be put into words.
func (f RowFault) Err() *errs.Error {
	return &errs.Error{Kind: errs.Invalid, Code: f.Code, Field: f.Field, Args: f.Args}
}

// SheetRow is one row of a sheet as it was read: an input of the move list, or
// what could not be read.
type SheetRow struct {
	Line   int
	Number string // as it stands in the sheet
	Input  ListInput
	Faults []RowFault
}

// BulkRow is one row of the sheet as the case keeps it. Its input is read from
// the sheet again, which lies under its hash.
type BulkRow struct {
	Line   int                  `json:"line"`
	Right  string               `json:"right,omitempty"`
	Number string               `json:"number,omitempty"` // as it stands in the sheet, where it is none
	Title  string               `json:"title,omitempty"`
	Deal   registry.DealKind    `json:"deal,omitempty"`
	Kind   registry.LicenceKind `json:"licence,omitempty"`
	Price  string               `json:"price,omitempty"` // plain yuan; "" negotiable
	State  RowState             `json:"state,omitempty"`
	Faults []RowFault           `json:"faults,omitempty"`
	Case   kernel.CaseID        `json:"case,omitempty"`
	No     string               `json:"no,omitempty"`
}

// BulkData is the sheet and what became of its rows.
type BulkData struct {
	Seller PartyRef  `json:"seller"`
	Paper  string    `json:"paper"` // id of the document
	Name   string    `json:"name"`
	SHA256 string    `json:"sha256"`
	Bytes  int64     `json:"bytes"`
	Rows   []BulkRow `json:"rows"`
	Round  int       `json:"round"`           // grows with every check of the whole sheet
	Fault  *RowFault `json:"fault,omitempty"` // of the file as a whole
	By     BulkMaker `json:"by"`              // in whose name the rows are checked and listed
	Begun  time.Time `json:"begun,omitzero"`
	Ended  time.Time `json:"ended,omitzero"`
	Under  string    `json:"under,omitempty"` // the organisation's approval of the whole

}

// BulkMaker is who prepared the bulk, to be found among the ways in which this
// user may act when the rows are listed: a mandate may have ended by then.
type BulkMaker struct {
	User    kernel.UserID    `json:"user"`
	Party   kernel.PartyID   `json:"party"`
	Mandate kernel.MandateID `json:"mandate,omitempty"`
}

// Is reports whether a way of acting is the maker's.
func (m BulkMaker) Is(a kernel.Actor) bool {
	return a.User == m.User && a.Party == m.Party && a.Mandate == m.Mandate
}

// Count is the number of rows in the state.
func (d BulkData) Count(states ...RowState) int {
	n := 0
	for _, r := range d.Rows {
		if slices.Contains(states, r.State) {
			n++
		}
	}
	return n
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
func Repeated(rows []BulkRow) map[int]RowFault {
	first, out := map[string]int{}, map[int]RowFault{}
	for _, r := range rows {
		if r.Right == "" {
			continue
		}
		if line, twice := first[r.Right]; twice {
			out[r.Line] = RowFault{Field: "right", Code: "utilization.hall.bulk_twice", Args: map[string]any{"line": line}}
			continue
		}
		first[r.Right] = r.Line
	}
	return out
}

// with puts the rows of a batch in place of those of the same line.
func (d BulkData) with(batch []BulkRow) BulkData {
	d.Rows = slices.Clone(d.Rows)
	for _, r := range batch {
		if i := slices.IndexFunc(d.Rows, func(x BulkRow) bool { return x.Line == r.Line }); i >= 0 {
			d.Rows[i] = r
		}
	}
	return d
}
