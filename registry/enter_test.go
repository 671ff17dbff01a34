package registry

import (
	"slices"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
)

const entered = "202210100001.1"

// TestEnterIsChecked: what cannot be is refused by the field that is wrong.
func TestEnterIsChecked(t *testing.T) {
	t.Parallel()
	now := calendar.On(2026, 11, 26).At(9)
	pledge := Event{Right: entered, Kind: Pledged, ValidFrom: calendar.On(2026, 3, 2), Ref: "Y1", Source: "notice Y1", Detail: Detail{Party: &Owner{Name: "bank"}}}
	stands := NewEvent(pledge)
	stands.RecordedAt = now.Add(-time.Hour)
	view := View{Right: Right{Number: entered, Filing: calendar.On(2022, 1, 5)}, Events: []Event{stands}}
	for _, x := range []struct {
		name, code string
		change     func(e *Event)
	}{
		{"another pledge", "", func(e *Event) { e.Ref = "Y2" }},
		{"the same again", "registry.entry.stands", func(*Event) {}},
		{"the same from another document", "registry.entry.stands", func(e *Event) { e.Source = "list of the office" }},
		{"an unknown kind", "registry.entry.kind", func(e *Event) { e.Kind = "sold" }},
		{"a filing", "registry.entry.kind", func(e *Event) { e.Kind = Filed }},
		{"no day", "registry.entry.day", func(e *Event) { e.ValidFrom = calendar.Date{} }},
		{"a day to come", "registry.entry.future", func(e *Event) { e.ValidFrom = calendar.On(2026, 11, 27) }},
		{"before the filing", "registry.entry.before_filing", func(e *Event) { e.ValidFrom = calendar.On(2022, 1, 4) }},
		{"no document", "registry.entry.document", func(e *Event) { e.Source = " " }},
		{"no pledgee", "registry.entry.party", func(e *Event) { e.Detail.Party = nil }},
		{"no number", "registry.entry.ref", func(e *Event) { e.Ref = "" }},
		{"licence over before it begins", "registry.entry.until", func(e *Event) {
			e.Kind, e.Ref, e.Detail.Licence, e.Detail.From, e.Detail.Until = Licensed, "X2", Ordinary, calendar.On(2027, 1, 1), calendar.On(2026, 12, 1)
		}},
		{"over before it begins", "registry.entry.until", func(e *Event) { e.Ref, e.Detail.Until = "Y2", calendar.On(2026, 3, 1) }},
		{"a licence of no kind", "registry.entry.licence", func(e *Event) { e.Kind = Licensed }},
		{"no owners", "registry.entry.owners", func(e *Event) { e.Kind = OwnersChanged }},
		{"no year", "registry.entry.year", func(e *Event) { e.Kind = FeePaid }},
		{"the end of the pledge", "", func(e *Event) { e.Kind, e.Detail = PledgeEnded, Detail{} }},
		{"the end of the only one", "", func(e *Event) { e.Kind, e.Ref, e.Detail = PledgeEnded, "", Detail{} }},
		{"the end of another", "registry.entry.which_end", func(e *Event) { e.Kind, e.Ref = PledgeEnded, "Y9" }},
		{"an end before the beginning", "registry.entry.nothing_to_end", func(e *Event) { e.Kind, e.ValidFrom = PledgeEnded, calendar.On(2026, 3, 1) }},
		{"an end of nothing", "registry.entry.nothing_to_end", func(e *Event) { e.Kind = LicenceEnded }},
		{"a correction", "", func(e *Event) { e.Corrects, e.ValidFrom = stands.ID, calendar.On(2026, 3, 3) }},
		{"a correction of nothing", "registry.entry.corrects", func(e *Event) { e.Ref, e.Corrects = "Y2", "none" }},
		{"it never happened", "", func(e *Event) { *e = Event{Right: entered, Kind: Voided, Corrects: stands.ID, Source: "the window"} }},
		{"what never happened", "registry.entry.corrects", func(e *Event) { *e = Event{Right: entered, Kind: Voided, Source: "the window"} }},
	} {
		e := pledge
		x.change(&e)
		err := Enter{Event: e}.Check(view, now)
		if got := codeOf(err); got != x.code {
			t.Errorf("%s: %q, want %q", x.name, got, x.code)
		}
	}
}

// TestEnterSaysAllAtOnce: a form that misses several things hears of each, at its
// field, and never twice of one.
func TestEnterSaysAllAtOnce(t *testing.T) {
	t.Parallel()
	now := calendar.On(2026, 11, 26).At(9)
	in := Enter{Event: Event{Right: entered, Kind: Licensed, Source: ""}, Doc: calendar.On(2026, 12, 1)}
	var got []string
	for _, e := range errs.All(in.Check(View{Right: Right{Number: entered}}, now)) {
		got = append(got, e.Field)
	}
	if want := []string{"day", "party", "ref", "licence", "document", "doc_day"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestCorrectionsAreCorrected: a voided entry counts no more, both stay, and what
// voided it can be voided; the same fact cannot be entered beside them.
func TestCorrectionsAreCorrected(t *testing.T) {
	t.Parallel()
	now := calendar.On(2026, 11, 26).At(9)
	view := View{Right: Right{Number: entered}}
	pledges := func() int { return len(AsOf(view.Events, calendar.DateOf(now), now).Pledges) }
	enter := func(e Event) Event {
		t.Helper()
		w := Enter{Event: e}
		if err := w.Check(view, now); err != nil {
			t.Fatal(err)
		}
		r := w.Record("u-clerk")
		if r.Events[0].By != "u-clerk" || r.Events[0].ID != EventID(e) {
			t.Fatalf("recorded %+v", r.Events[0])
		}
		r.Events[0].RecordedAt = now
		view.Events = append(view.Events, r.Events[0])
		return r.Events[0]
	}
	fact := Event{Right: entered, Kind: Pledged, ValidFrom: calendar.On(2026, 3, 2), Ref: "Y1", Source: "notice", Detail: Detail{Party: &Owner{Name: "bank"}}}
	first := enter(fact)
	void := enter(Event{Right: entered, Kind: Voided, Corrects: first.ID, Source: "window"})
	if pledges() != 0 || Corrected(view.Events, now)[first.ID].ID != void.ID {
		t.Fatalf("%d pledges after the correction", pledges())
	}
	if err := (Enter{Event: fact}).Check(view, now); codeOf(err) != "registry.entry.voided_before" {
		t.Errorf("entered beside its correction: %v", err)
	}
	enter(Event{Right: entered, Kind: Voided, Corrects: void.ID, Source: "window"})
	if pledges() != 1 || len(view.Events) != 3 {
		t.Errorf("%d pledges of %d events", pledges(), len(view.Events))
	}
}

// codeOf is the code of an error, "" for none.
func codeOf(err error) string {
	if e := errs.As(err); e != nil {
		return e.Code
	}
	if err != nil {
		return err.Error()
	}
	return ""
}
