package librarycard

import (
	"encoding/json"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Addresses and the unit of the library.
const (
	Card kernel.FlowAddr = "service/library.card"
	Unit kernel.UnitID   = "library"
	// MaxLent is how many books all cards of one reader may hold together.
	MaxLent = 2
)

// Data of a card.
type Data struct {
	Reader string `json:"reader"`
	Lent   int    `json:"lent"`
	Proof  string `json:"proof,omitempty"` // answer of the registry office
}

// Apply is the form.
type Apply struct {
	Reader string `json:"reader"`
}

// Decide is the clerk's word.
type Decide struct {
	Reason string `json:"reason,omitempty"`
}

// Proof is the registry office's answer.
type Proof struct {
	Answer string `json:"answer"`
}

type none = struct{}

// Flow is the table.
func Flow() *kernel.Flow {
	f := kernel.WithStandard(kernel.Flow{
		Addr: Card, Prefix: "LB",
		States: []kernel.StateDef{
			{Name: "submitted", Turn: kernel.RoleClerk}, {Name: "checking", Turn: "registry", Paused: true},
			{Name: "issued", Turn: kernel.RoleOwner}, {Name: "refused", Terminal: true, Ends: kernel.EndRefused}, {Name: "expired", Terminal: true, Ends: kernel.EndNothing},
		},
		Opens: []kernel.Move{apply()},
		Moves: []kernel.Move{check(), proved(), issue(), refuse(), lend(), expire()},
	}, []kernel.State{"submitted", "checking", "issued"}, kernel.RoleClerk)
	return &f
}

func apply() kernel.Move {
	return kernel.MoveOf[Data, Apply, none]{Name: "apply", By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, Outward: true,
		Guard: func(t kernel.Turn[Data, Apply, none]) error {
			if t.Input.Reader == "" {
				return errs.At("reader", "service.library.reader_missing", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, Apply, none]) (kernel.Out[Data], error) {
			return kernel.Out[Data]{To: "submitted", Data: Data{Reader: t.Input.Reader}, Change: func(c *kernel.Case) {
				c.Title, c.Unit = t.Input.Reader, Unit
				c.Grant(kernel.UnitAccess(Unit, kernel.RoleClerk))
			}}, nil
		}}.Build()
}

func check() kernel.Move {
	return kernel.MoveOf[Data, none, none]{Name: "check", From: []kernel.State{"submitted"}, By: []kernel.Role{kernel.RoleClerk},
		Effects: func(t kernel.Turn[Data, none, none]) (kernel.Out[Data], error) {
			payload, err := json.Marshal(map[string]string{"reader": t.Data.Reader})
			return kernel.Out[Data]{To: "checking", Data: t.Data, Effects: []kernel.Effect{
				kernel.Ask{Key: "proof/" + string(t.Case.ID), Party: "registry", Kind: "proof", Payload: payload, OnAnswer: "proved", AnswerBy: t.Now.Add(24 * time.Hour)},
			}}, err
		}}.Build()
}

func proved() kernel.Move {
	return kernel.MoveOf[Data, Proof, none]{Name: "proved", From: []kernel.State{"checking"}, By: []kernel.Role{"registry"}, Hidden: true,
		Effects: func(t kernel.Turn[Data, Proof, none]) (kernel.Out[Data], error) {
			t.Data.Proof = t.Input.Answer
			return kernel.Out[Data]{To: "submitted", Data: t.Data}, nil
		}}.Build()
}

func issue() kernel.Move {
	return kernel.MoveOf[Data, Decide, none]{Name: "issue", From: []kernel.State{"submitted"}, By: []kernel.Role{kernel.RoleClerk},
		Effects: func(t kernel.Turn[Data, Decide, none]) (kernel.Out[Data], error) {
			data, err := json.Marshal(t.Data)
			return kernel.Out[Data]{To: "issued", Data: t.Data, Effects: []kernel.Effect{
				kernel.IssueDocument{ID: t.NewID(), Kind: "service.library.card", Template: "service/library/card", Data: data, Series: "云图"},
				kernel.SetTimer{Name: "expire", At: t.Now.Add(365 * 24 * time.Hour), Move: "expire"},
				kernel.Notify{To: kernel.RoleOwner, Text: "service.library.issued"},
			}}, err
		}}.Build()
}

func refuse() kernel.Move {
	return kernel.MoveOf[Data, Decide, none]{Name: "refuse", From: []kernel.State{"submitted"}, By: []kernel.Role{kernel.RoleClerk},
		Guard: func(t kernel.Turn[Data, Decide, none]) error {
			if t.Input.Reason == "" {
				return errs.At("reason", "kernel.reason_needed", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, Decide, none]) (kernel.Out[Data], error) {
			return kernel.Out[Data]{To: "refused", Data: t.Data}, nil
		}}.Build()
}

// lend rests on the other cards of the same reader: the case of write skew.
func lend() kernel.Move {
	return kernel.MoveOf[Data, none, []kernel.Case]{Name: "lend", From: []kernel.State{"issued"}, By: []kernel.Role{kernel.RoleClerk},
		Facts: func(v kernel.View, _ kernel.Case, d Data, _ none) ([]kernel.Case, error) {
			return kernel.Load(v, kernel.CasesOf{Flow: Card, States: []kernel.State{"issued"}, Title: d.Reader})
		},
		Guard: func(t kernel.Turn[Data, none, []kernel.Case]) error {
			sum := 0
			for _, c := range t.Facts {
				var d Data
				if err := json.Unmarshal(c.Data, &d); err != nil {
					return errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
				}
				sum += d.Lent
			}
			if sum >= MaxLent {
				return errs.New(errs.Conflict, "service.library.too_many", errs.Args{"max": MaxLent})
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, none, []kernel.Case]) (kernel.Out[Data], error) {
			t.Data.Lent++
			return kernel.Out[Data]{Data: t.Data}, nil
		}}.Build()
}

func expire() kernel.Move {
	return kernel.MoveOf[Data, none, none]{Name: "expire", From: []kernel.State{"issued"}, By: []kernel.Role{"timer"}, Hidden: true,
		Effects: func(t kernel.Turn[Data, none, none]) (kernel.Out[Data], error) {
			return kernel.Out[Data]{To: "expired", Data: t.Data}, nil
		}}.Build()
}
