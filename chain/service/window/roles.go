package window

import (
	"quanlian/kernel"
)

// Flows of the matter.
const (
	Matter                  = "service/window"
	Booking kernel.FlowAddr = Matter + ".booking"
	Ticket  kernel.FlowAddr = Matter + ".ticket"
	Shift   kernel.FlowAddr = Matter + ".shift"
	// Machine is a ticket machine that a head has given to the hall.
	Machine kernel.FlowAddr = Matter + ".machine"
	// Review settles a bad rating; kernel/itemflow makes it for the matter.
	Review kernel.FlowAddr = Matter + ".review"
)

// Prefixes of case numbers.
const (
	bookingPrefix = "YY"
	ticketPrefix  = "PH"
	shiftPrefix   = "GW"
	machinePrefix = "SB"
	reviewPrefix  = "CP"
)

// System actors of the matter.
const (
	// Guest is a visitor without a log-in: his code is what proves him.
	Guest kernel.Role = "guest"
	// Kiosk is a ticket machine in the hall; the machine that it names is what
	// proves it.
	Kiosk kernel.Role = "kiosk"
	// Timer is the program, when a time has come.
	Timer kernel.Role = "timer"
)

// States.
const (
	Booked    kernel.State = "booked"
	Arrived   kernel.State = "arrived"
	Cancelled kernel.State = "cancelled"
	NoShow    kernel.State = "missed" // of a booking

	Waiting kernel.State = "waiting"
	Called  kernel.State = "called"
	Serving kernel.State = "serving"
	Done    kernel.State = "done"
	Missed  kernel.State = "missed" // of a ticket: called, nobody came
	Moved   kernel.State = "moved"
	Left    kernel.State = "left"

	Open   kernel.State = "open"
	Paused kernel.State = "paused"
	Closed kernel.State = "closed"

	Offered kernel.State = "offered"
	Paired  kernel.State = "paired"
	Revoked kernel.State = "revoked"
)

var (
	staff = []kernel.Role{kernel.RoleClerk, kernel.RoleHead}
	// anyone may book: a party for itself, staff for a caller, a guest.
	anyone = []kernel.Role{kernel.RoleOwner, kernel.RoleClerk, kernel.RoleHead, Guest}
	atDoor = []kernel.Role{kernel.RoleClerk, kernel.RoleHead, Kiosk}
	system = []kernel.Role{kernel.RoleSystem}
	clock  = []kernel.Role{Timer}
)

type none = struct{}

// Flows of the matter, for the desk.
func Flows(r Rules) []*kernel.Flow {
	return []*kernel.Flow{r.bookingFlow(), r.ticketFlow(), r.shiftFlow(), r.machineFlow()}
}
