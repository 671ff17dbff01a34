package register

import (
	"context"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/test/storetest"
)

const (
	one = "201810000001.9"
	two = "201810000002.3"
)

func TestPutTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		a, b := patent(t, one, "锂离子电池", "云岚大学"), patent(t, two, "隔膜", "云岚大学")
		more := keyed(registry.Record{Source: "xml", Doc: date(t, "2021-01-01"), Right: registry.Right{Number: one, Kind: registry.Invention, Title: "锂离子电池及其制备方法"}})
		for i, c := range []struct {
			records []registry.Record
			want    string
		}{
			{[]registry.Record{a, b, a}, "2 new 0 changed 1 same"},
			{[]registry.Record{a, b}, "0 new 0 changed 2 same"},
			{[]registry.Record{more, a}, "0 new 1 changed 1 same"},
			{[]registry.Record{more}, "0 new 0 changed 1 same"},
			{nil, "0 new 0 changed 0 same"},
		} {
			if got := put(t, s, start.Add(time.Duration(i)*time.Hour), c.records...); got != c.want {
				t.Errorf("round %d: %s, want %s", i, got, c.want)
			}
		}
		v := view(t, s, one)
		if v.Right.Title != "锂离子电池及其制备方法" || v.Right.IPCMain != "H01M10/0525" {
			t.Errorf("projected %q %q", v.Right.Title, v.Right.IPCMain)
		}
		if len(v.Events) != 2 || !v.Events[0].RecordedAt.Equal(start) {
			t.Errorf("events %+v", v.Events)
		}
		if want := date(t, "2021-01-01").At(0); !v.ObservedAt.Equal(want) {
			t.Errorf("a file made the register look fresh: %s", v.ObservedAt)
		}
	})
}

// TestOrderOfPuts: however records are cut into batches and in whatever order
// they come, the right is the same.
func TestOrderOfPuts(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		n := 0
		rapid.Check(t, func(rt *rapid.T) {
			n++
			number := time.Unix(int64(n), 0).Format("200601021504.5")
			records := []registry.Record{
				patent(t, number, "一", "甲公司"), patent(t, number, "二", "乙公司"),
				keyed(registry.Record{Doc: date(t, "2022-02-02"), Right: registry.Right{Number: number, Title: "三"}}),
				keyed(registry.Record{Right: registry.Right{Number: number, Abstract: "四"}}),
			}
			wantRight, wantEvents := registry.Project(records)
			for _, r := range rapid.Permutation(append(slices.Clone(records), records[0], records[2])).Draw(rt, "order") {
				put(t, s, start, r)
			}
			v := view(t, s, number)
			if v.Right.Title != wantRight.Title || v.Right.Abstract != wantRight.Abstract || len(v.Events) != len(wantEvents) {
				rt.Fatalf("got %q %q %d events, want %q %q %d", v.Right.Title, v.Right.Abstract, len(v.Events), wantRight.Title, wantRight.Abstract, len(wantEvents))
			}
		})
	})
}

func TestAppendEventsAsOf(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		put(t, s, start, patent(t, one, "锂离子电池", "云岚大学"))
		later := start.Add(48 * time.Hour)
		sale := registry.NewEvent(registry.Event{Right: one, Kind: registry.OwnersChanged, ValidFrom: date(t, "2026-11-15"), Detail: registry.Detail{Owners: []registry.Owner{{Party: "p1", Name: "储能公司"}}}})
		for range 2 { // the second time it stands already
			if err := apply(t, s, later, registry.AppendEvents{Right: one, Events: []registry.Event{sale}, ObservedAt: later}); err != nil {
				t.Fatal(err)
			}
			later = later.Add(time.Hour)
		}
		v := view(t, s, one)
		if len(v.Events) != 3 || !v.Events[2].RecordedAt.Equal(start.Add(48*time.Hour)) {
			t.Fatalf("events %+v", v.Events)
		}
		for _, c := range []struct {
			day   string
			known time.Time
			owner string
		}{
			{"2026-11-14", later, "云岚大学"}, {"2026-11-15", later, "储能公司"},
			{"2026-11-20", start.Add(47 * time.Hour), "云岚大学"}, {"2018-01-01", later, ""},
		} {
			st, got := registry.AsOf(v.Events, date(t, c.day), c.known), ""
			if len(st.Owners) > 0 {
				got = st.Owners[0].Name
			}
			if got != c.owner {
				t.Errorf("owner on %s as known %s: %q, want %q", c.day, c.known, got, c.owner)
			}
		}
		if got := found(t, s, registry.Filter{Owner: "party:p1"}); !slices.Equal(got, []string{one}) {
			t.Errorf("of the new owner: %v", got)
		}
		if got := found(t, s, registry.Filter{Owner: "name:云岚大学"}); len(got) != 0 {
			t.Errorf("still of the old owner: %v", got)
		}
		if err := apply(t, s, later, registry.AppendEvents{Right: two, Events: []registry.Event{sale}}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("unknown right: %v", err)
		}
		sale.Right = two
		if err := apply(t, s, later, registry.AppendEvents{Right: one, Events: []registry.Event{sale}}); !errs.Is(err, "adapter.sqlstore.event_of_other_right") {
			t.Errorf("event of another right: %v", err)
		}
	})
}

func TestObservedNeverGoesBack(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		r := patent(t, one, "锂离子电池", "云岚大学")
		for i, c := range []struct{ at, observed, want time.Time }{
			{start, start.Add(-time.Hour), start.Add(-time.Hour)},
			{start, start.Add(-2 * time.Hour), start.Add(-time.Hour)},
			{start, time.Time{}, start.Add(-time.Hour)},
			{start, start, start},
		} {
			if err := apply(t, s, c.at, registry.PutRecords{Records: []registry.Record{r}, ObservedAt: c.observed}); err != nil {
				t.Fatal(err)
			}
			if got := view(t, s, one).ObservedAt; !got.Equal(c.want) {
				t.Errorf("round %d: observed %s, want %s", i, got, c.want)
			}
		}
		if err := s.ObserveAll(context.Background(), start.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if got := view(t, s, one).ObservedAt; !got.Equal(start.Add(time.Hour)) {
			t.Errorf("after a delivery: %s", got)
		}
	})
}

func TestOwnersAreLinked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		owner   registry.Owner
		parties []kernel.Party
		want    string
	}{
		{"by name", registry.Owner{Name: "云岚储能（云岚）有限公司"}, []kernel.Party{{ID: "a", Kind: "enterprise", Name: "云岚储能(云岚)有限公司", Code: "91530100MA6K00001X"}}, "a"},
		{"by code", registry.Owner{Name: "旧名有限公司", USCC: "91530100MA6K00001X"}, []kernel.Party{{ID: "a", Kind: "enterprise", Name: "新名有限公司", Code: "91530100MA6K00001X"}}, "a"},
		{"code against name", registry.Owner{Name: "同名公司", USCC: "91530100MA6K00001X"}, []kernel.Party{{ID: "a", Kind: "enterprise", Name: "同名公司", Code: "91530100MA6K00002Y"}}, ""},
		{"two of one name", registry.Owner{Name: "同名公司"}, []kernel.Party{{ID: "a", Kind: "enterprise", Name: "同名公司"}, {ID: "b", Kind: "enterprise", Name: "同名公司"}}, ""},
		{"a person", registry.Owner{Name: "张伟"}, []kernel.Party{{ID: "a", Kind: "person", Name: "张伟"}}, ""},
		{"said by the event", registry.Owner{Name: "同名公司", Party: "z"}, []kernel.Party{{ID: "a", Kind: "enterprise", Name: "同名公司"}}, "z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
				r := patent(t, one, "锂离子电池", "")
				r.Events[1].Detail.Owners = []registry.Owner{c.owner}
				r.Events[1] = registry.NewEvent(r.Events[1])
				put(t, s, start, keyed(r))
				for _, p := range c.parties { // the party is registered after the import
					party(t, s, p)
				}
				v := view(t, s, one)
				st := registry.AsOf(v.Events, calendar.DateOf(start), start)
				if len(st.Owners) != 1 || st.Owners[0].Party != c.want {
					t.Errorf("owners %+v, want party %q", st.Owners, c.want)
				}
				if v.Events[1].ID != registry.EventID(v.Events[1]) {
					t.Error("linking changed the event")
				}
				if c.want != "" {
					if got := found(t, s, registry.Filter{Owner: "party:" + c.want}); !slices.Equal(got, []string{one}) {
						t.Errorf("rights of the party: %v", got)
					}
				} else if got := found(t, s, registry.Filter{Owner: "party:a"}); len(got) != 0 {
					t.Errorf("rights of somebody else: %v", got)
				}
			})
		})
	}
}

// A number is found however it is spelled.
func TestFindByNumber(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		const number = "202310123456.6"
		put(t, s, start, patent(t, number, "锂离子电池负极", "云岚大学"), patent(t, two, "电池隔膜", "储能公司"))
		for _, text := range []string{number, "ZL 2023 1 0123456.6", "ＣＮ2023101234566", "zl202310123456.6", "２０２３１０１２３４５６．６", "202310123456"} {
			if got := found(t, s, registry.Filter{Text: text}); !slices.Equal(got, []string{number}) {
				t.Errorf("%s: %v", text, got)
			}
		}
	})
}

// TestFindByPublicationNumber: a right is found by any of its documents, also by
// one that came later, and the row says them.
func TestFindByPublicationNumber(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		const number = "202310123456.6"
		published := patent(t, number, "锂离子电池负极", "云岚大学")
		published.Right.Documents = []registry.Document{{Number: "CN199000137A", Date: date(t, "2019-09-03")}}
		granted := patent(t, number, "锂离子电池负极", "云岚大学")
		granted.Right.Documents = []registry.Document{{Number: "CN199000137B", Date: date(t, "2020-06-02"), Grant: true}}
		put(t, s, start, keyed(published), patent(t, two, "电池隔膜", "储能公司"))
		put(t, s, start, keyed(granted))
		for _, text := range []string{"CN199000137A", "cn199000137b", "CN 199000137 B", "199000137", "ＣＮ１９９０００１３７Ａ"} {
			if got := found(t, s, registry.Filter{Text: text}); !slices.Equal(got, []string{number}) {
				t.Errorf("%s: %v", text, got)
			}
		}
		rows, _, err := s.FindRights(context.Background(), registry.Filter{Text: number})
		if err != nil || len(rows) != 1 || rows[0].Docs != "CN199000137A CN199000137B" {
			t.Errorf("%+v %v", rows, err)
		}
	})
}

func TestFindRights(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		old := patent(t, "99800001.0", "铜箔", "铜业公司")
		old.Right.Filing, old.Right.IPCMain, old.Right.Kind = date(t, "1999-09-06"), "C25D1/04", registry.UtilityModel
		old.Events[0].ValidFrom, old.Events[0].Detail.Kind = old.Right.Filing, registry.UtilityModel
		old.Events[0] = registry.NewEvent(old.Events[0])
		put(t, s, start, patent(t, one, "锂离子电池负极", "云岚大学"), patent(t, two, "电池隔膜 100%_纯", "储能公司"), keyed(old))
		for _, c := range []struct {
			name string
			f    registry.Filter
			want []string
		}{
			{"everything, newest filing first", registry.Filter{}, []string{one, two, "99800001.0"}},
			{"two characters of a title", registry.Filter{Text: "负极"}, []string{one}},
			{"in all words", registry.Filter{Text: "电池 储能"}, []string{two}},
			{"in the abstract", registry.Filter{Text: "公开了铜"}, []string{"99800001.0"}},
			{"number", registry.Filter{Text: "0000002"}, []string{two}},
			{"a sign is no joker", registry.Filter{Text: "0%_"}, []string{two}},
			{"a sign is no joker either", registry.Filter{Text: "电_"}, nil},
			{"IPC", registry.Filter{IPC: "H01M"}, []string{one, two}},
			{"IPC, its section", registry.Filter{IPC: "C"}, []string{"99800001.0"}},
			{"IPC, its class", registry.Filter{IPC: "H01"}, []string{one, two}},
			{"IPC, its group in small letters", registry.Filter{IPC: "c25d1/0"}, []string{"99800001.0"}},
			{"IPC, a group that no right has", registry.Filter{IPC: "H01M9/"}, nil},
			{"IPC, no joker", registry.Filter{IPC: "H_1"}, nil},
			{"IPC, a word", registry.Filter{IPC: "电池隔膜纸"}, nil},
			{"IPC typed as a word", registry.Filter{Text: "h01m"}, []string{one, two}},
			{"IPC typed in full width", registry.Filter{Text: "Ｃ２５Ｄ 铜箔"}, []string{"99800001.0"}},
			{"kind", registry.Filter{Kind: registry.UtilityModel}, []string{"99800001.0"}},
			{"owner", registry.Filter{Owner: "name:储能公司"}, []string{two}},
			{"granted", registry.Filter{Status: "granted"}, []string{one, two}},
			{"expired since", registry.Filter{Status: "expired", Day: date(t, "2038-03-01")}, []string{one, two, "99800001.0"}},
			{"page", registry.Filter{Limit: 1, Offset: 1}, []string{two}},
			{"section", registry.Filter{Section: "C"}, []string{"99800001.0"}},
			{"read on", registry.Filter{Limit: 1, After: registry.Place{Filing: view(t, s, one).Right.Filing.String(), Number: one}}, []string{two}},
			{"read on to the end", registry.Filter{Limit: 9, After: registry.Place{Filing: view(t, s, two).Right.Filing.String(), Number: two}}, []string{"99800001.0"}},
			{"nothing", registry.Filter{Text: "电池", Kind: registry.Design}, nil},
		} {
			if got := found(t, s, c.f); !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
			}
		}
		cells, err := s.RightCells(context.Background(), registry.Filter{Kind: registry.UtilityModel, Text: "电池"})
		if total, _ := registry.Facets(cells, registry.Filter{}); err != nil || total != 2 || len(cells) != 1 || cells[0] != (registry.Cell{Kind: "invention", Status: "granted", Section: "H", Count: 2}) {
			t.Errorf("cells %+v %v", cells, err)
		}
		var all []string
		for after := ""; ; {
			rights, err := s.EachRight(context.Background(), after, 2)
			if err != nil || len(rights) == 0 {
				break
			}
			for _, r := range rights {
				all = append(all, r.Number)
			}
			after = all[len(all)-1]
		}
		if !slices.Equal(all, []string{one, two, "99800001.0"}) {
			t.Errorf("each: %v", all)
		}
	})
}
