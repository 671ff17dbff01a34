package api

import (
	"context"
	"encoding/json"

	itemchange "quanlian/chain/service/catalogue"
	"quanlian/chain/service/outage"
	"quanlian/chain/service/window"
	"quanlian/chain/utilization/hall"
	"quanlian/chain/utilization/valuation"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// HallMatters are what the hall adds for its flows.
func HallMatters() map[kernel.FlowAddr]Matter {
	m := Matter{Seen: hall.Seen, Level: hall.LevelOf, Choices: hall.Choices, Idle: hall.Idle, Told: true}
	return map[kernel.FlowAddr]Matter{hall.Listing: m, hall.Need: m, hall.Deal: m, hall.Bulk: m, hall.Invitation: m, hall.BrokerPage: m, hall.Look: m, hall.Request: m}
}

// OfficeMatters are what matters add that only offices see: whoever sees the
// file sees the record.
func OfficeMatters(to map[kernel.FlowAddr]Matter) map[kernel.FlowAddr]Matter {
	to[itemchange.Change] = Matter{Seen: func(a kernel.Actor, c kernel.Case) (any, error) {
		if _, level := kernel.RolesOf(a, c); level < kernel.ViewDetail {
			return struct{}{}, nil
		}
		return json.RawMessage(c.Data), nil
	}}
	to[outage.Outage] = Matter{Seen: func(_ kernel.Actor, c kernel.Case) (any, error) { return json.RawMessage(c.Data), nil }} // a public register
	for _, f := range []kernel.FlowAddr{valuation.Panel, valuation.Seat, valuation.Worksheet} {
		to[f] = Matter{Seen: valuation.Seen, Choices: valuation.Choices, Told: true}
	}
	// Tickets and bookings name people at a window: their records stay on the pages
	// of the house.
	for _, f := range []kernel.FlowAddr{window.Booking, window.Ticket, window.Shift, window.Machine} {
		to[f] = Matter{Seen: func(kernel.Actor, kernel.Case) (any, error) { return struct{}{}, nil }}
	}
	return to
}

// ItemMatters are what the flows of declared items add; kept reads the item that
// a case was filed under.
func ItemMatters(flows []*kernel.Flow, kept func(context.Context, string) (form.Item, error), to map[kernel.FlowAddr]Matter) map[kernel.FlowAddr]Matter {
	of := func(hash string) (form.Item, error) { return kept(context.Background(), hash) }
	idle := func(a kernel.Actor, c kernel.Case, move string) bool {
		return itemflow.IdleKept(of, c, move) || itemflow.Idle(a, c, move)
	}
	own := func(c kernel.Case, zh bool) map[string][]Named { return laws(of, c, zh) }
	for _, f := range flows {
		if _, ok := to[f.Addr]; !ok {
			to[f.Addr] = Matter{Seen: itemflow.Seen, Idle: idle, Field: itemflow.Field, Choices: itemflow.Choices, Own: own}
		}
	}
	return to
}

// laws are those of the item of a case that a refusal may cite.
func laws(kept func(string) (form.Item, error), c kernel.Case, zh bool) map[string][]Named {
	it, err := kept(c.ItemHash)
	if err != nil || !itemflow.Standard(c.Flow) { // without the item, no move of it can be made either
		return nil
	}
	var out []Named
	for _, b := range itemflow.Laws(it) {
		out = append(out, Named{Code: b.Key(), Name: b.Named(zh)})
	}
	return map[string][]Named{"laws": out}
}

// records are the records that cases may have, for the document.
func (a *API) records() []any {
	return []any{hall.DealData{}, ListingRecord{}, PostedNeed{}, hall.BulkData{}, hall.InvitationData{}, hall.BrokerPageData{}, hall.LookData{}, hall.RequestData{}, itemflow.Data{}, valuation.PanelData{}, valuation.SeatData{}, valuation.WorksheetData{}}
}
