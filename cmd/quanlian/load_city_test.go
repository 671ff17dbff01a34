package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue/items"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// cityClock stands while the city is made, then runs on from the same instant,
// so that a city kept from an earlier run is as old as it was.
type cityClock struct {
	mu    sync.Mutex
	at    time.Time
	since time.Time // when it was let go; zero while it stands
}

func (c *cityClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.since.IsZero() {
		return c.at
	}
	return c.at.Add(time.Since(c.since))
}

func (c *cityClock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

func (c *cityClock) run() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.since = time.Now()
}

// The city under load. Source: [D], our choice: in each unit twelve clerks and a
// head; parties of every kind, one person each; a tenth of the cases of a kind
// belong to its first party, so that the first agency has thousands; four
// fifths of the cases are closed, the others stand at every step.
const (
	clerksOfUnit = 12
	partiesEach  = 30
	bigShare     = 10 // one in
	openShare    = 5  // one in
)

// today of the city under load.
var loadDay = calendar.On(2026, time.November, 23)

// loadCity is a city with officers in every unit and parties of every kind.
type loadCity struct {
	b     testing.TB
	h     *house
	clock *cityClock
	cat   *items.Set
	n     int
}

func newLoadCity(b testing.TB, url, dir string) *loadCity {
	b.Helper()
	clock := &cityClock{at: loadDay.At(10)}
	cfg := config{Database: url, Dir: dir, FakeParties: true}.withDefaults()
	h, err := build(context.Background(), cfg, slog.New(slog.DiscardHandler), clock.Now)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = h.store.Close() })
	// The acts of the desk are measured, one after another without a worker: this
	// city says nothing of seals.
	h.items.seals.Rule = nil
	return &loadCity{b: b, h: h, clock: clock, cat: h.items.On(loadDay)}
}

func (y *loadCity) ok(err error) {
	y.b.Helper()
	if err != nil {
		y.b.Fatal(err)
	}
}

func clerkOf(unit kernel.UnitID, i int) kernel.UserID {
	return kernel.UserID(fmt.Sprintf("u-%s-%d", unit, i))
}

func headOf(unit kernel.UnitID) kernel.UserID { return "u-" + kernel.UserID(unit) + "-head" }

func partyOf(kind string, i int) kernel.Party {
	return kernel.Party{ID: kernel.PartyID(fmt.Sprintf("p-%s-%d", kind, i)), Kind: kind, Name: fmt.Sprintf("甲%s%d号", kind, i), Code: fmt.Sprintf("C-%s-%d", kind, i), District: "东埠"}
}

func personOf(p kernel.PartyID) kernel.UserID { return "u-" + kernel.UserID(p) }

// lightHash is of the demo's password, with the least that argon2id can do: to
// log in five hundred users is not what is measured.
const lightHash = "$argon2id$v=19$m=8,t=1,p=1$bG9hZDAxMjM0NTY3ODlhYg$wHSFExbeqf0fov7qiDflUB0+39EHy42iBxBn2Eeg77c"

// people makes everybody, of each kind some parties; all have the demo's password.
func (y *loadCity) people(each int) {
	var w []kernel.Write
	user := func(id kernel.UserID) {
		w = append(w, kernel.PutUser{ID: id, Login: string(id), Name: string(id), Hash: lightHash})
	}
	for _, u := range y.h.items.Now().City.Units {
		for i := range clerksOfUnit {
			user(clerkOf(u.ID, i))
			w = append(w, kernel.PutPost{User: clerkOf(u.ID, i), Post: kernel.Post{Unit: u.ID, Role: kernel.RoleClerk}})
		}
		user(headOf(u.ID))
		w = append(w, kernel.PutPost{User: headOf(u.ID), Post: kernel.Post{Unit: u.ID, Role: kernel.RoleHead}})
	}
	for _, kind := range items.Whos() {
		for i := range each {
			p := partyOf(kind, i)
			user(personOf(p.ID))
			w = append(w, kernel.PutParty{Party: p}, kernel.PutMember{User: personOf(p.ID), Party: p.ID, Duty: kernel.DutyHandler, Rights: kernel.AllRights()})
		}
	}
	y.ok(y.h.desk.Do(context.Background(), kernel.SystemActor("demo"), "load/people", w...))
}

func (y *loadCity) as(u kernel.UserID) kernel.Actor {
	y.b.Helper()
	hats, err := y.h.store.Hats(context.Background(), u, y.clock.Now())
	y.ok(err)
	return hats[0]
}

// key is one that a form would carry.
func (y *loadCity) key() string { y.n++; return fmt.Sprintf("web/%026d", y.n) }

// file sends an item for a party at the clock's time.
func (y *loadCity) file(it form.Item, p kernel.Party, seed uint64) kernel.CaseID {
	y.b.Helper()
	who, r := y.as(personOf(p.ID)), rand.New(rand.NewPCG(seed, uint64(len(it.Code))))
	facts := form.Facts{Party: p, Today: calendar.DateOf(y.clock.Now()), District: p.District}
	in := itemflow.SubmitInput{Values: form.Sampler{Formats: items.SampleFormats(), Pick: r.IntN}.Fill(it, facts)}
	for _, m := range itemflow.Needed(it, in.Values, facts, true) {
		id := newID()
		y.ok(y.h.desk.Do(context.Background(), who, "upload/"+id, kernel.PutDocument{ID: id, Kind: "kernel.itemflow.paper.material", Name: "材料." + m.Types[0], SHA256: fmt.Sprintf("%x", id) + "000000000000", Bytes: 10, Media: "application/pdf", Level: kernel.ViewDetail, By: who.User}))
		in.Files = append(in.Files, itemflow.File{Upload: id, Material: m.ID})
	}
	raw, err := json.Marshal(in)
	y.ok(err)
	rec, err := y.h.desk.Open(context.Background(), who, desk.OpenCommand{Flow: it.Flowing(), Move: "submit", Key: y.key(), Input: raw, Item: it.Code, ItemHash: it.Hash(), Unit: it.Unit})
	if err != nil {
		y.b.Fatalf("%s: %v", it.Code, err)
	}
	return rec.Case
}

func (y *loadCity) act(a kernel.Actor, c kernel.CaseID, move string, in any) {
	y.b.Helper()
	raw, err := json.Marshal(in)
	y.ok(err)
	if _, err := y.h.desk.Act(context.Background(), a, desk.Command{Case: c, Move: move, Key: y.key(), Input: raw}); err != nil {
		y.b.Fatalf("%s: %v", move, err)
	}
}

// deskStep is one act in a case; by nobody: the clock.
type deskStep struct {
	by   kernel.UserID
	move string
	in   any
}

// way is what the office does with a case, step by step, to its end; day is
// that of the step.
func way(it form.Item, clerk kernel.UserID, owner kernel.UserID, day calendar.Date) []deskStep {
	var checks []string
	for _, k := range it.Checklist {
		checks = append(checks, k.ID)
	}
	claim := deskStep{clerk, kernel.MoveClaim, nil}
	switch it.Flow {
	case itemflow.Instant:
		return []deskStep{claim, {clerk, "finish", itemflow.AnswerInput{Text: "已办"}}}
	case itemflow.Consult:
		return []deskStep{claim, {clerk, "answer", itemflow.AnswerInput{Text: "请按指南办理"}}}
	case itemflow.Book:
		return []deskStep{claim, {clerk, "confirm", itemflow.BookInput{Day: day, Time: "09:30", Place: "一楼"}}, {clerk, "attend", nil}}
	}
	out := []deskStep{claim, {clerk, "accept", itemflow.ChecksInput{Checks: checks}}}
	decide, head := itemflow.DecideInput{Outcome: "grant", Reason: "理由充分"}, headOf(it.Unit)
	switch it.Flow {
	case itemflow.Forward:
		out = append(out, deskStep{clerk, "forward", itemflow.ForwardInput{No: "X-1", Day: day}}, deskStep{clerk, "result", itemflow.ResultInput{Outcome: "grant", Day: day, Reason: "理由充分"}})
	case itemflow.Decide:
		out = append(out, deskStep{clerk, "decide", decide})
	case itemflow.Examine:
		out = append(out, deskStep{clerk, "examine", itemflow.ExamineInput{Opinion: "pass"}}, deskStep{head, "decide", decide})
	case itemflow.Publish:
		out = append(out, deskStep{clerk, "examine", itemflow.ExamineInput{Opinion: "pass"}}, deskStep{"", publicityOver, nil}, deskStep{head, "decide", decide})
	}
	return append(out, deskStep{clerk, "deliver", itemflow.DeliverInput{Way: itemflow.ByHand, Day: day, Receiver: "本人"}}, deskStep{owner, "rate", itemflow.RateInput{Grade: "satisfied"}})
}

const publicityOver = "publicityDays over" // the time for objections runs out

// Unit: days. Source: [D], longer than any publicity of the catalogue.
const publicityDays = 70

// Unit: days. Source: [D], the oldest case.
const oldest = 280

// sample makes cases by the desk: filed over the year, one in five still open
// at some step, by parties and clerks drawn by chance.
func (y *loadCity) sample(cases int) {
	y.b.Helper()
	end := loadDay.At(10)
	r := rand.New(rand.NewPCG(2026, 100_000))
	list := slices.DeleteFunc(slices.Clone(y.cat.All()), func(it form.Item) bool { // in force all the year, at one office
		_, ok := y.h.items.On(loadDay.AddDays(-oldest)).Item(it.Code)
		return !ok || len(it.Routes) > 0
	})
	for i := range cases {
		it := list[(i*31+r.IntN(len(list)))%len(list)]
		kind := it.Who[r.IntN(len(it.Who))]
		p := partyOf(kind, r.IntN(partiesEach))
		if r.IntN(bigShare) == 0 {
			p = partyOf(kind, 0)
		}
		open := r.IntN(openShare) == 0
		back := publicityDays + 30 + r.IntN(oldest-publicityDays-30)
		if open {
			back = 1 + r.IntN(60)
			if it.Flow == itemflow.Publish {
				back += publicityDays
			}
		}
		at := end.AddDate(0, 0, -back).Add(-time.Duration(r.IntN(6*60)) * time.Minute)
		y.clock.set(at)
		id := y.file(it, p, uint64(i))
		y.handle(it, id, personOf(p.ID), open, at, end, r)
	}
	y.clock.set(end)
	y.quiet()
}

// handle does the office's steps of a case, up to one of them when it is to
// stay open.
func (y *loadCity) handle(it form.Item, id kernel.CaseID, owner kernel.UserID, open bool, at, end time.Time, r *rand.Rand) {
	y.b.Helper()
	clerk := clerkOf(it.Unit, r.IntN(clerksOfUnit))
	steps := way(it, clerk, owner, loadDay)
	stop := len(steps)
	if open {
		if stop = r.IntN(len(steps) - 1); stop > 0 && steps[len(steps)-1].move == "rate" {
			stop = min(stop, len(steps)-2)
		}
		if stop == 0 && y.byLoad(it.Unit) {
			stop = 1 // nothing stays unclaimed where cases are handed out
		}
	}
	for i, s := range steps[:stop] {
		at = minTime(at.Add(time.Duration(1+r.IntN(40))*time.Hour), end)
		if s.move == publicityOver {
			at = minTime(at.AddDate(0, 0, publicityDays), end)
		}
		y.clock.set(at)
		y.step(way(it, clerk, owner, calendar.DateOf(at))[i], id)
	}
}

func (y *loadCity) step(s deskStep, id kernel.CaseID) {
	y.b.Helper()
	switch {
	case s.move == publicityOver:
		_, err := y.h.desk.Due(context.Background(), y.clock.Now())
		y.ok(err)
	case s.move == "result":
		in := s.in.(itemflow.ResultInput)
		in.Papers = []string{newID()}
		who := y.as(s.by)
		y.ok(y.h.desk.Do(context.Background(), who, "upload/"+in.Papers[0], kernel.PutDocument{ID: in.Papers[0], Kind: "kernel.itemflow.paper.outside", Name: "证书.pdf", SHA256: fmt.Sprintf("%x", in.Papers[0]) + "000000000000", Bytes: 10, Media: "application/pdf", Level: kernel.ViewDetail, By: who.User}))
		y.act(who, id, s.move, in)
	default:
		y.act(y.as(s.by), id, s.move, s.in)
	}
}

func (y *loadCity) byLoad(unit kernel.UnitID) bool {
	for _, u := range y.h.items.Now().City.Units {
		if u.ID == unit {
			return u.ByLoad
		}
	}
	return false
}

func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// quiet lets the workers finish: timers fired, papers drawn, notices carried,
// entries numbered.
func (y *loadCity) quiet() {
	y.b.Helper()
	ctx := context.Background()
	for range 3 { // what one step leaves is another's work
		for _, s := range y.h.worker.steps {
			for y.h.worker.once(ctx, s) {
			}
		}
	}
	y.numbered()
}

// numbered waits until every entry has its number.
func (y *loadCity) numbered() {
	y.b.Helper()
	for {
		n, err := y.h.store.Unnumbered(context.Background())
		y.ok(err)
		if n == 0 {
			return
		}
		y.h.worker.pass(context.Background())
	}
}
