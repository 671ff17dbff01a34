package kernel

import (
	"context"
	"slices"
	"testing"

	"quanlian/adapter/sqlstore"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// owed tells the closed cases of this file that ask something of their owner
// still, as a promise to make good.
func owed(c kernel.Case) bool { return !c.Closed.IsZero() && c.Item == "I2" }

// What is closed and still owed is the owner's move: it stands among the owner's
// and nowhere else, in lists and in counts.
func TestListsClosedAndStillOwed(t *testing.T) {
	t.Parallel()
	o := dues()
	plain := o.TurnOf
	o.TurnOf = func(c kernel.Case) kernel.Role {
		if owed(c) {
			return kernel.RoleOwner
		}
		return plain(c)
	}
	storetest.Run(t, o, func(t *testing.T, s *sqlstore.Store) {
		ctx, all := context.Background(), manyCases(t, s)
		owner := kernel.Actor{User: "u-reader", Party: "reader", Rights: kernel.AllRights()}
		var yours, others []kernel.CaseID
		for _, c := range all {
			roles, level := kernel.RolesOf(owner, c)
			switch {
			case c.Closed.IsZero() || level < kernel.ViewSummary:
			case owed(c) && slices.Contains(roles, kernel.RoleOwner):
				yours = append(yours, c.ID)
			default:
				others = append(others, c.ID)
			}
		}
		if len(yours) == 0 || len(others) == 0 {
			t.Fatalf("%d owed, %d others: nothing to tell apart", len(yours), len(others))
		}
		for _, x := range []struct {
			q    kernel.CaseQuery
			want []kernel.CaseID
		}{{kernel.CaseQuery{Closed: true, Yours: true}, yours}, {kernel.CaseQuery{Closed: true, Others: true}, others}} {
			x.q.Limit = len(all)
			list, total, err := s.Cases(ctx, owner, kernel.ViewSummary, x.q)
			got := idsOf(list)
			slices.Sort(got)
			slices.Sort(x.want)
			if err != nil || total != len(x.want) || !slices.Equal(got, x.want) {
				t.Errorf("%+v: %v of %d, want %v (%v)", x.q, got, total, x.want, err)
			}
			counts, err := s.Counts(ctx, owner, kernel.ViewSummary, kernel.CaseCount{CaseQuery: x.q})
			if err != nil || counts[0].N != len(x.want) {
				t.Errorf("%+v: counted %d, want %d (%v)", x.q, counts[0].N, len(x.want), err)
			}
		}
		inOrder(t, s)
	})
}

// A closed case that was marked as its office's move, though nothing is owed in it,
// is so no longer once the lists are looked over.
func TestListsLookedOverTakeMarksBack(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			o := dues()
			plain := o.TurnOf
			o.TurnOf = func(c kernel.Case) kernel.Role {
				if owed(c) {
					return kernel.RoleClerk
				}
				if !c.Closed.IsZero() {
					return ""
				}
				return plain(c)
			}
			s := storetest.Open(t, url, o)
			all := manyCases(t, s)
			past(t, url, "update cases set turn = 'clerk' where closed <> 0")
			if _, _, err := s.Reckon(context.Background(), "", len(all)); err != nil {
				t.Fatal(err)
			}
			inOrder(t, s)
			n, err := s.Tally(context.Background(), kernel.SystemActor("x"), kernel.ViewSummary, kernel.CaseQuery{Closed: true, Turn: []kernel.Role{kernel.RoleClerk}}, kernel.CaseQuery{Closed: true, Item: "I2"})
			if err != nil || n[0] == 0 || n[0] != n[1] {
				t.Fatalf("%d are to be served of %d (%v)", n[0], n[1], err)
			}
		})
	}
}
