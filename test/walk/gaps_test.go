package walk

import (
	"context"
	"slices"
	"testing"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// A case that is accepted with gaps stays the office's to go on with, in its list
// and under its clock; what may follow stands beside it as a task of the applicant.
func TestGapsStandBesideTheWork(t *testing.T) {
	both(t, func(t *testing.T, h *hall) {
		ctx := context.Background()
		may := func(m form.Material) bool {
			return m.Source != "system" && !m.Later.IsZero() && m.When.Name == "" && !m.Optional
		}
		it := h.items()[slices.IndexFunc(h.items(), func(it form.Item) bool {
			return it.Flow == itemflow.Examine && slices.ContainsFunc(it.Limits, func(l form.Limit) bool { return l.From == "accept" && !l.Period.IsZero() }) && slices.ContainsFunc(it.Materials, may)
		})]
		late := it.Materials[slices.IndexFunc(it.Materials, may)]
		who, clerk := h.as(it.Who[0]), h.as("clerk")
		in := h.filled(it, who, h.party(it.Who[0]), 5)
		var later []itemflow.File
		in.Files = slices.DeleteFunc(in.Files, func(f itemflow.File) bool {
			if f.Material == late.ID {
				later = append(later, f)
			}
			return f.Material == late.ID
		})
		in.Promises = nil
		r, err := h.open(who, it, in)
		h.ok(err)
		has := func(a kernel.Actor, q kernel.CaseQuery) bool {
			t.Helper()
			q.Open, q.Limit = true, 50
			list, _, err := h.s.Cases(ctx, a, kernel.ViewDetail, q)
			h.ok(err)
			n, err := h.s.Counts(ctx, a, kernel.ViewDetail, kernel.CaseCount{CaseQuery: q})
			h.ok(err)
			if n[0].N != len(list) {
				t.Errorf("counts %d of %d", n[0].N, len(list))
			}
			return slices.ContainsFunc(list, func(c kernel.Case) bool { return c.ID == r.Case })
		}
		office, yours, others := kernel.CaseQuery{Turn: []kernel.Role{kernel.RoleClerk}}, kernel.CaseQuery{Yours: true}, kernel.CaseQuery{Others: true}
		stands := func(owed bool) {
			t.Helper()
			if !has(clerk, office) {
				t.Error("the office has the case no longer")
			}
			if has(who, yours) != owed || has(who, others) == owed {
				t.Errorf("owed: %v, and the applicant's list says otherwise", owed)
			}
			if c := h.get(r.Case); kernel.Owes(who, c, itemflow.Debtor(c)) != owed || kernel.Owes(clerk, c, itemflow.Debtor(c)) {
				t.Errorf("owed: %v, and the case says otherwise", owed)
			}
		}
		stands(false)
		h.ok(h.act(clerk, r.Case, "accept_gaps", itemflow.GapsInput{Missing: []string{late.ID}, Reason: "主件齐全，其余可以后补"}))
		stands(true)
		if kernel.NearestDue(h.get(r.Case), calendar.National()).IsZero() {
			t.Error("its clock stands")
		}
		var checks []string
		for _, k := range it.Checklist {
			checks = append(checks, k.ID)
		}
		if err := h.act(clerk, r.Case, "examine", itemflow.ExamineInput{Opinion: "pass", Checks: checks}); errs.As(err) == nil || errs.As(err).Code != "kernel.itemflow.gaps_open" {
			t.Errorf("passed without what is owed: %v", err)
		}
		h.ok(h.act(clerk, r.Case, "check", itemflow.ChecksInput{Checks: checks}))
		stands(true)
		h.ok(h.act(who, r.Case, "supply", itemflow.FilesInput{Files: later}))
		stands(false)
		h.ok(h.act(clerk, r.Case, "examine", itemflow.ExamineInput{Opinion: "pass"}))
	})
}
