package kernel

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
	"quanlian/test/storetest"
)

// token makes a token of the actor's hat with the rights.
func (w *world) token(a kernel.Actor, id string, rights ...kernel.Right) error {
	t := kernel.Token{ID: kernel.TokenID(id), User: a.User, Name: id, Party: a.Party, Mandate: a.Mandate, Rights: rights, Made: w.clock.Now(), Expires: w.clock.Now().AddDate(0, 1, 0)}
	if a.Party == "" && len(a.Posts) > 0 {
		t.Post = a.Posts[0]
	}
	return w.d.Do(context.Background(), a, "token/"+id, kernel.PutToken{Token: t, Hash: kernel.TokenHash("secret " + id)})
}

// by is who acts by the token's secret now.
func (w *world) by(id string) (kernel.Actor, bool) {
	w.t.Helper()
	t, ok, err := w.s.TokenByHash(context.Background(), kernel.TokenHash("secret "+id))
	if err != nil {
		w.t.Fatal(err)
	}
	if !ok || !t.Live(w.clock.Now()) {
		return kernel.Actor{}, false
	}
	return t.Actor(mustHats(w.t, w.s, t.User, w.clock.Now()))
}

func TestTokenActsWithNoMoreThanItsHat(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		reader, clerk := w.as("u-reader", ""), w.as("u-clerk", "")
		for _, x := range []struct {
			id   string
			a    kernel.Actor
			ok   bool
			kind errs.Kind
			r    []kernel.Right
		}{
			{"all", reader, true, "", kernel.AllRights()},
			{"see", reader, true, "", []kernel.Right{kernel.RightView}},
			{"blind", reader, false, errs.Invalid, []kernel.Right{kernel.RightSubmit}},
			{"none", reader, false, errs.Invalid, nil},
			{"office", clerk, true, "", []kernel.Right{kernel.RightView, kernel.RightSubmit}},
			{"office-see", clerk, true, "", []kernel.Right{kernel.RightView}},
			{"office-pays", clerk, false, errs.Forbidden, []kernel.Right{kernel.RightView, kernel.RightPay}},
		} {
			if err := w.token(x.a, x.id, x.r...); errs.KindOf(err) != x.kind {
				t.Errorf("%s: %v", x.id, err)
			}
			if _, ok := w.by(x.id); ok != x.ok {
				t.Errorf("%s stands: %v, want %v", x.id, ok, x.ok)
			}
		}
		// A stranger cannot make one for somebody else's hat, a token none at all.
		foreign := reader
		foreign.Party = "strict"
		if err := w.token(foreign, "foreign", kernel.RightView); err == nil {
			if a, ok := w.by("foreign"); ok {
				t.Errorf("acts for a party that its person is no member of: %+v", a)
			}
		}
		all, _ := w.by("all")
		if err := w.token(all, "child", kernel.RightView); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("a token made a token: %v", err)
		}
		if err := w.d.Do(context.Background(), all, "member", kernel.PutMember{User: "u-x", Party: "reader", Rights: kernel.AllRights()}); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("a token made a member: %v", err)
		}
		for _, write := range []kernel.Write{kernel.PutUser{ID: all.User, Login: "x", Name: "x"}, kernel.PutParty{Party: kernel.Party{ID: all.Party}}, kernel.RevokeToken{ID: "see", User: all.User, Party: all.Party, At: w.clock.Now()}, kernel.EndDeputy{ID: "d"}} {
			if err := w.d.Do(context.Background(), all, "people/"+write.Write(), write); errs.KindOf(err) != errs.Forbidden {
				t.Errorf("a token did %s: %v", write.Write(), err)
			}
		}
		see, _ := w.by("see")
		if r, err := w.d.Open(context.Background(), see, desk.OpenCommand{Flow: librarycard.Card, Move: "apply", Key: "k0", Input: raw(librarycard.Apply{Reader: "甲"})}); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("a token that only sees applied: %+v %v", r, err)
		}
		r := w.apply(all, "k1", "读者甲")
		if _, err := s.Case(context.Background(), see, string(r.Case), kernel.ViewDetail); err != nil {
			t.Errorf("a token that sees does not see: %v", err)
		}
		h, err := s.History(context.Background(), r.Case)
		if err != nil || len(h) != 1 || h[0].Actor.Token != "all" || h[0].Actor.User != "u-reader" {
			t.Errorf("journal %+v %v", h, err)
		}
		office, _ := w.by("office-see")
		if _, err := w.d.Act(context.Background(), office, desk.Command{Case: r.Case, Move: "issue", Key: "k2"}); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("an office's token that only sees acted: %v", err)
		}
		office, _ = w.by("office")
		if _, err := w.d.Act(context.Background(), office, desk.Command{Case: r.Case, Move: "issue", Key: "k3"}); err != nil {
			t.Errorf("an office's token: %v", err)
		}
	})
}

func TestTokenEndsWithItsHat(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx := context.Background()
		reader := w.as("u-reader", "")
		for _, id := range []string{"a", "b", "c"} {
			if err := w.token(reader, id, kernel.RightView, kernel.RightSubmit); err != nil {
				t.Fatal(err)
			}
		}
		at := w.clock.Now()
		if err := s.UsedToken(ctx, "a", at); err != nil {
			t.Fatal(err)
		}
		list, err := s.Tokens(ctx, "u-reader", "")
		if err != nil || len(list) != 3 {
			t.Fatalf("%+v %v", list, err)
		}
		used := slices.IndexFunc(list, func(t kernel.Token) bool { return t.ID == "a" && t.Used.Equal(at) })
		if used < 0 {
			t.Errorf("the use is not remembered: %+v", list)
		}
		end := kernel.RevokeToken{ID: "b", User: "u-reader", Party: reader.Party, At: at}
		if err := w.d.Do(ctx, w.as("u-clerk", ""), "end0", end); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("ended by a stranger: %v", err)
		}
		if err := w.d.Do(ctx, reader, "end1", end); err != nil {
			t.Fatal(err)
		}
		if _, ok := w.by("b"); ok {
			t.Error("acts after it was taken back")
		}
		if err := w.d.Do(ctx, kernel.SystemActor("seed"), "less", kernel.PutMember{User: "u-reader", Party: reader.Party, Duty: kernel.DutyHandler, Rights: []kernel.Right{kernel.RightView}}); err != nil {
			t.Fatal(err)
		}
		if a, ok := w.by("a"); !ok || len(a.Rights) != 1 || a.Rights[0] != kernel.RightView {
			t.Errorf("keeps rights that its person has lost: %+v", a.Rights)
		}
		if err := w.d.Do(ctx, kernel.SystemActor("seed"), "out", kernel.PutMember{User: "u-reader", Party: reader.Party}); err != nil {
			t.Fatal(err)
		}
		if a, ok := w.by("a"); ok {
			t.Errorf("acts after its person has left: %+v", a)
		}
		w.clock.Advance(32 * 24 * 3600e9)
		if _, ok := w.by("c"); ok {
			t.Error("acts after its last day")
		}
	})
}

// TestTokenNeverExceedsItsHat: whatever was chosen, what acts has a part of it.
func TestTokenNeverExceedsItsHat(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rights := rapid.SliceOfDistinct(rapid.SampledFrom(kernel.AllRights()), func(r kernel.Right) kernel.Right { return r })
		had, has := rights.Draw(t, "had"), rights.Draw(t, "has")
		hat := kernel.Actor{User: "u", Party: "p", Rights: has, Posts: []kernel.Post{{Unit: "x", Role: "clerk"}}}
		tok := kernel.Token{ID: "t", User: "u", Party: "p", Rights: had}
		a, ok := tok.Actor([]kernel.Actor{{User: "u", Party: "q"}, hat})
		if !ok || len(a.Posts) != 0 || a.Party != "p" || a.Token != "t" {
			t.Fatalf("%+v %v", a, ok)
		}
		post := kernel.Token{ID: "o", User: "u", Post: kernel.Post{Unit: "x", Role: "clerk"}, Rights: has}
		if _, ok := post.Actor([]kernel.Actor{hat}); !ok {
			t.Fatal("an office held in person is not found")
		}
		hat.Posts[0].DeputyFor = "another" // who stands in for somebody has no token of it
		if _, ok := post.Actor([]kernel.Actor{hat}); ok {
			t.Fatal("a token of an office acts for a deputy")
		}
		for _, r := range a.Rights {
			if !slices.Contains(had, r) || !slices.Contains(has, r) {
				t.Fatalf("has %s of %v and %v", r, had, has)
			}
		}
	})
}
