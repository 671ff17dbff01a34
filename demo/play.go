package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/ledger"
)

// Stage is what the demo is played on.
type Stage struct {
	Desk *desk.Desk
	// Hats gives the ways in which a user may act.
	Hats func(ctx context.Context, u kernel.UserID, at time.Time) ([]kernel.Actor, error)
	// Case reads a case, whoever asks.
	Case func(ctx context.Context, id kernel.CaseID) (kernel.Case, error)
	// Wait moves the held clock on and lets the outside parties answer.
	Wait func(ctx context.Context, d time.Duration) error
	// Jump sets the held clock and lets the program do what is due; Set sets it
	// only. End is the present, at which the demo begins.
	Jump    func(ctx context.Context, to time.Time) error
	Set     func(to time.Time)
	End     time.Time
	Windows window.Rules
	// Observe tells the register that the office was looked at now.
	Observe func(ctx context.Context) error
	// PayIn is a payment into a custody account that nobody announced.
	PayIn func(subAccount string, amount money.Fen, from ledger.Party)
	Now   func() time.Time
	// Item gives a declared item in force; Fill fills its form from its
	// declaration; Upload draws a small paper and puts it in for an actor.
	Item   func(code string) (form.Item, bool)
	Fill   func(it form.Item, f form.Facts, n int) form.Values
	Upload func(ctx context.Context, a kernel.Actor, title, by string) (id string, err error)
}

// play makes acts one after another; the first fault stops it.
type play struct {
	Stage
	ctx  context.Context
	keys string // what the keys of its acts begin with
	n    int
	err  error
	// hurry lets a minute lie between two acts.
	hurry bool
	// planned is what has its own time, the soonest first.
	planned []planned
}

func (p *play) actor(u kernel.UserID) kernel.Actor {
	if p.err != nil {
		return kernel.Actor{}
	}
	hats, err := p.Hats(p.ctx, u, p.Now())
	if err != nil {
		p.err = err
		return kernel.Actor{}
	}
	return hats[0]
}

func (p *play) key() string {
	p.n++
	return fmt.Sprintf("%s/%04d", p.keys, p.n)
}

func (p *play) raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil && p.err == nil {
		p.err = err
	}
	return b
}

// open opens a case; inside an organisation with approval all say yes.
func (p *play) open(u kernel.UserID, flow kernel.FlowAddr, move string, in any) kernel.CaseID {
	p.office(0)
	a := p.actor(u)
	if p.err != nil {
		return ""
	}
	r, err := p.Desk.Open(p.ctx, a, desk.OpenCommand{Flow: flow, Move: move, Key: p.key(), Input: p.raw(in)})
	return p.approved(fmt.Sprintf("%s opens %s", u, move), r, err).Case
}

// betweenActs is how much office time lies between one act and the next.
// Unit: minutes. Source: our choice; with it the story fits its days.
const betweenActs = 10

// office waits so many minutes of office hours; at night and on days off people do
// nothing, unless the story would not end in time.
func (p *play) office(minutes int) {
	if p.hurry {
		minutes = min(minutes, 1)
	}
	to := after(p.Now(), minutes, p.Windows.Calendar)
	if last := p.workdayBefore(calendar.DateOf(p.End)).At(9); p.Now().Before(last) && to.After(last) {
		to = p.Now().Add(time.Duration(minutes) * time.Minute)
	}
	if d := to.Sub(p.Now()); p.err == nil && d > 0 {
		p.wait(d)
	}
}

// act makes a move, some time after the last one.
func (p *play) act(u kernel.UserID, c kernel.CaseID, move string, in any) {
	p.office(betweenActs)
	a := p.actor(u)
	if p.err != nil {
		return
	}
	r, err := p.Desk.Act(p.ctx, a, desk.Command{Case: c, Move: move, Key: p.key(), Input: p.raw(in)})
	p.approved(fmt.Sprintf("%s makes %s", u, move), r, err)
}

// approved lets reviewer and head of 鹤汀启衡 say yes where their organisation asks.
func (p *play) approved(what string, r desk.Receipt, err error) desk.Receipt {
	if err != nil {
		p.err = fmt.Errorf("demo: %s: %w", what, err)
		return r
	}
	if r.Pending == "" {
		return r
	}
	for _, u := range []kernel.UserID{"u-pei", "u-han"} {
		done, err := p.Desk.Approve(p.ctx, p.actor(u), r.Pending, true, "同意")
		if err != nil {
			p.err = fmt.Errorf("demo: %s approved by %s: %w", what, u, err)
			return r
		}
		if done.Receipt != nil {
			return *done.Receipt
		}
	}
	return r
}

func (p *play) wait(d time.Duration) {
	if p.err != nil {
		return
	}
	to := p.Now().Add(d)
	for x, ok := p.next(to); ok; x, ok = p.next(to) {
		if x.quiet {
			p.Set(x.at)
		} else {
			p.pass(max(0, x.at.Sub(p.Now())))
		}
		x.do()
	}
	p.pass(max(0, to.Sub(p.Now())))
}

// pass lets time go by, whatever is planned.
func (p *play) pass(d time.Duration) {
	if p.err == nil {
		p.err = p.Wait(p.ctx, d)
	}
	if p.err == nil {
		p.err = p.Observe(p.ctx)
	}
}
