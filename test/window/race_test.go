package window

import (
	"fmt"
	"sort"
	"sync"
	"testing"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// TestNoOverbooking: twelve ask for a time with two places at once.
func TestNoOverbooking(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		h := newHall(t, s)
		var wg sync.WaitGroup
		got := make([]error, 12)
		for i := range got {
			wg.Go(func() {
				_, got[i] = h.open(guest, window.Booking, "book", ask(fmt.Sprintf("1380000%04d", i), slot(monday, "10:00")))
			})
		}
		wg.Wait()
		booked := 0
		for _, err := range got {
			if err == nil {
				booked++
				continue
			}
			refused(t, err, "service.window.full")
		}
		if booked != 2 {
			t.Errorf("%d booked a time with 2 places", booked)
		}
	})
}

// TestWriteSkewOfRebooking: two who hold other times move into the last place.
func TestWriteSkewOfRebooking(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		h := newHall(t, s)
		var ids []kernel.CaseID
		for i, at := range []string{"10:00", "11:00", "11:30"} {
			r, err := h.open(guest, window.Booking, "book", ask(fmt.Sprintf("1380000%04d", i), slot(monday, at)))
			h.must(err)
			ids = append(ids, r.Case)
		}
		var wg sync.WaitGroup
		errsOf := make([]error, 2)
		for i := range errsOf {
			code := h.booking(ids[i+1]).Code
			wg.Go(func() {
				errsOf[i] = h.act(guest, ids[i+1], "rebook", window.RebookInput{Code: code, Slot: slot(monday, "10:00")})
			})
		}
		wg.Wait()
		if (errsOf[0] == nil) == (errsOf[1] == nil) {
			t.Fatalf("one of two gets the last place: %v, %v", errsOf[0], errsOf[1])
		}
	})
}

// TestTwoCountersNeverCallTheSame: three counters call through a queue at once;
// numbers taken meanwhile are dense.
func TestTwoCountersNeverCallTheSame(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		h := newHall(t, s)
		const people = 18
		var wg sync.WaitGroup
		for range people {
			wg.Go(func() {
				if _, err := h.open(kiosk, window.Ticket, "take", window.TakeInput{Unit: patents, Machine: h.machines[patents]}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		type served struct {
			counter string
			id      kernel.CaseID
		}
		calls := make(chan served, people)
		for _, k := range []string{"1", "2", "3"} {
			a, shift := h.sit("u-"+k, k)
			wg.Go(func() {
				for {
					err := h.act(a, shift, "next", nil)
					if errs.Is(err, "service.window.nobody") {
						return
					}
					if err != nil {
						t.Error(err)
						return
					}
					id := h.at(shift)
					calls <- served{k, id}
					for _, move := range []string{"begin", "finish"} {
						if err := h.act(a, id, move, nil); err != nil {
							t.Error(err)
							return
						}
					}
				}
			})
		}
		wg.Wait()
		close(calls)
		seen, by := map[kernel.CaseID]int{}, map[string]int{}
		var numbers []int
		for c := range calls {
			seen[c.id]++
			by[c.counter]++
			numbers = append(numbers, h.ticket(c.id).N)
		}
		sort.Ints(numbers)
		for i, n := range numbers {
			if n != i+1 {
				t.Fatalf("numbers %v are not dense", numbers)
			}
		}
		if len(seen) != people || len(numbers) != people {
			t.Errorf("%d of %d people were called, %d calls: %v", len(seen), people, len(numbers), by)
		}
	})
}

// TestOneSeat: two sit down at the same counter at once.
func TestOneSeat(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		h := newHall(t, s)
		var wg sync.WaitGroup
		got := make([]error, 4)
		for i := range got {
			wg.Go(func() {
				_, got[i] = h.open(clerk(fmt.Sprint("u-", i), patents), window.Shift, "sit", window.SitInput{Unit: patents, Counter: "1"})
			})
		}
		wg.Wait()
		sat := 0
		for _, err := range got {
			if err == nil {
				sat++
				continue
			}
			refused(t, err, "service.window.seat_taken")
		}
		if sat != 1 {
			t.Errorf("%d sit at one counter", sat)
		}
	})
}
