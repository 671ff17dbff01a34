package valuation

import (
	"testing"

	"github.com/shopspring/decimal"
)

func good() Subject {
	s := bare()
	s.OwnerDomestic = Know(true)
	s.FilingDate = Know(Day("2021-09-14"))
	s.StrategicIndustries, s.Family, s.Finance, s.Awards = Know([]string{}), Know([]FamilyMember{}), Know([]Event{}), Know([]string{})
	return s
}

func TestHighValueKinds(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	pledge := Know([]Event{{Kind: "pledge", Date: "2025-01-01", AmountYuan: decimal.NewFromInt(5_000_000)}})
	for name, c := range map[string]struct {
		change    func(*Subject)
		threshold *PledgeThreshold
		kind      int
		outcome   Outcome
		computed  Outcome
	}{
		"none":                 {func(*Subject) {}, nil, 4, No, No},
		"strategic":            {func(s *Subject) { s.StrategicIndustries = Know([]string{"新材料"}) }, nil, 1, Yes, Yes},
		"granted abroad":       {func(s *Subject) { s.Family = Know([]FamilyMember{{"US", "granted"}}) }, nil, 2, Yes, Yes},
		"only pending abroad":  {func(s *Subject) { s.Family = Know([]FamilyMember{{"US", "pending"}, {"WO", "granted"}}) }, nil, 2, No, No},
		"ten years to the day": {func(s *Subject) { s.FilingDate = Know(Day("2016-11-20")) }, nil, 3, No, No},
		"a day more":           {func(s *Subject) { s.FilingDate = Know(Day("2016-11-19")) }, nil, 3, Yes, Yes},
		"pledge, no threshold": {func(s *Subject) { s.Finance = pledge }, nil, 4, NotEstablished, Unknown},
		"pledge above":         {func(s *Subject) { s.Finance = pledge }, &PledgeThreshold{AmountYuan: decimal.NewFromInt(5_000_000)}, 4, Yes, Yes},
		"pledge below":         {func(s *Subject) { s.Finance = pledge }, &PledgeThreshold{AmountYuan: decimal.NewFromInt(5_000_001)}, 4, No, No},
		"prize":                {func(s *Subject) { s.Awards = Know([]string{"中国专利银奖"}) }, nil, 5, Yes, Yes},
		"utility model":        {func(s *Subject) { s.Kind = UtilityModel; s.Awards = Know([]string{"x"}) }, nil, 5, Yes, No},
		"foreign owner":        {func(s *Subject) { s.OwnerDomestic = Know(false); s.Awards = Know([]string{"x"}) }, nil, 5, Yes, No},
		"dead":                 {func(s *Subject) { s.Status = Know(Lapsed); s.Awards = Know([]string{"x"}) }, nil, 5, Yes, No},
		"owner unknown":        {func(s *Subject) { s.OwnerDomestic = Fact[bool]{}; s.Awards = Know([]string{"x"}) }, nil, 5, Yes, Unknown},
		"family unknown":       {func(s *Subject) { s.Family = Fact[[]FamilyMember]{} }, nil, 2, Unknown, Unknown},
	} {
		s := good()
		c.change(&s)
		h, err := tr.HighValueOf(&s, "2026-11-20", c.threshold)
		if err != nil {
			t.Fatal(err)
		}
		if got := h.Kinds[c.kind-1]; got.ID != c.kind || got.Outcome != c.outcome || h.Computed != c.computed {
			t.Errorf("%s: kind %+v, computed %s; want %s, %s", name, got, h.Computed, c.outcome, c.computed)
		}
	}
}

func TestHighValueCountsOnceAndKeepsOfficialApart(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	s := good()
	s.StrategicIndustries, s.Awards = Know([]string{"新材料"}), Know([]string{"中国专利金奖"})
	s.OfficialHighValue = Know(false)
	h, err := tr.HighValueOf(&s, "2026-11-20", nil)
	if err != nil {
		t.Fatal(err)
	}
	if h.Computed != Yes || h.Official != No || !h.Differs {
		t.Errorf("%+v", h)
	}
	tally := CountHighValue([]HighValue{h})
	if tally.Computed[Yes] != 1 || tally.Official[No] != 1 || tally.Differ != 1 || tally.ByKind[1] != 1 || tally.ByKind[5] != 1 {
		t.Errorf("tally %+v", tally)
	}
}
