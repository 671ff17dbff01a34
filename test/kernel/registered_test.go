package kernel

import (
	"context"
	"errors"
	"slices"
	"strings"
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
			{"bad postcode", kernel.Registered{Postcode: "12345"}, "postcode"}, {"credit code for agency code", kernel.Registered{AgencyCode: "91990001MA0QL00062"}, "agency_code"}, {"letters", kernel.Registered{Postcode: "12345a"}, "postcode"}, {"bad phone", kernel.Registered{Phone: "call me"}, "phone"}, {"long name", kernel.Registered{Representative: strings.Repeat("林", 61)}, "representative"},
			{"first", kernel.Registered{Address: "东埠路1号", Postcode: "123456", Contact: "林晓", Phone: "0571-88880000"}, ""},
			{"second", kernel.Registered{Representative: "林晓", AgencyCode: "99001", Address: "东埠路2号", Postcode: "123456", Contact: "林晓", Phone: "0571-88880000"}, ""},
		} {
			w.clock.Advance(time.Hour)
			p.Registered = x.reg
			err := w.d.Do(ctx, admin, x.key, kernel.PutParty{Party: p})
			if (x.field == "") != (err == nil) || err != nil && errs.As(err).Field != x.field {
				t.Errorf("%d %s: %v", i, x.key, err)
			}
		}
		got, err := s.Party(ctx, "reader")
		if err != nil || got.Post() != "123456 东埠路2号" || got.Contact != "林晓" || got.Representative != "林晓" || got.AgencyCode != "99001" {
			t.Errorf("kept is %+v (%v)", got, err)
		}
		list, err := s.PartyChanges(ctx, "reader", 10)
		if err != nil || len(list) != 7 || !changed(list[:3], "address", "东埠路1号", "东埠路2号") || !changed(list[:3], "representative", "", "林晓") || !changed(list[:3], "agency_code", "", "99001") || list[0].Name != "读者" || !list[0].At.After(list[3].At) {
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
		proof := kernel.PutDocument{ID: "scan", Kind: "web.admin.proof", Name: "变更.pdf", SHA256: "5ca9", Media: "application/pdf", By: "u-clerk"}
		if err := s.InTx(ctx, func(tx desk.Tx) error {
			meta := desk.Meta{Actor: staff, At: w.clock.Now(), NewID: func() string { return "change" }}
			return errors.Join(tx.Write(meta, proof), tx.Write(meta, kernel.PutParty{Party: named, Paper: "scan"}))
		}); err != nil {
			t.Fatal(err)
		}
		of, err := s.ProofOf(ctx, "scan")
		list, err2 := s.PartyChanges(ctx, "reader", 1)
		lying, err3 := s.Orphans(ctx, w.clock.Now().AddDate(1, 0, 0), "", 10)
		if err := errors.Join(err, err2, err3); err != nil || of != "reader" || list[0].Paper != "变更.pdf" || list[0].PaperID != "scan" || len(lying) != 0 {
			t.Errorf("the document of a change: of %q, %+v, swept %+v (%v)", of, list, lying, err)
		}
	})
}

func changed(list []kernel.PartyChange, field, was, now string) bool {
	return slices.ContainsFunc(list, func(c kernel.PartyChange) bool { return c.Field == field && c.Was == was && c.Now == now })
}
