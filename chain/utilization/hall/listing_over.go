package hall

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/registry"
)

// ListingOver names how a listing stands whose right has ended: it stays, since a
// lapse can be restored, and nobody talks about it meanwhile.
const ListingOver kernel.State = "over"

// Stands names how a case stands today where its state does not say it: a listing
// whose right has ended; "" for every other case.
func Stands(c kernel.Case, today calendar.Date) kernel.State {
	if c.Flow != Listing || c.State != ListingListed {
		return ""
	}
	d, err := ListingOf(c)
	if err != nil || d.Over.IsZero() && (d.TermEnd.IsZero() || d.TermEnd.After(today)) {
		return ""
	}
	return ListingOver
}

// over takes from the register whether the right has ended, and tells the owner
// when that is news. Who has a contract learns it from the deal.
func (d *ListingData) over(c kernel.Case, v registry.View, now time.Time) []kernel.Effect {
	s, was := registry.AsOf(v.Events, calendar.DateOf(now), now), d.Over
	d.Over = calendar.Date{}
	if s.Status.Ended() {
		if d.Over = s.Since; d.Over.IsZero() {
			d.Over = calendar.DateOf(now)
		}
	}
	if d.Over.IsZero() == was.IsZero() || c.State == ListingContract {
		return nil
	}
	word, day := "right_over", d.Over
	if d.Over.IsZero() {
		word, day = "right_back", calendar.DateOf(now)
	}
	return []kernel.Effect{kernel.Notify{To: kernel.RoleOwner, Text: "utilization.hall.notice." + word, Args: map[string]string{"no": c.No, "title": d.Title, "day": day.String()}}}
}
