package city

import (
	"regexp"
	"strconv"

	"quanlian/base/calendar"
	"quanlian/catalogue/source"
)

var (
	letterForm = regexp.MustCompile(`^[A-Z]$`)
	spanForm   = regexp.MustCompile(`^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$`)
)

// Bounds of a queue. Unit: minutes, people. Source: our own choice [D]: a time
// shorter than five minutes is none, a longer one than a day's half no promise.
const (
	leastSlot, mostSlot = 5, 240
	mostCapacity        = 99
)

// queue reads how a unit gives out numbers and times.
func queue(n source.Node) *Queue {
	m := n.Map()
	q := &Queue{
		Letter: matching(m.Must("letter"), letterForm, "A"), Booked: matching(m.Must("booked"), letterForm, "Y"),
		Slot: m.Must("slot").Int(30, leastSlot, mostSlot), Capacity: m.Must("capacity").Int(1, 1, mostCapacity),
		Closed: days(m.Get("closed")), Extra: days(m.Get("extra")),
	}
	if q.Letter != "" && q.Letter == q.Booked {
		m.Get("booked").Fault("catalogue.city.same_letter", "letter", q.Letter)
	}
	last := 0
	for _, x := range m.Must("open").List() {
		s := span(x)
		if s.To <= s.From || s.From < last || (s.To-s.From)%q.Slot != 0 {
			x.Fault("catalogue.city.bad_span", "span", x.String(), "slot", q.Slot)
			continue
		}
		last = s.To
		q.Open = append(q.Open, s)
	}
	m.Done()
	return q
}

func days(n source.Node) []calendar.Date {
	var out []calendar.Date
	for _, x := range n.List() {
		if d := x.Date(); !d.IsZero() {
			out = append(out, d)
		}
	}
	return out
}

// span reads 09:00-17:00.
func span(n source.Node) Span {
	x := spanForm.FindStringSubmatch(matching(n, spanForm, "09:00-17:00"))
	if x == nil {
		return Span{}
	}
	at := func(h, m string) int {
		hours, _ := strconv.Atoi(h) // the form has looked
		minutes, _ := strconv.Atoi(m)
		return hours*60 + minutes
	}
	return Span{From: at(x[1], x[2]), To: at(x[3], x[4])}
}
