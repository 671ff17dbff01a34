package items

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
	"quanlian/test/storetest"
)

// One who asks every day does not make an item a usual one.
func TestUseCountsApplicants(t *testing.T) {
	t.Parallel()
	flow := librarycard.Flow()
	storetest.Run(t, sqlstore.Options{TurnOf: storetest.Turns(flow)}, func(t *testing.T, s *sqlstore.Store) {
		ctx := context.Background()
		clock := storetest.NewClock(calendar.On(2026, time.November, 18).At(9))
		d := storetest.Desk(t, s, clock, flow)
		for _, id := range []kernel.PartyID{"p1", "p2", "p3"} {
			if err := d.Do(ctx, kernel.SystemActor("seed"), string(id), kernel.PutParty{Party: kernel.Party{ID: id, Kind: "person", Name: "林"}}); err != nil {
				t.Fatal(err)
			}
		}
		n := 0
		open := func(party kernel.PartyID, item string) {
			n++
			who := kernel.Actor{User: kernel.UserID("u-" + party), Party: party, Rights: kernel.AllRights()}
			if _, err := d.Open(ctx, who, desk.OpenCommand{Flow: flow.Addr, Move: "apply", Item: item, Key: fmt.Sprint(n), Input: []byte(`{"reader":"林"}`)}); err != nil {
				t.Fatal(err)
			}
		}
		for range 5 {
			open("p1", "ZL25")
		}
		for _, p := range []kernel.PartyID{"p1", "p2", "p3"} {
			open(p, "ZL01")
		}
		for _, p := range []kernel.PartyID{"p1", "p2", "p2"} {
			open(p, "SB05")
		}
		open("p2", "SB01")
		open("p3", "SB01")
		got, err := s.ItemUse(ctx, calendar.On(2026, time.November, 1).At(0), 3)
		if want := []string{"ZL01", "SB05", "SB01"}; err != nil || !slices.Equal(got, want) {
			t.Errorf("most used %v, %v; want %v", got, err, want)
		}
		if got, err = s.ItemUse(ctx, calendar.On(2026, time.November, 19).At(0), 3); err != nil || len(got) != 0 {
			t.Errorf("of tomorrow on %v, %v", got, err)
		}
	})
}
