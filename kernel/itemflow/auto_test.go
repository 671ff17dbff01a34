package itemflow_test

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// The program ticks what it finds; a clerk takes it back with a reason, and then
// it stays his; a correction makes the program look again.
func TestProgramTicksAndIsOverruled(t *testing.T) {
	t.Parallel()
	it := card(itemflow.Examine)
	it.Checklist = []form.Check{{ID: "photo"}, {ID: "name", Auto: "owner"}}
	p := newPlay(t, it)
	holds := true
	rules := itemflow.DefaultRules(form.Checker{Calendar: calendar.National()})
	rules.Auto = func(_ kernel.View, _ form.Item, d itemflow.Data) ([]itemflow.Auto, error) {
		return []itemflow.Auto{{Check: "name", OK: holds, Code: "x", Args: map[string]string{"name": d.Values["reader.name"], "who": d.Applicant.Name}}}, nil
	}
	for _, f := range rules.Flows([]form.Item{it}) {
		p.all[f.Addr] = f
	}
	p.flow = p.all[it.Flowing()]
	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
	d := p.state(itemflow.Submitted)
	if c := d.Checks["name"]; !c.Auto || d.Auto[0].Args["name"] != "林晓" || d.Auto[0].Args["who"] != "林晓" || !d.Auto[0].At.Equal(p.now) {
		t.Fatalf("%+v %+v", d.Checks, d.Auto)
	}
	p.code("kernel.itemflow.not_by_program", p.act(clerk, "overrule", itemflow.OverruleInput{Check: "photo", Reason: "看不清楚"}))
	p.code("kernel.itemflow.overrule_reason", p.act(clerk, "overrule", itemflow.OverruleInput{Check: "name", Reason: "否"}))
	p.code("kernel.not_your_move", p.act(citizen, "overrule", itemflow.OverruleInput{Check: "name", Reason: "与证件不符"}))
	p.must(p.act(clerk, "overrule", itemflow.OverruleInput{Check: "name", Reason: "与证件不符"}))
	if d := p.state(itemflow.Submitted); len(d.Checks) != 0 || d.Overruled["name"].Name != clerk.Name || d.Overruled["name"].Reason != "与证件不符" {
		t.Fatalf("%+v", d)
	}
	p.must(p.act(clerk, "notify_once", itemflow.NotifyInput{Reason: "请更正姓名"}))
	p.must(p.act(citizen, "std.correct", itemflow.CorrectInput{Values: form.Values{"reader.name": "林晓晓"}}))
	if d := p.state(itemflow.Submitted); len(d.Checks) != 0 || d.Auto[0].Args["name"] != "林晓晓" {
		t.Fatalf("taken back and ticked again, or not looked at: %+v", d)
	}
	p.must(p.act(clerk, "check", itemflow.ChecksInput{Checks: []string{"name"}}))

	p.must(p.submit(citizen, it, itemflow.SubmitInput{Values: good, Files: []itemflow.File{photo, proof}}))
	holds = false
	p.must(p.act(clerk, "notify_once", itemflow.NotifyInput{Reason: "请更正姓名"}))
	p.must(p.act(citizen, "std.correct", itemflow.CorrectInput{Values: form.Values{"reader.name": "别人"}}))
	if d := p.state(itemflow.Submitted); len(d.Checks) != 0 {
		t.Fatalf("what no longer holds stays ticked: %+v", d.Checks)
	}
}
