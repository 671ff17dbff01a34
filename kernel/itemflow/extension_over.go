package itemflow

import (
	"encoding/json"
	"slices"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// ExtensionOver is why a longer limit was asked for in vain: the case went on
// before the head answered.
type ExtensionOver struct {
	Over string        `json:"over"` // see [overBy]
	By   kernel.UserID `json:"by"`   // who asked
}

// overBy says what ended the request: decided, paused, ended, or on (it went on to
// a step that no limit of ours measures); "" while the head may still answer.
func overBy(c kernel.Case) string {
	switch {
	case slices.Contains(ended(), c.State):
		return "ended"
	case c.State == Decided:
		return "decided"
	case c.Hold != nil:
		return "paused"
	case c.State != Accepted && c.State != Deciding:
		return "on"
	}
	return ""
}

// lapsing lets a request for a longer limit end with the step that leaves nothing
// to extend; the clock writes the entry that says so.
func lapsing(f *kernel.Flow) {
	for i, m := range f.Moves {
		f.Moves[i] = m.Then(func(_ kernel.Case, now time.Time, out kernel.Outcome) (kernel.Outcome, error) {
			why := overBy(out.Case)
			if why == "" {
				return out, nil
			}
			d, err := DataOf(out.Case)
			if err != nil || !d.Extension.Open() {
				return out, err
			}
			e := *d.Extension
			e.Over = why
			d.Extension = &e
			in, err := json.Marshal(ExtensionOver{Over: why, By: e.By})
			if err == nil {
				out.Case.Data, err = json.Marshal(d)
			}
			if err != nil {
				return out, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
			}
			out.Effects = append(out.Effects, kernel.SetTimer{Name: "extension_over", At: now, Move: "extension_over", Input: in})
			return out, nil
		})
	}
}

// extensionOver is the entry, and tells both who should have answered and who asked.
func extensionOver() kernel.Move {
	return kernel.MoveOf[Data, ExtensionOver, none]{
		Name: "extension_over", From: everywhere(), By: []kernel.Role{Timer}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[Data, ExtensionOver, none]) (kernel.Out[Data], error) {
			text, args := "kernel.itemflow.notice.extension_over."+t.Input.Over, map[string]string{"no": t.Case.No}
			return kernel.Out[Data]{Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleHead, Text: text, Args: args}, kernel.Notify{To: kernel.RoleClerk, User: t.Input.By, Text: text, Args: args}}}, nil
		},
	}.Build()
}
