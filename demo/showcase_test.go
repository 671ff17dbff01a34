package demo

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/valuation"
	"quanlian/engine/matching"
	"quanlian/registry"
)

// TestShowcase holds what the page of the first patent stands on: a letter, patents
// like it, and enough others of its subclass to compare it with.
func TestShowcase(t *testing.T) {
	t.Parallel()
	now := calendar.On(2026, 11, 27).At(10)
	records, err := Records(now)
	if err != nil {
		t.Fatal(err)
	}
	own := records[showcase]
	near := matching.Likeness(own.Right.Title + "。" + own.Right.Title + "。" + own.Right.Abstract)
	alike, same := 0, 0
	for _, r := range records {
		if r.Right.Number == own.Right.Number {
			continue
		}
		if near(r.Right.Title+"。"+r.Right.Title+"。"+r.Right.Abstract) >= 0.2 {
			alike++
		}
		if r.Right.IPCMain[:4] == own.Right.IPCMain[:4] {
			same++
		}
	}
	if alike < 3 || same < 5 {
		t.Errorf("%d patents like it, %d of its subclass", alike, same)
	}
	res, err := valuation.Automatic(calendar.National(), registry.View{Right: own.Right, Events: own.Events}, valuation.SceneTransfer, calendar.DateOf(now), now)
	if err != nil {
		t.Fatal(err)
	}
	if res.Grade != "B" || res.Present < 20 || len(res.Flags) > 0 {
		t.Errorf("grade %q, %d of %d, %v", res.Grade, res.Present, res.Leaves, res.Flags)
	}
	s := registry.AsOf(own.Events, calendar.DateOf(now), now)
	if s.Status != registry.StatusGranted || len(s.Licences)+len(s.Pledges)+len(s.Conflicts) > 0 {
		t.Errorf("it stands %+v", s)
	}
}
