package ledger

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
)

// AskAgain is the write by which a clerk has the bank asked anew about an
// instruction that it leaves unanswered.
type AskAgain struct {
	Key TransferID `json:"key"`
}

// Write is the name under which the write stands in the journal.
func (AskAgain) Write() string { return "ledger.ask_again" }

// KeepStatement is the write that remembers a statement of the bank which a
// clerk has read into the book, and how it fitted. The file lies in the store
// of files under its hash.
type KeepStatement struct {
	ID     string        `json:"id"`
	SHA256 string        `json:"sha256"`
	Name   string        `json:"name"`
	Bank   string        `json:"bank"`
	First  calendar.Date `json:"first"` // first day of the period, included
	Last   calendar.Date `json:"last"`  // last day, included
	Lines  int           `json:"lines"`
	Count  map[Class]int `json:"count"`
}

// Write is the name under which the write stands in the journal.
func (KeepStatement) Write() string { return "ledger.statement.keep" }

// ReturnedByHand books a stray receipt that the bank has sent back on a
// clerk's word (原路退回): the hold and its end at once, under the bank's own
// number of the payment.
func ReturnedByHand(stray State, bankRef string, at time.Time) (Record, error) {
	if stray.Kind != Suspense || stray.Available() <= 0 {
		return Record{}, errs.New(errs.Conflict, "ledger.nothing_in_suspense", nil)
	}
	if bankRef == "" {
		return Record{}, errs.At("bank_ref", "ledger.bank_ref_missing", nil)
	}
	hold := ReturnStray(stray.Scope[1:], stray.Part, 1, stray.Available(), at)
	hold.Linked = true
	return Record{Transfers: []Transfer{hold, hold.Post(hold.Amount, bankRef, at)}}, nil
}

// Compared is a statement of the bank beside the book, before anything of it is
// booked.
type Compared struct {
	SHA256, Name, Account string
	First, Last           calendar.Date
	Lines                 int
	Refused               []RefusedRow
	Report                Report
}

// RefusedRow is a row of the file that cannot be taken.
type RefusedRow struct {
	Row  int
	Text string // its cells
	Err  error
}

// Tasks counts what is left for a person.
func (c Compared) Tasks() int {
	n := 0
	for _, f := range c.Report.Findings {
		if f.Task != nil {
			n++
		}
	}
	return n
}

// ReadStatement is a statement that was read into the book.
type ReadStatement struct {
	KeepStatement
	Made time.Time `json:"made"`
	By   string    `json:"by"` // name of who read it
}
