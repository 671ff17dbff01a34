package hall

import (
	"context"
	"testing"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/itemflow"
)

func down(no string, from, to calendar.Date) itemflow.OutageInput {
	return itemflow.OutageInput{Shut: calendar.Shut{No: no, From: from, To: to, Basis: "b"}, Limits: []string{itemflow.DayPublicity}}
}

// outage tells the deal of an outage, as the worker does.
func (w *world) outage(id kernel.CaseID, in itemflow.OutageInput) error {
	w.t.Helper()
	_, err := w.d.Act(context.Background(), kernel.SystemActor(itemflow.Outage), desk.Command{Case: id, Move: "outage", Key: w.key(), Input: raw(in)})
	return err
}

// TestOutageMovesAPublicity: a price stands open until the first working day
// after an outage into which its last day fell; both sides and the clerk are told
// each time, and the timer and the register of outages go with it. The price
// stands open from Monday, 23 November, until Tuesday, 8 December 2026.
func TestOutageMovesAPublicity(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.patent("202210100091.1", "uni")
		id := w.talking("uni", "buyer", w.listed("uni", "202210100091.1", hall.ListInput{}))
		last := calendar.On(2026, 12, 8)
		if err := w.outage(id, down("G1", last, last)); !hasCode(err, "kernel.not_in_this_state") {
			t.Fatalf("nothing stands open: %v", err)
		}
		w.agreed("uni", "buyer", id, assignment(100*wan))
		ends := func(want calendar.Date) {
			t.Helper()
			d := w.deal(id)
			if c, ok := hall.TurnClock(w.get(id), d, w.rules.Calendar); !ok || d.Publicity.To != want || c.Due != want {
				t.Fatalf("ends on %s, clock %+v", d.Publicity.To, c)
			}
		}
		ends(last)
		reach, err := w.s.OutageReach(context.Background(), "", w.clock.Now(), 100)
		w.ok(err)
		if len(reach) != 1 || reach[0].ID != id {
			t.Fatalf("the worker looks at %d cases", len(reach))
		}
		for _, in := range []itemflow.OutageInput{down("G1", last.AddDays(-1), last.AddDays(-1)), {Shut: down("G1", last, last).Shut, Limits: []string{"correction"}}} {
			if err := w.outage(id, in); !hasCode(err, "kernel.itemflow.outage_nothing") {
				t.Fatalf("%+v: %v", in, err)
			}
		}
		w.no("clerk", id, "outage", down("G1", last, last), "kernel.not_your_move")

		w.ok(w.outage(id, down("G1", last, last)))
		ends(calendar.On(2026, 12, 9))
		if err := w.outage(id, down("G1", last, last)); !hasCode(err, "kernel.itemflow.outage_nothing") {
			t.Fatalf("told twice: %v", err)
		}
		w.ok(w.outage(id, down("G1", last, calendar.On(2026, 12, 11)))) // it went on, over a weekend
		ends(calendar.On(2026, 12, 14))
		if n, cases, _, err := w.s.OutageMoved(context.Background(), "G1"); err != nil || n != 1 || cases != 1 {
			t.Fatalf("the register counts %d, %d: %v", n, cases, err)
		}
		off := down("G1", last, calendar.On(2026, 12, 11))
		off.Off = true
		w.ok(w.outage(id, off))
		ends(last)
		w.ok(w.outage(id, down("G2", last, last)))
		ends(calendar.On(2026, 12, 9))
		for _, who := range []string{"uni", "buyer", "clerk"} {
			if a, b := w.notices(who, "utilization.hall.notice.outage"), w.notices(who, "utilization.hall.notice.outage_back"); a != 3 || b != 1 {
				t.Fatalf("%s is told %d and %d times", who, a, b)
			}
		}
		if m := w.deal(id).Publicity.Moved(w.rules.Calendar); len(m) != 1 || m[0].No != "G2" || m[0].Was != last {
			t.Fatalf("moved %+v", m)
		}
		w.pass(16 * day) // the first day after the old end
		if n, err := w.d.Due(context.Background(), w.clock.Now()); err != nil || n != 0 {
			t.Fatalf("the old timer fired: %d %v", n, err)
		}
		w.no("clerk", id, "end_publicity", nil, "utilization.hall.publicity_runs")
		w.pass(day)
		if n, err := w.d.Due(context.Background(), w.clock.Now()); err != nil || n != 1 {
			t.Fatalf("timers %d %v", n, err)
		}
		w.in(id, hall.DealDraft)
	})
}
