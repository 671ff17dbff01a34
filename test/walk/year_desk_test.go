package walk

import (
	"context"
	"fmt"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/workload"
)

// year is the simulation: what it decides, the program is told through the desk.
type year struct {
	h       *hall
	plot    plot
	errands []*errand
	helped  []*errand // steps of other offices
	by      map[kernel.CaseID]*errand
	offices map[kernel.UnitID]*bureau
	hats    map[kernel.UserID]kernel.Actor
	todo    happenings
	seq     int
	end     time.Time
}

func (y *year) actor(u kernel.UserID) kernel.Actor {
	if a, ok := y.hats[u]; ok {
		return a
	}
	hats, err := y.h.s.Hats(context.Background(), u, y.h.clock.Now())
	y.h.ok(err)
	y.hats[u] = hats[0]
	return hats[0]
}

func (y *year) do(a kernel.Actor, e *errand, move string, in any) {
	y.h.t.Helper()
	if err := y.h.act(a, e.id, move, in); err != nil {
		y.h.t.Fatalf("%s %s at %s: %v", e.it.Code, move, y.h.clock.Now(), err)
	}
}

// file sends the application in and lets the program hand it out.
func (y *year) file(e *errand) {
	h, kind := y.h, e.it.Who[e.n%len(e.it.Who)]
	e.who = y.actor(kernel.UserID("u-" + kind))
	r, err := h.open(e.who, e.it, h.filled(e.it, e.who, kernel.Party{ID: kernel.PartyID("p-" + kind), Kind: kind, Name: "甲" + kind, District: "东埠"}, uint64(e.n)))
	h.ok(err)
	e.id, e.mine = r.Case, -1
	y.by[e.id] = e
	e.lay(0)
	b := y.offices[e.unit]
	if b.byLoad {
		y.handOut(b)
		return
	}
	y.put(b, e)
}

// lay sets the minutes of a part.
func (e *errand) lay(part int) {
	from, to := 0, e.effort
	if part > 0 {
		from = int(e.breaks[part-1].share * float64(e.effort))
	}
	if part < len(e.breaks) {
		to = int(e.breaks[part].share * float64(e.effort))
	}
	e.part, e.left = part, max(1, to-from)
}

// post gives a clerk the office, or takes it away.
func (y *year) post(b *bureau, c *clerk, here bool) {
	w := kernel.PutPost{User: c.user, Post: kernel.Post{Unit: b.unit, Role: kernel.RoleClerk}}
	if !here {
		w.Until = y.h.clock.Now()
	}
	y.h.ok(y.h.d.Do(context.Background(), kernel.SystemActor("seed"), y.h.key(), w))
}

// handOut is the program's own hand-out, as its worker does it.
func (y *year) handOut(b *bureau) {
	h := y.h
	waiting, staff, err := h.s.Pool(context.Background(), []kernel.UnitID{b.unit}, h.clock.Now(), 1000)
	h.ok(err)
	for _, x := range workload.HandOut(waiting, staff) {
		h.ok(h.act(kernel.SystemActor(itemflow.Router), x.Case, "assign", itemflow.AssignInput{User: x.User}))
		e := y.by[x.Case]
		for i, c := range b.clerks {
			if c.user == x.User {
				e.mine = i
			}
		}
		y.put(b, e)
	}
}

// taken: work on an errand begins, or goes on.
func (y *year) taken(c *clerk, e *errand) {
	if e.asked != nil || e.part > 0 || !e.accepted.IsZero() {
		return
	}
	e.accepted = y.h.clock.Now()
	switch e.it.Flow {
	case itemflow.Instant, itemflow.Consult, itemflow.Book:
		return
	}
	y.do(y.clerkOf(c), e, "accept", itemflow.ChecksInput{Checks: checksOf(e.it)})
}

func checksOf(it form.Item) []string {
	var out []string
	for _, k := range it.Checklist {
		out = append(out, k.ID)
	}
	return out
}

func (y *year) clerkOf(c *clerk) kernel.Actor { return y.actor(c.user) }

// through: a part of an errand is done.
func (y *year) through(b *bureau, c *clerk, e *errand) {
	now := y.h.clock.Now()
	if e.asked != nil { // another office's step
		if err := y.h.act(y.clerkOf(c), e.id, "give_opinion", itemflow.OpinionInput{Answer: "没有异议"}); err != nil {
			y.h.t.Fatal(err)
		}
		e.met, e.closed = now, now
		y.back(e.asked)
		return
	}
	if e.part == len(e.breaks) {
		y.finish(c, e)
		e.closed = now
		if e.met.IsZero() {
			e.met = now
		}
		return
	}
	y.stopped(b, c, e, e.breaks[e.part])
}

// back brings an errand to its old place.
func (y *year) back(e *errand) {
	e.lay(e.part + 1)
	y.put(y.offices[e.unit], e)
}

// resumed ends the pause that lasts, and brings the errand back.
func (y *year) resumed(e *errand) {
	now := y.h.clock.Now()
	e.pauses[len(e.pauses)-1].To = calendar.DateOf(now)
	e.returned = append(e.returned, now)
	y.back(e)
}

// stopped sends an errand out.
func (y *year) stopped(b *bureau, c *clerk, e *errand, s stop) {
	now := y.h.clock.Now()
	today, clerk := calendar.DateOf(now), y.clerkOf(c)
	switch s.kind {
	case "opinion":
		y.do(clerk, e, "ask_opinion", itemflow.AskInput{Unit: s.office, Question: "请提供意见"})
		d, err := itemflow.DataOf(y.h.get(e.id))
		y.h.ok(err)
		o := &errand{draw: draw{filed: now, effort: s.effort}, n: e.n, id: d.Asked[len(d.Asked)-1].Case, unit: s.office, mine: -1, asked: e, left: s.effort}
		e.asks = o.id
		y.helped = append(y.helped, o)
		y.help(y.offices[s.office], o)
		return
	case "correction":
		y.do(clerk, e, "notify_once", itemflow.NotifyInput{Reason: "请补充说明"})
		y.at(instantOf(today.AddDays(s.days), 8*60+e.n%700), func() {
			y.do(e.who, e, kernel.MoveCorrect, itemflow.CorrectInput{Note: "已补充"})
			y.resumed(e)
		})
	case "forward":
		y.do(clerk, e, "forward", itemflow.ForwardInput{No: "X-1", Day: today})
		e.met = now
		y.at(instantOf(today.AddDays(s.days), 9*60+e.n%400), func() {
			y.do(clerk, e, "result", itemflow.ResultInput{Outcome: "grant", Day: calendar.DateOf(y.h.clock.Now()), Reason: "理由充分", Papers: []string{y.h.certificate(clerk)}})
			y.resumed(e)
		})
	case "publicity":
		y.do(clerk, e, "examine", itemflow.ExamineInput{Opinion: "pass"})
		d, err := itemflow.DataOf(y.h.get(e.id))
		y.h.ok(err)
		y.at(d.Publicity.To.At(24).Add(time.Minute), func() {
			_, err := y.h.d.Due(context.Background(), y.h.clock.Now())
			y.h.ok(err)
			y.resumed(e)
		})
	}
	e.pauses = append(e.pauses, calendar.Interval{From: today, Reason: s.kind})
}

// help puts another office's step into that office's queue; where cases are
// handed out, to who has the fewest, by the simulation: the program hands out
// cases of items only.
func (y *year) help(b *bureau, o *errand) {
	if b.byLoad {
		for i, c := range b.clerks {
			if c.here && (o.mine < 0 || len(c.queue) < len(b.clerks[o.mine].queue)) {
				o.mine = i
			}
		}
		o.mine = max(0, o.mine)
	}
	y.put(b, o)
}

// finish does the last acts of a case by its flow.
func (y *year) finish(c *clerk, e *errand) {
	clerk, head, day := y.clerkOf(c), y.actor("u-head"), calendar.DateOf(y.h.clock.Now())
	decide := itemflow.DecideInput{Outcome: "grant", Reason: "理由充分"}
	switch e.it.Flow {
	case itemflow.Instant:
		y.do(clerk, e, "finish", itemflow.AnswerInput{Text: "已办"})
	case itemflow.Consult:
		y.do(clerk, e, "answer", itemflow.AnswerInput{Text: "请按指南办理"})
	case itemflow.Book:
		y.do(clerk, e, "confirm", itemflow.BookInput{Day: day, Time: "09:30", Place: "一楼"})
		y.do(clerk, e, "attend", nil)
		return
	case itemflow.Decide:
		y.do(clerk, e, "decide", decide)
	case itemflow.Examine:
		y.do(clerk, e, "examine", itemflow.ExamineInput{Opinion: "pass"})
		y.do(head, e, "decide", decide)
	case itemflow.Publish:
		y.do(head, e, "decide", decide)
	}
	if y.h.get(e.id).State == itemflow.Delivered { // into an account, at once
		return
	}
	y.do(clerk, e, "deliver", itemflow.DeliverInput{Way: itemflow.ByHand, Day: day, Receiver: "本人"})
}

// people makes the clerks of the offices; the walk's own clerk has none of them.
func (y *year) people() {
	var w []kernel.Write
	for u, m := range y.plot.offices {
		b := &bureau{manned: m, unit: u}
		for i := range m.people {
			c := &clerk{user: kernel.UserID(fmt.Sprintf("u-%s-%02d", u, i)), here: true}
			w = append(w, kernel.PutUser{ID: c.user, Login: string(c.user), Name: string(c.user)}, kernel.PutPost{User: c.user, Post: kernel.Post{Unit: u, Role: kernel.RoleClerk}})
			b.clerks = append(b.clerks, c)
		}
		w = append(w, kernel.PutPost{User: "u-clerk", Post: kernel.Post{Unit: u, Role: kernel.RoleClerk}, Until: y.plot.first.At(0)})
		y.offices[u] = b
	}
	y.h.ok(y.h.d.Do(context.Background(), kernel.SystemActor("seed"), "year/people", w...))
}
