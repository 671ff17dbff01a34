// Package form is the declared service item (办理事项) and its form, as data.
//
// An item says who may apply, on which basis, with which fields and materials,
// within which limits, and by which of the standard flows it is handled. It is
// declared in catalogue/items and handed in resolved: shared groups, texts and
// limits stand inside it, so that a running case keeps the item it was opened
// by, whatever the catalogue says later.
//
// The package decides whether a filled form fits its item ([Item.Check]): what
// is required, of which kind, under which condition. Conditions are named
// predicates of a closed list (predicate.go): a declaration never becomes a
// program. It draws nothing, stores nothing and knows no trade.
package form
