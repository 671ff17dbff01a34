package caseview

import (
	"quanlian/web/site"
	"quanlian/web/ui"
)

func faultsOf(v *site.Visit, err error) ui.Faults { return ui.FaultsOf(v.L, err) }

// others reports whether any move stands outside the reader's turn.
func others(x view) bool {
	return len(ways(x)) < len(x.Moves)
}

// Unit: controls. Source: [D]; a form of more hides what can be done beside it.
const longForm = 4

// ways are the moves by which the reader, whose turn it is, can go on.
func ways(x view) []moveForm {
	if !x.Yours {
		return nil
	}
	var out []moveForm
	for _, m := range x.Moves {
		if m.Primary {
			out = append(out, m)
		}
	}
	return out
}

// folded reports whether a form shows its name first: where several ways lead
// on, a long one would push the others off the screen.
func folded(x view, m moveForm) bool { return len(m.Controls) > longForm && len(ways(x)) > 1 }

// short shows head and tail of a hash.
func short(hash string) string {
	if len(hash) <= 11 {
		return hash
	}
	return hash[:4] + "…" + hash[len(hash)-4:]
}
