package items

import (
	"context"
	"fmt"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/workload"
	"quanlian/test/librarycard"
	"quanlian/test/storetest"
	"quanlian/web/inbox"
	"quanlian/web/site"
)

// The board counts what the inbox lists, no more and no less, and one who holds
// no post sees nothing of it.
func TestBoardCountsWhatTheInboxLists(t *testing.T) {
	t.Parallel()
	flow := librarycard.Flow()
	storetest.Run(t, sqlstore.Options{TurnOf: storetest.Turns(flow)}, func(t *testing.T, s *sqlstore.Store) {
		ctx := context.Background()
		clock := storetest.NewClock(calendar.On(2026, time.November, 18).At(9))
		d := storetest.Desk(t, s, clock, flow)
		reader := kernel.Actor{User: "u", Party: "p", Rights: kernel.AllRights()}
		clerk := kernel.Actor{User: "c", Posts: []kernel.Post{{Unit: librarycard.Unit, Role: kernel.RoleClerk}}}
		looker := kernel.Actor{User: "s", Posts: []kernel.Post{{Unit: librarycard.Unit, Role: kernel.RoleSupervisor}}}
		if err := d.Do(ctx, kernel.SystemActor("seed"), "p", kernel.PutParty{Party: kernel.Party{ID: "p", Kind: "person", Name: "林"}}); err != nil {
			t.Fatal(err)
		}
		for i := range 7 {
			r := file(t, d, reader, i)
			if i < 3 {
				act(t, d, clerk, r.Case, "refuse", i)
			}
		}
		for _, a := range []kernel.Actor{clerk, looker} {
			open, closed, err := s.Work(ctx, a, calendar.On(2026, 11, 1).At(0))
			if err != nil {
				t.Fatal(err)
			}
			_, n, err := s.Cases(ctx, a, kernel.ViewDetail, kernel.CaseQuery{Open: true})
			if err != nil || n != len(open) || len(open) != 4 || len(closed) != 3 {
				t.Fatalf("board %d open and %d closed, inbox %d: %v", len(open), len(closed), n, err)
			}
			if b := workload.Of(open, closed, clock.Now(), calendar.National()); b.Open != 4 || len(b.Units) != 1 || b.Units[0].Done != 3 {
				t.Fatalf("%+v", b)
			}
			b, today := workload.Of(open, closed, clock.Now(), calendar.National()), calendar.DateOf(clock.Now())
			for f, n := range map[workload.Figure]int{workload.Open: 4, workload.None: b.Unlimited, workload.Came: 7, workload.Closed: 3, workload.Done: 3} {
				if got := b.Cases(workload.Asked{Figure: f, Unit: librarycard.Unit, Day: today}); len(got) != n {
					t.Errorf("%s counts %d and lists %d", f, n, len(got))
				}
			}
			days, err := s.Days(ctx, a, calendar.On(2026, 11, 10))
			if err != nil || len(days) != 1 || days[0].In != 7 || days[0].Out != 3 || days[0].Day != calendar.On(2026, 11, 18) {
				t.Fatalf("%+v %v", days, err)
			}
		}
		open, closed, err := s.Work(ctx, kernel.Actor{User: "x"}, calendar.On(2026, 11, 1).At(0))
		if err != nil || len(open)+len(closed) != 0 {
			t.Fatalf("a stranger counts %d cases: %v", len(open)+len(closed), err)
		}
	})
}

// Cases of flows that are apart, such as numbers in a queue, are on no board and in
// nobody's load.
func TestWhatIsApartIsNobodysLoad(t *testing.T) {
	t.Parallel()
	flow, queue := librarycard.Flow(), librarycard.Flow()
	queue.Addr, queue.Prefix = "service/library.queue", "LQ"
	storetest.Run(t, sqlstore.Options{TurnOf: storetest.Turns(flow, queue), Apart: []kernel.FlowAddr{queue.Addr}}, func(t *testing.T, s *sqlstore.Store) {
		ctx := context.Background()
		clock := storetest.NewClock(calendar.On(2026, time.November, 18).At(9))
		d := storetest.Desk(t, s, clock, flow, queue)
		reader := kernel.Actor{User: "u", Party: "p", Rights: kernel.AllRights()}
		clerk := kernel.Actor{User: "c", Posts: []kernel.Post{{Unit: librarycard.Unit, Role: kernel.RoleClerk}}}
		if err := d.Do(ctx, kernel.SystemActor("seed"), "p", kernel.PutParty{Party: kernel.Party{ID: "p", Kind: "person", Name: "林"}},
			kernel.PutUser{ID: "c", Login: "c", Name: "c"}, kernel.PutPost{User: "c", Post: clerk.Posts[0]}); err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			act(t, d, clerk, file(t, d, reader, i).Case, kernel.MoveClaim, i)
		}
		for i := range 2 {
			r, err := d.Open(ctx, reader, desk.OpenCommand{Flow: queue.Addr, Move: "apply", Key: fmt.Sprintf("queue/%d", i), Input: []byte(`{"reader":"林"}`)})
			if err != nil {
				t.Fatal(err)
			}
			act(t, d, clerk, r.Case, kernel.MoveClaim, 10+i)
		}
		for _, a := range []kernel.Actor{clerk, kernel.SystemActor("year")} {
			open, closed, err := s.Work(ctx, a, calendar.On(2026, 11, 1).At(0))
			if err != nil || len(open) != 3 || len(closed) != 0 {
				t.Errorf("%d open, %d closed on the board: %v", len(open), len(closed), err)
			}
			days, err := s.Days(ctx, a, calendar.On(2026, 11, 10))
			if err != nil || len(days) != 1 || days[0].In != 3 {
				t.Errorf("%+v %v", days, err)
			}
		}
		staff, err := s.Staff(ctx, librarycard.Unit, clock.Now())
		if err != nil || len(staff) != 1 || staff[0].Open != 3 || staff[0].Here != 3 {
			t.Errorf("load %+v: %v", staff, err)
		}
	})
}

// A case that anybody may see is work of its own office and of no other.
func TestWhatAnybodySeesIsWorkOfItsOfficeOnly(t *testing.T) {
	t.Parallel()
	flow := librarycard.Flow()
	storetest.Run(t, sqlstore.Options{TurnOf: storetest.Turns(flow)}, func(t *testing.T, s *sqlstore.Store) {
		ctx := context.Background()
		clock := storetest.NewClock(calendar.On(2026, time.November, 18).At(9))
		at := clock.Now()
		c := kernel.Case{ID: "c-1", No: "N-1", Flow: librarycard.Card, State: "submitted", Unit: librarycard.Unit, Version: 1, Data: []byte("{}"), Opened: at, Updated: at}
		c.Grant(kernel.Access{Relation: kernel.RelUnit, Subject: "unit:" + string(librarycard.Unit), As: kernel.RoleClerk, Level: kernel.ViewSecret})
		c.Grant(kernel.PublicAccess(kernel.ViewDetail))
		if err := s.InTx(ctx, func(tx desk.Tx) error { return tx.PutCase(c, 0) }); err != nil {
			t.Fatal(err)
		}
		for unit, want := range map[kernel.UnitID]int{librarycard.Unit: 1, "elsewhere": 0} {
			a := kernel.Actor{User: "c", Posts: []kernel.Post{{Unit: unit, Role: kernel.RoleClerk}}}
			open, _, err := s.Work(ctx, a, at)
			if err != nil || len(open) != want {
				t.Errorf("the board of %s counts %d: %v", unit, len(open), err)
			}
			days, err := s.Days(ctx, a, calendar.On(2026, 11, 10))
			if err != nil || len(days) != want {
				t.Errorf("%s by days: %+v %v", unit, days, err)
			}
			list, _, err := s.Cases(ctx, a, kernel.ViewDetail, inbox.Filter{View: "all"}.Query(&site.Visit{Actor: a, Env: &site.Env{Now: clock.Now, Calendar: calendar.National()}}))
			if err != nil || len(list) != want {
				t.Errorf("the inbox of %s lists %d: %v", unit, len(list), err)
			}
		}
	})
}
