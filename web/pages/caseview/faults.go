package caseview

import (
	"quanlian/web/site"
	"quanlian/web/ui"
)

func faultsOf(v *site.Visit, err error) ui.Faults { return ui.FaultsOf(v.L, err) }

// others reports whether any move stands outside the reader's turn.
func others(x view) bool {
	for _, m := range x.Moves {
		if !m.Primary || !x.Yours {
			return true
		}
	}
	return false
}

// short shows head and tail of a hash.
func short(hash string) string {
	if len(hash) <= 11 {
		return hash
	}
	return hash[:4] + "…" + hash[len(hash)-4:]
}
