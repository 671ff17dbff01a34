package hall

import (
	"context"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/registry"
)

// still makes a move while nobody looks at the office's register.
func (w *world) still(who string, c kernel.CaseID, move string, in any) error {
	w.t.Helper()
	_, err := w.d.Act(context.Background(), w.as(who), desk.Command{Case: c, Move: move, Key: w.key(), Input: raw(in)})
	return err
}

func (w *world) begins(who, move string, flow kernel.FlowAddr, in any) (kernel.CaseID, error) {
	w.t.Helper()
	r, err := w.d.Open(context.Background(), w.as(who), desk.OpenCommand{Flow: flow, Move: move, Key: w.key(), Input: raw(in)})
	return r.Case, err
}

// extract puts a picture of the office's page in.
func (w *world) extract(who string) string {
	w.t.Helper()
	id := "extract-" + w.key()
	w.ok(w.d.Do(context.Background(), w.as(who), w.key(), kernel.PutDocument{ID: id, Kind: "utilization.hall.paper.look", Name: "登记簿查询.png", SHA256: id, Bytes: 9, Media: "image/png", Level: kernel.ViewDetail, By: kernel.UserID("u-" + who)}))
	return id
}

func (w *world) looksAt(who string, at time.Time) hall.LookInput {
	local := at.In(calendar.China)
	return hall.LookInput{Day: calendar.DateOf(at), Time: local.Format("15:04"), Source: "登记簿副本", Papers: []string{w.extract(who)}}
}

// TestALookMakesTheRightFresh: in a city without a daily delivery an imported right
// is too old to be listed; its owner asks, the centre looks it up, and it can.
func TestALookMakesTheRightFresh(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210000001.6"
		w.patent(number, "owner")
		w.clock.Advance(48 * time.Hour)
		offer := hall.ListInput{Right: number, Deal: "assignment", Price: 1_000_000_00, Summary: "压阻阵列的读出电路"}
		if _, err := w.begins("owner", "list", hall.Listing, offer); !hasCode(err, "registry.check.stale") {
			t.Fatalf("an old right is listed: %v", err)
		}
		asked, err := w.begins("owner", "ask", hall.Look, hall.AskLookInput{Right: number})
		w.ok(err)
		if _, err := w.begins("owner", "ask", hall.Look, hall.AskLookInput{Right: number}); !hasCode(err, "utilization.hall.look_asked") {
			t.Errorf("asked twice: %v", err)
		}
		other, err := w.begins("buyer", "ask", hall.Look, hall.AskLookInput{Right: number})
		w.ok(err)
		if err := w.still("owner", asked, "confirm", w.looksAt("owner", w.clock.Now())); err == nil {
			t.Error("the owner confirms its own right")
		}
		was := w.clock.Now()
		for code, in := range map[string]hall.LookInput{
			"utilization.hall.look_future": w.looksAt("clerk", was.Add(time.Hour)),
			"utilization.hall.look_stale":  w.looksAt("clerk", was.Add(-25*time.Hour)),
			"utilization.hall.look_older":  w.looksAt("clerk", calendar.On(2023, 1, 1).At(9)),
			"utilization.hall.look_paper":  {Day: calendar.DateOf(was), Time: "09:00", Source: "登记簿副本"},
			"utilization.hall.look_time":   {Day: calendar.DateOf(was), Time: "nine", Source: "登记簿副本", Papers: []string{w.extract("clerk")}},
			"utilization.hall.look_source": {Day: calendar.DateOf(was), Time: "09:00", Papers: []string{w.extract("clerk")}},
			"kernel.upload_gone":           {Day: calendar.DateOf(was), Time: "09:00", Source: "登记簿副本", Papers: []string{w.extract("owner")}},
		} {
			if err := w.still("clerk", asked, "confirm", in); !hasCode(err, code) {
				t.Errorf("%v, want %s", err, code)
			}
		}
		seen := was.Add(-time.Hour).Truncate(time.Minute)
		w.ok(w.still("clerk", asked, "confirm", w.looksAt("clerk", seen)))
		for _, id := range []kernel.CaseID{asked, other} {
			if s := w.state(id); s != hall.LookDone {
				t.Errorf("%s is %s", id, s)
			}
		}
		if v, err := w.s.Right(context.Background(), number); err != nil || !v.ObservedAt.Equal(seen) {
			t.Errorf("seen %v, want %v %v", v.ObservedAt, seen, err)
		}
		if _, err := w.begins("buyer", "ask", hall.Look, hall.AskLookInput{Right: number}); !hasCode(err, "utilization.hall.look_fresh") {
			t.Errorf("asked of a fresh right: %v", err)
		}
		if _, err := w.begins("owner", "list", hall.Listing, offer); err != nil {
			t.Errorf("a fresh right is not listed: %v", err)
		}
		papers, err := w.s.Papers(context.Background(), asked, kernel.ViewDetail)
		if err != nil || len(papers) != 1 {
			t.Errorf("papers %v %v", papers, err)
		}
	})
}

// TestAnImportClosesTheRequest: a right that the office's data made fresh leaves a
// request with nothing to answer: it is closed, who asked is told why. Data that is
// too old, or was seen before the request, closes nothing.
func TestAnImportClosesTheRequest(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210000001.6"
		w.patent(number, "owner")
		w.clock.Advance(48 * time.Hour)
		id, err := w.begins("owner", "ask", hall.Look, hall.AskLookInput{Right: number})
		w.ok(err)
		w.clock.Advance(30 * time.Hour)
		now := w.clock.Now()
		for _, x := range []struct {
			seen time.Time
			want kernel.State
		}{{now.Add(-25 * time.Hour), hall.LookAsked}, {now.Add(-time.Hour), hall.LookDone}} {
			rec := registry.Record{Source: "test", Doc: calendar.DateOf(x.seen), Right: registry.Right{Number: number, Kind: registry.Invention}}
			rec.Key = registry.RecordKey(rec)
			_, _, _, err := w.s.Sink(w.clock.Now).LookedUp(x.seen).Put(context.Background(), []registry.Record{rec})
			w.ok(err)
			list, err := w.s.HallLooksAsked(context.Background(), now.Add(-24*time.Hour))
			w.ok(err)
			if fresh := len(list) == 1; fresh != (x.want == hall.LookDone) {
				t.Errorf("seen %v: %v", x.seen, list)
			}
			_, err = w.d.Act(context.Background(), kernel.SystemActor("watcher"), desk.Command{Case: id, Move: "freshened", Key: w.key()})
			w.ok(err)
			if s := w.state(id); s != x.want {
				t.Errorf("seen %v: the request is %s, want %s", x.seen, s, x.want)
			}
		}
		seen, err := w.s.RightsSeen(context.Background(), []string{number, "202210000009.1"})
		if err != nil || len(seen) != 1 || !seen[number].Equal(now.Add(-time.Hour)) {
			t.Errorf("seen %v %v", seen, err)
		}
		c, err := w.s.Case(context.Background(), kernel.SystemActor("test"), string(id), kernel.ViewSecret)
		w.ok(err)
		if d, err := hall.LookOf(c); err != nil || !d.Fresh || d.Found == nil || !d.Found.At.Equal(now.Add(-time.Hour)) {
			t.Errorf("%+v %v", d, err)
		}
	})
}

// TestStaffLooksUnasked: who keeps the register says so without being asked, and
// nobody else does; a request that nobody can answer ends with a reason.
func TestStaffLooksUnasked(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210000001.6"
		w.patent(number, "owner")
		w.ok(w.d.Do(context.Background(), kernel.SystemActor("seed"), "window",
			kernel.PutUser{ID: "u-window", Login: "window", Name: "窗口"}, kernel.PutPost{User: "u-window", Post: kernel.Post{Unit: hall.PatentWindow, Role: kernel.RoleClerk}},
			kernel.PutUser{ID: "u-other", Login: "other", Name: "别处"}, kernel.PutPost{User: "u-other", Post: kernel.Post{Unit: "tax", Role: kernel.RoleClerk}}))
		w.clock.Advance(48 * time.Hour)
		asked, err := w.begins("owner", "ask", hall.Look, hall.AskLookInput{Right: number})
		w.ok(err)
		w.ok(w.still("window", asked, "end", kernel.ReasonInput{Reason: "国家局系统维护"}))
		again, err := w.begins("owner", "ask", hall.Look, hall.AskLookInput{Right: number})
		w.ok(err)
		in := w.looksAt("other", w.clock.Now())
		in.Right = number
		if _, err := w.begins("other", "record", hall.Look, in); !hasCode(err, "utilization.hall.look_not_yours") {
			t.Errorf("another office looked: %v", err)
		}
		in = w.looksAt("window", w.clock.Now())
		in.Right = number
		_, err = w.begins("window", "record", hall.Look, in)
		w.ok(err)
		if s := w.state(again); s != hall.LookDone {
			t.Errorf("the request is %s", s)
		}
		if s := w.state(asked); s != hall.LookEnded {
			t.Errorf("the ended request is %s", s)
		}
	})
}
