package api

import (
	"context"
	"slices"
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// A program that refuses reads from the moves of the case which laws it may name, each
// with its words; those that a decision cannot cite are not among them.
func TestMovesNameTheLawsOfARefusal(t *testing.T) {
	t.Parallel()
	it := form.Item{Code: "LB01", Link: "service", Matter: "library", Flow: itemflow.Decide, Basis: []form.Basis{
		{Law: "图书馆法", En: "Library Act", Article: "3", Says: form.Text{Zh: "谁可以借书", En: "who may borrow"}, Tag: "V"}, {Law: "借阅办法", Tag: "D"}, {Law: "传闻", Tag: "M"}}}
	flows := itemflow.DefaultRules(form.Checker{Calendar: calendar.National()}).Flows([]form.Item{it})
	kept := func(context.Context, string) (form.Item, error) { return it, nil }
	a := bareAPI(t, func(d *Deps) {
		d.Desk = desk.New(nil, nil, flows, d.Now, nil, nil)
		d.Matters = ItemMatters(flows, kept, d.Matters)
	})
	v, c := &visitor{L: lang.For(lang.En)}, kernel.Case{Flow: it.Flowing(), State: itemflow.Submitted}
	for _, name := range []string{"not_accept", "decide", "redecide"} {
		m, ok := a.Desk.Flows[c.Flow].Find(name)
		if !ok {
			t.Fatal(name)
		}
		own, err := a.valuesIn(context.Background(), v, c, m)
		if err != nil {
			t.Fatal(err)
		}
		laws := a.inputShape(v, c.Flow, m, own).Properties["laws"].Items
		if want := []string{"图书馆法第3条", "借阅办法"}; !slices.Equal(laws.Enum, want) || laws.Names[want[0]] != "Library Act, Art. 3: who may borrow" || laws.Names[want[1]] != "借阅办法" {
			t.Errorf("%s offers %v, %v", name, laws.Enum, laws.Names)
		}
	}
}
