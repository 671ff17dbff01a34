package window

import (
	"slices"
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue/city"
	"quanlian/catalogue/lang"
	"quanlian/chain/service/window"
)

// The page names every day that is worked, or free, otherwise than the week has it.
func TestOddDaysAreNamed(t *testing.T) {
	t.Parallel()
	r := window.Rules{Calendar: calendar.National()}
	for _, c := range []struct {
		name        string
		queue       city.Queue
		first, last calendar.Date
		want        []string
	}{
		{"an ordinary fortnight", city.Queue{}, calendar.On(2026, 11, 20), calendar.On(2026, 12, 4), nil},
		{"a Saturday that is worked, then the festival", city.Queue{}, calendar.On(2026, 2, 9), calendar.On(2026, 3, 2),
			[]string{"2026年2月14日 星期六调休上班，照常办理", "2026年2月15日至2026年2月23日春节放假，不办理", "2026年2月28日 星期六调休上班，照常办理"}},
		{"from within a holiday Monday", city.Queue{}, calendar.On(2026, 4, 6), calendar.On(2026, 4, 10), []string{"2026年4月4日至2026年4月6日清明节放假，不办理"}},
		{"a holiday of one day", city.Queue{}, calendar.On(2027, 4, 2), calendar.On(2027, 4, 8), []string{"2027年4月5日 星期一清明节放假，不办理"}},
		{"days of the unit's own", city.Queue{Closed: []calendar.Date{calendar.On(2026, 11, 24)}, Extra: []calendar.Date{calendar.On(2026, 11, 28)}}, calendar.On(2026, 11, 23), calendar.On(2026, 11, 30),
			[]string{"2026年11月24日 星期二本单位不办理", "2026年11月28日 星期六加开，可以办理"}},
		{"a make-up day on which the unit is shut", city.Queue{Closed: []calendar.Date{calendar.On(2026, 5, 9)}}, calendar.On(2026, 5, 7), calendar.On(2026, 5, 11), []string{"2026年5月9日 星期六本单位不办理"}},
	} {
		if got := oddDays(lang.For(lang.Zh), r, city.Unit{Queue: &c.queue}, c.first, c.last); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	if got := oddDays(lang.For(lang.En), r, city.Unit{Queue: &city.Queue{}}, calendar.On(2026, 2, 14), calendar.On(2026, 2, 24)); len(got) != 2 || got[1] != "Spring Festival, 15 February 2026 to 23 February 2026: closed" {
		t.Errorf("in English: %q", got)
	}
}
