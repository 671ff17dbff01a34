package itemflow_test

import (
	"encoding/json"
	"slices"
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// A case stands still on a ground, for a time or an event, by the head's word; its
// clocks stop with the word and run on when it goes on.
func TestSuspensionRestsOnAGround(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Decide)
	p.must(p.act(clerk, "accept", nil))
	until := today(p).AddDays(20)
	other := itemflow.SuspendInput{Ground: itemflow.OtherGround, Basis: "借阅规则第3条", Until: until, Reason: "等待馆藏清点"}
	for name, c := range map[string]struct {
		change func(*itemflow.SuspendInput)
		want   []string
	}{
		"nothing":          {func(in *itemflow.SuspendInput) { *in = itemflow.SuspendInput{} }, []string{"ground kernel.itemflow.no_such_ground", "until kernel.itemflow.suspended_until_when", "reason kernel.reason_needed"}},
		"of another rule":  {func(in *itemflow.SuspendInput) { in.Ground = "invalidation" }, []string{"ground kernel.itemflow.no_such_ground"}},
		"no basis":         {func(in *itemflow.SuspendInput) { in.Basis = "" }, []string{"basis kernel.itemflow.ground_basis"}},
		"no day, no event": {func(in *itemflow.SuspendInput) { in.Until = calendar.Date{} }, []string{"until kernel.itemflow.suspended_until_when"}},
		"today":            {func(in *itemflow.SuspendInput) { in.Until = today(p) }, []string{"until kernel.itemflow.suspended_past"}},
	} {
		in := other
		c.change(&in)
		if got := asCode(p.act(clerk, "ask_suspension", in)); !slices.Equal(got, c.want) {
			t.Errorf("%s: told %q, want %q", name, got, c.want)
		}
	}
	if _, ok := p.flow.Find(kernel.MoveSuspend); ok {
		t.Error("a case can still be suspended without a head")
	}
	p.code("kernel.itemflow.no_suspension", p.act(head, "answer_suspension", itemflow.ApproveInput{OK: "yes"}))
	p.must(p.act(clerk, "ask_suspension", other))
	if turn, ok := itemflow.TurnIn(p.cases[p.id]); !ok || turn != kernel.RoleHead || p.cases[p.id].Hold != nil {
		t.Fatalf("turn of %q, hold %+v", turn, p.cases[p.id].Hold)
	}
	p.code("kernel.itemflow.suspension_asked", p.act(clerk, "ask_suspension", other))
	p.code("kernel.not_your_move", p.act(clerk, "answer_suspension", itemflow.ApproveInput{OK: "yes"}))
	p.must(p.act(head, "answer_suspension", itemflow.ApproveInput{OK: "no", Note: "可以先办"}))
	if p.told("not_suspended", kernel.RoleClerk)["reason"] != "可以先办" || p.cases[p.id].Hold != nil {
		t.Fatal("refused, and untold or suspended")
	}
	p.must(p.act(head, "ask_suspension", other))
	p.code("kernel.itemflow.own_suspension", p.act(head, "answer_suspension", itemflow.ApproveInput{OK: "no", Note: "不必"}))

	q, _ := filed(t, itemflow.Decide)
	q.must(q.act(clerk, "accept", nil))
	was := q.due("committed")
	q.must(q.act(clerk, "ask_suspension", other))
	q.must(q.act(head, "answer_suspension", itemflow.ApproveInput{OK: "yes"}))
	if told := q.told("suspended_until", kernel.RoleOwner); told["until"] != until.String() || told["basis"] != other.Basis {
		t.Fatalf("told %v", told)
	}
	if c := q.cases[q.id]; c.Hold == nil || c.Hold.Kind != kernel.HoldSuspended || len(c.Pauses) != 1 {
		t.Fatalf("the clock runs: %+v", c.Hold)
	}
	q.code("kernel.on_hold", q.act(clerk, "decide", itemflow.DecideInput{Outcome: "grant"}))
	q.code("kernel.not_suspended", q.act(timer, "suspension_due", nil))
	q.wait(20)
	q.must(q.act(timer, "suspension_due", nil))
	q.told("suspension_due", kernel.RoleClerk)
	q.code("kernel.reason_needed", q.act(clerk, kernel.MoveResume, kernel.ReasonInput{}))
	q.must(q.act(clerk, kernel.MoveResume, kernel.ReasonInput{Reason: "清点已完成"}))
	q.told("resumed", kernel.RoleOwner)
	if q.cases[q.id].Hold != nil || q.due("committed") <= was || q.state(itemflow.Accepted).Suspension.Ended.IsZero() {
		t.Errorf("due %s, was %s", q.due("committed"), was)
	}
}

// Whoever asked for it by post reads a notice of a suspension from its service on.
func TestSuspensionIsReadOnceServed(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Decide)
	it.Steps = append(it.Steps, form.Step{ID: "contact", Fields: []form.Field{{ID: "contact.way", Kind: form.KindText}}})
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: form.Values{"reader.name": "林晓", "reader.kind": "adult", "books.0.title": "诗经", "contact.way": "post"}, Files: []itemflow.File{photo, proof}}))
	p.must(p.act(clerk, "accept", nil))
	p.must(p.act(clerk, "ask_suspension", itemflow.SuspendInput{Ground: itemflow.OtherGround, Basis: "借阅规则第3条", Event: "另案办结", Reason: "等候另案"}))
	p.must(p.act(head, "answer_suspension", itemflow.ApproveInput{OK: "yes"}))
	notice := kernel.Paper{ID: p.state(itemflow.Accepted).Suspension.Notice.Doc, Kind: "kernel.itemflow.paper.suspended"}
	open := func() bool { return itemflow.PaperOpen(notice, citizen, p.cases[p.id]) }
	if open() || !itemflow.PaperOpen(notice, clerk, p.cases[p.id]) {
		t.Errorf("before its service: %v", open())
	}
	p.fate(notice, itemflow.FateUnserved, calendar.Date{}, "")
	p.must(p.act(clerk, "serve_suspension", itemflow.DeliverInput{Way: itemflow.ByHand, Day: today(p), Receiver: "林晓"}))
	if !open() {
		t.Error("served, and shut still")
	}
	p.fate(notice, itemflow.FateServed, today(p), "")
}

// A suspension and its end have a notice each, with the series of the item, and are
// served: by the platform into an account, by staff otherwise.
func TestSuspensionHasItsPapers(t *testing.T) {
	t.Parallel()
	ask := itemflow.SuspendInput{Ground: itemflow.OtherGround, Basis: "借阅规则第3条", Event: "另案办结", Reason: "等候另案"}
	still := func(p *play) {
		t.Helper()
		p.must(p.act(clerk, "accept", nil))
		p.must(p.act(clerk, "ask_suspension", ask))
		p.must(p.act(head, "answer_suspension", itemflow.ApproveInput{OK: "yes"}))
	}
	drawn := func(p *play, template string) map[string]any {
		t.Helper()
		last := p.drawn[len(p.drawn)-1]
		var m map[string]any
		if err := json.Unmarshal(last.Data, &m); err != nil || last.Template != template {
			t.Fatalf("drawn %s, want %s: %v", last.Template, template, err)
		}
		return m
	}
	p, _ := filed(t, itemflow.Decide)
	still(p)
	if m, doc := drawn(p, "items/suspended"), p.drawn[len(p.drawn)-1]; m["basis"] != ask.Basis || m["event"] != ask.Event || m["unverified"] != true || doc.Series != "云图" {
		t.Errorf("%v, series %q", m, doc.Series)
	}
	if s := p.state(itemflow.Accepted).Suspension; s.Notice.Served == nil || s.Notice.Served.Day != today(p) || !itemflow.Idle(clerk, p.cases[p.id], "serve_suspension") {
		t.Errorf("lies in the account, and served %+v", s.Notice.Served)
	}
	notice := kernel.Paper{ID: p.state(itemflow.Accepted).Suspension.Notice.Doc, Kind: "kernel.itemflow.paper.suspended"}
	p.fate(notice, itemflow.FateServed, today(p), "")
	p.must(p.act(clerk, kernel.MoveResume, kernel.ReasonInput{Reason: "另案已办结"}))
	p.fate(notice, itemflow.FateOver, today(p), "")
	if m := drawn(p, "items/resumed"); m["text"] != "另案已办结" || m["from"] != today(p).Chinese() {
		t.Errorf("%v", m)
	}

	q := newPlay(t, card(itemflow.Decide))
	q.must(q.submit(clerk, card(itemflow.Decide), itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}, Applicant: &itemflow.Applicant{Kind: "person", Name: "路人"}}))
	still(q)
	hand := itemflow.DeliverInput{Way: itemflow.ByHand, Day: today(q), Receiver: "路人"}
	q.numbers[q.state(itemflow.Accepted).Suspension.Notice.Doc] = "云图〔2026〕7号"
	early := hand
	early.Day = today(q).AddDays(-1)
	q.code("kernel.itemflow.day", q.act(clerk, "serve_suspension", early))
	q.code("kernel.itemflow.no_account", q.act(clerk, "serve_suspension", itemflow.DeliverInput{Way: calendar.Electronic, Day: today(q)}))
	q.must(q.act(clerk, "serve_suspension", hand))
	if m := drawn(q, "items/service"); m["number"] != "云图〔2026〕7号" || m["paper"].(map[string]any)["suspended"] != "1" {
		t.Errorf("%v", m)
	}
	q.code("kernel.itemflow.notice_served", q.act(clerk, "serve_suspension", hand))
	q.must(q.act(clerk, kernel.MoveResume, kernel.ReasonInput{Reason: "另案已办结"}))
	q.code("kernel.itemflow.suspension_unserved", q.act(clerk, "ask_suspension", ask))
	q.must(q.act(clerk, "decide", itemflow.DecideInput{Outcome: "refuse", Reason: "不符合条件"}))
	q.must(q.act(clerk, "serve_suspension", hand)) // it is owed whatever became of the case
	if m := drawn(q, "items/service"); m["paper"].(map[string]any)["resumed"] != "1" {
		t.Errorf("%v", m)
	}
}
