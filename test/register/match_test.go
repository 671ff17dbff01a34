package register

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quanlian/adapter/search/listings"
	"quanlian/adapter/sqlstore"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// follower is an index of the listings of a store, under a clock of the test.
func follower(s *sqlstore.Store, now func() time.Time, path string) *listings.Index {
	return &listings.Index{Source: s, Now: now, Path: path, Log: slog.New(slog.DiscardHandler)}
}

func proposed(t testing.TB, x *listings.Index, a kernel.Actor, d hall.NeedData) []string {
	t.Helper()
	p, err := x.Propose(context.Background(), a, d, 20)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for i, m := range p.Matches {
		if m.Match.Rank != i+1 || m.Listing.No != m.Match.Patent.No {
			t.Errorf("place %d: %+v", i, m.Match)
		}
		out = append(out, strings.TrimPrefix(m.Listing.No, "YL2026-GP-"))
	}
	slices.Sort(out)
	return out
}

func wants(text string) hall.NeedData { return hall.NeedData{Title: text, Text: text} }

// TestIndexFollowsTheHall: what is listed is found at once; what leaves the hall,
// runs out or loses its right is not; the file carries it over a start.
func TestIndexFollowsTheHall(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		market(t, s)
		put(t, s, start, patent(t, one, "锂离子电池负极", "云岚大学"))
		now := start.AddDate(0, 0, 2)
		path := filepath.Join(t.TempDir(), "listings.index")
		x := follower(s, func() time.Time { return now }, path)
		expect := func(what string, want ...string) {
			t.Helper()
			now = now.Add(time.Second)
			if got := proposed(t, x, stranger, wants("电池")); !slices.Equal(got, want) {
				t.Fatalf("%s: %v, want %v", what, got, want)
			}
		}
		expect("the hall as it is", "1", "2")
		more := hall.ListingData{Title: "固态电池电解质", Kind: registry.Invention, IPC: "H01M10/05", Deal: registry.Assignment, Price: 3_000_000, Valid: date(t, "2026-12-24"), Seller: hall.PartyRef{Name: "储能公司"}}
		putListingAt(t, s, offer{"5", hall.ListingListed, "firm", more}, 1, now)
		expect("one more", "1", "2", "5")
		more.Title = "液流装置"
		putListingAt(t, s, offer{"5", hall.ListingListed, "firm", more}, 2, now)
		expect("another title", "1", "2")
		more.Title = "固态电池"
		putListingAt(t, s, offer{"5", hall.ListingListed, "firm", more}, 3, now)
		expect("and back", "1", "2", "5")
		if err := x.Save(true); err != nil {
			t.Fatal(err)
		}
		putListingAt(t, s, offer{"4", hall.ListingListed, "firm", hall.ListingData{Title: "电池回收", Deal: registry.Assignment}}, 2, now) // while nobody follows
		x = follower(s, func() time.Time { return now }, path)
		expect("after a start", "1", "2", "4", "5")
		putListingAt(t, s, offer{"4", hall.ListingSuspended, "firm", hall.ListingData{Title: "电池回收", Deal: registry.Assignment}}, 3, now)
		expect("withdrawn", "1", "2", "5")
		if err := apply(t, s, now.Add(time.Minute), registry.AppendEvents{Right: one, Events: []registry.Event{registry.NewEvent(registry.Event{Right: one, Kind: registry.Lapsed, ValidFrom: date(t, "2026-11-01"), Source: "office"})}}); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Hour)
		expect("the right of one lapsed", "2", "5")
		now = now.AddDate(0, 2, 0)
		expect("the offer of another ran out", "2")
	})
}

// TestLateChange: a change under a clock that ran far behind is found by the
// sweep within the hour, wherever it stands in the order of changes.
func TestLateChange(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		market(t, s)
		now := start.AddDate(0, 0, 40)
		x := follower(s, func() time.Time { return now }, "")
		putListingAt(t, s, offer{"6", hall.ListingListed, "firm", hall.ListingData{Title: "电池托盘", Deal: registry.Assignment}}, 1, start.AddDate(0, 0, 20))
		proposed(t, x, stranger, wants("电池"))
		putListing(t, s, offer{"7", hall.ListingListed, "firm", hall.ListingData{Title: "电池外壳", Deal: registry.Assignment}}, 1) // 19 days before the last change seen
		if got := proposed(t, x, stranger, wants("电池外壳")); slices.Contains(got, "7") {
			t.Fatal("the late change came in by itself: this test shows nothing")
		}
		now = now.Add(61 * time.Minute)
		if got := proposed(t, x, stranger, wants("电池外壳")); !slices.Contains(got, "7") {
			t.Errorf("after an hour: %v", got)
		}
	})
}

// TestConditions: kind of deal, price, district and what the reader may see.
func TestConditions(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		market(t, s)
		putListing(t, s, offer{"8", hall.ListingListed, "firm", hall.ListingData{Title: "电池模组", Deal: registry.Assignment, Price: 90_000_000, Seller: hall.PartyRef{Name: "储能公司"}}}, 1)
		x := follower(s, func() time.Time { return start.AddDate(0, 0, 3) }, "")
		need := func(change func(*hall.NeedData)) hall.NeedData {
			d := wants("电池")
			change(&d)
			return d
		}
		for _, c := range []struct {
			name string
			a    kernel.Actor
			d    hall.NeedData
			want []string
		}{
			{"any", stranger, need(func(*hall.NeedData) {}), []string{"1", "2", "8"}},
			{"assignment", stranger, need(func(d *hall.NeedData) { d.Mode = "assignment" }), []string{"1", "8"}},
			{"licence", stranger, need(func(d *hall.NeedData) { d.Mode = "licence" }), []string{"2"}},
			{"either", stranger, need(func(d *hall.NeedData) { d.Mode = "either" }), []string{"1", "2", "8"}},
			{"a budget weighs", stranger, need(func(d *hall.NeedData) { d.Budget = 60_000_000 }), []string{"1", "2", "8"}},
			{"a firm budget", stranger, need(func(d *hall.NeedData) { d.Budget, d.BudgetFirm = 60_000_000, true }), []string{"1", "2"}},
			{"a district weighs", stranger, need(func(d *hall.NeedData) { d.District = "东埠" }), []string{"1", "2", "8"}},
			{"only the district", stranger, need(func(d *hall.NeedData) { d.District, d.LocalOnly = "东埠", true }), []string{"8"}},
			{"not one's own", stranger, need(func(d *hall.NeedData) { d.Buyer.ID = "uni" }), []string{"8"}},
		} {
			if got := proposed(t, x, c.a, c.d); !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
			}
		}
		p, err := x.Propose(context.Background(), stranger, need(func(d *hall.NeedData) { d.Budget, d.BudgetFirm = 60_000_000, true }), 5)
		if err != nil || len(p.Left) != 1 || p.Left[0] != (hall.Left{Code: "engine.matching.excluded.price", N: 1}) {
			t.Errorf("left out: %v %v", p.Left, err)
		}
	})
}

// TestFollowingIsBuildingAnew: after any changes in any order, the index that
// followed finds what one built now finds.
func TestFollowingIsBuildingAnew(t *testing.T) {
	t.Parallel()
	words := []string{"锂离子电池", "隔膜", "触觉传感器", "机器人手指", "铜箔"}
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		market(t, s)
		now, round := start.AddDate(0, 0, 1), 0
		version := map[string]int64{}
		x := follower(s, func() time.Time { return now }, filepath.Join(t.TempDir(), "x"))
		rapid.Check(t, func(r *rapid.T) {
			for range rapid.IntRange(1, 6).Draw(r, "changes") {
				no := fmt.Sprintf("9%d", rapid.IntRange(0, 7).Draw(r, "listing"))
				version[no]++
				putListing(t, s, offer{no, rapid.SampledFrom([]kernel.State{hall.ListingListed, hall.ListingSuspended}).Draw(r, "state"), "firm",
					hall.ListingData{Title: rapid.SampledFrom(words).Draw(r, "title") + rapid.SampledFrom(words).Draw(r, "more"), Deal: registry.Assignment}}, version[no])
				if rapid.Bool().Draw(r, "look") {
					if _, err := x.Follow(context.Background(), rapid.IntRange(0, 2).Draw(r, "most")); err != nil {
						t.Fatal(err)
					}
				}
			}
			round++
			now = now.Add(2 * time.Hour) // the versions of a listing lie a day apart each: only the sweep sees all
			if rapid.IntRange(0, 4).Draw(r, "start") == 0 {
				if err := x.Save(true); err != nil {
					t.Fatal(err)
				}
			}
			for range 12 {
				if more, err := x.Follow(context.Background(), 2); err != nil || !more {
					break
				}
			}
			fresh := follower(s, func() time.Time { return now }, "")
			for _, w := range words {
				if a, b := proposed(t, x, stranger, wants(w)), proposed(t, fresh, stranger, wants(w)); !slices.Equal(a, b) {
					r.Fatalf("%s: followed %v, anew %v", w, a, b)
				}
			}
		})
	})
}
