package demo

import (
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// visitor is somebody who was served, and what they said of it.
type visitor struct {
	name, note, grade, text string
	named                   bool
}

// yesterday's visitors, in their order: all five grades.
var visitors = []visitor{
	{"林清言", "申请一件实用新型，材料齐，已收件", "very_satisfied", "材料一次讲清，不用再跑", true},
	{"周望", "问年费怎么缴、能不能减，已告知费减备案", "satisfied", "", false},
	{"许闻笛", "著录项目变更缺转让合同，已一次性告知", "fairly_satisfied", "排队久了一点", false},
	{"韩若谷", "问优先权期限，已告知十二个月", "satisfied", "", false},
	{"陶一鸣", "许可备案收件前要补法定代表人身份证明", "dissatisfied", "上午只开一个窗口，等了半个多小时", true},
	{"方令仪", "专利登记簿副本，改为网上办", "very_dissatisfied", "说好当场能取，又让回家网上办", false},
}

// dayBefore is a whole day of the patent window: a case handed in without an
// account, and ratings; one bad rating went through the whole loop, another is
// being looked into.
func (p *play) dayBefore(day calendar.Date, machines map[kernel.UnitID]kernel.CaseID) {
	at := func(minute int) { p.at(day.At(0).Add(time.Duration(9*60+minute) * time.Minute)) }
	shifts := []kernel.CaseID{p.sit("u-lin", patentWindow, "1"), p.sit("u-xu", patentWindow, "2")}
	clerks := []kernel.UserID{"u-lin", "u-xu"}
	var bad []kernel.CaseID
	for i, v := range visitors {
		at(4 + i*17)
		id := p.take(window.TakeInput{Unit: patentWindow}, machines)
		at(6 + i*17 + i*i/3)
		a := p.actor(clerks[i%2])
		p.now(a, shifts[i%2], "next", nil)
		p.now(a, id, "begin", nil)
		at(9 + i*17 + i*i/3)
		p.serve(a, id, i, v)
		if i == 0 {
			p.forwardedAtOnce(p.handIn("u-lin", id, "ZL01", personOf(p.ticket(id)), map[string]string{"subject.kind": "utility", "subject.title": "一种可折叠的茶盘", "subject.inventors": "林清言", "subject.claims": "4", "applicant.district": "望潮", "applicant.address": "望潮区学府路9号"}))
		}
		at(14 + i*17 + i*i/3)
		p.now(a, id, "finish", nil)
		p.now(hallGuest, id, "rate", window.RateInput{Code: p.ticket(id).Code, RateInput: itemflow.RateInput{Grade: v.grade, Text: v.text, Named: v.named}})
		if d := p.ticket(id); d.Rating != nil && d.Rating.Review != "" {
			bad = append(bad, d.Rating.Review)
		}
	}
	at(150)
	p.settleBad(bad)
	at(470)
	for i, s := range shifts {
		p.now(p.actor(clerks[i]), s, "stand", nil)
	}
}

// serve writes down who came and what was said.
func (p *play) serve(a kernel.Actor, id kernel.CaseID, i int, v visitor) {
	in := window.WhoInput{Name: v.name, Phone: phone(i)}
	if v.name == card().Name {
		in.Person = card().Number
	}
	p.now(a, id, "identify", in)
	p.now(a, id, "note", window.NoteInput{Text: v.note})
}

func personOf(d window.TicketData) itemflow.Applicant {
	return itemflow.Applicant{Kind: "person", Name: d.Name, Code: d.Person, Phone: d.Phone}
}

// forwardedAtOnce accepts what was handed in and sends it on, so that the clock of
// the office that acts runs.
func (p *play) forwardedAtOnce(id kernel.CaseID) {
	if p.err != nil {
		return
	}
	it, ok := p.Item("ZL01")
	if !ok {
		return
	}
	a := p.actor("u-he")
	p.now(a, id, "accept", itemflow.ChecksInput{Checks: checks(it, 0)})
	p.now(a, id, "forward", itemflow.ForwardInput{No: "2026990033120", Day: calendar.DateOf(p.Now())})
}

// settleBad brings the first bad rating through the loop and begins the second.
func (p *play) settleBad(bad []kernel.CaseID) {
	if len(bad) < 2 || p.err != nil {
		return
	}
	he, head := p.actor("u-he"), p.actor("u-qiao")
	p.now(he, bad[0], "verify", itemflow.TextInput{Text: "属实：九点到十点只开了一个窗口。"})
	p.now(he, bad[0], "fix", itemflow.TextInput{Text: "十点前加开二号窗口，值班长到场引导。"})
	p.now(he, bad[0], "reply", itemflow.CallInput{Text: "已向您致歉，从今天起九点就开两个窗口。", Called: true})
	p.now(head, bad[0], "recheck", itemflow.TextInput{Text: "看了排班和叫号记录，已落实。"})
	p.now(he, bad[1], "verify", itemflow.TextInput{Text: "部分属实：登记簿副本可以当场打印，导办没有说清。"})
}

// today plays the present day up to the present minute. Fractions are of the
// span that is played, so that it fits however early the demo starts.
func (p *play) today(machines map[kernel.UnitID]kernel.CaseID, codes []string, start time.Time) {
	h := &hallDay{play: p, start: start, span: p.End.Sub(start), machines: machines, shifts: map[string]kernel.CaseID{}}
	for i := range 15 {
		h.arrive(0.01+float64(i)*0.064, window.TakeInput{Unit: patentWindow, Elder: i == 12})
	}
	for i := range 6 {
		h.arrive(0.02+float64(i)*0.15, window.TakeInput{Unit: markWindow})
	}
	if len(codes) > 0 {
		h.arrive(0.70, window.TakeInput{Unit: patentWindow, Booking: codes[0]})
	}
	h.sits("1", "u-lin", patentWindow)
	h.sits("2", "u-xu", patentWindow)
	h.sits("4", "u-meng", markWindow)
	h.sits("5", "u-dai", markWindow)
	grades := []string{"very_satisfied", "satisfied", "satisfied", "very_satisfied", "fairly_satisfied"}
	for i := range 5 {
		at := 0.03 + float64(i)*0.17
		h.visit("1", "u-lin", at, at+0.14, grades[i])
		h.visit("4", "u-meng", at+0.01, at+0.10, "")
	}
	for i := range 3 {
		h.visit("2", "u-xu", 0.08+float64(i)*0.15, 0.20+float64(i)*0.15, grades[i+1])
	}
	h.misses("2", "u-xu", 0.54)
	h.handsOn("2", "u-xu", 0.60, 0.70)
	h.visit("2", "u-xu", 0.72, 0.94, "satisfied")
	h.do(0.30, func() {
		p.now(p.actor("u-dai"), h.shifts["5"], "pause", window.PauseInput{Reason: "更换打印纸，业务并入4号窗口"})
	})
	h.do(0.91, func() { h.atDesk("1", "u-lin") })
	h.do(0.985, func() { p.now(p.actor("u-xu"), h.shifts["2"], "next", nil) })
	h.do(0.95, func() { p.now(p.actor("u-meng"), h.shifts["4"], "next", nil) })
	h.run()
}

// hallDay is a day of which every act has its place.
type hallDay struct {
	*play
	start    time.Time
	span     time.Duration
	machines map[kernel.UnitID]kernel.CaseID
	shifts   map[string]kernel.CaseID
	acts     []timedAct
}

type timedAct struct {
	at float64
	do func()
}

func (h *hallDay) do(at float64, f func()) { h.acts = append(h.acts, timedAct{at, f}) }

// run makes the acts in the order of their time.
func (h *hallDay) run() {
	slices.SortStableFunc(h.acts, func(a, b timedAct) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	for _, x := range h.acts {
		h.play.at(h.start.Add(time.Duration(x.at * float64(h.span))))
		if h.err == nil {
			x.do()
		}
	}
}

func (h *hallDay) arrive(at float64, in window.TakeInput) {
	h.do(at, func() { h.take(in, h.machines) })
}

func (h *hallDay) sits(counter string, who kernel.UserID, u kernel.UnitID) {
	h.do(0, func() { h.shifts[counter] = h.sit(who, u, counter) })
}

// visit is a visitor from the call to the rating.
func (h *hallDay) visit(counter string, who kernel.UserID, from, to float64, grade string) {
	var id kernel.CaseID
	h.do(from, func() {
		h.play.now(h.actor(who), h.shifts[counter], "next", nil)
		id = h.standing(h.shifts[counter])
	})
	h.do(from+0.01, func() { h.play.now(h.actor(who), id, "begin", nil) })
	h.do(to, func() {
		h.play.now(h.actor(who), id, "finish", nil)
		if grade != "" {
			h.play.now(hallGuest, id, "rate", window.RateInput{Code: h.ticket(id).Code, RateInput: itemflow.RateInput{Grade: grade}})
		}
	})
}

// misses is a call that nobody answers.
func (h *hallDay) misses(counter string, who kernel.UserID, at float64) {
	h.do(at, func() {
		h.play.now(h.actor(who), h.shifts[counter], "next", nil)
		h.play.now(h.actor(who), h.standing(h.shifts[counter]), "absent", nil)
	})
}

// handsOn sends a visitor on to the trade-mark window; another gives up.
func (h *hallDay) handsOn(counter string, who kernel.UserID, from, to float64) {
	var id kernel.CaseID
	h.do(from, func() {
		h.play.now(h.actor(who), h.shifts[counter], "next", nil)
		id = h.standing(h.shifts[counter])
		h.play.now(h.actor(who), id, "begin", nil)
	})
	h.do(to, func() {
		h.play.now(h.actor(who), id, "transfer", window.TransferInput{Unit: markWindow, Text: "还要办商标续展"})
		last := h.take(window.TakeInput{Unit: markWindow}, h.machines)
		h.play.now(hallKiosk, last, "leave", window.CodeInput{Code: h.ticket(last).Code})
	})
}

// atDesk is who stands at the counter now: the visitor of the day before, whose
// case is under way.
func (h *hallDay) atDesk(counter string, who kernel.UserID) {
	a := h.actor(who)
	h.play.now(a, h.shifts[counter], "next", nil)
	id := h.standing(h.shifts[counter])
	h.play.now(a, id, "begin", nil)
	h.play.now(a, id, "identify", window.WhoInput{Name: card().Name, Person: card().Number, Phone: phone(0)})
	h.play.now(a, id, "note", window.NoteInput{Text: "问昨天的实用新型到哪一步了"})
}
