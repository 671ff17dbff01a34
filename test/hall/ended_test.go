package hall

import (
	"context"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/registry"
)

// TestNoTalksOnEnded: a right that ended after it was listed is not talked about;
// once it is restored it is again.
func TestNoTalksOnEnded(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		number := "202310000001.X"
		w.patent(number, "owner")
		l := w.listed("owner", number, hall.ListInput{})
		w.pass(time.Minute)
		w.happens(number, registry.Lapsed, "终止通知书1")
		ask := func() error {
			_, err := w.d.Open(context.Background(), w.as("buyer"), desk.OpenCommand{Flow: hall.Deal, Move: "inquire", Key: w.key(), Input: raw(hall.InquireInput{Listing: l})})
			return err
		}
		if err := ask(); !hasCode(err, "utilization.hall.right_over") {
			t.Errorf("talks are opened on a right that has ended: %v", err)
		}
		w.pass(24 * time.Hour)
		w.happens(number, registry.Restored, "")
		w.ok(ask())
	})
}

// TestEndedIsTold: the owner is told once that the right has ended, and once that
// it is back; meanwhile the listing stays, and how it stands says so.
func TestEndedIsTold(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const over, back = "utilization.hall.notice.right_over", "utilization.hall.notice.right_back"
		number := "202310000002.8"
		w.patent(number, "owner")
		l := w.listed("owner", number, hall.ListInput{})
		expect := func(s kernel.State, overs, backs int) {
			t.Helper()
			w.evaluates()
			c, err := w.s.Case(context.Background(), w.as("owner"), string(l), kernel.ViewDetail)
			w.ok(err)
			if got := hall.Stands(c, w.today()); got != s || c.State != hall.ListingListed {
				t.Errorf("it stands %q in state %s, want %q", got, c.State, s)
			}
			if a, b := w.notices("owner", over), w.notices("owner", back); a != overs || b != backs {
				t.Errorf("told %d times of the end and %d of the return, want %d and %d", a, b, overs, backs)
			}
		}
		expect("", 0, 0)
		w.pass(time.Minute)
		w.happens(number, registry.Lapsed, "终止通知书1")
		expect(hall.ListingOver, 1, 0)
		w.pass(w.rules.EvaluationAge + time.Hour)
		expect(hall.ListingOver, 1, 0)
		w.pass(24 * time.Hour)
		w.happens(number, registry.Restored, "")
		expect("", 1, 1)
	})
}

// TestEndOfTermIsTold: the day on which the term ends is news to the owner that day,
// although the register hears nothing, and once.
func TestEndOfTermIsTold(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const over = "utilization.hall.notice.right_over"
		number, end := "200610000003.6", w.today().AddDays(3)
		w.until(number, end, "owner")
		w.listed("owner", number, hall.ListInput{})
		for _, x := range []struct {
			name      string
			at        time.Time
			due, told int
		}{
			{"listed", w.clock.Now(), 1, 0},
			{"the minute before", end.At(0).Add(-time.Minute), 0, 0},
			{"the day", end.At(9), 1, 1},
			{"later that day", end.At(10), 0, 1},
			{"days after", end.AddDays(4).At(9), 0, 1},
		} {
			w.pass(x.at.Sub(w.clock.Now()))
			if got := w.evaluates(); len(got) != x.due {
				t.Errorf("%s: %d are due, want %d", x.name, len(got), x.due)
			}
			if n := w.notices("owner", over); n != x.told {
				t.Errorf("%s: told %d times, want %d", x.name, n, x.told)
			}
		}
	})
}

// until puts an invention into the register whose twenty years end on the day.
func (w *world) until(number string, end calendar.Date, owner string) {
	w.t.Helper()
	filed := end.AddYears(-20)
	list := []registry.Owner{{Party: owner}}
	for _, p := range parties {
		if string(p.ID) == owner {
			list[0].Name, list[0].USCC = p.Name, p.Code
		}
	}
	r := registry.Right{Number: number, Kind: registry.Invention, Title: "一种将满期的装置", IPCMain: "G01L1/22", Filing: filed, Granted: filed.AddYears(2)}
	var events []registry.Event
	add := func(k registry.EventKind, day calendar.Date, d registry.Detail) {
		events = append(events, registry.NewEvent(registry.Event{Right: number, Kind: k, ValidFrom: day, Source: "test", Detail: d}))
	}
	add(registry.Filed, filed, registry.Detail{Kind: r.Kind, Owners: list})
	add(registry.Granted, r.Granted, registry.Detail{Kind: r.Kind, Owners: list})
	for y := 2; y <= 20; y++ {
		add(registry.FeePaid, filed.AddYears(y-1), registry.Detail{Year: y})
	}
	rec := registry.Record{Source: "test", Doc: r.Granted, Right: r, Events: events}
	rec.Key = registry.RecordKey(rec)
	_, _, _, err := w.s.Sink(w.clock.Now).Put(context.Background(), []registry.Record{rec})
	w.ok(err)
}

// TestStandsByTheTerm: a listing says from the day on which the term ends that its
// right has ended, before anybody looks; other states say themselves how they stand.
func TestStandsByTheTerm(t *testing.T) {
	t.Parallel()
	end := calendar.On(2026, 11, 30)
	for _, c := range []struct {
		name  string
		state kernel.State
		today calendar.Date
		want  kernel.State
	}{
		{"the day before", hall.ListingListed, end.AddDays(-1), ""},
		{"the day", hall.ListingListed, end, hall.ListingOver},
		{"sold", hall.ListingSold, end, ""},
	} {
		if got := hall.Stands(kernel.Case{Flow: hall.Listing, State: c.state, Data: raw(hall.ListingData{TermEnd: end})}, c.today); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
