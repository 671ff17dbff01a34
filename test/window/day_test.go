package window

import (
	"context"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/catalogue/lang"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/test/storetest"
)

// TestDayOfACounter: booking, number, call, service, note, transfer, rating,
// review, on both databases.
func TestDayOfACounter(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		h := newHall(t, s)
		today := calendar.DateOf(h.clock.Now())
		r, err := h.open(guest, window.Booking, "book", ask("13800000001", slot(today, "09:30")))
		h.must(err)
		code := h.booking(r.Case).Code
		first := h.take(window.TakeInput{})
		elder := h.take(window.TakeInput{Elder: true})
		h.clock.Advance(5 * time.Minute)
		booked := h.take(window.TakeInput{Booking: strings.ToLower(code)})
		if got := h.kase(r.Case).State; got != window.Arrived {
			t.Errorf("after taking the number the booking is %s", got)
		}
		for id, want := range map[kernel.CaseID]string{first: "A001", elder: "A002", booked: "Y001"} {
			if got := h.ticket(id).Label(); got != want {
				t.Errorf("number %s, want %s", got, want)
			}
		}
		a, shift := h.sit("u-lin", "1")
		h.sat("u-lin", today, patents, true)
		h.sat("u-lin", today, marks, false)
		h.sat("u-mei", today, patents, false)
		h.must(h.act(a, shift, "next", nil))
		if h.at(shift) != elder {
			t.Fatal("before the booked time an elder is called first")
		}
		refused(t, h.act(a, shift, "next", nil), "service.window.busy")
		h.must(h.act(a, elder, "recall", nil))
		h.must(h.act(a, elder, "absent", nil))
		h.clock.Advance(20 * time.Minute) // 09:35
		h.must(h.act(a, shift, "next", nil))
		if h.at(shift) != booked {
			t.Fatal("once the booked time has come, who booked is called first")
		}
		h.must(h.act(a, booked, "begin", nil))
		h.must(h.act(a, booked, "note", window.NoteInput{Text: "问了年费怎么缴"}))
		h.must(h.act(a, booked, "transfer", window.TransferInput{Unit: marks, Text: "还要办商标续展"}))
		if h.kase(booked).State != window.Moved || h.at(shift) != "" {
			t.Fatal("who was moved on has left this counter")
		}
		queue, err := s.WindowQueue(context.Background(), marks, today)
		h.must(err)
		if len(queue) != 1 || queue[0].Label() != "B001" || queue[0].FromNo != "Y001" || len(queue[0].Notes) != 2 || queue[0].Name != "林清言" {
			t.Fatalf("at the other unit waits %+v", queue)
		}
		moved := queue[0].Case
		h.must(h.act(a, shift, "again", window.PickInput{Ticket: elder}))
		h.must(h.act(a, elder, "begin", nil))
		h.must(h.act(a, elder, "finish", nil))
		h.must(h.act(guest, elder, "rate", window.RateInput{Code: h.ticket(elder).Code, RateInput: itemflow.RateInput{Grade: "very_dissatisfied", Text: "等了太久"}}))
		refused(t, h.act(guest, elder, "rate", window.RateInput{Code: h.ticket(elder).Code, RateInput: itemflow.RateInput{Grade: "satisfied"}}), "service.window.rated_already")
		review := h.ticket(elder).Rating.Review
		refused(t, h.act(a, review, "verify", itemflow.TextInput{Text: "属实"}), "kernel.itemflow.own_rating")
		other := clerk("u-mei", patents)
		h.must(h.act(other, review, "verify", itemflow.TextInput{Text: "属实：当时只开一个窗口"}))
		h.must(h.act(other, review, "fix", itemflow.TextInput{Text: "十一点前加开二号窗口"}))
		h.must(h.act(other, review, "reply", itemflow.CallInput{Text: "已加开窗口"}))
		h.must(h.act(head("u-head", patents), review, "recheck", itemflow.TextInput{Text: "已看排班"}))
		if got := h.kase(review).State; got != itemflow.ReviewClosed {
			t.Errorf("the review stands at %s", got)
		}
		f := h.figures()
		if f.Taken != 3 || f.Served != 1 || f.Moved != 1 || f.Waiting != 1 || f.Bad != 1 || f.Called != 2 {
			t.Errorf("figures of the day: %+v", f)
		}
		h.clock.Set(today.AddDays(1).At(0).Add(time.Minute))
		h.due()
		if h.kase(first).State != window.Left || h.kase(shift).State != window.Closed {
			t.Errorf("after midnight the number is %s, the shift %s", h.kase(first).State, h.kase(shift).State)
		}
		if h.kase(moved).State != window.Left { // a number that was handed on ends with its day too
			t.Errorf("after midnight who was moved on is still %s", h.kase(moved).State)
		}
		h.sat("u-lin", today, patents, true) // whoever sat there, though nobody does now
		h.sat("u-lin", today.AddDays(1), patents, false)
		h.clock.Set(monday.At(9))
		if got := h.ticket(h.take(window.TakeInput{})).Label(); got != "A001" {
			t.Errorf("the first number of the next day is %s", got)
		}
	})
}

func (h *hall) figures() window.Figures {
	h.t.Helper()
	day := calendar.DateOf(h.clock.Now())
	tickets, err := h.s.WindowQueue(context.Background(), patents, day)
	h.must(err)
	shifts, err := h.s.WindowShifts(context.Background(), patents, day)
	h.must(err)
	return window.FiguresOf(tickets, shifts, h.clock.Now(), time.Time{})
}

// sat checks who is known to have sat at a counter of a unit since a day.
func (h *hall) sat(who string, from calendar.Date, u kernel.UnitID, want bool) {
	h.t.Helper()
	got, err := h.s.WindowSat(context.Background(), kernel.UserID(who), []kernel.UnitID{u}, from)
	h.must(err)
	if got != want {
		h.t.Errorf("%s sat at %s since %s: %v", who, u, from, got)
	}
}

// due lets every timer act whose time has come.
func (h *hall) due() {
	h.t.Helper()
	for range 3 {
		if _, err := h.d.Due(context.Background(), h.clock.Now()); err != nil {
			h.t.Fatal(err)
		}
	}
}

func TestBookingIsKeptAndEnds(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		h := newHall(t, s)
		r, err := h.open(guest, window.Booking, "book", ask("13800000001", slot(monday, "10:00")))
		h.must(err)
		id, code := r.Case, h.booking(r.Case).Code
		refused(t, h.act(guest, id, "cancel", window.CodeInput{Code: "WRONG"}), "service.window.no_such_code")
		refused(t, h.act(guest, id, "rebook", window.RebookInput{Slot: slot(monday, "11:00")}), "service.window.no_such_code")
		h.must(h.act(guest, id, "rebook", window.RebookInput{Code: code, Slot: slot(monday, "11:00")}))
		h.clock.Set(monday.At(10).Add(15 * time.Minute)) // the first time is over: its timer must not end the booking
		h.due()
		if got := h.kase(id).State; got != window.Booked {
			t.Fatalf("rebooked, and yet %s", got)
		}
		_, err = h.open(kiosk, window.Ticket, "take", window.TakeInput{Unit: patents, Machine: h.machines[patents], Booking: code})
		refused(t, err, "service.window.too_early")
		_, err = h.open(kiosk, window.Ticket, "take", window.TakeInput{Unit: marks, Machine: h.machines[marks], Booking: code})
		refused(t, err, "service.window.other_unit")
		h.clock.Set(monday.At(11).Add(31 * time.Minute))
		h.due()
		if got := h.kase(id).State; got != window.NoShow {
			t.Fatalf("half an hour after its time the booking is %s", got)
		}
		_, err = h.open(kiosk, window.Ticket, "take", window.TakeInput{Unit: patents, Machine: h.machines[patents], Booking: code})
		refused(t, err, "service.window.booking_over")
		r, err = h.open(guest, window.Booking, "book", ask("13800000002", slot(monday, "14:00")))
		h.must(err)
		h.must(h.act(guest, r.Case, "cancel", window.CodeInput{Code: h.booking(r.Case).Code}))
		for i := range 2 { // the place is free again
			_, err = h.open(guest, window.Booking, "book", ask([]string{"13800000003", "13800000004"}[i], slot(monday, "14:00")))
			h.must(err)
		}
		h.changedHours()
	})
}

// changedHours: who booked is told once that the time is gone, and once that it is
// back; of too many at one time who booked last; and a unit that was shut says of
// nobody that they stayed away.
func (h *hall) changedHours() {
	h.t.Helper()
	tuesday := monday.AddDays(1)
	party := kernel.Actor{User: "u-x", Party: "p-x", Rights: kernel.AllRights()}
	first, err := h.open(party, window.Booking, "book", ask("13800000005", slot(tuesday, "10:00")))
	h.must(err)
	second, err := h.open(guest, window.Booking, "book", ask("13800000006", slot(tuesday, "10:00")))
	h.must(err)
	tell := func(change func(*city.Queue), want ...kernel.CaseID) {
		h.t.Helper()
		h.change = change
		h.tells(tuesday, want...)
	}
	said := func(want string) { h.t.Helper(); h.said(party, first.Case, want) }
	shut := func(q *city.Queue) { q.Closed = []calendar.Date{tuesday} }
	tell(nil)
	tell(shut, first.Case, second.Case)
	said("no_time")
	tell(shut)
	tell(nil, first.Case, second.Case)
	said("fits_again")
	tell(func(q *city.Queue) { q.Capacity = 1 }, second.Case)
	if why := h.booking(second.Case).Unfit(); why != window.NoPlace {
		h.t.Fatalf("told of %q", why)
	}
	tell(shut, first.Case, second.Case)
	caller := clerk("anna", patents)
	h.must(h.act(caller, second.Case, "phoned", window.PhonedInput{Text: "关机"}))
	if d := h.booking(second.Case); len(d.Calls(h.unit())) != 1 || d.Reached(h.unit()) {
		h.t.Fatalf("calls: %+v", d.Phoned)
	}
	h.must(h.act(caller, second.Case, "phoned", window.PhonedInput{Reached: true}))
	if !h.booking(second.Case).Reached(h.unit()) {
		h.t.Fatal("who was reached is to be called again")
	}
	h.must(h.act(guest, second.Case, "rebook", window.RebookInput{Code: h.booking(second.Case).Code, Slot: slot(tuesday.AddDays(1), "10:00")}))
	if d := h.booking(second.Case); len(d.Calls(h.unit())) != 0 || d.Reached(h.unit()) {
		h.t.Fatalf("calls about a time that is gone: %+v", d.Calls(h.unit()))
	}
	tell(shut)
	h.clock.Set(tuesday.At(11))
	h.due()
	if a, b := h.kase(first.Case).State, h.kase(second.Case).State; a != window.Cancelled || b != window.Booked {
		h.t.Fatalf("shut, and the bookings are %s and %s", a, b)
	}
}

// said checks that a party was told of a booking, once.
func (h *hall) said(party kernel.Actor, c kernel.CaseID, want string) {
	h.t.Helper()
	list, err := h.s.Notices(context.Background(), party, 50)
	h.must(err)
	n := 0
	for _, x := range list {
		if x.Case == c && x.Text == "service.window.notice."+want {
			n++
		}
	}
	if n != 1 {
		h.t.Fatalf("told %d times %s: %+v", n, want, list)
	}
}

func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	h := newHall(t, storetest.Open(t, storetest.URL(t, "sqlite"), sqlstore.Options{}))
	today := calendar.DateOf(h.clock.Now())
	for _, x := range []struct {
		name string
		in   window.BookInput
		code string
	}{
		{"a Saturday", ask("13800000001", slot(calendar.On(2026, 11, 21), "10:00")), "service.window.no_such_time"},
		{"a time between two", ask("13800000001", slot(monday, "10:10")), "service.window.no_such_time"},
		{"after hours", ask("13800000001", slot(monday, "17:00")), "service.window.no_such_time"},
		{"too far ahead", ask("13800000001", slot(calendar.On(2026, 12, 10), "10:00")), "service.window.too_far"},
		{"already begun", ask("13800000001", slot(today, "09:00")), "service.window.time_over"},
		{"no queue", window.BookInput{Unit: "silent", Slot: slot(monday, "10:00"), Name: "林清言", Phone: "13800000001"}, "service.window.no_queue"},
		{"no telephone", ask("138", slot(monday, "10:00")), "service.window.phone"},
		{"no name", window.BookInput{Unit: patents, Slot: slot(monday, "10:00"), Name: "林", Phone: "13800000001"}, "service.window.person_name"},
	} {
		_, err := h.open(guest, window.Booking, "book", x.in)
		t.Run(x.name, func(t *testing.T) { refused(t, err, x.code) })
	}
	for i, at := range []string{"10:00", "10:30", "11:00", "11:30"} {
		_, err := h.open(guest, window.Booking, "book", ask("13800000009", slot(monday, at)))
		if i < window.MostBookings {
			h.must(err)
		} else {
			refused(t, err, "service.window.too_many")
		}
	}
	_, err := h.open(guest, window.Booking, "book", ask("13800000009", slot(monday, "10:00")))
	refused(t, err, "service.window.same_time")
	if e := errs.As(err); !strings.Contains(lang.For("zh").Fill(e.Code, e.Args), monday.At(0).Format("2006年1月2日")) {
		t.Errorf("the day is not said in words: %v", e.Args)
	}
	h.clock.Set(today.At(17))
	_, err = h.open(kiosk, window.Ticket, "take", window.TakeInput{Unit: patents, Machine: h.machines[patents]})
	refused(t, err, "service.window.shut")
}

// TestWhoMayNot: each move once by somebody whose move it is not.
func TestWhoMayNot(t *testing.T) {
	t.Parallel()
	h := newHall(t, storetest.Open(t, storetest.URL(t, "sqlite"), sqlstore.Options{}))
	party := kernel.Actor{User: "u-x", Party: "p-x", Rights: kernel.AllRights()}
	stranger := clerk("u-far", marks)
	colleague := clerk("u-mei", patents)
	a, shift := h.sit("u-lin", "1")
	ticket, second := h.take(window.TakeInput{}), h.take(window.TakeInput{})
	r, err := h.open(party, window.Booking, "book", ask("13800000001", slot(monday, "10:00")))
	h.must(err)
	booking := r.Case
	h.must(h.act(a, shift, "next", nil))
	must := func(who kernel.Actor, id kernel.CaseID, move string, in any, code string) {
		t.Helper()
		refused(t, h.act(who, id, move, in), code)
	}
	const hidden, notYours, other = "kernel.no_such_case", "kernel.not_your_move", "service.window.other_counter"
	for _, move := range []string{"recall", "absent", "begin", "identify", "transfer"} {
		in := any(nil)
		switch move {
		case "identify":
			in = window.WhoInput{Name: "林清言"}
		case "transfer":
			in = window.TransferInput{Unit: marks}
		}
		must(stranger, ticket, move, in, hidden)
		must(party, ticket, move, in, hidden)
		must(guest, ticket, move, in, notYours)
		must(colleague, ticket, move, in, other)
	}
	for _, move := range []string{"call", "reviewed", "day_over"} {
		must(a, ticket, move, nil, map[bool]string{true: "kernel.not_your_move", false: "kernel.not_in_this_state"}[move == "day_over"])
	}
	h.must(h.act(a, ticket, "begin", nil))
	must(a, ticket, "identify", window.WhoInput{Name: "林清言", Phone: "123"}, "service.window.phone")
	for _, move := range []string{"note", "filed", "finish"} {
		must(stranger, ticket, move, window.NoteInput{Text: "不该写"}, hidden)
		must(kiosk, ticket, move, nil, notYours)
		must(colleague, ticket, move, window.NoteInput{Text: "不该写"}, other)
	}
	must(a, ticket, "rate", window.RateInput{RateInput: itemflow.RateInput{Grade: "satisfied"}}, notYours)
	must(guest, ticket, "rate", window.RateInput{Code: "X", RateInput: itemflow.RateInput{Grade: "satisfied"}}, "service.window.no_such_code")
	must(kiosk, second, "leave", window.CodeInput{Code: "X"}, "service.window.no_such_code")
	must(guest, second, "leave", nil, notYours)
	for _, move := range []string{"next", "pause", "resume", "stand", "again"} {
		must(stranger, shift, move, nil, hidden)
		must(kiosk, shift, move, nil, map[bool]string{true: "kernel.not_in_this_state", false: notYours}[move == "resume"])
	}
	must(colleague, shift, "next", nil, other)
	must(a, shift, "freed", nil, notYours)
	for _, move := range []string{"rebook", "cancel"} {
		must(stranger, booking, move, window.RebookInput{Slot: slot(monday, "11:00")}, hidden)
		must(kernel.Actor{User: "u-y", Party: "p-y", Rights: kernel.AllRights()}, booking, move, nil, hidden)
		must(kiosk, booking, move, nil, notYours)
	}
	must(party, booking, "arrive", nil, notYours)
	must(a, booking, "missed", nil, notYours)
	must(party, booking, "tell", nil, notYours)
	must(party, booking, "phoned", nil, notYours)
	must(guest, booking, "phoned", nil, notYours)
	must(stranger, booking, "phoned", nil, hidden)
	must(a, booking, "phoned", window.PhonedInput{Text: strings.Repeat("长", 501)}, "service.window.note_long")
	for _, x := range []struct {
		who  kernel.Actor
		flow kernel.FlowAddr
		move string
		in   any
	}{
		{kernel.Actor{User: "u-none"}, window.Booking, "book", ask("13800000001", slot(monday, "10:30"))},
		{party, window.Ticket, "take", window.TakeInput{Unit: patents}},
		{guest, window.Ticket, "take", window.TakeInput{Unit: patents}},
		{party, window.Shift, "sit", window.SitInput{Unit: patents, Counter: "2"}},
	} {
		_, err := h.open(x.who, x.flow, x.move, x.in)
		refused(t, err, "kernel.forbidden")
	}
	_, err = h.open(stranger, window.Shift, "sit", window.SitInput{Unit: patents, Counter: "2"})
	refused(t, err, "service.window.not_your_unit")
	_, err = h.open(a, window.Shift, "sit", window.SitInput{Unit: patents, Counter: "2"})
	refused(t, err, "service.window.sits_already")
}

func TestTablesAreSound(t *testing.T) {
	t.Parallel()
	for _, f := range window.Flows(rules()) {
		for _, bad := range f.Check() {
			t.Error(bad)
		}
	}
}
