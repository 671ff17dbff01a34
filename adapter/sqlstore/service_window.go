package sqlstore

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/uptrace/bun"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/service/outage"
	"quanlian/chain/service/window"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// projectWindow writes by what a booking, a number, a shift or the applicant of
// a declared item is looked up. What they say stands in their case.
func (t *tx) projectWindow(c kernel.Case) error {
	switch c.Flow {
	case outage.Outage:
		return t.projectOutage(c)
	case window.Booking:
		d, err := window.BookingOf(c)
		if err != nil {
			return err
		}
		_, err = t.exec(`insert into window_bookings (case_id, unit, day, at, state, code, phone, party) values (?, ?, ?, ?, ?, ?, ?, ?)
			on conflict (case_id) do update set day = excluded.day, at = excluded.at, state = excluded.state`,
			string(c.ID), string(d.Unit), day(d.Slot.Day), d.Slot.Time, string(c.State), d.Code, d.Phone, string(d.Party))
		return err
	case window.Ticket:
		d, err := window.TicketOf(c)
		if err != nil {
			return err
		}
		_, err = t.exec(`insert into window_tickets (case_id, unit, day, letter, n, state, code, person, phone, party) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			on conflict (case_id) do update set state = excluded.state, person = excluded.person, phone = excluded.phone, party = excluded.party`,
			string(c.ID), string(d.Unit), day(d.Day), d.Letter, d.N, string(c.State), d.Code, d.Person, d.Phone, string(d.Party))
		return err
	case window.Shift:
		d, err := window.ShiftOf(c)
		if err != nil {
			return err
		}
		_, err = t.exec(`insert into window_shifts (case_id, unit, day, state) values (?, ?, ?, ?) on conflict (case_id) do update set state = excluded.state`,
			string(c.ID), string(d.Unit), day(calendar.DateOf(c.Opened)), string(c.State))
		return err
	}
	if c.Flow == hall.Deal {
		return t.projectDealMoved(c)
	}
	if c.Flow == window.Machine {
		return t.projectMachine(c)
	}
	if itemflow.Standard(c.Flow) {
		return t.projectApplicant(c)
	}
	return nil
}

func (t *tx) projectApplicant(c kernel.Case) error {
	d, err := itemflow.DataOf(c)
	if err != nil {
		return err
	}
	if err := t.projectMoved(c, d.Stretched, calendar.National()); err != nil {
		return err
	}
	a := d.Applicant
	if a.Code == "" && a.Party == "" && a.Phone == "" {
		return nil
	}
	_, err = t.exec(`insert into item_applicants (case_id, code, party, phone) values (?, ?, ?, ?)
		on conflict (case_id) do update set code = excluded.code, party = excluded.party, phone = excluded.phone`, string(c.ID), strings.ToUpper(a.Code), string(a.Party), a.Phone)
	return err
}

// loadWindow answers the questions of the windows inside the transaction.
func (t *tx) loadWindow(q any) (any, bool, error) {
	switch q := q.(type) {
	case window.TakenAt:
		n, err := t.count("select count(*) from window_bookings where unit = ? and day = ? and at = ? and state in (?)", string(q.Unit), day(q.Slot.Day), q.Slot.Time, in(held))
		return n, true, err
	case window.LastNumber:
		n, err := t.count("select coalesce(max(n), 0) from window_tickets where unit = ? and day = ? and letter = ?", string(q.Unit), day(q.Day), q.Letter)
		return n, true, err
	case window.BookingsOf:
		a, err := bookings(t.ctx, t.db, "w.phone = ? and w.state = ?", q.Phone, string(window.Booked))
		return a, true, err
	case window.BookingsAt:
		a, err := bookings(t.ctx, t.db, "w.unit = ? and w.day = ? and w.at = ? and w.state in (?)", string(q.Unit), day(q.Slot.Day), q.Slot.Time, in(held))
		return a, true, err
	case window.BookingByCode:
		list, err := bookings(t.ctx, t.db, "w.code = ?", q.Code)
		if err != nil || len(list) == 0 {
			return window.BookingRow{}, true, err
		}
		return list[0], true, nil
	case window.QueueOf:
		cond, args := "w.unit = ? and w.state in (?)", []any{string(q.Unit), in(q.States)}
		if !q.Day.IsZero() {
			cond, args = cond+" and w.day = ?", append(args, day(q.Day))
		}
		a, err := tickets(t.ctx, t.db, cond, args...)
		return a, true, err
	case window.ShiftsOf:
		a, err := shifts(t.ctx, t.db, "w.unit = ? and w.state in (?)", string(q.Unit), in([]kernel.State{window.Open, window.Paused}))
		return a, true, err
	}
	return nil, false, nil
}

// held are the states in which a booking takes a place.
var held = []kernel.State{window.Booked, window.Arrived}

func (t *tx) count(q string, args ...any) (int, error) {
	var n int
	_, err := one(t.ctx, t.db, &n, q, args...)
	return n, err
}

// told reads the cases that a read model of the windows points at.
func told(ctx context.Context, db bun.IDB, table, cond, order string, args ...any) ([]kernel.Case, error) {
	rows, err := many[caseRow](ctx, db, "select "+caseColumns+" from "+table+" w join cases c on c.id = w.case_id where "+cond+" order by "+order, args...)
	if err != nil {
		return nil, err
	}
	return asCases(rows)
}

func bookings(ctx context.Context, db bun.IDB, cond string, args ...any) ([]window.BookingRow, error) {
	list, err := told(ctx, db, "window_bookings", cond, "w.day, w.at, w.case_id", args...)
	var out []window.BookingRow
	for _, c := range list {
		r := window.BookingRow{Case: c.ID, No: c.No, State: c.State}
		if err := read(c, &r.BookingData); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, err
}

func tickets(ctx context.Context, db bun.IDB, cond string, args ...any) ([]window.TicketRow, error) {
	list, err := told(ctx, db, "window_tickets", cond, "w.day, w.letter, w.n, w.case_id", args...)
	var out []window.TicketRow
	for _, c := range list {
		r := window.TicketRow{Case: c.ID, No: c.No, State: c.State, Version: c.Version}
		if err := read(c, &r.TicketData); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, err
}

func shifts(ctx context.Context, db bun.IDB, cond string, args ...any) ([]window.ShiftRow, error) {
	list, err := told(ctx, db, "window_shifts", cond, "c.opened, w.case_id", args...)
	var out []window.ShiftRow
	for _, c := range list {
		r := window.ShiftRow{Case: c.ID, State: c.State, Version: c.Version, Started: c.Opened, Ended: c.Closed}
		if err := read(c, &r.ShiftData); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, err
}

func read(c kernel.Case, into any) error {
	if err := json.Unmarshal(c.Data, into); err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return nil
}

// WindowTaken counts the bookings of a unit between two days.
func (s *Store) WindowTaken(ctx context.Context, u kernel.UnitID, from, to calendar.Date) (map[window.Slot]int, error) {
	rows, err := many[struct {
		Day string `bun:"day"`
		At  string `bun:"at"`
		N   int    `bun:"n"`
	}](ctx, s.r, "select day, at, count(*) as n from window_bookings where unit = ? and day between ? and ? and state in (?) group by day, at", string(u), day(from), day(to), in(held))
	out := map[window.Slot]int{}
	for _, r := range rows {
		if d, err := calendar.ParseDate(r.Day); err == nil {
			out[window.Slot{Day: d, Time: r.At}] = r.N
		}
	}
	return out, err
}

// WindowBooking finds a booking by its code.
func (s *Store) WindowBooking(ctx context.Context, code string) (window.BookingRow, bool, error) {
	return first(bookings(ctx, s.r, "w.code = ?", strings.ToUpper(strings.TrimSpace(code))))
}

// WindowTicket finds a number by its code.
func (s *Store) WindowTicket(ctx context.Context, code string) (window.TicketRow, bool, error) {
	return first(tickets(ctx, s.r, "w.code = ?", strings.ToUpper(strings.TrimSpace(code))))
}

func first[T any](list []T, err error) (row T, ok bool, e error) {
	if err != nil || len(list) == 0 {
		return row, false, err
	}
	return list[0], true, nil
}

// WindowQueue lists the numbers of a unit on a day.
func (s *Store) WindowQueue(ctx context.Context, u kernel.UnitID, d calendar.Date) ([]window.TicketRow, error) {
	return tickets(ctx, s.r, "w.unit = ? and w.day = ?", string(u), day(d))
}

// WindowShifts lists who sat at the counters of a unit on a day.
func (s *Store) WindowShifts(ctx context.Context, u kernel.UnitID, d calendar.Date) ([]window.ShiftRow, error) {
	return shifts(ctx, s.r, "w.unit = ? and w.day = ?", string(u), day(d))
}

// WindowSat reports whether somebody sat at a counter of the units since a day.
func (s *Store) WindowSat(ctx context.Context, user kernel.UserID, units []kernel.UnitID, from calendar.Date) (bool, error) {
	if len(units) == 0 {
		return false, nil
	}
	list, err := shifts(ctx, s.r, "w.unit in (?) and w.day >= ? and c.assignee = ?", in(units), day(from), string(user))
	return len(list) > 0, err
}

// PartyBookings are the times that a party has booked from a day on and that
// still stand, the nearest first.
func (s *Store) PartyBookings(ctx context.Context, p kernel.PartyID, from calendar.Date) ([]window.BookingRow, error) {
	return bookings(ctx, s.r, "w.party = ? and w.state = ? and w.day >= ?", string(p), string(window.Booked), day(from))
}

// WindowBookings lists the bookings of a unit on a day.
func (s *Store) WindowBookings(ctx context.Context, u kernel.UnitID, d calendar.Date) ([]window.BookingRow, error) {
	return bookings(ctx, s.r, "w.unit = ? and w.day = ?", string(u), day(d))
}

// WindowStanding lists the bookings of a unit, "" for all, that hold a place from a
// day on.
func (s *Store) WindowStanding(ctx context.Context, u kernel.UnitID, from calendar.Date) ([]window.BookingRow, error) {
	cond, args := "w.day >= ? and w.state in (?)", []any{day(from), in(held)}
	if u != "" {
		cond, args = cond+" and w.unit = ?", append(args, string(u))
	}
	return bookings(ctx, s.r, cond, args...)
}

// WindowPerson lists what is known of somebody.
func (s *Store) WindowPerson(ctx context.Context, p window.Person) (window.Known, error) {
	var k window.Known
	var err error
	phone, party := orNobody(p.Phone), orNobody(string(p.Party))
	code := orNobody(strings.ToUpper(p.Code))
	if k.Bookings, err = bookings(ctx, s.r, "w.phone = ? or w.party = ?", phone, party); err != nil {
		return k, err
	}
	if k.Tickets, err = tickets(ctx, s.r, "w.person = ? or w.phone = ? or w.party = ?", code, phone, party); err != nil {
		return k, err
	}
	k.Cases, err = told(ctx, s.r, "item_applicants", "w.code = ? or w.party = ? or w.phone = ?", "c.updated desc, c.id", code, party, phone)
	return k, err
}

// orNobody keeps an empty value from matching the rows that have none.
func orNobody(s string) string {
	if s == "" {
		return "\x01nobody"
	}
	return s
}
