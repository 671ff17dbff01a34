package hall

import (
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/base/ident"
	"quanlian/kernel"
)

// Class is a subclass of the IPC that the wording of a need suggests.
type Class struct {
	Code   string  `json:"code"`
	Belief float64 `json:"belief"` // the model's share, all subclasses together 1
	// Right is the share of suggestions this strong that were right when tried;
	// 0 when too few patents were there to try on.
	Right float64 `json:"right,omitempty"`
}

// classesMost is how many classes a need may have.
// Unit: classes. Source: our choice; more say nothing any more.
const classesMost = 10

// ClassesInput are the classes that the owner of a need confirms.
type ClassesInput struct {
	IPC   []string `json:"ipc"`
	Other string   `json:"other"` // own ones, with commas or blanks between
}

// All gives the classes in the form of the office, each once.
func (in ClassesInput) All() ([]string, error) {
	var out []string
	own := strings.FieldsFunc(in.Other, func(r rune) bool { return strings.ContainsRune(",，;；、\n", r) })
	for i, s := range append(slices.Clone(in.IPC), own...) {
		at := "ipc"
		if i >= len(in.IPC) {
			at = "other"
		}
		c, err := ident.ParseIPC(s)
		if err != nil || len(c.String()) < len("G01L") {
			return nil, errs.At(at, "utilization.hall.class_unknown", errs.Args{"text": strings.TrimSpace(s)})
		}
		if !slices.Contains(out, c.String()) {
			out = append(out, c.String())
		}
	}
	if len(out) > classesMost {
		return nil, errs.At("ipc", "utilization.hall.classes_many", errs.Args{"most": classesMost})
	}
	return out, nil
}

// classes lets the owner confirm the classes of a need. A class that was only
// suggested counts for nothing.
func classes() kernel.Move {
	return kernel.MoveOf[NeedData, ClassesInput, none]{
		Name: "classes", From: []kernel.State{NeedReview, NeedOpen}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[NeedData, ClassesInput, none]) error {
			_, err := t.Input.All()
			return err
		},
		Effects: func(t kernel.Turn[NeedData, ClassesInput, none]) (kernel.Out[NeedData], error) {
			var err error
			t.Data.IPC, err = t.Input.All()
			return kernel.Out[NeedData]{Data: t.Data}, err
		},
	}.Build()
}
