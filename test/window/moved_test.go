package window

import (
	"context"
	"slices"
	"testing"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/catalogue/city"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/test/storetest"
)

// unit is the unit of the bookings as it is declared now.
func (h *hall) unit() city.Unit { u, _ := h.hours().Unit(patents); return u }

// tells checks who has to be told of a change, and tells them, once.
func (h *hall) tells(from calendar.Date, want ...kernel.CaseID) {
	h.t.Helper()
	list, err := h.s.WindowStanding(context.Background(), "", from)
	h.must(err)
	got := h.hours().ToTell(list, h.clock.Now())
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		h.t.Fatalf("to be told: %v, want %v", got, want)
	}
	for _, id := range got {
		h.must(h.act(kernel.SystemActor(kernel.RoleSystem), id, "tell", nil))
		refused(h.t, h.act(kernel.SystemActor(kernel.RoleSystem), id, "tell", nil), "service.window.nothing_to_tell")
	}
}

// TestUnitMovesHouse: who booked is told once of each new address, with the one before
// it; who was called about one is called again about the next; a booking that kept no
// address is told nothing.
func TestUnitMovesHouse(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		h := newHall(t, s)
		party := kernel.Actor{User: "u-x", Party: "p-x", Rights: kernel.AllRights()}
		port, mount := form.Text{Zh: "船厂路18号", En: "18 Chuanchang Road"}, form.Text{Zh: "启明街5号", En: "5 Qiming Street"}
		own, err := h.open(party, window.Booking, "book", ask("13800000005", slot(monday, "10:00")))
		h.must(err)
		other, err := h.open(guest, window.Booking, "book", ask("13800000006", slot(monday, "10:00")))
		h.must(err)
		h.tells(monday)
		h.house = port
		h.tells(monday, own.Case, other.Case)
		h.said(party, own.Case, "new_address")
		h.reads(party, "new_address", "云禾路6号", port.Zh)
		caller := clerk("anna", patents)
		h.must(h.act(caller, other.Case, "phoned", window.PhonedInput{Reached: true}))
		if !h.booking(other.Case).Reached(h.unit()) {
			t.Fatal("who was reached is to be called again")
		}
		h.house = mount
		h.tells(monday, own.Case, other.Case)
		h.reads(party, "new_address", port.Zh, mount.Zh)
		if h.booking(other.Case).Reached(h.unit()) {
			t.Fatal("who heard of the first house is taken to know of the second")
		}
		h.change = func(q *city.Queue) { q.Closed = []calendar.Date{monday} }
		h.tells(monday, own.Case, other.Case) // the time is gone: that comes first
		h.said(party, own.Case, "no_time")
		h.must(h.act(guest, other.Case, "rebook", window.RebookInput{Code: h.booking(other.Case).Code, Slot: slot(monday.AddDays(1), "10:00")}))
		h.tells(monday, other.Case) // of its new time nobody has said where
		h.change = nil
		h.tells(monday, own.Case)
		h.must(h.act(party, own.Case, "rebook", window.RebookInput{Slot: slot(monday, "11:00")}))
		if got := h.booking(own.Case).Address; got != mount {
			t.Fatalf("chosen anew, the booking has the address %v", got)
		}
		h.tells(monday)
		h.house = form.Text{}
		h.tells(monday, own.Case, other.Case) // the booking of the one names the second house, that of the other the first
		h.house = mount
		h.tells(monday, own.Case, other.Case)
		h.reads(party, "moved_back", "云禾路6号", mount.Zh)
	})
}

// TestUnitMovesUpstairs: a floor that stands apart from the address is watched like
// it, and the notice names the one before and the new one; a floor that was not kept,
// or is not declared any more, is no move.
func TestUnitMovesUpstairs(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		h := newHall(t, s)
		party := kernel.Actor{User: "u-x", Party: "p-x", Rights: kernel.AllRights()}
		early, err := h.open(party, window.Booking, "book", ask("13800000005", slot(monday, "10:00")))
		h.must(err)
		h.floor = "1"
		own, err := h.open(party, window.Booking, "book", ask("13800000005", slot(monday, "11:00")))
		h.must(err)
		h.tells(monday)
		h.floor = "3"
		h.tells(monday, own.Case) // the earlier one kept no floor
		h.said(party, own.Case, "new_address")
		h.reads(party, "new_address", "云禾路6号1楼", "云禾路6号3楼")
		h.house = form.Text{Zh: "启明街5号2楼", En: "Floor 2, 5 Qiming Street"}
		h.floor = "2"
		h.tells(monday, early.Case, own.Case)
		h.reads(party, "new_address", "云禾路6号3楼", "启明街5号2楼") // the address says its floor itself
		h.house, h.floor = form.Text{}, "1"
		h.tells(monday, early.Case, own.Case)
		h.reads(party, "moved_back", "启明街5号2楼", "云禾路6号1楼")
		h.floor = ""
		h.tells(monday)
	})
}

func TestBookingWithoutAddressIsToldNothing(t *testing.T) {
	t.Parallel()
	u := city.Unit{ID: patents, Address: form.Text{Zh: "启明街5号"}, Queue: &city.Queue{Open: []city.Span{{From: 540, To: 1020}}, Slot: 30, Capacity: 2}}
	r := window.Rules{Calendar: calendar.National(), Unit: func(kernel.UnitID) (city.Unit, bool) { return u, true }}
	for _, x := range []struct {
		name string
		then form.Text
		want window.Unfit
	}{
		{"none kept", form.Text{}, ""},
		{"the same", form.Text{Zh: "启明街5号"}, ""},
		{"only its translation differs", form.Text{Zh: "启明街5号", En: "5 Qiming St."}, ""},
		{"another", form.Text{Zh: "云禾路6号"}, window.NewAddress},
	} {
		row := window.BookingRow{Case: "c", State: window.Booked, BookingData: window.BookingData{Unit: patents, Slot: slot(monday, "10:00"), Address: x.then}}
		if got := r.Unfits(u, []window.BookingRow{row})["c"]; got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
}

// reads checks that the a notice of a kind names both addresses.
func (h *hall) reads(party kernel.Actor, kind, from, to string) {
	h.t.Helper()
	list, err := h.s.Notices(context.Background(), party, 50)
	h.must(err)
	for _, x := range list {
		if x.Text == "service.window.notice."+kind && x.Args["from"] == from && x.Args["to"] == to {
			return
		}
	}
	h.t.Fatalf("no notice %s from %s to %s: %+v", kind, from, to, list)
}
