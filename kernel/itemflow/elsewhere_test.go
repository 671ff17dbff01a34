package itemflow_test

import (
	"testing"

	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// Another city's result keeps its own paper; ours goes with it and decides nothing.
func TestAnotherCityDoesIt(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Decide)
	p.must(p.act(clerk, "hand_over", itemflow.HandOverInput{City: "邻市", Office: "综合窗口", Reason: "申请人在该市"}))
	p.code("kernel.itemflow.their_paper", p.act(clerk, "handed_back", itemflow.BackInput{Outcome: "grant", Issuer: "邻市综合窗口", Day: today(p)}))
	p.code("kernel.itemflow.issuer", p.act(clerk, "handed_back", itemflow.BackInput{Outcome: "grant", Day: today(p), Papers: []string{proof.Upload}}))
	p.wait(9)
	p.must(p.act(clerk, "handed_back", itemflow.BackInput{Outcome: "grant", Issuer: "邻市文化局", No: "邻文证2026-9", Day: today(p).AddDays(-2), Papers: []string{proof.Upload}}))
	d := p.state(itemflow.Delivered)
	if o := d.Outside; o.Issuer != "邻市文化局" || o.No != "邻文证2026-9" || o.Day != today(p).AddDays(-2) || d.Decision.Seal != nil || d.Served.Day != today(p) {
		t.Errorf("%+v %+v %+v", d.Outside, d.Decision, d.Served)
	}
	var theirs bool
	for _, e := range p.last {
		if x, ok := e.(kernel.AttachDocument); ok && x.Kind == "kernel.itemflow.paper.outside" {
			theirs = true
		}
		if x, ok := e.(kernel.IssueDocument); ok && (x.Template != "items/covering" || x.Series != "") {
			t.Errorf("a paper of ours that decides: %+v", x)
		}
	}
	if !theirs {
		t.Error("their paper does not lie in the case")
	}
	p.told("handed_back", kernel.RoleOwner)
}
