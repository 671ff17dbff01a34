package hall

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/bank"
	"quanlian/adapter/esign"
	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/chain/utilization/valuation"
	"quanlian/engine/taxation"
	engine "quanlian/engine/valuation"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/ledger"
	"quanlian/registry"
	"quanlian/test/storetest"
)

var start = calendar.On(2026, time.November, 23).At(9)

// world is a store with owners, buyers, a broker, the hall's staff and a bank.
type world struct {
	t     *testing.T
	s     *sqlstore.Store
	d     *desk.Desk
	clock *storetest.Clock
	bank  *bank.Fake
	esign *esign.Fake
	rules hall.Rules
	n     int
	// cursor is how far the bank's messages were read.
	cursor string
}

func options() sqlstore.Options { return sqlstore.Options{TurnOf: hall.TurnOfCase} }

func newWorld(t *testing.T, s *sqlstore.Store) *world {
	t.Helper()
	tax, err := taxation.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	clock := storetest.NewClock(start)
	signs, err := esign.NewFake(7, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	rules := hall.DefaultRules(calendar.National(), tax)
	rules.Sign = "云"
	rules.Evaluate = func(v registry.View, day calendar.Date, at time.Time) (*engine.Result, error) {
		return valuation.Automatic(calendar.National(), v, valuation.SceneTransfer, day, at)
	}
	rules.SignRoots = signs.Roots
	w := &world{t: t, s: s, esign: signs, clock: clock, rules: rules, d: storetest.Desk(t, s, clock, append(hall.Flows(rules), valuation.Flows("云")...)...), bank: bank.NewFake(7, bank.Faults{}, clock.Now)}
	w.people()
	return w
}

// both runs a test on both databases.
func both(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) { f(t, newWorld(t, s)) })
}

func party(id, kind, name string) kernel.Party {
	return kernel.Party{ID: kernel.PartyID(id), Kind: kind, Name: name, Code: "CODE-" + id}
}

var parties = []kernel.Party{
	party("owner", "enterprise", "甲精密公司"), party("uni", hall.KindUniversity, "甲大学"), party("soe", hall.KindStateOwned, "甲国有公司"),
	party("second", "enterprise", "乙共有公司"), party("buyer", "enterprise", "丙传感公司"), party("rival", "enterprise", "丁公司"), party("agent", "agency", "戊经纪公司"),
	party("e1", "expert", "专家甲"), party("e2", "expert", "专家乙"), party("e3", "expert", "专家丙"), party("e4", "expert", "专家丁"),
}

func (w *world) people() {
	var ws []kernel.Write
	for _, p := range parties {
		u := kernel.UserID("u-" + string(p.ID))
		ws = append(ws, kernel.PutParty{Party: p}, kernel.PutUser{ID: u, Login: string(p.ID), Name: p.Name}, kernel.PutMember{User: u, Party: p.ID, Duty: kernel.DutyHandler, Rights: kernel.AllRights()})
	}
	for _, r := range []kernel.Role{kernel.RoleClerk, kernel.RoleHead} {
		u := kernel.UserID("u-" + string(r))
		ws = append(ws, kernel.PutUser{ID: u, Login: string(r), Name: string(r)}, kernel.PutPost{User: u, Post: kernel.Post{Unit: hall.Unit, Role: r}})
	}
	w.ok(w.d.Do(context.Background(), kernel.SystemActor("seed"), "people", ws...))
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// as is the user's hat.
func (w *world) as(who string) kernel.Actor {
	w.t.Helper()
	hats, err := w.s.Hats(context.Background(), kernel.UserID("u-"+who), w.clock.Now())
	w.ok(err)
	return hats[0]
}

// patent puts a granted patent of the owners into the register.
func (w *world) patent(number string, owners ...string) {
	w.t.Helper()
	w.entitled(number, "一种"+number+"装置", calendar.On(2023, 9, 1), owners...)
}

// renamed delivers the right once more, by a later document and under another
// title.
func (w *world) renamed(number string, owners ...string) {
	w.t.Helper()
	const title = "更正后的名称"
	w.entitled(number, title, calendar.On(2024, 9, 1), owners...)
	if v, err := w.s.Right(context.Background(), number); err != nil || v.Right.Title != title {
		w.t.Fatalf("the title is %q %v", v.Right.Title, err)
	}
}

func (w *world) entitled(number, title string, doc calendar.Date, owners ...string) {
	w.t.Helper()
	r := registry.Right{Number: number, Kind: registry.Invention, Title: title, IPCMain: "G01L1/22", Filing: calendar.On(2022, 3, 1), Granted: calendar.On(2023, 9, 1)}
	var list []registry.Owner
	for _, o := range owners {
		for _, p := range parties {
			if string(p.ID) == o {
				list = append(list, registry.Owner{Party: o, Name: p.Name, USCC: p.Code})
			}
		}
	}
	ev := func(k registry.EventKind, day calendar.Date, d registry.Detail) registry.Event {
		return registry.NewEvent(registry.Event{Right: number, Kind: k, ValidFrom: day, Source: "test", Detail: d})
	}
	events := []registry.Event{ev(registry.Filed, r.Filing, registry.Detail{Kind: r.Kind, Owners: list}), ev(registry.Granted, r.Granted, registry.Detail{Kind: r.Kind, Owners: list})}
	for y := 2; y <= 6; y++ {
		events = append(events, ev(registry.FeePaid, calendar.On(2022, 3, 1).AddYears(y-1), registry.Detail{Year: y}))
	}
	rec := registry.Record{Source: "test", Doc: doc, Right: r, Events: events}
	rec.Key = registry.RecordKey(rec)
	_, _, _, err := w.s.Sink(w.clock.Now).Put(context.Background(), []registry.Record{rec})
	w.ok(err)
}

// happens appends an event to the register, seen now.
func (w *world) happens(number string, k registry.EventKind, ref string) {
	w.t.Helper()
	e := registry.NewEvent(registry.Event{Right: number, Kind: k, ValidFrom: calendar.DateOf(w.clock.Now()), Ref: ref, Source: "test"})
	rec := registry.Record{Source: "test", Doc: calendar.DateOf(w.clock.Now()), Right: registry.Right{Number: number, Kind: registry.Invention}, Events: []registry.Event{e}}
	rec.Key = registry.RecordKey(rec)
	_, _, _, err := w.s.Sink(w.clock.Now).Put(context.Background(), []registry.Record{rec})
	w.ok(err)
}

// pass lets time pass; the register is looked at again.
func (w *world) pass(d time.Duration) {
	w.t.Helper()
	w.clock.Advance(d)
	w.ok(w.s.ObserveAll(context.Background(), w.clock.Now()))
}

func raw(v any) json.RawMessage {
	if v == nil {
		return nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

func (w *world) key() string {
	w.n++
	return fmt.Sprintf("k%d", w.n)
}

func (w *world) open(who string, flow kernel.FlowAddr, move string, in any) kernel.CaseID {
	w.t.Helper()
	w.pass(time.Minute)
	r, err := w.d.Open(context.Background(), w.as(who), desk.OpenCommand{Flow: flow, Move: move, Key: w.key(), Input: raw(in)})
	if err != nil {
		w.t.Fatalf("%s opens %s: %v", who, move, err)
	}
	return r.Case
}

// try makes a move and gives its error.
func (w *world) try(who string, c kernel.CaseID, move string, in any) error {
	w.t.Helper()
	w.pass(time.Minute)
	if move == "sign" {
		w.draws()
	}
	_, err := w.d.Act(context.Background(), w.as(who), desk.Command{Case: c, Move: move, Key: w.key(), Input: raw(in)})
	return err
}

func (w *world) do(who string, c kernel.CaseID, move string, in any) {
	w.t.Helper()
	if err := w.try(who, c, move, in); err != nil {
		w.t.Fatalf("%s makes %s in state %s: %v", who, move, w.state(c), err)
	}
}

// no makes a move that must be refused with the code.
func (w *world) no(who string, c kernel.CaseID, move string, in any, code string) {
	w.t.Helper()
	if err := w.try(who, c, move, in); !hasCode(err, code) {
		w.t.Fatalf("%s makes %s: %v, want %s", who, move, err, code)
	}
}

func (w *world) get(c kernel.CaseID) kernel.Case {
	w.t.Helper()
	k, err := w.s.Case(context.Background(), kernel.SystemActor("test"), string(c), kernel.ViewSecret)
	w.ok(err)
	return k
}

func (w *world) state(c kernel.CaseID) kernel.State { return w.get(c).State }

func (w *world) in(c kernel.CaseID, s kernel.State) {
	w.t.Helper()
	if got := w.state(c); got != s {
		w.t.Fatalf("the case stands in %s, want %s", got, s)
	}
}

func (w *world) deal(c kernel.CaseID) hall.DealData {
	w.t.Helper()
	d, err := hall.DealOf(w.get(c))
	w.ok(err)
	return d
}

// taxPapers are the roles for which a tax paper was issued.
func (w *world) taxPapers(c kernel.CaseID) string {
	w.t.Helper()
	all, err := w.s.Papers(context.Background(), c, kernel.ViewSecret)
	w.ok(err)
	var out []string
	for _, p := range all {
		if p.Kind == "utilization.hall.paper.tax" {
			out = append(out, string(p.For))
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func (w *world) position(c kernel.CaseID) ledger.Position {
	w.t.Helper()
	e := ledger.Escrow(w.get(c).No)
	states, err := w.s.LedgerStates(context.Background(), e)
	w.ok(err)
	return ledger.PositionOf(e, states)
}

// owners are the registered owners of today.
func (w *world) owners(number string) []registry.Owner {
	w.t.Helper()
	v, err := w.s.Right(context.Background(), number)
	w.ok(err)
	return registry.AsOf(v.Events, calendar.DateOf(w.clock.Now()), w.clock.Now()).Owners
}

// sends hands what waits for an outside party over and gives it.
func (w *world) sends(to kernel.Role) []desk.OpenAsk {
	w.t.Helper()
	asks, err := w.s.UnsentAsks(context.Background(), to, 50)
	w.ok(err)
	for _, a := range asks {
		w.ok(w.s.MarkSent(context.Background(), a.Ask.Key, w.clock.Now()))
	}
	return asks
}

// banks lets the fake bank take every instruction and answer it.
func (w *world) banks() {
	w.t.Helper()
	for _, a := range w.sends(hall.Bank) {
		var in ledger.Instruction
		w.ok(json.Unmarshal(a.Ask.Payload, &in))
		w.ok(w.bank.Instruct(context.Background(), in))
	}
	w.pass(3 * time.Minute)
	list, next, err := w.bank.Answers(context.Background(), w.cursor)
	w.ok(err)
	w.cursor = next
	for _, a := range list {
		w.says(a)
	}
}

// says takes one message of the bank.
func (w *world) says(a ledger.Answer) desk.Answered {
	w.t.Helper()
	out, err := w.d.Answer(context.Background(), desk.OutsideAnswer{Party: hall.Bank, ID: a.BankRef, AskKey: string(a.Key), Payload: raw(a)})
	w.ok(err)
	return out
}

// office answers everything that waits there: with a number, or a refusal.
func (w *world) office(refused string) {
	w.t.Helper()
	for _, a := range w.sends(hall.Office) {
		in := hall.RecordAnswer{No: "2026112300001", Date: calendar.DateOf(w.clock.Now()), Refused: refused}
		if refused != "" {
			in.No = ""
		}
		out, err := w.d.Answer(context.Background(), desk.OutsideAnswer{Party: hall.Office, ID: "o-" + a.Ask.Key, AskKey: a.Ask.Key, Payload: raw(in)})
		w.ok(err)
		if out.Suspended {
			w.t.Fatal("the office's answer was put aside")
		}
	}
}

const wan = money.Wan

func hasCode(err error, code string) bool {
	for _, e := range errs.All(err) {
		if e.Code == code {
			return true
		}
	}
	return false
}

func (w *world) today() calendar.Date { return calendar.DateOf(w.clock.Now()) }

// openCommand opens a listing.
func openCommand(key string, in hall.ListInput) desk.OpenCommand {
	return desk.OpenCommand{Flow: hall.Listing, Move: "list", Key: key, Input: raw(in)}
}

// panelCommand asks for a panel of experts.
func panelCommand(key string, in valuation.RequestInput) desk.OpenCommand {
	return desk.OpenCommand{Flow: valuation.Panel, Move: "request", Key: key, Input: raw(in)}
}
