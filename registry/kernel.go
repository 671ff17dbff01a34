package registry

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// View is a right with everything that is known to have happened to it.
type View struct {
	Right  Right   `json:"right"`
	Events []Event `json:"events"`
	// ObservedAt is when the office's register was last seen for it.
	ObservedAt time.Time `json:"observed_at"`
	// Updated is when the register last took something new about it: whoever
	// has computed from the view can tell whether it still holds.
	Updated time.Time `json:"updated,omitzero"`
}

// RightByNumber asks for a right by its normal number; notfound when the
// register does not have it.
type RightByNumber struct{ Number string }

// Answer binds the query to its answer.
func (RightByNumber) Answer(View) {}

// OwnsInForce asks whether the register names the party as owner of a right that
// is in force on the day.
type OwnsInForce struct {
	Party kernel.PartyID
	Day   calendar.Date
}

// Answer binds the query to its answer.
func (OwnsInForce) Answer(bool) {}

// About is what a case about the right says of itself, see [kernel.Case].
func About(number string) string { return "right:" + number }

// RightAt loads the right that a form names in a field: one that the register
// does not have is a fault of the form, not of the address.
func RightAt(v kernel.View, field, number string) (View, error) {
	if number == "" {
		return View{}, errs.At(field, "kernel.wire.missing", nil)
	}
	x, err := kernel.Load(v, RightByNumber{Number: number})
	if errs.KindOf(err) == errs.NotFound {
		return x, errs.At(field, "registry.no_such_right", errs.Args{"number": number})
	}
	return x, err
}

// PutRecords registers rights and what happened to them. Putting the same
// record twice changes nothing.
type PutRecords struct {
	Records    []Record  `json:"records"`
	ObservedAt time.Time `json:"observed_at"`
}

// Effect is the name under which the effect stands in the journal.
func (PutRecords) Effect() kernel.EffectName { return "registry.put" }

// AppendEvents adds events to the history of a right; its past stays. An event
// that stands there already is left alone.
type AppendEvents struct {
	Right      string    `json:"right"`
	Events     []Event   `json:"events"`
	ObservedAt time.Time `json:"observed_at,omitzero"` // zero leaves it
}

// Effect is the name under which the effect stands in the journal.
func (AppendEvents) Effect() kernel.EffectName { return "registry.events" }
