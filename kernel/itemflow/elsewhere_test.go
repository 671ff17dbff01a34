package itemflow_test

import (
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// Another city's result keeps its own paper; ours goes with it and decides nothing.
func TestAnotherCityDoesIt(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Decide)
	for _, code := range []string{"kernel.itemflow.city", "kernel.itemflow.office", "kernel.reason_needed"} { // all that is missing at once
		p.code(code, p.act(clerk, "hand_over", itemflow.HandOverInput{}))
	}
	p.must(p.act(clerk, "hand_over", itemflow.HandOverInput{City: "邻市", Office: "邻市综合窗口", Reason: "申请人在该市"}))
	if x := p.state(itemflow.HandedOver).Proxy; x.Office != "综合窗口" || x.Name() != "邻市综合窗口" {
		t.Errorf("said with its city: %+v, %q", x, x.Name())
	}
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

// A case that the other city gives back undone goes on here as if it had never left,
// to its end; one that the applicant wants back does not.
func TestAnotherCitySendsItBack(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Decide)
	p.code("kernel.not_in_this_state", p.act(clerk, "sent_back", kernel.ReasonInput{Reason: "不归该市"}))
	p.must(p.act(clerk, "hand_over", itemflow.HandOverInput{City: "邻市", Office: "综合窗口", Reason: "申请人在该市"}))
	p.code("kernel.reason_needed", p.act(clerk, "sent_back", kernel.ReasonInput{}))
	p.must(p.act(clerk, "sent_back", kernel.ReasonInput{Reason: " 权利人住所不在该市 "}))
	d := p.state(itemflow.Submitted)
	if len(d.SentBack) != 1 || d.SentBack[0].City != "邻市" || d.SentBack[0].Reason != "权利人住所不在该市" || d.Proxy != nil {
		t.Errorf("%+v %+v", d.SentBack, d.Proxy)
	}
	if args := p.told("sent_back", kernel.RoleOwner); args["office"] != "综合窗口" || args["reason"] != "权利人住所不在该市" {
		t.Errorf("told %v", args)
	}
	p.must(p.act(clerk, "hand_over", itemflow.HandOverInput{City: "远市", Office: "窗口", Reason: "申请人在该市"})) // another one
	p.must(p.act(clerk, "sent_back", kernel.ReasonInput{Reason: "也不归该市"}))
	if d := p.state(itemflow.Submitted); len(d.SentBack) != 2 {
		t.Errorf("%+v", d.SentBack)
	}
	p.must(p.act(clerk, "accept", nil))
	p.state(itemflow.Accepted)

	p, _ = filed(t, itemflow.Decide)
	p.must(p.act(clerk, "hand_over", itemflow.HandOverInput{City: "邻市", Office: "综合窗口", Reason: "申请人在该市"}))
	p.must(p.act(citizen, "ask_withdrawal", kernel.ReasonInput{Reason: "不办了"}))
	p.code("kernel.itemflow.leaving_sent_back", p.act(clerk, "sent_back", kernel.ReasonInput{Reason: "不归该市"}))
	p.must(p.act(clerk, "withdrawn_there", kernel.ReasonInput{Reason: "该市同意"}))
}

// What an outside office grants or refuses is its own: ours passes it on without
// number and seal, and the proof of service names its paper.
func TestWhatAnotherOfficeGaveIsPassedOn(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		outcome string
		papers  []string
		served  string
	}{
		{"grant", []string{proof.Upload}, `"paper":{"granted":"1"}`},
		{"refuse", []string{proof.Upload}, `"paper":{"outside":"1"}`},
		{"refuse", nil, `"paper":{"passed_on":"1"}`},
	} {
		p := sentOut(t)
		p.must(p.act(clerk, "result", itemflow.ResultInput{Outcome: x.outcome, Issuer: "国家图书馆", No: "国图证9", Day: today(p), Reason: "材料属实", Papers: x.papers}))
		d := p.state(itemflow.Decided)
		if d.Decision.Seal != nil || len(d.Outside.Files) != len(x.papers) || d.Outside.Issuer != "国家图书馆" {
			t.Errorf("%+v %+v", d.Outside, d.Decision)
		}
		p.notOurs()
		p.code("kernel.no_such_move", p.act(head, "redecide", itemflow.RedecideInput{})) // nothing of ours
		p.must(p.act(clerk, "deliver", itemflow.DeliverInput{Way: itemflow.ByHand, Day: today(p), Receiver: "林晓"}))
		if got := p.paper("items/service"); !strings.Contains(got, x.served) || !strings.Contains(got, "国图证9") {
			t.Errorf("%s", got)
		}
	}
}

// sentOut is a case that another office has, under no number yet.
func sentOut(t *testing.T) *play {
	t.Helper()
	p, _ := filed(t, itemflow.Forward)
	p.must(p.act(clerk, "accept", nil))
	p.must(p.act(clerk, "forward", itemflow.ForwardInput{Day: today(p), Checks: []string{"photo"}}))
	return p
}

// What is forwarded says to which office, to the applicant and in the case.
func TestForwardedNamesTheOffice(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Forward)
	it.Providers = []form.Text{{Zh: "国家图书馆", En: "National Library"}}
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
	p.must(p.act(clerk, "accept", nil))
	p.must(p.act(clerk, "forward", itemflow.ForwardInput{Day: today(p), Checks: []string{"photo"}}))
	if args := p.told("forwarded_to", kernel.RoleOwner); args["office"] != "国家图书馆" || args["office_en"] != "National Library" {
		t.Errorf("%v", args)
	}
	if d := p.state(itemflow.Forwarded); d.Outside.Office != it.Providers[0] {
		t.Errorf("%+v", d.Outside)
	}
	p = sentOut(t) // an item that names nobody
	p.told("forwarded", kernel.RoleOwner)
}

// notOurs refuses a paper of ours that decides.
func (p *play) notOurs() {
	p.t.Helper()
	for _, e := range p.last {
		if x, ok := e.(kernel.IssueDocument); ok && (x.Template != "items/passed_on" || x.Series != "") {
			p.t.Errorf("a paper of ours that decides: %+v", x)
		}
	}
}

// A grant without the office's own paper, its number and its day is refused: the
// applicant would get nothing.
func TestGrantNeedsTheirPaper(t *testing.T) {
	t.Parallel()
	pasted := put("proof", kernel.Paper{Name: "来文文字.txt", SHA256: "cc", Media: "text/plain; charset=utf-8"})
	for _, x := range []struct {
		code string
		in   func(*itemflow.ResultInput)
	}{
		{"kernel.itemflow.their_certificate", func(in *itemflow.ResultInput) { in.Papers = nil }},
		{"kernel.itemflow.their_certificate", func(in *itemflow.ResultInput) { in.Papers = []string{pasted.Upload} }},
		{"kernel.itemflow.their_no", func(in *itemflow.ResultInput) { in.No = "" }},
		{"kernel.itemflow.issuer", func(in *itemflow.ResultInput) { in.Issuer = " " }},
		{"kernel.itemflow.day", func(in *itemflow.ResultInput) { in.Day = calendar.Date{} }},
		{"kernel.itemflow.outcome", func(in *itemflow.ResultInput) { in.Outcome = "" }},
	} {
		p := sentOut(t)
		in := itemflow.ResultInput{Outcome: "grant", Issuer: "国家图书馆", No: "国图证9", Day: today(p), Papers: []string{proof.Upload}}
		x.in(&in)
		p.code(x.code, p.act(clerk, "result", in))
	}
}

// A result that was entered wrongly is entered anew by a head: number, day and
// paper, and the note that takes the place of the first is served anew.
func TestWrongResultIsCorrected(t *testing.T) {
	t.Parallel()
	p := sentOut(t)
	in := itemflow.CorrectResultInput{Why: "编号抄错", Outcome: "grant", No: "国图证8", Day: today(p)}
	p.code("kernel.not_in_this_state", p.act(head, "correct_result", in))
	p.must(p.act(clerk, "result", itemflow.ResultInput{Outcome: "grant", Issuer: "国家图书馆", No: "国图证9", Day: today(p), Papers: []string{proof.Upload}}))
	first := p.state(itemflow.Decided).Outside.Files[0]
	p.must(p.act(clerk, "deliver", itemflow.DeliverInput{Way: itemflow.ByHand, Day: today(p), Receiver: "林晓"}))
	p.code("kernel.not_your_move", p.act(clerk, "correct_result", in))
	p.code("kernel.itemflow.result_why", p.act(head, "correct_result", itemflow.CorrectResultInput{Outcome: "grant", Day: today(p)}))
	p.must(p.act(head, "correct_result", in))
	d := p.state(itemflow.Decided)
	if o := d.Outside; o.No != "国图证8" || o.Issuer != "国家图书馆" || len(o.Files) != 1 || o.Files[0] != first || d.Served != nil || d.Former[0].Outside.No != "国图证9" {
		t.Errorf("%+v %+v", d.Outside, d.Former)
	}
	p.notOurs()
	if paper := p.paper("items/passed_on"); !strings.Contains(paper, "国图证8") || !strings.Contains(paper, "编号抄错") {
		t.Errorf("the note says nothing of what it takes the place of: %s", paper)
	}
	p.told("result_corrected", kernel.RoleOwner)
	in.Papers = []string{proof.Upload}
	p.must(p.act(head, "correct_result", in))
	if o := p.state(itemflow.Decided).Outside; len(o.Files) != 1 || o.Files[0] == first {
		t.Errorf("the other paper does not stand: %+v", o)
	}
}
