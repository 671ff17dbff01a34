package items

import (
	"context"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue"
	"quanlian/catalogue/items"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/test/storetest"
)

var start = time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)

func load(t testing.TB) *items.Catalogue {
	t.Helper()
	c, _, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// keep tells the store what the files say, as the program does at its start.
func keep(t testing.TB, s *sqlstore.Store, d *desk.Desk, c *items.Catalogue, key string) (changed bool) {
	t.Helper()
	have, err := s.KeptItems(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	w, changed := c.Keep(have)
	if changed {
		if err := d.Do(context.Background(), kernel.SystemActor("catalogue"), key, w); err != nil {
			t.Fatal(err)
		}
	}
	return changed
}

func ask[T any](t testing.TB, s *sqlstore.Store, q kernel.Query[T]) (out T, err error) {
	t.Helper()
	err = s.InTx(context.Background(), func(tx desk.Tx) error {
		var e error
		out, e = kernel.Load(tx, q)
		return e
	})
	return out, err
}

func TestStoreAnswersWhatTheFilesSay(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		c, d := load(t), storetest.Desk(t, s, storetest.NewClock(start))
		if !keep(t, s, d, c, "first") || keep(t, s, d, c, "second") {
			t.Fatal("the files are written once, and not again when nothing changed")
		}
		for _, day := range []calendar.Date{calendar.On(2025, 12, 31), calendar.On(2026, 1, 1), calendar.On(2026, 11, 20)} {
			for _, code := range c.Codes() {
				want, ok := c.InForce(code, day)
				got, err := ask(t, s, form.ItemInForce{Code: code, On: day})
				if ok != (err == nil) || ok && got.Hash() != want.Hash {
					t.Errorf("%s on %s: the files say %v %s, the store %v %s", code, day, ok, want.Hash, err, got.Hash())
				}
			}
		}
		for _, it := range c.All() {
			got, err := ask(t, s, form.ItemByHash{Hash: it.Hash()})
			if err != nil || got.Hash() != it.Hash() || got.Name != it.Name {
				t.Errorf("%s does not survive the store: %v", it.Code, err)
			}
		}
		if _, err := ask(t, s, form.ItemByHash{Hash: "none"}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("an unknown hash: %v", err)
		}
	})
}

func TestApprovedVersionCountsFromItsDay(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		c, d := load(t), storetest.Desk(t, s, storetest.NewClock(start))
		keep(t, s, d, c, "first")
		old, _ := c.InForce("ZL14", calendar.On(2026, 11, 20))
		fresh := old.Item
		fresh.From, fresh.Lead.Zh = calendar.On(2026, 12, 1), "改过的一句话。"
		apply := func(it form.Item) {
			t.Helper()
			err := s.InTx(context.Background(), func(tx desk.Tx) error {
				return tx.Apply(desk.Meta{At: start, Case: kernel.Case{ID: "change"}}, form.PutItem{Item: it})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		before, err := s.ItemsStamp(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		apply(fresh)
		if after, err := s.ItemsStamp(context.Background()); err != nil || after == before {
			t.Errorf("the stamp stays %d after an approval (%v)", after, err)
		}
		list, err := s.ApprovedItems(context.Background())
		if err != nil || len(list) != 1 || list[0].Case != "change" {
			t.Fatalf("approved: %v %v", list, err)
		}
		live := c.With([]items.Approved{{Item: list[0].Item, Case: string(list[0].Case)}})
		for day, want := range map[calendar.Date]string{calendar.On(2026, 11, 30): old.Hash, calendar.On(2026, 12, 1): fresh.Hash()} {
			got, err := ask(t, s, form.ItemInForce{Code: "ZL14", On: day})
			if err != nil || got.Hash() != want {
				t.Errorf("%s: the store says %s (%v)", day, got.Lead.Zh, err)
			}
			if v, ok := live.InForce("ZL14", day); !ok || v.Hash != want {
				t.Errorf("%s: the catalogue says %s", day, v.Item.Lead.Zh)
			}
		}
		// Another start of the program leaves the approved version alone.
		if keep(t, s, d, c, "third") {
			t.Error("an approved version looks like a change of the files")
		}
		// The same day approved again replaces it; the former stays by its hash.
		again := fresh
		again.Lead.Zh = "又改了。"
		apply(again)
		if got, err := ask(t, s, form.ItemInForce{Code: "ZL14", On: fresh.From}); err != nil || got.Hash() != again.Hash() {
			t.Errorf("the later approval of a day counts: %v %v", got.Lead, err)
		}
		if _, err := ask(t, s, form.ItemByHash{Hash: fresh.Hash()}); err != nil {
			t.Errorf("a case that was opened by the former version: %v", err)
		}
	})
}
