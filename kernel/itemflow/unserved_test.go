package itemflow_test

import (
	"encoding/json"
	"testing"

	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// Until a decision is served it is the office's: who applied reads neither its
// paper nor what it says.
func TestDecisionIsReadOnceServed(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Decide)
	p.must(p.act(clerk, "accept", itemflow.ChecksInput{Checks: []string{"photo"}}))
	p.must(p.act(clerk, "decide", itemflow.DecideInput{Outcome: "refuse", Reason: "不符合条件"}))
	paper := kernel.Paper{ID: p.state(itemflow.Decided).Decision.Doc, Kind: "kernel.itemflow.paper.refusal"}
	reads := func(a kernel.Actor, want bool) {
		t.Helper()
		c := p.cases[p.id]
		x, err := itemflow.Seen(a, c)
		d, ok := x.(itemflow.Data)
		if err != nil || !ok || itemflow.PaperOpen(paper, a, c) != want || (d.Decision != nil) != want {
			t.Errorf("%s reads it: not %v (%+v, %v)", a.User, want, d.Decision, err)
		}
	}
	reads(clerk, true)
	reads(citizen, false)
	if !itemflow.PaperOpen(kernel.Paper{ID: "other"}, citizen, p.cases[p.id]) {
		t.Error("other papers are kept back too")
	}
	p.must(p.act(clerk, "deliver", itemflow.DeliverInput{Way: itemflow.ByHand, Day: today(p), Receiver: "林晓"}))
	reads(citizen, true)
}

// What was taken back before it was served stays the office's, also when the new
// decision is served.
func TestTakenBackUnserved(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Decide)
	p.must(p.act(clerk, "accept", itemflow.ChecksInput{Checks: []string{"photo"}}))
	p.must(p.act(clerk, "decide", itemflow.DecideInput{Outcome: "refuse", Reason: "看错了照片"}))
	wrong := kernel.Paper{ID: p.state(itemflow.Decided).Decision.Doc}
	p.must(p.act(head, "redecide", itemflow.RedecideInput{Why: "照片合格", Outcome: "grant"}))
	p.must(p.act(clerk, "deliver", itemflow.DeliverInput{Way: itemflow.ByHand, Day: today(p), Receiver: "林晓"}))
	c := p.cases[p.id]
	right := kernel.Paper{ID: p.state(itemflow.Delivered).Decision.Doc}
	if itemflow.PaperOpen(wrong, citizen, c) || !itemflow.PaperOpen(right, citizen, c) || !itemflow.PaperOpen(wrong, head, c) {
		t.Errorf("the first %v, the second %v", itemflow.PaperOpen(wrong, citizen, c), itemflow.PaperOpen(right, citizen, c))
	}
	x, err := itemflow.Seen(citizen, c)
	if d, ok := x.(itemflow.Data); err != nil || !ok || len(d.Former) != 1 || d.Former[0].Reason != "" {
		t.Errorf("%+v, %v", x, err)
	}
}

// Another office's certificate is the applicant's from its service on, and never
// when it was entered by mistake.
func TestTheirPaperIsReadOnceServed(t *testing.T) {
	t.Parallel()
	p := sentOut(t)
	p.must(p.act(clerk, "result", itemflow.ResultInput{Outcome: "grant", Issuer: "国家图书馆", No: "国图证9", Day: today(p), Papers: []string{proof.Upload}}))
	wrong := kernel.Paper{ID: p.state(itemflow.Decided).Outside.Files[0].ID}
	p.must(p.act(head, "correct_result", itemflow.CorrectResultInput{Why: "文书传错", Outcome: "grant", Day: today(p), Papers: []string{proof.Upload}}))
	right := kernel.Paper{ID: p.state(itemflow.Decided).Outside.Files[0].ID}
	for _, served := range []bool{false, true} {
		c := p.cases[p.id]
		if itemflow.PaperOpen(right, citizen, c) != served || itemflow.PaperOpen(wrong, citizen, c) || !itemflow.PaperOpen(wrong, clerk, c) {
			t.Errorf("served %v: %v %v", served, itemflow.PaperOpen(right, citizen, c), itemflow.PaperOpen(wrong, citizen, c))
		}
		if !served {
			p.must(p.act(clerk, "deliver", itemflow.DeliverInput{Way: itemflow.ByHand, Day: today(p), Receiver: "林晓"}))
		}
	}
}

// The notice that an acceptance was revoked is the applicant's once it is served by
// the way that was asked for; into an account it is served at once.
func TestRevokedAcceptanceIsReadOnceServed(t *testing.T) {
	t.Parallel()
	for way, held := range map[string]bool{"window": true, "electronic": false} {
		p, it := filed(t, itemflow.Decide)
		p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo}}))
		p.must(p.act(clerk, "accept_gaps", itemflow.GapsInput{Missing: []string{"proof"}, Reason: "主件齐"}))
		d := p.state(itemflow.Accepted)
		d.Values = form.Values{"contact.way": way}
		c := p.cases[p.id]
		var err error
		c.Data, err = json.Marshal(d)
		p.must(err)
		p.cases[p.id] = c
		p.wait(7)
		p.must(p.act(timer, "revoke", nil))
		paper := kernel.Paper{ID: "notice", Kind: "kernel.itemflow.paper.revoked"}
		if got := itemflow.PaperOpen(paper, citizen, p.cases[p.id]); got == held || !itemflow.PaperOpen(paper, clerk, p.cases[p.id]) {
			t.Errorf("%s: open %v", way, got)
		}
		if held {
			p.must(p.act(clerk, "serve_notice", itemflow.DeliverInput{Way: itemflow.ByHand, Day: today(p), Receiver: "林晓"}))
			if !itemflow.PaperOpen(paper, citizen, p.cases[p.id]) {
				t.Error("held back after its service")
			}
		}
	}
}
