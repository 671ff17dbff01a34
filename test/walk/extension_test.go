package walk

import (
	"context"
	"slices"
	"testing"

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
		h.ok(h.act(clerk, r.Case, "decide", itemflow.DecideInput{Outcome: "refuse", Reason: "不符合条件"}))
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
