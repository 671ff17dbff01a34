package itemflow

import (
	"slices"
	"time"

	"quanlian/kernel"
)

// AwaitsAcceptance reports whether an open case waits for the office to take it in
// while no limit runs, and since when: since it was filed, or since what was missing
// came. How long an office may take for that is not established but for the items that
// declare a limit named acceptance; so it is shown how long the case has waited, and
// nothing is late.
func AwaitsAcceptance(c kernel.Case) (since time.Time, waits bool) {
	if !c.Closed.IsZero() || c.Hold != nil || c.State != Submitted || !slices.Contains([]string{Forward, Decide, Examine, Publish}, NameOf(c.Flow)) {
		return time.Time{}, false
	}
	if slices.ContainsFunc(c.Limits, func(l kernel.Limit) bool { return l.Met.IsZero() && !l.Outside }) {
		return time.Time{}, false
	}
	since = c.Opened
	for _, p := range c.Pauses {
		if p.To.IsZero() {
			return time.Time{}, false
		}
		if p.To.After(since) {
			since = p.To
		}
	}
	return since, true
}
