package registry

import "quanlian/base/calendar"

// termRule is the term of a kind for filings from a day on.
type termRule struct {
	kind   Kind
	from   calendar.Date // filings on and after this day
	years  int           // Unit: years from the filing date
	source string
}

// termRules are the terms of patents, newest first. Unit: years from filing.
// Source: 专利法42(1) (2021-06-01): invention 20, utility model 10, design 15;
// 专利法 (2008) art. 42: design 10 for filings before 2021-06-01.
var termRules = []termRule{
	{Invention, calendar.Date{}, 20, "专利法42"},
	{UtilityModel, calendar.Date{}, 10, "专利法42"},
	{Design, calendar.On(2021, 6, 1), 15, "专利法42"},
	{Design, calendar.Date{}, 10, "专利法(2008)42"},
}

// Term is how long a right lasts and where that is written.
type Term struct {
	Years int           `json:"years"` // Unit: years
	End   calendar.Date `json:"end,omitzero"`
	Basis string        `json:"basis"`
}

// TermOf gives the term of a patent filed on a day. The filing date is not the
// priority date (细则 art. 12). ok is false for kinds without a rule here and
// when the filing date is unknown.
func TermOf(kind Kind, filing calendar.Date) (t Term, ok bool) {
	if filing.IsZero() {
		return Term{}, false
	}
	for _, r := range termRules {
		if r.kind == kind && !filing.Before(r.from) {
			return Term{Years: r.years, End: filing.AddYears(r.years), Basis: r.source}, true
		}
	}
	return Term{}, false
}

// TermEnd is the day on which the right expires if nothing happens before; zero
// when it is not known.
func (r Right) TermEnd() calendar.Date {
	t, _ := TermOf(r.Kind, r.Filing)
	return t.End
}
