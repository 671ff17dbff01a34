package account

import (
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// hatRow is one way of acting.
type hatRow struct {
	hat         kernel.Actor
	name, rests string
	current     bool
}

// mandateRow is one power of attorney with the names of both sides.
type mandateRow struct {
	m                kernel.Mandate
	principal, agent string
	inForce          bool
}

// accountView is the page about oneself.
type accountView struct {
	v       *site.Visit
	hats    []hatRow
	given   []mandateRow // by the party that one acts for
	taken   []mandateRow // to it
	admin   bool
	faults  ui.Faults
	typed   map[string]string
	matters []ui.Option
}

func (p pages) show(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.draw(w, r, v, http.StatusOK, nil)
}

func (p pages) draw(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	x := accountView{v: v, faults: ui.FaultsOf(v.L, fault), typed: map[string]string{}, matters: p.matters(v)}
	for name, values := range r.PostForm {
		if fault != nil && len(values) > 0 {
			x.typed[name] = values[0]
		}
	}
	for _, h := range v.Hats {
		row := hatRow{hat: h, current: h.Hat() == v.Actor.Hat()}
		row.name, row.rests = v.HatText(h)
		x.hats = append(x.hats, row)
	}
	if v.Actor.Party != "" && v.Actor.Mandate == "" {
		x.admin = v.Actor.Has(kernel.RightAdmin)
		var err error
		if x.given, err = p.mandates(r, v, "principal"); err != nil {
			return err
		}
		if x.taken, err = p.mandates(r, v, "agent"); err != nil {
			return err
		}
	}
	return v.ShowStatus(w, r, status, v.Frame(r, v.L.T("web.account.title"), ""), accountPage(x))
}

func (p pages) mandates(r *http.Request, v *site.Visit, side string) ([]mandateRow, error) {
	list, err := v.Env.People.Mandates(r.Context(), side, v.Actor.Party)
	if err != nil {
		return nil, err
	}
	out := make([]mandateRow, 0, len(list))
	for _, m := range slices.Backward(list) {
		principal, err := v.Env.People.Party(r.Context(), m.Principal)
		if err != nil {
			return nil, err
		}
		agent, err := v.Env.People.Party(r.Context(), m.Agent)
		if err != nil {
			return nil, err
		}
		out = append(out, mandateRow{m: m, principal: principal.Name, agent: agent.Name, inForce: m.InForce(v.Env.Now())})
	}
	return out, nil
}

// matters are what a mandate can be limited to: those that have flows.
func (p pages) matters(v *site.Visit) []ui.Option {
	var names []string
	for addr := range v.Env.Desk.Flows {
		if m := addr.Matter(); !slices.Contains(names, m) {
			names = append(names, m)
		}
	}
	slices.Sort(names)
	var out []ui.Option
	for _, m := range names {
		out = append(out, ui.Option{Value: m, Text: v.MatterText(m), Count: -1})
	}
	return out
}

// hat chooses a way of acting. A page that the other hat may not see is not
// where one wants to land, so one lands where its work begins, but on pages
// that everybody has.
func (p pages) hat(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	i := slices.IndexFunc(v.Hats, func(a kernel.Actor) bool { return a.Hat() == r.PostFormValue("hat") })
	if i < 0 {
		return errs.New(errs.Forbidden, "web.account.no_such_hat", nil)
	}
	v.Env.Login.SetHat(r.Context(), v.Hats[i].Hat())
	name, rests := v.HatText(v.Hats[i])
	if rests != "" {
		name += v.L.T("web.ui.colon") + rests
	}
	to := landing("", len(v.Hats[i].Posts) > 0)
	if next := local(r.PostFormValue("next")); everybodys(next) {
		to = next
	}
	return v.Go(w, r, to, v.L.T("web.account.hat_changed", "name", name))
}

// everybodys tells the pages that every hat may see.
func everybodys(path string) bool {
	path, _, _ = strings.Cut(path, "?")
	return path == "/" || path == "/hall" || path == "/patents" || path == "/account"
}
