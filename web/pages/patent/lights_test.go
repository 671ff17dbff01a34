package patent

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/registry"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// TestLights: a card says of a right what a buyer asks first, and a burden is never
// told in green.
func TestLights(t *testing.T) {
	t.Parallel()
	cal, err := calendar.New()
	if err != nil {
		t.Fatal(err)
	}
	v := &site.Visit{L: lang.For(lang.Zh), Env: &site.Env{Calendar: cal}}
	state := func(change func(*registry.State)) registry.State {
		s := registry.State{Kind: registry.Invention, Status: registry.StatusGranted, Filing: calendar.On(2020, 6, 18), Granted: calendar.On(2022, 2, 18), TermEnd: calendar.On(2040, 6, 18), ValidAt: calendar.On(2026, 11, 27), FeePaidYear: 7, FeePaidOn: calendar.On(2026, 6, 1)}
		change(&s)
		return s
	}
	for name, c := range map[string]struct {
		state registry.State
		want  string
		mark  ui.State
	}{
		"free":      {state(func(*registry.State) {}), "未质押", ui.Done},
		"paid":      {state(func(*registry.State) {}), "年费已缴", ui.Done},
		"late":      {state(func(s *registry.State) { s.FeePaidYear = 6 }), "年费滞纳期内，可补缴", ui.Soon},
		"pledged":   {state(func(s *registry.State) { s.Pledges = []registry.Encumbrance{{Ref: "Y1"}} }), "已质押", ui.Hold},
		"preserved": {state(func(s *registry.State) { s.Preservations = []registry.Encumbrance{{Ref: "1"}} }), "保全或中止中", ui.Late},
		"lapsed":    {state(func(s *registry.State) { s.Status = registry.StatusLapsed }), "已终止", ui.Late},
	} {
		found := false
		for _, x := range Lights(v, c.state) {
			found = found || x.Text == c.want && x.State == c.mark
		}
		if !found {
			t.Errorf("%s: %v", name, Lights(v, c.state))
		}
	}
}
