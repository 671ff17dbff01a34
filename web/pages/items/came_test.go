package items

import (
	"slices"
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
)

// What was owed is no longer asked for once the case has ended without it.
func TestOwedEndsWithTheCase(t *testing.T) {
	t.Parallel()
	it := form.Item{Materials: []form.Material{{ID: "proof", Name: form.Text{Zh: "住址证明", En: "Proof of address"}}}}
	d := itemflow.Data{Accepted: calendar.On(2026, 11, 20).At(9), Gaps: []itemflow.Gap{{Material: "proof", By: calendar.On(2026, 11, 25)}}}
	for s, want := range map[kernel.State]string{itemflow.Accepted: "待补交", itemflow.Delivered: "", itemflow.Revoked: "逾期未补交", kernel.StateWithdrawn: ""} {
		x := &came{v: &site.Visit{L: lang.For(lang.Zh)}, d: d}
		x.owed(it, s)
		got := ""
		if len(x.rows) > 0 {
			got = x.rows[0].Key
		}
		if got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}

// The office reads every objection with its place, chooses among those that are
// open, and sees what it found of the others.
func TestObjectionsAreReadAndChosen(t *testing.T) {
	t.Parallel()
	d := itemflow.Data{Publicity: &itemflow.Publicity{Objections: []itemflow.Objection{
		{Name: "甲工作室", Contact: "13512345678", Text: "未经授权", Finding: "授权合同齐全，不成立"}, {Name: "乙", Contact: "b@example.com", Text: "重复登记"},
	}}}
	x := &came{v: &site.Visit{L: lang.For(lang.Zh)}, d: d}
	x.objections()
	if len(x.rows) != 2 || x.rows[0].Text != "1　甲工作室　13512345678　未经授权" || x.rows[0].Note != "授权合同齐全，不成立" || x.rows[1].Note != "还没有核查结论" {
		t.Errorf("%+v", x.rows)
	}
	c := choosing{d: d, texts: map[string]string{}}
	if got := c.objections("objection"); len(got) != 1 || got[0] != "2" || c.texts["objection\x002"] != "2　乙" {
		t.Errorf("choices %v %v", got, c.texts)
	}
}

// Whoever refuses chooses among several laws, none of them ticked beforehand, each with
// what it says; of one there is nothing to choose.
func TestLawsToChooseFrom(t *testing.T) {
	t.Parallel()
	it := form.Item{Basis: []form.Basis{{Law: "图书馆法", Article: "3", Says: form.Text{Zh: "谁可以借书"}, Tag: "V"}, {Law: "借阅办法", Tag: "D"}, {Law: "传闻", Tag: "M"}}}
	x := choosing{v: &site.Visit{L: lang.For(lang.Zh)}, it: it, texts: map[string]string{}}
	if got := x.laws("laws"); !slices.Equal(got, []string{"图书馆法第3条", "借阅办法"}) || x.texts["laws\x00图书馆法第3条"] != "《图书馆法》第3条：谁可以借书" || x.texts["laws\x00借阅办法"] != "《借阅办法》" {
		t.Errorf("choices %v %v", got, x.texts)
	}
	x.it.Basis = it.Basis[1:]
	if got := x.laws("laws"); got != nil {
		t.Errorf("of one law there is to choose: %v", got)
	}
}

// The record of a refusal says on which laws it rests; an old one says nothing of it.
func TestRefusalSaysItsLaws(t *testing.T) {
	t.Parallel()
	it := form.Item{Basis: []form.Basis{{Law: "图书馆法", Article: "3", Tag: "V"}, {Law: "借阅办法", Tag: "D"}}}
	for _, laws := range [][]string{nil, {"借阅办法"}} {
		x := &came{v: &site.Visit{L: lang.For(lang.Zh)}, d: itemflow.Data{Decision: &itemflow.Decision{Reason: "不是本馆读者", Laws: laws}}}
		x.decided(it)
		if len(x.rows) != 1+len(laws) || len(laws) > 0 && x.rows[1].Text != "《借阅办法》" {
			t.Errorf("with %v: %+v", laws, x.rows)
		}
	}
}
