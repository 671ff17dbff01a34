package itemflow

import (
	"encoding/json"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Review is the case that settles a bad rating: 核实 → 整改 → 反馈 → 复核.
type Review struct {
	Of      kernel.CaseID `json:"of"`
	No      string        `json:"no"`
	Stars   int           `json:"stars"`
	Text    string        `json:"text"`
	Named   bool          `json:"named"`
	Unit    kernel.UnitID `json:"unit"`
	Handler kernel.UserID `json:"handler,omitempty"` // who handled the rated case
	Found   string        `json:"found,omitempty"`
	Fixed   string        `json:"fixed,omitempty"`
	Reply   string        `json:"reply,omitempty"`
	Called  time.Time     `json:"called,omitzero"` // call-back of a named rating
	Checked string        `json:"checked,omitempty"`
}

// TextInput is a sentence of the review.
type TextInput struct {
	Text string `json:"text"`
}

// CallInput is the reply; a named rating is answered by a call.
type CallInput struct {
	Text   string `json:"text"`
	Called bool   `json:"called,omitempty"`
}

func needText(text string) error {
	if len([]rune(strings.TrimSpace(text))) < 2 {
		return errs.At("text", "kernel.itemflow.text_missing", nil)
	}
	return nil
}

// step is one sentence that brings the review on.
func step(name string, from, to kernel.State, by []kernel.Role, put func(*Review, string)) kernel.Move {
	return kernel.MoveOf[Review, TextInput, none]{
		Name: name, From: []kernel.State{from}, By: by,
		Guard: func(t kernel.Turn[Review, TextInput, none]) error {
			if t.Data.Handler != "" && t.Data.Handler == t.Actor.User {
				return errs.New(errs.Forbidden, "kernel.itemflow.own_rating", nil)
			}
			return needText(t.Input.Text)
		},
		Effects: func(t kernel.Turn[Review, TextInput, none]) (kernel.Out[Review], error) {
			put(&t.Data, t.Input.Text)
			return kernel.Out[Review]{To: to, Data: t.Data}, nil
		},
	}.Build()
}

// reviewFlow settles a bad rating; who handled the case does not review it.
func (r Rules) reviewFlow(a kernel.FlowAddr) *kernel.Flow {
	reply := kernel.MoveOf[Review, CallInput, none]{
		Name: "reply", From: []kernel.State{ReviewFixing}, By: clerks,
		Guard: func(t kernel.Turn[Review, CallInput, none]) error {
			if t.Data.Named && !t.Input.Called {
				return errs.At("called", "kernel.itemflow.call_back", nil)
			}
			return needText(t.Input.Text)
		},
		Effects: func(t kernel.Turn[Review, CallInput, none]) (kernel.Out[Review], error) {
			t.Data.Reply = t.Input.Text
			if t.Input.Called {
				t.Data.Called = t.Now
			}
			return kernel.Out[Review]{To: ReviewReply, Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.review_reply", Args: map[string]string{"no": t.Data.No, "text": t.Input.Text}},
			}}, nil
		},
	}.Build()
	recheck := kernel.MoveOf[Review, TextInput, none]{
		Name: "recheck", From: []kernel.State{ReviewReply}, By: heads,
		Guard: func(t kernel.Turn[Review, TextInput, none]) error { return needText(t.Input.Text) },
		Effects: func(t kernel.Turn[Review, TextInput, none]) (kernel.Out[Review], error) {
			t.Data.Checked = t.Input.Text
			in, err := json.Marshal(ReviewedInput{Finding: t.Data.Found})
			return kernel.Out[Review]{To: ReviewClosed, Data: t.Data, Effects: []kernel.Effect{kernel.MoveChild{Case: t.Data.Of, Move: "reviewed", Input: in}}}, err
		},
	}.Build()
	f := kernel.WithStandard(kernel.Flow{Addr: a, Prefix: reviewPrefix,
		States: []kernel.StateDef{{Name: ReviewOpen, Turn: kernel.RoleClerk}, {Name: ReviewFixing, Turn: kernel.RoleClerk}, {Name: ReviewReply, Turn: kernel.RoleHead}, {Name: ReviewClosed, Terminal: true}},
		Moves: []kernel.Move{
			step("verify", ReviewOpen, ReviewFixing, clerks, func(d *Review, s string) { d.Found = s }),
			step("fix", ReviewFixing, "", clerks, func(d *Review, s string) { d.Fixed = s }),
			reply, recheck,
		}}, []kernel.State{ReviewOpen, ReviewFixing, ReviewReply}, clerks...)
	return &f
}
