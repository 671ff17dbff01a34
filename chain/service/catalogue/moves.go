package catalogue

import (
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// Change is the flow of one change (事项修改).
const (
	Matter                 = "service/catalogue"
	Change kernel.FlowAddr = Matter + ".change"
	prefix                 = "SX"
)

// Unit keeps the catalogue (市知识产权局).
const Unit kernel.UnitID = "ip-office"

// SampleKind is the kind of a sample that an official put in for a material. It lies
// in no case: any version of an item may name it on any day.
const SampleKind = "service.catalogue.sample"

// States of a change.
const (
	Draft    kernel.State = "draft"
	Review   kernel.State = "review"
	Approved kernel.State = "approved"
	Dropped  kernel.State = "dropped"
	Recall   kernel.State = "recall" // approved, not in force yet, and to be taken back
	Recalled kernel.State = "recalled"
)

// Data is one change.
type Data struct {
	Item form.Item `json:"item"` // as it shall be
	Base string    `json:"base"` // hash of the version it was made from; "" for a new item
	Note string    `json:"note"` // why
	// Editors are all who had a hand in it: none of them approves it.
	Editors  []kernel.UserID `json:"editors"`
	By       string          `json:"by"` // who edited last, by name
	Back     string          `json:"back,omitempty"`
	Approver string          `json:"approver,omitempty"`
	Undo     *Undo           `json:"undo,omitempty"`
}

// Undo is the wish to take an approved version back before its day.
type Undo struct {
	User   kernel.UserID `json:"user"`
	By     string        `json:"by"`
	Reason string        `json:"reason"`
	Agreed string        `json:"agreed,omitempty"` // the second person, by name
}

// EditInput is the item as it shall be, and why.
type EditInput struct {
	Item form.Item `json:"item"`
	Base string    `json:"base"`
	Note string    `json:"note"`
}

var (
	editors   = []kernel.Role{kernel.RoleClerk, kernel.RoleHead}
	approvers = []kernel.Role{kernel.RoleHead}
)

// Flows of the matter, for the desk.
func Flows(r Rules) []*kernel.Flow {
	f := kernel.WithStandard(kernel.Flow{
		Addr: Change, Prefix: prefix,
		States: []kernel.StateDef{
			{Name: Draft, Turn: kernel.RoleClerk}, {Name: Review, Turn: kernel.RoleHead}, {Name: Recall, Turn: kernel.RoleHead},
			{Name: Approved, Terminal: true}, {Name: Recalled, Terminal: true, Ends: kernel.EndNothing}, {Name: Dropped, Terminal: true, Ends: kernel.EndNothing},
		},
		Opens: []kernel.Move{r.open()},
		Moves: []kernel.Move{r.save(), r.submit(), r.approve(), sendBack(), drop(), askBack(), approveBack(), keep()},
	}, []kernel.State{Draft, Review, Recall}, editors...)
	// The flow has moves of its own for what these do elsewhere.
	f.Moves = slices.DeleteFunc(f.Moves, func(m kernel.Move) bool {
		return slices.Contains([]string{kernel.MoveAskCorrection, kernel.MoveCorrect, kernel.MoveReturn, kernel.MoveWithdraw}, m.Name)
	})
	return []*kernel.Flow{&f}
}

func (r Rules) open() kernel.Move {
	return kernel.MoveOf[Data, EditInput, standing]{
		Name: "edit", By: editors,
		Facts: func(v kernel.View, _ kernel.Case, _ Data, in EditInput) (standing, error) {
			return stand(v, in.Item, true)
		},
		Guard: func(t kernel.Turn[Data, EditInput, standing]) error {
			if !slices.ContainsFunc(t.Actor.Posts, func(p kernel.Post) bool { return p.Unit == Unit && slices.Contains(editors, p.Role) }) {
				return errs.New(errs.Forbidden, "service.catalogue.not_yours", nil)
			}
			if no := t.Facts.otherOf(t.Input.Item.Code, t.Case.ID); no != "" {
				return errs.New(errs.Conflict, "service.catalogue.change_open", errs.Args{"no": no, "code": t.Input.Item.Code})
			}
			return r.fits(t.Input, t.Facts)
		},
		Effects: func(t kernel.Turn[Data, EditInput, standing]) (kernel.Out[Data], error) {
			return kernel.Out[Data]{To: Draft, Data: edited(t), Change: func(k *kernel.Case) {
				k.Unit = Unit
				k.Grant(kernel.UnitAccess(Unit, kernel.RoleClerk))
				k.Title, k.Assignee = t.Input.Item.Code+" "+t.Input.Item.Name.Zh, t.Actor.User
			}}, nil
		},
	}.Build()
}

func (r Rules) save() kernel.Move {
	return kernel.MoveOf[Data, EditInput, standing]{
		Name: "save", From: []kernel.State{Draft}, By: editors, Hidden: true, // it has a page of its own
		Facts: func(v kernel.View, _ kernel.Case, _ Data, in EditInput) (standing, error) {
			return stand(v, in.Item, false)
		},
		Guard: func(t kernel.Turn[Data, EditInput, standing]) error {
			if t.Input.Item.Code != t.Data.Item.Code {
				return errs.At("code", "service.catalogue.other_item", errs.Args{"code": t.Data.Item.Code})
			}
			return r.fits(t.Input, t.Facts)
		},
		Effects: func(t kernel.Turn[Data, EditInput, standing]) (kernel.Out[Data], error) {
			return kernel.Out[Data]{Data: edited(t), Change: func(k *kernel.Case) { k.Title = t.Input.Item.Code + " " + t.Input.Item.Name.Zh }}, nil
		},
	}.Build()
}

// edited is the change as it stands after an edit.
func edited(t kernel.Turn[Data, EditInput, standing]) Data {
	d := t.Data
	d.Item, d.Note, d.By = t.Input.Item, t.Input.Note, t.Actor.Name
	if d.Base == "" || t.Input.Base != "" {
		d.Base = t.Input.Base
	}
	if !slices.Contains(d.Editors, t.Actor.User) {
		d.Editors = append(slices.Clone(d.Editors), t.Actor.User)
	}
	return d
}

func (r Rules) submit() kernel.Move {
	return kernel.MoveOf[Data, none, standing]{
		Name: "submit", From: []kernel.State{Draft}, By: editors, Facts: standOf[none],
		Guard: func(t kernel.Turn[Data, none, standing]) error { return r.ready(t.Data, t.Facts, t.Now) },
		Effects: func(t kernel.Turn[Data, none, standing]) (kernel.Out[Data], error) {
			t.Data.Back = ""
			return kernel.Out[Data]{To: Review, Data: t.Data}, nil
		},
	}.Build()
}

func (r Rules) approve() kernel.Move {
	return kernel.MoveOf[Data, none, standing]{
		Name: "approve", From: []kernel.State{Review}, By: approvers, Facts: standOf[none],
		Guard: func(t kernel.Turn[Data, none, standing]) error {
			if slices.Contains(t.Data.Editors, t.Actor.User) {
				return errs.New(errs.Forbidden, "service.catalogue.second_person", nil)
			}
			return r.ready(t.Data, t.Facts, t.Now)
		},
		Effects: func(t kernel.Turn[Data, none, standing]) (kernel.Out[Data], error) {
			t.Data.Approver = t.Actor.Name
			t.Data.Item, _ = r.Check(t.Data.Item) // with the defaults of what was left empty
			args := map[string]string{"no": t.Case.No, "item": t.Case.Title, "day": t.Data.Item.From.String()}
			return kernel.Out[Data]{To: Approved, Data: t.Data, Effects: []kernel.Effect{
				form.PutItem{Item: t.Data.Item}, kernel.Notify{To: kernel.RoleClerk, Text: "service.catalogue.notice.approved", Args: args},
			}}, nil
		},
	}.Build()
}

func sendBack() kernel.Move {
	return kernel.MoveOf[Data, kernel.ReasonInput, none]{
		Name: "send_back", Needs: []string{"reason"}, From: []kernel.State{Review}, By: editors,
		Guard: func(t kernel.Turn[Data, kernel.ReasonInput, none]) error { return needReason(t.Input.Reason) },
		Effects: func(t kernel.Turn[Data, kernel.ReasonInput, none]) (kernel.Out[Data], error) {
			t.Data.Back = t.Input.Reason
			return kernel.Out[Data]{To: Draft, Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleClerk, Text: "service.catalogue.notice.sent_back", Args: map[string]string{"no": t.Case.No, "reason": t.Input.Reason}},
			}}, nil
		},
	}.Build()
}

func drop() kernel.Move {
	return kernel.MoveOf[Data, kernel.ReasonInput, none]{
		Name: "drop", Needs: []string{"reason"}, From: []kernel.State{Draft, Review}, By: editors,
		Guard: func(t kernel.Turn[Data, kernel.ReasonInput, none]) error { return needReason(t.Input.Reason) },
		Effects: func(t kernel.Turn[Data, kernel.ReasonInput, none]) (kernel.Out[Data], error) {
			return kernel.Out[Data]{To: Dropped, Data: t.Data}, nil
		},
	}.Build()
}

type none = struct{}
