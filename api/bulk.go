package api

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// Unit: cases. Source: as the workbench has it: what is tried in one go.
const mostInBulk = 1000

// BulkCommand asks for the same move in many cases.
type BulkCommand struct {
	Cases []string        `json:"cases" required:"true" doc:"api.field.bulk.cases"`
	Move  string          `json:"move" required:"true" maxLength:"100" doc:"api.field.move.move"`
	Input json.RawMessage `json:"input" doc:"api.field.command.input"`
	Note  string          `json:"note" maxLength:"2000" doc:"api.field.command.note"`
	Dry   bool            `json:"dry" doc:"api.field.bulk.dry"`
}

// BulkAnswer is what a bulk comes to: at the start what it would do, later what
// it did.
type BulkAnswer struct {
	ID      string         `json:"id,omitempty" doc:"api.field.bulk.id"`
	Move    string         `json:"move" doc:"api.field.move.move"`
	Can     int            `json:"can" doc:"api.field.bulk.can"`
	Left    []BulkLeft     `json:"left" doc:"api.field.bulk.left"`
	Made    time.Time      `json:"made,omitzero" doc:"api.field.bulk.made"`
	Ended   time.Time      `json:"ended,omitzero" doc:"api.field.bulk.ended"`
	Open    int            `json:"open" doc:"api.field.bulk.open"`
	Done    int            `json:"done" doc:"api.field.bulk.done"`
	Refused int            `json:"refused" doc:"api.field.bulk.refused"`
	Stopped int            `json:"stopped" doc:"api.field.bulk.stopped"`
	Items   []BulkItemView `json:"items,omitempty" doc:"api.field.bulk.items"`
}

// BulkLeft is a case that was left out, and why.
type BulkLeft struct {
	No     string `json:"no" doc:"api.field.case.no"`
	Code   string `json:"code" doc:"api.field.fault.code"`
	Detail string `json:"detail" doc:"api.field.fault.detail"`
}

// BulkItemView is one case of a bulk.
type BulkItemView struct {
	No     string           `json:"no" doc:"api.field.case.no"`
	Title  string           `json:"title" doc:"api.field.case.title"`
	State  kernel.BulkState `json:"state" doc:"api.field.bulk.state"`
	Code   string           `json:"code,omitempty" doc:"api.field.fault.code"`
	Detail string           `json:"detail,omitempty" doc:"api.field.fault.detail"`
	At     time.Time        `json:"at,omitzero" doc:"api.field.bulk.at"`
}

func (s *spoken) bulks() {
	add(s, op{id: "list_bulks", method: http.MethodGet, path: "/bulks", tag: tagCases, token: true}, s.a.listBulks)
	add(s, op{id: "start_bulk", method: http.MethodPost, path: "/bulks", tag: tagCases, token: true, body: BulkCommand{}, status: http.StatusAccepted, more: []int{http.StatusOK}, fails: writing}, s.a.startBulk)
	add(s, op{id: "get_bulk", method: http.MethodGet, path: "/bulks/{id}", tag: tagCases, token: true, fails: readOne}, s.a.getBulk)
	add(s, op{id: "steer_bulk", method: http.MethodPost, path: "/bulks/{id}/{do}", tag: tagCases, token: true, fails: writing}, s.a.steerBulk)
}

// bulkPlan is a bulk that is being thought about.
type bulkPlan struct {
	cases []kernel.Case
	why   []error // nil: the move can be made
	input json.RawMessage
}

// plan finds the move in every case and asks the desk what it would come to.
func (a *API) plan(ctx context.Context, v *visitor, b BulkCommand) (bulkPlan, error) {
	var p bulkPlan
	if len(b.Cases) == 0 || len(b.Cases) > mostInBulk {
		return p, errs.At("cases", "api.bulk_size", errs.Args{"most": mostInBulk})
	}
	var shape reflect.Type
	var at []int
	var cmds []desk.Command
	for _, no := range slices.Compact(slices.Sorted(slices.Values(b.Cases))) {
		c, err := a.Cases.Case(ctx, v.Actor, no, kernel.ViewSummary)
		if k := errs.KindOf(err); k == errs.Internal || k == errs.Unavailable {
			return p, err
		}
		if err != nil {
			c = kernel.Case{No: no}
		} else if err = a.bulkMove(ctx, v, c, b, &p, &shape); errs.KindOf(err) == errs.Invalid {
			return p, err // the input is at fault, not the case
		}
		if err == nil {
			at, cmds = append(at, len(p.cases)), append(cmds, desk.Command{Case: c.ID, Move: b.Move, Input: p.input, Note: b.Note})
		}
		p.cases, p.why = append(p.cases, c), append(p.why, err)
	}
	said, err := a.Desk.TryActs(ctx, v.Actor, cmds...)
	if err != nil {
		return p, err
	}
	for i, e := range said {
		p.why[at[i]] = e
	}
	return p, nil
}

// bulkMove is the cheap guard of one case; the first case's form is that of all.
func (a *API) bulkMove(ctx context.Context, v *visitor, c kernel.Case, b BulkCommand, p *bulkPlan, shape *reflect.Type) error {
	m, err := a.Desk.Joins(v.Actor, c, b.Move)
	if err != nil {
		return err
	}
	if idle := a.Matters[c.Flow].Idle; idle != nil && idle(v.Actor, c, m.Name) {
		return errs.New(errs.Conflict, "kernel.bulk.nothing_to_do", errs.Args{"no": c.No})
	}
	own := reflect.TypeOf(m.NewInput())
	if *shape != nil && own != *shape {
		return errs.New(errs.Conflict, "kernel.bulk.other_form", errs.Args{"no": c.No})
	}
	if *shape == nil {
		input, err := a.inputOf(ctx, v, m, b.Input)
		if err != nil {
			return err
		}
		*shape, p.input = own, input
	}
	return nil
}

// bulkStart is an answer with the place of the bulk.
type bulkStart struct {
	Status   int
	Location string `header:"Location" doc:"api.field.bulk.location"`
	Body     BulkAnswer
}

// startBulk says what would be done, and unless it is asked dry lets a worker do
// it. Each case is tried with the token's own rights before.
func (a *API) startBulk(ctx context.Context, v *visitor, in *keyedIn) (*bulkStart, error) {
	b, err := read[BulkCommand](in.RawBody)
	if err != nil {
		return nil, err
	}
	k := a.once(v, "bulk", in.Key, in.RawBody)
	if x, _, err := a.People.Bulk(ctx, v.Actor.User, k.id); err == nil && !b.Dry { // begun before, by the same key
		return &bulkStart{http.StatusAccepted, Prefix + "/bulks/" + k.id, bulkStanding(x)}, nil
	}
	p, err := a.plan(ctx, v, b)
	if err != nil {
		return nil, err
	}
	x := BulkAnswer{Move: b.Move, Left: []BulkLeft{}}
	var ids []kernel.CaseID
	for i, c := range p.cases {
		if e := errs.As(p.why[i]); e != nil {
			x.Left = append(x.Left, BulkLeft{c.No, e.Code, v.L.Error(e)})
			continue
		}
		ids = append(ids, c.ID)
	}
	if x.Can = len(ids); b.Dry {
		return &bulkStart{Status: http.StatusOK, Body: x}, nil
	}
	who, err := a.wearing(ctx, v)
	if err != nil {
		return nil, err
	}
	w := kernel.StartBulk{Bulk: kernel.Bulk{ID: k.id, By: who.User, Name: who.Name, Hat: who.Hat(), Move: b.Move, Input: p.input, Note: b.Note}, Cases: ids}
	if err := a.Desk.Do(ctx, who, k.key, w); err != nil {
		return nil, err
	}
	now, _, err := a.People.Bulk(ctx, v.Actor.User, k.id)
	if errs.KindOf(err) == errs.NotFound {
		return nil, k.reused()
	}
	left := x.Left
	x = bulkStanding(now)
	x.Can, x.Left = len(ids), left
	return &bulkStart{http.StatusAccepted, Prefix + "/bulks/" + k.id, x}, err
}

// wearing is the actor with the one hat of its token: of several offices the
// bulk is worked off under this one alone.
func (a *API) wearing(ctx context.Context, v *visitor) (kernel.Actor, error) {
	who := v.Actor
	if !v.staff() {
		return who, nil
	}
	hats, err := a.People.Hats(ctx, who.User, a.Now())
	who.OnePost = slices.ContainsFunc(hats, func(h kernel.Actor) bool { return h.OnePost && h.Posts[0].Key() == who.Posts[0].Key() })
	return who, err
}

func bulkStanding(b kernel.BulkStanding) BulkAnswer {
	return BulkAnswer{ID: b.ID, Move: b.Move, Can: b.Open + b.Done + b.Refused + b.Stopped, Left: []BulkLeft{}, Made: b.Made, Ended: b.Finished, Open: b.Open, Done: b.Done, Refused: b.Refused, Stopped: b.Stopped}
}

func (a *API) listBulks(ctx context.Context, v *visitor, in *noticesIn) (*out[listOf[BulkAnswer]], error) {
	list, err := a.People.Bulks(ctx, v.Actor.User, in.Limit)
	res := listOf[BulkAnswer]{Total: len(list), Items: []BulkAnswer{}}
	for _, b := range list {
		res.Items = append(res.Items, bulkStanding(b))
	}
	return say(res), err
}

type bulkIn struct {
	ID string `path:"id" maxLength:"64" doc:"api.field.bulk.id"`
}

func (a *API) getBulk(ctx context.Context, v *visitor, in *bulkIn) (*out[BulkAnswer], error) {
	b, items, err := a.People.Bulk(ctx, v.Actor.User, in.ID)
	if err != nil {
		return nil, err
	}
	x := bulkStanding(b)
	for _, i := range items {
		y := BulkItemView{No: i.No, Title: a.titled(ctx, v, i.Headed()), State: i.State, At: i.At}
		if i.Fault != nil {
			y.Code, y.Detail = i.Fault.Code, v.L.Error(i.Fault)
		}
		x.Items = append(x.Items, y)
	}
	return say(x), nil
}

type steerIn struct {
	ID string `path:"id" maxLength:"64" doc:"api.field.bulk.id"`
	Do string `path:"do" enum:"stop,resume,retry" doc:"api.field.bulk.do"`
	WithKey
}

func (a *API) steerBulk(ctx context.Context, v *visitor, in *steerIn) (*out[BulkAnswer], error) {
	if _, _, err := a.People.Bulk(ctx, v.Actor.User, in.ID); err != nil {
		return nil, err
	}
	var w kernel.Write = kernel.StopBulk{ID: in.ID, By: v.Actor.User}
	switch in.Do {
	case "resume":
		w = kernel.ResumeBulk{ID: in.ID, By: v.Actor.User}
	case "retry":
		w = kernel.RetryBulk{ID: in.ID, By: v.Actor.User}
	}
	if err := a.Desk.Do(ctx, v.Actor, keyOf(v, in.Key), w); err != nil {
		return nil, err
	}
	return a.getBulk(ctx, v, &bulkIn{ID: in.ID})
}
