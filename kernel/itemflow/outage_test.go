package itemflow_test

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

var down = kernel.SystemActor(itemflow.Outage)

func shut(no, from, to string, limits ...string) itemflow.OutageInput {
	f, _ := calendar.ParseDate(from)
	t, _ := calendar.ParseDate(to)
	return itemflow.OutageInput{Shut: calendar.Shut{No: no, From: f, To: t, Basis: "b"}, Limits: limits}
}

func (p *play) due(name string) string {
	p.t.Helper()
	c := p.cases[p.id]
	for _, l := range c.Limits {
		if l.Name == name {
			r, err := l.Due(c.Pauses, calendar.National())
			p.must(err)
			return r.Date.String()
		}
	}
	return ""
}

// 20 November 2026 is a Friday; the statutory limit of ten working days ends on
// 4 December.
func TestOutageMovesWhatFellIntoIt(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Examine)
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
	p.must(p.act(clerk, "accept", itemflow.ChecksInput{}))
	if p.due("statutory") != "2026-12-04" {
		t.Fatal(p.due("statutory"))
	}
	p.code("kernel.itemflow.outage_nothing", p.act(down, "outage", shut("G1", "2026-12-03", "2026-12-03", "statutory")))
	p.code("kernel.itemflow.outage_nothing", p.act(down, "outage", shut("G1", "2026-12-04", "2026-12-04", "correction")))
	p.code("kernel.itemflow.outage_days", p.act(down, "outage", shut("G1", "2026-12-05", "2026-12-04", "statutory")))
	p.code("kernel.not_your_move", p.act(clerk, "outage", shut("G1", "2026-12-04", "2026-12-04", "statutory")))

	p.must(p.act(down, "outage", shut("G1", "2026-12-04", "2026-12-04", "statutory")))
	if p.due("statutory") != "2026-12-07" || p.due("committed") != "2026-11-27" {
		t.Fatal(p.due("statutory"), p.due("committed"))
	}
	if n, ok := p.last[0].(kernel.Notify); !ok || n.Args["was"] != "2026-12-04" || n.Args["now"] != "2026-12-07" || n.Args["outage"] != "G1" {
		t.Fatalf("the party is told: %+v", p.last)
	}
	p.code("kernel.itemflow.outage_nothing", p.act(down, "outage", shut("G1", "2026-12-04", "2026-12-04", "statutory")))
	p.must(p.act(down, "outage", shut("G1", "2026-12-04", "2026-12-08", "statutory"))) // it went on
	if p.due("statutory") != "2026-12-09" {
		t.Fatal(p.due("statutory"))
	}
	p.must(p.act(down, "outage", shut("G2", "2026-12-09", "2026-12-09", "statutory"))) // a second one
	if p.due("statutory") != "2026-12-10" {
		t.Fatal(p.due("statutory"))
	}
	in := shut("G1", "2026-12-04", "2026-12-08", "statutory")
	in.Off = true
	p.must(p.act(down, "outage", in)) // the first was declared in error
	if p.due("statutory") != "2026-12-04" {
		t.Fatal(p.due("statutory"))
	}
}

func TestOutageGivesTheApplicantHisDayBack(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Examine)
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
	p.must(p.act(clerk, "notify_once", itemflow.NotifyInput{Missing: []string{"photo"}, Reason: "照片不清"}))
	if d := p.state(itemflow.Submitted); d.Notified.By.String() != "2026-11-27" {
		t.Fatal(d.Notified.By)
	}
	p.now = calendar.On(2026, 11, 28).At(1)
	p.must(p.act(kernel.SystemActor(itemflow.Timer), "deem_withdrawn", struct{}{}))
	p.state(itemflow.Deemed)
	p.code("kernel.itemflow.outage_nothing", p.act(down, "outage_reopen", shut("G1", "2026-11-26", "2026-11-26", "correction")))
	p.must(p.act(down, "outage_reopen", shut("G1", "2026-11-27", "2026-11-27", "correction")))
	d, c := p.state(itemflow.Submitted), p.cases[p.id]
	if d.Notified.By.String() != "2026-11-30" || c.Hold == nil || d.Stretched["correction"].Plain.String() != "2026-11-27" {
		t.Fatalf("%v %v %v", d.Notified.By, c.Hold, d.Stretched)
	}
	if r, err := c.Limits[0].Due(c.Pauses, calendar.National()); err != nil || !r.Held {
		t.Fatalf("the clock stands still again: %+v %v", r, err)
	}
	p.code("kernel.itemflow.correction_runs", p.act(kernel.SystemActor(itemflow.Timer), "deem_withdrawn", struct{}{}))
	p.must(p.act(citizen, "std.correct", itemflow.CorrectInput{Files: []itemflow.File{photo}}))
	p.must(p.act(clerk, "accept", itemflow.ChecksInput{}))
}

// An outage that is taken back after the first day has passed leaves the applicant
// the day that it was told; before, it gives the first day back.
func TestOutageTakenBackEndsNothing(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		day  int
		by   string
		code string
	}{{27, "2026-11-27", ""}, {28, "2026-11-30", "kernel.itemflow.outage_nothing"}} {
		it := card(itemflow.Examine)
		p := newPlay(t, it)
		p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
		p.must(p.act(clerk, "notify_once", itemflow.NotifyInput{Missing: []string{"photo"}, Reason: "照片不清"}))
		p.must(p.act(down, "outage", shut("G1", "2026-11-27", "2026-11-27", "correction")))
		if d := p.state(itemflow.Submitted); d.Notified.By.String() != "2026-11-30" {
			t.Fatal(d.Notified.By)
		}
		p.now = calendar.On(2026, 11, x.day).At(10)
		in := shut("G1", "2026-11-27", "2026-11-27", "correction")
		in.Off = true
		if err := p.act(down, "outage", in); x.code == "" {
			p.must(err)
		} else {
			p.code(x.code, err)
		}
		if d := p.state(itemflow.Submitted); d.Notified.By.String() != x.by {
			t.Errorf("taken back on the %d: the answer is due by %v, want %s", x.day, d.Notified.By, x.by)
		}
	}
}

func TestOutageMovesWhatIsOwed(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Examine)
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo}}))
	p.must(p.act(clerk, "accept_gaps", itemflow.GapsInput{Missing: []string{"proof"}, Reason: "材料在办"}))
	p.must(p.act(down, "outage", shut("G1", "2026-11-25", "2026-11-25", "supply")))
	if d := p.state(itemflow.Accepted); d.Gaps[0].By.String() != "2026-11-26" {
		t.Fatal(d.Gaps)
	}
	timer := false
	for _, e := range p.last {
		if s, ok := e.(kernel.SetTimer); ok && s.Name == "gaps" && s.At.Equal(calendar.On(2026, 11, 26).At(24)) {
			timer = true
		}
	}
	if !timer {
		t.Fatalf("the timer goes with it: %+v", p.last)
	}
	p.now = calendar.On(2026, 11, 27).At(1)
	p.must(p.act(kernel.SystemActor(itemflow.Timer), "revoke", kernel.ReasonInput{}))
	p.must(p.act(down, "outage_reopen", shut("G2", "2026-11-26", "2026-11-27", "supply")))
	if d := p.state(itemflow.Accepted); d.Gaps[0].By.String() != "2026-11-30" {
		t.Fatal(d.Gaps)
	}
}
