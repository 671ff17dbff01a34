package registry

import (
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
)

// Status is the legal status of a right on a day (法律状态).
type Status string

// The statuses. Unknown is an answer: a right of which we hold no filing or
// grant is never shown as alive.
const (
	StatusUnknown     Status = "unknown"
	StatusPending     Status = "pending"     // 审查中
	StatusGranted     Status = "granted"     // 有效
	StatusRefused     Status = "refused"     // 驳回
	StatusWithdrawn   Status = "withdrawn"   // 撤回
	StatusLapsed      Status = "lapsed"      // 终止
	StatusInvalidated Status = "invalidated" // 全部无效
	StatusExpired     Status = "expired"     // 期限届满
)

// Ended reports whether the right is over, or never came to be: nothing can be
// done with it while it stands so.
func (s Status) Ended() bool {
	return slices.Contains([]Status{StatusRefused, StatusWithdrawn, StatusLapsed, StatusInvalidated, StatusExpired}, s)
}

// State is a right as it stood on a day, as it was known at an instant.
type State struct {
	Right         string         `json:"right"`
	ValidAt       calendar.Date  `json:"valid_at"`
	KnownAt       time.Time      `json:"known_at"`
	Kind          Kind           `json:"kind,omitempty"`
	Status        Status         `json:"status"`
	Since         calendar.Date  `json:"since,omitzero"`
	DeemedVoid    bool           `json:"deemed_void,omitempty"` // invalidated as a whole on a later day: void from the beginning (专利法47)
	Owners        []Owner        `json:"owners,omitempty"`
	OwnersSince   calendar.Date  `json:"owners_since,omitzero"`
	Filing        calendar.Date  `json:"filing,omitzero"`
	Granted       calendar.Date  `json:"granted,omitzero"`
	ExtraDays     int            `json:"extra_days,omitempty"` // Unit: calendar days of term compensation
	TermEnd       calendar.Date  `json:"term_end,omitzero"`
	Pledges       []Encumbrance  `json:"pledges,omitempty"`
	Preservations []Encumbrance  `json:"preservations,omitempty"`
	Suspensions   []Encumbrance  `json:"suspensions,omitempty"`
	Licences      []Encumbrance  `json:"licences,omitempty"`
	OpenLicences  []Encumbrance  `json:"open_licences,omitempty"`
	Challenges    []Encumbrance  `json:"challenges,omitempty"`
	FeePaidYear   int            `json:"fee_paid_year,omitempty"` // last patent year known to be paid by payment
	FeePaidOn     calendar.Date  `json:"fee_paid_on,omitzero"`
	Evaluations   []Encumbrance  `json:"evaluations,omitempty"`
	Conflicts     []ConflictNote `json:"conflicts,omitempty"`
}

// Encumbrance is one thing that rests on a right: a pledge, a preservation, a
// suspension, a licence, a challenge.
type Encumbrance struct {
	Ref     string        `json:"ref"`
	Since   calendar.Date `json:"since,omitzero"` // on the register
	From    calendar.Date `json:"from,omitzero"`  // of a licence: first day by its contract, where known
	Until   calendar.Date `json:"until,omitzero"`
	Party   *Owner        `json:"party,omitempty"`
	Licence LicenceKind   `json:"licence,omitempty"`
	Scope   string        `json:"scope,omitempty"`
	Event   string        `json:"event"`

	decided bool // a ruling has answered the request
}

// ConflictNote says that two sources contradict each other, for a clerk to
// clear up; the projection has chosen the later id, so that it does not waver.
type ConflictNote struct {
	Code   string   `json:"code"` // registry.conflict.…
	Events []string `json:"events"`
}

// inForce removes what is not known yet, doubled or corrected, and what only
// says that another thing never happened.
func inForce(events []Event, knownAt time.Time) []Event {
	return slices.DeleteFunc(standing(events, knownAt), func(e Event) bool { return e.Kind == Voided })
}

// standing are the events that are known and not corrected, corrections among
// them. A correction that never happened no longer corrects; one that another takes
// the place of leaves what it corrected corrected.
func standing(events []Event, knownAt time.Time) []Event {
	known := map[string]Event{}
	for _, e := range events {
		if e.RecordedAt.After(knownAt) {
			continue
		}
		if e.ID == "" {
			e.ID = EventID(e)
		}
		if old, ok := known[e.ID]; !ok || e.RecordedAt.Before(old.RecordedAt) {
			known[e.ID] = e
		}
	}
	correctors := map[string][]string{}
	for id, e := range known {
		if e.Corrects != "" && e.Corrects != id {
			correctors[e.Corrects] = append(correctors[e.Corrects], id)
		}
	}
	alive, visiting, following := map[string]bool{}, map[string]bool{}, map[string]bool{}
	var stands, holds func(id string) bool
	stands = func(id string) bool {
		if v, ok := alive[id]; ok {
			return v
		}
		if visiting[id] {
			return false // a ring of corrections: none of them counts
		}
		visiting[id] = true
		ok := !slices.ContainsFunc(correctors[id], holds)
		delete(visiting, id)
		alive[id] = ok
		return ok
	}
	holds = func(id string) bool { // in its own person or in that of its successor
		if stands(id) {
			return true
		}
		if following[id] {
			return false
		}
		following[id] = true
		defer delete(following, id)
		return slices.ContainsFunc(correctors[id], func(next string) bool { return known[next].Kind != Voided && holds(next) })
	}
	var out []Event
	for id, e := range known {
		if stands(id) {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, compareEvents)
	return out
}

// eventOrder ranks events of one day: what begins comes before what ends it.
var eventOrder = func() map[EventKind]int {
	m := map[EventKind]int{}
	for i, k := range []EventKind{
		Filed, Published, Granted, OwnersChanged, Lapsed, Restored, TermExtended, PartInvalidated, Refused, Withdrawn, Invalidated,
		ChallengeFiled, ChallengeEnded, Pledged, PledgeEnded, Preserved, PreservationEnd, Suspended, SuspensionEnded,
		Licensed, LicenceEnded, OpenLicensed, OpenLicenceEnd, FeePaid, Evaluated,
	} {
		m[k] = i
	}
	return m
}()

// compareEvents orders by day, by the source's own order, by kind, by fact: by
// nothing that depends on the order of arrival.
func compareEvents(a, b Event) int {
	if c := a.ValidFrom.Compare(b.ValidFrom); c != 0 {
		return c
	}
	if a.Seq != b.Seq {
		return a.Seq - b.Seq
	}
	if c := eventOrder[a.Kind] - eventOrder[b.Kind]; c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}

// EndOf is the last instant of a day: who asks what was known on a day asks for
// all that was recorded on it.
func EndOf(d calendar.Date) time.Time { return d.At(24).Add(-time.Microsecond) }

// KnownAt are the events that were recorded by an instant.
func KnownAt(events []Event, at time.Time) []Event {
	return slices.DeleteFunc(slices.Clone(events), func(e Event) bool { return e.RecordedAt.After(at) })
}

// AsOf gives the state of a right on a day (validAt) as it was known at an
// instant (knownAt). The order of the events does not matter; a correction
// recorded after knownAt changes nothing. All events are of one right.
func AsOf(events []Event, validAt calendar.Date, knownAt time.Time) State {
	s := State{ValidAt: validAt, KnownAt: knownAt, Status: StatusUnknown}
	var last Event
	for _, e := range inForce(events, knownAt) {
		s.Right = e.Right
		if e.ValidFrom.After(validAt) {
			s.DeemedVoid = s.DeemedVoid || e.Kind == Invalidated
			continue
		}
		s.note(last, e)
		s.apply(e)
		last = e
	}
	s.settle()
	return s
}

// note records a contradiction between two neighbouring events.
func (s *State) note(last, e Event) {
	if last.ID == "" || last.ValidFrom != e.ValidFrom || last.Seq != e.Seq || last.Kind != e.Kind || len(e.Detail.Owners) == 0 || len(last.Detail.Owners) == 0 {
		return
	}
	if !sameOwners(last.Detail.Owners, e.Detail.Owners) {
		s.Conflicts = append(s.Conflicts, ConflictNote{Code: "registry.conflict.owners", Events: []string{last.ID, e.ID}})
	}
}

// sameOwners compares owners without regard to order.
func sameOwners(a, b []Owner) bool {
	if len(a) != len(b) {
		return false
	}
	for _, x := range a {
		if !Holds(b, x) {
			return false
		}
	}
	return true
}

// Holds reports whether the party stands among the owners, by code or by name.
func Holds(owners []Owner, who Owner) bool {
	return slices.ContainsFunc(owners, func(o Owner) bool { same, _ := SameParty(o, who); return same })
}

// settle ends what ends by the calendar: the term, licences, preservations.
func (s *State) settle() {
	if t, ok := TermOf(s.Kind, s.Filing); ok {
		s.TermEnd = t.End.AddDays(s.ExtraDays)
	}
	// A patent filed on 1999-09-06 with ten years runs to 2009-09-05 and ends on
	// 2009-09-06, holidays notwithstanding. Source: 专利审查指南 5-9 §2.1 [M].
	if s.Status == StatusGranted && !s.TermEnd.IsZero() && !s.ValidAt.Before(s.TermEnd) {
		s.Status, s.Since = StatusExpired, s.TermEnd
	}
	over := func(e Encumbrance) bool { return !e.Until.IsZero() && s.ValidAt.After(e.Until) }
	s.Preservations = slices.DeleteFunc(s.Preservations, over)
	s.Suspensions = slices.DeleteFunc(s.Suspensions, over)
	s.Licences = slices.DeleteFunc(s.Licences, over)
	s.OpenLicences = slices.DeleteFunc(s.OpenLicences, over)
	// Nothing is left to decide on a right that never was; a ruling ends its request.
	s.Challenges = slices.DeleteFunc(s.Challenges, func(e Encumbrance) bool { return e.decided || s.Status == StatusInvalidated })
}
