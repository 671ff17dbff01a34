package window

import (
	"cmp"
	"slices"
	"time"
)

// rank is the class of a number: people whose booked time has come, elders,
// then order. Source: our own design [D], see doc.go.
func rank(t TicketData, now time.Time) int {
	switch {
	case !t.Due.IsZero() && !now.Before(t.Due):
		return 0
	case t.Elder:
		return 1
	}
	return 2
}

// InOrder sorts numbers in the order in which they are called at the instant.
func InOrder(list []TicketRow, now time.Time) []TicketRow {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b TicketRow) int {
		ra, rb := rank(a.TicketData, now), rank(b.TicketData, now)
		if c := cmp.Compare(ra, rb); c != 0 {
			return c
		}
		at, bt := a.Since, b.Since
		if ra == 0 {
			at, bt = a.Due, b.Due
		}
		return cmp.Or(at.Compare(bt), a.Since.Compare(b.Since), cmp.Compare(a.Letter, b.Letter), cmp.Compare(a.N, b.N))
	})
	return out
}
