package caseview

import (
	"context"
	"slices"
	"strconv"

	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/web/moveform"
	"quanlian/web/site"
)

// Spec is how the form of a move in a case is drawn: the matter's own choices,
// and people by their names.
func Spec(ctx context.Context, v *site.Visit, m Matter, c kernel.Case, mv kernel.Move) (moveform.Spec, error) {
	spec := moveform.Spec{L: v.L, Flow: c.Flow, Of: mv.Name + "-", Choices: choices(m, mv.Name), Long: longOf(m), Hide: m.Hide, Rows: m.Rows, More: m.More, Many: m.Many, Values: map[string]string{}}
	if u, ok := m.Files[mv.Name]; ok {
		spec.Files, spec.Most = map[string]string{u.Path: site.Accept(u.Kinds)}, u.Most
	}
	if m.Of != nil {
		spec.Choices, spec.Text = m.Of(ctx, v, c, mv.Name)
	}
	if m.Drop != nil {
		spec.Drop = m.Drop(v, c, mv.Name)
	}
	if mv.Name == kernel.MoveReturn {
		spec.Choices, spec.Text = earlier(v, c)
	}
	if m.Prefill != nil {
		spec.Values = m.Prefill(ctx, v, c, mv.Name)
	}
	if mv.Name == kernel.MoveDropSigner && v.Staff() {
		return waitedFor(ctx, v, c, spec)
	}
	if !kernel.NamesPeople(mv.Name) || c.Unit == "" || !v.Staff() {
		return spec, nil
	}
	staff, err := v.Env.People.Staff(ctx, c.Unit, v.Env.Now())
	if err != nil {
		return spec, err
	}
	return byName(v, c, mv, staff, spec), nil
}

// opened keeps who looked, marks the notices of the case as seen, and learns the
// names of the offices that the page shows.
func opened(ctx context.Context, v *site.Visit, c kernel.Case) error {
	if err := v.Env.Desk.Remember(ctx, v.Actor, desk.ReadCase, c, ""); err != nil {
		return err
	}
	if v.LoggedIn() {
		if err := v.Env.Cases.SeeNotices(ctx, v.Actor, c.ID, v.Env.Now()); err != nil {
			return err
		}
	}
	return v.LearnUnits(ctx)
}

// handler is by whom the case is handled, "" where nobody has it.
func handler(ctx context.Context, v *site.Visit, c kernel.Case) (string, error) {
	if c.Assignee == "" {
		return "", nil
	}
	names, err := v.Env.People.Names(ctx, []kernel.UserID{c.Assignee})
	return names[c.Assignee], err
}

// longOf are the last parts of paths that take many words.
func longOf(m Matter) []string {
	return append([]string{"reason", "text", "note", "result", "opinion"}, m.Long...)
}

// byName puts people and offices to choose from in the place of their ids.
func byName(v *site.Visit, c kernel.Case, mv kernel.Move, staff []kernel.StaffLoad, spec moveform.Spec) moveform.Spec {
	takers := kernel.Takers(staff, v.Actor, c, mv)
	own, text := spec.Choices, spec.Text
	spec.Choices = func(path string) []string {
		switch path {
		case "user":
			out := []string{}
			for _, s := range takers {
				out = append(out, string(s.ID))
			}
			return out
		case "unit":
			return openUnits(v, c.Unit)
		}
		if own == nil {
			return nil
		}
		return own(path)
	}
	spec.Text = func(path, value string) string {
		switch {
		case path == "unit" && kernel.UnitID(value) == c.Unit && mv.Name == kernel.MoveReassign:
			return v.L.T("web.case.to_pool", "unit", v.UnitText(c.Unit))
		case path == "unit":
			return v.UnitText(kernel.UnitID(value))
		case path == "user":
			if i := slices.IndexFunc(takers, func(s kernel.StaffLoad) bool { return string(s.ID) == value }); i >= 0 {
				return TakerText(v, takers[i])
			}
		case text != nil:
			return text(path, value)
		}
		return ""
	}
	return spec
}

// openUnits are the offices that take cases, the case's own first.
func openUnits(v *site.Visit, own kernel.UnitID) []string {
	var out []string
	for _, u := range kernel.OpenUnits(v.Units()) {
		if u.ID == own {
			out = slices.Insert(out, 0, string(own))
			continue
		}
		out = append(out, string(u.ID))
	}
	return out
}

// TakerText is a colleague with what is open and when there is nobody.
func TakerText(v *site.Visit, s kernel.StaffLoad) string {
	l := v.L
	out := s.Name + "　" + l.T("web.staff.load", "here", strconv.Itoa(s.Here), "all", strconv.Itoa(s.Open))
	for _, d := range s.Away {
		from, to := l.MonthDay(d.From), l.MonthDay(d.To.AddDate(0, 0, -1))
		out += "　" + l.T("web.staff.away", "from", from, "to", to, "by", d.DeputyName)
	}
	return out
}

// earlier offers the states to which the case may go back, by their names.
func earlier(v *site.Visit, c kernel.Case) (moveform.Choices, func(path, value string) string) {
	states := []string{}
	for _, s := range v.Env.Desk.Flows[c.Flow].Earlier(c.State) {
		states = append(states, string(s))
	}
	choose := func(path string) []string {
		if path != "to" {
			return nil
		}
		return states
	}
	return choose, func(path, value string) string {
		if path != "to" {
			return ""
		}
		return v.StateName(c.Flow, kernel.State(value))
	}
}
