package valuation

import "quanlian/kernel"

// Flows of the matter, for the desk; sign is the city's, before the series of its
// papers (文号).
func Flows(sign string) []*kernel.Flow {
	return []*kernel.Flow{worksheetFlow(), panelFlow(sign), seatFlow()}
}
