package ledger

// StatesOf asks for the accounts of one deal with their balances, for
// [PositionOf]; empty when none was opened.
type StatesOf struct{ Deal Escrow }

// Answer binds the query to its answer.
func (StatesOf) Answer([]State) {}

// EntriesOf asks for the entries of one deal in the order they were booked.
type EntriesOf struct{ Deal Escrow }

// Answer binds the query to its answer.
func (EntriesOf) Answer([]Transfer) {}

// KnownOf asks what the book knows about a message of the bank, for [Take].
// The store finds the instruction by the key among the questions asked.
type KnownOf struct {
	Bank    string
	Message Answer
}

// Answer binds the query to its answer.
func (KnownOf) Answer(Known) {}
