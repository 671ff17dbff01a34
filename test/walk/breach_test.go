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

// A promise that did not hold is on record of its party, whatever office is asked
// next, and bars no further promise; nobody else has it.
func TestBrokenPromiseIsOnRecordOfItsParty(t *testing.T) {
	both(t, func(t *testing.T, h *hall) {
		ctx, day := context.Background(), func() calendar.Date { return calendar.DateOf(h.clock.Now()) }
		promising := func(m form.Material) bool { return m.Promise && m.When.Name == "" && m.Source == "self" }
		it := h.items()[slices.IndexFunc(h.items(), func(it form.Item) bool {
			return it.Promise && it.Flow == itemflow.Decide && slices.Contains(it.Who, "enterprise") && slices.ContainsFunc(it.Materials, promising)
		})]
		m := it.Materials[slices.IndexFunc(it.Materials, promising)]
		who, clerk, head := h.as("enterprise"), h.as("clerk"), h.as("head")
		file := func() kernel.CaseID {
			in := h.filled(it, who, h.party("enterprise"), 5)
			in.Files = slices.DeleteFunc(in.Files, func(f itemflow.File) bool { return f.Material == m.ID })
			in.Promises = []string{m.ID}
			r, err := h.open(who, it, in)
			h.ok(err)
			return r.Case
		}
		first := file()
		h.ok(h.act(clerk, first, "accept", itemflow.ChecksInput{Checks: checksOf(it)}))
		h.ok(h.act(clerk, first, "decide", itemflow.DecideInput{Outcome: "grant"}))
		d, err := itemflow.DataOf(h.get(first))
		h.ok(err)
		h.ok(h.act(clerk, d.Inspection, "doubt", kernel.ReasonInput{Reason: "人数不符"}))
		h.clock.Advance(40 * 24 * 3600e9)
		h.ok(h.act(kernel.SystemActor(itemflow.Timer), d.Inspection, "cure_over", nil))
		h.ok(h.act(head, d.Inspection, "undo", kernel.ReasonInput{Reason: "人数不符，逾期未改"}))
		if itemflow.ToServe(h.get(first)) {
			h.ok(h.act(clerk, first, "serve_notice", itemflow.DeliverInput{Way: itemflow.ByHand, Day: day(), Receiver: "本人"}))
		}
		record := func(p kernel.PartyID, standing bool) {
			t.Helper()
			list, err := h.s.Breaches(ctx, p, 10)
			h.ok(err)
			if (len(list) == 1) != (p == who.Party) {
				t.Fatalf("of %s: %d records", p, len(list))
			}
			if len(list) == 0 {
				return
			}
			x, b, ok := itemflow.BreachOf(list[0], day())
			if !ok || list[0].ID != first || x.Applicant.Party != p || b.Struck == standing || b.Name == "" || b.Materials.Zh == "" {
				t.Errorf("on record is %+v", b)
			}
		}
		record(who.Party, true)
		record("p-person", true)
		file() // a new promise is taken: whether it is believed is the office's to say
		record(who.Party, true)
		h.ok(h.act(who, first, "object_record", kernel.ReasonInput{Reason: "人数证明当天已交"}))
		waits := func(want bool) {
			t.Helper()
			list, _, err := h.s.Cases(ctx, head, kernel.ViewDetail, kernel.CaseQuery{Closed: true, Turn: []kernel.Role{kernel.RoleHead}, Sort: "oldest", Limit: 10})
			h.ok(err)
			if got := slices.ContainsFunc(list, func(c kernel.Case) bool { return c.ID == first }); got != want || itemflow.Objected(h.get(first)) != want {
				t.Errorf("in the head's list: %v, want %v", got, want)
			}
			if open, _, err := h.s.Cases(ctx, head, kernel.ViewDetail, kernel.CaseQuery{Open: true, Limit: 50}); err != nil || slices.ContainsFunc(open, func(c kernel.Case) bool { return c.ID == first }) {
				t.Error("a closed case is open again", err)
			}
		}
		waits(true)
		h.refused(h.act(clerk, first, "settle_record", itemflow.OkInput{OK: "yes", Reason: "查错了"}), "forbidden")
		h.ok(h.act(head, first, "settle_record", itemflow.OkInput{OK: "yes", Reason: "收件记录找到了"}))
		record(who.Party, false)
		waits(false)
	})
}
