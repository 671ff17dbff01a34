package itemflow

import (
	"encoding/json"
	"slices"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/rows"
)

// Thing is the address of the flow of what is done as one (一件事): one form
// that opens several cases, each an act of its own.
const Thing kernel.FlowAddr = "service/window.thing"

const thingPrefix = "YJS"

// ThingRow is one item of a thing with what is applied for by it.
type ThingRow struct {
	rows.Row
	Code  string      `json:"code"`
	Hash  string      `json:"hash"`
	Name  form.Text   `json:"name"`
	Input SubmitInput `json:"input"`
}

// ThingData is what the case of a thing holds.
type ThingData struct {
	Bundle string    `json:"bundle"`
	Name   form.Text `json:"name"`
	rows.List[ThingRow, *ThingRow]
}

// ThingInput is the filled form: what is applied for, item by item.
type ThingInput struct {
	Bundle string      `json:"bundle"`
	Name   form.Text   `json:"name"`
	Parts  []ThingPart `json:"parts"`
}

// ThingPart is one item of it, by the version that the form was drawn from.
type ThingPart struct {
	Code  string      `json:"code"`
	Hash  string      `json:"hash"`
	Input SubmitInput `json:"input"`
}

// ThingOf reads the thing of a case.
func ThingOf(c kernel.Case) (ThingData, error) {
	var d ThingData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return d, nil
}

// thingFlow opens its cases one by one; the organisation approves it once.
func thingFlow(covers []string) *kernel.Flow {
	spec := rows.Spec[ThingData, ThingRow, *ThingRow]{List: func(d *ThingData) *rows.List[ThingRow, *ThingRow] { return &d.List }}
	return rows.Alone(kernel.Flow{
		Addr: Thing, Prefix: thingPrefix,
		States: []kernel.StateDef{{Name: rows.Working}, {Name: rows.Done, Terminal: true}},
		Opens:  []kernel.Move{fileThing(covers)}, Moves: []kernel.Move{spec.Work()},
	})
}

func fileThing(covers []string) kernel.Move {
	return kernel.MoveOf[ThingData, ThingInput, []form.Item]{
		Name: "file", By: owners, Right: kernel.RightSubmit, Outward: true, Covers: covers,
		Facts: func(v kernel.View, c kernel.Case, _ ThingData, in ThingInput) ([]form.Item, error) {
			var out []form.Item
			for _, p := range in.Parts {
				it, err := kernel.Load(v, form.ItemInForce{Code: p.Code, On: calendar.DateOf(c.Opened)})
				if err != nil {
					return nil, err
				}
				out = append(out, it)
			}
			return out, nil
		},
		Guard: func(t kernel.Turn[ThingData, ThingInput, []form.Item]) error {
			if len(t.Input.Parts) == 0 {
				return errs.At("parts", "kernel.itemflow.thing_empty", nil)
			}
			for i, p := range t.Input.Parts {
				if t.Facts[i].Retired || t.Facts[i].Hash() != p.Hash {
					return errs.New(errs.Conflict, "kernel.itemflow.item_changed", errs.Args{"code": p.Code})
				}
				if slices.ContainsFunc(t.Input.Parts[:i], func(o ThingPart) bool { return o.Code == p.Code }) {
					return errs.At("parts", "kernel.itemflow.thing_twice", errs.Args{"code": p.Code})
				}
			}
			return nil
		},
		Effects: func(t kernel.Turn[ThingData, ThingInput, []form.Item]) (kernel.Out[ThingData], error) {
			d := ThingData{Bundle: t.Input.Bundle, Name: t.Input.Name}
			d.By, d.Begun, d.Under = rows.MakerOf(t.Actor), t.Now, t.Approval
			for i, p := range t.Input.Parts {
				p.Input.Bundle = string(t.Case.ID)
				d.Rows = append(d.Rows, ThingRow{Row: rows.Row{Line: i + 1, State: rows.Chosen}, Code: p.Code, Hash: p.Hash, Name: t.Facts[i].Name, Input: p.Input})
			}
			return kernel.Out[ThingData]{To: rows.Working, Data: d, Change: func(c *kernel.Case) { c.Title = d.Name.Zh }}, nil
		},
	}.Build()
}
