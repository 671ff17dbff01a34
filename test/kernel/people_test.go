package kernel

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quanlian/adapter/policy"
	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/catalogue/policies"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
	"quanlian/test/storetest"
)

func TestThreeStepApproval(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx := context.Background()
		r := w.apply(w.as("u-handler", ""), "k1", "读者丙")
		if r.Pending == "" || r.Case != "" {
			t.Fatalf("left the organisation at once: %+v", r)
		}
		if _, err := w.d.Approve(ctx, w.as("u-handler", ""), r.Pending, true, ""); !errs.Is(err, "kernel.own_approval") {
			t.Fatalf("own approval: %v", err)
		}
		if _, err := w.d.Approve(ctx, w.as("u-reader", ""), r.Pending, true, ""); errs.KindOf(err) != errs.NotFound {
			t.Fatalf("another organisation's approval: %v", err)
		}
		p, err := w.d.Approve(ctx, w.as("u-reviewer", ""), r.Pending, true, "同意")
		if err != nil || p.State != desk.PendingOpen {
			t.Fatalf("first word: %+v %v", p, err)
		}
		if _, err = w.d.Approve(ctx, w.as("u-reviewer", ""), r.Pending, true, ""); errs.KindOf(err) != errs.Forbidden {
			t.Fatalf("second word of the same person: %v", err)
		}
		p, err = w.d.Approve(ctx, w.as("u-head", ""), r.Pending, true, "同意")
		if err != nil || p.State != desk.PendingSent || p.Receipt == nil || p.Receipt.State != "submitted" {
			t.Fatalf("last word: %+v %v", p, err)
		}
		if _, err = w.d.Approve(ctx, w.as("u-head", ""), r.Pending, true, ""); !errs.Is(err, "kernel.approval_over") {
			t.Fatalf("after the end: %v", err)
		}
	})
}

// TestHeadSpeaksForTheStepBefore: the word of the head given at the reviewer's
// step is the last one: it cannot be asked of the head a second time. What the
// head prepares needs the reviewer's word alone.
func TestHeadSpeaksForTheStepBefore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx := context.Background()
		r := w.apply(w.as("u-handler", ""), "k1", "读者丙")
		if got := w.told("u-reviewer"); !slices.Equal(got, []string{"kernel.notice.approval_wanted"}) {
			t.Fatalf("the reviewer is told %v", got)
		}
		p, err := w.d.Approve(ctx, w.as("u-head", ""), r.Pending, true, "同意")
		if err != nil || p.State != desk.PendingSent || p.Receipt == nil {
			t.Fatalf("the head's word: %+v %v", p, err)
		}
		own := w.apply(w.as("u-head", ""), "k2", "读者丁")
		p, err = w.d.Approve(ctx, w.as("u-reviewer", ""), own.Pending, true, "同意")
		if err != nil || p.State != desk.PendingSent {
			t.Fatalf("what the head prepared: %+v %v", p, err)
		}
	})
}

// TestRefusedApprovalGoesBack: its maker is told why and takes it back, once;
// nobody else may. What waits can be withdrawn in the same way.
func TestRefusedApprovalGoesBack(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx := context.Background()
		r := w.apply(w.as("u-handler", ""), "k1", "读者丙")
		if _, err := w.d.Approve(ctx, w.as("u-reviewer", ""), r.Pending, false, "姓名写错"); err != nil {
			t.Fatal(err)
		}
		if got := w.told("u-handler"); !slices.Equal(got, []string{"kernel.notice.approval_refused"}) {
			t.Fatalf("the maker is told %v", got)
		}
		list, err := s.Returned(ctx, "strict")
		if err != nil || len(list) != 1 || list[0].ID != r.Pending {
			t.Fatalf("returned %+v %v", list, err)
		}
		if _, err := w.d.TakeBack(ctx, w.as("u-reviewer", ""), r.Pending); errs.KindOf(err) != errs.NotFound {
			t.Fatalf("taken by another: %v", err)
		}
		if p, err := w.d.TakeBack(ctx, w.as("u-handler", ""), r.Pending); err != nil || p.Open == nil || p.State != desk.PendingTaken {
			t.Fatalf("taken back: %+v %v", p, err)
		}
		if _, err := w.d.TakeBack(ctx, w.as("u-handler", ""), r.Pending); !errs.Is(err, "kernel.approval_over") {
			t.Fatalf("taken back twice: %v", err)
		}
		if list, err = s.Returned(ctx, "strict"); err != nil || len(list) != 0 {
			t.Fatalf("still returned %+v %v", list, err)
		}
		waits := w.apply(w.as("u-handler", ""), "k2", "读者戊")
		if _, err := w.d.TakeBack(ctx, w.as("u-handler", ""), waits.Pending); err != nil {
			t.Fatal(err)
		}
		if _, err := w.d.Approve(ctx, w.as("u-reviewer", ""), waits.Pending, true, ""); !errs.Is(err, "kernel.approval_over") {
			t.Fatalf("approved after it was withdrawn: %v", err)
		}
	})
}

// TestRefusedApprovalsExpire: 90 days after the refusal, not after the asking.
func TestRefusedApprovalsExpire(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx := context.Background()
		sweep := func(key string, want bool, left int) {
			t.Helper()
			before := w.clock.Now().Add(-kernel.DraftKept)
			if old, err := s.OldDrafts(ctx, before); err != nil || old != want {
				t.Fatalf("%s: old %v %v", key, old, err)
			}
			w.mustDo(kernel.SystemActor(kernel.RoleSystem), key, kernel.DropOldDrafts{Before: before})
			if list, err := s.Returned(ctx, "strict"); err != nil || len(list) != left {
				t.Fatalf("%s: %d left, want %d: %v", key, len(list), left, err)
			}
		}
		waits := w.apply(w.as("u-handler", ""), "k0", "读者甲")
		r := w.apply(w.as("u-handler", ""), "k1", "读者丙")
		w.clock.Advance(60 * 24 * time.Hour)
		if _, err := w.d.Approve(ctx, w.as("u-reviewer", ""), r.Pending, false, "姓名写错"); err != nil {
			t.Fatal(err)
		}
		w.clock.Advance(60 * 24 * time.Hour)
		sweep("s1", false, 1)
		w.clock.Advance(31 * 24 * time.Hour)
		sweep("s2", true, 0)
		sweep("s3", false, 0) // and nothing is written again and again
		if p, err := s.Pending(ctx, waits.Pending); err != nil || p.State != desk.PendingOpen {
			t.Fatalf("what waits for a word is gone: %+v %v", p, err)
		}
	})
}

func TestMandate(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx := context.Background()
		r := w.apply(w.as("u-reader", ""), "k1", "读者甲")
		seen := func() error {
			for _, h := range mustHats(t, s, "u-agent", w.clock.Now()) {
				if _, err := s.Case(ctx, h, string(r.Case), kernel.ViewDetail); err == nil {
					return nil
				}
			}
			return errs.New(errs.NotFound, "unseen", nil)
		}
		if seen() == nil {
			t.Fatal("an agent without mandate sees the case")
		}
		grant := kernel.Mandate{ID: "m1", Principal: "reader", Agent: "agency", Scope: []string{"service/library"}, Rights: []kernel.Right{kernel.RightView, kernel.RightSubmit}, From: start, To: start.AddDate(0, 6, 0)}
		if err := w.d.Do(ctx, w.as("u-agent", ""), "g0", kernel.GrantMandate{Mandate: grant}); errs.KindOf(err) != errs.Forbidden {
			t.Fatalf("a mandate given by the agent itself: %v", err)
		}
		grant.ID = "m2"
		if err := w.d.Do(ctx, w.as("u-reader", ""), "g1", kernel.GrantMandate{Mandate: grant}); err != nil {
			t.Fatal(err)
		}
		if err := seen(); err != nil {
			t.Fatalf("under mandate: %v", err)
		}
		agent := w.as("u-agent", "reader")
		if agent.Mandate == "" || agent.Has(kernel.RightWithdraw) {
			t.Fatalf("hat %+v", agent)
		}
		if _, err := w.act(agent, r.Case, kernel.MoveWithdraw, "wd", 0, kernel.ReasonInput{Reason: "代为撤回"}); errs.KindOf(err) != errs.Forbidden {
			t.Fatalf("withdrawal without the right: %v", err)
		}
		other := grant
		other.ID, other.Scope = "m3", []string{"service/elsewhere"}
		w.clock.Advance(24 * time.Hour)
		if err := w.d.Do(ctx, w.as("u-reader", ""), "g2", kernel.RevokeMandate{ID: "m2", Principal: "reader", At: w.clock.Now()}, kernel.GrantMandate{Mandate: other}); err != nil {
			t.Fatal(err)
		}
		if seen() == nil {
			t.Fatal("a mandate for another matter opens the case")
		}
	})
}

// TestAgencyApproval: what an agent does for a client leaves the agent's own
// organisation, so that its people agree first; the case is the client's. A
// mandate that ended meanwhile sends nothing.
func TestAgencyApproval(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx := context.Background()
		grant := kernel.Mandate{ID: "m1", Principal: "reader", Agent: "strict", Scope: []string{"service/library"}, Rights: []kernel.Right{kernel.RightView, kernel.RightSubmit}, From: start, To: start.AddDate(0, 6, 0)}
		w.mustDo(w.as("u-reader", ""), "g1", kernel.GrantMandate{Mandate: grant})
		first, second := w.apply(w.as("u-handler", "reader"), "k1", "读者甲"), w.apply(w.as("u-handler", "reader"), "k2", "读者乙")
		if first.Pending == "" || first.Case != "" {
			t.Fatalf("left the agency at once: %+v", first)
		}
		if _, err := w.d.Approve(ctx, w.as("u-reader", ""), first.Pending, true, ""); errs.KindOf(err) != errs.NotFound {
			t.Fatalf("the client agrees for the agency: %v", err)
		}
		both := func(pending string) (desk.Pending, error) {
			if _, err := w.d.Approve(ctx, w.as("u-reviewer", ""), pending, true, "同意"); err != nil {
				t.Fatal(err)
			}
			return w.d.Approve(ctx, w.as("u-head", ""), pending, true, "同意")
		}
		p, err := both(first.Pending)
		if err != nil || p.Receipt == nil {
			t.Fatalf("after both words: %+v %v", p, err)
		}
		c, err := s.Case(ctx, w.as("u-reader", ""), string(p.Receipt.Case), kernel.ViewSecret)
		if err != nil || c.PartyAs(kernel.RoleOwner) != "reader" {
			t.Fatalf("the client's case: %+v %v", c, err)
		}
		w.clock.Advance(24 * time.Hour)
		w.mustDo(w.as("u-reader", ""), "g2", kernel.RevokeMandate{ID: "m1", Principal: "reader", At: w.clock.Now()})
		if _, err := both(second.Pending); !errs.Is(err, "kernel.mandate.over") {
			t.Fatalf("sent under a mandate that is over: %v", err)
		}
	})
}

func mustHats(t *testing.T, s *sqlstore.Store, u kernel.UserID, at time.Time) []kernel.Actor {
	t.Helper()
	h, err := s.Hats(context.Background(), u, at)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestStandardMoves(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		reader, clerk, clerk2 := w.as("u-reader", ""), w.as("u-clerk", ""), w.as("u-clerk2", "")
		r := w.apply(reader, "k1", "读者甲")
		w.must(w.act(clerk, r.Case, kernel.MoveClaim, "s1", 0, nil))
		if _, err := w.act(clerk2, r.Case, kernel.MoveClaim, "s2", 0, nil); !errs.Is(err, "kernel.claimed_already") {
			t.Fatalf("claimed twice: %v", err)
		}
		w.must(w.act(clerk, r.Case, kernel.MoveAskCorrection, "s3", 0, kernel.CorrectionInput{Reason: "请补交身份证明"}))
		if _, err := w.act(clerk, r.Case, "issue", "s4", 0, nil); !errs.Is(err, "kernel.on_hold") {
			t.Fatalf("moved while on hold: %v", err)
		}
		w.clock.Advance(48 * time.Hour)
		w.must(w.act(reader, r.Case, kernel.MoveCorrect, "s5", 0, kernel.ReasonInput{}))
		c := w.get(reader, r.Case)
		if c.Hold != nil || len(c.Pauses) != 1 || c.Pauses[0].To.Sub(c.Pauses[0].From) != 48*time.Hour {
			t.Fatalf("pause %+v", c.Pauses)
		}
		w.must(w.act(clerk, r.Case, kernel.MoveReassign, "s6", 0, kernel.ReassignInput{User: "u-clerk2", Reason: "出差"}))
		w.must(w.act(clerk, r.Case, kernel.MoveAddSigner, "s7", 0, kernel.SignerInput{User: "u-clerk2", Joint: true, Reason: "会签"}))
		w.asksASigner(reader, clerk, clerk2, r.Case)
		w.must(w.act(clerk, r.Case, kernel.MoveSuspend, "s9", 0, kernel.ReasonInput{Reason: "等待鉴定"}))
		w.must(w.act(clerk, r.Case, kernel.MoveResume, "s10", 0, kernel.ReasonInput{Reason: "鉴定完成"}))
		w.must(w.act(clerk, r.Case, "issue", "s11", 0, nil))
		w.must(w.act(clerk, r.Case, kernel.MoveReturn, "s12", 0, kernel.ReturnInput{To: "submitted", Reason: "发现材料过期"}))
		if _, err := w.act(clerk, r.Case, kernel.MoveReturn, "s13", 0, kernel.ReturnInput{To: "issued", Reason: "向前退"}); !errs.Is(err, "kernel.not_an_earlier_state") {
			t.Fatalf("return forwards: %v", err)
		}
		w.must(w.act(clerk, r.Case, kernel.MoveUrge, "s14", 0, kernel.ReasonInput{Reason: "快到期了"}))
		w.must(w.act(reader, r.Case, kernel.MoveWithdraw, "s15", 0, kernel.ReasonInput{Reason: "不办了"}))
		if c = w.get(reader, r.Case); c.State != kernel.StateWithdrawn || c.Closed.IsZero() {
			t.Fatalf("withdrawn %+v", c)
		}
	})
}

// listsAgree holds lists and counts of one case against what may be seen of it;
// closed is how many closed cases the actor may see by now.
func listsAgree(rt *rapid.T, s *sqlstore.Store, a kernel.Actor, level kernel.Level, c kernel.Case, allowed bool, closed int) {
	open := c.Closed.IsZero()
	for _, x := range []struct {
		q    kernel.CaseQuery
		want bool
	}{
		{kernel.CaseQuery{}, allowed}, {kernel.CaseQuery{Open: true}, allowed && open}, {kernel.CaseQuery{Closed: true}, allowed && !open},
		{kernel.CaseQuery{Open: true, Part: true, Brief: true}, allowed && open}, {kernel.CaseQuery{Open: true, Flow: librarycard.Card}, allowed && open && c.Flow == librarycard.Card},
		{kernel.CaseQuery{OpenAt: c.Opened}, allowed}, {kernel.CaseQuery{OpenAt: c.Opened.Add(-time.Second)}, false}, {kernel.CaseQuery{OpenAt: c.Opened.AddDate(1, 0, 0)}, allowed && open},
	} {
		x.q.Text = c.No
		list, total, err := s.Cases(context.Background(), a, level, x.q)
		if err != nil || (len(list) == 1) != x.want || total != len(list) {
			rt.Fatalf("actor %+v level %d access %+v closed %v query %+v: %d listed of %d, want %v (%v)", a, level, c.Access, !open, x.q, len(list), total, x.want, err)
		}
	}
	n, err := s.Tally(context.Background(), a, level, kernel.CaseQuery{Open: true}, kernel.CaseQuery{Closed: true}, kernel.CaseQuery{Closed: true, Text: c.No})
	if err != nil || n[1] != closed || (n[2] == 1) != (allowed && !open) {
		rt.Fatalf("actor %+v level %d: counted %v, %d closed are to be seen (%v)", a, level, n, closed, err)
	}
}

// TestListedIsAllowed: what a list shows at a level is exactly what the policy
// lets the actor view at that level, for every actor and every set of access rows.
func TestListedIsAllowed(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		ctx := context.Background()
		pol, err := policy.Load(policies.FS)
		if err != nil {
			t.Fatal(err)
		}
		subjects := []string{"party:reader", "party:agency", "party:strict", "user:u-reader", "unit:library", "unit:library@东埠", "unit:archive", "public"}
		relations := map[string]kernel.Relation{"public": kernel.RelPublic, "unit:library": kernel.RelUnit, "unit:archive": kernel.RelUnit, "unit:library@东埠": kernel.RelDistrict}
		n := 0
		closed := map[[2]int]int{} // by actor and level
		rapid.Check(t, func(rt *rapid.T) {
			n++
			c := kernel.Case{ID: kernel.CaseID(fmt.Sprintf("c-%06d", n)), No: fmt.Sprintf("N-%06d", n), Flow: rapid.SampledFrom([]kernel.FlowAddr{librarycard.Card, "service/other.thing"}).Draw(rt, "flow"), State: "submitted", Version: 1, Data: []byte("{}"), Opened: start, Updated: start}
			for _, sub := range rapid.SliceOfNDistinct(rapid.SampledFrom(subjects), 0, 4, rapid.ID).Draw(rt, "subjects") {
				rel, ok := relations[sub]
				if !ok {
					rel = kernel.RelInvited
				}
				c.Grant(kernel.Access{Relation: rel, Subject: sub, As: rapid.SampledFrom([]kernel.Role{"owner", "clerk", "seller"}).Draw(rt, "as"), Level: kernel.Level(rapid.IntRange(1, 3).Draw(rt, "level"))})
			}
			c.Assignee = rapid.SampledFrom([]kernel.UserID{"", "u-clerk", "u-absent"}).Draw(rt, "assignee")
			c.Unit = rapid.SampledFrom([]kernel.UnitID{"", "library", "archive"}).Draw(rt, "unit")
			if rapid.Bool().Draw(rt, "closed") {
				c.Closed = start.Add(time.Hour)
			}
			if err := s.InTx(ctx, func(tx desk.Tx) error { return tx.PutCase(c, 0) }); err != nil {
				rt.Fatal(err)
			}
			actors := []kernel.Actor{
				{User: "u-reader", Party: "reader", Rights: kernel.AllRights()}, {User: "u-agent", Party: "agency", Rights: kernel.AllRights()},
				{User: "u-agent", Party: "reader", Mandate: "m", Rights: []kernel.Right{kernel.RightView}, Scope: []string{"service/library"}},
				{User: "u-clerk", Posts: []kernel.Post{{Unit: "library", Role: "clerk"}}}, {User: "u-east", Posts: []kernel.Post{{Unit: "library", Role: "clerk", District: "东埠"}}},
				{User: "u-deputy", Posts: []kernel.Post{{Unit: "library", Role: "clerk", District: "东埠", DeputyFor: "u-absent"}}},
				{User: "nobody"}, {},
			}
			looker := rapid.IntRange(0, len(actors)-1).Draw(rt, "looker")
			for i, a := range actors {
				for level := kernel.ViewSummary; level <= kernel.ViewSecret; level++ {
					_, err := s.Case(ctx, a, string(c.ID), level)
					allowed := pol.MayView(a, c, level)
					if listed := err == nil; listed != allowed {
						rt.Fatalf("actor %+v level %d access %+v flow %s: listed %v, allowed %v", a, level, c.Access, c.Flow, listed, allowed)
					}
					if allowed && !c.Closed.IsZero() {
						closed[[2]int{i, int(level)}]++
					}
					if i == looker {
						listsAgree(rt, s, a, level, c, allowed, closed[[2]int{i, int(level)}])
					}
				}
			}
		})
	})
}

// TestPartiesOfKind: parties are listed by kind in the order asked, each by name.
func TestPartiesOfKind(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx := context.Background()
		for i, p := range []kernel.Party{{ID: "k-b", Kind: "k-expert", Name: "乙"}, {ID: "k-a", Kind: "k-expert", Name: "丙"}, {ID: "k-c", Kind: "k-agency", Name: "甲所"}} {
			if err := w.d.Do(ctx, kernel.SystemActor("test"), fmt.Sprintf("kind/%d", i), kernel.PutParty{Party: p}); err != nil {
				t.Fatal(err)
			}
		}
		list, err := s.PartiesOfKind(ctx, "k-expert", "k-agency", "k-none")
		var ids []kernel.PartyID
		for _, p := range list {
			ids = append(ids, p.ID)
		}
		if err != nil || !slices.Equal(ids, []kernel.PartyID{"k-a", "k-b", "k-c"}) {
			t.Fatalf("%v %v", ids, err)
		}
	})
}
