package itemflow_test

import (
	"encoding/json"
	"testing"

	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// A request that the case overtook ends with an entry that says why, and both who
// asked and who should have answered are told.
func TestExtensionEndsWithTheStep(t *testing.T) {
	t.Parallel()
	for why, step := range map[string]func(*play) error{
		"decided": func(p *play) error {
			return p.act(clerk, "decide", itemflow.DecideInput{Outcome: "refuse", Reason: "不符合条件"})
		},
		"paused": func(p *play) error {
			p.must(p.act(clerk, "ask_suspension", itemflow.SuspendInput{Ground: itemflow.OtherGround, Basis: "借阅规则第3条", Event: "另案办结", Reason: "等候另案"}))
			return p.act(head, "answer_suspension", itemflow.ApproveInput{OK: "yes"})
		},
		"ended": func(p *play) error {
			return p.act(citizen, kernel.MoveWithdraw, kernel.ReasonInput{Reason: "不办了"})
		},
	} {
		p, _ := filed(t, itemflow.Decide)
		p.must(p.act(clerk, "accept", nil))
		p.must(p.act(clerk, "ask_extension", itemflow.ExtendInput{Limit: "committed", Extra: "3wd", Reason: "需要外查"}))
		p.must(step(p))
		var in json.RawMessage
		for _, e := range p.last {
			if x, ok := e.(kernel.SetTimer); ok && x.Move == "extension_over" {
				in = x.Input
			}
		}
		d, err := itemflow.DataOf(p.cases[p.id])
		if err != nil || d.Extension.Open() || d.Extension.Over != why || in == nil {
			t.Fatalf("%s: %+v, %s, %v", why, d.Extension, in, err)
		}
		if turn, _ := itemflow.TurnIn(p.cases[p.id]); turn == kernel.RoleHead {
			t.Errorf("%s: it waits for the head all the same", why)
		}
		p.must(p.act(timer, "extension_over", in))
		p.told("extension_over."+why, kernel.RoleHead)
		p.told("extension_over."+why, kernel.RoleClerk)
		if n := p.said[len(p.said)-1]; n.User != clerk.User {
			t.Errorf("%s: told to %+v, not to who asked", why, n)
		}
	}
}

// So does a request for a suspension; a correction it outlasts.
func TestSuspensionRequestEndsWithTheStep(t *testing.T) {
	t.Parallel()
	for why, step := range map[string]func(*play) error{
		"decided": func(p *play) error {
			return p.act(clerk, "decide", itemflow.DecideInput{Outcome: "refuse", Reason: "不符合条件"})
		},
		"ended": func(p *play) error {
			return p.act(citizen, kernel.MoveWithdraw, kernel.ReasonInput{Reason: "不办了"})
		},
		"": func(p *play) error {
			return p.act(clerk, "notify_once", itemflow.NotifyInput{Reason: "请补正"})
		},
	} {
		p, _ := filed(t, itemflow.Decide)
		p.must(p.act(clerk, "accept", nil))
		p.must(p.act(clerk, "ask_suspension", itemflow.SuspendInput{Ground: itemflow.OtherGround, Basis: "借阅规则第3条", Event: "另案办结", Reason: "等候另案"}))
		p.must(step(p))
		d, err := itemflow.DataOf(p.cases[p.id])
		if err != nil || d.Suspension.Over != why || d.Suspension.Open() != (why == "") {
			t.Fatalf("%q: %+v, %v", why, d.Suspension, err)
		}
		if why == "" {
			continue
		}
		if turn, _ := itemflow.TurnIn(p.cases[p.id]); turn == kernel.RoleHead {
			t.Errorf("%s: it waits for the head all the same", why)
		}
		p.must(p.act(timer, "suspension_over", itemflow.RequestOver{Over: why, By: clerk.User}))
		p.told("suspension_over."+why, kernel.RoleHead)
		p.told("suspension_over."+why, kernel.RoleClerk)
	}
}
