package browse

import (
	"context"

	"quanlian/catalogue/bundles"
	"quanlian/catalogue/city"
	"quanlian/catalogue/guide"
	"quanlian/catalogue/items"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Finder searches the items of the day.
type Finder interface {
	// Find gives items by everyday words, the best first.
	Find(ctx context.Context, q string, k int) []items.Found
	// Things gives what is done as one by the same words, the best first.
	Things(ctx context.Context, q string) []string
	// Mark shows where in a text words of the question stand.
	Mark(ctx context.Context, q, text string) []ui.Piece
	// Near gives ways of saying it that look like what was typed.
	Near(ctx context.Context, q string, k int) []string
}

// Deps are what the pages stand on.
type Deps struct {
	Today   func(ctx context.Context) *items.Set
	City    func() city.City
	Finder  Finder
	Guide   func() guide.Guide
	Bundles func() bundles.Set
}

type pages struct{ Deps }

// Routes of this folder.
func Routes(d Deps) []site.Route {
	p := pages{d}
	return []site.Route{
		{Method: "GET", Pattern: "/items", Page: p.list},
		{Method: "GET", Pattern: "/items/guide", Page: p.guide},
	}
}
