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

// A case that is not taken in is closed in every list; that its notice has to be
// served stands beside them, as its office's task, until that is done.
func TestNoticeToServeIsATask(t *testing.T) {
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
			n, err := h.s.Counts(ctx, a, kernel.ViewDetail, kernel.CaseCount{CaseQuery: q, By: []kernel.CaseFacet{kernel.ByUnit}})
			h.ok(err)
			if n[0].N != len(list) {
				t.Errorf("counts %d of %d", n[0].N, len(list))
			}
			return slices.ContainsFunc(list, func(c kernel.Case) bool { return c.ID == r.Case })
		}
		toServe := kernel.CaseQuery{Closed: true, Turn: []kernel.Role{kernel.RoleClerk}, Sort: "oldest"}
		stands := func(served bool) {
			t.Helper()
			if itemflow.ToServe(h.get(r.Case)) == served || has(clerk, toServe) == served {
				t.Errorf("served: %v, and the task says otherwise", served)
			}
			if has(clerk, kernel.CaseQuery{Open: true}) || !has(clerk, kernel.CaseQuery{Closed: true}) || has(who, kernel.CaseQuery{Open: true}) || has(who, kernel.CaseQuery{Closed: true, Yours: true}) {
				t.Error("it is not closed in every list")
			}
			if kernel.Yours(clerk, h.get(r.Case), kernel.RoleClerk) {
				t.Error("a closed case is somebody's move")
			}
		}
		if has(clerk, toServe) {
			t.Error("an open case is to be served")
		}
		h.ok(h.act(clerk, r.Case, "not_accept", itemflow.RefuseInput{Reason: "不属于本机关职权范围", Laws: lastLaw(it)}))
		stands(false)
		h.ok(h.act(clerk, r.Case, "serve_notice", itemflow.DeliverInput{Way: itemflow.ByHand, Day: calendar.DateOf(h.clock.Now()), Receiver: "本人"}))
		stands(true)
	})
}
