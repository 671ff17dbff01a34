package itemflow_test

import (
	"encoding/json"
	"testing"

	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// A promise that did not hold leaves a record on the case; the party objects, the
// head answers, and what was taken out stands no more.
func TestBrokenPromiseOnRecord(t *testing.T) {
	t.Parallel()
	p, main, look := promised(t)
	p.must(p.act(clerk, "doubt", kernel.ReasonInput{Reason: "住址不符"}))
	p.wait(10)
	p.must(p.act(timer, "cure_over", nil))
	if _, _, ok := itemflow.BreachOf(p.cases[main], today(p)); ok {
		t.Fatal("on record before the decision was revoked")
	}
	p.must(p.act(head, "undo", kernel.ReasonInput{Reason: "住址不符"}))
	p.id = main
	record := func() itemflow.Breach {
		t.Helper()
		d, b, ok := itemflow.BreachOf(p.cases[main], today(p))
		if !ok || d.Applicant.Party != reader.ID || d.Decision.Reason != "住址不符" || b.Name != head.Name || b.Materials.Zh != "住址证明" || b.Materials.En != "Proof of address" {
			t.Fatalf("on record is %+v", b)
		}
		return b
	}
	record()
	p.code("kernel.not_your_move", p.act(clerk, "settle_record", itemflow.OkInput{OK: "yes", Reason: "查错了"}))
	p.code("kernel.itemflow.record_unasked", p.act(head, "settle_record", itemflow.OkInput{OK: "no", Reason: "没有错"}))
	p.code("kernel.reason_needed", p.act(citizen, "object_record", kernel.ReasonInput{}))
	p.must(p.act(citizen, "object_record", kernel.ReasonInput{Reason: "证明当天已交"}))
	p.told("record_objected", kernel.RoleHead)
	p.code("kernel.itemflow.record_objected", p.act(citizen, "object_record", kernel.ReasonInput{Reason: "再说一次"}))
	if b := record(); !b.Open() || b.Struck {
		t.Fatalf("%+v", b)
	}
	p.wait(1)
	p.code("kernel.reason_needed", p.act(head, "settle_record", itemflow.OkInput{OK: "no"}))
	p.code("kernel.itemflow.record_ok", p.act(head, "settle_record", itemflow.OkInput{Reason: "没有收到"}))
	p.must(p.act(head, "settle_record", itemflow.OkInput{OK: "no", Reason: "没有收到"}))
	p.told("record_stands", kernel.RoleOwner)
	if b := record(); b.Open() || b.Struck || b.Reason != "没有收到" {
		t.Fatalf("%+v", b)
	}
	p.wait(1)
	p.must(p.act(head, "settle_record", itemflow.OkInput{OK: "yes", Reason: "收件记录找到了"})) // unasked
	p.told("record_struck", kernel.RoleOwner)
	if b := record(); !b.Struck {
		t.Fatalf("%+v", b)
	}
	for _, m := range []string{"object_record", "settle_record"} {
		if !itemflow.Idle(head, p.cases[main], m) {
			t.Errorf("%s of what is taken out", m)
		}
	}
	p.id = look
	p.state(itemflow.PromiseUndone)
}

// What is not served yet is on no record.
func TestUnservedRevocationIsNotOnRecord(t *testing.T) {
	t.Parallel()
	p, main, _ := promised(t)
	p.must(p.act(clerk, "doubt", kernel.ReasonInput{Reason: "住址不符"}))
	p.wait(10)
	p.must(p.act(timer, "cure_over", nil))
	p.must(p.act(head, "undo", kernel.ReasonInput{Reason: "住址不符"}))
	c, d := p.cases[main], p.of(main)
	unserved := c
	x := d
	x.Served = nil
	unserved.Data, _ = json.Marshal(x)
	if _, _, ok := itemflow.BreachOf(unserved, today(p)); ok || !itemflow.Idle(head, unserved, "settle_record") || !itemflow.Idle(citizen, unserved, "object_record") {
		t.Error("before it was served")
	}
	later := d.Served.Day.AddDays(5)
	if _, _, ok := itemflow.BreachOf(c, d.Served.Day.AddDays(-1)); ok {
		t.Error("before the day of service")
	}
	if _, _, ok := itemflow.BreachOf(c, later); !ok {
		t.Error("not after it")
	}
}
