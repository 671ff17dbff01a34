package register

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// offer is a listing put straight into the store, version after version.
type offer struct {
	id     string
	state  kernel.State
	seller kernel.PartyID
	d      hall.ListingData
}

func putListing(t *testing.T, s *sqlstore.Store, o offer, version int64) {
	t.Helper()
	putListingAt(t, s, o, version, start.AddDate(0, 0, int(version)))
}

func putListingAt(t testing.TB, s *sqlstore.Store, o offer, version int64, at time.Time) {
	t.Helper()
	o.d.Seller.ID = o.seller
	data, err := json.Marshal(o.d)
	if err != nil {
		t.Fatal(err)
	}
	c := kernel.Case{ID: kernel.CaseID(o.id), No: "YL2026-GP-" + o.id, Flow: hall.Listing, Title: o.d.Title, State: o.state, Version: version, Data: data, Unit: hall.Unit, Opened: start, Updated: at}
	c.Grant(kernel.PartyAccess(kernel.RelOwner, o.seller, kernel.RoleOwner, kernel.ViewSecret))
	c.Grant(kernel.UnitAccess(hall.Unit, hall.Clerk))
	if o.state == hall.ListingListed {
		c.Grant(kernel.PublicAccess(kernel.ViewSummary))
	}
	if err := s.InTx(context.Background(), func(tx desk.Tx) error { return tx.PutCase(c, version-1) }); err != nil {
		t.Fatal(err)
	}
}

func market(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	party(t, s, kernel.Party{ID: "uni", Kind: "university", Name: "云岚大学", District: "望潮"})
	party(t, s, kernel.Party{ID: "firm", Kind: "enterprise", Name: "储能公司", District: "东埠"})
	ref := func(n string) hall.PartyRef { return hall.PartyRef{Name: n} }
	for _, o := range []offer{
		{"1", hall.ListingListed, "uni", hall.ListingData{Title: "锂离子电池负极", Right: one, Kind: registry.Invention, IPC: "H01M4/13", Deal: registry.Assignment, Price: 50_000_000, Maturity: 6, Evaluation: &hall.Evaluation{Grade: "A", Score: 82}, Seller: ref("云岚大学"), Secret: "电解液配方"}},
		{"2", hall.ListingListed, "uni", hall.ListingData{Title: "电池隔膜", Kind: registry.UtilityModel, IPC: "H01M50/40", Deal: registry.LicenceDeal, Licence: registry.Ordinary, Price: 8_000_000, Maturity: 5, Evaluation: &hall.Evaluation{Grade: "B", Score: 64}, Seller: ref("云岚大学")}},
		{"3", hall.ListingListed, "firm", hall.ListingData{Title: "铜箔", Kind: registry.Invention, IPC: "C25D1/04", Deal: registry.Assignment, PriceOpen: true, Maturity: 9, Evaluation: &hall.Evaluation{Grade: "A", Score: 75}, Seller: ref("储能公司")}},
		{"4", hall.ListingReview, "firm", hall.ListingData{Title: "电池回收", Kind: registry.Invention, IPC: "H01M10/54", Deal: registry.Assignment, Price: 9_000_000, Evaluation: &hall.Evaluation{Grade: "C"}, Seller: ref("储能公司")}},
	} {
		putListing(t, s, o, 1)
	}
}

func search(t *testing.T, s *sqlstore.Store, a kernel.Actor, f hall.ListingFilter) ([]string, int, map[string]string) {
	t.Helper()
	rows, total, facets, err := s.HallListings(context.Background(), a, f)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range rows {
		ids = append(ids, string(r.Case))
	}
	counts := map[string]string{}
	for _, fc := range facets {
		for _, v := range fc.Values {
			counts[fc.Field] += fmt.Sprintf("%s:%d ", v.Value, v.Count)
		}
	}
	return ids, total, counts
}

// sorted brings the counts of a facet into one order.
func sorted(counts string) string {
	w := strings.Fields(counts)
	slices.Sort(w)
	return strings.Join(w, " ")
}

var stranger = kernel.Actor{}

// TestHallWords: what is searched and what is typed meet in one normal form.
func TestHallWords(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		market(t, s)
		put(t, s, start, patent(t, one, "柔性触觉传感器LED", "云岚大学"), patent(t, two, "发光齿轮", "云岚大学"))
		putListing(t, s, offer{"6", hall.ListingListed, "uni", hall.ListingData{Title: "諧波減速機", Right: two, Deal: registry.Assignment, Seller: hall.PartyRef{Name: "云岚大学"}}}, 1)
		putListing(t, s, offer{"5", hall.ListingListed, "uni", hall.ListingData{Title: "柔性觸覺感測器及其ＬＥＤ", Deal: registry.Assignment, Seller: hall.PartyRef{Name: "云岚大学"}}}, 1)
		putListing(t, s, offer{"7", hall.ListingListed, "uni", hall.ListingData{Title: "轴承", Right: "202019900703.2", Deal: registry.Assignment, Seller: hall.PartyRef{Name: "云岚大学"}}}, 1)
		check := func() {
			t.Helper()
			for typed, want := range map[string][]string{
				"电池": {"1", "2"}, "電池": {"1", "2"}, "電池　隔膜": {"2"}, "触觉": {"5"}, "觸覺": {"5"}, "led": {"5"}, "ＬＥＤ": {"5"}, "Led 传感器": {"5"}, "感測器": {"5"},
				"減速": {"6"}, "减速": {"6"}, "公开了": {"6"}, // its patent's abstract says it
				"ｙｌ２０２６－ｇｐ－３": {"3"}, "h01m50／40": {"2"}, "軟體": nil, "ZL 2020 1 9900703.2": {"7"}, "cn202019900703.2": {"7"}, "900703": {"7"}, "發光 減速": {"6"},
			} {
				if got, _, _ := search(t, s, stranger, hall.ListingFilter{Text: typed}); !slices.Equal(got, want) {
					t.Errorf("%s: %v, want %v", typed, got, want)
				}
			}
		}
		check()
		for typed, want := range map[string]int{"觸覺": 1, "ＬＥＤ": 1, "触觉 led": 1, "電": 0} {
			if got := found(t, s, registry.Filter{Text: typed}); len(got) != want {
				t.Errorf("register, %s: %v", typed, got)
			}
		}
	})
}

func TestListingFilters(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		market(t, s)
		for _, c := range []struct {
			name string
			f    hall.ListingFilter
			want []string
		}{
			{"all that are open", hall.ListingFilter{}, []string{"1", "2", "3"}},
			{"two characters", hall.ListingFilter{Text: "电池"}, []string{"1", "2"}},
			{"every word", hall.ListingFilter{Text: "电池 隔膜"}, []string{"2"}},
			{"English words", hall.ListingFilter{Text: "batteries"}, []string{"1", "2"}},
			{"English words, of which one is unknown", hall.ListingFilter{Text: "battery unicorn"}, nil},
			{"one word is enough", hall.ListingFilter{Text: "battery unicorn", Any: true}, []string{"1", "2"}},
			{"a secret is not searched", hall.ListingFilter{Text: "配方"}, nil},
			{"a joker is a sign", hall.ListingFilter{Text: "%"}, nil},
			{"deal", hall.ListingFilter{Deal: "licence"}, []string{"2"}},
			{"several of a field", hall.ListingFilter{Deal: "licence,assignment", Grade: "B"}, []string{"2"}},
			{"any of several grades", hall.ListingFilter{Grade: "A,B"}, []string{"1", "2", "3"}},
			{"section", hall.ListingFilter{Section: "C"}, []string{"3"}},
			{"grade and kind", hall.ListingFilter{Grade: "A", Kind: "invention"}, []string{"1", "3"}},
			{"district of the seller", hall.ListingFilter{District: "东埠"}, []string{"3"}},
			{"seller", hall.ListingFilter{Seller: "uni"}, []string{"1", "2"}},
			{"right", hall.ListingFilter{Right: one}, []string{"1"}},
			{"any of rights", hall.ListingFilter{Rights: []string{one, "no such"}}, []string{"1"}},
			{"price from", hall.ListingFilter{PriceMin: 10_000_000}, []string{"1"}},
			{"price to, open prices left out", hall.ListingFilter{PriceMax: 10_000_000}, []string{"2"}},
			{"both ends", hall.ListingFilter{PriceMin: 8_000_000, PriceMax: 50_000_000}, []string{"1", "2"}},
			{"open prices alone", hall.ListingFilter{PriceOpen: true}, []string{"3"}},
			{"price to, open prices too", hall.ListingFilter{PriceMax: 10_000_000, PriceOpen: true}, []string{"2", "3"}},
			{"open prices and another field", hall.ListingFilter{PriceMax: 10_000_000, PriceOpen: true, Kind: "invention"}, []string{"3"}},
			{"kind of owner", hall.ListingFilter{Owner: "university"}, []string{"1", "2"}},
			{"any of several kinds of owner", hall.ListingFilter{Owner: "university,enterprise,person"}, []string{"1", "2", "3"}},
			{"maturity up to 5", hall.ListingFilter{Maturity: hall.MaturityLab}, []string{"2"}},
			{"maturity from 6 to 8, and 9", hall.ListingFilter{Maturity: hall.MaturityProved + "," + hall.MaturityMade}, []string{"1", "3"}},
			{"cheapest first, open prices last", hall.ListingFilter{Sort: "price_up"}, []string{"2", "1", "3"}},
			{"dearest first, open prices last", hall.ListingFilter{Sort: "price_down"}, []string{"1", "2", "3"}},
			{"best first", hall.ListingFilter{Sort: "score"}, []string{"1", "3", "2"}},
			{"second page", hall.ListingFilter{Limit: 2, Offset: 2}, []string{"3"}},
			{"before the first page", hall.ListingFilter{Offset: -5}, []string{"1", "2", "3"}},
		} {
			got, total, _ := search(t, s, stranger, c.f)
			if !slices.Equal(got, c.want) || (c.f.Limit == 0 && total != len(c.want)) {
				t.Errorf("%s: %v of %d, want %v", c.name, got, total, c.want)
			}
		}
	})
}

func TestListingFacets(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		market(t, s)
		_, _, got := search(t, s, stranger, hall.ListingFilter{Grade: "A", Deal: "assignment"})
		for field, want := range map[string]string{
			"grade": "A:2 ", "deal": "assignment:2 ", "kind": "invention:2 ", "section": "C:1 H:1 ", "licence": "", "district": "东埠:1 望潮:1 ",
			"price": "open:1 ", "maturity": "made:1 proved:1 ", "owner": "enterprise:1 university:1 ",
		} {
			if sorted(got[field]) != sorted(want) { // the engines sort Chinese differently
				t.Errorf("%s: %q, want %q", field, got[field], want)
			}
		}
		_, _, got = search(t, s, stranger, hall.ListingFilter{Text: "电池", Grade: "A"})
		if got["grade"] != "A:1 B:1 " {
			t.Errorf("a facet counts as if itself were not chosen: %q", got["grade"])
		}
		if _, _, got = search(t, s, stranger, hall.ListingFilter{PriceMin: 10_000_000}); got["price"] != "open:1 " || got["owner"] != "university:1 " {
			t.Errorf("with a price from: %v", got)
		}
	})
}

// TestListingScope: what is not open is found by those who take part, and
// counted for nobody else.
func TestListingScope(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		market(t, s)
		review := hall.ListingFilter{States: []kernel.State{hall.ListingReview}}
		member := func(p kernel.PartyID) kernel.Actor {
			return kernel.Actor{User: "u", Party: p, Rights: []kernel.Right{kernel.RightView}}
		}
		for name, c := range map[string]struct {
			a    kernel.Actor
			want []string
		}{
			"stranger":         {stranger, nil},
			"another seller":   {member("uni"), nil},
			"its seller":       {member("firm"), []string{"4"}},
			"no right to look": {kernel.Actor{User: "u", Party: "firm"}, nil},
			"the hall":         {kernel.Actor{User: "c", Posts: []kernel.Post{{Unit: hall.Unit, Role: hall.Clerk}}}, []string{"4"}},
			"another office":   {kernel.Actor{User: "c", Posts: []kernel.Post{{Unit: "elsewhere", Role: hall.Clerk}}}, nil},
		} {
			got, total, facets := search(t, s, c.a, review)
			if !slices.Equal(got, c.want) || total != len(c.want) || (len(c.want) == 0 && len(facets) > 0) {
				t.Errorf("%s: %v of %d, facets %v, want %v", name, got, total, facets, c.want)
			}
		}
		sold := offer{"1", hall.ListingSold, "uni", hall.ListingData{Title: "锂离子电池负极", Right: one, Price: 50_000_000}}
		putListing(t, s, sold, 2)
		if got, _, _ := search(t, s, stranger, hall.ListingFilter{}); !slices.Equal(got, []string{"2", "3"}) {
			t.Errorf("after the sale: %v", got)
		}
		if got, _, _ := search(t, s, stranger, hall.ListingFilter{States: []kernel.State{hall.ListingSold}}); got != nil {
			t.Errorf("a stranger finds what was sold: %v", got)
		}
	})
}

// TestListingsAreReadOn: page by page, by place, in every order: each once.
func TestListingsAreReadOn(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		for i, d := range []hall.ListingData{{Price: 300, Evaluation: &hall.Evaluation{Grade: "A", Score: 70.5}}, {Price: 100}, {PriceOpen: true, Evaluation: &hall.Evaluation{Grade: "B", Score: 70.5}},
			{Price: 100, Evaluation: &hall.Evaluation{Grade: hall.GradeLow, Score: 90}}, {PriceOpen: true}, {Price: 200, Evaluation: &hall.Evaluation{Grade: "A", Score: 80}}} {
			d.Title, d.IPC = fmt.Sprint("件", i), "H01M4/13"
			putListing(t, s, offer{strconv.Itoa(i + 1), hall.ListingListed, "uni", d}, 1)
		}
		for _, order := range []string{"newest", "price_up", "price_down", "score"} {
			whole, _, _ := search(t, s, stranger, hall.ListingFilter{Sort: order})
			var got []string
			f := hall.ListingFilter{Sort: order, Limit: 2}
			for range whole {
				rows, total, _, err := s.HallListings(context.Background(), stranger, f)
				if err != nil || total != len(whole) {
					t.Fatalf("%s: %d of %d, %v", order, total, len(whole), err)
				}
				for _, r := range rows {
					got, f.After = append(got, string(r.Case)), r.Place()
				}
			}
			if !slices.Equal(got, whole) || len(whole) != 6 {
				t.Errorf("%s: %v, want %v", order, got, whole)
			}
		}
	})
}

func TestRepriceShows(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		o := offer{"1", hall.ListingListed, "uni", hall.ListingData{Title: "锂离子电池负极", IPC: "H01M4/13", Price: 100}}
		putListing(t, s, o, 1)
		o.d.Price = 200
		putListing(t, s, o, 2)
		rows, _, _, err := s.HallListings(context.Background(), stranger, hall.ListingFilter{})
		if err != nil || len(rows) != 1 || rows[0].Price != money.Fen(200) {
			t.Errorf("%+v %v", rows, err)
		}
	})
}

func TestFeedback(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		d := storetest.Desk(t, s, storetest.NewClock(start))
		give := func(key string, a kernel.Actor, f kernel.Feedback) error {
			return d.Do(context.Background(), a, key, f)
		}
		me, she := kernel.Actor{User: "me"}, kernel.Actor{User: "she"}
		f := kernel.Feedback{User: "me", Subject: "XQ-1", Object: one, Kind: "shown", Version: "v1"}
		hers, opened, wrong := f, f, f
		hers.User, opened.Kind, wrong.Kind = "she", "opened", "liked"
		for i, err := range []error{give("a", me, f), give("b", me, f), give("c", she, hers), give("d", me, opened)} {
			if err != nil {
				t.Fatalf("%d: %v", i, err)
			}
		}
		if err := give("e", she, f); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("in another's name: %v", err)
		}
		if err := give("f", stranger, kernel.Feedback{Subject: "XQ-1", Object: one, Kind: "shown", Version: "v1"}); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("without a log-in: %v", err)
		}
		if err := give("g", me, wrong); !errs.Is(err, "kernel.feedback_wrong") {
			t.Errorf("unknown kind: %v", err)
		}
		far, wide := f, f
		far.Place, wide.Object, wide.Place, wide.Version = 4, "GP-2", 2, "v2"
		far.Kind = "signed"
		if err := give("h", me, far); !errs.Is(err, "kernel.feedback_by_act") {
			t.Errorf("somebody said of himself that he signed: %v", err)
		}
		if err := apply(t, s, start, far); err != nil {
			t.Fatal(err)
		}
		if err := give("i", me, wide); err != nil {
			t.Fatal(err)
		}
		got, err := s.Outcomes(context.Background(), time.Time{})
		want := []matching.Came{{AlgorithmVersion: "v1", Stage: matching.Signed, Proposals: 1, Placed: 1, Places: 4}, {AlgorithmVersion: "v2", Stage: matching.Shown, Proposals: 1, Placed: 1, Places: 2}}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%+v %v, want %+v", got, err, want)
		}
	})
}

// TestOldCards: cards made before there were words are found after a start.
func TestOldCards(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			s := storetest.Open(t, url, sqlstore.Options{})
			market(t, s)
			driver, address := "sqlite", strings.TrimPrefix(url, "sqlite:")
			if engine == "postgres" {
				driver, address = "pgx", url
			}
			db, err := sql.Open(driver, address)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec("update hall_listings set words = ''"); err != nil {
				t.Fatal(err)
			}
			if got, _, _ := search(t, s, stranger, hall.ListingFilter{Text: "电池"}); len(got) != 0 {
				t.Fatal("the words are still there")
			}
			if got, _, _ := search(t, storetest.Open(t, url, sqlstore.Options{}), stranger, hall.ListingFilter{Text: "電池"}); !slices.Equal(got, []string{"1", "2"}) {
				t.Errorf("%v", got)
			}
		})
	}
}
