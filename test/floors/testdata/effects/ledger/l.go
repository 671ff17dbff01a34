package ledger

import "quanlian/kernel"

// Post is not listed.
type Post struct{}

// Effect names it.
func (*Post) Effect() kernel.EffectName { return "post" } // want effect
