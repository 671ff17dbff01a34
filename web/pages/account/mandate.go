package account

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
)

// grant gives a power of attorney in the name of the visitor's party.
func (p pages) grant(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	m, err := p.readMandate(r, v)
	if err == nil {
		err = v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), kernel.GrantMandate{Mandate: m})
	}
	if err != nil {
		return p.again(w, r, v, err)
	}
	return v.Go(w, r, "/account", v.L.T("web.account.mandate_given"))
}

// again draws the page with what was typed, unless the fault is not the form's.
func (p pages) again(w http.ResponseWriter, r *http.Request, v *site.Visit, err error) error {
	if errs.KindOf(err) != errs.Invalid {
		return err
	}
	return p.draw(w, r, v, httpx.Status(err), err)
}

func (p pages) readMandate(r *http.Request, v *site.Visit) (kernel.Mandate, error) {
	m := kernel.Mandate{ID: kernel.MandateID(v.Env.NewID()), Principal: v.Actor.Party, Agent: kernel.PartyID(strings.TrimSpace(r.PostFormValue("agent"))), Scope: r.PostForm["scope"], From: v.Env.Now()}
	for _, right := range kernel.GivenRights() {
		if slices.Contains(r.PostForm["rights"], string(right)) {
			m.Rights = append(m.Rights, right)
		}
	}
	if end, err := calendar.ParseDate(strings.TrimSpace(r.PostFormValue("to"))); err == nil && !end.IsZero() {
		m.To = end.At(24)
	}
	bad := errs.All(m.Check(v.Env.Now()))
	if m.Agent != "" {
		bad.Add(errs.As(p.agentThere(r, v, m.Agent)))
	}
	return m, bad.Err()
}

// agentThere refuses an agent that the register of parties does not have.
func (p pages) agentThere(r *http.Request, v *site.Visit, agent kernel.PartyID) error {
	if _, err := v.Env.People.Party(r.Context(), agent); err != nil {
		return errs.At("agent", "kernel.mandate.agent_unknown", nil)
	}
	return nil
}

// mine finds a standing mandate given by the visitor's party.
func (p pages) mine(r *http.Request, v *site.Visit) (kernel.Mandate, error) {
	list, err := v.Env.People.Mandates(r.Context(), "principal", v.Actor.Party)
	if err != nil {
		return kernel.Mandate{}, err
	}
	for _, m := range list {
		if string(m.ID) == r.PathValue("id") && m.InForce(v.Env.Now()) && v.Actor.Party != "" {
			return m, nil
		}
	}
	return kernel.Mandate{}, errs.New(errs.NotFound, "kernel.mandate.no_such_mandate", nil)
}

func (p pages) revoke(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	m, err := p.mine(r, v)
	if err != nil {
		return err
	}
	if err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), revokeAt(m, v.Env.Now())); err != nil {
		return err
	}
	return v.Go(w, r, "/account", v.L.T("web.account.mandate_revoked"))
}

// handOver ends a mandate and gives the same to another agent, in one act: at
// no instant is the principal without an agent.
func (p pages) handOver(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	m, err := p.mine(r, v)
	if err != nil {
		return err
	}
	next, err := m.HandOver(kernel.MandateID(v.Env.NewID()), kernel.PartyID(strings.TrimSpace(r.PostFormValue("agent"))), v.Env.Now())
	if err == nil {
		err = p.agentThere(r, v, next.Agent)
	}
	if err != nil {
		return p.again(w, r, v, err)
	}
	if err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), revokeAt(m, v.Env.Now()), kernel.GrantMandate{Mandate: next}); err != nil {
		return err
	}
	return v.Go(w, r, "/account", v.L.T("web.account.mandate_handed"))
}

func revokeAt(m kernel.Mandate, at time.Time) kernel.RevokeMandate {
	return kernel.RevokeMandate{ID: m.ID, Principal: m.Principal, At: at}
}
