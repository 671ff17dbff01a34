package kernel

import (
	"time"

	"quanlian/base/errs"
)

// ListBook is a list of cases as a workbook (清单导出) that the program writes while
// who asked for it works on.
type ListBook struct {
	ID    string    `json:"id"`
	User  UserID    `json:"user"`
	Hat   string    `json:"hat"`   // by which the list is read, as it stands when it is written
	Query string    `json:"query"` // of the list, as it stands in the address
	Zh    bool      `json:"zh"`
	Asked time.Time `json:"asked,omitzero"`
	Done  time.Time `json:"done,omitzero"` // zero while it waits
	Cases int       `json:"cases,omitempty"`
	Hash  string    `json:"hash,omitempty"` // of the workbook
	// Fault is why there is no workbook; nil where there is one.
	Fault *errs.Error `json:"fault,omitempty"`
}

// ListBooksOf asks for the lists that a user has asked for, the newest first.
type ListBooksOf struct{ User UserID }

// Answer binds the query to its answer.
func (ListBooksOf) Answer([]ListBook) {}

// AskListBook asks for one.
type AskListBook struct {
	Book ListBook `json:"book"`
}

// Write names it, as it stands in the journal.
func (AskListBook) Write() string { return "listbook.ask" }

// OwnedBy reports whether the actor asks under its own hat.
func (w AskListBook) OwnedBy(a Actor) bool {
	return a.User != "" && w.Book.User == a.User && w.Book.Hat == a.Hat()
}

// Unit: lists. Source: our choice: each takes the program a while.
const mostListBooks = 3

// Guard bounds how many one has waiting.
func (w AskListBook) Guard(v View, a Actor, _ time.Time) error {
	if len(w.Book.Query) > longestViewQuery {
		return errs.New(errs.Invalid, "kernel.view.query_long", nil)
	}
	list, err := Load(v, ListBooksOf{User: a.User})
	if err != nil {
		return err
	}
	n := 0
	for _, b := range list {
		if b.Done.IsZero() {
			n++
		}
	}
	if n >= mostListBooks {
		return errs.New(errs.Conflict, "kernel.listbook.too_many", errs.Args{"most": mostListBooks})
	}
	return nil
}
