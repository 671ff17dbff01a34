package kernel

import (
	"context"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/test/librarycard"
	"quanlian/test/storetest"
)

const archive kernel.UnitID = "archive"

// absence gives the clerk of the library a colleague in another unit who
// stands in for three days from tomorrow on.
func absence(w *world) kernel.Deputy {
	w.t.Helper()
	writes := []kernel.Write{
		kernel.PutUser{ID: "u-archivist", Login: "archivist", Name: "档案员"}, kernel.PutPost{User: "u-archivist", Post: kernel.Post{Unit: archive, Role: kernel.RoleClerk}},
		kernel.PutUser{ID: "u-chief", Login: "chief", Name: "馆长"}, kernel.PutPost{User: "u-chief", Post: kernel.Post{Unit: librarycard.Unit, Role: kernel.RoleHead}},
		kernel.PutUser{ID: "u-keeper", Login: "keeper", Name: "系统管理员"}, kernel.PutPost{User: "u-keeper", Post: kernel.Post{Unit: librarycard.Unit, Role: "admin"}},
	}
	if err := w.d.Do(context.Background(), kernel.SystemActor("seed"), "absence", writes...); err != nil {
		w.t.Fatal(err)
	}
	return kernel.Deputy{ID: "d1", Absent: "u-clerk", Deputy: "u-archivist", Post: kernel.Post{Unit: librarycard.Unit, Role: kernel.RoleClerk},
		From: start.Add(24 * time.Hour), To: start.Add(96 * time.Hour), Reason: "休假"}
}

func (w *world) name(a kernel.Actor, key string, d kernel.Deputy) error {
	return w.d.Do(context.Background(), a, key, kernel.NameDeputy{Deputy: d})
}

func TestWhoMayNameADeputy(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		good := absence(w)
		for _, x := range []struct {
			who    kernel.UserID
			change func(*kernel.Deputy)
			want   string
		}{
			{"u-clerk2", func(*kernel.Deputy) {}, "kernel.forbidden"},
			{"u-reader", func(*kernel.Deputy) {}, "kernel.forbidden"},
			{"u-archivist", func(*kernel.Deputy) {}, "kernel.forbidden"},
			{"u-clerk", func(d *kernel.Deputy) { d.Deputy = "u-reader" }, "kernel.deputy.not_staff"},
			{"u-clerk", func(d *kernel.Deputy) { d.Deputy = "u-keeper" }, "kernel.deputy.unfit"},
			{"u-clerk", func(d *kernel.Deputy) { d.Deputy = "u-clerk" }, "kernel.deputy.nobody"},
			{"u-clerk", func(d *kernel.Deputy) { d.Post.Unit = archive }, "kernel.deputy.post_not_held"},
			{"u-clerk", func(d *kernel.Deputy) { d.To = d.From }, "kernel.deputy.bad_dates"},
			{"u-clerk", func(d *kernel.Deputy) { d.From, d.To = start.AddDate(0, 0, -9), start.AddDate(0, 0, -8) }, "kernel.deputy.bad_dates"},
			{"u-chief", func(*kernel.Deputy) {}, ""},
			{"u-clerk", func(d *kernel.Deputy) { d.ID = "d2" }, ""},
		} {
			d := good
			x.change(&d)
			err := w.name(w.as(x.who, ""), "n/"+string(x.who)+x.want, d)
			if x.want == "" && err != nil || x.want != "" && !errs.Is(err, x.want) {
				t.Errorf("%s names %+v: %v, want %q", x.who, d, err, x.want)
			}
		}
	})
}

// TestDeputyStandsIn: while it lasts the deputy sees and moves the cases of the
// unit and those that the absent one has, and the journal says for whom; before
// and after, and once the absent one has left the post, nothing of it.
func TestDeputyStandsIn(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx := context.Background()
		d := absence(w)
		if err := w.name(w.as("u-clerk", ""), "name", d); err != nil {
			t.Fatal(err)
		}
		r := w.apply(w.as("u-reader", ""), "k1", "读者甲")
		w.must(w.act(w.as("u-clerk", ""), r.Case, kernel.MoveClaim, "claim", 0, nil))
		sees := func() bool {
			_, err := s.Case(ctx, w.as("u-archivist", ""), string(r.Case), kernel.ViewSecret)
			list, n, e := s.Cases(ctx, w.as("u-archivist", ""), kernel.ViewDetail, kernel.CaseQuery{})
			if e != nil || (n == 1) != (err == nil) || len(list) != n {
				t.Fatalf("listed %d, opened %v, %v", n, err, e)
			}
			return err == nil
		}
		if sees() {
			t.Fatal("before the first day")
		}
		w.clock.Advance(25 * time.Hour)
		if !sees() {
			t.Fatal("on the first day")
		}
		w.must(w.act(w.as("u-archivist", ""), r.Case, "issue", "issue", 0, nil))
		h, err := s.History(ctx, r.Case)
		if err != nil {
			t.Fatal(err)
		}
		last := h[len(h)-1]
		if last.Act != "issue" || last.Actor.User != "u-archivist" || last.For != "u-clerk" || last.ForName != "馆员" {
			t.Fatalf("journal %+v", last)
		}
		if e := h[len(h)-2]; e.For != "" {
			t.Fatalf("the clerk's own act is for %q", e.For)
		}
		w.clock.Advance(72 * time.Hour)
		if sees() {
			t.Fatal("after the last day")
		}
		d.ID, d.From, d.To = "d2", w.clock.Now(), w.clock.Now().Add(time.Hour)
		if err := w.name(w.as("u-chief", ""), "again", d); err != nil || !sees() {
			t.Fatalf("named by the head: %v", err)
		}
		if err := w.d.Do(ctx, w.as("u-archivist", ""), "end0", kernel.EndDeputy{ID: "d2", Absent: "u-clerk", Unit: librarycard.Unit}); !errs.Is(err, "kernel.forbidden") {
			t.Fatalf("ended by the deputy: %v", err)
		}
		if err := w.d.Do(ctx, w.as("u-clerk", ""), "end", kernel.EndDeputy{ID: "d2", Absent: "u-clerk", Unit: librarycard.Unit}); err != nil || sees() {
			t.Fatalf("ended by the absent one: %v", err)
		}
		d.ID = "d3"
		if err := w.name(w.as("u-clerk", ""), "third", d); err != nil || !sees() {
			t.Fatal(err)
		}
		if err := w.d.Do(ctx, kernel.SystemActor("seed"), "leaves", kernel.PutPost{User: "u-clerk", Post: kernel.Post{Unit: librarycard.Unit, Role: kernel.RoleClerk}, Until: w.clock.Now()}); err != nil || sees() {
			t.Fatalf("the deputy of one who has left: %v", err)
		}
	})
}

// TestDeputyDoesNotSeeTheAbsentOnesOtherUnit: who stands in for one post sees
// nothing of the other; what a colleague of the unit may do anyway is not for
// somebody.
func TestDeputyKeepsToThePost(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx := context.Background()
		d := absence(w)
		seed := kernel.SystemActor("seed")
		if err := w.d.Do(ctx, seed, "second", kernel.PutPost{User: "u-clerk", Post: kernel.Post{Unit: archive, Role: kernel.RoleClerk}}); err != nil {
			t.Fatal(err)
		}
		d.Post.Unit, d.Deputy, d.From = archive, "u-chief", start
		if err := w.name(w.as("u-clerk", ""), "name", d); err != nil {
			t.Fatal(err)
		}
		r := w.apply(w.as("u-reader", ""), "k1", "读者甲")
		w.must(w.act(w.as("u-clerk", ""), r.Case, kernel.MoveClaim, "claim", 0, nil))
		w.must(w.act(w.as("u-clerk2", ""), r.Case, "issue", "issue", 0, nil))
		h, err := s.History(ctx, r.Case)
		if err != nil || h[len(h)-1].For != "" {
			t.Fatalf("a colleague of the unit acts for %q, %v", h[len(h)-1].For, err)
		}
		if err := w.d.Do(ctx, seed, "moved", kernel.PutPost{User: "u-chief", Post: kernel.Post{Unit: librarycard.Unit, Role: kernel.RoleHead}, Until: start}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Case(ctx, w.as("u-chief", ""), string(r.Case), kernel.ViewSummary); errs.KindOf(err) != errs.NotFound {
			t.Fatalf("the deputy for the archive opens a case of the library: %v", err)
		}
	})
}
