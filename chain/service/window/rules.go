package window

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/kernel"
)

// Rules are what the moves are judged by.
type Rules struct {
	Calendar *calendar.Calendar
	// Unit gives a unit as the city declares it today.
	Unit func(kernel.UnitID) (city.Unit, bool)
	// AnyHour lets numbers be taken while the windows are shut: trials and demos
	// only.
	AnyHour bool
}

// Ahead is how far one may book. Unit: working days, the first being the one on
// which a time is still to come. Source: our own choice [D]; a city's own rule was
// not established.
const Ahead calendar.WorkDays = 10

// MostBookings is how many open bookings one telephone number may have. Unit:
// bookings. Source: our own choice [D], against times taken in stock.
const MostBookings = 3

// Early is how long before the booked time one may take the number. Unit:
// minutes. Source: our own choice [D]; before that the booking is not in order.
const Early = 30 * time.Minute

// Unit: characters. Source: 32^10 codes: nobody guesses one.
const codeLength = 10

// Unit: minutes, of an hour.
// Source: SI.
const hour = 60

// code is what its holder shows or opens a page with: the end of a fresh id.
func code(id string) string {
	return strings.ToUpper(id[max(0, len(id)-codeLength):])
}

// Unit: characters. Source: our own bounds.
const (
	mostName = 40
	mostNote = 500
)

var (
	phoneForm = regexp.MustCompile(`^(1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,5})?)$`)
	timeForm  = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
)

// Slot is a time that can be booked.
type Slot struct {
	Day  calendar.Date `json:"day"`
	Time string        `json:"time"` // 09:30
}

// Start is the instant at which the time begins.
func (s Slot) Start() time.Time {
	if !timeForm.MatchString(s.Time) {
		return time.Time{}
	}
	var h, m int
	_, _ = fmt.Sscanf(s.Time, "%d:%d", &h, &m) // the form has looked
	return s.Day.At(0).Add(time.Duration(h*hour+m) * time.Minute)
}

func clockOf(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/hour, minutes%hour) }

// OpenOn reports whether the unit works on the day: a working day of the
// State's calendar, make-up days included, unless the city says otherwise.
func (r Rules) OpenOn(u city.Unit, d calendar.Date) bool {
	switch {
	case u.Queue == nil || slices.Contains(u.Queue.Closed, d):
		return false
	case slices.Contains(u.Queue.Extra, d):
		return true
	}
	return r.Calendar.IsWorkday(d)
}

// Times are the times of a day at the unit, in order; none when it is shut.
func (r Rules) Times(u city.Unit, d calendar.Date) []Slot {
	if !r.OpenOn(u, d) {
		return nil
	}
	var out []Slot
	for _, s := range u.Queue.Open {
		for m := s.From; m+u.Queue.Slot <= s.To; m += u.Queue.Slot {
			out = append(out, Slot{Day: d, Time: clockOf(m)})
		}
	}
	return out
}

// Shuts is when the windows of the unit close on the day; the zero instant when it
// does not work then.
func (r Rules) Shuts(u city.Unit, d calendar.Date) time.Time {
	if !r.OpenOn(u, d) || len(u.Queue.Open) == 0 {
		return time.Time{}
	}
	return d.At(0).Add(time.Duration(u.Queue.Open[len(u.Queue.Open)-1].To) * time.Minute)
}

// Days are the days on which one may book, today first while a time of it is still
// to come.
func (r Rules) Days(u city.Unit, now time.Time) []calendar.Date {
	var out []calendar.Date
	// Unit: days. Source: ten working days never take more than this.
	const horizon = 60
	for d, n := calendar.DateOf(now), 0; n < horizon && len(out) < int(Ahead); d, n = d.AddDays(1), n+1 {
		if slices.ContainsFunc(r.Times(u, d), func(s Slot) bool { return now.Before(s.Start()) }) {
			out = append(out, d)
		}
	}
	return out
}

// Opens is when the unit works next; ok is false where no day is in sight.
func (r Rules) Opens(u city.Unit, now time.Time) (at time.Time, ok bool) {
	for _, d := range r.Days(u, now) {
		for _, s := range u.Queue.Open {
			if at = d.At(0).Add(time.Duration(s.From) * time.Minute); now.Before(at) {
				return at, true
			}
		}
	}
	return time.Time{}, false
}

// IsOpen reports whether the unit works at the instant.
func (r Rules) IsOpen(u city.Unit, now time.Time) bool {
	day := calendar.DateOf(now)
	if !r.OpenOn(u, day) {
		return false
	}
	at := int(now.Sub(day.At(0)) / time.Minute)
	return slices.ContainsFunc(u.Queue.Open, func(s city.Span) bool { return at >= s.From && at < s.To })
}

// bookable looks whether a time can be booked at all: it is one of the unit's,
// within the days, and has not begun.
func (r Rules) bookable(u city.Unit, s Slot, now time.Time) error {
	days := r.Days(u, now)
	switch {
	case s == Slot{}:
		return errs.At("slot", "service.window.choose_time", nil)
	case !slices.Contains(r.Times(u, s.Day), s):
		return errs.At("slot", "service.window.no_such_time", nil)
	case !now.Before(s.Start()):
		return errs.At("slot", "service.window.time_over", nil)
	case !slices.Contains(days, s.Day):
		return errs.At("slot", "service.window.too_far", errs.Args{"n": int(Ahead)})
	}
	return nil
}

// Counters are the units at whose counters somebody may sit.
func (r Rules) Counters(a kernel.Actor) []kernel.UnitID {
	var out []kernel.UnitID
	for _, p := range a.Posts {
		u, ok := r.Unit(p.Unit)
		if ok && u.Queue != nil && slices.Contains(staff, p.Role) && !slices.Contains(out, p.Unit) {
			out = append(out, p.Unit)
		}
	}
	return out
}

// Lately is how far back somebody has to have sat at a counter to be taken for one
// who works there. Unit: days. Source: our own choice [D]: a week, so that whoever
// sits there once a week counts.
const Lately = 7

// unit finds a unit at which people queue.
func (r Rules) unit(id kernel.UnitID) (city.Unit, error) {
	u, ok := r.Unit(id)
	if !ok || u.Queue == nil {
		return u, errs.At("unit", "service.window.no_queue", errs.Args{"unit": id})
	}
	return u, nil
}

// person checks a name and a telephone number.
func person(name, phone string) errs.List {
	var l errs.List
	if n := len([]rune(strings.TrimSpace(name))); n < 2 || n > mostName {
		l.Add(errs.At("name", "service.window.person_name", errs.Args{"most": mostName}))
	}
	if !phoneForm.MatchString(strings.TrimSpace(phone)) {
		l.Add(errs.At("phone", "service.window.phone", nil))
	}
	return l
}

// MaskName shows the first character of a name only.
func MaskName(s string) string {
	r := []rune(strings.TrimSpace(s))
	if len(r) == 0 {
		return ""
	}
	return string(r[0]) + strings.Repeat("*", min(max(len(r)-1, 1), 2))
}

// MaskPhone hides the middle of a telephone number.
func MaskPhone(s string) string {
	// Unit: characters that stay at each end. Source: our own choice: enough to
	// know one's own number by.
	const head, tail = 3, 4
	s = strings.TrimSpace(s)
	if len(s) <= head+tail {
		return strings.Repeat("*", len(s))
	}
	return s[:head] + strings.Repeat("*", len(s)-head-tail) + s[len(s)-tail:]
}

func endOfDay(now time.Time) time.Time { return calendar.DateOf(now).AddDays(1).At(0) }
