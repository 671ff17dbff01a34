package valuation

import "quanlian/kernel"

// Flows of the matter, for the desk.
func Flows() []*kernel.Flow { return []*kernel.Flow{worksheetFlow(), panelFlow(), seatFlow()} }
