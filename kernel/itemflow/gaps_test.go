package itemflow_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// Acceptance with gaps is offered where something may follow, and nowhere else:
// not where no material may, nor where another is lacking that may not.
func TestGapsAreOfferedWhereSomethingMayFollow(t *testing.T) {
	t.Parallel()
	open, shut := card(itemflow.Decide), card(itemflow.Decide)
	for i := range shut.Materials {
		shut.Materials[i].Later = calendar.Period{}
	}
	with := func(promised []string, files ...itemflow.File) itemflow.Data {
		return itemflow.Data{Applicant: itemflow.Applicant{Kind: "person", Party: reader.ID}, Values: good, Files: files, Promised: promised}
	}
	for name, c := range map[string]struct {
		it   form.Item
		d    itemflow.Data
		idle bool
	}{
		"the proof may follow":         {open, with(nil, photo), false},
		"nothing may follow":           {shut, with(nil, photo), true},
		"the photo may not follow":     {open, with(nil, proof), true},
		"nothing is there":             {open, with(nil), true},
		"all is there":                 {open, with(nil, photo, proof), true},
		"the proof was promised":       {open, with([]string{"proof"}, photo), true},
		"promised, and may not follow": {shut, with([]string{"proof"}, photo), true},
	} {
		raw, err := json.Marshal(c.d)
		if err != nil {
			t.Fatal(err)
		}
		kept := func(string) (form.Item, error) { return c.it, nil }
		if got := itemflow.IdleKept(kept, kernel.Case{Data: raw}, "accept_gaps"); got != c.idle {
			t.Errorf("%s: idle %v", name, got)
		}
		if itemflow.IdleKept(kept, kernel.Case{Data: raw}, "accept") {
			t.Errorf("%s: accepting is never idle", name)
		}
	}
}

// The notices of an office name it, and the acceptance says what comes later, by
// when.
func TestNoticesNameTheirOfficeAndWhatFollows(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Decide)
	p := newPlay(t, it)
	r := itemflow.DefaultRules(form.Checker{Calendar: calendar.National()})
	r.Seals = &itemflow.Seals{Rule: func(kernel.UnitID, string, calendar.Date) itemflow.SealRule {
		return itemflow.SealRule{Need: itemflow.SealNone, Holder: "云澜市图书馆"}
	}}
	for _, f := range r.Flows([]form.Item{it}) {
		p.all[f.Addr] = f
	}
	p.flow = p.all[it.Flowing()]
	says := func(template string, words ...string) {
		t.Helper()
		for _, w := range words {
			if paper := p.paper(template); !strings.Contains(paper, w) {
				t.Errorf("%s says nothing of %s: %s", template, w, paper)
			}
		}
	}
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo}}))
	p.must(p.act(clerk, "accept_gaps", itemflow.GapsInput{Missing: []string{"proof"}, Reason: "主件齐"}))
	says("items/acceptance", "云澜市图书馆", `"owed":[{"by":"2026年11月25日","by_en":"2026-11-25","name":"住址证明","name_en":"Proof of address"}]`)
	p.wait(7)
	p.must(p.act(timer, "revoke", nil))
	says("items/revoked", "云澜市图书馆")
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo}}))
	p.must(p.act(clerk, "notify_once", itemflow.NotifyInput{Reason: "请补材料"}))
	says("items/correction", "云澜市图书馆")
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo}}))
	p.must(p.act(clerk, "not_accept", kernel.ReasonInput{Reason: "不是本馆读者"}))
	says("items/not_accepted", "云澜市图书馆")
}

// The paper that revokes a decision gets the office's seal as the decision did.
func TestRevocationIsSealed(t *testing.T) {
	t.Parallel()
	p, main, look := promised(t)
	r := itemflow.DefaultRules(form.Checker{Calendar: calendar.National()})
	r.Seals = &itemflow.Seals{Rule: func(kernel.UnitID, string, calendar.Date) itemflow.SealRule {
		return itemflow.SealRule{Need: itemflow.SealRequired, Holder: "云澜市图书馆"}
	}}
	for _, f := range r.Flows([]form.Item{government(itemflow.Decide)}) {
		p.all[f.Addr] = f
	}
	p.id = look
	p.must(p.act(clerk, "doubt", kernel.ReasonInput{Reason: "住址不符"}))
	p.id = main
	p.must(p.act(citizen, "supply", itemflow.FilesInput{Files: []itemflow.File{proof}}))
	p.id = look
	p.must(p.act(clerk, "doubt", kernel.ReasonInput{Reason: "证明是旧的"}))
	p.must(p.act(head, "undo", kernel.ReasonInput{Reason: "住址不符"}))
	p.id = main
	if d := p.state(itemflow.Undone); !d.Decision.Seal.Wanted() || d.Decision.Seal.Stands() {
		t.Fatalf("no seal is wanted: %+v", d.Decision.Seal)
	}
	if paper := p.paper("items/undone"); !strings.Contains(paper, `"holder":"云澜市图书馆"`) {
		t.Errorf("the paper says nothing of the seal: %s", paper)
	}
	for _, m := range p.flow.Moves {
		if strings.HasSuffix(m.Name, "_seal") && !slices.Contains(m.From, itemflow.Undone) {
			t.Errorf("%s is not done in that state", m.Name)
		}
	}
}

// The answer to the one notice may bring what was owed since acceptance: nothing is
// revoked then.
func TestCorrectionBringsWhatIsOwed(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Decide)
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo}}))
	p.must(p.act(clerk, "accept_gaps", itemflow.GapsInput{Missing: []string{"proof"}, Reason: "主件齐"}))
	p.must(p.act(clerk, "notify_once", itemflow.NotifyInput{Reason: "照片模糊，证明请一并补交", Missing: []string{"photo", "proof"}}))
	p.must(p.act(citizen, kernel.MoveCorrect, itemflow.CorrectInput{Files: []itemflow.File{photo, proof}}))
	if d := p.state(itemflow.Accepted); len(d.OpenGaps()) != 0 || !slices.Contains(p.last, kernel.Effect(kernel.ClearTimer{Name: "gaps"})) {
		t.Fatalf("%+v %+v", d.Gaps, p.last)
	}
	p.wait(7)
	p.code("kernel.itemflow.nothing_owed", p.act(timer, "revoke", nil))
}

// What may follow can be brought while the case stands still, for its day runs.
func TestSuppliedWhileTheCaseStands(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Decide)
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo}}))
	p.must(p.act(clerk, "accept_gaps", itemflow.GapsInput{Missing: []string{"proof"}, Reason: "主件齐"}))
	p.must(p.act(clerk, "ask_suspension", itemflow.SuspendInput{Ground: itemflow.OtherGround, Basis: "某法第一条", Event: "等待判决", Reason: "等判决"}))
	p.must(p.act(head, "answer_suspension", itemflow.ApproveInput{OK: "yes"}))
	if itemflow.Debtor(p.cases[p.id]) != kernel.RoleOwner {
		t.Fatal("the day runs, and nobody is told")
	}
	p.must(p.act(citizen, "supply", itemflow.FilesInput{Files: []itemflow.File{proof}}))
	if d := p.state(itemflow.Accepted); len(d.OpenGaps()) != 0 || p.cases[p.id].Hold == nil {
		t.Fatalf("%+v", d.Gaps)
	}
}

// A case that ends takes back what it asked of another office, and an office whose
// case the applicant took back is told.
func TestEndingTakesBackWhatWasAsked(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Decide)
	p.must(p.act(clerk, "accept", itemflow.ChecksInput{Checks: []string{"photo"}}))
	p.must(p.act(clerk, "ask_opinion", itemflow.AskInput{Unit: "archive", Question: "是否重名", Period: "3wd"}))
	main, asked := p.id, p.state(itemflow.Accepted).Asked[0].Case
	p.must(p.act(citizen, kernel.MoveWithdraw, kernel.ReasonInput{Reason: "不办了"}))
	if no := p.told("withdrawn", kernel.RoleClerk)["no"]; no != p.cases[main].No {
		t.Errorf("told of %q", no)
	}
	if of := p.told("opinion_over", kernel.RoleClerk)["of"]; of != p.cases[main].No {
		t.Errorf("the asked office is told of %q", of)
	}
	if c := p.cases[asked]; c.State != itemflow.OpinionWaived {
		t.Errorf("the asked office's case stays %s", c.State)
	}
}

// What was promised may come after its day: the head, who has the case then, is told
// and weighs it.
func TestPromiseSuppliedLate(t *testing.T) {
	t.Parallel()
	p, main, look := promised(t)
	p.id = look
	p.must(p.act(clerk, "doubt", kernel.ReasonInput{Reason: "住址不符"}))
	p.wait(10)
	p.must(p.act(timer, "cure_over", nil))
	p.id = main
	p.must(p.act(citizen, "supply", itemflow.FilesInput{Files: []itemflow.File{proof}}))
	if of := p.told("promise_supplied_late", kernel.RoleHead)["of"]; of != p.cases[main].No {
		t.Errorf("told of %q", of)
	}
	if c := p.cases[look]; c.State != itemflow.PromiseLapsed {
		t.Errorf("it is %s, and no longer the head's", c.State)
	}
	p.id = look
	p.must(p.act(head, "keep_late", itemflow.TextInput{Text: "补交的材料属实"}))
}
