package walk

import (
	"context"
	"slices"
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// A case that is not taken in is closed, and its notice has to be served all the
// same: it stands among the clerk's work until that is done; for everybody else, and
// in what the board counts, it is closed.
func TestNoticeToServeIsWork(t *testing.T) {
	both(t, func(t *testing.T, h *hall) {
		ctx, it := context.Background(), h.items()[slices.IndexFunc(h.items(), func(it form.Item) bool { return it.Flow == itemflow.Decide })]
		who, clerk := h.as(it.Who[0]), h.as("clerk")
		in := h.filled(it, who, h.party(it.Who[0]), 5)
		for _, way := range []string{"delivery.way", "contact.way"} { // fetched at the counter
			if _, ok := in.Values[way]; ok {
				in.Values[way] = "window"
			}
		}
		r, err := h.open(who, it, in)
		h.ok(err)
		has := func(a kernel.Actor, q kernel.CaseQuery) bool {
			t.Helper()
			q.Limit = 50
			list, _, err := h.s.Cases(ctx, a, kernel.ViewDetail, q)
			h.ok(err)
			n, err := h.s.Counts(ctx, a, kernel.ViewDetail, kernel.CaseCount{CaseQuery: q})
			h.ok(err)
			if n[0].N != len(list) {
				t.Errorf("counts %d of %d", n[0].N, len(list))
			}
			return slices.ContainsFunc(list, func(c kernel.Case) bool { return c.ID == r.Case })
		}
		inbox := kernel.CaseQuery{Open: true, Turn: []kernel.Role{kernel.RoleClerk}}
		stands := func(want bool) {
			t.Helper()
			if has(clerk, inbox) != want || has(clerk, kernel.CaseQuery{Closed: true}) == want {
				t.Errorf("to be served: not %v in the inbox", want)
			}
			open, closed, err := h.s.Work(ctx, clerk, h.clock.Now().AddDate(0, 0, -1))
			h.ok(err)
			is := func(c kernel.Case) bool { return c.ID == r.Case }
			days, err := h.s.Days(ctx, clerk, calendar.DateOf(h.clock.Now()))
			h.ok(err)
			if slices.ContainsFunc(open, is) || !slices.ContainsFunc(closed, is) || len(days) == 0 || days[0].Out != 1 {
				t.Errorf("the board counts it wrongly: %v", days)
			}
			if has(who, kernel.CaseQuery{Open: true}) || !has(who, kernel.CaseQuery{Closed: true}) {
				t.Error("for who applied it is not closed")
			}
		}
		h.ok(h.act(clerk, r.Case, "not_accept", kernel.ReasonInput{Reason: "不属于本机关职权范围"}))
		if turn, ok := itemflow.TurnIn(h.get(r.Case)); !ok || turn != kernel.RoleClerk || !kernel.Yours(clerk, h.get(r.Case), turn) {
			t.Fatalf("nobody's to serve: %q", turn)
		}
		stands(true)
		h.ok(h.act(clerk, r.Case, "serve_notice", itemflow.DeliverInput{Way: itemflow.ByHand, Day: calendar.DateOf(h.clock.Now()), Receiver: "本人"}))
		stands(false)
	})
}
