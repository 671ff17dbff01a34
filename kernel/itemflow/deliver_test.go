package itemflow_test

import (
	"encoding/json"
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// What is done at once is served at once where the platform can serve it; whatever
// else stays to be served until somebody says how it was, and the time to go
// against it runs from that day.
func TestFinishedOnTheSpotIsServedAsItWas(t *testing.T) {
	t.Parallel()
	walkIn := &itemflow.Applicant{Kind: "person", Name: "林晓", Phone: "10099000001"}
	with := func(field, way string) form.Values {
		return form.Values{"reader.name": "林晓", "reader.kind": "adult", "books.0.title": "诗经", field: way}
	}
	for name, c := range map[string]struct {
		by     kernel.Actor
		who    *itemflow.Applicant
		values form.Values
		now    bool // served by the platform
	}{
		"account":          {citizen, nil, good, true},
		"account, by post": {citizen, nil, with("contact.way", "post"), false},
		"account, fetched": {citizen, nil, with("delivery.way", "window"), false},
		"no account":       {clerk, walkIn, good, false},
	} {
		for flow, act := range map[string]string{itemflow.Instant: "finish", itemflow.Consult: "answer", "refused": "refuse"} {
			t.Run(name+"/"+act, func(t *testing.T) {
				t.Parallel()
				it := government(map[bool]string{true: itemflow.Instant, false: flow}[flow == "refused"])
				it.Steps = append(it.Steps, form.Step{ID: "contact", Fields: []form.Field{{ID: "contact.way", Kind: form.KindText, Optional: true}, {ID: "delivery.way", Kind: form.KindText, Optional: true}}})
				p := newPlay(t, it)
				p.must(p.submit(c.by, it, itemflow.SubmitInput{Values: c.values, Files: []itemflow.File{photo, proof}, Applicant: c.who}))
				p.must(p.act(clerk, act, map[string]string{"text": "查到三件", "reason": "查无此件"}))
				if c.now {
					if s := p.state(itemflow.Delivered).Served; s == nil || s.Way != calendar.Electronic || s.Day != today(p) {
						t.Fatalf("%+v", s)
					}
					return
				}
				if d := p.state(itemflow.Decided); d.Served != nil {
					t.Fatalf("nobody has served it: %+v", d.Served)
				}
				p.wait(3)
				p.must(p.act(clerk, "deliver", itemflow.DeliverInput{Way: itemflow.ByHand, Day: today(p), Receiver: "林晓"}))
				s := p.state(itemflow.Delivered).Served
				if s.Day != today(p) || (len(s.Remedies) > 0) != (act == "refuse") {
					t.Fatalf("%+v", s)
				}
				p.paper("items/service")
			})
		}
	}
}

// Who wants papers by post has not read in the account that the case ended.
func TestNoticeGoesTheWayThatWasChosen(t *testing.T) {
	t.Parallel()
	it := government(itemflow.Decide)
	it.Steps = append(it.Steps, form.Step{ID: "contact", Fields: []form.Field{{ID: "contact.way", Kind: form.KindText}}})
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: form.Values{"reader.name": "林晓", "reader.kind": "adult", "books.0.title": "诗经", "contact.way": "post"}, Files: []itemflow.File{photo, proof}}))
	p.must(p.act(clerk, "not_accept", kernel.ReasonInput{Reason: "不属于受理范围"}))
	if p.state(itemflow.NotAccepted).Served != nil || itemflow.Idle(clerk, p.cases[p.id], "serve_notice") {
		t.Fatal("nobody has posted it, and nobody is to")
	}
	p.must(p.act(clerk, "serve_notice", itemflow.DeliverInput{Way: calendar.Post, Day: today(p)}))
	if s := p.state(itemflow.NotAccepted).Served; s == nil || !s.Day.After(s.Sent) || len(s.Remedies) == 0 {
		t.Fatalf("%+v", s)
	}
}

// What ends in an account is no way for who has none.
func TestWayNeedsAnAccount(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Decide)
	it.Steps = append(it.Steps, form.Step{ID: "contact", Fields: []form.Field{{ID: "contact.way", Kind: form.KindText}}}, form.Step{ID: "delivery", Fields: []form.Field{{ID: "delivery.way", Kind: form.KindText, Optional: true}}})
	in := func(contact, delivery string) itemflow.SubmitInput {
		return itemflow.SubmitInput{Values: form.Values{"reader.name": "林晓", "reader.kind": "adult", "books.0.title": "诗经", "contact.way": contact, "delivery.way": delivery},
			Files: []itemflow.File{photo, proof}, Applicant: &itemflow.Applicant{Kind: "person", Name: "林晓"}}
	}
	for _, c := range []struct {
		contact, delivery, field string
	}{{"electronic", "", "contact.way"}, {"post", "download", "delivery.way"}, {"window", "post", ""}} {
		p := newPlay(t, it)
		err := p.submit(clerk, it, in(c.contact, c.delivery))
		if c.field == "" {
			p.must(err)
			continue
		}
		p.code("kernel.itemflow.way_needs_account", err)
		if e := errs.As(err); e.Field != c.field {
			t.Errorf("%v: at %q", c, e.Field)
		}
		known := in(c.contact, c.delivery)
		known.Applicant.Code = reader.Code // who is known by the code has one
		p.must(newPlay(t, it).submit(clerk, it, known))
	}
}

// A notice that the case is not taken in has a number and a seal like a decision; it
// is served once the seal is on it, and the proof of service names its number.
func TestNotTakenInIsNumberedAndSealed(t *testing.T) {
	t.Parallel()
	it := government(itemflow.Decide)
	p := newPlay(t, it)
	rules := itemflow.DefaultRules(form.Checker{Calendar: calendar.National()})
	rules.Seals = &itemflow.Seals{Rule: func(kernel.UnitID, string, calendar.Date) itemflow.SealRule {
		return itemflow.SealRule{ID: "port", Need: itemflow.SealRequired, Holder: "云图市图书馆", Says: form.Text{Zh: "另存印章"}}
	}}
	for _, f := range rules.Flows([]form.Item{it}) {
		p.all[f.Addr] = f
	}
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
	p.must(p.act(clerk, "not_accept", kernel.ReasonInput{Reason: "不属于受理范围"}))
	if d := p.state(itemflow.NotAccepted); d.Served != nil || d.NoticeOwed(itemflow.NotAccepted) || d.Decision.Seal == nil {
		t.Fatalf("served before its seal: %+v", d.Served)
	}
	if x := p.drawn[len(p.drawn)-1]; x.Series == "" || !strings.Contains(string(x.Data), "云图市图书馆") {
		t.Fatalf("%+v", x)
	}
	in := itemflow.DeliverInput{Way: calendar.Electronic, Day: today(p)}
	p.code("kernel.itemflow.seal_missing", p.act(clerk, "serve_notice", in))
	d := p.state(itemflow.NotAccepted)
	d.Decision.Seal.Run = &kernel.SignRun{Evidence: &kernel.SignEvidence{Signer: "印章管理员"}}
	c := p.cases[p.id]
	raw, err := json.Marshal(d)
	p.must(err)
	c.Data = raw
	p.cases[p.id] = c
	p.must(p.act(clerk, "serve_notice", in))
	if s := p.state(itemflow.NotAccepted).Served; len(s.Remedies) != 2 {
		t.Fatalf("%+v", s)
	}
	if paper := p.paper("items/service"); !strings.Contains(paper, `"number":"云图〔2026〕1号"`) {
		t.Error(paper)
	}
}
