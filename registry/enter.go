package registry

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// EnteredKinds are what staff may enter from a document of an office (登记簿补录),
// as a list of legal status may say it too. What a right is born with (filing,
// publication) comes with its own record.
var EnteredKinds = []EventKind{
	Granted, Refused, Withdrawn, Lapsed, Restored, Invalidated, PartInvalidated, ChallengeFiled, ChallengeEnded,
	OwnersChanged, Pledged, PledgeEnded, Preserved, PreservationEnd, Suspended, SuspensionEnded,
	Licensed, LicenceEnded, OpenLicensed, OpenLicenceEnd, FeePaid, Evaluated,
}

// endsWhat are the kinds that end what another kind began.
var endsWhat = map[EventKind]EventKind{
	PledgeEnded: Pledged, PreservationEnd: Preserved, SuspensionEnded: Suspended, LicenceEnded: Licensed, OpenLicenceEnd: OpenLicensed, ChallengeEnded: ChallengeFiled,
}

// Ends is the kind of event that an event of the kind ends, "" for none.
func Ends(k EventKind) EventKind { return endsWhat[k] }

// Enter puts into the register what a document of an office says of a right. It
// becomes a record like a row of an imported list; what stands is never changed:
// a wrong entry is corrected by another one, whose event names it.
type Enter struct {
	Event Event         `json:"event"`        // its Source names the document
	Doc   calendar.Date `json:"doc,omitzero"` // day of the document; zero: the day of the event
}

// Write is the name of the act.
func (Enter) Write() string { return "register.enter" }

// Guard looks at the entry beside what stands.
func (w Enter) Guard(v kernel.View, _ kernel.Actor, now time.Time) error {
	view, err := RightAt(v, "number", w.Event.Right)
	if err != nil {
		return err
	}
	return w.Check(view, now)
}

// Record is the entry as the register keeps it, in the name of a person.
func (w Enter) Record(by kernel.UserID) Record {
	e := w.Event
	e.By = by
	e = NewEvent(e)
	r := Record{Source: "entry", Doc: cmp.Or(w.Doc, e.ValidFrom), Right: Right{Number: e.Right}, Events: []Event{e}}
	r.Key = RecordKey(r)
	return r
}

// Unit: characters. Source: our choice, a line of a notice.
const mostEntered = 200

// Check refuses what cannot be: a day to come or before the filing, an end of
// what does not stand, a fact that the register has already. What the form itself
// gets wrong is said of all its fields at once.
func (w Enter) Check(view View, now time.Time) error {
	e, today := w.Event, calendar.DateOf(now)
	var l errs.List
	if e.Kind != Voided {
		if !slices.Contains(EnteredKinds, e.Kind) {
			return errs.At("kind", "registry.entry.kind", nil)
		}
		checkDay(&l, view, e, today)
		checkDetail(&l, e)
	}
	w.checkDocument(&l, today)
	if err := l.Err(); err != nil {
		return err
	}
	if e.Corrects != "" || e.Kind == Voided {
		if err := checkCorrects(view, e, now); err != nil || e.Kind == Voided {
			return err
		}
	}
	if err := checkNew(view, e, now); err != nil {
		return err
	}
	return checkEnd(view, e, now)
}

func checkDay(l *errs.List, view View, e Event, today calendar.Date) {
	switch {
	case e.ValidFrom.IsZero():
		l.Add(errs.At("day", "registry.entry.day", nil))
	case e.ValidFrom.After(today):
		l.Add(errs.At("day", "registry.entry.future", errs.Args{"day": e.ValidFrom.String()}))
	case !view.Right.Filing.IsZero() && e.ValidFrom.Before(view.Right.Filing):
		l.Add(errs.At("day", "registry.entry.before_filing", errs.Args{"filing": view.Right.Filing.String()}))
	}
}

// checkDocument asks for the paper that says it.
func (w Enter) checkDocument(l *errs.List, today calendar.Date) {
	if len([]rune(strings.TrimSpace(w.Event.Source))) < 2 {
		l.Add(errs.At("document", "registry.entry.document", nil))
	}
	if w.Doc.After(today) {
		l.Add(errs.At("doc_day", "registry.entry.future", errs.Args{"day": w.Doc.String()}))
	}
	for _, x := range [][2]string{{"document", w.Event.Source}, {"ref", w.Event.Ref}, {"note", w.Event.Detail.Text}, {"scope", w.Event.Detail.Scope}} {
		if n := len([]rune(x[1])); n > mostEntered {
			l.Add(errs.At(x[0], "registry.entry.long", errs.Args{"most": mostEntered, "n": n}))
		}
	}
}

// checkDetail asks for what an event of the kind must say.
func checkDetail(l *errs.List, e Event) {
	d := e.Detail
	needsParty := e.Kind == Pledged || e.Kind == Licensed
	if e.Kind == OwnersChanged && len(d.Owners) == 0 {
		l.Add(errs.At("owners", "registry.entry.owners", nil))
	}
	if needsParty && (d.Party == nil || strings.TrimSpace(d.Party.Name) == "") {
		l.Add(errs.At("party", "registry.entry.party", nil))
	}
	if needsParty && strings.TrimSpace(e.Ref) == "" {
		l.Add(errs.At("ref", "registry.entry.ref", nil))
	}
	if e.Kind == Licensed && d.Licence == "" {
		l.Add(errs.At("licence", "registry.entry.licence", nil))
	}
	if e.Kind == FeePaid && (d.Year < 1 || d.Year > mostFeeYear) {
		l.Add(errs.At("year", "registry.entry.year", errs.Args{"most": mostFeeYear}))
	}
	if !d.From.IsZero() && d.Until.Before(d.From) && !d.Until.IsZero() {
		l.Add(errs.At("until", "registry.entry.until", errs.Args{"from": d.From.String()}))
	} else if !d.Until.IsZero() && d.Until.Before(e.ValidFrom) {
		l.Add(errs.At("until", "registry.entry.until", errs.Args{"from": e.ValidFrom.String()}))
	}
}

// Unit: patent years. Source: 专利法42: twenty years of an invention patent, and
// at most five of compensation.
const mostFeeYear = 25

// checkCorrects: what is corrected stands in the register and still counts.
func checkCorrects(view View, e Event, now time.Time) error {
	if e.Corrects == "" || !slices.ContainsFunc(standing(view.Events, now), func(old Event) bool { return old.ID == e.Corrects }) {
		return errs.At("corrects", "registry.entry.corrects", nil)
	}
	return nil
}

// checkNew refuses a fact that the register has. One that was voided is brought
// back by correcting what voided it: the same fact twice is one event.
func checkNew(view View, e Event, now time.Time) error {
	id := EventID(e)
	switch {
	case slices.ContainsFunc(standing(view.Events, now), func(old Event) bool { return old.ID == id }):
		return errs.New(errs.Conflict, "registry.entry.stands", nil)
	case slices.ContainsFunc(view.Events, func(old Event) bool { return old.ID == id }):
		return errs.New(errs.Conflict, "registry.entry.voided_before", nil)
	}
	return nil
}

// checkEnd: an end names what it ends, or there is one thing only to end.
func checkEnd(view View, e Event, now time.Time) error {
	if Ends(e.Kind) == "" {
		return nil
	}
	var refs []string
	for _, b := range AsOf(without(view.Events, e.Corrects), e.ValidFrom, now).Burdens(Ends(e.Kind)) {
		if b.Ref == e.Ref {
			return nil
		}
		refs = append(refs, b.Ref)
	}
	switch {
	case len(refs) == 0:
		return errs.At("day", "registry.entry.nothing_to_end", errs.Args{"day": e.ValidFrom.String()})
	case e.Ref != "" || len(refs) > 1:
		return errs.At("ref", "registry.entry.which_end", errs.Args{"refs": strings.Join(refs, "、")})
	}
	return nil
}

// without are the events but the one that is corrected.
func without(events []Event, id string) []Event {
	return slices.DeleteFunc(slices.Clone(events), func(e Event) bool { return id != "" && e.ID == id })
}

// Burdens are what rests on the right of the kind that an event of k begins.
func (s State) Burdens(k EventKind) []Encumbrance {
	switch k {
	case Pledged:
		return s.Pledges
	case Preserved:
		return s.Preservations
	case Suspended:
		return s.Suspensions
	case Licensed:
		return s.Licences
	case OpenLicensed:
		return s.OpenLicences
	case ChallengeFiled:
		return s.Challenges
	}
	return nil
}

// Corrected are the events that do not count any more, each with the event that
// takes its place.
func Corrected(events []Event, knownAt time.Time) map[string]Event {
	was := map[string]Event{}
	for _, e := range events {
		was[e.ID] = e
	}
	out := map[string]Event{}
	for _, e := range standing(events, knownAt) {
		for old := e.Corrects; old != ""; old = was[old].Corrects {
			if _, twice := out[old]; twice {
				break
			}
			if out[old] = e; e.Kind == Voided { // what that corrected counts again
				break
			}
		}
	}
	return out
}
