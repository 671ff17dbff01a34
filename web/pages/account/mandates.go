package account

import (
	"net/http"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// mandateRow is one power of attorney with the names of both sides.
type mandateRow struct {
	m                kernel.Mandate
	principal, agent string
}

// mandatesView is the page of the powers of attorney of the visitor's party.
type mandatesView struct {
	v            *site.Visit
	sheet        site.Sheet
	given, taken []mandateRow
	admin        bool
}

func (p pages) mandates(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawMandates(w, r, v, http.StatusOK, nil)
}

func (p pages) drawMandates(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	if v.Actor.Party == "" || v.Actor.Mandate != "" {
		return errs.New(errs.Forbidden, "web.org.not_inside", nil)
	}
	x := mandatesView{v: v, sheet: v.Sheet(r, "web.account", fault), admin: v.Actor.Has(kernel.RightAdmin)}
	x.sheet.Set("from", calendar.DateOf(v.Env.Now()).String())
	x.sheet.Set("rights", string(kernel.RightView))
	var err error
	if x.given, err = p.rows(r, v, "principal"); err != nil {
		return err
	}
	if x.taken, err = p.rows(r, v, "agent"); err != nil {
		return err
	}
	return v.ShowStatus(w, r, status, accountFrame(r, v, "mandates"), mandatesPage(x))
}

func (p pages) rows(r *http.Request, v *site.Visit, side string) ([]mandateRow, error) {
	list, err := v.Env.People.Mandates(r.Context(), side, v.Actor.Party)
	if err != nil {
		return nil, err
	}
	out := make([]mandateRow, 0, len(list))
	for _, m := range slices.Backward(list) {
		row, err := named(r, v, m)
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}

func named(r *http.Request, v *site.Visit, m kernel.Mandate) (mandateRow, error) {
	principal, err := v.Env.People.Party(r.Context(), m.Principal)
	if err != nil {
		return mandateRow{}, err
	}
	agent, err := v.Env.People.Party(r.Context(), m.Agent)
	return mandateRow{m: m, principal: principal.Name, agent: agent.Name}, err
}

// matters are what a mandate can be limited to, by their links of the chain: those
// in which a party can act.
func matters(v *site.Visit) []ui.Option {
	out := []ui.Option{{Value: "*", Text: lang.Begun(v.L.T("web.account.all_matters")), Count: -1}}
	list := v.Env.Desk.Matters()
	slices.SortStableFunc(list, func(a, b string) int { return linkAt(a) - linkAt(b) })
	for _, m := range list {
		if !forParties(v.Env.Desk.Flows, m) {
			continue
		}
		link, _, _ := strings.Cut(m, "/")
		group := ""
		if k := link + ".all.name"; v.L.Has(k) {
			group = v.L.T(k)
		}
		out = append(out, ui.Option{Value: m, Text: v.MatterText(m), Count: -1, Group: group})
	}
	return out
}

// linkAt is the place of the matter's link in the chain.
func linkAt(matter string) int {
	link, _, _ := strings.Cut(matter, "/")
	return slices.Index(items.Links(), link)
}

// forParties reports whether a flow of the matter has a move of a party.
func forParties(flows map[kernel.FlowAddr]*kernel.Flow, matter string) bool {
	for addr, f := range flows {
		if addr.Matter() == matter && slices.ContainsFunc(f.Moves, func(m kernel.Move) bool { return slices.Contains(m.By, kernel.RoleOwner) }) {
			return true
		}
	}
	return false
}

// given rights are those that may be given away; approving and administering
// stay with the party.
func (x mandatesView) rights() []ui.Option {
	var out []ui.Option
	for _, r := range kernel.GivenRights() {
		out = append(out, ui.Option{Value: string(r), Text: lang.Begun(x.v.L.T("web.right." + string(r))), Count: -1})
	}
	return x.sheet.Chosen("rights", out)
}

func scopeText(v *site.Visit, scope []string) string {
	var names []string
	for _, s := range scope {
		if s == "*" {
			return v.L.T("web.account.all_matters")
		}
		names = append(names, v.MatterText(s))
	}
	return v.L.List(names)
}

func rightsText(v *site.Visit, rights []kernel.Right) string {
	var names []string
	for _, r := range rights {
		names = append(names, v.L.T("web.right."+string(r)))
	}
	return v.L.List(names)
}

// daysText are the first and the last day; the end is exclusive, so that the
// last day is the one before.
func daysText(v *site.Visit, m kernel.Mandate) string {
	from := calendar.DateOf(m.From).String()
	if m.To.IsZero() {
		return from + " – " + v.L.T("web.account.until_revoked")
	}
	return from + " – " + calendar.DateOf(m.To).AddDays(-1).String()
}

func standing(v *site.Visit, m kernel.Mandate) (ui.State, string) {
	now := v.Env.Now()
	switch {
	case m.InForce(now):
		return ui.Done, v.L.T("web.account.in_force")
	case m.RevokedAt.IsZero() && now.Before(m.From):
		return ui.Idle, v.L.T("web.absence.to_come")
	case !m.RevokedAt.IsZero():
		return ui.Idle, v.L.T("web.account.revoked_at", "date", v.L.ISO(m.RevokedAt))
	}
	return ui.Idle, v.L.T("web.account.over")
}

// table lists mandates; taken shows the principal instead of the agent.
func (x mandatesView) table(rows []mandateRow, taken bool) ui.Table {
	l, caption := x.v.L, "web.account.given"
	if taken {
		caption = "web.account.taken"
	}
	t := ui.Table{Caption: l.T(caption), Stack: true, Cols: []ui.Col{{Text: l.T("web.account.col.party")}, {Text: l.T("web.account.field.scope")}, {Text: l.T("web.account.field.rights")}, {Text: l.T("web.absence.col.days")}, {Text: l.T("web.account.col.state")}}}
	for _, r := range rows {
		name := r.agent
		if taken {
			name = r.principal
		}
		state, word := standing(x.v, r.m)
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: name, Href: "/account/mandates/" + string(r.m.ID), Strong: true}, {Text: scopeText(x.v, r.m.Scope)}, {Text: rightsText(x.v, r.m.Rights)}, {Text: daysText(x.v, r.m)}, {Part: ui.Chip(state, word)}}})
	}
	return t
}
