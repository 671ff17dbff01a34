package api

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"quanlian/base/errs"
	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// Flow is a procedure with its states and its moves.
type Flow struct {
	Flow   kernel.FlowAddr `json:"flow" doc:"api.field.case.flow"`
	Name   string          `json:"name" doc:"api.field.case.flow_name"`
	Matter string          `json:"matter" doc:"api.field.flow.matter"`
	States []FlowState     `json:"states" doc:"api.field.flow.states"`
	Opens  []FlowMove      `json:"opens" doc:"api.field.flow.opens"`
	Moves  []FlowMove      `json:"moves" doc:"api.field.flow.moves"`
}

// FlowState is a state and whose turn it is in it.
type FlowState struct {
	State    kernel.State `json:"state" doc:"api.field.case.state"`
	Name     string       `json:"name" doc:"api.field.case.state_name"`
	Turn     kernel.Role  `json:"turn,omitempty" doc:"api.field.case.turn"`
	Terminal bool         `json:"terminal" doc:"api.field.flow.terminal"`
}

// FlowMove is a move: who makes it, from where, with which input.
type FlowMove struct {
	Offer
	From []kernel.State `json:"from" doc:"api.field.flow.from"`
	By   []kernel.Role  `json:"by" doc:"api.field.flow.by"`
}

// OpenCommand asks for a new case.
type OpenCommand struct {
	Input    json.RawMessage `json:"input" required:"true" doc:"api.field.command.input"`
	Item     string          `json:"item" doc:"api.field.open.item"`
	ItemHash string          `json:"item_hash" doc:"api.field.item.filled_hash"`
	Unit     kernel.UnitID   `json:"unit" doc:"api.field.open.unit"`
	District string          `json:"district" doc:"api.field.open.district"`
}

func (s *spoken) opens() {
	add(s, op{id: "list_flows", method: http.MethodGet, path: "/flows", tag: tagCases}, s.a.listFlows)
	add(s, op{id: "get_flow", method: http.MethodGet, path: "/flows/{link}/{matter}/{flow}", tag: tagCases, fails: readOne}, s.a.getFlow)
	add(s, op{id: "open_case", method: http.MethodPost, path: "/flows/{link}/{matter}/{flow}/open/{move}", tag: tagCases, token: true, body: OpenCommand{}, status: http.StatusCreated, more: []int{http.StatusAccepted}, fails: writing}, s.a.open)
}

func (a *API) flowOf(v *visitor, f *kernel.Flow) Flow {
	x := Flow{Flow: f.Addr, Name: words.Flow(v.L, f.Addr), Matter: f.Addr.Matter(), States: []FlowState{}, Opens: []FlowMove{}, Moves: []FlowMove{}}
	for _, d := range f.States {
		x.States = append(x.States, FlowState{State: d.Name, Name: words.State(v.L, f.Addr, d.Name), Turn: d.Turn, Terminal: d.Terminal})
	}
	for _, m := range f.Opens {
		x.Opens = append(x.Opens, FlowMove{Offer: a.offer(v, f.Addr, m, nil), By: m.By})
	}
	for _, m := range f.Moves {
		if !m.Hidden {
			x.Moves = append(x.Moves, FlowMove{Offer: a.offer(v, f.Addr, m, nil), From: m.From, By: m.By})
		}
	}
	return x
}

// flows are all procedures, by their addresses.
func (a *API) flows() []*kernel.Flow {
	var out []*kernel.Flow
	for _, f := range a.Desk.Flows {
		out = append(out, f)
	}
	slices.SortFunc(out, func(x, y *kernel.Flow) int { return cmp.Compare(x.Addr, y.Addr) })
	return out
}

// FlowName is a procedure by its address and name.
type FlowName struct {
	Flow  kernel.FlowAddr `json:"flow" doc:"api.field.case.flow"`
	Name  string          `json:"name" doc:"api.field.case.flow_name"`
	Opens []string        `json:"opens" doc:"api.field.flow.opens"`
}

func (a *API) listFlows(_ context.Context, v *visitor, _ *none) (*out[listOf[FlowName]], error) {
	res := listOf[FlowName]{Items: []FlowName{}}
	for _, f := range a.flows() {
		x := FlowName{Flow: f.Addr, Name: words.Flow(v.L, f.Addr)}
		for _, m := range f.Opens {
			x.Opens = append(x.Opens, m.Name)
		}
		res.Items = append(res.Items, x)
	}
	res.Total = len(res.Items)
	return say(res), nil
}

type flowIn struct {
	Link   string `path:"link" maxLength:"40" doc:"api.field.flow.link"`
	Matter string `path:"matter" maxLength:"40" doc:"api.field.flow.matter_name"`
	Flow   string `path:"flow" maxLength:"40" doc:"api.field.flow.flow"`
}

// FlowPath is flowIn for inputs that carry more.
type FlowPath = flowIn

func (a *API) find(in *flowIn) (*kernel.Flow, error) {
	addr := kernel.FlowAddr(in.Link + "/" + in.Matter + "." + in.Flow)
	if f := a.Desk.Flows[addr]; f != nil {
		return f, nil
	}
	return nil, errs.New(errs.NotFound, "kernel.no_such_flow", errs.Args{"flow": addr})
}

func (a *API) getFlow(_ context.Context, v *visitor, in *flowIn) (*out[Flow], error) {
	f, err := a.find(in)
	if err != nil {
		return nil, err
	}
	return say(a.flowOf(v, f)), nil
}

type openIn struct {
	FlowPath
	Move string `path:"move" maxLength:"100" doc:"api.field.move.move"`
	WithKey
	RawBody []byte `contentType:"application/json"`
}

// opened is a receipt with the place of the new case.
type opened struct {
	Status   int
	Location string `header:"Location" doc:"api.field.open.location"`
	Body     Receipt
}

func (a *API) open(ctx context.Context, v *visitor, in *openIn) (*opened, error) {
	body, err := read[OpenCommand](in.RawBody)
	if err != nil {
		return nil, err
	}
	f, err := a.find(&in.FlowPath)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(f.Opens, func(m kernel.Move) bool { return m.Name == in.Move && !m.Hidden })
	if i < 0 {
		return nil, errs.New(errs.NotFound, "kernel.no_such_move", errs.Args{"move": in.Move})
	}
	input, err := a.inputOf(ctx, v, f.Opens[i], body.Input)
	if err != nil {
		return nil, err
	}
	r, err := a.Desk.Open(ctx, v.Actor, desk.OpenCommand{Flow: f.Addr, Move: in.Move, Key: keyOf(v, in.Key), Input: input, Item: body.Item, ItemHash: body.ItemHash, Unit: body.Unit, District: body.District})
	if err != nil {
		return nil, a.inField(f.Addr, err)
	}
	return a.openedCase(v, f.Addr, in.Key, r), nil
}

func (a *API) openedCase(v *visitor, f kernel.FlowAddr, key string, r desk.Receipt) *opened {
	res := a.receipt(v, f, key, r, http.StatusCreated)
	o := &opened{Status: res.Status, Body: res.Body}
	if r.No != "" {
		o.Location = Prefix + "/cases/" + r.No
	}
	return o
}
