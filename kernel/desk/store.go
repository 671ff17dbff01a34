package desk

import (
	"context"
	"encoding/json"
	"time"

	"quanlian/kernel"
)

// Store is what the desk needs of a database.
type Store interface {
	// InTx runs f in one serializable transaction and repeats it on a
	// serialization failure. What f returns other than nil rolls back.
	InTx(ctx context.Context, f func(Tx) error) error
	// Numbers gives a function that draws case numbers without a gap lock:
	// blocks are taken outside the transaction, so gaps may occur.
	Numbers(ctx context.Context, year int, prefixes []string) (func(prefix string) string, error)
	// DueTimers lists timers whose instant has come, oldest first.
	DueTimers(ctx context.Context, now time.Time, limit int) ([]Timer, error)
}

// Tx is one transaction of the store.
type Tx interface {
	kernel.View
	// Receipt gives what an earlier command with the key brought about.
	Receipt(key string) (*Receipt, error)
	// SaveReceipt remembers it; a doubled key is a conflict.
	SaveReceipt(r Receipt) error
	// PutCase writes a case: inserted when was is 0, otherwise only if its
	// version still is was; kernel.stale (conflict) if it is not.
	PutCase(c kernel.Case, was int64) error
	// Journal appends one entry; its dense number comes after commit.
	Journal(e kernel.Entry) error
	// Apply writes one effect of the closed list.
	Apply(m Meta, e kernel.Effect) error
	// Write writes one value of the closed list of writes.
	Write(m Meta, w kernel.Write) error
	// Tell writes a notice to the subjects; Meta's case may be none.
	Tell(m Meta, t kernel.Tell) error
	// Pending gives or keeps a command that waits for internal approval.
	Pending(id string) (*Pending, error)
	PutPending(p Pending) error
	// PendingOf gives what waits inside a party.
	PendingOf(p kernel.PartyID) ([]Pending, error)
	// AskByKey gives a question to an outside party; nil if there is none.
	AskByKey(key string) (*OpenAsk, error)
	// CloseAsk marks it answered.
	CloseAsk(key string, at time.Time) error
	// DropTimer removes a timer if it is still the one of that instant; false
	// if it was changed or removed meanwhile.
	DropTimer(t Timer) (bool, error)
}

// Meta says where an effect comes from.
type Meta struct {
	Case  kernel.Case
	Actor kernel.Actor
	Act   string
	At    time.Time
	NewID func() string
	// Entry is the id of the journal entry that a write will have; "" in a move.
	Entry string
}

// Timer is a due timer of a case.
type Timer struct {
	Case  kernel.CaseID
	Name  string
	At    time.Time
	Move  string
	Input json.RawMessage
}

// OpenAsk is a question that awaits or had an answer.
type OpenAsk struct {
	Ask      kernel.Ask
	Case     kernel.CaseID
	Answered time.Time
}

// Command asks for a move in a case.
type Command struct {
	Case    kernel.CaseID
	Move    string
	Version int64 // the version that the person saw; 0 when it does not matter
	Key     string
	Input   json.RawMessage
	Note    string
}

// OpenCommand asks for a new case.
type OpenCommand struct {
	Flow     kernel.FlowAddr
	Move     string
	Key      string
	Input    json.RawMessage
	Item     string
	ItemHash string
	Unit     kernel.UnitID
	District string
	// Under is the case of a bulk that this act is one of, and Approval the
	// organisation's approval under which that bulk was started.
	Under    kernel.CaseID
	Approval string
}

// Receipt is what a command brought about; the same key gives the same one.
type Receipt struct {
	Key     string          `json:"key"`
	Hash    string          `json:"hash"` // of the command, so that a key is not used for another
	Case    kernel.CaseID   `json:"case"`
	No      string          `json:"no"`
	State   kernel.State    `json:"state"`
	Version int64           `json:"version"`
	Pending string          `json:"pending,omitempty"` // waits for internal approval under this id
	At      time.Time       `json:"at"`
	By      kernel.UserID   `json:"by,omitempty"`
	Opened  []kernel.CaseID `json:"opened,omitempty"`
}

// Pending is a command that waits inside its organisation: 经办 → 审核 → 负责人.
type Pending struct {
	ID      string         `json:"id"`
	Party   kernel.PartyID `json:"party"`
	Actor   kernel.Actor   `json:"actor"` // who prepared it
	Command *Command       `json:"command,omitempty"`
	Open    *OpenCommand   `json:"open,omitempty"`
	Title   string         `json:"title"`
	Steps   []kernel.Duty  `json:"steps"` // still to come
	Done    []Approval     `json:"done"`
	Made    time.Time      `json:"made"`
	State   PendingState   `json:"state"`
	Receipt *Receipt       `json:"receipt,omitempty"`
}

// PendingState is how far an internal approval has come.
type PendingState string

// States of an internal approval.
const (
	PendingOpen     PendingState = "open"
	PendingSent     PendingState = "sent"
	PendingRejected PendingState = "rejected"
	PendingTaken    PendingState = "taken" // back by its maker
)

// Approval is one word inside the organisation.
type Approval struct {
	User kernel.UserID `json:"user"`
	Name string        `json:"name"`
	Duty kernel.Duty   `json:"duty"`
	OK   bool          `json:"ok"`
	Note string        `json:"note,omitempty"`
	At   time.Time     `json:"at"`
}
