package form

import (
	"quanlian/base/calendar"
	"quanlian/kernel"
)

// RankApproved is the rank of a version that an official changed and a second
// person approved; versions of declared files rank below it, in the order of
// their layers.
const RankApproved = 100

// Kept says which version of an item is applied from a day on, as the store
// keeps it for [ItemInForce]: the highest rank counts, then the latest day.
type Kept struct {
	Code string        `json:"code"`
	From calendar.Date `json:"from"`
	Rank int           `json:"rank"`
	Hash string        `json:"hash"`
}

// KeepItems stores what the declared files say when the program starts, so
// that an act finds the very item inside its transaction. It replaces what
// earlier files said and touches no approved version. The journal remembers
// the hashes, which commit to the content.
type KeepItems struct {
	Versions []Kept `json:"versions"`
	Items    []Item `json:"-"`
}

// Write is the name in the journal.
func (KeepItems) Write() string { return "items.keep" }

// PutItem brings an approved version of an item into force from its own first
// day on. A version of the same day is replaced; the item it was stays kept by
// its hash, for the cases that were opened by it.
type PutItem struct {
	Item Item `json:"item"`
	// Back takes the version out again: what held before it holds on. Before is the
	// hash of the version that it followed, which may have been of the same day.
	Back   bool   `json:"back,omitempty"`
	Before string `json:"before,omitempty"`
}

// Effect is the name in the journal.
func (PutItem) Effect() kernel.EffectName { return "item.put" }
