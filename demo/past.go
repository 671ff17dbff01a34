package demo

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// PastDays is how long before the demo's own story the past of its desks begins.
// Unit: days. Source: our choice, ten weeks, so that a rehearsal has something
// to go by and seeding stays short.
const PastDays = 70

// pastDesk is a desk whose past is played: one clerk of its own answers
// questions, the oldest first. Efforts are invented. Unit: minutes; cases.
type pastDesk struct {
	clerk             kernel.UserID
	codes             []string
	low, likely, high int
	cases             int
}

var pastDesks = []pastDesk{
	{"u-he", []string{"ZL23", "ZL25", "ZL24", "ZL10", "ZL25"}, 30, 75, 240, 130},
	{pastClerk, []string{"SM01", "DL03", "ZL33"}, 60, 150, 480, 40},
}

// pastUser files what was asked in the past; he has no part in the story.
const (
	pastUser  kernel.UserID  = "u-past"
	pastParty kernel.PartyID = "p-past"
	// pastClerk answers at the protection division, so that nobody did two desks'
	// work at once.
	pastClerk kernel.UserID = "u-shumei"
)

func pastWrites() []kernel.Write {
	w := []kernel.Write{
		kernel.PutParty{Party: kernel.Party{ID: pastParty, Kind: "enterprise", Name: "云澜众启科技服务有限公司", Code: "91990001MA0QL00062", District: "东埠"}},
		kernel.PutUser{ID: pastUser, Login: "past", Name: "江予安"}, kernel.PutMember{User: pastUser, Party: pastParty, Duty: kernel.DutyHandler, Rights: kernel.AllRights()},
		kernel.PutUser{ID: "u-he", Login: "desk", Name: "贺敏"},
		kernel.PutUser{ID: pastClerk, Login: "desk3", Name: "林书湄"}, kernel.PutPost{User: pastClerk, Post: kernel.Post{Unit: "ip-protection", Role: kernel.RoleClerk}},
	}
	for _, p := range desks(kernel.RoleClerk) {
		w = append(w, kernel.PutPost{User: "u-he", Post: p})
	}
	return w
}

// asked is one question of the past with when it was answered.
type asked struct {
	it       form.Item
	by       kernel.UserID // who answers
	at, done time.Time
	id       kernel.CaseID
}

// Past plays the questions that the desks answered before the story begins. The
// clock is set, and no worker runs meanwhile: nothing waits for anybody.
func Past(ctx context.Context, s Stage, until time.Time, cal *calendar.Calendar) error {
	p := &play{Stage: s, ctx: ctx, keys: "demo/past"}
	if err := p.Desk.Do(ctx, kernel.SystemActor("demo"), "demo/past", pastWrites()...); err != nil {
		return err
	}
	days := workdays(cal, calendar.DateOf(s.Now()), calendar.DateOf(until))
	var all []*asked
	for i, d := range pastDesks { // all are answered before the story begins
		all = append(all, d.plan(rand.New(rand.NewPCG(uint64(i), 20260901)), s, days[:len(days)*9/10], d.cases, cal)...)
	}
	type step struct {
		at time.Time
		do func()
	}
	var steps []step
	for i, x := range all {
		steps = append(steps, step{x.at, func() { p.questioned(x, i) }}, step{x.done, func() { p.answered(x) }})
	}
	slices.SortStableFunc(steps, func(a, b step) int { return a.at.Compare(b.at) })
	for _, x := range steps {
		s.Set(x.at)
		if x.do(); p.err != nil {
			return p.err
		}
	}
	s.Set(until)
	return nil
}

// everyday plans that the same desks go on while the story is told, where their
// past was played. The last questions stay open.
func (p *play) everyday() {
	if _, err := p.Hats(p.ctx, pastUser, p.Now()); err != nil {
		if !errs.Is(err, "kernel.no_such_user") {
			p.err = err
		}
		return
	}
	first, last := calendar.DateOf(p.Now()), calendar.DateOf(p.End)
	days := workdays(p.Windows.Calendar, first, last)
	n := 0
	for i, d := range pastDesks {
		cases := d.cases * int(last.DaysSince(first)) / PastDays
		for _, x := range d.plan(rand.New(rand.NewPCG(uint64(i), 20261026)), p.Stage, days, cases, p.Windows.Calendar) {
			n++
			nth := n
			p.quietly(x.at, func() { p.questioned(x, nth) })
			p.quietly(x.done, func() { p.answered(x) })
		}
	}
}

// workdays are the working days from the first on and before the last.
func workdays(cal *calendar.Calendar, first, last calendar.Date) []calendar.Date {
	var out []calendar.Date
	for d := first; d.Before(last); d = d.AddDays(1) {
		if cal.IsWorkday(d) {
			out = append(out, d)
		}
	}
	return out
}

// plan draws so many cases of a desk on the days and lets its clerk answer them.
func (d pastDesk) plan(r *rand.Rand, s Stage, days []calendar.Date, cases int, cal *calendar.Calendar) []*asked {
	var out []*asked
	for range cases {
		if it, ok := s.Item(d.codes[r.IntN(len(d.codes))]); ok && it.Flow == itemflow.Consult {
			out = append(out, &asked{it: it, by: d.clerk, at: days[r.IntN(len(days))].At(9).Add(time.Duration(r.IntN(8*60)) * time.Minute)})
		}
	}
	slices.SortStableFunc(out, func(a, b *asked) int { return a.at.Compare(b.at) })
	free := days[0].At(9)
	for _, x := range out {
		if x.at.After(free) {
			free = x.at
		}
		effort := d.low + r.IntN(d.likely-d.low)
		if r.IntN(3) == 0 {
			effort = d.likely + r.IntN(d.high-d.likely)
		}
		free = after(free, effort, cal)
		x.done = free
	}
	return out
}

// after is the instant after so many minutes of the demo's office hours, nine to
// twelve and half past one to five.
func after(t time.Time, minutes int, cal *calendar.Calendar) time.Time {
	d, l := calendar.DateOf(t), t.In(calendar.China)
	at := l.Hour()*60 + l.Minute()
	for {
		if cal.IsWorkday(d) {
			for _, s := range [][2]int{{9 * 60, 12 * 60}, {13*60 + 30, 17 * 60}} {
				from := max(at, s[0])
				if from < s[1] && minutes <= s[1]-from {
					return d.At(0).Add(time.Duration(from+minutes) * time.Minute)
				}
				minutes -= max(0, s[1]-from)
			}
		}
		d, at = d.AddDays(1), 0
	}
}

func (p *play) questioned(x *asked, n int) {
	a := p.actor(pastUser)
	if p.err != nil {
		return
	}
	facts := form.Facts{Party: kernel.Party{ID: pastParty, Kind: "enterprise", Name: "云澜众启科技服务有限公司", Code: "91990001MA0QL00062", District: "东埠"}, Today: calendar.DateOf(p.Now()), District: "东埠"}
	values := p.told(x.it, facts, n)
	for field, way := range map[string]string{"contact.way": "electronic", "delivery.way": "download"} { // into the account: nobody is left to be served
		if _, ok := values[field]; ok {
			values[field] = way
		}
	}
	delete(values, "contact.address")
	in := itemflow.SubmitInput{Values: values}
	for _, m := range itemflow.Needed(x.it, values, facts, true) {
		id, err := p.Upload(p.ctx, a, m.Name.Zh, "云澜众启科技服务有限公司")
		if err != nil {
			p.err = err
			return
		}
		in.Files = append(in.Files, itemflow.File{Upload: id, Material: m.ID})
	}
	r, err := p.Desk.Open(p.ctx, a, desk.OpenCommand{Flow: x.it.Flowing(), Move: "submit", Key: p.key(), Input: p.raw(in), Item: x.it.Code, ItemHash: x.it.Hash(), Unit: x.it.Unit})
	x.id, p.err = r.Case, err
}

func (p *play) answered(x *asked) {
	if p.err != nil {
		return
	}
	c, err := p.Case(p.ctx, x.id)
	if err != nil {
		p.err = err
		return
	}
	by := cmp.Or(c.Assignee, x.by) // the office may have handed it out
	a := p.actor(by)
	move := func(m string, in any) {
		if p.err == nil {
			_, p.err = p.Desk.Act(p.ctx, a, desk.Command{Case: x.id, Move: m, Key: p.key(), Input: p.raw(in)})
		}
	}
	if c.Assignee == "" { // claimed first, as a clerk does: the record says whose case it was
		move(kernel.MoveClaim, nil)
	}
	move("answer", itemflow.AnswerInput{Text: "已按指南逐条答复，材料清单附后。"})
}
