package portal

import (
	"context"

	"quanlian/catalogue/bundles"
	"quanlian/catalogue/city"
	"quanlian/catalogue/items"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
)

// Listings searches the open listings of the hall.
type Listings interface {
	HallListings(ctx context.Context, a kernel.Actor, f hall.ListingFilter) ([]hall.ListingRow, int, []hall.Facet, error)
}

// Deps are what the home page shows besides what every page has.
type Deps struct {
	Today   func(ctx context.Context) *items.Set
	City    func() city.City
	Bundles func() bundles.Set
	// Used are the codes of the items that were applied for most, the most first.
	Used     func(ctx context.Context) []string
	Listings Listings
}
