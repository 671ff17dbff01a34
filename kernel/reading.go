package kernel

import (
	"slices"
	"time"
)

// Reading is one look into a file of a party, by somebody else.
type Reading struct {
	At    time.Time `json:"at"`
	Actor Actor     `json:"actor"`
	What  string    `json:"what"` // language key suffix: case, paper, export
	Paper string    `json:"paper,omitempty"`
	Case  CaseID    `json:"case"`
	No    string    `json:"no"`
	Title string    `json:"title"`
	// Flow, Item and Unit of the case: its title is said in the reader's language by
	// them.
	Flow FlowAddr `json:"flow,omitempty"`
	Item string   `json:"item,omitempty"`
	Unit UnitID   `json:"unit,omitempty"`
}

// Headed is the case as far as its title goes.
func (r Reading) Headed() Case {
	return Case{ID: r.Case, No: r.No, Title: r.Title, Flow: r.Flow, Item: r.Item, Unit: r.Unit}
}

// BulkStanding is a bulk and how far it has come.
type BulkStanding struct {
	Bulk
	Open, Done, Refused, Stopped int
}

// Remembered reports whether a look of the actor into a case goes into the
// journal: into the file of another. One's own file is no secret from oneself,
// and what anybody may see is no file.
func Remembered(a Actor, c Case) bool {
	roles, _ := RolesOf(a, c)
	return a.User != "" && TakesPart(a, c) && !slices.Contains(roles, RoleOwner)
}

// Key makes the same look count once an hour, however it was taken.
func (w Journaled) Key(a Actor, at time.Time) string {
	return "read/" + w.What + "/" + string(a.User) + "/" + a.Hat() + "/" + string(w.Case) + "/" + w.Paper + "/" + at.UTC().Format("2006010215")
}
