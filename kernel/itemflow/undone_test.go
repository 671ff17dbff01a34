package itemflow_test

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// Where one may only sue, the notice of the revocation names the suit alone.
func TestUndoneWhereOneMayOnlySue(t *testing.T) {
	t.Parallel()
	var own calendar.Provision // the one in the data that has a time of its own
	calendar.RemediesOn(calendar.On(2026, 11, 20), func(x calendar.Provision) bool { own = x; return false })
	p, main, _ := promised(t, form.Basis{Law: own.Law, Article: own.Article})
	p.must(p.act(clerk, "doubt", kernel.ReasonInput{Reason: "住址不符"}))
	p.id = main
	p.must(p.act(citizen, "supply", itemflow.FilesInput{Files: []itemflow.File{proof}}))
	p.id = p.state(itemflow.Delivered).Inspection
	p.must(p.act(clerk, "doubt", kernel.ReasonInput{Reason: "证明是旧的"}))
	granted := kernel.Paper{ID: p.of(main).Decision.Doc, Kind: "kernel.itemflow.paper.result"}
	p.must(p.act(head, "undo", kernel.ReasonInput{Reason: "住址不符"}))
	if args := p.told("promise_undone_suit", kernel.RoleOwner); args["suit"] == "" || args["review"] != "" {
		t.Errorf("%v", args)
	}
	p.id = main
	p.fate(granted, itemflow.FateRevoked, today(p), p.of(main).Decision.Doc)
	p.fate(kernel.Paper{Kind: "kernel.itemflow.paper.acceptance"}, itemflow.FateIssued, calendar.Date{}, "")
}

// of is the data of one of the cases.
func (p *play) of(id kernel.CaseID) itemflow.Data {
	p.t.Helper()
	d, err := itemflow.DataOf(p.cases[id])
	p.must(err)
	return d
}
