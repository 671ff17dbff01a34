package kernel

import (
	"context"
	"slices"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
	"quanlian/test/storetest"
)

// told are the texts of the notices that a user finds under the first hat.
func (w *world) told(user kernel.UserID) []string {
	w.t.Helper()
	list, err := w.s.Notices(context.Background(), w.as(user, ""), 50)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, n := range list {
		out = append(out, n.Text)
	}
	slices.Sort(out)
	return out
}

func (w *world) do(a kernel.Actor, key string, list ...kernel.Write) error {
	return w.d.Do(context.Background(), a, key, list...)
}

func (w *world) mustDo(a kernel.Actor, key string, list ...kernel.Write) {
	w.t.Helper()
	if err := w.do(a, key, list...); err != nil {
		w.t.Fatal(err)
	}
}

// TestTripwire: whatever is filed in a party's name, by a member, by an agent or
// after approval, its administrators are told, and nobody else; a move that
// does not leave the house tells nobody, nor does a refused one.
func TestTripwire(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		seed := kernel.SystemActor("seed")
		w.mustDo(seed, "staff", kernel.PutUser{ID: "u-junior", Login: "junior", Name: "新手"}, kernel.PutMember{User: "u-junior", Party: "reader", Duty: kernel.DutyHandler, Rights: []kernel.Right{kernel.RightView, kernel.RightSubmit, kernel.RightWithdraw}})
		r := w.apply(w.as("u-junior", ""), "k1", "读者甲")
		if got := w.told("u-reader"); !slices.Equal(got, []string{"kernel.notice.tripwire"}) {
			t.Fatalf("after an opening: %v", got)
		}
		if got := w.told("u-junior"); len(got) != 0 {
			t.Fatalf("who administers nothing is told %v", got)
		}
		list, err := s.Notices(context.Background(), w.as("u-reader", ""), 1)
		if err != nil || list[0].Args["who"] != "新手" || list[0].Args["move"] != "apply" || list[0].Case != r.Case || list[0].Flow != librarycard.Card {
			t.Fatalf("notice %+v, %v", list, err)
		}
		w.must(w.act(w.as("u-clerk", ""), r.Case, kernel.MoveClaim, "c", 0, nil))
		w.must(w.act(w.as("u-clerk", ""), r.Case, kernel.MoveAskCorrection, "a", 0, kernel.CorrectionInput{Reason: "补身份证明"}))
		w.must(w.act(w.as("u-junior", ""), r.Case, kernel.MoveCorrect, "b", 0, kernel.ReasonInput{}))
		if _, err := w.d.Open(context.Background(), w.as("u-junior", ""), desk.OpenCommand{Flow: librarycard.Card, Move: "apply", Key: "empty", Input: raw(librarycard.Apply{})}); err == nil {
			t.Fatal("an empty form was taken")
		}
		own := func() int {
			return len(slices.DeleteFunc(w.told("u-reader"), func(x string) bool { return x != "kernel.notice.tripwire" }))
		}
		if n := own(); n != 2 {
			t.Fatalf("%d notices after moves inside, a correction and a refused one", n)
		}
		w.must(w.act(w.as("u-junior", ""), r.Case, kernel.MoveWithdraw, "w", 0, kernel.ReasonInput{Reason: "不办了"}))
		if n := own(); n != 3 {
			t.Fatalf("%d notices after a withdrawal", n)
		}
		w.mustDo(w.as("u-reader", ""), "m", kernel.GrantMandate{Mandate: kernel.Mandate{ID: "m1", Principal: "reader", Agent: "agency", Scope: []string{"*"}, Rights: []kernel.Right{kernel.RightView, kernel.RightSubmit}, From: start, To: start.AddDate(1, 0, 0)}})
		w.apply(w.as("u-agent", "reader"), "k2", "读者乙")
		if got := w.told("u-reader"); !slices.Contains(got, "kernel.notice.tripwire_agent") || !slices.Contains(got, "kernel.notice.mandate_given") {
			t.Fatalf("after the agent's filing: %v", got)
		}
		if got := w.told("u-agent"); !slices.Equal(got, []string{"kernel.notice.mandate_given"}) {
			t.Fatalf("the agent is told %v", got)
		}
		p, err := s.Party(context.Background(), "reader")
		if err != nil {
			t.Fatal(err)
		}
		p.Quiet = true
		w.mustDo(w.as("u-reader", ""), "q", kernel.PutParty{Party: p})
		before := len(w.told("u-reader"))
		w.apply(w.as("u-junior", ""), "k3", "读者丙")
		if got := len(w.told("u-reader")); got != before {
			t.Fatal("told although it is switched off")
		}
	})
}

// TestTripwireAfterApproval: what waits inside has not left; the last word tells.
func TestTripwireAfterApproval(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		r := w.apply(w.as("u-handler", ""), "k1", "读者丙")
		if got := w.told("u-head"); len(got) != 0 {
			t.Fatalf("told before it left: %v", got)
		}
		for _, u := range []kernel.UserID{"u-reviewer", "u-head"} {
			if _, err := w.d.Approve(context.Background(), w.as(u, ""), r.Pending, true, "同意"); err != nil {
				t.Fatal(err)
			}
		}
		if got := w.told("u-head"); !slices.Equal(got, []string{"kernel.notice.approval_wanted", "kernel.notice.tripwire"}) {
			t.Fatalf("after the last word: %v", got)
		}
	})
}

// TestReadersAreRemembered: the party sees who looked into its file, not its own
// people; another party sees nothing of it; the history of the case does not
// swell.
func TestReadersAreRemembered(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx := context.Background()
		r := w.apply(w.as("u-reader", ""), "k1", "读者甲")
		before, err := s.History(ctx, r.Case)
		if err != nil {
			t.Fatal(err)
		}
		w.mustDo(w.as("u-clerk", ""), "r1", kernel.Journaled{What: "case", Case: r.Case})
		w.mustDo(w.as("u-clerk", ""), "r1", kernel.Journaled{What: "case", Case: r.Case}) // the same key: once
		w.mustDo(w.as("u-clerk2", ""), "r2", kernel.Journaled{What: "paper", Case: r.Case, Paper: "借书证.pdf"})
		w.mustDo(w.as("u-reader", ""), "r3", kernel.Journaled{What: "case", Case: r.Case})
		if err := w.do(w.as("u-agent", ""), "r4", kernel.Journaled{What: "case", Case: "no-such"}); errs.KindOf(err) != errs.NotFound {
			t.Fatalf("a read of nothing: %v", err)
		}
		list, err := s.Readings(ctx, "reader", "", 10)
		if err != nil || len(list) != 2 {
			t.Fatalf("readings %+v, %v", list, err)
		}
		slices.SortFunc(list, func(a, b kernel.Reading) int { return len(a.What) - len(b.What) })
		if list[0].Actor.User != "u-clerk" || list[1].Paper != "借书证.pdf" || list[1].No != r.No || len(list[0].Actor.Posts) != 1 {
			t.Fatalf("readings %+v", list)
		}
		if other, err := s.Readings(ctx, "agency", "", 10); err != nil || len(other) != 0 {
			t.Fatalf("another party sees %+v, %v", other, err)
		}
		after, err := s.History(ctx, r.Case)
		if err != nil || len(after) != len(before) {
			t.Fatalf("history has %d entries, had %d, %v", len(after), len(before), err)
		}
	})
}

func TestReassignOnlyToStaffOfTheUnit(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		r := w.apply(w.as("u-reader", ""), "k1", "读者甲")
		clerk := w.as("u-clerk", "")
		for _, to := range []kernel.UserID{"u-agent", "u-reader", "nobody"} {
			if _, err := w.act(clerk, r.Case, kernel.MoveReassign, "s"+string(to), 0, kernel.ReassignInput{User: to, Reason: "移交"}); !errs.Is(err, "kernel.reassign_to_stranger") {
				t.Errorf("reassigned to %s: %v", to, err)
			}
		}
		w.mustDo(kernel.SystemActor("seed"), "leaves", kernel.PutPost{User: "u-clerk2", Post: kernel.Post{Unit: librarycard.Unit, Role: kernel.RoleClerk}, Until: w.clock.Now().Add(time.Hour)})
		w.must(w.act(clerk, r.Case, kernel.MoveReassign, "s1", 0, kernel.ReassignInput{User: "u-clerk2", Reason: "移交"}))
		w.clock.Advance(2 * time.Hour)
		if _, err := w.act(clerk, r.Case, kernel.MoveReassign, "s2", 0, kernel.ReassignInput{User: "u-clerk2", Reason: "移交"}); !errs.Is(err, "kernel.reassign_to_stranger") {
			t.Errorf("to one who has left: %v", err)
		}
	})
}

// TestPartyKeepsItsAdministrator: the last administrator stays, and so does who
// alone can give a word of the chain.
func TestPartyKeepsItsAdministrator(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		boss := w.as("u-reader", "")
		view := []kernel.Right{kernel.RightView}
		for i, x := range []struct {
			who  kernel.Actor
			w    kernel.Write
			want string
		}{
			{boss, kernel.PutMember{User: "u-reader", Party: "reader", Duty: kernel.DutyHandler, Rights: view}, "kernel.member.last_admin"},
			{boss, kernel.PutMember{User: "u-reader", Party: "reader"}, "kernel.member.last_admin"},
			{boss, kernel.PutMember{User: "u-agent", Party: "agency", Rights: view}, "kernel.forbidden"},
			{boss, kernel.PutMember{User: "u-agent", Party: "reader", Duty: "chief", Rights: view}, "kernel.member.no_such_duty"},
			{boss, kernel.PutMember{User: "u-agent", Party: "reader", Duty: kernel.DutyReviewer, Rights: kernel.AllRights()}, ""},
			{boss, kernel.PutParty{Party: kernel.Party{ID: "reader", Kind: "enterprise", Name: "读者公司", Approval: []kernel.Duty{kernel.DutyReviewer, kernel.DutyHead}}}, "kernel.party.chain_empty"},
			{boss, kernel.PutParty{Party: kernel.Party{ID: "reader", Kind: "enterprise", Name: "读者公司", Approval: []kernel.Duty{kernel.DutyHandler}}}, "kernel.party.bad_chain"},
			{boss, kernel.PutParty{Party: kernel.Party{ID: "reader", Kind: "enterprise", Name: "别的公司"}}, "kernel.forbidden"},
			{boss, kernel.PutParty{Party: kernel.Party{ID: "reader", Kind: "enterprise", Name: "读者公司", Approval: []kernel.Duty{kernel.DutyReviewer}}}, ""},
			{boss, kernel.PutMember{User: "u-agent", Party: "reader", Duty: kernel.DutyHandler, Rights: kernel.AllRights()}, "kernel.member.chain_broken"},
			{boss, kernel.PutMember{User: "u-agent", Party: "reader"}, "kernel.member.chain_broken"},
			{boss, kernel.AddUser{ID: "u-x", Login: "reader", Name: "重名", Party: "reader"}, "kernel.user.login_taken"},
			{boss, kernel.AddUser{ID: "u-x", Login: "new one", Name: "新人", Party: "reader"}, "kernel.user.bad_login"},
			{boss, kernel.AddUser{ID: "u-x", Login: "newone", Name: "新人", Party: "agency"}, "kernel.forbidden"},
			{boss, kernel.AddUser{ID: "u-x", Login: "newone", Name: "新人"}, "kernel.forbidden"},
			{boss, kernel.AddUser{ID: "u-x", Login: "newone", Name: "新人", Party: "reader"}, ""},
			{boss, kernel.IssueLink{User: "u-x", Hash: "h0", Until: start.Add(time.Hour), Party: "reader"}, "kernel.no_such_user"}, // no member yet
			{boss, kernel.PutMember{User: "u-x", Party: "reader", Duty: kernel.DutyHandler, Rights: view}, ""},
			{boss, kernel.IssueLink{User: "u-x", Hash: "h1", Until: start.Add(time.Hour), Party: "reader"}, ""},
			{boss, kernel.IssueLink{User: "u-x", Hash: "h2", Until: start.Add(time.Hour)}, "kernel.forbidden"}, // the city's
			{boss, kernel.SetPassword{User: "u-agent", Hash: "h"}, "kernel.forbidden"},
			{boss, kernel.CloseUser{User: "u-agent", Closed: true}, "kernel.forbidden"},
			{boss, kernel.EndLogIns{User: "u-agent"}, "kernel.forbidden"},
			{boss, kernel.PutUser{ID: "u-reader", Login: "agent", Name: "冒名"}, "kernel.forbidden"},
		} {
			err := w.do(x.who, "case/"+string(rune('a'+i)), x.w)
			if x.want == "" && err != nil || x.want != "" && !errs.Is(err, x.want) {
				t.Errorf("%d %T: %v, want %q", i, x.w, err, x.want)
			}
		}
		w.mustDo(kernel.SystemActor("seed"), "vouched", kernel.PutUser{ID: "u-v", Login: "vouched", Name: "来人"}, kernel.LinkIdentity{User: "u-v", Key: "k-v", Provider: "city", Name: "来人"}, kernel.PutMember{User: "u-v", Party: "reader", Duty: kernel.DutyHandler, Rights: view})
		if err := w.do(boss, "take over", kernel.IssueLink{User: "u-v", Hash: "h4", Until: start.Add(time.Hour), Party: "reader"}); !errs.Is(err, "kernel.user.has_password") {
			t.Errorf("a link for one whom a provider lets in: %v", err)
		}
		w.mustDo(kernel.SystemActor("seed"), "pw", kernel.PutUser{ID: "u-x", Login: "newone", Name: "新人", Hash: "set"})
		if err := w.do(boss, "late", kernel.IssueLink{User: "u-x", Hash: "h3", Until: start.Add(time.Hour), Party: "reader"}); !errs.Is(err, "kernel.user.has_password") {
			t.Errorf("a link for one who has a password: %v", err)
		}
	})
}
