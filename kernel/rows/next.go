package rows

import (
	"encoding/json"
	"slices"

	"quanlian/kernel"
)

// Step is how far a case of rows has come, of three steps: checking, choosing,
// working; zeros for a case that is none.
func Step(c kernel.Case) (n, of int) {
	if !Has(c.Flow) {
		return 0, 0
	}
	switch c.State {
	case Checking, Refused:
		return 1, 3
	case Checked:
		return 2, 3
	}
	return 3, 3
}

// Idle reports whether a move is not the next act of a checked sheet: one looks at
// it again only for a reason, and starts nothing where no row is good.
func Idle(c kernel.Case, move string) bool {
	if !Has(c.Flow) || c.State != Checked {
		return false
	}
	if move == "recheck" {
		return true
	}
	var d struct {
		Rows []Row `json:"rows"`
	}
	return move == "start" && json.Unmarshal(c.Data, &d) == nil && !slices.ContainsFunc(d.Rows, func(r Row) bool { return r.State == Good })
}
