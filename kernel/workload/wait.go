package workload

import (
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
)

// Wait finds among the cases without a limit those that wait to be taken in, and how
// long each has; since tells from when on a case waits, false where it does not.
func (b Board) Wait(since func(kernel.Case) (time.Time, bool), cal *calendar.Calendar) Board {
	today := calendar.DateOf(b.At)
	b.Waiting, b.Waited = 0, 0
	for i := range b.Units {
		for j := range b.Units[i].People {
			list := b.Units[i].People[j].Cases
			for k := range list {
				s := &list[k]
				from, waits := since(s.Case)
				if s.Waiting = waits && s.Unlimited; !s.Waiting {
					continue
				}
				s.Waited = max(0, cal.WorkdaysBetween(calendar.DateOf(from), today))
				b.Waiting++
				b.Waited = max(b.Waited, s.Waited)
			}
			slices.SortFunc(list, pressing)
		}
	}
	return b
}
