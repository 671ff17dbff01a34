package registry

import (
	"slices"
	"testing"
	"time"

	"quanlian/base/calendar"
)

// codes lists severity and code of findings, without the area.
func codes(list []Finding) []string {
	var out []string
	for _, f := range list {
		out = append(out, string(f.Severity)+" "+f.Code[len("registry.check."):])
	}
	slices.Sort(out)
	return out
}

// sale are the facts of a plain sale by the university to the firm.
func sale() Facts {
	return Facts{Deal: Assignment, Sellers: []Owner{uni}, Buyers: []Owner{firm}, ObservedAt: now.Add(-time.Hour), Now: now, MaxAge: 24 * time.Hour}
}

func TestRightsCheck(t *testing.T) {
	t.Parallel()
	day := calendar.On(2026, 6, 1)
	ev := func(kind EventKind, d Detail) Event {
		return NewEvent(Event{Right: "202119938472.9", Kind: kind, ValidFrom: calendar.On(2026, 5, 1), Ref: "R1", RecordedAt: now.Add(-time.Hour), Detail: d})
	}
	after := NewEvent(Event{Right: "202119938472.9", Kind: Pledged, ValidFrom: calendar.On(2026, 5, 2), Ref: "R9", RecordedAt: now.Add(-time.Hour)})
	licence := func(f *Facts, k LicenceKind) { f.Deal, f.Licence = LicenceDeal, k }
	base := life()[:6] // without the licence and the sale
	for name, c := range map[string]struct {
		add     []Event
		purpose Purpose
		facts   func(*Facts)
		want    []string
	}{
		"clean":                       {nil, AtListing, nil, nil},
		"not the owner":               {nil, AtListing, func(f *Facts) { f.Sellers = []Owner{{Name: "甲"}} }, []string{"block seller_not_owner"}},
		"name only":                   {nil, AtListing, func(f *Facts) { f.Sellers = []Owner{{Name: "云澜大学 "}} }, []string{"warn owner_by_name_only"}},
		"never observed":              {nil, AtListing, func(f *Facts) { f.ObservedAt = time.Time{} }, []string{"block never_observed"}},
		"stale by a second":           {nil, AtListing, func(f *Facts) { f.ObservedAt = now.Add(-24*time.Hour - time.Second) }, []string{"block stale"}},
		"just fresh":                  {nil, AtListing, func(f *Facts) { f.ObservedAt = now.Add(-24 * time.Hour) }, nil},
		"future":                      {nil, AtListing, func(f *Facts) { f.ObservedAt = now.Add(time.Second) }, []string{"block observed_in_future"}},
		"pledge at listing":           {[]Event{ev(Pledged, Detail{})}, AtListing, nil, []string{"warn pledge_consent"}},
		"pledge at signature":         {[]Event{ev(Pledged, Detail{})}, AtSignature, nil, []string{"block pledge_consent"}},
		"pledge, other one consents":  {[]Event{ev(Pledged, Detail{})}, AtSignature, func(f *Facts) { f.PledgeConsent = []string{"R2"} }, []string{"block pledge_consent"}},
		"pledge with consent":         {[]Event{ev(Pledged, Detail{})}, AtSignature, func(f *Facts) { f.PledgeConsent = []string{"R1"} }, []string{"info pledge_with_consent"}},
		"second pledge":               {[]Event{ev(Pledged, Detail{})}, AtListing, func(f *Facts) { f.Deal = PledgeDeal }, []string{"block already_pledged"}},
		"preserved":                   {[]Event{ev(Preserved, Detail{})}, AtListing, nil, []string{"block preserved_open"}},
		"preservation over":           {[]Event{ev(Preserved, Detail{Until: calendar.On(2026, 5, 31)})}, AtListing, nil, nil},
		"preserved to this day":       {[]Event{ev(Preserved, Detail{Until: day})}, AtListing, nil, []string{"block preserved"}},
		"suspended":                   {[]Event{ev(Suspended, Detail{})}, AtDeposit, nil, []string{"block suspended_open"}},
		"challenged":                  {[]Event{ev(ChallengeFiled, Detail{})}, AtListing, nil, []string{"warn challenged"}},
		"lapsed":                      {[]Event{ev(Lapsed, Detail{})}, AtListing, nil, []string{"block dead_lapsed"}},
		"exclusive then any licence":  {[]Event{ev(Licensed, Detail{Licence: Exclusive})}, AtListing, func(f *Facts) { licence(f, Ordinary) }, []string{"block licence_conflict"}},
		"sole then open licence":      {[]Event{ev(Licensed, Detail{Licence: Sole})}, AtListing, func(f *Facts) { f.Deal = OpenLicenceDeal }, []string{"block licence_conflict"}},
		"exclusive for a province":    {[]Event{ev(Licensed, Detail{Licence: Exclusive, Scope: "云澜市"})}, AtListing, func(f *Facts) { licence(f, Ordinary) }, []string{"warn licence_conflict_scope"}},
		"exclusive then sale":         {[]Event{ev(Licensed, Detail{Licence: Exclusive})}, AtListing, nil, []string{"warn licence_binds_buyer"}},
		"ordinary then exclusive":     {[]Event{ev(Licensed, Detail{Licence: Ordinary})}, AtListing, func(f *Facts) { licence(f, Exclusive) }, []string{"warn ordinary_licence_exists"}},
		"ordinary then ordinary":      {[]Event{ev(Licensed, Detail{Licence: Ordinary})}, AtListing, func(f *Facts) { licence(f, Ordinary) }, nil},
		"open licence then sole":      {[]Event{ev(OpenLicensed, Detail{})}, AtListing, func(f *Facts) { licence(f, Sole) }, []string{"block open_licence_in_force"}},
		"open licence then ordinary":  {[]Event{ev(OpenLicensed, Detail{})}, AtListing, func(f *Facts) { licence(f, Ordinary) }, nil},
		"own licence on record":       {[]Event{ev(Licensed, Detail{Licence: Exclusive, Party: &firm})}, AtRelease, func(f *Facts) { licence(f, Exclusive) }, nil},
		"release before registration": {nil, AtRelease, nil, []string{"block transfer_not_registered"}},
		"release after registration":  {[]Event{ev(OwnersChanged, Detail{Owners: []Owner{firm}})}, AtRelease, nil, []string{"warn owner_by_name_only"}},
		"pledge from before title":    {[]Event{ev(OwnersChanged, Detail{Owners: []Owner{firm}}), ev(Pledged, Detail{})}, AtRelease, nil, []string{"block pledge_consent", "warn owner_by_name_only"}},
		"pledged by the new owner":    {[]Event{ev(OwnersChanged, Detail{Owners: []Owner{firm}}), after}, AtRelease, nil, []string{"warn owner_by_name_only", "warn pledged_by_buyer"}},
		"registered for a third":      {[]Event{ev(OwnersChanged, Detail{Owners: []Owner{{Name: "丙"}}})}, AtRelease, nil, []string{"block buyer_not_owner"}},
		"co-owner at signature":       {[]Event{ev(OwnersChanged, Detail{Owners: []Owner{uni, {Name: "乙"}}})}, AtSignature, nil, []string{"block co_owner_consent"}},
		"co-owner consents":           {[]Event{ev(OwnersChanged, Detail{Owners: []Owner{uni, {Name: "乙"}}})}, AtSignature, func(f *Facts) { f.OwnerConsents = []Owner{{Name: "乙"}} }, nil},
		"co-owner ordinary licence":   {[]Event{ev(OwnersChanged, Detail{Owners: []Owner{uni, {Name: "乙"}}})}, AtSignature, func(f *Facts) { licence(f, Ordinary) }, []string{"warn co_owner_ordinary_licence"}},
		"co-owner exclusive licence":  {[]Event{ev(OwnersChanged, Detail{Owners: []Owner{uni, {Name: "乙"}}})}, AtSignature, func(f *Facts) { licence(f, Exclusive) }, []string{"block co_owner_consent"}},
	} {
		f := sale()
		if c.facts != nil {
			c.facts(&f)
		}
		events := append(slices.Clone(base), c.add...)
		got, err := RightsCheck(AsOf(events, day, now), f, c.purpose, day, calendar.National())
		if err != nil || !slices.Equal(codes(got), c.want) {
			t.Errorf("%s: %v %v, want %v", name, codes(got), err, c.want)
		}
		blocked := slices.ContainsFunc(c.want, func(s string) bool { return s[:5] == "block" })
		if Blocked(got) != blocked {
			t.Errorf("%s: blocked %v", name, Blocked(got))
		}
	}
}

func TestRightsCheckUnknownAndOtherDay(t *testing.T) {
	t.Parallel()
	day := calendar.On(2026, 6, 1)
	empty := AsOf(nil, day, now)
	for purpose, want := range map[Purpose][]string{
		AtListing:   {"warn owner_unknown", "warn status_unknown"},
		AtSignature: {"block owner_unknown", "block status_unknown"},
	} {
		got, err := RightsCheck(empty, sale(), purpose, day, calendar.National())
		if err != nil || !slices.Equal(codes(got), want) {
			t.Errorf("%s: %v %v", purpose, codes(got), err)
		}
	}
	got, err := RightsCheck(AsOf(life()[:6], day, now), sale(), AtListing, day.AddDays(1), calendar.National())
	if err != nil || !slices.Equal(codes(got), []string{"block other_day"}) {
		t.Errorf("state of yesterday: %v %v", codes(got), err)
	}
}

func TestRightsCheckFeesAndModels(t *testing.T) {
	t.Parallel()
	model := func(day calendar.Date, more ...Event) State {
		events := []Event{
			{Kind: Filed, ValidFrom: calendar.On(2020, 3, 4), Detail: Detail{Kind: UtilityModel}},
			{Kind: Granted, ValidFrom: calendar.On(2020, 12, 4), Detail: Detail{Owners: []Owner{uni}}},
			{Kind: FeePaid, ValidFrom: calendar.On(2025, 2, 4), Detail: Detail{Year: 6}},
		}
		return AsOf(append(events, more...), day, now)
	}
	report := Event{Kind: Evaluated, ValidFrom: calendar.On(2021, 1, 1), Ref: "G1"}
	open := sale()
	open.Deal = OpenLicenceDeal
	for name, c := range map[string]struct {
		s    State
		f    Facts
		want []string
	}{
		"paid":         {model(calendar.On(2025, 8, 1)), sale(), []string{"info no_evaluation_report"}},
		"due soon":     {model(calendar.On(2026, 3, 1), report), sale(), []string{"info evaluation_report", "info fee_soon"}},
		"in grace":     {model(calendar.On(2026, 3, 5), report), sale(), []string{"block fee_in_grace", "info evaluation_report"}},
		"overdue":      {model(calendar.On(2026, 9, 8), report), sale(), []string{"block fee_overdue", "info evaluation_report"}},
		"open licence": {model(calendar.On(2025, 8, 1)), open, []string{"block evaluation_report_needed"}},
	} {
		got, err := RightsCheck(c.s, c.f, AtListing, c.s.ValidAt, calendar.National())
		if err != nil || !slices.Equal(codes(got), c.want) {
			t.Errorf("%s: %v %v, want %v", name, codes(got), err, c.want)
		}
	}
}
