package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// Mandate is a power of attorney with the names of both sides.
type Mandate struct {
	ID        kernel.MandateID `json:"id" doc:"api.field.mandate.id"`
	Principal PartyRef         `json:"principal" doc:"api.field.mandate.principal"`
	Agent     PartyRef         `json:"agent" doc:"api.field.mandate.agent"`
	Scope     []string         `json:"scope" doc:"api.field.mandate.scope"`
	Rights    []kernel.Right   `json:"rights" doc:"api.field.mandate.rights"`
	From      time.Time        `json:"from" doc:"api.field.mandate.from"`
	LastDay   calendar.Date    `json:"last_day,omitzero" doc:"api.field.mandate.last_day"`
	InForce   bool             `json:"in_force" doc:"api.field.mandate.in_force"`
}

// NewMandate is a mandate to be given.
type NewMandate struct {
	Agent   string         `json:"agent" required:"true" doc:"api.field.mandate.agent_id"`
	Scope   []string       `json:"scope" required:"true" doc:"api.field.mandate.scope"`
	Rights  []kernel.Right `json:"rights" required:"true" enum:"view,draft,submit,sign,pay,withdraw" doc:"api.field.mandate.rights"`
	From    calendar.Date  `json:"from,omitzero" doc:"api.field.mandate.first_day"`
	LastDay calendar.Date  `json:"last_day" required:"true" doc:"api.field.mandate.last_day"`
}

// NextAgent is who takes a mandate over.
type NextAgent struct {
	Agent string `json:"agent" required:"true" doc:"api.field.mandate.agent_id"`
}

func (s *spoken) mandates() {
	add(s, op{id: "list_mandates", method: http.MethodGet, path: "/mandates", tag: tagInside, token: true}, s.a.listMandates)
	add(s, op{id: "give_mandate", method: http.MethodPost, path: "/mandates", tag: tagInside, token: true, body: NewMandate{}, status: http.StatusCreated, fails: writing}, s.a.giveMandate)
	add(s, op{id: "revoke_mandate", method: http.MethodPost, path: "/mandates/{id}/revoke", tag: tagInside, token: true, fails: writing}, s.a.revokeMandate)
	add(s, op{id: "hand_mandate", method: http.MethodPost, path: "/mandates/{id}/hand-over", tag: tagInside, token: true, body: NextAgent{}, status: http.StatusCreated, fails: writing}, s.a.handMandate)
}

type mandatesIn struct {
	Side string `query:"side" enum:"given,taken" default:"given" doc:"api.field.mandate.side"`
}

func (a *API) listMandates(ctx context.Context, v *visitor, in *mandatesIn) (*out[listOf[Mandate]], error) {
	res := listOf[Mandate]{Items: []Mandate{}}
	if v.Actor.Party == "" || v.Actor.Mandate != "" {
		return say(res), nil
	}
	side := "principal"
	if in.Side == "taken" {
		side = "agent"
	}
	list, err := a.People.Mandates(ctx, side, v.Actor.Party)
	if err != nil {
		return nil, err
	}
	for _, m := range slices.Backward(list) {
		x, err := a.mandateOf(ctx, m)
		if err != nil {
			return nil, err
		}
		res.Items = append(res.Items, x)
	}
	res.Total = len(res.Items)
	return say(res), nil
}

func (a *API) mandateOf(ctx context.Context, m kernel.Mandate) (Mandate, error) {
	x := Mandate{ID: m.ID, Scope: m.Scope, Rights: m.Rights, From: m.From, InForce: m.InForce(a.Now())}
	if !m.To.IsZero() {
		x.LastDay = calendar.DateOf(m.To).AddDays(-1)
	}
	for _, side := range []struct {
		id kernel.PartyID
		to *PartyRef
	}{{m.Principal, &x.Principal}, {m.Agent, &x.Agent}} {
		p, err := a.People.Party(ctx, side.id)
		if err != nil {
			return x, err
		}
		*side.to = PartyRef{ID: p.ID, Name: p.Name}
	}
	return x, nil
}

type mandateBody struct {
	WithKey
	RawBody []byte `contentType:"application/json"`
}

func (a *API) giveMandate(ctx context.Context, v *visitor, in *mandateBody) (*out[Mandate], error) {
	body, err := read[NewMandate](in.RawBody)
	if err != nil {
		return nil, err
	}
	k := a.once(v, "mandate", in.Key, in.RawBody)
	m := kernel.Mandate{ID: kernel.MandateID(k.id), Principal: v.Actor.Party, Scope: body.Scope, Rights: body.Rights, From: a.Now()}
	if from := body.From; !from.IsZero() && from.At(0).After(m.From) {
		m.From = from.At(0) // one that begins today begins at once
	}
	if !body.LastDay.IsZero() {
		m.To = body.LastDay.At(24)
	}
	agent, found := a.agent(ctx, body.Agent)
	m.Agent = agent
	bad := errs.All(m.Check(a.Now(), a.Desk.Matters()))
	if found != nil {
		bad = append(slices.DeleteFunc(bad, func(e *errs.Error) bool { return e.Field == "agent" }), errs.As(found))
	}
	for _, e := range bad {
		if e.Field == "to" {
			e.Field = "last_day"
		}
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	return a.madeMandate(ctx, v, k, kernel.GrantMandate{Mandate: m})
}

// agent finds who is meant by an id, a unified code or a whole name.
func (a *API) agent(ctx context.Context, text string) (kernel.PartyID, error) {
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	p, ok, err := a.People.FindParty(ctx, strings.TrimSpace(text))
	if err == nil && !ok {
		err = errs.At("agent", "kernel.mandate.agent_unknown", nil)
	}
	return p.ID, err
}

// madeMandate writes and gives the mandate that stands under the id afterwards.
func (a *API) madeMandate(ctx context.Context, v *visitor, k once, w ...kernel.Write) (*out[Mandate], error) {
	if err := a.Desk.Do(ctx, v.Actor, k.key, w...); err != nil {
		return nil, err
	}
	m, err := a.mandate(ctx, v, k.id)
	if errs.KindOf(err) == errs.NotFound {
		return nil, k.reused()
	}
	if err != nil {
		return nil, err
	}
	x, err := a.mandateOf(ctx, m)
	return &out[Mandate]{Status: http.StatusCreated, Body: x}, err
}

// mandate finds one that the visitor's party gave.
func (a *API) mandate(ctx context.Context, v *visitor, id string) (kernel.Mandate, error) {
	list, err := a.People.Mandates(ctx, "principal", v.Actor.Party)
	if err != nil {
		return kernel.Mandate{}, err
	}
	for _, m := range list {
		if string(m.ID) == id && v.Actor.Party != "" {
			return m, nil
		}
	}
	return kernel.Mandate{}, errs.New(errs.NotFound, "kernel.mandate.no_such_mandate", nil)
}

type revokeIn struct {
	ID string `path:"id" maxLength:"64" doc:"api.field.mandate.id"`
	WithKey
}

func (a *API) revokeMandate(ctx context.Context, v *visitor, in *revokeIn) (*out[Mandate], error) {
	m, err := a.mandate(ctx, v, in.ID)
	if err != nil {
		return nil, err
	}
	if err := a.Desk.Do(ctx, v.Actor, keyOf(v, in.Key), kernel.RevokeMandate{ID: m.ID, Principal: m.Principal, At: a.Now()}); err != nil {
		return nil, err
	}
	if m, err = a.mandate(ctx, v, in.ID); err != nil {
		return nil, err
	}
	x, err := a.mandateOf(ctx, m)
	return say(x), err
}

type handIn struct {
	ID string `path:"id" maxLength:"64" doc:"api.field.mandate.id"`
	MandateBody
}

// MandateBody are mandateBody for inputs that carry more.
type MandateBody = mandateBody

// handMandate ends a mandate and gives the same to another agent, in one act.
func (a *API) handMandate(ctx context.Context, v *visitor, in *handIn) (*out[Mandate], error) {
	body, err := read[NextAgent](in.RawBody)
	if err != nil {
		return nil, err
	}
	k := a.once(v, "hand/"+in.ID, in.Key, in.RawBody)
	if m, err := a.mandate(ctx, v, k.id); err == nil { // sent again
		x, err := a.mandateOf(ctx, m)
		return &out[Mandate]{Status: http.StatusCreated, Body: x}, err
	}
	m, err := a.mandate(ctx, v, in.ID)
	if err == nil && !m.InForce(a.Now()) {
		err = errs.New(errs.NotFound, "kernel.mandate.no_such_mandate", nil)
	}
	if err != nil {
		return nil, err
	}
	agent, err := a.agent(ctx, body.Agent)
	if err != nil {
		return nil, err
	}
	next, err := m.HandOver(kernel.MandateID(k.id), agent, a.Now())
	if err != nil {
		return nil, err
	}
	return a.madeMandate(ctx, v, k, kernel.RevokeMandate{ID: m.ID, Principal: m.Principal, At: a.Now()}, kernel.GrantMandate{Mandate: next})
}
