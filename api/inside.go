package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"quanlian/base/errs"
	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/wire"
)

// Approval is a command that waits for a word inside its organisation.
type Approval struct {
	ID    string            `json:"id" doc:"api.field.approval.id"`
	Title string            `json:"title" doc:"api.field.approval.title"`
	Flow  kernel.FlowAddr   `json:"flow" doc:"api.field.case.flow"`
	Move  string            `json:"move" doc:"api.field.move.move"`
	Name  string            `json:"name" doc:"api.field.move.name"`
	Case  kernel.CaseID     `json:"case,omitempty" doc:"api.field.case.id"`
	Maker string            `json:"maker" doc:"api.field.approval.maker"`
	Made  time.Time         `json:"made" doc:"api.field.approval.made"`
	Steps []kernel.Duty     `json:"steps" doc:"api.field.approval.steps"`
	Done  []ApprovalWord    `json:"done" doc:"api.field.approval.done"`
	May   bool              `json:"may" doc:"api.field.approval.may"`
	State desk.PendingState `json:"state" doc:"api.field.approval.state"`
	Input json.RawMessage   `json:"input" doc:"api.field.command.input"`
	// Receipt is what the last word brought about.
	Receipt *Receipt `json:"receipt,omitempty" doc:"api.field.approval.receipt"`
}

// ApprovalWord is one word that was given.
type ApprovalWord struct {
	Name string      `json:"name" doc:"api.field.approval.by"`
	Duty kernel.Duty `json:"duty" doc:"api.field.approval.duty"`
	OK   bool        `json:"ok" doc:"api.field.approval.ok"`
	Note string      `json:"note,omitempty" doc:"api.field.approval.note"`
	At   time.Time   `json:"at" doc:"api.field.approval.at"`
}

// Word is the word to be given.
type Word struct {
	OK   bool   `json:"ok" required:"true" doc:"api.field.approval.ok"`
	Note string `json:"note" maxLength:"2000" doc:"api.field.approval.note"`
}

func (s *spoken) inside() {
	add(s, op{id: "list_approvals", method: http.MethodGet, path: "/approvals", tag: tagInside, token: true}, s.a.approvals)
	add(s, op{id: "get_approval", method: http.MethodGet, path: "/approvals/{id}", tag: tagInside, token: true, fails: readOne}, s.a.getApproval)
	add(s, op{id: "approve", method: http.MethodPost, path: "/approvals/{id}", tag: tagInside, token: true, body: Word{}, fails: writing}, s.a.approve)
}

// waiting lists what waits inside the visitor's party; an agent sees none.
func (a *API) waiting(ctx context.Context, v *visitor) ([]desk.Pending, error) {
	if v.Actor.Party == "" || v.Actor.Mandate != "" {
		return nil, nil
	}
	return a.Cases.Approvals(ctx, v.Actor.Party)
}

func (a *API) approvals(ctx context.Context, v *visitor, _ *none) (*out[listOf[Approval]], error) {
	list, err := a.waiting(ctx, v)
	if err != nil {
		return nil, err
	}
	res := listOf[Approval]{Total: len(list), Items: []Approval{}}
	for _, p := range list {
		x, err := a.approvalOf(ctx, v, p)
		if err != nil {
			return nil, err
		}
		res.Items = append(res.Items, x)
	}
	return say(res), nil
}

// approvalOf shows a command that waits, its input as it will be sent.
func (a *API) approvalOf(ctx context.Context, v *visitor, p desk.Pending) (Approval, error) {
	x := Approval{ID: p.ID, Title: p.Title, Maker: p.Actor.Name, Made: p.Made, Steps: p.Steps, Done: []ApprovalWord{}, State: p.State, May: desk.MayApprove(p, v.Actor) == nil}
	for _, d := range p.Done {
		x.Done = append(x.Done, ApprovalWord{Name: d.Name, Duty: d.Duty, OK: d.OK, Note: d.Note, At: d.At})
	}
	var raw json.RawMessage
	if p.Open != nil {
		x.Flow, x.Move, raw = p.Open.Flow, p.Open.Move, p.Open.Input
	} else {
		c, err := a.Cases.Case(ctx, v.Actor, string(p.Command.Case), kernel.ViewSummary)
		if err != nil {
			return x, err
		}
		x.Flow, x.Move, x.Case, raw = c.Flow, p.Command.Move, c.ID, p.Command.Input
	}
	x.Name = words.Move(v.L, x.Flow, x.Move)
	if p.Receipt != nil {
		x.Receipt = &a.receipt(v, x.Flow, p.Receipt.Key, *p.Receipt, http.StatusOK).Body
	}
	var err error
	x.Input, err = a.typed(x.Flow, x.Move, raw)
	return x, err
}

// typed writes the input that the desk keeps as the border has it.
func (a *API) typed(f kernel.FlowAddr, move string, raw json.RawMessage) (json.RawMessage, error) {
	flow := a.Desk.Flows[f]
	if flow == nil || len(raw) == 0 {
		return json.RawMessage("{}"), nil
	}
	m, ok := flow.Find(move)
	if !ok {
		return json.RawMessage("{}"), nil
	}
	in := m.NewInput()
	if err := json.Unmarshal(raw, in); err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return wire.Marshal(in)
}

type approvalIn struct {
	ID string `path:"id" maxLength:"64" doc:"api.field.approval.id"`
}

func (a *API) getApproval(ctx context.Context, v *visitor, in *approvalIn) (*out[Approval], error) {
	list, err := a.waiting(ctx, v)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(p desk.Pending) bool { return p.ID == in.ID })
	if i < 0 {
		return nil, errs.New(errs.NotFound, "kernel.no_such_approval", nil)
	}
	x, err := a.approvalOf(ctx, v, list[i])
	return say(x), err
}

type approveIn struct {
	ID      string `path:"id" maxLength:"64" doc:"api.field.approval.id"`
	RawBody []byte `contentType:"application/json"`
}

// approve gives one word. The desk takes one of each person, so that a doubled
// request changes nothing.
func (a *API) approve(ctx context.Context, v *visitor, in *approveIn) (*out[Approval], error) {
	body, err := read[Word](in.RawBody)
	if err != nil {
		return nil, err
	}
	if !body.OK && body.Note == "" {
		return nil, errs.At("note", "web.approval.why", nil)
	}
	p, err := a.Desk.Approve(ctx, v.Actor, in.ID, body.OK, body.Note)
	if err != nil {
		return nil, err
	}
	x, err := a.approvalOf(ctx, v, p)
	return say(x), err
}
