package window

import (
	"context"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/test/storetest"
)

// Friday, ten past nine in the morning in China.
var start = time.Date(2026, 11, 20, 1, 10, 0, 0, time.UTC)

const (
	patents kernel.UnitID = "patent-window"
	marks   kernel.UnitID = "trademark-window"
)

func units(id kernel.UnitID) (city.Unit, bool) {
	q := func(letter string) *city.Queue {
		return &city.Queue{Letter: letter, Booked: "Y", Open: []city.Span{{From: 9 * 60, To: 17 * 60}}, Slot: 30, Capacity: 2}
	}
	two := []city.Counter{{No: "1"}, {No: "2"}, {No: "3"}}
	switch id {
	case patents:
		return city.Unit{ID: id, Name: form.Text{Zh: "专利窗口", En: "Patents"}, Address: form.Text{Zh: "云禾路6号", En: "6 Yunhe Road"}, Counters: two, Queue: q("A")}, true
	case marks:
		return city.Unit{ID: id, Name: form.Text{Zh: "商标窗口", En: "Marks"}, Counters: two, Queue: q("B")}, true
	case "silent":
		return city.Unit{ID: id, Name: form.Text{Zh: "无排队"}}, true
	}
	return city.Unit{}, false
}

func rules() window.Rules { return window.Rules{Calendar: calendar.National(), Unit: units} }

// hours are the rules once a unit has changed its hours.
func (h *hall) hours() window.Rules {
	return window.Rules{Calendar: calendar.National(), Unit: func(id kernel.UnitID) (city.Unit, bool) {
		u, ok := units(id)
		if u.Queue != nil && h.change != nil {
			h.change(u.Queue)
		}
		if h.house.Zh != "" {
			u.Address = h.house
		}
		u.Floor = h.floor
		return u, ok
	}}
}

type hall struct {
	t     testing.TB
	s     *sqlstore.Store
	d     *desk.Desk
	clock *storetest.Clock
	keys  atomic.Int64
	// machines are the ticket machines, one of each unit.
	machines map[kernel.UnitID]kernel.CaseID
	// change is made to the hours of every unit; nil for none.
	change func(*city.Queue)
	// house is where every unit has moved; empty for where it was.
	house form.Text
	// floor is where every unit is in its house; empty where nothing says so.
	floor string
}

func newHall(t testing.TB, s *sqlstore.Store) *hall {
	h := &hall{t: t, s: s, clock: storetest.NewClock(start)}
	flows := append(window.Flows(h.hours()), itemflow.DefaultRules(form.Checker{Calendar: calendar.National()}).Flows([]form.Item{{Link: "service", Matter: "window", Flow: itemflow.Consult}})...)
	h.d = storetest.Desk(t, s, h.clock, flows...)
	h.must(h.d.Do(context.Background(), kernel.SystemActor("seed"), "seed", kernel.PutParty{Party: kernel.Party{ID: "p-x", Kind: "enterprise", Name: "某公司"}}))
	h.machines = map[kernel.UnitID]kernel.CaseID{patents: h.machine(patents), marks: h.machine(marks)}
	return h
}

// machine gives a unit a ticket machine.
func (h *hall) machine(u kernel.UnitID) kernel.CaseID {
	h.t.Helper()
	r, err := h.open(head("u-head", u), window.Machine, "offer", window.OfferInput{Unit: u, Name: "东门", Proof: "link/" + string(u)})
	h.must(err)
	h.must(h.act(guest, r.Case, "pair", window.PairInput{Proof: "link/" + string(u), Hash: "secret/" + string(u)}))
	return r.Case
}

func clerk(id string, unit kernel.UnitID) kernel.Actor {
	return kernel.Actor{User: kernel.UserID(id), Name: id, Posts: []kernel.Post{{Unit: unit, Role: kernel.RoleClerk}}}
}

func head(id string, unit kernel.UnitID) kernel.Actor {
	return kernel.Actor{User: kernel.UserID(id), Name: id, Posts: []kernel.Post{{Unit: unit, Role: kernel.RoleHead}}}
}

var (
	guest = kernel.SystemActor(window.Guest)
	kiosk = kernel.SystemActor(window.Kiosk)
)

func raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

func (h *hall) open(a kernel.Actor, f kernel.FlowAddr, move string, in any) (desk.Receipt, error) {
	return h.d.Open(context.Background(), a, desk.OpenCommand{Flow: f, Move: move, Key: fmt.Sprint("k", h.keys.Add(1)), Input: raw(in)})
}

func (h *hall) act(a kernel.Actor, c kernel.CaseID, move string, in any) error {
	_, err := h.d.Act(context.Background(), a, desk.Command{Case: c, Move: move, Key: fmt.Sprint("k", h.keys.Add(1)), Input: raw(in)})
	return err
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) kase(id kernel.CaseID) kernel.Case {
	h.t.Helper()
	c, err := h.s.Case(context.Background(), kernel.SystemActor("test"), string(id), kernel.ViewSecret)
	h.must(err)
	return c
}

func (h *hall) ticket(id kernel.CaseID) window.TicketData {
	h.t.Helper()
	d, err := window.TicketOf(h.kase(id))
	h.must(err)
	return d
}

func (h *hall) booking(id kernel.CaseID) window.BookingData {
	h.t.Helper()
	d, err := window.BookingOf(h.kase(id))
	h.must(err)
	return d
}

func (h *hall) take(in window.TakeInput) kernel.CaseID {
	h.t.Helper()
	if in.Unit == "" {
		in.Unit = patents
	}
	in.Machine = h.machines[in.Unit]
	r, err := h.open(kiosk, window.Ticket, "take", in)
	h.must(err)
	return r.Case
}

func (h *hall) sit(who, counter string) (kernel.Actor, kernel.CaseID) {
	h.t.Helper()
	a := clerk(who, patents)
	r, err := h.open(a, window.Shift, "sit", window.SitInput{Unit: patents, Counter: counter})
	h.must(err)
	return a, r.Case
}

// at is the number that stands at the counter.
func (h *hall) at(shift kernel.CaseID) kernel.CaseID {
	h.t.Helper()
	d, err := window.ShiftOf(h.kase(shift))
	h.must(err)
	return d.Ticket
}

func refused(t testing.TB, err error, code string) {
	t.Helper()
	for _, e := range errs.All(err) {
		if e.Code == code {
			return
		}
	}
	if !errs.Is(err, code) {
		t.Errorf("refused with %v, want %s", err, code)
	}
}

func slot(day calendar.Date, at string) window.Slot { return window.Slot{Day: day, Time: at} }

var monday = calendar.On(2026, 11, 23)

func ask(phone string, s window.Slot) window.BookInput {
	return window.BookInput{Unit: patents, Slot: s, Name: "林清言", Phone: phone}
}
