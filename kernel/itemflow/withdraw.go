package itemflow

import (
	"slices"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Leaving is that the applicant wants a case back which another office has: that
// office has to be told, and what it does until then counts.
type Leaving struct {
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// undecided are the states in which nobody has decided and no other office has
// the case: the applicant takes it back by his word alone.
func undecided() []kernel.State {
	return []kernel.State{Submitted, Accepted, Publishing, Deciding, Confirmed}
}

// elsewhere are the states in which another office has the case.
func elsewhere() []kernel.State { return []kernel.State{Forwarded, HandedOver} }

// takenBack narrows the withdrawal (撤回) to what is not decided yet.
func takenBack(moves []kernel.Move) []kernel.Move {
	for i := range moves {
		if moves[i].Name == kernel.MoveWithdraw {
			moves[i].Anytime, moves[i].From = false, undecided()
		}
	}
	return append(moves, askLeave(), leave())
}

// askLeave asks for a case back that another office has; nothing ends by it.
func askLeave() kernel.Move {
	return kernel.MoveOf[Data, kernel.ReasonInput, none]{
		Name: "ask_withdrawal", Needs: []string{"reason"}, From: elsewhere(), By: owners, Right: kernel.RightWithdraw, Outward: true, OnHold: true,
		Guard: func(t kernel.Turn[Data, kernel.ReasonInput, none]) error {
			if t.Data.Leaving != nil {
				return errs.New(errs.Conflict, "kernel.itemflow.withdrawal_asked", nil)
			}
			return needReason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[Data, kernel.ReasonInput, none]) (kernel.Out[Data], error) {
			t.Data.Leaving = &Leaving{At: t.Now, Reason: strings.TrimSpace(t.Input.Reason)}
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleClerk, Text: "kernel.itemflow.notice.withdrawal_asked", Args: map[string]string{"no": t.Case.No, "reason": t.Data.Leaving.Reason}},
			}}, nil
		},
	}.Build()
}

// leave ends such a case once the other office has let it go.
func leave() kernel.Move {
	return kernel.MoveOf[Data, kernel.ReasonInput, none]{
		Name: "withdrawn_there", Needs: []string{"reason"}, From: elsewhere(), By: slices.Clone(clerks), OnHold: true,
		Guard: func(t kernel.Turn[Data, kernel.ReasonInput, none]) error {
			if t.Data.Leaving == nil {
				return errs.New(errs.Conflict, "kernel.itemflow.no_withdrawal_asked", nil)
			}
			return needReason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[Data, kernel.ReasonInput, none]) (kernel.Out[Data], error) {
			return kernel.Out[Data]{To: kernel.StateWithdrawn, Data: t.Data, Change: func(c *kernel.Case) { c.EndHold(t.Now) }, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.withdrawn_there", Args: map[string]string{"no": t.Case.No, "reason": strings.TrimSpace(t.Input.Reason)}},
			}}, nil
		},
	}.Build()
}
