package itemflow_test

import (
	"slices"
	"testing"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

func filed(t *testing.T, flow string) (*play, form.Item) {
	t.Helper()
	it := card(flow)
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
	return p, it
}

func today(p *play) calendar.Date { return calendar.DateOf(p.now) }

func TestEveryFlowToItsEnd(t *testing.T) {
	t.Parallel()
	ways := map[string]func(p *play){
		itemflow.Instant: func(p *play) { p.must(p.act(clerk, "finish", itemflow.AnswerInput{Text: "已办"})) },
		itemflow.Consult: func(p *play) { p.must(p.act(clerk, "answer", itemflow.AnswerInput{Text: "可以办理"})) },
		itemflow.Book: func(p *play) {
			p.must(p.act(clerk, "confirm", itemflow.BookInput{Day: today(p), Time: "09:30", Place: "一楼"}))
			p.must(p.act(clerk, "attend", nil))
		},
		itemflow.Decide: func(p *play) {
			p.must(p.act(clerk, "accept", itemflow.ChecksInput{Checks: []string{"photo"}}))
			p.must(p.act(clerk, "decide", itemflow.DecideInput{Outcome: "grant"}))
			p.must(p.act(clerk, "deliver", itemflow.DeliverInput{Way: itemflow.ByHand, Day: today(p), Receiver: "林晓"}))
		},
		itemflow.Examine: func(p *play) {
			p.must(p.act(clerk, "accept", nil))
			p.code("kernel.itemflow.unchecked", p.act(clerk, "examine", itemflow.ExamineInput{Opinion: "pass"}))
			p.must(p.act(clerk, "examine", itemflow.ExamineInput{Opinion: "pass", Checks: []string{"photo"}}))
			p.code("kernel.not_your_move", p.act(clerk, "decide", itemflow.DecideInput{Outcome: "grant"}))
			p.must(p.act(head, "decide", itemflow.DecideInput{Outcome: "grant"}))
			p.must(p.act(kernel.SystemActor(itemflow.Paper), "served", nil))
			own, _ := filed(p.t, itemflow.Examine)
			own.must(own.act(clerk, "accept", nil))
			own.must(own.act(head, "examine", itemflow.ExamineInput{Opinion: "fail", Reason: "不符"}))
			own.code("kernel.itemflow.own_opinion", own.act(head, "decide", itemflow.DecideInput{Outcome: "refuse", Reason: "不符"}))
		},
		itemflow.Forward: func(p *play) {
			p.must(p.act(clerk, "accept", nil))
			p.must(p.act(clerk, "forward", itemflow.ForwardInput{No: "N-1", Day: today(p), Checks: []string{"photo"}}))
			p.wait(5)
			p.must(p.act(clerk, "result", itemflow.ResultInput{Outcome: "grant", Issuer: "国家图书馆", Day: today(p), Papers: []string{proof.Upload}}))
			p.must(p.act(clerk, "deliver", itemflow.DeliverInput{Way: calendar.Post, Day: today(p)}))
		},
		itemflow.Publish: func(p *play) {
			p.must(p.act(clerk, "accept", nil))
			p.must(p.act(clerk, "examine", itemflow.ExamineInput{Opinion: "pass", Checks: []string{"photo"}}))
			p.state(itemflow.Publishing)
			anybody := kernel.Actor{}
			p.must(p.act(anybody, "object", itemflow.ObjectInput{Name: "某人", Contact: "13800000000", Text: "不同意"}))
			p.code("kernel.itemflow.publicity_runs", p.act(kernel.SystemActor(itemflow.Timer), "end_publicity", nil))
			p.wait(20)
			p.must(p.act(kernel.SystemActor(itemflow.Timer), "end_publicity", nil))
			p.code("kernel.itemflow.objections_open", p.act(head, "decide", itemflow.DecideInput{Outcome: "grant"}))
			p.must(p.act(clerk, "find_objection", itemflow.FindingInput{Objection: 1, Finding: "不成立"}))
			p.must(p.act(head, "decide", itemflow.DecideInput{Outcome: "grant"}))
			p.must(p.act(clerk, "deliver", itemflow.DeliverInput{Way: calendar.Electronic, Day: today(p)}))
		},
	}
	for _, name := range itemflow.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, _ := filed(t, name)
			p.state(itemflow.Submitted)
			ways[name](p)
			d := p.state(itemflow.Delivered)
			if name != itemflow.Book && (d.Served == nil || d.Served.Day.IsZero()) { // who came was served nothing
				t.Fatal("no day of service")
			}
			p.must(p.act(citizen, "rate", itemflow.RateInput{Grade: "satisfied"}))
			p.code("kernel.itemflow.rated_already", p.act(citizen, "rate", itemflow.RateInput{Grade: "dissatisfied"}))
		})
	}
}

func TestFilingIsJudged(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Decide)
	for name, c := range map[string]struct {
		values form.Values
		files  []itemflow.File
		want   string
	}{
		"name missing":       {form.Values{"reader.kind": "adult", "books.0.title": "诗经"}, []itemflow.File{photo, proof}, "kernel.form.missing.text"},
		"condition met":      {form.Values{"reader.name": "林", "reader.kind": "child", "books.0.title": "诗经"}, []itemflow.File{photo, proof}, "kernel.form.missing.text"},
		"no such choice":     {form.Values{"reader.name": "林", "reader.kind": "x", "books.0.title": "诗经"}, []itemflow.File{photo, proof}, "kernel.form.no_such_choice"},
		"born tomorrow":      {form.Values{"reader.name": "林", "reader.kind": "adult", "reader.born": "2030-01-01", "books.0.title": "诗经"}, []itemflow.File{photo, proof}, "kernel.form.rule.not_future"},
		"no row":             {form.Values{"reader.name": "林", "reader.kind": "adult"}, []itemflow.File{photo, proof}, "kernel.form.rows_missing"},
		"photo missing":      {good, []itemflow.File{proof}, "kernel.itemflow.material_missing"},
		"photo of a kind":    {good, []itemflow.File{put("photo", kernel.Paper{Name: "a.gif", SHA256: "a"}), proof}, "kernel.itemflow.file_type"},
		"photo large":        {good, []itemflow.File{put("photo", kernel.Paper{Name: "a.jpg", SHA256: "large", Bytes: 3 << 20}), proof}, "kernel.itemflow.file_large"},
		"two photos":         {good, []itemflow.File{photo, photo, proof}, "kernel.itemflow.too_many_files"},
		"unknown material":   {good, []itemflow.File{photo, put("x", kernel.Paper{Name: "x.jpg", SHA256: "a"})}, "kernel.itemflow.no_such_material"},
		"not received whole": {good, []itemflow.File{{Material: "photo", Upload: "nothing"}}, "kernel.itemflow.file_lost"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlay(t, it)
			p.code(c.want, p.submit(citizen, it, itemflow.SubmitInput{Values: c.values, Files: c.files}))
			if len(p.cases) != 0 {
				t.Fatal("half happened")
			}
		})
	}
}

func TestOlderItemIsRefused(t *testing.T) {
	t.Parallel()
	old := card(itemflow.Decide)
	p := newPlay(t, old)
	fresh := old
	fresh.Lead.Zh = "改了"
	p.items = map[string]form.Item{fresh.Hash(): fresh}
	p.code("kernel.no_such_case", p.submit(citizen, old, itemflow.SubmitInput{Values: good})) // unknown hash
	p.items[old.Hash()] = old
	retired := fresh
	retired.Retired = true
	p.items = map[string]form.Item{retired.Hash(): retired}
	p.code("kernel.itemflow.item_changed", p.submit(citizen, retired, itemflow.SubmitInput{Values: good}))
}

func TestCounterFilesForWhoHasNoAccount(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Decide)
	p := newPlay(t, it)
	p.code("kernel.itemflow.applicant_missing", p.submit(clerk, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
	p.code("kernel.itemflow.not_for_you", p.submit(clerk, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}, Applicant: &itemflow.Applicant{Kind: "bank", Name: "某行"}}))
	p.must(p.submit(clerk, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}, Applicant: &itemflow.Applicant{Kind: "person", Name: "路人", District: "东埠"}}))
	d := p.state(itemflow.Submitted)
	if d.Channel != "window" || d.Track == "" || p.cases[p.id].PartyAs(kernel.RoleOwner) != "" || p.cases[p.id].Unit != "library-east" {
		t.Fatalf("%+v %+v", d, p.cases[p.id])
	}
	p.must(p.submit(clerk, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}, Applicant: &itemflow.Applicant{Kind: "person", Name: "别名", Code: reader.Code}}))
	if c := p.cases[p.id]; c.PartyAs(kernel.RoleOwner) != reader.ID || p.state(itemflow.Submitted).Applicant.Name != reader.Name {
		t.Fatal("who has an account sees the case, under the register's name")
	}
}

func TestGaps(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Decide)
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo}}))
	p.code("kernel.itemflow.still_missing", p.act(clerk, "accept", nil))
	p.code("kernel.itemflow.not_later", p.act(clerk, "accept_gaps", itemflow.GapsInput{Missing: []string{"photo", "proof"}, Reason: "主件齐"}))
	p.must(p.act(clerk, "accept_gaps", itemflow.GapsInput{Missing: []string{"proof"}, Reason: "主件齐"}))
	p.code("kernel.itemflow.gaps_open", p.act(clerk, "decide", itemflow.DecideInput{Outcome: "grant"}))
	p.code("kernel.itemflow.gap_runs", p.act(kernel.SystemActor(itemflow.Timer), "revoke", nil))
	p.must(p.act(citizen, "supply", itemflow.FilesInput{Files: []itemflow.File{proof}}))
	if d := p.state(itemflow.Accepted); len(d.OpenGaps()) != 0 {
		t.Fatal(d.Gaps)
	}
	p.must(p.act(clerk, "check", itemflow.ChecksInput{Checks: []string{"photo"}}))
	p.must(p.act(clerk, "decide", itemflow.DecideInput{Outcome: "grant"}))

	p2 := newPlay(t, it)
	p2.must(p2.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo}}))
	p2.must(p2.act(clerk, "accept_gaps", itemflow.GapsInput{Missing: []string{"proof"}, Reason: "主件齐"}))
	p2.wait(7)
	p2.must(p2.act(kernel.SystemActor(itemflow.Timer), "revoke", nil))
	p2.state(itemflow.Revoked)
}

func TestOneNoticeOnly(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Decide)
	p.must(p.act(clerk, "notify_once", itemflow.NotifyInput{Reason: "照片不清楚", Missing: []string{"photo"}}))
	if c := p.cases[p.id]; c.Hold == nil || len(c.Pauses) != 1 {
		t.Fatal("the clock runs")
	}
	p.code("kernel.on_hold", p.act(clerk, "accept", nil))
	p.code("kernel.itemflow.correction_runs", p.act(kernel.SystemActor(itemflow.Timer), "deem_withdrawn", nil))
	p.code("kernel.itemflow.nothing_corrected", p.act(citizen, kernel.MoveCorrect, itemflow.CorrectInput{}))
	p.code("kernel.form.no_such_choice", p.act(citizen, kernel.MoveCorrect, itemflow.CorrectInput{Values: form.Values{"reader.kind": "x"}}))
	p.code("kernel.itemflow.asked_anew", p.act(citizen, kernel.MoveCorrect, itemflow.CorrectInput{Note: "已补"})) // the old photo lies there
	p.code("kernel.itemflow.asked_anew", p.act(citizen, kernel.MoveCorrect, itemflow.CorrectInput{Files: []itemflow.File{proof}}))
	p.must(p.act(citizen, kernel.MoveCorrect, itemflow.CorrectInput{Files: []itemflow.File{put("photo", kernel.Paper{Name: "c.jpg", SHA256: "cc"})}}))
	d := p.state(itemflow.Submitted)
	if p.cases[p.id].Hold != nil || !d.Files[0].Replaced || len(d.Current()) != 2 {
		t.Fatalf("%+v", d.Files)
	}
	p.code("kernel.itemflow.notified_already", p.act(clerk, "notify_once", itemflow.NotifyInput{Reason: "又想起一件"}))

	q, _ := filed(t, itemflow.Decide)
	q.must(q.act(clerk, "notify_once", itemflow.NotifyInput{Reason: "照片不清楚"}))
	q.wait(10)
	q.must(q.act(kernel.SystemActor(itemflow.Timer), "deem_withdrawn", nil))
	q.state(itemflow.Deemed)
}

func TestPromiseIsInspectedLater(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Decide)
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo}, Promises: []string{"proof"}}))
	p.must(p.act(clerk, "accept", itemflow.ChecksInput{Checks: []string{"photo"}}))
	p.must(p.act(clerk, "decide", itemflow.DecideInput{Outcome: "grant"}))
	if d := p.state(itemflow.Decided); d.Inspect.IsZero() || !slices.Equal(d.Promised, []string{"proof"}) {
		t.Fatalf("%+v", d)
	}
}

func TestAnotherOfficeIsAsked(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Decide)
	p.must(p.act(clerk, "accept", itemflow.ChecksInput{Checks: []string{"photo"}}))
	p.code("kernel.itemflow.other_unit", p.act(clerk, "ask_opinion", itemflow.AskInput{Unit: "library", Question: "是否重名"}))
	p.must(p.act(clerk, "ask_opinion", itemflow.AskInput{Unit: "archive", Question: "是否重名"}))
	p.code("kernel.itemflow.opinions_open", p.act(clerk, "decide", itemflow.DecideInput{Outcome: "grant"}))
	if _, level := kernel.RolesOf(other, p.cases[p.id]); level != kernel.ViewDetail {
		t.Fatal("the asked office cannot read the file")
	}
	main := p.id
	p.id = p.state(itemflow.Accepted).Asked[0].Case
	p.code("kernel.not_your_move", p.act(clerk, "give_opinion", itemflow.OpinionInput{Answer: "没有"}))
	p.must(p.act(other, "give_opinion", itemflow.OpinionInput{Answer: "没有重名"}))
	p.id = main
	if d := p.state(itemflow.Accepted); d.Asked[0].Answer != "没有重名" {
		t.Fatalf("%+v", d.Asked)
	}
	p.must(p.act(clerk, "decide", itemflow.DecideInput{Outcome: "grant"}))
}

func TestExtensionByApproval(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Decide)
	p.must(p.act(clerk, "accept", nil))
	p.code("kernel.itemflow.extra", p.act(clerk, "ask_extension", itemflow.ExtendInput{Limit: "committed", Extra: "5d", Reason: "需要外查"}))
	var fields []string
	for _, e := range errs.All(p.act(clerk, "ask_extension", itemflow.ExtendInput{Limit: "committed"})) {
		fields = append(fields, e.Field)
	}
	if !slices.Equal(fields, []string{"extra", "reason"}) {
		t.Errorf("of an empty form only %v is told", fields)
	}
	p.must(p.act(clerk, "ask_extension", itemflow.ExtendInput{Limit: "committed", Extra: "3wd", Reason: "需要外查"}))
	p.code("kernel.itemflow.extension_asked", p.act(clerk, "ask_extension", itemflow.ExtendInput{Limit: "committed", Extra: "3wd", Reason: "需要外查"}))
	p.must(p.act(head, "answer_extension", itemflow.ApproveInput{OK: "yes"}))
	for _, l := range p.cases[p.id].Limits {
		if l.Name == "committed" && l.Period.N != 8 {
			t.Fatalf("%+v", l)
		}
	}
}

func TestForwardedClockIsTheOtherOffices(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Forward)
	p.must(p.act(clerk, "accept", nil))
	p.must(p.act(clerk, "forward", itemflow.ForwardInput{Day: today(p), Checks: []string{"photo"}}))
	c := p.cases[p.id]
	c.Pauses = append(c.Pauses, kernel.Pause{From: p.now, Reason: "forwarded"})
	i := slices.IndexFunc(c.Limits, func(l kernel.Limit) bool { return l.Name == "outside" })
	if i < 0 {
		t.Fatal("no clock of the other office")
	}
	due, err := c.Limits[i].Due(c.Pauses, calendar.National())
	p.must(err)
	if want := calendar.On(2026, 12, 1); due.Date != want {
		t.Fatalf("due %s, want %s", due.Date, want)
	}
	p.code("kernel.itemflow.day", p.act(clerk, "result", itemflow.ResultInput{Outcome: "grant", Day: today(p).AddDays(-3)}))
}

func TestBadRatingIsSettled(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Consult)
	p.must(p.act(clerk, "std.claim", nil))
	p.must(p.act(clerk, "answer", itemflow.AnswerInput{Text: "不知道"}))
	p.must(p.act(citizen, "rate", itemflow.RateInput{Grade: "very_dissatisfied", Text: "没有帮助", Named: true}))
	main := p.id
	p.id = p.state(itemflow.Delivered).Rating.Review
	review := p.cases[p.id]
	if len(review.Limits) != 1 || review.Limits[0].Name != itemflow.ReviewLimit || len(p.last) != 2 {
		t.Fatalf("no time to settle it: %+v, %+v", review.Limits, p.last)
	}
	if s, _ := p.all[review.Flow].StateDef(review.State); s.Turn != kernel.RoleHead {
		t.Fatalf("the turn of %q", s.Turn)
	}
	p.code("kernel.itemflow.own_rating", p.act(clerk, "verify", itemflow.TextInput{Text: "属实"}))
	verifies := func(a kernel.Actor) bool {
		return slices.ContainsFunc(p.all[review.Flow].Offered(a, review), func(m kernel.Move) bool { return m.Name == "verify" })
	}
	if verifies(clerk) || !verifies(head) {
		t.Fatal("the review is offered to who was rated, or to nobody")
	}
	p.must(p.act(head, "verify", itemflow.TextInput{Text: "属实"}))
	if _, late := itemflow.TurnIn(p.cases[p.id]); late {
		t.Fatal("late before its time")
	}
	p.must(p.act(kernel.SystemActor(itemflow.Timer), "review_late", nil))
	if turn, _ := itemflow.TurnIn(p.cases[p.id]); turn != kernel.RoleHead {
		t.Fatalf("late, and the turn of %q", turn)
	}
	p.must(p.act(head, "fix", itemflow.TextInput{Text: "已补充答复"}))
	p.code("kernel.itemflow.own_rating", p.act(clerk, "reply", itemflow.CallInput{Text: "已补充", Called: true}))
	p.code("kernel.itemflow.call_back", p.act(head, "reply", itemflow.CallInput{Text: "已补充"}))
	p.must(p.act(head, "reply", itemflow.CallInput{Text: "已补充", Called: true}))
	p.must(p.act(head, "recheck", itemflow.TextInput{Text: "满意"}))
	if c := p.cases[p.id]; c.State != itemflow.ReviewClosed || c.Limits[0].Met.IsZero() {
		t.Fatal(c.State, c.Limits)
	}
	p.id = main
	p.state(itemflow.Delivered)
}

// Nobody outside the table makes a move: for every move and every stranger.
func TestStrangersMoveNothing(t *testing.T) {
	t.Parallel()
	for _, name := range itemflow.Names() {
		p, _ := filed(t, name)
		stranger := kernel.Actor{User: "u-9", Party: "p-9", Rights: kernel.AllRights()}
		for _, m := range p.flow.Moves {
			if err := p.act(stranger, m.Name, nil); errs.KindOf(err) == "" {
				t.Errorf("%s: a stranger made %s", name, m.Name)
			}
		}
	}
}

// A paper that somebody else put in is not one's own to hand in.
func TestAnothersUpload(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Decide)
	p := newPlay(t, it)
	p.by = "u-somebody"
	m, _ := p.flow.Find("submit")
	c := kernel.Case{ID: "x", Flow: it.Flowing(), Item: it.Code, ItemHash: it.Hash(), Unit: it.Unit, Opened: p.now, Data: []byte("{}")}
	c.Grant(kernel.PartyAccess(kernel.RelOwner, reader.ID, kernel.RoleOwner, kernel.ViewSecret))
	p.code("kernel.itemflow.file_lost", p.run(m, c, citizen, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
}

// Whoever files is told every fault at once, of the form and of the papers.
func TestFilingTellsEveryFault(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Decide)
	p := newPlay(t, it)
	err := p.submit(citizen, it, itemflow.SubmitInput{Values: form.Values{"reader.kind": "x"}})
	var at []string
	for _, e := range errs.All(err) {
		at = append(at, e.Field)
	}
	for _, want := range []string{"reader.name", "reader.kind", "books.0.title", "file.photo"} {
		if !slices.Contains(at, want) {
			t.Errorf("nothing is said of %s: %v", want, at)
		}
	}
}

// An end that came to nothing says so; a tick stands only beside what holds.
func TestEndsSayWhatTheyCameTo(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Decide)
	f := p.all[p.cases[p.id].Flow]
	for s, want := range map[kernel.State]kernel.Ending{itemflow.NotAccepted: kernel.EndRefused, itemflow.Revoked: kernel.EndRefused, itemflow.Undone: kernel.EndRefused,
		itemflow.Deemed: kernel.EndNothing, kernel.StateWithdrawn: kernel.EndNothing, itemflow.Delivered: ""} {
		if d, ok := f.StateDef(s); !ok || !d.Terminal || d.Ends != want {
			t.Errorf("%s ends as %q, want %q", s, d.Ends, want)
		}
	}
}

// What only offices do among themselves asks nobody for a correction: nobody could
// answer it. A signer says its opinion in words.
func TestCasesAmongOffices(t *testing.T) {
	t.Parallel()
	p, it := filed(t, itemflow.Decide)
	for _, name := range []string{itemflow.OpinionFlow, itemflow.PromiseFlow, itemflow.ReviewFlow} {
		f := p.all[kernel.FlowAddr(it.Link+"/"+it.Matter+"."+name)]
		for _, m := range []string{kernel.MoveAskCorrection, kernel.MoveCorrect, kernel.MoveWithdraw} {
			if _, ok := f.Find(m); ok {
				t.Errorf("%s has %s", name, m)
			}
		}
		if _, ok := f.Find(kernel.MoveSuspend); ok && name == itemflow.ReviewFlow {
			t.Error("the time to settle a bad rating can be stopped")
		}
	}
	if got := itemflow.Choices(kernel.MoveSignOff, "opinion"); got != nil || len(itemflow.Choices("examine", "opinion")) != 2 {
		t.Errorf("a signer chooses of %v", got)
	}
}
