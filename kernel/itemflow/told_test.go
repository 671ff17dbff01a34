package itemflow_test

import (
	"slices"
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// told is the last notice of that text, with its arguments.
func (p *play) told(text string, to kernel.Role) map[string]string {
	p.t.Helper()
	for i := len(p.said) - 1; i >= 0; i-- {
		if n := p.said[i]; n.Text == "kernel.itemflow.notice."+text && n.To == to {
			return n.Args
		}
	}
	p.t.Fatalf("nobody told %q to %s; said: %+v", text, to, p.said)
	return nil
}

// government is the neutral item as an act of government.
func government(flow string) form.Item {
	it := card(flow)
	it.Kind = form.Government
	return it
}

var timer = kernel.SystemActor(itemflow.Timer)

func TestExtensionIsToldWhereItMatters(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Decide)
	p.must(p.act(clerk, "accept", nil))
	if by := p.told("accepted_by", kernel.RoleOwner)["by"]; by != p.due("committed") {
		t.Fatalf("accepted, done by %q", by)
	}
	ask := itemflow.ExtendInput{Limit: "committed", Extra: "3wd", Reason: "需要外查"}
	p.must(p.act(clerk, "ask_extension", ask))
	p.told("extension", kernel.RoleHead)
	if turn, ok := itemflow.TurnIn(p.cases[p.id]); !ok || turn != kernel.RoleHead {
		t.Fatalf("it is the head's turn, not %q", turn)
	}
	was := p.due("committed")
	early := p.now
	p.wait(40) // the head's word is late, and what is asked for would be past
	p.must(p.act(head, "answer_extension", itemflow.ApproveInput{OK: "no", Note: "请重新测算"}))
	p.code("kernel.itemflow.extension_past", p.act(clerk, "ask_extension", ask))
	p.now = early
	p.must(p.act(clerk, "ask_extension", ask))
	p.must(p.act(head, "answer_extension", itemflow.ApproveInput{OK: "no", Note: "材料已够"}))
	if p.told("not_extended", kernel.RoleClerk)["reason"] != "材料已够" || p.due("committed") != was {
		t.Fatal("refused, and untold or moved")
	}
	p.must(p.act(clerk, "ask_extension", ask))
	p.must(p.act(head, "answer_extension", itemflow.ApproveInput{OK: "yes"}))
	args := p.told("extended", kernel.RoleOwner)
	if until := p.due("committed"); until == was || args["until"] != until || args["reason"] != ask.Reason || p.state(itemflow.Accepted).Extension.Until.String() != until {
		t.Fatalf("told %v, due %s", args, until)
	}
}

func TestSilentOfficeIsNotWaitedForForever(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Decide)
	p.must(p.act(clerk, "accept", itemflow.ChecksInput{Checks: []string{"photo"}}))
	p.must(p.act(clerk, "ask_opinion", itemflow.AskInput{Unit: "archive", Question: "是否重名", Period: "3wd"}))
	if by := p.told("opinion_asked", kernel.RoleClerk)["by"]; by != "2026-11-25" {
		t.Fatalf("asked by %q", by)
	}
	waive := itemflow.WaiveInput{Unit: "archive", Reason: "逾期，按现有材料可以认定"}
	p.code("kernel.itemflow.opinion_none", p.act(clerk, "waive_opinion", itemflow.WaiveInput{Unit: "library", Reason: "逾期"}))
	main, asked := p.id, p.state(itemflow.Accepted).Asked[0].Case
	p.wait(6)
	p.id = asked
	p.must(p.act(timer, "opinion_late", nil))
	p.id = main
	p.told("opinion_silent", kernel.RoleClerk)
	p.code("kernel.itemflow.opinions_open", p.act(clerk, "decide", itemflow.DecideInput{Outcome: "grant"}))
	p.code("kernel.reason_needed", p.act(clerk, "waive_opinion", itemflow.WaiveInput{Unit: "archive"}))
	p.must(p.act(clerk, "waive_opinion", waive))
	if c := p.cases[asked]; c.State != itemflow.OpinionWaived {
		t.Fatalf("the asked office's case stays %s", c.State)
	}
	p.must(p.act(clerk, "decide", itemflow.DecideInput{Outcome: "grant"}))
}

func promised(t *testing.T, basis ...form.Basis) (p *play, main, look kernel.CaseID) {
	t.Helper()
	it := government(itemflow.Decide)
	it.Basis = append(it.Basis, basis...)
	p = newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo}, Promises: []string{"proof"}}))
	p.must(p.act(clerk, "accept", itemflow.ChecksInput{Checks: []string{"photo"}}))
	p.must(p.act(clerk, "decide", itemflow.DecideInput{Outcome: "grant"}))
	p.must(p.act(clerk, "deliver", itemflow.DeliverInput{Way: itemflow.ByHand, Day: today(p), Receiver: "林晓"}))
	main, look = p.id, p.state(itemflow.Delivered).Inspection
	p.id = look
	if c := p.cases[look]; c.State != itemflow.PromiseLooking || len(c.Limits) != 1 {
		t.Fatalf("nobody looks: %+v", c)
	}
	return p, main, look
}

func TestPromiseThatHolds(t *testing.T) {
	t.Parallel()
	p, main, _ := promised(t)
	p.code("kernel.itemflow.text_missing", p.act(clerk, "keep", nil))
	p.must(p.act(clerk, "keep", itemflow.TextInput{Text: "已比对"}))
	p.id = main
	p.told("promise_kept", kernel.RoleOwner)
	p.state(itemflow.Delivered)
}

func TestBrokenPromise(t *testing.T) {
	t.Parallel()
	p, main, look := promised(t)
	first := p.cases[look].Limits[0].Period
	p.code("kernel.reason_needed", p.act(clerk, "doubt", kernel.ReasonInput{}))
	p.must(p.act(clerk, "doubt", kernel.ReasonInput{Reason: "住址不符"}))
	args := p.told("promise_doubted", kernel.RoleOwner)
	if args["by"] != "2026-11-27" || args["reason"] != "住址不符" || args["materials"] != "住址证明" || args["materials_en"] != "Proof of address" {
		t.Fatalf("%v", args)
	}
	p.id = main // what was promised may be supplied, though the case is decided and served
	p.must(p.act(citizen, "supply", itemflow.FilesInput{Files: []itemflow.File{proof}}))
	p.id = look
	if c := p.cases[look]; c.State != itemflow.PromiseLooking {
		t.Fatalf("supplied, and %s", c.State)
	}
	p.looksAgain(main, look, first)
	p.must(p.act(clerk, "doubt", kernel.ReasonInput{Reason: "证明是旧的"})) // the second time it is the head's
	p.code("kernel.not_your_move", p.act(clerk, "undo", kernel.ReasonInput{Reason: "住址不符"}))
	p.must(p.act(head, "undo", kernel.ReasonInput{Reason: "住址不符"}))
	p.id = main
	d := p.state(itemflow.Undone)
	if d.Decision.Grant || d.Decision.Revoked.IsZero() || len(d.Served.Remedies) != 2 || len(d.OpenGaps()) != 0 {
		t.Fatalf("%+v %+v", d.Decision, d.Served)
	}
	if args := p.told("promise_undone_remedy", kernel.RoleOwner); args["review"] != "2027-01-19" || args["suit"] != "2027-05-20" {
		t.Fatalf("%v", args)
	}
}

// looksAgain: the second look has the limit of the first, from its own day.
func (p *play) looksAgain(main, look kernel.CaseID, first calendar.Period) {
	p.t.Helper()
	l := p.cases[look].Limits
	if len(l) != 1 || !l[0].Met.IsZero() || !l[0].From.Equal(p.now) || l[0].Period != first {
		p.t.Fatalf("the second look runs by %+v", l)
	}
	by := p.due(itemflow.PromiseLimit)
	if got := p.told("promise_supplied", kernel.RoleClerk)["by"]; got != by {
		p.t.Fatalf("told to look by %q, due %s", got, by)
	}
	p.id = main
	if d := p.state(itemflow.Delivered); d.Inspect.String() != by {
		p.t.Fatalf("the decided case says %s, due %s", d.Inspect, by)
	}
	p.id = look
}

func TestBrokenPromiseOfWhoKeepsSilent(t *testing.T) {
	t.Parallel()
	p, main, look := promised(t)
	p.must(p.act(clerk, "doubt", kernel.ReasonInput{Reason: "住址不符"}))
	p.wait(10)
	p.must(p.act(timer, "cure_over", nil))
	p.told("promise_lapsed", kernel.RoleClerk)
	p.must(p.act(head, "keep_late", itemflow.TextInput{Text: "当日已当面补正"}))
	if c := p.cases[look]; c.State != itemflow.PromiseKept {
		t.Fatal(c.State)
	}
	p.id = main
	p.state(itemflow.Delivered)
}

// Each way of service has its proof, its day, and the days that run from it.
func TestServiceAndWhatRunsFromIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in                itemflow.DeliverInput
		code              string
		day, review, suit string
	}{
		"electronic":            {in: itemflow.DeliverInput{Way: calendar.Electronic}, day: "2026-11-20", review: "2027-01-19", suit: "2027-05-20"},
		"post, no proof":        {in: itemflow.DeliverInput{Way: calendar.Post}, day: "2026-12-05", review: "2027-02-03", suit: "2027-06-07"},
		"post, proven too late": {in: itemflow.DeliverInput{Way: calendar.Post, Proven: calendar.On(2026, 11, 25)}, code: "kernel.itemflow.proven_day"},
		"post, proven":          {in: itemflow.DeliverInput{Way: calendar.Post, Proven: calendar.On(2026, 11, 20)}, day: "2026-11-20", review: "2027-01-19", suit: "2027-05-20"},
		"by hand, to nobody":    {in: itemflow.DeliverInput{Way: itemflow.ByHand}, code: "kernel.itemflow.receiver"},
		"left, unseen":          {in: itemflow.DeliverInput{Way: itemflow.Left}, code: "kernel.itemflow.left_note"},
		"left":                  {in: itemflow.DeliverInput{Way: itemflow.Left, Note: "拒收，社区工作人员见证"}, day: "2026-11-20", review: "2027-01-19", suit: "2027-05-20"},
		"announced nowhere":     {in: itemflow.DeliverInput{Way: calendar.Announcement}, code: "kernel.itemflow.announced_note"},
		"announced":             {in: itemflow.DeliverInput{Way: calendar.Announcement, Note: "市局网站公告栏"}, day: "2026-12-20", review: "2027-02-18", suit: "2027-06-21"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			it := government(itemflow.Decide)
			p := newPlay(t, it)
			p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
			p.must(p.act(clerk, "accept", itemflow.ChecksInput{Checks: []string{"photo"}}))
			p.must(p.act(clerk, "decide", itemflow.DecideInput{Outcome: "refuse", Reason: "不符合条件"}))
			if paper := p.paper("items/refusal"); !strings.Contains(paper, `"period":"60日"`) || !strings.Contains(paper, `"period_en":"6 months"`) {
				t.Fatal(paper)
			}
			c.in.Day = today(p)
			err := p.act(clerk, "deliver", c.in)
			if c.code != "" {
				p.code(c.code, err)
				return
			}
			p.must(err)
			s := p.state(itemflow.Delivered).Served
			if s.Day.String() != c.day || len(s.Remedies) != 2 || s.Remedies[0].Until.String() != c.review || s.Remedies[1].Until.String() != c.suit {
				t.Fatalf("%+v", s)
			}
			pending := itemflow.NotYetServed(p.cases[p.id], c.in.Day) != nil
			if pending != (c.day != "2026-11-20") || itemflow.NotYetServed(p.cases[p.id], s.Day) != nil {
				t.Fatalf("pending %v, then %v", pending, itemflow.NotYetServed(p.cases[p.id], s.Day))
			}
			if args := p.told("refusal_served", kernel.RoleOwner); args["day"] != c.day || args["review"] != c.review || args["suit"] != c.suit {
				t.Fatalf("%v", args)
			}
			if paper := p.paper("items/service"); !strings.Contains(paper, `"by":{"`+string(c.in.Way)+`":"1"}`) || !strings.Contains(paper, c.review) {
				t.Fatal(paper)
			}
		})
	}
}

// A ruling has the time for a suit that its own article gives, on paper, page and in
// the notice; that it was not taken in is an act like others.
func TestRulingHasItsOwnRemedy(t *testing.T) {
	t.Parallel()
	it := government(itemflow.Decide)
	p := newPlay(t, it)
	var own calendar.Provision // the one in the data that has a time of its own
	calendar.RemediesOn(today(p), func(x calendar.Provision) bool { own = x; return false })
	it.Basis = append(it.Basis, form.Basis{Law: own.Law, Article: own.Article})
	p = newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
	p.must(p.act(clerk, "accept", itemflow.ChecksInput{Checks: []string{"photo"}}))
	p.must(p.act(clerk, "decide", itemflow.DecideInput{Outcome: "refuse", Reason: "不落入保护范围"}))
	if paper := p.paper("items/refusal"); !strings.Contains(paper, `"suit":"1"`) || strings.Contains(paper, `"review":"1"`) || !strings.Contains(paper, "15") {
		t.Error(paper)
	}
	p.must(p.act(clerk, "deliver", itemflow.DeliverInput{Way: calendar.Electronic, Day: today(p)}))
	if args := p.told("refusal_served_suit", kernel.RoleOwner); args["suit"] != "2026-12-07" || args["review"] != "" {
		t.Errorf("%v", args)
	}
	away := newPlay(t, it)
	away.must(away.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
	away.must(away.act(clerk, "not_accept", kernel.ReasonInput{Reason: "已经起诉"}))
	if s := away.state(itemflow.NotAccepted).Served; len(s.Remedies) != 2 {
		t.Errorf("%+v", s)
	}
}

// What is no act of government has no remedies of administrative law.
func TestNoRemedyAgainstAService(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Decide)
	p.must(p.act(clerk, "not_accept", kernel.ReasonInput{Reason: "不属于受理范围"}))
	if s := p.state(itemflow.NotAccepted).Served; s == nil || len(s.Remedies) != 0 {
		t.Fatalf("%+v", s)
	}
	if p.told("not_accepted", kernel.RoleOwner)["reason"] != "不属于受理范围" {
		t.Fatal("the reason is not told")
	}
}

// A notice that ends the case of who has no account is served by hand or post, once,
// and the time to go against it runs from that day; the case stays closed.
func TestNoticeIsServedToWhoHasNoAccount(t *testing.T) {
	t.Parallel()
	it := government(itemflow.Decide)
	p := newPlay(t, it)
	who := itemflow.Applicant{Kind: "person", Name: "林晓", Phone: "10099000001"}
	p.must(p.submit(clerk, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}, Applicant: &who}))
	p.must(p.act(clerk, "not_accept", kernel.ReasonInput{Reason: "不属于受理范围"}))
	if p.state(itemflow.NotAccepted).Served != nil || itemflow.Idle(clerk, p.cases[p.id], "serve_notice") {
		t.Fatal("nobody has served it, and nobody is to")
	}
	if ways := p.state(itemflow.NotAccepted).Ways(); slices.Contains(ways, "electronic") || !slices.Contains(ways, "hand") {
		t.Fatalf("who has no account is served by %v", ways)
	}
	p.code("kernel.itemflow.no_account", p.act(clerk, "serve_notice", itemflow.DeliverInput{Way: calendar.Electronic, Day: today(p)}))
	p.code("kernel.itemflow.receiver", p.act(clerk, "serve_notice", itemflow.DeliverInput{Way: itemflow.ByHand, Day: today(p)}))
	p.must(p.act(clerk, "serve_notice", itemflow.DeliverInput{Way: itemflow.ByHand, Day: today(p), Receiver: "林晓"}))
	s := p.state(itemflow.NotAccepted).Served
	if s == nil || s.Day != today(p) || len(s.Remedies) == 0 || !itemflow.Idle(clerk, p.cases[p.id], "serve_notice") {
		t.Fatalf("%+v", s)
	}
	p.paper("items/service")
	p.code("kernel.itemflow.notice_served", p.act(clerk, "serve_notice", itemflow.DeliverInput{Way: itemflow.ByHand, Day: today(p), Receiver: "林晓"}))
}

func TestRefusedAtTheDoor(t *testing.T) {
	t.Parallel()
	it := government(itemflow.Instant)
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
	p.must(p.act(clerk, "refuse", kernel.ReasonInput{Reason: "查无此件"}))
	if args := p.told("refusal_served", kernel.RoleOwner); args["review"] != "2027-01-19" {
		t.Fatalf("%v", args)
	}
}

// The acceptance that is revoked says what did not come.
func TestRevokedAcceptanceHasItsPaper(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Decide)
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo}}))
	p.must(p.act(clerk, "accept_gaps", itemflow.GapsInput{Missing: []string{"proof"}, Reason: "主件齐"}))
	if args := p.told("gaps", kernel.RoleOwner); args["materials"] != "住址证明" || args["by"] != "2026-11-25" {
		t.Fatalf("%v", args)
	}
	if c := p.cases[p.id]; itemflow.Debtor(c) != kernel.RoleOwner {
		t.Fatalf("what may follow is the applicant's to bring, not %q", itemflow.Debtor(c))
	}
	p.wait(7)
	p.code("kernel.reason_needed", p.act(clerk, "revoke", nil))
	p.must(p.act(timer, "revoke", nil))
	if paper := p.paper("items/revoked"); !strings.Contains(paper, "住址证明") || p.told("revoked", kernel.RoleOwner)["materials_en"] != "Proof of address" || p.told("revoked_office", kernel.RoleClerk)["materials"] != "住址证明" {
		t.Fatal(paper)
	}
}

// A bad rating that was settled may be given anew, once.
func TestSecondRating(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Consult)
	p.must(p.act(clerk, "answer", itemflow.AnswerInput{Text: "不知道"}))
	again := itemflow.RateInput{Grade: "satisfied", Text: "改了"}
	p.code("kernel.itemflow.not_again", p.act(citizen, "rate_again", again))
	p.must(p.act(citizen, "rate", itemflow.RateInput{Grade: "dissatisfied", Text: "没有帮助"}))
	p.code("kernel.itemflow.not_again", p.act(citizen, "rate_again", again))
	main := p.id
	p.id = p.state(itemflow.Delivered).Rating.Review
	p.must(p.act(head, "verify", itemflow.TextInput{Text: "属实"}))
	p.must(p.act(head, "reply", itemflow.CallInput{Text: "已补充答复"}))
	p.must(p.act(head, "recheck", itemflow.TextInput{Text: "同意"}))
	p.id = main
	if r := p.state(itemflow.Delivered).Rating; r.Settled.IsZero() || r.Reply != "已补充答复" {
		t.Fatalf("%+v", r)
	}
	p.code("kernel.itemflow.grade", p.act(citizen, "rate_again", nil))
	p.must(p.act(citizen, "rate_again", again))
	if r := p.state(itemflow.Delivered).Rating; r.Latest().Stars != 4 || r.Stars != 2 {
		t.Fatalf("%+v", r)
	}
	p.told("rated_again", kernel.RoleClerk)
	p.code("kernel.itemflow.not_again", p.act(citizen, "rate_again", again))
}

// What stands in the way is said in the reader's language.
func TestRefusalsNameThingsInBothLanguages(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Decide)
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo}}))
	for key, err := range map[string]error{"materials": p.act(clerk, "accept", nil), "material": p.act(clerk, "accept_gaps", itemflow.GapsInput{Missing: []string{"photo"}, Reason: "主件齐"})} {
		if x, ok := argOf(err, key).(interface{ In(zh bool) string }); !ok || x.In(false) != "Proof of address" || x.In(true) != "住址证明" {
			t.Errorf("%s: %v", key, argOf(err, key))
		}
	}
}

// What another city took in for us goes back there.
func TestAnotherCityTookItIn(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Decide)
	p.code("kernel.itemflow.from_office", p.act(clerk, "taken_from", itemflow.FromInput{City: "邻市"}))
	p.code("kernel.not_your_move", p.act(citizen, "taken_from", itemflow.FromInput{City: "邻市", Office: "综合窗口", Reason: "申请人住在邻市"}))
	p.code("kernel.reason_needed", p.act(clerk, "taken_from", itemflow.FromInput{City: "邻市", Office: "综合窗口", No: "L-7", Reason: " "}))
	p.code("kernel.itemflow.from_city", p.act(clerk, "taken_from", itemflow.FromInput{}))
	p.code("kernel.reason_needed", p.act(clerk, "taken_from", itemflow.FromInput{}))
	p.must(p.act(clerk, "taken_from", itemflow.FromInput{City: "邻市", Office: "邻市综合窗口", No: "L-7", Reason: "申请人住在邻市"}))
	p.must(p.act(clerk, "accept", itemflow.ChecksInput{Checks: []string{"photo"}}))
	p.must(p.act(clerk, "decide", itemflow.DecideInput{Outcome: "grant"}))
	if args := p.told("back_to", kernel.RoleClerk); args["office"] != "综合窗口" || args["other"] != "L-7" {
		t.Fatalf("%v", args)
	}
}
