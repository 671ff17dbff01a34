package itemflow

import (
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// Inputs while a case is public.
type (
	// ObjectInput is a voice against.
	ObjectInput struct {
		Name    string `json:"name"`
		Contact string `json:"contact"`
		Text    string `json:"text"`
	}
	// FindingInput is the office's word on the objection of that place, from 1.
	FindingInput struct {
		Objection int    `json:"objection"`
		Finding   string `json:"finding"`
	}
)

// What strangers may write. Unit: characters. Source: our choice, so that nobody
// fills the file.
const (
	mostName      = 100
	mostObjection = 3000
)

// Check refuses what nobody can be reached by, gives no reason or is too long. Staff,
// who write down what came by letter, enter any way to reach somebody.
func (in ObjectInput) Check(staff bool) error {
	var l errs.List
	for _, x := range []struct {
		field, text  string
		missing      string
		fewest, most int
	}{
		{"name", in.Name, "kernel.itemflow.objector", 1, mostName},
		{"contact", in.Contact, "kernel.itemflow.objector_contact", 1, mostName},
		{"text", in.Text, "kernel.itemflow.objection_text", 2, mostObjection},
	} {
		switch n := len([]rune(x.text)); {
		case len([]rune(strings.TrimSpace(x.text))) < x.fewest:
			l.Add(errs.At(x.field, x.missing, nil))
		case n > x.most:
			l.Add(errs.At(x.field, "kernel.itemflow.objection_long", errs.Args{"most": x.most, "n": n}))
		case x.field == "contact" && !staff && !kernel.Reachable(x.text):
			l.Add(errs.At(x.field, "kernel.itemflow.objector_reach", nil))
		}
	}
	return l.Err()
}

// object: anybody who can be reached may object while the case is public.
func object() kernel.Move {
	return kernel.MoveOf[Data, ObjectInput, none]{
		Name: "object", From: []kernel.State{Publishing}, By: []kernel.Role{kernel.RolePublic, kernel.RoleClerk, kernel.RoleHead},
		Guard: func(t kernel.Turn[Data, ObjectInput, none]) error {
			if p := t.Data.Publicity; p == nil || calendar.DateOf(t.Now).After(p.To) {
				return errs.New(errs.Conflict, "kernel.itemflow.publicity_over", nil)
			}
			return t.Input.Check(t.As(kernel.RoleClerk) || t.As(kernel.RoleHead))
		},
		Effects: func(t kernel.Turn[Data, ObjectInput, none]) (kernel.Out[Data], error) {
			p := *t.Data.Publicity
			p.Objections = append(slices.Clone(p.Objections), Objection{Name: t.Input.Name, Contact: t.Input.Contact, Text: t.Input.Text, Code: Track(t.NewID()), At: t.Now})
			t.Data.Publicity = &p
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.objection", Args: map[string]string{"no": t.Case.No}},
				kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.objection", Args: map[string]string{"no": t.Case.No}},
			}}, nil
		},
	}.Build()
}

// endPublicity closes the time for objections.
func endPublicity() kernel.Move {
	return kernel.MoveOf[Data, none, none]{
		Name: "end_publicity", From: []kernel.State{Publishing}, By: []kernel.Role{Timer}, Hidden: true, OnHold: true,
		Guard: func(t kernel.Turn[Data, none, none]) error {
			if p := t.Data.Publicity; p == nil || !calendar.DateOf(t.Now).After(p.To) {
				return errs.New(errs.TooEarly, "kernel.itemflow.publicity_runs", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, none, none]) (kernel.Out[Data], error) {
			// What is no longer open to objections is no longer shown to everybody.
			return kernel.Out[Data]{To: Deciding, Data: t.Data, Change: func(c *kernel.Case) { c.Revoke("public") }}, nil
		},
	}.Build()
}

// findObjection settles one objection.
func findObjection() kernel.Move {
	return kernel.MoveOf[Data, FindingInput, none]{
		Name: "find_objection", From: []kernel.State{Publishing, Deciding}, By: clerks,
		Guard: func(t kernel.Turn[Data, FindingInput, none]) error {
			p := t.Data.Publicity
			if p == nil || t.Input.Objection < 1 || t.Input.Objection > len(p.Objections) {
				return errs.At("objection", "kernel.itemflow.no_such_objection", nil)
			}
			if p.Objections[t.Input.Objection-1].Finding != "" {
				return errs.At("objection", "kernel.itemflow.objection_settled", errs.Args{"n": t.Input.Objection})
			}
			if len([]rune(strings.TrimSpace(t.Input.Finding))) < 2 {
				return errs.At("finding", "kernel.reason_needed", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, FindingInput, none]) (kernel.Out[Data], error) {
			p := *t.Data.Publicity
			p.Objections = slices.Clone(p.Objections)
			p.Objections[t.Input.Objection-1].Finding = t.Input.Finding
			t.Data.Publicity = &p
			return kernel.Out[Data]{Data: t.Data}, nil
		},
	}.Build()
}
