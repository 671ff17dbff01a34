package kernel

import (
	"context"
	"os"
	"strings"
	"testing"

	"quanlian/adapter/sqlstore"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/storetest"
)

// An office finds its cases by number, query code, the number of the right, words of the title
// and the name of a party; nobody finds by them what is not the office's to see.
func TestOfficeFindsByCodeAndParty(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		newWorld(t, s)
		ctx := context.Background()
		put := func(id, title, track string, closed bool, who kernel.PartyID) {
			c := kernel.Case{ID: kernel.CaseID(id), No: "YL2026-" + id, Flow: "service/library.loan", Title: title, Track: track, About: map[string]string{"1": "right:202310123456.6", "2": "right:12345678"}[id], State: "submitted", Version: 1, Data: []byte("{}"), Unit: "library", Opened: start, Updated: start}
			if closed {
				c.Closed = start
			}
			c.Grant(kernel.UnitAccess("library", kernel.RoleClerk))
			c.Grant(kernel.PartyAccess(kernel.RelInvited, who, "buyer", kernel.ViewSecret))
			if err := s.InTx(ctx, func(tx desk.Tx) error { return tx.PutCase(c, 0) }); err != nil {
				t.Fatal(err)
			}
		}
		put("1", "借书证", "AB12CD34", false, "reader")
		put("2", "一种水泵", "ZZ12CD34", true, "strict")
		put("3", "一种阀门", "", false, "reader")
		of := func(unit kernel.UnitID) kernel.Actor {
			return kernel.Actor{User: "x", Posts: []kernel.Post{{Unit: unit, Role: kernel.RoleClerk}}}
		}
		for _, x := range []struct {
			text   string
			inside bool
			a      kernel.Actor
			want   int
		}{
			{"AB12CD34", true, of("library"), 1}, {" ab12 cd34", true, of("library"), 1}, {"ＡＢ12CD34", true, of("library"), 1}, {"ZZ12CD34", true, of("library"), 1},
			{"AB12CD3", true, of("library"), 0}, {"AB12CD34", false, of("library"), 0}, {"AB12CD34", true, of("archive"), 0}, {"AB12CD34", true, kernel.Actor{User: "u-agent", Party: "agency"}, 0},
			{"读者公司", true, of("library"), 2}, {"三级审批", true, of("library"), 1}, {"读者公司", false, of("library"), 0}, {"读者公司", true, of("archive"), 0}, {"无此公司", true, of("library"), 0},
			{"202310123456.6", true, of("library"), 1}, {"ZL202310123456.6", true, of("library"), 1}, {"ZL 2023 1 0123456.6", true, of("library"), 1}, {"CN2023101234566", true, of("library"), 1},
			{"ＺＬ２０２３１０１２３４５６．６", true, of("library"), 1}, {"专利号：ZL202310123456.6", true, of("library"), 1}, {"12345678", true, of("library"), 1},
			{"202310123456.6", false, of("library"), 0}, {"202310123456.6", true, of("archive"), 0}, {"202310123456.6", true, kernel.Actor{User: "u-agent", Party: "agency"}, 0}, {"202310123457.4", true, of("library"), 0},
			{"一种", true, of("library"), 2}, {"YL2026-3", true, of("library"), 1}, {"yl2026-3", true, of("library"), 1}, {" ", true, of("library"), 0},
		} {
			q := kernel.CaseQuery{Text: x.text, Inside: x.inside}
			list, total, err := s.Cases(ctx, x.a, kernel.ViewDetail, q)
			if err != nil || len(list) != x.want || total != x.want {
				t.Errorf("%q (inside %v): %d listed, %d counted, want %d (%v)", x.text, x.inside, len(list), total, x.want, err)
			}
			if all, n, err := s.Cases(ctx, kernel.SystemActor("x"), kernel.ViewDetail, q); err != nil || n != len(all) || n < x.want {
				t.Errorf("%q: the program itself lists %d of %d (%v)", x.text, len(all), n, err)
			}
		}
	})
}

// A word that the program puts before the titles of a flow finds its cases, and only
// those that are otherwise asked for.
func TestFoundByTheHeadOfItsTitle(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		newWorld(t, s)
		for id, flow := range map[string]kernel.FlowAddr{"1": "service/library.review", "2": "service/library.loan", "3": "service/library.preview"} {
			c := kernel.Case{ID: kernel.CaseID(id), No: "YL2026-" + id, Flow: flow, Title: "借书", State: "submitted", Version: 1, Data: []byte("{}"), Unit: "library", Opened: start, Updated: start}
			c.Grant(kernel.UnitAccess("library", kernel.RoleClerk))
			if err := s.InTx(context.Background(), func(tx desk.Tx) error { return tx.PutCase(c, 0) }); err != nil {
				t.Fatal(err)
			}
		}
		a := kernel.Actor{User: "x", Posts: []kernel.Post{{Unit: "library", Role: kernel.RoleClerk}}}
		q := kernel.CaseQuery{Open: true, Part: true, Inside: true, Text: "差评"}
		for want, headed := range [][]string{nil, {"review"}} {
			q.Headed = headed
			list, n, err := s.Cases(context.Background(), a, kernel.ViewDetail, q)
			if err != nil || len(list) != want || n != want || want == 1 && list[0].ID != "1" {
				t.Errorf("headed %v: %d of %d (%v)", headed, len(list), n, err)
			}
			counts, err := s.Counts(context.Background(), a, kernel.ViewDetail, kernel.CaseCount{CaseQuery: q})
			if err != nil || counts[0].N != want {
				t.Errorf("headed %v: counted %+v (%v)", headed, counts, err)
			}
		}
		q.Unit = "archive"
		if list, _, err := s.Cases(context.Background(), a, kernel.ViewDetail, q); err != nil || len(list) != 0 {
			t.Errorf("of another unit: %v (%v)", list, err)
		}
	})
}

// An office that is asked beside reads the case, and has in its list what it is
// asked, not the case besides.
func TestAskedOfficeHasTheCaseOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		newWorld(t, s)
		c := kernel.Case{ID: "1", No: "YL2026-1", Flow: "service/library.loan", State: "submitted", Version: 1, Data: []byte("{}"), Unit: "library", Opened: start, Updated: start}
		c.Grant(kernel.UnitAccess("library", kernel.RoleClerk))
		c.Grant(kernel.Access{Relation: kernel.RelInvited, Subject: "unit:archive", As: kernel.RoleAssist, Level: kernel.ViewDetail})
		if err := s.InTx(context.Background(), func(tx desk.Tx) error { return tx.PutCase(c, 0) }); err != nil {
			t.Fatal(err)
		}
		for _, x := range []struct {
			unit kernel.UnitID
			part bool
			want int
		}{{"library", true, 1}, {"archive", true, 0}, {"archive", false, 1}} {
			a := kernel.Actor{User: "x", Posts: []kernel.Post{{Unit: x.unit, Role: kernel.RoleClerk}}}
			list, n, err := s.Cases(context.Background(), a, kernel.ViewDetail, kernel.CaseQuery{Open: true, Part: x.part})
			if err != nil || len(list) != x.want || n != x.want {
				t.Errorf("%s, part %v: %d of %d, want %d (%v)", x.unit, x.part, len(list), n, x.want, err)
			}
		}
		if _, err := s.Case(context.Background(), kernel.Actor{User: "x", Posts: []kernel.Post{{Unit: "archive", Role: kernel.RoleClerk}}}, "1", kernel.ViewDetail); err != nil {
			t.Errorf("the asked office does not read the case: %v", err)
		}
	})
}

// Cases of before are found by the code that their own record holds.
func TestTrackOfAnOlderDatabase(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			s := storetest.Open(t, url, options())
			for id, data := range map[string]string{"1": `{"code":"x","track":"AB12CD34"}`, "2": `{"track":""}`, "3": `{}`, "4": `null`} {
				c := kernel.Case{ID: kernel.CaseID(id), No: id, Flow: "service/library.loan", State: "submitted", Version: 1, Data: []byte(data)}
				if err := s.InTx(context.Background(), func(tx desk.Tx) error { return tx.PutCase(c, 0) }); err != nil {
					t.Fatal(err)
				}
			}
			past(t, url, "drop index cases_by_track")
			past(t, url, "alter table cases drop column track")
			up, err := os.ReadFile("../../adapter/sqlstore/migrations/0058_case_track/up." + engine + ".sql")
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range strings.Split(strings.TrimSpace(string(up)), ";\n") {
				past(t, url, q)
			}
			list, n, err := s.Cases(context.Background(), kernel.SystemActor("x"), kernel.ViewDetail, kernel.CaseQuery{Text: "AB12CD34", Inside: true})
			if err != nil || n != 1 || list[0].Track != "AB12CD34" {
				t.Fatalf("%v (%v)", list, err)
			}
		})
	}
}
