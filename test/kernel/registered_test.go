package kernel

import (
	"context"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/storetest"
)

// An organisation's administrator changes where it is reached, never its name or
// code; each change is kept with who made it and when.
func TestRegisteredOfAParty(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx, admin := context.Background(), w.as("u-reader", "")
		p, err := s.Party(ctx, "reader")
		if err != nil {
			t.Fatal(err)
		}
		for i, x := range []struct {
			key   string
			reg   kernel.Registered
			field string
		}{
			{"bad postcode", kernel.Registered{Postcode: "12345"}, "postcode"}, {"letters", kernel.Registered{Postcode: "12345a"}, "postcode"}, {"bad phone", kernel.Registered{Phone: "call me"}, "phone"},
			{"first", kernel.Registered{Address: "东埠路1号", Postcode: "123456", Contact: "林晓", Phone: "0571-88880000"}, ""},
			{"second", kernel.Registered{Address: "东埠路2号", Postcode: "123456", Contact: "林晓", Phone: "0571-88880000"}, ""},
		} {
			w.clock.Advance(time.Hour)
			p.Registered = x.reg
			err := w.d.Do(ctx, admin, x.key, kernel.PutParty{Party: p})
			if (x.field == "") != (err == nil) || err != nil && errs.As(err).Field != x.field {
				t.Errorf("%d %s: %v", i, x.key, err)
			}
		}
		got, err := s.Party(ctx, "reader")
		if err != nil || got.Post() != "123456 东埠路2号" || got.Contact != "林晓" {
			t.Errorf("kept is %+v (%v)", got, err)
		}
		list, err := s.PartyChanges(ctx, "reader", 10)
		if err != nil || len(list) != 5 || list[0].Field != "address" || list[0].Was != "东埠路1号" || list[0].Now != "东埠路2号" || list[0].Name != "读者" || !list[0].At.After(list[1].At) {
			t.Errorf("changes are %+v (%v)", list, err)
		}
		staff := kernel.Actor{User: "u-clerk", Posts: []kernel.Post{{Unit: "city", Role: "admin"}}}
		named := got
		named.Name = "读者新公司"
		guard := func(w kernel.PutParty) error {
			return s.InTx(ctx, func(tx desk.Tx) error { return w.Guard(tx, staff, start) })
		}
		if err := guard(kernel.PutParty{Party: named, Paper: "scan"}); err != nil {
			t.Errorf("another name with its document: %v", err)
		}
		if err := guard(kernel.PutParty{Party: named}); errs.As(err) == nil || errs.As(err).Field != "paper" {
			t.Errorf("another name without a document: %v", err)
		}
	})
}
