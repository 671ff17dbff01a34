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
	var bad errs.List
	if m.Agent == "" || m.Agent == m.Principal {
		bad.Add(errs.At("agent", "web.account.agent_missing", nil))
	} else if _, err := v.Env.People.Party(r.Context(), m.Agent); err != nil {
		bad.Add(errs.At("agent", "web.account.agent_unknown", nil))
	}
	if len(m.Scope) == 0 {
		bad.Add(errs.At("scope", "web.account.scope_missing", nil))
	}
	for _, right := range kernel.AllRights() {
		if slices.Contains(r.PostForm["rights"], string(right)) && right != kernel.RightAdmin && right != kernel.RightApprove {
			m.Rights = append(m.Rights, right)
		}
	}
	if len(m.Rights) == 0 {
		bad.Add(errs.At("rights", "web.account.rights_missing", nil))
	}
	end, err := calendar.ParseDate(strings.TrimSpace(r.PostFormValue("to")))
	if err != nil || !end.At(24).After(v.Env.Now()) {
		bad.Add(errs.At("to", "web.account.end_missing", nil))
	} else {
		m.To = end.At(24)
	}
	return m, bad.Err()
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
	return kernel.Mandate{}, errs.New(errs.NotFound, "web.account.no_such_mandate", nil)
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
	next := m
	next.ID, next.HandedFrom, next.From = kernel.MandateID(v.Env.NewID()), m.ID, v.Env.Now()
	next.Agent, next.AgentUser, next.DocSHA256 = kernel.PartyID(strings.TrimSpace(r.PostFormValue("agent"))), "", ""
	if next.Agent == "" || next.Agent == m.Agent || next.Agent == m.Principal {
		return p.again(w, r, v, errs.At("agent", "web.account.agent_missing", nil))
	}
	if _, err := v.Env.People.Party(r.Context(), next.Agent); err != nil {
		return p.again(w, r, v, errs.At("agent", "web.account.agent_unknown", nil))
	}
	if err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), revokeAt(m, v.Env.Now()), kernel.GrantMandate{Mandate: next}); err != nil {
		return err
	}
	return v.Go(w, r, "/account", v.L.T("web.account.mandate_handed"))
}

func revokeAt(m kernel.Mandate, at time.Time) kernel.RevokeMandate {
	return kernel.RevokeMandate{ID: m.ID, Principal: m.Principal, At: at}
}
