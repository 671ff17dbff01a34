package registry

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quanlian/base/calendar"
)

var (
	day0 = calendar.On(2021, 9, 14)
	now  = time.Date(2026, 11, 20, 6, 0, 0, 0, calendar.China)
	uni  = Owner{Name: "云澜大学", USCC: "12990000000000001A"}
	firm = Owner{Name: "鹤汀启衡科技有限公司"}
)

// life is a patent's history as recorded in one delivery.
func life() []Event {
	at := now.AddDate(0, -1, 0)
	var out []Event
	for _, e := range []Event{
		{Kind: Filed, ValidFrom: day0, Detail: Detail{Kind: Invention}},
		{Kind: Published, ValidFrom: calendar.On(2022, 3, 18), Detail: Detail{Owners: []Owner{uni}}},
		{Kind: Granted, ValidFrom: calendar.On(2024, 6, 28), Detail: Detail{Owners: []Owner{uni}}},
		{Kind: FeePaid, ValidFrom: calendar.On(2025, 9, 3), Detail: Detail{Year: 5}},
		{Kind: Pledged, ValidFrom: calendar.On(2025, 1, 10), Ref: "Y2025990000001", Detail: Detail{Party: &Owner{Name: "云澜银行"}}},
		{Kind: PledgeEnded, ValidFrom: calendar.On(2025, 12, 1), Ref: "Y2025990000001"},
		{Kind: Licensed, ValidFrom: calendar.On(2026, 2, 1), Ref: "X2026990000001", Detail: Detail{Licence: Exclusive, Party: &firm, Until: calendar.On(2026, 8, 1)}},
		{Kind: OwnersChanged, ValidFrom: calendar.On(2026, 10, 8), Detail: Detail{Owners: []Owner{firm}}},
	} {
		e.Right, e.RecordedAt = "202119938472.9", at
		out = append(out, NewEvent(e))
	}
	return out
}

func TestAsOfFollowsTheDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		day                        calendar.Date
		status                     Status
		owner                      string
		pledges, licences, feeYear int
	}{
		{calendar.On(2021, 9, 13), StatusUnknown, "", 0, 0, 0},
		{day0, StatusPending, "", 0, 0, 0},
		{calendar.On(2022, 3, 18), StatusPending, "云澜大学", 0, 0, 0},
		{calendar.On(2024, 6, 27), StatusPending, "云澜大学", 0, 0, 0},
		{calendar.On(2024, 6, 28), StatusGranted, "云澜大学", 0, 0, 0},
		{calendar.On(2025, 11, 30), StatusGranted, "云澜大学", 1, 0, 5},
		{calendar.On(2025, 12, 1), StatusGranted, "云澜大学", 0, 0, 5},
		{calendar.On(2026, 8, 1), StatusGranted, "云澜大学", 0, 1, 5},
		{calendar.On(2026, 8, 2), StatusGranted, "云澜大学", 0, 0, 5},
		{calendar.On(2026, 10, 7), StatusGranted, "云澜大学", 0, 0, 5},
		{calendar.On(2026, 10, 8), StatusGranted, "鹤汀启衡科技有限公司", 0, 0, 5},
		{calendar.On(2041, 9, 13), StatusGranted, "鹤汀启衡科技有限公司", 0, 0, 5},
		{calendar.On(2041, 9, 14), StatusExpired, "鹤汀启衡科技有限公司", 0, 0, 5},
	} {
		s := AsOf(life(), c.day, now)
		owner := ""
		if len(s.Owners) > 0 {
			owner = s.Owners[0].Name
		}
		if s.Status != c.status || owner != c.owner || len(s.Pledges) != c.pledges || len(s.Licences) != c.licences || s.FeePaidYear != c.feeYear {
			t.Errorf("%s: %s %s pledges %d licences %d fee %d", c.day, s.Status, owner, len(s.Pledges), len(s.Licences), s.FeePaidYear)
		}
	}
}

func TestCorrections(t *testing.T) {
	t.Parallel()
	events := life()
	transfer := events[len(events)-1]
	later := now.Add(time.Hour)
	void := NewEvent(Event{Right: transfer.Right, Kind: Voided, Corrects: transfer.ID, RecordedAt: later})
	day := calendar.On(2026, 11, 1)
	events = append(events, void)
	if got := AsOf(events, day, now).Owners[0].Name; got != firm.Name {
		t.Errorf("as known before the correction: %s", got)
	}
	if got := AsOf(events, day, later).Owners[0].Name; got != uni.Name {
		t.Errorf("as known after the correction: %s", got)
	}
	back := NewEvent(Event{Right: transfer.Right, Kind: Voided, Corrects: void.ID, RecordedAt: later.Add(time.Hour)})
	if got := AsOf(append(events, back), day, later.Add(2*time.Hour)).Owners[0].Name; got != firm.Name {
		t.Errorf("a corrected correction still corrects: %s", got)
	}
	first, second := transfer, transfer // the day was entered wrongly, and once more
	first.Corrects, first.ValidFrom, first.RecordedAt = transfer.ID, transfer.ValidFrom.AddDays(1), later
	first = NewEvent(first)
	second.Corrects, second.ValidFrom, second.RecordedAt = first.ID, transfer.ValidFrom.AddDays(2), later.Add(time.Hour)
	second = NewEvent(second)
	twice, at := append(life(), first, second), later.Add(2*time.Hour)
	if got := AsOf(twice, second.ValidFrom.AddDays(-1), at).Owners[0].Name; got != uni.Name {
		t.Errorf("what was corrected twice counts again: %s", got)
	}
	if got := AsOf(twice, second.ValidFrom, at).Owners[0].Name; got != firm.Name {
		t.Errorf("corrected twice: %s", got)
	}
	if c := Corrected(twice, at); c[transfer.ID].ID != second.ID || c[first.ID].ID != second.ID {
		t.Errorf("corrected: %v", c)
	}
	never := NewEvent(Event{Right: transfer.Right, Kind: Voided, Corrects: second.ID, RecordedAt: at})
	if got := AsOf(append(twice, never), second.ValidFrom, at).Owners[0].Name; got != firm.Name || Corrected(append(twice, never), at)[transfer.ID].ID != first.ID {
		t.Errorf("the first correction does not count again: %s", got)
	}
}

func TestInvalidationReachesBack(t *testing.T) {
	t.Parallel()
	inv := NewEvent(Event{Right: "202119938472.9", Kind: Invalidated, ValidFrom: calendar.On(2026, 11, 10), RecordedAt: now})
	restored := NewEvent(Event{Right: "202119938472.9", Kind: Restored, ValidFrom: calendar.On(2026, 11, 12), RecordedAt: now})
	events := append(life(), inv, restored)
	before := AsOf(events, calendar.On(2026, 1, 1), now)
	if before.Status != StatusGranted || !before.DeemedVoid {
		t.Errorf("before the decision: %s, deemed void %v", before.Status, before.DeemedVoid)
	}
	if s := AsOf(events, calendar.On(2026, 1, 1), now.Add(-time.Minute)); s.DeemedVoid {
		t.Error("known before it was recorded")
	}
	if s := AsOf(events, calendar.On(2026, 11, 15), now); s.Status != StatusInvalidated {
		t.Errorf("an invalidated right came back: %s", s.Status)
	}
}

func TestEndWithoutStartIsNoted(t *testing.T) {
	t.Parallel()
	end := NewEvent(Event{Right: "202119938472.9", Kind: PledgeEnded, ValidFrom: calendar.On(2025, 6, 1), Ref: "Y2025990000009", RecordedAt: now})
	s := AsOf(append(life(), end), calendar.On(2025, 7, 1), now)
	if len(s.Pledges) != 1 || len(s.Conflicts) != 1 || s.Conflicts[0].Code != "registry.conflict.end_without_start" {
		t.Errorf("pledges %v, conflicts %v", s.Pledges, s.Conflicts)
	}
}

// TestLaterWordKeepsWhatItLeavesOut: a licence that is delivered once more keeps
// its first day, licensee and kind; its end and its scope are those of the last word.
func TestLaterWordKeepsWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	day := calendar.On(2026, 4, 1)
	first := Event{Right: "202119938472.9", Kind: Licensed, ValidFrom: day, Ref: "X7", RecordedAt: now, Detail: Detail{Licence: Exclusive, Party: &firm, From: day.AddDays(-30), Until: day.AddDays(400), Scope: "华东"}}
	for _, c := range []struct {
		name  string
		again Detail
		from  calendar.Date
		kind  LicenceKind
		until calendar.Date
	}{
		{"nothing said", Detail{}, day.AddDays(-30), Exclusive, calendar.Date{}},
		{"a new end", Detail{Until: day.AddDays(800)}, day.AddDays(-30), Exclusive, day.AddDays(800)},
		{"a new first day and kind", Detail{From: day.AddDays(-3), Licence: Ordinary}, day.AddDays(-3), Ordinary, calendar.Date{}},
	} {
		again := Event{Right: first.Right, Kind: Licensed, ValidFrom: day.AddDays(60), Ref: "X7", RecordedAt: now, Detail: c.again}
		list := AsOf(append(life(), NewEvent(first), NewEvent(again)), day.AddDays(61), now).Licences
		i := slices.IndexFunc(list, func(b Encumbrance) bool { return b.Ref == "X7" })
		if i < 0 {
			t.Fatalf("%s: the licence is gone: %v", c.name, list)
		}
		if b := list[i]; b.From != c.from || b.Licence != c.kind || b.Until != c.until || b.Scope != "" || b.Since != day || b.Party == nil || b.Party.Name != firm.Name {
			t.Errorf("%s: %+v", c.name, b)
		}
	}
}

// genEvents draws histories that collide on days, kinds and numbers, with
// corrections of corrections.
func genEvents(t *rapid.T) []Event {
	kinds := slices.Sorted(maps.Keys(eventOrder))
	few := rapid.SliceOfN(rapid.SampledFrom(kinds), 1, 4).Draw(t, "kinds") // few, so that they collide
	var out []Event
	for i := 0; i < rapid.IntRange(0, 25).Draw(t, "n"); i++ {
		e := Event{Right: "202119938472.9", Kind: rapid.SampledFrom(few).Draw(t, "kind"),
			ValidFrom: calendar.On(2022, 1, 1).AddDays(rapid.IntRange(0, 2).Draw(t, "day") * 100),
			Ref:       rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "ref")}
		if rapid.Bool().Draw(t, "owned") {
			e.Detail.Owners = []Owner{{Name: rapid.SampledFrom([]string{"甲", "乙", "丙"}).Draw(t, "owner")}}
		}
		if len(out) > 0 && rapid.IntRange(0, 4).Draw(t, "corrects") == 0 {
			e.Corrects = out[rapid.IntRange(0, len(out)-1).Draw(t, "of")].ID
			if rapid.Bool().Draw(t, "void") {
				e.Kind = Voided
			}
		}
		e.RecordedAt = now.Add(time.Duration(rapid.IntRange(0, 1000).Draw(t, "recorded")) * time.Second)
		out = append(out, NewEvent(e))
	}
	return out
}

func plain(s State) string {
	b, err := json.Marshal(s)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func TestOrderOfArrivalDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := genEvents(t)
		end := now.Add(24 * time.Hour)
		day := calendar.On(2022, 1, 1).AddDays(rapid.IntRange(-10, 700).Draw(t, "as of"))
		want := plain(AsOf(events, day, end))
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		mixed := append([]Event{}, events...)
		mixed = append(mixed, events...) // every delivery twice
		r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		for i := range mixed {
			mixed[i].RecordedAt = now.Add(time.Duration(r.Intn(1000)) * time.Second)
			mixed[i].Source = fmt.Sprint("delivery ", i)
		}
		if got := plain(AsOf(mixed, day, end)); got != want {
			t.Fatalf("another order gives another state\n%s\n%s", got, want)
		}
	})
}

func TestLaterKnowledgeDoesNotChangeEarlierAnswers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := genEvents(t)
		known := now.Add(time.Duration(rapid.IntRange(0, 1000).Draw(t, "known")) * time.Second)
		day := calendar.On(2022, 1, 1).AddDays(rapid.IntRange(-10, 700).Draw(t, "as of"))
		want := plain(AsOf(events, day, known))
		more := genEvents(t)
		for i := range more {
			more[i].RecordedAt = known.Add(time.Second + time.Duration(i))
			if len(events) > 0 && i%2 == 0 {
				more[i].Corrects = events[i%len(events)].ID
				more[i].ID = EventID(more[i])
			}
		}
		if got := plain(AsOf(append(more, events...), day, known)); got != want {
			t.Fatalf("the past was rewritten\n%s\n%s", got, want)
		}
	})
}

func TestSameDayOwnersConflict(t *testing.T) {
	t.Parallel()
	other := NewEvent(Event{Right: "202119938472.9", Kind: OwnersChanged, ValidFrom: calendar.On(2026, 10, 8), RecordedAt: now, Detail: Detail{Owners: []Owner{{Name: "另一家公司"}}}})
	s := AsOf(append(life(), other), calendar.On(2026, 10, 9), now)
	if len(s.Conflicts) != 1 || s.Conflicts[0].Code != "registry.conflict.owners" {
		t.Errorf("conflicts: %v", s.Conflicts)
	}
}

// A ruling closes the request it decides; the notice that closes it besides is no
// contradiction, and what it did not decide stays.
func TestRulingClosesTheRequest(t *testing.T) {
	t.Parallel()
	filed := func(ref string) Event {
		return Event{Kind: ChallengeFiled, ValidFrom: calendar.On(2026, 3, 1), Ref: ref}
	}
	ruled := func(k EventKind, ref string) Event {
		return Event{Kind: k, ValidFrom: calendar.On(2026, 9, 1), Ref: ref}
	}
	for name, c := range map[string]struct {
		events []Event
		day    calendar.Date
		open   int
	}{
		"pending":                  {[]Event{filed("4W1"), ruled(Invalidated, "4W1")}, calendar.On(2026, 8, 31), 1},
		"void":                     {[]Event{filed("4W1"), ruled(Invalidated, "")}, calendar.On(2026, 9, 1), 0},
		"void, notice too":         {[]Event{filed("4W1"), ruled(Invalidated, "4W1"), ruled(ChallengeEnded, "4W1")}, calendar.On(2026, 9, 1), 0},
		"void, two requests":       {[]Event{filed("4W1"), filed("4W2"), ruled(Invalidated, "4W1")}, calendar.On(2026, 9, 2), 0},
		"in part":                  {[]Event{filed("4W1"), ruled(PartInvalidated, "4W1"), ruled(ChallengeEnded, "4W1")}, calendar.On(2026, 9, 1), 0},
		"in part, unnamed":         {[]Event{filed("4W1"), ruled(PartInvalidated, "")}, calendar.On(2026, 9, 1), 0},
		"in part, of two":          {[]Event{filed("4W1"), filed("4W2"), ruled(PartInvalidated, "4W1")}, calendar.On(2026, 9, 1), 1},
		"in part, of two, unnamed": {[]Event{filed("4W1"), filed("4W2"), ruled(PartInvalidated, "")}, calendar.On(2026, 9, 1), 2},
	} {
		events := life()
		for _, e := range c.events {
			e.Right, e.RecordedAt = events[0].Right, events[0].RecordedAt
			events = append(events, NewEvent(e))
		}
		if s := AsOf(events, c.day, now); len(s.Challenges) != c.open || len(s.Conflicts) > 0 {
			t.Errorf("%s: %d requests pending, want %d; %+v", name, len(s.Challenges), c.open, s.Conflicts)
		}
	}
}
