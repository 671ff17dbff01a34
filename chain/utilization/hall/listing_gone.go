package hall

import (
	"slices"

	"quanlian/kernel"
)

// withdrawListing is 撤回, which also takes the listing from the public's eyes.
func withdrawListing() kernel.Move {
	return kernel.MoveOf[ListingData, kernel.ReasonInput, none]{
		Name: kernel.MoveWithdraw, Needs: []string{"reason"}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightWithdraw, Outward: true, Anytime: true, OnHold: true,
		Guard: func(t kernel.Turn[ListingData, kernel.ReasonInput, none]) error { return reason(t.Input.Reason) },
		Effects: func(t kernel.Turn[ListingData, kernel.ReasonInput, none]) (kernel.Out[ListingData], error) {
			return kernel.Out[ListingData]{To: kernel.StateWithdrawn, Data: t.Data, Change: func(c *kernel.Case) { c.EndHold(t.Now); hide(c) }}, nil
		},
	}.Build()
}

// unpublish takes a listing from the public's eyes that was withdrawn before a
// withdrawal did so itself.
func unpublish() kernel.Move {
	return kernel.MoveOf[ListingData, none, none]{
		Name: "unpublish", From: []kernel.State{kernel.StateWithdrawn}, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[ListingData, none, none]) (kernel.Out[ListingData], error) {
			return kernel.Out[ListingData]{Data: t.Data, Change: hide}, nil
		},
	}.Build()
}

// Gone is what anybody may know of a listing that was public and is open no more.
type Gone struct {
	No, Title string
	State     kernel.State
}

// GoneOf is what became of a listing for those who kept its link; ok is false for
// one that never was public, and for one that stands.
func GoneOf(c kernel.Case) (g Gone, ok bool) {
	passed := slices.ContainsFunc(c.Limits, func(x kernel.Limit) bool { return x.Name == "review_listing" && !x.Met.IsZero() })
	ended := slices.Contains([]kernel.State{ListingSuspended, ListingContract, ListingSold, ListingExpired, kernel.StateWithdrawn}, c.State)
	return Gone{No: c.No, Title: c.Title, State: c.State}, c.Flow == Listing && passed && ended
}
