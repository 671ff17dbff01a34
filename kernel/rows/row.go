package rows

import (
	"slices"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// States of a case that works through rows.
const (
	Checking kernel.State = "checking"
	Checked  kernel.State = "checked"
	Working  kernel.State = "working"
	Paused   kernel.State = "paused" // stopped by its owner, who may go on
	Done     kernel.State = "done"
	Refused  kernel.State = "refused" // no row could be read
)

// State is how far one row has come.
type State string

// The states of a row; "" was read and not checked yet.
const (
	Good    State = "good"    // the guards would let it pass
	Bad     State = "bad"     // something has to be mended
	Awaits  State = "awaits"  // nothing to mend: something outside has to happen first
	Chosen  State = "chosen"  // waits for its act
	Made    State = "made"    // a case of its own
	Waiting State = "waiting" // waits for the organisation's own approval
	Failed  State = "failed"  // refused when its turn came
)

// States are those of rows, in the order in which they are shown.
func States() []State { return []State{Good, Bad, Awaits, Chosen, Made, Waiting, Failed} }

// Fault is one thing that is wrong with a row, at a field of it.
type Fault struct {
	Field string         `json:"field,omitempty"`
	Code  string         `json:"code"`
	Args  map[string]any `json:"args,omitempty"`
}

// FaultsOf are the things that an error says.
func FaultsOf(err error) []Fault {
	var out []Fault
	for _, e := range errs.All(err) {
		out = append(out, Fault{Field: e.Field, Code: e.Code, Args: e.Args})
	}
	return out
}

// Joined adds to the faults that were seen in a row those of the guards, for
// fields that have none yet: a row says all that is wrong with it at once.
func Joined(seen, more []Fault) []Fault {
	out := slices.Clone(seen)
	for _, f := range more {
		if f.Field == "" && len(seen) > 0 || f.Field != "" && slices.ContainsFunc(seen, func(x Fault) bool { return x.Field == f.Field }) {
			continue
		}
		out = append(out, f)
	}
	return out
}

// Err is the fault as an error again, to be put into words.
func (f Fault) Err() *errs.Error {
	return &errs.Error{Kind: errs.Invalid, Code: f.Code, Field: f.Field, Args: f.Args}
}

// NoMaker is what a row says whose maker may no longer act.
func NoMaker() []Fault { return []Fault{{Code: "kernel.rows.no_maker"}} }

// Row is what every row has; a matter's row has it inside.
type Row struct {
	Line   int           `json:"line"`
	State  State         `json:"state,omitempty"`
	Faults []Fault       `json:"faults,omitempty"`
	Notes  []Fault       `json:"notes,omitempty"` // worth a look before it is sent; they hold nothing up
	Case   kernel.CaseID `json:"case,omitempty"`
	No     string        `json:"no,omitempty"`
}

// Base gives the row of a matter's row.
func (r *Row) Base() *Row { return r }

// Of is a pointer to a matter's row.
type Of[T any] interface {
	*T
	Base() *Row
}

// Maker is who prepared the rows, to be found among the ways in which this user
// may act when their turn comes: a mandate may have ended by then.
type Maker struct {
	User    kernel.UserID    `json:"user"`
	Party   kernel.PartyID   `json:"party"`
	Mandate kernel.MandateID `json:"mandate,omitempty"`
}

// MakerOf is the actor as a maker.
func MakerOf(a kernel.Actor) Maker { return Maker{User: a.User, Party: a.Party, Mandate: a.Mandate} }

// Is reports whether a way of acting is the maker's.
func (m Maker) Is(a kernel.Actor) bool {
	return a.User == m.User && a.Party == m.Party && a.Mandate == m.Mandate
}

// List is the rows of a case, where they came from, and how far they are.
type List[T any, P Of[T]] struct {
	Paper  string    `json:"paper,omitempty"` // id of the document that is the sheet
	Name   string    `json:"name,omitempty"`
	SHA256 string    `json:"sha256,omitempty"`
	Bytes  int64     `json:"bytes,omitempty"`
	Rows   []T       `json:"rows"`
	Round  int       `json:"round,omitempty"` // grows with every check of the whole sheet
	Fault  *Fault    `json:"fault,omitempty"` // of the file as a whole
	By     Maker     `json:"by"`              // in whose name the rows are checked and done
	Begun  time.Time `json:"begun,omitzero"`
	Ended  time.Time `json:"ended,omitzero"`
	Under  string    `json:"under,omitempty"` // the organisation's approval of the whole
}

// Count is the number of rows in the states.
func (l List[T, P]) Count(states ...State) int {
	n := 0
	for i := range l.Rows {
		if slices.Contains(states, P(&l.Rows[i]).Base().State) {
			n++
		}
	}
	return n
}

// Noted reports whether a row is worth a look: it may be sent, but something is to
// be told first.
func (r Row) Noted() bool {
	return len(r.Notes) > 0 && slices.Contains([]State{Good, Chosen}, r.State)
}

// Next gives the first rows in the state, at most n.
func (l List[T, P]) Next(s State, n int) []T {
	var out []T
	for i := range l.Rows {
		if len(out) < n && P(&l.Rows[i]).Base().State == s {
			out = append(out, l.Rows[i])
		}
	}
	return out
}

// with puts the rows of a batch in place of those of the same line.
func (l List[T, P]) with(batch []T) List[T, P] {
	l.Rows = slices.Clone(l.Rows)
	for i := range batch {
		line := P(&batch[i]).Base().Line
		if at := slices.IndexFunc(l.Rows, func(x T) bool { return P(&x).Base().Line == line }); at >= 0 {
			l.Rows[at] = batch[i]
		}
	}
	return l
}

// names are how flows of rows are called: <link>/<matter>.<name>.
var names = []string{"bulk", "batch", "thing"}

// Has reports whether a flow works through rows.
func Has(a kernel.FlowAddr) bool {
	m := a.Matter()
	return len(a) > len(m)+1 && slices.Contains(names, string(a[len(m)+1:]))
}

// Waits reports whether in the state the program has to go on.
func Waits(s kernel.State) bool { return s == Checking || s == Working }
