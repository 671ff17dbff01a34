package walk

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/workload"
)

// Two weeks of the Ningbo complex: 23,366 cases a year (the city's report for 2023 [S]) over
// some 250 working days are 93 a day. Source: [D] for everything else: equal
// shares of the items, hours 9–12 and 13:30–17 alike, effort of 20 to 240
// minutes, one clerk for a load of nine tenths.
const (
	days   = 10
	perDay = 93
)

// job is one case of the simulation with what it was to do.
type job struct {
	it     form.Item
	id     kernel.CaseID
	filed  time.Time
	effort int
	done   time.Time // when the clerk is through with it; zero: not in the span
}

func office(d calendar.Date, minute int) time.Time {
	at := 9*60 + minute
	if minute >= 180 {
		at += 90
	}
	return d.At(0).Add(time.Duration(at) * time.Minute)
}

const dayLength = 390

// plan draws the cases and lets each office work them off, first come first served.
func plan(list []form.Item, first calendar.Date) []*job {
	r := rand.New(rand.NewPCG(2023, 23366))
	var workdays []calendar.Date
	for d := first; len(workdays) < days; d = d.AddDays(1) {
		if calendar.National().IsWorkday(d) {
			workdays = append(workdays, d)
		}
	}
	var jobs []*job
	var at []int
	for day := range days {
		for range perDay {
			at = append(at, day*dayLength+r.IntN(dayLength))
		}
	}
	sort.Ints(at)
	free, need := map[kernel.UnitID][]int{}, map[kernel.UnitID]int{}
	for range at {
		j := &job{it: list[r.IntN(len(list))], effort: 20 + r.IntN(221)}
		need[j.it.Unit] += j.effort
		jobs = append(jobs, j)
	}
	for u, n := range need {
		free[u] = make([]int, max(1, int(math.Round(float64(n)/0.9/dayLength/days))))
	}
	for i, j := range jobs {
		j.filed = office(workdays[at[i]/dayLength], at[i]%dayLength)
		desks := free[j.it.Unit]
		k := 0
		for x := range desks {
			if desks[x] < desks[k] {
				k = x
			}
		}
		end := max(desks[k], at[i]) + j.effort
		desks[k] = end
		if end < days*dayLength {
			j.done = office(workdays[end/dayLength], end%dayLength)
		}
	}
	return jobs
}

// The board of the program agrees with what the simulation did, case by case.
func TestTwoWeeksOfTheComplex(t *testing.T) {
	both(t, func(t *testing.T, h *hall) {
		first := calendar.On(2026, time.November, 2)
		var list []form.Item
		for _, it := range h.cat.On(first).All() {
			if it.Flow != itemflow.Publish && len(it.Routes) == 0 { // announcements outlast two weeks
				list = append(list, it)
			}
		}
		jobs := plan(list, first)
		type step struct {
			at  time.Time
			do  func()
			seq int
		}
		var steps []step
		open, done := map[kernel.UnitID]int{}, map[kernel.UnitID]int{}
		for i, j := range jobs {
			kind := j.it.Who[i%len(j.it.Who)]
			who := h.as(kind)
			steps = append(steps, step{j.filed, func() {
				r, err := h.open(who, j.it, h.filled(j.it, who, kernel.Party{ID: kernel.PartyID("p-" + kind), Kind: kind, Name: "甲" + kind, District: "东埠"}, uint64(i)))
				h.ok(err)
				j.id = r.Case
				open[j.it.Unit]++
			}, 2 * i})
			if !j.done.IsZero() {
				steps = append(steps, step{j.done, func() { h.finish(j, who); open[j.it.Unit]--; done[j.it.Unit]++ }, 2*i + 1})
			}
		}
		slices.SortStableFunc(steps, func(a, b step) int { return a.at.Compare(b.at) })
		for _, s := range steps {
			h.clock.Set(s.at)
			s.do()
		}
		end := first.AddDays(13).At(18)
		h.clock.Set(end)
		o, c, err := h.s.Work(context.Background(), kernel.SystemActor("year"), first.At(0))
		h.ok(err)
		b := workload.Of(o, c, end, calendar.National())
		closed, all := 0, 0
		for _, u := range b.Units {
			if u.Open != open[u.ID] || u.Done != done[u.ID] {
				t.Errorf("%s: the board has %d open and %d closed, the simulation %d and %d", u.ID, u.Open, u.Done, open[u.ID], done[u.ID])
			}
			closed += u.Done
			all += u.Open + u.Done
		}
		if all != len(jobs) || closed == 0 || b.Open == 0 {
			t.Errorf("%d cases on the board (%d closed, %d open) of %d", all, closed, b.Open, len(jobs))
		}
		t.Logf("%d cases, %d closed, %d open, %d late", all, closed, b.Open, b.Late)
	})
}

// finish does the clerk's acts of a case by its flow.
func (h *hall) finish(j *job, who kernel.Actor) {
	h.t.Helper()
	clerk, head, day := h.as("clerk"), h.as("head"), calendar.DateOf(h.clock.Now())
	do := func(a kernel.Actor, move string, in any) {
		h.t.Helper()
		if err := h.act(a, j.id, move, in); err != nil {
			h.t.Fatalf("%s: %s: %v", j.it.Code, move, err)
		}
	}
	switch j.it.Flow {
	case itemflow.Instant:
		do(clerk, "finish", itemflow.AnswerInput{Text: "已办"})
		return
	case itemflow.Consult:
		do(clerk, "answer", itemflow.AnswerInput{Text: "请按指南办理"})
		return
	case itemflow.Book:
		do(clerk, "confirm", itemflow.BookInput{Day: day, Time: "09:30", Place: "一楼"})
		do(clerk, "attend", nil)
		return
	}
	var checks []string
	for _, k := range j.it.Checklist {
		checks = append(checks, k.ID)
	}
	decide := itemflow.DecideInput{Outcome: "grant", Reason: "理由充分"}
	do(clerk, "accept", itemflow.ChecksInput{Checks: checks})
	switch j.it.Flow {
	case itemflow.Forward:
		do(clerk, "forward", itemflow.ForwardInput{No: "X-1", Day: day})
		do(kernel.SystemActor(itemflow.Outer), "result", itemflow.ResultInput{Outcome: "grant", Day: day, Reason: "理由充分"})
	case itemflow.Decide:
		do(clerk, "decide", decide)
	case itemflow.Examine:
		do(clerk, "examine", itemflow.ExamineInput{Opinion: "pass"})
		do(head, "decide", decide)
	}
	do(clerk, "deliver", itemflow.DeliverInput{Way: itemflow.ByHand, Day: day, Receiver: "本人"})
	do(who, "rate", itemflow.RateInput{Grade: "satisfied"})
}
