package ledger

import "time"

// StatesOf asks for the accounts of a deal with their balances, sorted by id.
type StatesOf struct{ Deal Escrow }

// Answer binds the query to its answer.
func (StatesOf) Answer([]State) {}

// StrayOf asks for the suspense account of one receipt that fits no deal; an
// account without money when there is none.
type StrayOf struct{ Bank, BankRef string }

// Answer binds the query to its answer.
func (StrayOf) Answer(State) {}

// EntriesOf asks for every entry of a deal, oldest first.
type EntriesOf struct{ Deal Escrow }

// Answer binds the query to its answer.
func (EntriesOf) Answer([]Transfer) {}

// KnownOf asks for what the book knows about a message of the bank: hand the
// answer to [Take].
type KnownOf struct {
	Bank    string
	BankRef string
	Key     TransferID
}

// Answer binds the query to its answer.
func (KnownOf) Answer(Known) {}

// OpenTask is a task that waits for a clerk.
type OpenTask struct {
	Task
	Made   time.Time `json:"made"`
	Closed time.Time `json:"closed,omitzero"`
	By     string    `json:"by,omitempty"`
	Note   string    `json:"note,omitempty"`
}

// TaskFilter is what the list of tasks is filtered by; zero fields do not.
type TaskFilter struct {
	Kind          TaskKind
	Deal          string
	Closed        bool // those that were ended, the newest first
	Limit, Offset int
}

// TasksOf asks for the open tasks of a deal, or of all with "".
type TasksOf struct{ Deal Escrow }

// Answer binds the query to its answer.
func (TasksOf) Answer([]OpenTask) {}

// CloseTask is the write by which a clerk ends a task; the note says what was
// done. What the clerk decided to book is a [Record] of its own.
type CloseTask struct {
	ID   string `json:"id"`
	By   string `json:"by"`
	Note string `json:"note"`
}

// Write is the name under which the write stands in the journal.
func (CloseTask) Write() string { return "ledger.task.close" }
