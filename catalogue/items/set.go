package items

import (
	"slices"

	"quanlian/base/calendar"
	"quanlian/kernel/form"
)

// Set is what is in force on one day, with its index. It is not changed after
// it was made; the items in it are shared and must not be changed either.
type Set struct {
	Day    calendar.Date
	list   []form.Item
	byCode map[string]int
}

// On gives what is in force on a day.
func (c *Catalogue) On(day calendar.Date) *Set {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.sets[day]; s != nil {
		return s
	}
	s := &Set{Day: day, byCode: map[string]int{}}
	for _, code := range c.codes {
		if v, ok := c.InForce(code, day); ok {
			s.byCode[code] = len(s.list)
			s.list = append(s.list, v.Item)
		}
	}
	if c.sets == nil || len(c.sets) >= keptSets {
		c.sets = map[calendar.Date]*Set{}
	}
	c.sets[day] = s
	return s
}

// Unit: days. Source: our own bound; a program asks for today, seldom for more.
const keptSets = 8

// All lists the items in the order of the list.
func (s *Set) All() []form.Item { return s.list }

// Len is how many there are.
func (s *Set) Len() int { return len(s.list) }

// Item finds an item by its code.
func (s *Set) Item(code string) (form.Item, bool) {
	i, ok := s.byCode[code]
	if !ok {
		return form.Item{}, false
	}
	return s.list[i], true
}

// Filter narrows a list of items; empty fields do not.
type Filter struct {
	Link    string
	Matter  string
	Kind    form.Kind
	Event   string
	Who     string // kind of party that applies
	Unit    string
	Level   string
	Channel string
	Class   form.Class
}

// Pick lists the items that a filter leaves, in the order of the list.
func (s *Set) Pick(f Filter) []form.Item {
	var out []form.Item
	for _, it := range s.list {
		if f.fits(it) {
			out = append(out, it)
		}
	}
	return out
}

func (f Filter) fits(it form.Item) bool {
	word := func(want, have string) bool { return want == "" || want == have }
	among := func(want string, have []string) bool { return want == "" || slices.Contains(have, want) }
	return word(f.Link, it.Link) && word(f.Matter, it.Matter) && word(string(f.Kind), string(it.Kind)) && word(string(f.Class), string(it.Class)) &&
		word(f.Unit, string(it.Unit)) && among(f.Event, it.Events) && among(f.Who, it.Who) && among(f.Level, it.Level) && among(f.Channel, it.Channels)
}

// Together gives the items that are done together with one.
func (s *Set) Together(it form.Item) []form.Item {
	var out []form.Item
	for _, code := range it.Together {
		if o, ok := s.Item(code); ok {
			out = append(out, o)
		}
	}
	return out
}
