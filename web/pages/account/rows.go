package account

import (
	"strings"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/web/ui"
)

// hatFacts say on what the hat rests and what it allows.
func (x accountView) hatFacts(h hatRow) string {
	facts := []string{h.rests}
	if len(h.hat.Rights) > 0 {
		facts = append(facts, x.rightsText(h.hat.Rights))
	}
	return strings.Join(facts, "　")
}

func (x accountView) rightsText(rights []kernel.Right) string {
	var names []string
	for _, r := range rights {
		names = append(names, x.v.L.T("web.right."+string(r)))
	}
	return x.v.L.List(names)
}

func (x accountView) scopeText(scope []string) string {
	var names []string
	for _, s := range scope {
		if s == "*" {
			return x.v.L.T("web.account.all_matters")
		}
		names = append(names, x.v.MatterText(s))
	}
	return x.v.L.List(names)
}

// table lists mandates; taken shows the principal instead of the agent.
func (x accountView) table(rows []mandateRow, taken bool) ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.account.given"), Stack: true, Cols: []ui.Col{{Text: l.T("web.account.col.party")}, {Text: l.T("web.account.field.scope")}, {Text: l.T("web.account.field.rights")}, {Text: l.T("web.account.col.until")}, {Text: l.T("web.account.col.state")}}}
	for _, r := range rows {
		name := r.agent
		if taken {
			name = r.principal
		}
		until := l.T("web.account.until_revoked")
		if !r.m.To.IsZero() {
			until = calendar.DateOf(r.m.To).AddDays(-1).String() // the end is exclusive: the last day is the one before
		}
		chip := ui.Chip(ui.Done, l.T("web.account.in_force"))
		if !r.inForce {
			chip = ui.Chip(ui.Idle, l.T("web.account.over"))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: name}, {Text: x.scopeText(r.m.Scope)}, {Text: x.rightsText(r.m.Rights)}, {Text: until, NoWrap: true}, {Part: chip}}})
	}
	return t
}
