package api

import (
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
)

// HallMatters are what the hall adds for its flows.
func HallMatters() map[kernel.FlowAddr]Matter {
	m := Matter{Seen: hall.Seen, Level: hall.LevelOf, Choices: hall.Choices}
	return map[kernel.FlowAddr]Matter{hall.Listing: m, hall.Need: m, hall.Deal: m}
}

// records are the records that cases may have, for the document.
func (a *API) records() []any {
	return []any{hall.DealData{}, hall.ListingData{}, hall.NeedData{}}
}
