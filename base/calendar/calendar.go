package calendar

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sort"
	"sync"
	"time"
)

//go:embed data
var data embed.FS

// Calendar knows the kind of every day. It is immutable: With makes a new one.
type Calendar struct {
	years   map[int]Notice
	off     map[int]Span // day number of each day off by notice
	work    map[int]bool // day number of each make-up working day
	moved   []int        // day numbers that differ from Mon–Fri, ascending
	delta   []int        // delta[i]: working days gained by moved[:i]
	version string
}

// New makes a calendar of the notices; a later one for the same year replaces
// an earlier one.
func New(notices ...Notice) (*Calendar, error) {
	c := &Calendar{years: map[int]Notice{}, off: map[int]Span{}, work: map[int]bool{}}
	for _, n := range notices {
		if err := n.check(); err != nil {
			return nil, err
		}
		c.years[n.Year] = n
	}
	for _, y := range slices.Sorted(maps.Keys(c.years)) {
		for _, s := range c.years[y].Off {
			for d := s.From.number(); d <= s.To.number(); d++ {
				c.off[d] = s
			}
		}
		for _, d := range c.years[y].Work {
			c.work[d.number()] = true
		}
	}
	c.index()
	return c, nil
}

// index prepares counting and the version.
func (c *Calendar) index() {
	for d := range c.off {
		if !isWeekend(d) {
			c.moved = append(c.moved, d)
		}
	}
	for d := range c.work {
		if _, both := c.off[d]; !both {
			c.moved = append(c.moved, d)
		}
	}
	sort.Ints(c.moved)
	c.delta = make([]int, len(c.moved)+1)
	for i, d := range c.moved {
		gain := -1
		if isWeekend(d) {
			gain = 1
		}
		c.delta[i+1] = c.delta[i] + gain
	}
	h := sha256.New()
	enc := json.NewEncoder(h)
	label, sep := "", ""
	for _, y := range slices.Sorted(maps.Keys(c.years)) {
		n := c.years[y]
		_ = enc.Encode([]any{n.Year, n.Published, n.Off, n.Work}) // a hash never fails, and the values are plain
		label += fmt.Sprintf("%s%d", sep, y)
		if !n.Published {
			label += "p"
		}
		sep = ","
	}
	c.version = label + ":" + hex.EncodeToString(h.Sum(nil))[:12]
}

// Load makes a calendar of every *.json file of a folder.
func Load(fsys fs.FS) (*Calendar, error) {
	names, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return nil, err
	}
	var all []Notice
	for _, name := range names {
		f, err := fsys.Open(name)
		if err != nil {
			return nil, err
		}
		n, err := ReadNotice(f)
		_ = f.Close() // read only
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, n)
	}
	return New(all...)
}

var national = sync.OnceValue(func() *Calendar {
	none, _ := New() // no notices, no error
	sub, err := fs.Sub(data, "data/years")
	if err != nil {
		return none
	}
	c, err := Load(sub)
	if err != nil {
		return none // a test proves that this never happens; every date would be marked provisional
	}
	return c
})

// National is the calendar that ships with the program: the notices of
// 2023–2026, and 2027 provisional.
func National() *Calendar { return national() }

// With is the calendar with more notices; one for a year that is there
// already replaces it. So a city adds the notice of a new year.
func (c *Calendar) With(notices ...Notice) (*Calendar, error) {
	var all []Notice
	for _, y := range slices.Sorted(maps.Keys(c.years)) {
		all = append(all, c.years[y])
	}
	return New(append(all, notices...)...)
}

// Version names the content, for caches of due dates: the years ("p" after a
// provisional one) and a hash, as "2025,2026,2027p:0a1b2c3d4e5f".
func (c *Calendar) Version() string { return c.version }

// Notices lists the loaded notices by year.
func (c *Calendar) Notices() []Notice {
	var all []Notice
	for _, y := range slices.Sorted(maps.Keys(c.years)) {
		all = append(all, c.years[y])
	}
	return all
}

// Certainty tells how far the kind of a day is known.
type Certainty string

// The certainties.
const (
	Certain     Certainty = "certain"     // the notice of the year is loaded
	Provisional Certainty = "provisional" // no notice yet: the date may still move
	Unknown     Certainty = "unknown"     // before the first loaded year: weekends only
)

// Certainty is how far the days of a year are known.
func (c *Calendar) Certainty(year int) Certainty {
	if n, ok := c.years[year]; ok {
		if n.Published {
			return Certain
		}
		return Provisional
	}
	for y, n := range c.years {
		if n.Published && y > year {
			return Unknown
		}
	}
	return Provisional
}

// DayKind is what a day is in the adjusted calendar.
type DayKind string

// The kinds of days.
const (
	Working DayKind = "working"
	MakeUp  DayKind = "makeup" // Saturday or Sunday that is worked
	Weekend DayKind = "weekend"
	Holiday DayKind = "holiday" // day off by notice, weekends inside included
)

// Kind is the kind of a day, and the holiday when it is one.
func (c *Calendar) Kind(d Date) (DayKind, Span) {
	n := d.number()
	if s, ok := c.off[n]; ok {
		return Holiday, s
	}
	switch {
	case c.work[n]:
		return MakeUp, Span{}
	case isWeekend(n):
		return Weekend, Span{}
	}
	return Working, Span{}
}

// IsWorkday reports whether offices work on d: Monday to Friday and no day
// off, or a make-up day.
func (c *Calendar) IsWorkday(d Date) bool { return c.works(d.number()) }

func (c *Calendar) works(n int) bool {
	if _, off := c.off[n]; off {
		return false
	}
	return c.work[n] || !isWeekend(n)
}

// NextWorkday is d, or the first working day after it.
func (c *Calendar) NextWorkday(d Date) Date {
	n := d.number()
	for !c.works(n) {
		n++
	}
	return fromNumber(n)
}

// WorkdaysBetween counts the working days after from up to and including to;
// negative when to is earlier.
func (c *Calendar) WorkdaysBetween(from, to Date) WorkDays {
	return WorkDays(c.upTo(to.number()) - c.upTo(from.number()))
}

// upTo counts working days from a fixed Monday long ago up to and including n.
func (c *Calendar) upTo(n int) int {
	const monday = -719_162 // Unit: days from 1970-01-01. Source: 0001-01-01 was a Monday (proleptic Gregorian calendar).
	days := n - monday + 1
	weeks, rest := days/7, days%7
	if rest < 0 {
		weeks, rest = weeks-1, rest+7
	}
	return weeks*5 + min(rest, 5) + c.delta[sort.SearchInts(c.moved, n+1)]
}

// AddWorkdays is the n-th working day after d (before d when n is negative).
func (c *Calendar) AddWorkdays(d Date, n WorkDays) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	day := d.number()
	for n > 0 {
		day += step
		if c.works(day) {
			n--
		}
	}
	return fromNumber(day)
}

func isWeekend(n int) bool {
	w := weekday(n)
	return w == time.Saturday || w == time.Sunday
}
