package api

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/wire"
)

// Offer is a move of a procedure, with what it asks.
type Offer struct {
	Move    string       `json:"move" doc:"api.field.move.move"`
	Name    string       `json:"name" doc:"api.field.move.name"`
	Lead    string       `json:"lead,omitempty" doc:"api.field.move.lead"`
	Outward bool         `json:"outward" doc:"api.field.move.outward"`
	Right   kernel.Right `json:"right,omitempty" doc:"api.field.move.right"`
	Input   *wire.Schema `json:"input" doc:"api.field.move.input"`
}

// CaseOffer is a move that the actor may try in a case as it stands.
type CaseOffer struct {
	Offer
	Yours bool `json:"yours" doc:"api.field.move.yours"`
}

// Offers are the moves offered, and the version of the case they are for.
type Offers struct {
	No      string       `json:"no" doc:"api.field.case.no"`
	State   kernel.State `json:"state" doc:"api.field.case.state"`
	Version int64        `json:"version" doc:"api.field.case.version"`
	Moves   []CaseOffer  `json:"moves" doc:"api.field.move.moves"`
}

// Command asks for a move.
type Command struct {
	Version int64           `json:"version" required:"true" doc:"api.field.command.version"`
	Input   json.RawMessage `json:"input" doc:"api.field.command.input"`
	Note    string          `json:"note" maxLength:"2000" doc:"api.field.command.note"`
}

// Receipt is what a command brought about.
type Receipt struct {
	Key       string          `json:"key" doc:"api.field.receipt.key"`
	Case      kernel.CaseID   `json:"case,omitempty" doc:"api.field.case.id"`
	No        string          `json:"no,omitempty" doc:"api.field.case.no"`
	State     kernel.State    `json:"state,omitempty" doc:"api.field.case.state"`
	StateName string          `json:"state_name,omitempty" doc:"api.field.case.state_name"`
	Version   int64           `json:"version,omitempty" doc:"api.field.case.version"`
	Pending   string          `json:"pending,omitempty" doc:"api.field.receipt.pending"`
	Opened    []kernel.CaseID `json:"opened,omitempty" doc:"api.field.receipt.opened"`
	At        time.Time       `json:"at" doc:"api.field.receipt.at"`
}

func (s *spoken) moves() {
	add(s, op{id: "list_moves", method: http.MethodGet, path: "/cases/{no}/moves", tag: tagCases, token: true, fails: readOne}, s.a.offered)
	add(s, op{id: "act", method: http.MethodPost, path: "/cases/{no}/moves/{move}", tag: tagCases, token: true, body: Command{}, more: []int{http.StatusAccepted}, fails: writing}, s.a.act)
}

func (a *API) offered(ctx context.Context, v *visitor, in *caseIn) (*out[Offers], error) {
	c, err := a.Cases.Case(ctx, v.Actor, in.No, kernel.ViewSummary)
	if err != nil {
		return nil, err
	}
	res := Offers{No: c.No, State: c.State, Version: c.Version, Moves: []CaseOffer{}}
	f := a.Desk.Flows[c.Flow]
	if f == nil {
		return nil, errs.New(errs.NotFound, "kernel.no_such_flow", errs.Args{"flow": c.Flow})
	}
	turn, idle := a.TurnOf(c), a.Matters[c.Flow].Idle
	for _, m := range f.Offered(v.Actor, c) {
		if f.Idle(v.Actor, c, m.Name) || idle != nil && idle(v.Actor, c, m.Name) {
			continue
		}
		own, err := a.valuesIn(ctx, v, c, m)
		if err != nil {
			return nil, err
		}
		res.Moves = append(res.Moves, CaseOffer{Offer: a.offer(v, c.Flow, m, own), Yours: turn != "" && slices.Contains(m.By, turn) || m.Name == "supply" && kernel.Owes(v.Actor, c, itemflow.Debtor(c))})
	}
	return say(res), nil
}

func (a *API) offer(v *visitor, f kernel.FlowAddr, m kernel.Move, own values) Offer {
	return Offer{Move: m.Name, Name: words.Move(v.L, f, m.Name), Lead: words.Lead(v.L, f, m.Name), Outward: m.Outward, Right: m.Right, Input: a.inputShape(v, f, m, own)}
}

// inputShape is the JSON Schema of a move's input, with the words and choices
// that its form has; own are those of the case alone.
func (a *API) inputShape(v *visitor, f kernel.FlowAddr, m kernel.Move, own values) *wire.Schema {
	n := wire.Names{AllOptional: true, Decorate: func(path string, s *wire.Schema) {
		if s.Description == "" {
			s.Title = titleOf(v.L, f, path)
			s.Description = words.Hint(v.L, f, path)
		}
		if k := "api.input." + f.Key() + "." + m.Name + "." + words.Plain(path); v.L.Has(k) { // one name means other things in other moves
			s.Title = v.L.T(k)
		}
		if takesUploads(path, s) {
			s.Description = v.L.T("api.uploads", "hint", s.Description)
		}
		list := a.valuesOf(v.L, f, m.Name, path)
		if own != nil {
			if l := own(path); l != nil {
				list = l
			}
		}
		choose(s, list)
	}}
	shape := wire.SchemaOf(reflect.TypeOf(m.NewInput()).Elem(), n)
	for _, name := range m.Needs {
		require(shape, outsideName(name))
	}
	return shape
}

// require says that a field may not be left out, nor what it stands in.
func require(s *wire.Schema, name string) {
	name, inner, deeper := strings.Cut(name, ".")
	if !slices.Contains(s.Required, name) {
		s.Required = append(s.Required, name)
	}
	if deeper {
		require(s.Properties[name], inner)
	}
}

// takesUploads reports whether a field lists the ids of uploads.
func takesUploads(path string, s *wire.Schema) bool {
	return s.Type == "array" && s.Items != nil && s.Items.Type == "string" && slices.Contains([]string{"scan", "proof", "files", "papers", "consent"}, path)
}

// titleOf is the word of a field's form; "" where it has none. Words know amounts
// by the name that they have inside.
func titleOf(l *lang.Localizer, f kernel.FlowAddr, path string) string {
	for _, p := range []string{path, insideName(path)} {
		if t := words.Field(l, f, p); t != words.Plain(p) {
			return t
		}
	}
	return ""
}

// outsideName is how a field of an amount is called out here.
func outsideName(path string) string {
	if stem, ok := strings.CutSuffix(path, "_fen"); ok {
		return stem + "_yuan"
	}
	return path
}

func insideName(path string) string {
	if stem, ok := strings.CutSuffix(path, "_yuan"); ok {
		return stem + "_fen"
	}
	return path
}

type actIn struct {
	CaseNo
	Move string `path:"move" maxLength:"100" doc:"api.field.move.move"`
	WithKey
	RawBody []byte `contentType:"application/json"`
}

func (a *API) act(ctx context.Context, v *visitor, in *actIn) (*out[Receipt], error) {
	body, err := read[Command](in.RawBody)
	if err != nil {
		return nil, err
	}
	c, err := a.Cases.Case(ctx, v.Actor, in.No, kernel.ViewSummary)
	if err != nil {
		return nil, err
	}
	f := a.Desk.Flows[c.Flow]
	if f == nil {
		return nil, errs.New(errs.NotFound, "kernel.no_such_flow", errs.Args{"flow": c.Flow})
	}
	m, ok := f.Find(in.Move)
	if !ok || m.Hidden {
		return nil, errs.New(errs.NotFound, "kernel.no_such_move", errs.Args{"move": in.Move})
	}
	input, err := a.inputOf(ctx, v, m, body.Input)
	if err != nil {
		return nil, err
	}
	r, err := a.Desk.Act(ctx, v.Actor, desk.Command{Case: c.ID, Move: m.Name, Version: body.Version, Key: keyOf(v, in.Key), Input: input, Note: body.Note})
	if errs.Is(err, "kernel.stale") {
		return nil, a.stale(ctx, v, c.ID, body.Version, err)
	}
	if err != nil {
		return nil, a.inField(c.Flow, err)
	}
	return a.receipt(v, c.Flow, in.Key, r, http.StatusOK), nil
}

// stale says what happened in the case since the sender saw it, as far as the
// sender sees its file.
func (a *API) stale(ctx context.Context, v *visitor, id kernel.CaseID, saw int64, cause error) error {
	p := problem(v.L, cause)
	c, err := a.Cases.Case(ctx, v.Actor, string(id), kernel.ViewSummary)
	if err != nil {
		return err
	}
	p.Version, p.State = c.Version, string(c.State)
	if a.levelOf(v.Actor, c) < kernel.ViewDetail {
		return p
	}
	p.Changes, err = a.acts(ctx, v, c, saw)
	if err != nil {
		return err
	}
	return p
}

// receipt is the desk's receipt as it is sent; one that waits inside its
// organisation is accepted, not done.
func (a *API) receipt(v *visitor, f kernel.FlowAddr, key string, r desk.Receipt, status int) *out[Receipt] {
	x := Receipt{Key: key, Case: r.Case, No: r.No, State: r.State, Version: r.Version, Pending: r.Pending, Opened: r.Opened, At: r.At}
	if r.State != "" {
		x.StateName = words.State(v.L, f, r.State)
	}
	if r.Pending != "" {
		status = http.StatusAccepted
	}
	return &out[Receipt]{Status: status, Body: x}
}
