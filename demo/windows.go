package demo

import (
	"slices"
	"time"

	"quanlian/adapter/devices"
	"quanlian/base/calendar"
	"quanlian/catalogue/city"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// windows plays the halls: the last working day to its end, then today up to the
// present minute, so that screen, counters and figures live.
func (p *play) windows() {
	if p.err != nil {
		return
	}
	today := calendar.DateOf(p.End)
	before := p.workdayBefore(today)
	p.jump(before.At(0).Add(9*time.Hour + 2*time.Minute))
	machines := map[kernel.UnitID]kernel.CaseID{patentWindow: p.machine(patentWindow), markWindow: p.machine(markWindow)}
	p.dayBefore(before, machines)
	p.jump(before.At(0).Add(16 * time.Hour))
	codes := p.bookings(today)
	start := p.End.Add(-hallSpan)
	if midnight := today.At(0).Add(2 * time.Minute); start.Before(midnight) {
		start = midnight
	}
	p.jump(start)
	p.today(machines, codes, start)
	p.jump(p.End)
}

// hallSpan is how much of today is played. Unit: minutes. Source: what twenty
// visitors at three counters take.
const hallSpan = 150 * time.Minute

// jump sets the held clock and lets the program do what is due by then.
func (p *play) jump(to time.Time) {
	p.come(to)
	if p.err == nil {
		p.err = p.Jump(p.ctx, to)
	}
}

// come does what is planned up to an instant, each at its time.
func (p *play) come(to time.Time) {
	for x, ok := p.next(to); ok; x, ok = p.next(to) {
		if x.quiet {
			p.Set(x.at)
		} else {
			p.err = p.Jump(p.ctx, x.at)
		}
		if p.err == nil {
			x.do()
		}
	}
}

// at sets the held clock only, but for what is planned until then.
func (p *play) at(t time.Time) {
	p.come(t)
	if p.err == nil {
		p.Set(t)
	}
}

// as opens a case as the actor, at once.
func (p *play) as(a kernel.Actor, flow kernel.FlowAddr, move string, in any) kernel.CaseID {
	if p.err != nil {
		return ""
	}
	r, err := p.Desk.Open(p.ctx, a, desk.OpenCommand{Flow: flow, Move: move, Key: p.key(), Input: p.raw(in)})
	return p.approved("the hall: "+move, r, err).Case
}

// now makes a move at once.
func (p *play) now(a kernel.Actor, c kernel.CaseID, move string, in any) {
	if p.err != nil {
		return
	}
	r, err := p.Desk.Act(p.ctx, a, desk.Command{Case: c, Move: move, Key: p.key(), Input: p.raw(in)})
	p.approved("the hall: "+move, r, err)
}

var (
	hallGuest = kernel.SystemActor(window.Guest)
	hallKiosk = kernel.SystemActor(window.Kiosk)
)

// machine pairs a ticket machine; its secret is on no browser, so that a trial
// pairs its own.
func (p *play) machine(u kernel.UnitID) kernel.CaseID {
	if u != patentWindow {
		return p.as(hallGuest, window.Machine, "try", window.TryInput{Unit: u, Name: "一楼西门", Hash: "demo/" + string(u)})
	}
	id := p.as(p.actor("u-qiao"), window.Machine, "offer", window.OfferInput{Unit: u, Name: "一楼东门", Proof: "demo/link"})
	p.now(hallGuest, id, "pair", window.PairInput{Proof: "demo/link", Hash: "demo/" + string(u)})
	return id
}

func (p *play) take(in window.TakeInput, machines map[kernel.UnitID]kernel.CaseID) kernel.CaseID {
	in.Machine = machines[in.Unit]
	return p.as(hallKiosk, window.Ticket, "take", in)
}

// ticket is the number of a case.
func (p *play) ticket(id kernel.CaseID) window.TicketData {
	if p.err != nil {
		return window.TicketData{}
	}
	c, err := p.Case(p.ctx, id)
	if err != nil {
		p.err = err
		return window.TicketData{}
	}
	d, err := window.TicketOf(c)
	p.err = err
	return d
}

// standing is who stands at the counter of a shift.
func (p *play) standing(shift kernel.CaseID) kernel.CaseID {
	if p.err != nil {
		return ""
	}
	c, err := p.Case(p.ctx, shift)
	if err != nil {
		p.err = err
		return ""
	}
	d, err := window.ShiftOf(c)
	p.err = err
	return d.Ticket
}

func (p *play) sit(who kernel.UserID, u kernel.UnitID, counter string) kernel.CaseID {
	return p.as(p.actor(who), window.Shift, "sit", window.SitInput{Unit: u, Counter: counter})
}

// bookings are made the day before: by visitors from home, and by an enterprise
// that sees its own on its page. It gives the codes of those for today.
func (p *play) bookings(today calendar.Date) []string {
	u, ok := p.Windows.Unit(patentWindow)
	if !ok || p.err != nil {
		return nil
	}
	days := p.Windows.Days(u, p.Now())
	var codes []string
	for i, b := range bookedBy {
		day := days[min(b.days+1, len(days)-1)] // the first is the day on which they book
		if b.days == 0 {
			day = today
		}
		slot, ok := p.slot(u, day, b.place)
		if !ok {
			continue // no working day, or its times are over
		}
		who := hallGuest
		if b.user != "" {
			who = p.actor(b.user)
		}
		id := p.as(who, window.Booking, "book", window.BookInput{Unit: u.ID, Item: b.item, Slot: slot, Name: b.name, Phone: phone(50 + i), Elder: b.elder})
		if b.days == 0 && p.err == nil {
			c, err := p.Case(p.ctx, id)
			if err != nil {
				p.err = err
				return nil
			}
			d, err := window.BookingOf(c)
			p.err, codes = err, append(codes, d.Code)
		}
	}
	return codes
}

// slot is a time of the day that has not begun when it is booked: for today by its
// distance from the present, else by its place in the day. Late in the day today
// has none left.
func (p *play) slot(u city.Unit, day calendar.Date, place int) (window.Slot, bool) {
	times := p.Windows.Times(u, day)
	i := place
	if day == calendar.DateOf(p.End) {
		next := slices.IndexFunc(times, func(s window.Slot) bool { return s.Start().After(p.End) })
		if next < 0 {
			return window.Slot{}, false
		}
		i = place + next
	}
	if i < 0 || i >= len(times) || !times[i].Start().After(p.Now()) {
		return window.Slot{}, false
	}
	return times[i], true
}

// bookedBy are who books: on which of the days ahead, at which of its times.
var bookedBy = []struct {
	days, place int
	user        kernel.UserID
	name, item  string
	elder       bool
}{
	{0, 0, "", "江临川", "ZL01", false}, {0, 1, "", "沈闻笛", "ZL06", false}, {0, 3, "", "顾长宁", "ZL14", true}, {0, -1, "", "白亦舟", "ZL02", false},
	{1, 0, "u-shen", "沈知遥", "ZL14", false}, {1, 0, "", "苏望舒", "ZL01", true}, {1, 1, "", "程野", "ZL06", false}, {1, 4, "", "唐若水", "ZL13", false}, {1, 4, "", "温如言", "ZL01", false}, {1, 4, "", "叶清和", "ZL02", false},
	{2, 2, "u-lu", "陆鸣珂", "ZL15", false}, {2, 3, "", "傅南乔", "ZL01", false}, {3, 6, "", "钟灵", "ZL06", false}, {5, 1, "", "季云舒", "ZL01", false},
}

// phone is a mobile number that no network has given: 10 is no prefix.
func phone(n int) string {
	return []string{"100", "101", "102"}[n%3] + "990000" + string([]byte{'0' + byte(n/10%10), '0' + byte(n%10)})
}

// handIn files an application at the counter for who has no account, as a clerk
// does for the number that stands there.
func (p *play) handIn(clerk kernel.UserID, ticket kernel.CaseID, code string, who itemflow.Applicant, say form.Values) kernel.CaseID {
	it, ok := p.Item(code)
	if !ok || p.err != nil {
		return ""
	}
	a := p.actor(clerk)
	facts := form.Facts{Party: kernel.Party{Kind: who.Kind, Name: who.Name, Code: who.Code}, Today: calendar.DateOf(p.Now())}
	in := itemflow.SubmitInput{Values: p.filled(it, facts, 3, say), Applicant: &who}
	for field, way := range in.Values {
		if itemflow.NeedsAccount(field, way) {
			in.Values[field] = "window"
		}
	}
	for _, m := range itemflow.Needed(it, in.Values, facts, false) {
		id, err := p.Upload(p.ctx, a, m.Name.Zh, who.Name)
		if err != nil {
			p.err = err
			return ""
		}
		in.Files = append(in.Files, itemflow.File{Upload: id, Material: m.ID})
	}
	if p.err != nil {
		return ""
	}
	r, err := p.Desk.Open(p.ctx, a, desk.OpenCommand{Flow: it.Flowing(), Move: "submit", Key: p.key(), Input: p.raw(in), Item: it.Code, ItemHash: it.Hash(), Unit: it.Unit})
	r = p.approved("the hall hands in "+code, r, err)
	p.now(a, ticket, "filed", window.Filed{Case: r.Case, No: r.No, Name: it.Name.Zh})
	return r.Case
}

// card is the identity card that the demo's reader reads first.
func card() window.Card { return devices.Cards()[0] }
