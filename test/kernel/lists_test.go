package kernel

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quanlian/adapter/sqlstore"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
	"quanlian/test/storetest"
)

// dues takes the due instant from the data of the cases of this file.
func dues() sqlstore.Options {
	o := options()
	o.DueOf = func(c kernel.Case) time.Time {
		if len(c.Limits) == 0 || len(c.Pauses) > 0 {
			return time.Time{}
		}
		return c.Limits[0].From
	}
	return o
}

// inOrder tells whether lists agree with the cases themselves.
func inOrder(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	for after := kernel.CaseID(""); ; {
		astray, last, err := s.Astray(context.Background(), after, 50)
		if err != nil || len(astray) > 0 {
			t.Fatalf("what lists say of %v is not what the cases say (%v)", astray, err)
		}
		if after = last; last == "" {
			return
		}
	}
}

// Whatever acts are done in whatever order, lists read what the cases say.
func TestListsFollowEveryAct(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		people := []kernel.Actor{w.as("u-reader", ""), w.as("u-clerk", ""), w.as("u-clerk2", "")}
		r := rand.New(rand.NewPCG(7, 30))
		var cases []kernel.CaseID
		done := map[string]int{}
		for i := range 240 {
			w.clock.Advance(time.Hour)
			key := fmt.Sprintf("a%d", i)
			if len(cases) == 0 || r.IntN(12) == 0 {
				cases = append(cases, w.apply(people[0], key, "读者甲").Case)
				continue
			}
			move, in := []string{kernel.MoveClaim, kernel.MoveAskCorrection, kernel.MoveCorrect, kernel.MoveReassign, kernel.MoveSuspend, kernel.MoveResume, "issue", kernel.MoveReturn, kernel.MoveWithdraw}[r.IntN(9)], any(kernel.ReasonInput{Reason: "原因"})
			switch move {
			case kernel.MoveAskCorrection:
				in = kernel.CorrectionInput{Reason: "请补交"}
			case kernel.MoveReassign:
				in = kernel.ReassignInput{User: []kernel.UserID{"u-clerk", "u-clerk2"}[r.IntN(2)], Reason: "出差"}
			case kernel.MoveReturn:
				in = kernel.ReturnInput{To: "submitted", Reason: "重看"}
			}
			if _, err := w.act(people[r.IntN(len(people))], cases[r.IntN(len(cases))], move, key, 0, in); err == nil {
				done[move]++
				if i%4 == 0 {
					inOrder(t, s)
				}
			}
		}
		inOrder(t, s)
		if len(done) < 8 {
			t.Fatalf("only %v were done", done)
		}
	})
}

// A program from before case_list writes a case: its rows are found and mended.
func TestListsLeftBehindAreMended(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			s := storetest.Open(t, url, options())
			w := newWorld(t, s)
			reader := w.as("u-reader", "")
			one, two := w.apply(reader, "k1", "读者甲"), w.apply(reader, "k2", "读者乙")
			past(t, url, "update cases set title = 'x', version = version + 1 where id = '"+string(one.Case)+"'")
			past(t, url, "delete from case_list where case_id = '"+string(two.Case)+"'")
			list, err := s.Behind(context.Background(), start.Add(-time.Hour), 10)
			if err != nil || len(list) != 2 {
				t.Fatalf("behind are %v (%v)", list, err)
			}
			for _, id := range list {
				if err := s.Relist(context.Background(), id); err != nil {
					t.Fatal(err)
				}
			}
			inOrder(t, s)
			if list, err = s.Behind(context.Background(), start.Add(-time.Hour), 10); err != nil || len(list) != 0 {
				t.Fatalf("still behind are %v (%v)", list, err)
			}
		})
	}
}

// A database from before case_list is filled as acts would have filled it.
func TestListsOfAnOlderDatabase(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			s := storetest.Open(t, url, dues())
			all := manyCases(t, s)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			up, err := os.ReadFile("../../adapter/sqlstore/migrations/0030_case_list/up." + engine + ".sql")
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range append([]string{"drop table case_list"}, strings.Split(string(up), ";\n")...) {
				past(t, url, q)
			}
			s = storetest.Open(t, url, dues())
			if _, _, err := s.Reckon(context.Background(), "", len(all)); err != nil { // what has changed since is made good at the start
				t.Fatal(err)
			}
			inOrder(t, s)
			n, err := s.Tally(context.Background(), kernel.Actor{User: "x", Posts: []kernel.Post{{Unit: "library", Role: "clerk"}}}, kernel.ViewSummary, kernel.CaseQuery{})
			if err != nil || n[0] == 0 || n[0] >= len(all) {
				t.Fatalf("%v of %d cases are listed (%v)", n, len(all), err)
			}
		})
	}
}

// manyCases are of every kind that lists tell apart.
func manyCases(t *testing.T, s *sqlstore.Store) []kernel.Case {
	t.Helper()
	r := rand.New(rand.NewPCG(30, 31))
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	var out []kernel.Case
	for i := range 90 {
		at := start.Add(-time.Duration(r.IntN(6)) * time.Hour)
		c := kernel.Case{ID: kernel.CaseID(fmt.Sprintf("c-%03d", i)), No: fmt.Sprintf("N-%03d", i), Flow: kernel.FlowAddr(pick(string(librarycard.Card), "service/other.thing", "service/library.loan")), Title: pick("借书证", "阅览证", "Card"),
			State: kernel.State(pick("submitted", "issued")), Version: 1, Data: []byte("{}"), Item: pick("", "I1", "I2"), Unit: kernel.UnitID(pick("library", "archive")), District: pick("东埠", "鹤汀"),
			Assignee: kernel.UserID(pick("", "u-clerk", "u-absent")), Opened: at, Updated: at.Add(time.Duration(r.IntN(3)) * time.Hour)}
		for range r.IntN(5) {
			x := [][2]string{{"party:reader", "invited"}, {"party:agency", "invited"}, {"user:u-clerk", "invited"}, {"unit:library", "unit"}, {"unit:archive", "unit"}, {"unit:library@东埠", "district"}, {"public", "public"}}[r.IntN(7)]
			role := kernel.Role(pick("owner", "clerk", "seller"))
			switch x[0] {
			case "public":
				role = kernel.RolePublic
			case "user:u-clerk": // clerk is who has the case
				role = "seller"
			}
			c.Grant(kernel.Access{Relation: kernel.Relation(x[1]), Subject: x[0], As: role, Level: kernel.Level(1 + r.IntN(3))})
		}
		switch r.IntN(5) {
		case 0:
			c.Closed = c.Updated
		case 1:
			c.Hold = &kernel.Hold{Kind: kernel.HoldKind(pick("correction", "suspended"))}
		case 2: // its state stops the clock
			c.Pauses = []kernel.Pause{{From: at}}
		}
		if r.IntN(3) > 0 {
			c.Limits = []kernel.Limit{{From: start.Add(time.Duration(r.IntN(7)-3) * time.Hour)}}
		}
		out = append(out, c)
		if err := s.InTx(context.Background(), func(tx desk.Tx) error { return tx.PutCase(c, 0) }); err != nil {
			t.Fatal(err)
		}
	}
	inOrder(t, s)
	return out
}

// drawQuery is any question that a list may ask.
func drawQuery(rt *rapid.T) kernel.CaseQuery {
	maybe := func(name string, values ...string) string {
		return rapid.SampledFrom(append(slices.Repeat([]string{""}, 2*len(values)), values...)).Draw(rt, name)
	}
	q := kernel.CaseQuery{Flow: kernel.FlowAddr(maybe("flow", string(librarycard.Card))), Item: maybe("item", "I1"), Unit: kernel.UnitID(maybe("unit", "library")), District: maybe("district", "东埠"), Assignee: kernel.UserID(maybe("assignee", "u-clerk")),
		Text: maybe("text", "借", "card", "N-00"), Sort: maybe("sort", "updated", "opened", "oldest", "title"), Light: kernel.CaseLight(maybe("light", "held", "run", "none")), Role: kernel.Role(maybe("role", "owner")), Party: kernel.PartyID(maybe("party", "reader")),
		Pool: maybe("pool", "yes") != "", Part: maybe("part", "yes") != "", Yours: maybe("yours", "yes") != "", Others: maybe("others", "yes") != ""}
	if maybe("flows", "yes") != "" {
		q.Flows = []kernel.FlowAddr{"service/other.thing", "service/library.loan"}
	}
	switch maybe("standing", "open", "closed") {
	case "open":
		q.Open = true
	case "closed":
		q.Closed = true
	}
	if maybe("turn", "yes") != "" {
		q.Turn = []kernel.Role{"clerk"}
	}
	if maybe("not", "yes") != "" {
		q.Not = []kernel.FlowAddr{"service/other.thing"}
	}
	if maybe("states", "yes") != "" {
		q.States = []kernel.State{"submitted"}
	}
	if maybe("after", "yes") != "" {
		q.DueAfter = start.Add(-time.Hour)
	}
	if maybe("by", "yes") != "" {
		q.DueBy = start.Add(time.Duration(rapid.IntRange(-2, 2).Draw(rt, "edge")) * time.Hour)
	}
	return q
}

// asks is what a query asks, said once more and plainly.
func asks(q kernel.CaseQuery, a kernel.Actor, level kernel.Level, c kernel.Case, turn kernel.Role, due time.Time) bool {
	held, still := c.Hold != nil, stands(c, due)
	if held && c.Hold.Kind == kernel.HoldCorrection {
		turn = kernel.RoleOwner
	}
	seen := slices.ContainsFunc(rowsOf(c), func(x kernel.Access) bool {
		return sees(a, c, x) && x.Level >= level && (q.Role == "" || x.As == q.Role) && (!q.Part || x.As != kernel.RolePublic)
	})
	text, yours := strings.ToLower(q.Text), kernel.Yours(a, c, turn)
	if !c.Closed.IsZero() { // and something is asked of the owner still
		roles, _ := kernel.RolesOf(a, c)
		yours = !held && turn == kernel.RoleOwner && slices.Contains(roles, turn)
	}
	if q.Yours && !yours || q.Others && yours || len(q.Flows) > 0 && !slices.Contains(q.Flows, c.Flow) {
		return false
	}
	return seen && (q.Flow == "" || c.Flow == q.Flow) && (q.Item == "" || c.Item == q.Item) && (q.Unit == "" || c.Unit == q.Unit) && (q.District == "" || c.District == q.District) &&
		(q.Assignee == "" || c.Assignee == q.Assignee) && (!q.Pool || c.Assignee == "") && (!q.Open || c.Closed.IsZero()) && (!q.Closed || !c.Closed.IsZero()) &&
		(len(q.Turn) == 0 || slices.Contains(q.Turn, turn)) && !slices.Contains(q.Not, c.Flow) && (len(q.States) == 0 || slices.Contains(q.States, c.State)) &&
		(q.DueAfter.IsZero() || due.After(q.DueAfter)) && (q.DueBy.IsZero() || !due.IsZero() && !due.After(q.DueBy)) &&
		(q.Light == "" || q.Light == kernel.CaseHeld && still || !still && (q.Light == kernel.CaseRunning && !due.IsZero() || q.Light == kernel.CaseNoLimit && due.IsZero())) &&
		(q.Party == "" || slices.ContainsFunc(c.Access, func(x kernel.Access) bool { return x.Subject == "party:"+string(q.Party) })) &&
		(text == "" || strings.Contains(strings.ToLower(c.No), text) || strings.Contains(strings.ToLower(c.Title), text))
}

func rowsOf(c kernel.Case) []kernel.Access {
	if c.Assignee == "" {
		return c.Access
	}
	return append(slices.Clone(c.Access), kernel.Access{Relation: kernel.RelAssignee, Subject: "user:" + string(c.Assignee), As: kernel.RoleClerk, Level: kernel.ViewSecret})
}

// sees is the scope of rows, as ADR 3 says it.
func sees(a kernel.Actor, c kernel.Case, x kernel.Access) bool {
	if a.Scope != nil && x.Relation != kernel.RelPublic && !a.Covers(c.Flow.Matter()) {
		return false
	}
	return slices.Contains(a.Subjects(), x.Subject) || x.Relation == kernel.RelAssignee && slices.ContainsFunc(a.Posts, func(p kernel.Post) bool { return p.DeputyFor == c.Assignee && p.Unit == c.Unit })
}

// compare is the order of a list.
func compare(q kernel.CaseQuery, due func(kernel.Case) time.Time) func(a, b kernel.Case) int {
	clock := func(c kernel.Case) int {
		switch {
		case stands(c, due(c)):
			return 2
		case due(c).IsZero():
			return 1
		}
		return 0
	}
	return func(a, b kernel.Case) int {
		n := 0
		switch q.Sort {
		case "updated":
			n = b.Updated.Compare(a.Updated)
		case "opened":
			n = b.Opened.Compare(a.Opened)
		case "oldest":
			n = a.Opened.Compare(b.Opened)
		case "title":
			n = cmp.Compare(a.Title, b.Title)
		default:
			n = cmp.Or(cmp.Compare(clock(a), clock(b)), due(a).Compare(due(b)), b.Updated.Compare(a.Updated))
		}
		return cmp.Or(n, cmp.Compare(a.ID, b.ID))
	}
}

func idsOf(list []kernel.Case) []kernel.CaseID {
	out := []kernel.CaseID{}
	for _, c := range list {
		out = append(out, c.ID)
	}
	return out
}

// What a list shows, in which order, what its counts say, and what stands beside
// a case of it, is what comes of looking at every case.
func TestListsAreWhatTheCasesSay(t *testing.T) {
	t.Parallel()
	storetest.Run(t, dues(), func(t *testing.T, s *sqlstore.Store) {
		ctx, all, o := context.Background(), manyCases(t, s), dues()
		due := func(c kernel.Case) time.Time {
			if c.Closed.IsZero() {
				return o.DueOf(c)
			}
			return time.Time{}
		}
		actors := []kernel.Actor{
			{User: "u-clerk", Posts: []kernel.Post{{Unit: "library", Role: "clerk"}, {Unit: "library", Role: "head"}, {Unit: "archive", Role: "clerk"}}},
			{User: "u-deputy", Posts: []kernel.Post{{Unit: "library", Role: "clerk", District: "东埠", DeputyFor: "u-absent"}, {Unit: "archive", Role: "clerk", DeputyFor: "u-absent"}}},
			{User: "u-reader", Party: "reader", Rights: kernel.AllRights()}, {User: "u-agent", Party: "reader", Mandate: "m", Rights: []kernel.Right{kernel.RightView}, Scope: []string{"service/library"}}, {},
		}
		facets := []kernel.CaseFacet{kernel.ByUnit, kernel.ByDistrict, kernel.ByItem, kernel.ByFlow, kernel.ByAssignee}
		rapid.Check(t, func(rt *rapid.T) {
			a, level := rapid.SampledFrom(actors).Draw(rt, "actor"), kernel.Level(rapid.IntRange(1, 3).Draw(rt, "level"))
			list := []kernel.CaseQuery{drawQuery(rt), drawQuery(rt)}
			for i := range list {
				if a.Party == "" { // an office asks by Turn
					list[i].Yours, list[i].Others = false, false
				}
			}
			var counts []kernel.CaseCount
			var wants [][]kernel.Case
			for _, q := range list {
				var want []kernel.Case
				for _, c := range all {
					if asks(q, a, level, c, o.TurnOf(c), due(c)) {
						want = append(want, c)
					}
				}
				slices.SortFunc(want, compare(q, due))
				wants, counts = append(wants, want), append(counts, kernel.CaseCount{CaseQuery: q, By: facets})
			}
			got, err := s.Counts(ctx, a, level, counts...)
			if err != nil {
				rt.Fatal(err)
			}
			for i, want := range wants {
				q := list[i]
				q.Limit = rapid.IntRange(1, 40).Draw(rt, "limit")
				q.Offset = rapid.IntRange(0, len(want)).Draw(rt, "offset")
				page, total, err := s.Cases(ctx, a, level, q)
				if err != nil || total != len(want) || got[i].N != total || !slices.Equal(idsOf(page), idsOf(want[q.Offset:min(len(want), q.Offset+q.Limit)])) {
					rt.Fatalf("%+v level %d %+v: listed %v of %d, counted %d, want %v (%v)", a, level, q, idsOf(page), total, got[i].N, idsOf(want), err)
				}
				by := map[string]int{}
				for _, c := range want {
					by[string(c.Unit)]++
				}
				if !maps.Equal(by, got[i].By[kernel.ByUnit]) {
					rt.Fatalf("%+v: by unit %v, want %v", q, got[i].By[kernel.ByUnit], by)
				}
				besides(rt, s, a, level, q, want, all)
				readOn(rt, s, a, level, q, want)
				stubs, err := s.Stubs(ctx, a, level, q)
				if err != nil || !slices.EqualFunc(stubs, want, func(x kernel.CaseStub, c kernel.Case) bool {
					return x.ID == c.ID && x.Closed.IsZero() == c.Closed.IsZero()
				}) {
					rt.Fatalf("%+v: stubs %v, want %v (%v)", q, stubs, idsOf(want), err)
				}
			}
		})
	})
}

func besides(rt *rapid.T, s *sqlstore.Store, a kernel.Actor, level kernel.Level, q kernel.CaseQuery, want, all []kernel.Case) {
	of := rapid.SampledFrom(all).Draw(rt, "beside")
	before, after, err := s.Beside(context.Background(), a, level, q, of.ID)
	at := slices.IndexFunc(want, func(c kernel.Case) bool { return c.ID == of.ID })
	name := func(c *kernel.Case) kernel.CaseID {
		if c == nil {
			return ""
		}
		return c.ID
	}
	left, right := kernel.CaseID(""), kernel.CaseID("")
	if at > 0 {
		left = want[at-1].ID
	}
	if at+1 < len(want) {
		right = want[at+1].ID
	}
	if err != nil || name(before) != left || name(after) != right {
		rt.Fatalf("%+v beside %s: %s and %s, want %s and %s (%v)", q, of.ID, name(before), name(after), left, right, err)
	}
}
