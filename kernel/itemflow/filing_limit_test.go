package itemflow_test

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/workload"
)

// A limit that is declared from filing runs from filing, before anybody has
// accepted: in the case, in the cache by which the inbox is sorted, and on the
// board. Friday, 20 November 2026; five working days end on the 27th.
func TestLimitFromFilingRunsBeforeAcceptance(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Examine)
	for i := range it.Limits {
		if it.Limits[i].Name == "committed" {
			it.Limits[i].From = "submit"
		}
	}
	it.Limits = append(it.Limits[:0:0], it.Limits[1:]...) // without that of acceptance
	p := newPlay(t, it)
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
	if p.due("committed") != "2026-11-27" || p.due("statutory") != "" {
		t.Fatalf("filed: committed %s, statutory %s", p.due("committed"), p.due("statutory"))
	}
	cal := calendar.National()
	c := p.cases[p.id]
	if at := kernel.NearestDue(c, cal); calendar.DateOf(at.Add(-1)) != calendar.On(2026, 11, 27) {
		t.Errorf("cached %s", at)
	}
	if b := workload.Of([]kernel.Case{c}, nil, calendar.On(2026, 11, 30).At(10), cal); b.Unlimited != 0 || b.Late != 1 {
		t.Errorf("the board does not see it: %+v", b)
	}
	p.wait(3)
	p.must(p.act(clerk, "accept", itemflow.ChecksInput{}))
	if p.due("committed") != "2026-11-27" || p.due("statutory") != "2026-12-07" {
		t.Errorf("accepted: committed %s, statutory %s", p.due("committed"), p.due("statutory"))
	}
}
