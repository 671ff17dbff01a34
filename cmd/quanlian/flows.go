package main

import (
	"slices"

	"quanlian/chain/service/catalogue"
	"quanlian/chain/service/outage"
	"quanlian/chain/service/window"
	"quanlian/chain/utilization/hall"
	"quanlian/chain/utilization/valuation"
	"quanlian/kernel"
)

// matterFlows are the flows of all matters that have a folder under chain/; those
// of declared items come from the items. A server runs them and check knows them:
// both ask here.
func (h *house) matterFlows() []*kernel.Flow {
	return slices.Concat(hall.Flows(h.rules), valuation.Flows(h.rules.Sign), catalogue.Flows(h.changeRules()), window.Flows(h.windowRules()), outage.Flows(h.outageRules()))
}
