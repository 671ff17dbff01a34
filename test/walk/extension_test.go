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

// A longer limit is asked of the office's head by name, the answer goes to who
// asked; what the decision overtook has an entry of its own.
func TestExtensionIsAskedOfTheHead(t *testing.T) {
	both(t, func(t *testing.T, h *hall) {
		it := h.items()[slices.IndexFunc(h.items(), func(it form.Item) bool { return it.Flow == itemflow.Decide })]
		who, clerk, head := h.as(it.Who[0]), h.as("clerk"), h.as("head")
		r, err := h.open(who, it, h.filled(it, who, h.party(it.Who[0]), 3))
		h.ok(err)
		var checks []string
		for _, c := range it.Checklist {
			checks = append(checks, c.ID)
		}
		h.ok(h.act(clerk, r.Case, "accept", itemflow.ChecksInput{Checks: checks}))
		l := h.get(r.Case).Limits[slices.IndexFunc(h.get(r.Case).Limits, func(l kernel.Limit) bool { return l.Met.IsZero() && !l.Outside })]
		ask := itemflow.ExtendInput{Limit: l.Name, Extra: "3" + string(l.Period.Unit), Reason: "需要外查"}
		h.ok(h.act(clerk, r.Case, "ask_extension", ask))
		h.toldBoth(1, 0, "kernel.itemflow.notice.extension")
		h.ok(h.act(head, r.Case, "answer_extension", itemflow.ApproveInput{OK: "no", Note: "材料已够"}))
		h.toldBoth(0, 1, "kernel.itemflow.notice.not_extended")
		h.ok(h.act(clerk, r.Case, "ask_extension", ask))
		h.ok(h.act(clerk, r.Case, "decide", itemflow.DecideInput{Outcome: "refuse", Reason: "不符合条件", Laws: lastLaw(it)}))
		_, err = h.d.Due(context.Background(), h.clock.Now())
		h.ok(err)
		h.toldBoth(1, 1, "kernel.itemflow.notice.extension_over.decided")
		list, err := h.s.History(context.Background(), r.Case)
		h.ok(err)
		if !slices.ContainsFunc(list, func(e kernel.Entry) bool { return e.Act == "extension_over" }) {
			t.Error("the request vanished without an entry")
		}
	})
}

// toldBoth counts the notices of a text that the head and the clerk have.
func (h *hall) toldBoth(head, clerk int, text string) {
	h.t.Helper()
	for who, want := range map[string]int{"head": head, "clerk": clerk} {
		list, err := h.s.Notices(context.Background(), h.as(who), 50)
		h.ok(err)
		n := 0
		for _, x := range list {
			if x.Text == text {
				n++
			}
		}
		if n != want {
			h.t.Errorf("%s has %d of %s, want %d", who, n, text, want)
		}
	}
}

// A suspension has its notices, served by the platform once they are drawn; a request
// for one that the decision overtook has an entry too.
func TestSuspensionHasNoticesAndEntries(t *testing.T) {
	both(t, func(t *testing.T, h *hall) {
		it := h.items()[slices.IndexFunc(h.items(), func(it form.Item) bool { return it.Flow == itemflow.Decide })]
		who, clerk, head := h.as(it.Who[0]), h.as("clerk"), h.as("head")
		r, err := h.open(who, it, h.filled(it, who, h.party(it.Who[0]), 3))
		h.ok(err)
		var checks []string
		for _, c := range it.Checklist {
			checks = append(checks, c.ID)
		}
		h.ok(h.act(clerk, r.Case, "accept", itemflow.ChecksInput{Checks: checks}))
		ask := itemflow.SuspendInput{Ground: itemflow.OtherGround, Basis: "某办法第3条", Event: "另案办结", Reason: "等候另案"}
		h.ok(h.act(clerk, r.Case, "ask_suspension", ask))
		h.ok(h.act(head, r.Case, "answer_suspension", itemflow.ApproveInput{OK: "yes"}))
		serve := func() { // where the answers ask for it by post or at the window
			if d, err := itemflow.DataOf(h.get(r.Case)); err == nil && d.HoldNoticeOwed() {
				h.ok(h.act(clerk, r.Case, "serve_suspension", itemflow.DeliverInput{Way: calendar.Post, Day: calendar.DateOf(h.clock.Now())}))
			}
		}
		serve()
		h.ok(h.act(clerk, r.Case, kernel.MoveResume, kernel.ReasonInput{Reason: "另案已办结"}))
		serve()
		h.ok(h.act(clerk, r.Case, "ask_suspension", ask))
		h.ok(h.act(clerk, r.Case, "decide", itemflow.DecideInput{Outcome: "refuse", Reason: "不符合条件", Laws: lastLaw(it)}))
		_, err = h.d.Due(context.Background(), h.clock.Now())
		h.ok(err)
		h.toldBoth(1, 1, "kernel.itemflow.notice.suspension_over.decided")
		list, err := h.s.History(context.Background(), r.Case)
		h.ok(err)
		if !slices.ContainsFunc(list, func(e kernel.Entry) bool { return e.Act == "suspension_over" }) {
			t.Error("the request vanished without an entry")
		}
		papers, err := h.s.Papers(context.Background(), r.Case, kernel.ViewSecret)
		h.ok(err)
		for _, kind := range []string{"kernel.itemflow.paper.suspended", "kernel.itemflow.paper.resumed"} {
			if !slices.ContainsFunc(papers, func(p kernel.Paper) bool { return p.Kind == kind && (it.Result.Series == "") == (p.Number == "") }) {
				t.Errorf("no %s among %+v", kind, papers)
			}
		}
	})
}
