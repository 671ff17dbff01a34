package walk

import (
	"context"
	"fmt"
	"testing"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/workload"
)

// Cases of an office that hands out by load go to its clerks evenly, once each,
// by the system's router and by nobody else. Who is away gets none, and is there
// again on coming back.
func TestCasesAreHandedOutByLoad(t *testing.T) {
	both(t, func(t *testing.T, h *hall) {
		ctx := context.Background()
		const unit kernel.UnitID = "patent-window"
		for i := range 3 {
			u := kernel.UserID(fmt.Sprintf("u-w%d", i))
			h.ok(h.d.Do(ctx, kernel.SystemActor("seed"), string(u), kernel.PutUser{ID: u, Login: string(u), Name: string(u)}, kernel.PutPost{User: u, Post: kernel.Post{Unit: unit, Role: kernel.RoleClerk}}))
		}
		var it form.Item
		for _, x := range h.items() {
			if x.Unit == unit && contains(x.Who, "enterprise") && x.Flow == itemflow.Forward {
				it = x
				break
			}
		}
		who := h.as("enterprise")
		for i := range 8 {
			_, err := h.open(who, it, h.filled(it, who, h.party("enterprise"), uint64(i)))
			h.ok(err)
			h.clock.Advance(time.Minute)
		}
		waiting, staff, err := h.s.Pool(ctx, []kernel.UnitID{unit}, h.clock.Now(), 50)
		h.ok(err)
		now := h.clock.Now()
		away := kernel.Deputy{ID: "away", Absent: "u-w1", Deputy: "u-w2", Post: kernel.Post{Unit: unit, Role: kernel.RoleClerk}, From: now, To: now.Add(24 * time.Hour), Reason: "休假"}
		h.ok(h.d.Do(ctx, h.as("w1"), "away", kernel.NameDeputy{Deputy: away}))
		for at, want := range map[time.Time]int{now: 3, away.To: 4} {
			if _, there, err := h.s.Pool(ctx, []kernel.UnitID{unit}, at, 50); err != nil || len(there) != want {
				t.Fatalf("%d of the staff get cases at %v, want %d: %v", len(there), at, want, err)
			}
		}
		if len(waiting) != 8 || len(staff) != 4 { // the walk's own clerk and three
			t.Fatalf("%d waiting, %d staff", len(waiting), len(staff))
		}
		got := map[kernel.UserID]int{}
		for _, x := range workload.HandOut(waiting, staff) {
			h.refused(h.act(h.as("clerk"), x.Case, "assign", itemflow.AssignInput{User: x.User}), errs.Forbidden)
			h.ok(h.act(kernel.SystemActor(itemflow.Router), x.Case, "assign", itemflow.AssignInput{User: x.User}))
			h.refused(h.act(kernel.SystemActor(itemflow.Router), x.Case, "assign", itemflow.AssignInput{User: "u-w0"}), errs.Conflict)
			got[h.get(x.Case).Assignee]++
		}
		for u, n := range got {
			if n != 2 {
				t.Fatalf("%s has %d of 8: %v", u, n, got)
			}
		}
		if again, _, err := h.s.Pool(ctx, []kernel.UnitID{unit}, h.clock.Now(), 50); err != nil || len(again) != 0 {
			t.Fatalf("%d left in the pool: %v", len(again), err)
		}
	})
}
