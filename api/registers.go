package api

import (
	"context"
	"net/http"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	evaluation "quanlian/chain/utilization/valuation"
	"quanlian/engine/valuation"
	"quanlian/registry"
)

// Right is a right as the open register shows it: without addresses.
type Right struct {
	Number   string           `json:"number" doc:"api.field.right.number"`
	Kind     registry.Kind    `json:"kind" doc:"api.field.right.kind"`
	Title    string           `json:"title" doc:"api.field.right.title"`
	Abstract string           `json:"abstract" doc:"api.field.right.abstract"`
	Claims   []registry.Claim `json:"claims,omitempty" doc:"api.field.right.claims"`
	IPCMain  string           `json:"ipc_main" doc:"api.field.right.ipc_main"`
	IPC      []string         `json:"ipc" doc:"api.field.right.ipc"`
	Filing   calendar.Date    `json:"filing,omitzero" doc:"api.field.right.filing"`
	Granted  calendar.Date    `json:"granted,omitzero" doc:"api.field.right.granted"`
	// State is how it stood on the day that was asked for.
	State      registry.State     `json:"state" doc:"api.field.right.state"`
	StatusText string             `json:"status_text" doc:"api.field.right.status_text"`
	Fee        registry.FeeStatus `json:"fee" doc:"api.field.right.fee"`
	ObservedAt time.Time          `json:"observed_at" doc:"api.field.right.observed_at"`
	Listings   []string           `json:"listings" doc:"api.field.right.listings"`
}

// RightEvent is one event of the register.
type RightEvent struct {
	registry.Event
	Text string `json:"text" doc:"api.field.right.event_text"`
}

func (s *spoken) registers() {
	add(s, op{id: "find_rights", method: http.MethodGet, path: "/rights", tag: tagRights}, s.a.findRights)
	add(s, op{id: "get_right", method: http.MethodGet, path: "/rights/{number}", tag: tagRights, fails: readOne}, s.a.getRight)
	add(s, op{id: "list_right_events", method: http.MethodGet, path: "/rights/{number}/events", tag: tagRights, fails: readOne}, s.a.rightEvents)
	add(s, op{id: "value_right", method: http.MethodGet, path: "/rights/{number}/valuation", tag: tagRights, fails: readOne}, s.a.valueRight)
}

type rightsIn struct {
	Page
	From
	Text   string `query:"q" maxLength:"200" doc:"api.field.query.rights_q"`
	Kind   string `query:"kind" enum:"invention,utility_model,design,trademark,gi,copyright,software,layout,variety,data_ip" doc:"api.field.right.kind"`
	IPC    string `query:"ipc" maxLength:"20" doc:"api.field.query.ipc"`
	Status string `query:"status" maxLength:"20" doc:"api.field.query.status"`
	Owner  string `query:"owner" maxLength:"200" doc:"api.field.query.owner"`
	Mine   bool   `query:"mine" doc:"api.field.query.mine"`
}

func (a *API) findRights(ctx context.Context, v *visitor, in *rightsIn) (*out[onward[registry.Row]], error) {
	f := registry.Filter{Text: in.Text, Kind: registry.Kind(in.Kind), IPC: in.IPC, Status: in.Status, Day: calendar.DateOf(a.Now()), Limit: in.Limit + 1, Offset: in.Offset}
	var err error
	if f.After, err = readSpot[registry.Place](in.From, "", in.Offset); err != nil {
		return nil, err
	}
	if in.Owner != "" {
		f.Owner = "name:" + in.Owner
	}
	if in.Mine {
		if v.Actor.Party == "" {
			return nil, errs.At("mine", "api.no_party", nil)
		}
		f.Owner = "party:" + string(v.Actor.Party)
	}
	rows, total, err := a.Rights.FindRights(ctx, f)
	if err != nil {
		return nil, err
	}
	x := onward[registry.Row]{listOf: listOf[registry.Row]{Total: total, Offset: in.Offset, Items: append([]registry.Row{}, rows[:min(len(rows), in.Limit)]...)}}
	if len(rows) > in.Limit { // one more tells whether the list goes on
		x.Next = writeSpot("", rows[in.Limit-1].Place())
	}
	return goOn(v, x, x.Next), nil
}

type rightIn struct {
	Number string `path:"number" maxLength:"40" doc:"api.field.right.number"`
	AsOf   string `query:"as_of" doc:"api.field.query.as_of"`
	Known  string `query:"known_at" doc:"api.field.query.known_at"`
}

// RightPath is rightIn for inputs that carry more.
type RightPath = rightIn

// standing is a right with how it stood on the day asked for.
func (a *API) standing(ctx context.Context, in *rightIn) (registry.View, registry.State, registry.FeeStatus, error) {
	day := calendar.DateOf(a.Now())
	if in.AsOf != "" {
		d, err := calendar.ParseDate(in.AsOf)
		if err != nil {
			return registry.View{}, registry.State{}, registry.FeeStatus{}, errs.At("as_of", "kernel.wire.not_a_date", nil)
		}
		day = d
	}
	known := a.Now()
	if in.Known != "" {
		d, err := calendar.ParseDate(in.Known)
		if err != nil {
			return registry.View{}, registry.State{}, registry.FeeStatus{}, errs.At("known_at", "kernel.wire.not_a_date", nil)
		}
		known = registry.EndOf(d)
	}
	view, err := a.Rights.Right(ctx, in.Number)
	if err != nil {
		return view, registry.State{}, registry.FeeStatus{}, err
	}
	view.Events = registry.KnownAt(view.Events, known)
	s := registry.AsOf(view.Events, day, known)
	if in.Known == "" { // nothing came since: the same answer while nothing comes
		s.KnownAt = view.Updated
	}
	fee, err := s.FeeStatus(a.Calendar)
	return view, s, fee, err
}

func (a *API) getRight(ctx context.Context, v *visitor, in *rightIn) (*out[Right], error) {
	view, s, fee, err := a.standing(ctx, in)
	if err != nil {
		return nil, err
	}
	r := view.Right
	x := Right{Number: r.Number, Kind: r.Kind, Title: r.Title, Abstract: r.Abstract, Claims: r.Claims, IPCMain: r.IPCMain, IPC: r.IPC, Filing: r.Filing, Granted: r.Granted, State: s, Fee: fee, ObservedAt: view.ObservedAt,
		StatusText: v.L.T("web.patent.status_text." + string(s.Status)), Listings: []string{}}
	listed, _, _, err := a.Rights.HallListings(ctx, v.Actor, hall.ListingFilter{Right: r.Number, Limit: 10})
	for _, row := range listed {
		x.Listings = append(x.Listings, row.No)
	}
	return say(x), err
}

func (a *API) rightEvents(ctx context.Context, v *visitor, in *rightIn) (*out[listOf[RightEvent]], error) {
	view, _, _, err := a.standing(ctx, in)
	if err != nil {
		return nil, err
	}
	res := listOf[RightEvent]{Total: len(view.Events), Items: []RightEvent{}}
	for _, e := range view.Events {
		x := RightEvent{Event: e, Text: string(e.Kind)}
		if !v.staff() {
			x.By = ""
		}
		if k := "registry.event." + string(e.Kind); v.L.Has(k) {
			x.Text = v.L.T(k)
		}
		res.Items = append(res.Items, x)
	}
	return say(res), nil
}

type valueRightIn struct {
	RightPath
	Scene string `query:"scene" enum:"transfer,finance,reporting,remedy,management,other" default:"transfer" doc:"api.field.value.scene"`
}

// Valued is an evaluation with the sentences of its codes.
type Valued struct {
	*valuation.Result
	HighValue *valuation.HighValue `json:"high_value,omitempty" doc:"api.field.value.high_value"`
	Texts     map[string]string    `json:"texts" doc:"api.field.texts"`
}

func (a *API) valueRight(ctx context.Context, v *visitor, in *valueRightIn) (*out[Valued], error) {
	view, s, _, err := a.standing(ctx, &in.RightPath)
	if err != nil {
		return nil, err
	}
	res, err := evaluation.Automatic(a.Calendar, view, in.Scene, s.ValidAt, a.Now())
	if err != nil {
		return nil, err
	}
	x := valued(v, res)
	high, err := evaluation.HighValue(a.Calendar, view, s.ValidAt, a.Now())
	x.HighValue = &high
	return say(x), err
}

// valued adds the sentences of an evaluation.
func valued(v *visitor, res *valuation.Result) Valued {
	t := texts{l: v.L, out: map[string]string{}}
	t.add(res.Disclaimer.Code, nil)
	for _, list := range [][]valuation.Notice{res.Vetoes, res.Flags, res.Notices} {
		for _, n := range list {
			args := errs.Args{}
			for k, x := range n.Args {
				args[k] = x
			}
			t.add(n.Code, args)
		}
	}
	return Valued{Result: res, Texts: t.out}
}
