package window

import (
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/chain/service/window"
	"quanlian/test/storetest"
)

// TestHandedToCounter: who is handed to another counter of the unit keeps number
// and place, is called there only, and anywhere once nobody sits there.
func TestHandedToCounter(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		h := newHall(t, s)
		one, two := h.take(window.TakeInput{}), h.take(window.TakeInput{})
		a, first := h.sit("u-lin", "1")
		h.must(h.act(a, first, "next", nil))
		h.must(h.act(a, one, "begin", nil))
		for counter, code := range map[string]string{"": "service.window.same_unit", "1": "service.window.same_unit", "9": "service.window.no_such_counter", "3": "service.window.empty_counter"} {
			refused(t, h.act(a, one, "transfer", window.TransferInput{Unit: patents, Counter: counter}), code)
		}
		b, third := h.sit("u-mei", "3")
		h.clock.Advance(time.Minute)
		h.must(h.act(a, one, "transfer", window.TransferInput{Unit: patents, Counter: "3", Text: "要办质押"}))
		d := h.ticket(one)
		if c := h.kase(one); c.State != window.Waiting || c.Assignee != "" || d.For != "3" || d.Shift != "" || len(d.Notes) != 1 || h.at(first) != "" {
			t.Fatalf("handed on: %s %q %+v", c.State, c.Assignee, d)
		}
		h.must(h.act(a, first, "next", nil))
		if h.at(first) != two {
			t.Fatal("the first counter calls who waits for the third")
		}
		h.must(h.act(b, third, "next", nil))
		if d := h.ticket(one); h.at(third) != one || d.For != "" || d.Counter != "3" || d.Label() != "A001" {
			t.Fatalf("the third counter calls %s: %+v", h.at(third), d)
		}
		h.must(h.act(b, one, "transfer", window.TransferInput{Unit: patents, Counter: "1"}))
		refused(t, h.act(b, third, "next", nil), "service.window.nobody")
		h.must(h.act(a, two, "absent", nil))
		h.must(h.act(a, first, "stand", nil))
		h.must(h.act(b, third, "next", nil))
		if h.at(third) != one {
			t.Error("nobody sits at the counter it waits for, and no other calls it")
		}
	})
}
