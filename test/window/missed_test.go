package window

import (
	"context"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// TestMissedBooking: who booked and did not come is told and counted, and books
// again as anybody does, however often: no rule says otherwise.
func TestMissedBooking(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		h := newHall(t, s)
		party := kernel.Actor{User: "u-x", Party: "p-x", Rights: kernel.AllRights()}
		for i, at := range []string{"09:00", "09:30", "10:00", "10:30"} {
			h.clock.Set(monday.At(9).Add(time.Duration(i)*30*time.Minute - time.Minute))
			r, err := h.open(party, window.Booking, "book", ask("13800000001", slot(monday, at)))
			h.must(err)
			h.clock.Set(monday.At(9).Add(time.Duration(i+1) * 30 * time.Minute))
			h.due()
			if got := h.kase(r.Case).State; got != window.NoShow {
				t.Fatalf("booked for %s and did not come: %s", at, got)
			}
			h.said(party, r.Case, "missed")
		}
		came, err := h.open(guest, window.Booking, "book", ask("13800000002", slot(monday, "11:30")))
		h.must(err)
		h.clock.Set(monday.At(11).Add(20 * time.Minute))
		h.take(window.TakeInput{Booking: h.booking(came.Case).Code})
		off, err := h.open(guest, window.Booking, "book", ask("13800000002", slot(monday, "15:00")))
		h.must(err)
		h.must(h.act(guest, off.Case, "cancel", window.CodeInput{Code: h.booking(off.Case).Code}))
		_, err = h.open(guest, window.Booking, "book", ask("13800000002", slot(monday, "16:00")))
		h.must(err)
		list, err := s.WindowBookings(context.Background(), patents, monday)
		h.must(err)
		if got := window.VisitsOf(list); got != (window.Visits{Booked: 6, Came: 1, Missed: 4}) {
			t.Errorf("the bookings of the day: %+v", got)
		}
	})
}
