package city

import (
	"slices"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// City is everything declared for one city.
type City struct {
	ID     string // name of the folder
	Name   form.Text
	Prefix string // of case numbers: YL
	Sign   string // before the series of documents: 云 makes 云知备
	// Invented: the city does not exist; pages say so.
	Invented  bool
	Region    string // code of the administrative division
	Districts []District
	Units     []Unit
	Systems   []System
	Events    []Event
	Outages   Outages
	Laws      map[string]string // English names of laws that only its own items name
	Seals     Seals
	Front     Front
	// MandateNotice is how long before its end both sides of a mandate are told.
	// Unit: calendar days. Source: the city's own choice, no rule of law.
	MandateNotice int
}

// MandateNotice stands where the city says nothing of it. Unit: calendar days.
// Source: our own choice [D].
const MandateNotice = 15

// Front is what the head and foot of every page say of who runs the site (页头页脚).
type Front struct {
	Name     form.Text // of the site; the city's own with the usual words when not given
	Host     form.Text // 主办
	RunBy    form.Text // 承办
	Advice   string    // telephone
	Complain string    // telephone
	Records  []form.Text
}

// District is one district of the city.
type District struct {
	ID    string // as in unit names: heting
	Name  form.Text
	Short string // as in parties and posts: 鹤汀
	// ShortEn is how an English page says it: Heting. "" where nothing is said.
	ShortEn string
	Region  string
}

// Unit receives cases.
type Unit struct {
	ID        kernel.UnitID
	Name      form.Text
	Office    form.Text // which body it belongs to
	Address   form.Text
	Floor     string
	Advice    string // telephone
	Complaint string
	Hours     form.Text
	District  string // short name; "" serves the whole city
	Counters  []Counter
	// ByLoad: cases are handed out by load; otherwise people claim them.
	ByLoad bool
	Queue  *Queue // nil: nobody is called by number here, and no time is kept
}

// Queue is how a unit gives out numbers and times (排队与预约).
type Queue struct {
	Letter   string          // of the numbers: A001
	Booked   string          // letter of those who come at a booked time
	Open     []Span          // hours of every working day, in order
	Slot     int             // Unit: minutes. Length of a time that can be booked.
	Capacity int             // Unit: people. How many may book one time.
	Closed   []calendar.Date // working days on which this unit is shut all the same
	Extra    []calendar.Date // other days on which it is open all the same
}

// Span is a part of a day, from inclusive to exclusive. Unit: minutes after midnight.
type Span struct{ From, To int }

// Counter is one place at which people are served.
type Counter struct {
	No   string
	Name form.Text
}

// System is an outside system where an act is done in the end.
type System struct {
	ID    string
	Name  form.Text
	Kind  string // national, province, city, court, bank, other
	Owner form.Text
	Takes form.Text // what it takes from us
	Gives form.Text // what comes back
	URL   string
	// Demo: whether there is such a system, or what it takes, is not established.
	Demo bool
}

// SystemKinds is the closed list of whose system it is.
func SystemKinds() []string {
	return []string{"national", "province", "city", "court", "bank", "other"}
}

// Event is a life event (人生事件, 场景): a situation in which people come.
type Event struct {
	ID   string
	Name form.Text
	Lead form.Text
	// Front: it stands among the first on the home page.
	Front bool
}

// Unit finds a unit.
func (c City) Unit(id kernel.UnitID) (Unit, bool) {
	return find(c.Units, func(u Unit) bool { return u.ID == id })
}

// System finds a system.
func (c City) System(id string) (System, bool) {
	return find(c.Systems, func(s System) bool { return s.ID == id })
}

// Event finds a life event.
func (c City) Event(id string) (Event, bool) {
	return find(c.Events, func(e Event) bool { return e.ID == id })
}

// District finds a district by its short name or id.
func (c City) District(name string) (District, bool) {
	return find(c.Districts, func(d District) bool { return d.Short == name || d.ID == name })
}

// ShortText is the short name of a district in a language, as it stands where the
// city says nothing of it in English.
func (c City) ShortText(zh bool, short string) string {
	if d, ok := find(c.Districts, func(d District) bool { return d.Short == short }); ok && !zh && d.ShortEn != "" {
		return d.ShortEn
	}
	return short
}

func find[T any](list []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i], true
	}
	var none T
	return none, false
}

// UnitIDs lists the names of the units.
func (c City) UnitIDs() []string {
	return names(c.Units, func(u Unit) string { return string(u.ID) })
}

// SystemIDs lists the names of the systems.
func (c City) SystemIDs() []string { return names(c.Systems, func(s System) string { return s.ID }) }

// EventIDs lists the names of the life events.
func (c City) EventIDs() []string { return names(c.Events, func(e Event) string { return e.ID }) }

func names[T any](list []T, name func(T) string) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = name(x)
	}
	return out
}
