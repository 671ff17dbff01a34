package itemflow_test

import (
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// A wrong decision is corrected by a head: the new one has its own paper and is
// served anew, and what one may do against it runs from that day.
func TestWrongDecisionIsCorrected(t *testing.T) {
	t.Parallel()
	it := government(itemflow.Decide)
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
	p.must(p.act(clerk, "accept", itemflow.ChecksInput{Checks: []string{"photo"}}))
	p.must(p.act(clerk, "decide", itemflow.DecideInput{Outcome: "grant"}))
	in := itemflow.RedecideInput{Why: "看错了照片", Outcome: "refuse", Reason: "照片不是本人"}
	if err := p.act(clerk, "redecide", in); err == nil {
		t.Fatal("a clerk took a decision back")
	}
	p.must(p.act(clerk, "deliver", itemflow.DeliverInput{Way: calendar.Electronic, Day: today(p)}))
	p.wait(5)
	p.code("kernel.itemflow.redecide_why", p.act(head, "redecide", itemflow.RedecideInput{Outcome: "grant"}))
	p.code("kernel.reason_needed", p.act(head, "redecide", itemflow.RedecideInput{Why: "看错了", Outcome: "refuse"}))
	p.must(p.act(head, "redecide", in))
	c := p.cases[p.id]
	d, err := itemflow.DataOf(c)
	if err != nil || c.State != itemflow.Decided || d.Decision.Grant || d.Served != nil || len(d.Former) != 1 || !d.Former[0].Grant || d.Former[0].Why != "看错了照片" {
		t.Fatalf("%v %s %+v", err, c.State, d)
	}
	if paper := p.paper("items/refusal"); !strings.Contains(paper, "看错了照片") || !strings.Contains(paper, "2026年11月20日") {
		t.Errorf("the paper says nothing of what it takes the place of: %s", paper)
	}
	old := kernel.Paper{ID: d.Former[0].Doc, Kind: "kernel.itemflow.paper.result"}
	now := kernel.Paper{ID: d.Decision.Doc, Kind: "kernel.itemflow.paper.refusal"}
	p.fate(old, itemflow.FateReplaced, today(p), "") // nobody is told of a paper before its service
	p.fate(now, itemflow.FateUnserved, calendar.Date{}, "")
	if p.told("redecided", kernel.RoleOwner)["reason"] != "看错了照片" {
		t.Error("the applicant is not told")
	}
	p.must(p.act(clerk, "deliver", itemflow.DeliverInput{Way: calendar.Electronic, Day: today(p)}))
	if d, _ = itemflow.DataOf(p.cases[p.id]); d.Served.Day != today(p) || len(d.Served.Remedies) == 0 {
		t.Errorf("the remedies do not run anew: %+v", d.Served)
	}
	p.fate(old, itemflow.FateReplaced, today(p), now.ID)
	p.fate(now, itemflow.FateServed, today(p), "")
	if paper := p.paper("items/service"); !strings.Contains(paper, `"paper":{"refusal":"1"}`) {
		t.Errorf("the proof of service does not say what was served: %s", paper)
	}
}

// fate holds what a paper of the case is said to have become.
func (p *play) fate(paper kernel.Paper, want itemflow.Fate, day calendar.Date, instead string) {
	p.t.Helper()
	d, err := itemflow.DataOf(p.cases[p.id])
	p.must(err)
	if f, on, next := itemflow.FateOf(p.cases[p.id], d, paper, today(p)); f != want || on != day || next != instead {
		p.t.Errorf("%s: %s %s %q, want %s %s %q", paper.Kind, f, on, next, want, day, instead)
	}
}

// While a promise is looked at, its check decides; where another city decided,
// nothing of ours is corrected.
func TestWhatMayNotBeCorrected(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Decide)
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo}, Promises: []string{"proof"}}))
	p.must(p.act(clerk, "accept", itemflow.ChecksInput{Checks: []string{"photo"}}))
	p.must(p.act(clerk, "decide", itemflow.DecideInput{Outcome: "grant"}))
	in := itemflow.RedecideInput{Why: "看错了照片", Outcome: "refuse", Reason: "照片不是本人"}
	p.code("kernel.itemflow.promise_runs", p.act(head, "redecide", in))
	away, _ := filed(t, itemflow.Decide)
	away.must(away.act(clerk, "hand_over", itemflow.HandOverInput{City: "临川", Office: "窗口", Reason: "住所在外市"}))
	away.must(away.act(clerk, "handed_back", itemflow.BackInput{Outcome: "grant", Issuer: "临川市文化局", Day: today(away), Papers: []string{proof.Upload}}))
	away.code("kernel.itemflow.not_ours", away.act(head, "redecide", in))
}
