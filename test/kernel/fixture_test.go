package kernel

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
	"quanlian/test/storetest"
)

var start = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// world is a store with a library, two readers and an agent.
type world struct {
	t     *testing.T
	s     *sqlstore.Store
	d     *desk.Desk
	clock *storetest.Clock
}

func options() sqlstore.Options {
	return sqlstore.Options{TurnOf: storetest.Turns(librarycard.Flow())}
}

func newWorld(t *testing.T, s *sqlstore.Store) *world {
	t.Helper()
	clock := storetest.NewClock(start)
	w := &world{t: t, s: s, clock: clock, d: storetest.Desk(t, s, clock, librarycard.Flow())}
	w.seed()
	return w
}

func (w *world) seed() {
	w.t.Helper()
	sys := kernel.SystemActor("seed")
	all := kernel.AllRights()
	writes := []kernel.Write{
		kernel.PutParty{Party: kernel.Party{ID: "reader", Kind: "enterprise", Name: "读者公司"}},
		kernel.PutParty{Party: kernel.Party{ID: "strict", Kind: "enterprise", Name: "三级审批公司", Approval: []kernel.Duty{kernel.DutyReviewer, kernel.DutyHead}}},
		kernel.PutParty{Party: kernel.Party{ID: "agency", Kind: "agency", Name: "代理所"}},
		kernel.PutParty{Party: kernel.Party{ID: "city", Kind: "department", Name: "图书馆"}},
		kernel.PutUser{ID: "u-reader", Login: "reader", Name: "读者"}, kernel.PutMember{User: "u-reader", Party: "reader", Duty: kernel.DutyHandler, Rights: all},
		kernel.PutUser{ID: "u-clerk", Login: "clerk", Name: "馆员"}, kernel.PutPost{User: "u-clerk", Post: kernel.Post{Unit: librarycard.Unit, Role: kernel.RoleClerk}},
		kernel.PutUser{ID: "u-clerk2", Login: "clerk2", Name: "馆员二"}, kernel.PutPost{User: "u-clerk2", Post: kernel.Post{Unit: librarycard.Unit, Role: kernel.RoleClerk}},
		kernel.PutUser{ID: "u-agent", Login: "agent", Name: "代理人"}, kernel.PutMember{User: "u-agent", Party: "agency", Duty: kernel.DutyHandler, Rights: all},
	}
	for _, d := range []kernel.Duty{kernel.DutyHandler, kernel.DutyReviewer, kernel.DutyHead} {
		u := kernel.UserID("u-" + string(d))
		writes = append(writes, kernel.PutUser{ID: u, Login: string(d), Name: string(d)}, kernel.PutMember{User: u, Party: "strict", Duty: d, Rights: all})
	}
	if err := w.d.Do(context.Background(), sys, "seed", writes...); err != nil {
		w.t.Fatal(err)
	}
}

// as gives the user's hat for the party ("" for the first).
func (w *world) as(user kernel.UserID, party kernel.PartyID) kernel.Actor {
	w.t.Helper()
	hats, err := w.s.Hats(context.Background(), user, w.clock.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, h := range hats {
		if party == "" || h.Party == party {
			return h
		}
	}
	w.t.Fatalf("%s has no hat for %s", user, party)
	return kernel.Actor{}
}

func (w *world) apply(a kernel.Actor, key, reader string) desk.Receipt {
	w.t.Helper()
	r, err := w.d.Open(context.Background(), a, desk.OpenCommand{Flow: librarycard.Card, Move: "apply", Key: key, Input: raw(librarycard.Apply{Reader: reader})})
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *world) act(a kernel.Actor, c kernel.CaseID, move, key string, version int64, in any) (desk.Receipt, error) {
	return w.d.Act(context.Background(), a, desk.Command{Case: c, Move: move, Key: key, Version: version, Input: raw(in)})
}

func (w *world) must(r desk.Receipt, err error) desk.Receipt {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *world) get(a kernel.Actor, id kernel.CaseID) kernel.Case {
	w.t.Helper()
	c, err := w.s.Case(context.Background(), a, string(id), kernel.ViewDetail)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func raw(v any) json.RawMessage {
	if v == nil {
		return nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}
