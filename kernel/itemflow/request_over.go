package itemflow

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// RequestOver is why a longer limit, or a suspension, was asked for in vain: the case
// went on before the head answered.
type RequestOver struct {
	Over string        `json:"over"` // see [overBy], [stillOver]
	By   kernel.UserID `json:"by"`   // who asked
}

// overBy says what ended the request for a longer limit: decided, paused, ended, or
// on (it went on to a step that no limit of ours measures); "" while the head may
// still answer.
func overBy(c kernel.Case) string {
	switch {
	case c.Hold != nil && !slices.Contains(ended(), c.State) && c.State != Decided:
		return "paused"
	case c.State == Accepted, c.State == Deciding:
		return ""
	}
	return stillOver(c)
}

// stillOver says the same of the request for a suspension, which waits while the
// case is on hold.
func stillOver(c kernel.Case) string {
	switch {
	case slices.Contains(ended(), c.State):
		return "ended"
	case c.State == Decided:
		return "decided"
	case !slices.Contains(suspendable, c.State):
		return "on"
	}
	return ""
}

// lapsing lets what waits for the head's word end with the step that leaves nothing
// to extend or to suspend; the clock writes the entry that says so.
func lapsing(f *kernel.Flow) {
	for i, m := range f.Moves {
		f.Moves[i] = m.Then(func(_ kernel.Case, now time.Time, out kernel.Outcome) (kernel.Outcome, error) {
			longer, still := overBy(out.Case), stillOver(out.Case)
			if longer == "" && still == "" {
				return out, nil
			}
			d, err := DataOf(out.Case)
			if err != nil || !d.Extension.Open() && !d.Suspension.Open() {
				return out, err
			}
			over := map[string]RequestOver{}
			if e := d.Extension; longer != "" && e.Open() {
				x := *e
				x.Over, d.Extension = longer, &x
				over["extension_over"] = RequestOver{Over: longer, By: e.By}
			}
			if s := d.Suspension; still != "" && s.Open() {
				x := *s
				x.Over, d.Suspension = still, &x
				over["suspension_over"] = RequestOver{Over: still, By: s.By}
			}
			for _, move := range slices.Sorted(maps.Keys(over)) {
				in, err := json.Marshal(over[move])
				if err != nil {
					return out, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
				}
				out.Effects = append(out.Effects, kernel.SetTimer{Name: move, At: now, Move: move, Input: in})
			}
			if out.Case.Data, err = json.Marshal(d); err != nil {
				return out, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
			}
			return out, nil
		})
	}
}

func extensionOver() kernel.Move {
	return requestOver("extension_over", "kernel.itemflow.notice.extension_over.")
}

func suspensionOver() kernel.Move {
	return requestOver("suspension_over", "kernel.itemflow.notice.suspension_over.")
}

// requestOver is the entry, and tells both who should have answered and who asked.
func requestOver(move, text string) kernel.Move {
	return kernel.MoveOf[Data, RequestOver, none]{
		Name: move, From: everywhere(), By: []kernel.Role{Timer}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[Data, RequestOver, none]) (kernel.Out[Data], error) {
			text, args := text+t.Input.Over, map[string]string{"no": t.Case.No}
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleHead, Text: text, Args: args}, kernel.Notify{To: kernel.RoleClerk, User: t.Input.By, Text: text, Args: args}}}, nil
		},
	}.Build()
}
