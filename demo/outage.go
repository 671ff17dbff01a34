package demo

import (
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/chain/service/outage"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// planned is something of the story that has its own time, whatever goes on then.
type planned struct {
	at    time.Time
	do    func()
	quiet bool // nothing is due by then that has to be done before
}

// plan puts something down for its time.
func (p *play) plan(at time.Time, do func()) {
	p.put(planned{at: at, do: do})
}

// quietly puts something down for which the program need not run first.
func (p *play) quietly(at time.Time, do func()) { p.put(planned{at: at, do: do, quiet: true}) }

func (p *play) put(x planned) {
	p.planned = append(p.planned, x)
	slices.SortStableFunc(p.planned, func(a, b planned) int { return a.at.Compare(b.at) })
}

// next takes out what is planned for no later than an instant.
func (p *play) next(until time.Time) (planned, bool) {
	if p.err != nil || len(p.planned) == 0 || p.planned[0].at.After(until) {
		return planned{}, false
	}
	x := p.planned[0]
	p.planned = p.planned[1:]
	return x, true
}

// outage plans the system's failure of the last working day: an applicant had
// until that day to answer a notice, and answers later by rule.
func (p *play) outage() {
	today := calendar.DateOf(p.End)
	day := p.workdayBefore(today)
	told, ok := p.noticeBefore(day)
	if !ok {
		return // holidays stand between
	}
	p.plan(told.At(9).Add(20*time.Minute), func() { p.apply(4, noticed) })
	var id kernel.CaseID
	p.plan(day.At(14).Add(40*time.Minute), func() {
		id = p.as(p.actor("u-wen"), outage.Outage, "declare", outage.Statement{
			What: "网上补正、补交提交后没有回执", WhatEn: "No receipt after a correction or a supplement is sent online",
			Parts: []string{"filing"}, From: day.At(14).Add(10 * time.Minute), Expected: day.At(18),
		})
		p.wait(time.Minute)
	})
	over := today.At(8).Add(30 * time.Minute)
	if latest := p.End.Add(-10 * time.Minute); over.After(latest) {
		over = latest
	}
	p.plan(over, func() {
		p.now(p.actor("u-wen"), id, "end", outage.EndInput{At: over})
		p.wait(time.Minute)
	})
}

func (p *play) workdayBefore(d calendar.Date) calendar.Date {
	return DayBefore(p.Windows.Calendar, d)
}

// DayBefore is the last working day before a day.
func DayBefore(cal *calendar.Calendar, d calendar.Date) calendar.Date {
	d = d.AddDays(-1)
	for !cal.IsWorkday(d) {
		d = d.AddDays(-1)
	}
	return d
}

// noticeBefore is the working day on which a notice has to be given so that its
// answer is due on a day.
func (p *play) noticeBefore(day calendar.Date) (calendar.Date, bool) {
	it, ok := p.Item(noticed.code)
	if !ok || p.err != nil {
		return calendar.Date{}, false
	}
	for d := p.workdayBefore(day); day.DaysSince(d) < demoNotice; d = p.workdayBefore(d) {
		due, err := p.Windows.Calendar.Due(d, it.Cure, nil, calendar.Administrative)
		if err != nil {
			p.err = err
			return calendar.Date{}, false
		}
		if due.Date == day {
			return d, true
		}
	}
	return calendar.Date{}, false
}

// Unit: days. Source: what is left of the story when it is planned.
const demoNotice = 12

// noticed is the application of which a page is missing.
var noticed = application{
	code: "ZL14", by: "u-gu",
	say: form.Values{"rights.numbers": numberOf(20), "licensee.role": "licensor", "licensee.name": "云澜水务集团有限公司", "licensee.code": "91990004MA0QL0007G", "licence.kind": "ordinary", "licence.territory": "全国", "licence.pay": "lump", "licence.fee": "360000.00"},
	play: func(p *play, c kernel.CaseID, _ form.Item) {
		p.act("u-he", c, "notify_once", itemflow.NotifyInput{Reason: "许可合同缺被许可方签字页，请补齐后在线补正。", Missing: []string{"contract"}})
	},
}
