package window

import (
	"context"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
)

// BookingRow is a booking as lists show it.
type BookingRow struct {
	Case  kernel.CaseID
	No    string
	State kernel.State
	BookingData
}

// TicketRow is a number as the queue knows it.
type TicketRow struct {
	Case    kernel.CaseID
	No      string // of the case
	State   kernel.State
	Version int64
	TicketData
}

// ShiftRow is somebody at a counter.
type ShiftRow struct {
	Case    kernel.CaseID
	State   kernel.State
	Version int64
	Started time.Time
	Ended   time.Time // zero while it lasts
	ShiftData
}

// MachineRow is a ticket machine.
type MachineRow struct {
	Case  kernel.CaseID
	State kernel.State
	MachineData
}

// Questions of the moves, answered inside the transaction.
type (
	// TakenAt asks how many have booked a time.
	TakenAt struct {
		Unit kernel.UnitID
		Slot Slot
	}
	// BookingsOf asks for the open bookings of a telephone number.
	BookingsOf struct{ Phone string }
	// BookingByCode asks for a booking; the zero row when there is none.
	BookingByCode struct{ Code string }
	// LastNumber asks for the last number of a letter on a day; 0 for none.
	LastNumber struct {
		Unit   kernel.UnitID
		Day    calendar.Date
		Letter string
	}
	// QueueOf asks for the numbers of a unit on a day in the states.
	QueueOf struct {
		Unit   kernel.UnitID
		Day    calendar.Date
		States []kernel.State
	}
	// ShiftsOf asks for the shifts of a unit that last.
	ShiftsOf struct{ Unit kernel.UnitID }
)

// Answer binds the question to its answer.
func (TakenAt) Answer(int) {}

// Answer binds the question to its answer.
func (BookingsOf) Answer([]BookingRow) {}

// Answer binds the question to its answer.
func (BookingByCode) Answer(BookingRow) {}

// Answer binds the question to its answer.
func (LastNumber) Answer(int) {}

// Answer binds the question to its answer.
func (QueueOf) Answer([]TicketRow) {}

// Answer binds the question to its answer.
func (ShiftsOf) Answer([]ShiftRow) {}

// Windows reads the queues for pages; whoever asks has been looked at before.
type Windows interface {
	// WindowTaken counts the bookings of a unit between two days.
	WindowTaken(ctx context.Context, u kernel.UnitID, from, to calendar.Date) (map[Slot]int, error)
	// WindowBooking finds a booking by its code; ok is false for none.
	WindowBooking(ctx context.Context, code string) (row BookingRow, ok bool, err error)
	// WindowTicket finds a number by its code; ok is false for none.
	WindowTicket(ctx context.Context, code string) (row TicketRow, ok bool, err error)
	// WindowQueue lists the numbers of a unit on a day.
	WindowQueue(ctx context.Context, u kernel.UnitID, day calendar.Date) ([]TicketRow, error)
	// WindowShifts lists who sat at the counters of a unit on a day.
	WindowShifts(ctx context.Context, u kernel.UnitID, day calendar.Date) ([]ShiftRow, error)
	// WindowBookings lists the bookings of a unit on a day.
	WindowBookings(ctx context.Context, u kernel.UnitID, day calendar.Date) ([]BookingRow, error)
	// WindowStanding lists the bookings of a unit, "" for all, that hold a place from
	// a day on, in the order of their times.
	WindowStanding(ctx context.Context, u kernel.UnitID, from calendar.Date) ([]BookingRow, error)
	// WindowMachine finds what a hash belongs to: a machine that is paired, or one
	// that a link may pair; ok is false for none.
	WindowMachine(ctx context.Context, hash string) (row MachineRow, ok bool, err error)
	// WindowMachines lists the machines of a unit that are not revoked.
	WindowMachines(ctx context.Context, u kernel.UnitID) ([]MachineRow, error)
	// WindowPerson lists what is known of somebody: bookings, numbers, cases.
	WindowPerson(ctx context.Context, w Person) (Known, error)
}

// Person is by what somebody is known at a counter; empty fields do not count.
type Person struct {
	Code  string // of the identity card, or the credit code
	Phone string
	Party kernel.PartyID
}

// Known is what the building knows of a person.
type Known struct {
	Bookings []BookingRow
	Tickets  []TicketRow
	Cases    []kernel.Case // of declared items, newest first
}
