package kernel

import (
	"encoding/json"
	"time"

	"quanlian/base/errs"
)

// Bulk is long work made of single acts (批量): the same move in many cases,
// each under the key <bulk>/<case>, so that it can be broken off and gone on
// with, and with a result for each case.
type Bulk struct {
	ID    string          `json:"id"`
	By    UserID          `json:"by"`
	Hat   string          `json:"hat"` // under which By acts; it is looked up again for each act
	Move  string          `json:"move"`
	Input json.RawMessage `json:"input"`
	Note  string          `json:"note"`
	// Order: the program acts on the order of the administrator, who has no
	// part in the cases. Only handing work over is done so.
	Order bool     `json:"order,omitempty"`
	Name  string   `json:"name"` // of By
	Cases []CaseID `json:"-"`

	Made     time.Time `json:"made"`
	Finished time.Time `json:"finished,omitzero"`
}

// Key of the act in one case.
func (b Bulk) Key(c CaseID) string { return b.ID + "/" + string(c) }

// BulkState is how far one case of a bulk has come.
type BulkState string

// States of a case in a bulk.
const (
	BulkOpen    BulkState = "open"
	BulkDone    BulkState = "done"
	BulkRefused BulkState = "refused"
	BulkStopped BulkState = "stopped" // held back until the bulk is resumed
)

// BulkItem is one case of a bulk.
type BulkItem struct {
	Bulk  string      `json:"bulk"`
	Case  CaseID      `json:"case"`
	No    string      `json:"no"`
	Title string      `json:"title"`
	State BulkState   `json:"state"`
	Fault *errs.Error `json:"fault,omitempty"` // why it was refused
	At    time.Time   `json:"at,omitzero"`
	// Flow, Item and Unit of the case, as in [Reading].
	Flow FlowAddr `json:"flow,omitempty"`
	Item string   `json:"item,omitempty"`
	Unit UnitID   `json:"unit,omitempty"`
}

// Headed is the case as far as its title goes.
func (i BulkItem) Headed() Case {
	return Case{ID: i.Case, No: i.No, Title: i.Title, Flow: i.Flow, Item: i.Item, Unit: i.Unit}
}

// StartBulk begins a bulk; a worker does it.
type StartBulk struct {
	Bulk  Bulk     `json:"bulk"`
	Cases []CaseID `json:"cases"`
}

// Write names, as they stand in the journal: an order is another permission.
func (w StartBulk) Write() string {
	if w.Bulk.Order {
		return "bulk.order"
	}
	return "bulk.start"
}

// OwnedBy reports whether the actor begins it under its own hat.
func (w StartBulk) OwnedBy(a Actor) bool { return w.Bulk.By == a.User && w.Bulk.Hat == a.Hat() }

// Unit: cases. Source: our choice; more than one person has in a working life.
const mostInBulk = 20_000

// Guard bounds it.
func (w StartBulk) Guard(View, Actor, time.Time) error {
	switch {
	case len(w.Cases) == 0:
		return errs.New(errs.Invalid, "kernel.bulk.empty", nil)
	case len(w.Cases) > mostInBulk:
		return errs.New(errs.Invalid, "kernel.bulk.too_many", errs.Args{"most": mostInBulk})
	case w.Bulk.Order && w.Bulk.Move != MoveReassign:
		return errs.New(errs.Forbidden, "kernel.forbidden", errs.Args{"action": w.Write()})
	}
	return nil
}

// RetryBulk opens the refused cases of a bulk again: those named, all when none is.
type RetryBulk struct {
	ID    string   `json:"id"`
	By    UserID   `json:"by"`
	Cases []CaseID `json:"cases,omitempty"`
}

// Write name, as it stands in the journal.
func (RetryBulk) Write() string { return "bulk.retry" }

// OwnedBy reports whether the bulk is the actor's.
func (w RetryBulk) OwnedBy(a Actor) bool { return w.By == a.User }

// StopBulk holds back what is left of a bulk. A case that is being done is done.
type StopBulk struct {
	ID string `json:"id"`
	By UserID `json:"by"`
}

// Write name, as it stands in the journal.
func (StopBulk) Write() string { return "bulk.stop" }

// OwnedBy reports whether the bulk is the actor's.
func (w StopBulk) OwnedBy(a Actor) bool { return w.By == a.User }

// ResumeBulk goes on with a bulk that was stopped.
type ResumeBulk struct {
	ID string `json:"id"`
	By UserID `json:"by"`
}

// Write name, as it stands in the journal.
func (ResumeBulk) Write() string { return "bulk.resume" }

// OwnedBy reports whether the bulk is the actor's.
func (w ResumeBulk) OwnedBy(a Actor) bool { return w.By == a.User }

// Assigned is a case that somebody has, as little of it as handing over needs.
type Assigned struct {
	ID   CaseID   `json:"id"`
	No   string   `json:"no"`
	Flow FlowAddr `json:"flow"`
	Unit UnitID   `json:"unit"`
}
