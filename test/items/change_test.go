package items

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/items"
	change "quanlian/chain/service/catalogue"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/test/storetest"
)

// office is a store with the catalogue, two officials who keep it, and a clerk
// of another office.
type office struct {
	t     *testing.T
	s     *sqlstore.Store
	d     *desk.Desk
	c     *items.Catalogue
	clock *storetest.Clock
	n     int
}

func newOffice(t *testing.T, s *sqlstore.Store) *office {
	t.Helper()
	o := &office{t: t, s: s, c: load(t), clock: storetest.NewClock(start)}
	o.d = storetest.Desk(t, s, o.clock, change.Flows(change.Rules{Check: o.c.Check, HasFlow: func(a kernel.FlowAddr) bool { return a != "utilization/licence.book" }})...)
	keep(t, s, o.d, o.c, "files")
	var w []kernel.Write
	for user, post := range map[kernel.UserID]kernel.Post{
		"editor": {Unit: change.Unit, Role: kernel.RoleClerk}, "chief": {Unit: change.Unit, Role: kernel.RoleHead}, "stranger": {Unit: "trading-centre", Role: kernel.RoleHead},
	} {
		w = append(w, kernel.PutUser{ID: user, Login: string(user), Name: string(user)}, kernel.PutPost{User: user, Post: post})
	}
	if err := o.d.Do(context.Background(), kernel.SystemActor("seed"), "seed", w...); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) as(user kernel.UserID) kernel.Actor {
	o.t.Helper()
	hats, err := o.s.Hats(context.Background(), user, o.clock.Now())
	if err != nil || len(hats) == 0 {
		o.t.Fatal(user, err)
	}
	return hats[0]
}

func (o *office) key() string { o.n++; return "k" + time.Duration(o.n).String() }

func (o *office) edit(user kernel.UserID, in change.EditInput) (desk.Receipt, error) {
	raw, _ := json.Marshal(in)
	return o.d.Open(context.Background(), o.as(user), desk.OpenCommand{Flow: change.Change, Move: "edit", Key: o.key(), Input: raw})
}

func (o *office) move(user kernel.UserID, id kernel.CaseID, move string, input any) error {
	raw, _ := json.Marshal(input)
	_, err := o.d.Act(context.Background(), o.as(user), desk.Command{Case: id, Move: move, Key: o.key(), Input: raw})
	return err
}

func (o *office) code(what, want string, err error) {
	o.t.Helper()
	for _, e := range errs.All(err) {
		if e.Code == want {
			return
		}
	}
	if want != "" || err != nil {
		o.t.Errorf("%s: %v, want %q", what, err, want)
	}
}

// changed is ZL14 with another lead from a day on, and the hash it is made from.
func (o *office) changed(day calendar.Date, lead string) change.EditInput {
	o.t.Helper()
	old, err := ask(o.t, o.s, form.ItemInForce{Code: "ZL14", On: day})
	if err != nil {
		o.t.Fatal(err)
	}
	it := old
	it.From, it.Lead.Zh = day, lead
	return change.EditInput{Item: it, Base: old.Hash(), Note: "把话说清楚"}
}

func TestChangeIsApprovedByASecondPerson(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{TurnOf: func(kernel.Case) kernel.Role { return "" }}, func(t *testing.T, s *sqlstore.Store) {
		o := newOffice(t, s)
		day := calendar.On(2026, 12, 1)
		in := o.changed(day, "新的说法。")
		_, err := o.edit("stranger", in)
		o.code("another office", "service.catalogue.not_yours", err)
		r, err := o.edit("editor", in)
		o.code("edit", "", err)
		_, err = o.edit("editor", in)
		o.code("a second change of the same item", "service.catalogue.change_open", err)
		o.code("another office does not even see it", "kernel.no_such_case", o.move("stranger", r.Case, "approve", struct{}{}))

		bad := in
		bad.Item.Name.En, bad.Item.From, bad.Note = "", calendar.On(2026, 11, 1), "x"
		o.code("save with mistakes", "", o.move("editor", r.Case, "save", bad))
		err = o.move("editor", r.Case, "submit", struct{}{})
		for _, want := range []string{"catalogue.source.no_en", "service.catalogue.day_past", "service.catalogue.no_note"} {
			o.code("submit with mistakes", want, err)
		}
		o.code("save", "", o.move("editor", r.Case, "save", in))
		o.code("approve a draft", "kernel.not_in_this_state", o.move("chief", r.Case, "approve", struct{}{}))
		o.code("submit", "", o.move("editor", r.Case, "submit", struct{}{}))
		o.code("a clerk approves", "kernel.not_your_move", o.move("editor", r.Case, "approve", struct{}{}))
		o.code("sent back without a reason", "service.catalogue.no_note", o.move("chief", r.Case, "send_back", kernel.ReasonInput{}))
		o.code("sent back", "", o.move("chief", r.Case, "send_back", kernel.ReasonInput{Reason: "再短一点"}))
		o.code("submit again", "", o.move("editor", r.Case, "submit", struct{}{}))
		o.code("approve", "", o.move("chief", r.Case, "approve", struct{}{}))
		got, err := ask(t, s, form.ItemInForce{Code: "ZL14", On: day})
		if err != nil || got.Lead.Zh != "新的说法。" {
			t.Errorf("in force: %v %v", got.Lead, err)
		}
		if before, _ := ask(t, s, form.ItemInForce{Code: "ZL14", On: day.AddDays(-1)}); before.Lead.Zh == "新的说法。" {
			t.Error("the change applies before its day")
		}
	})
}

func TestChangeRefusals(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{TurnOf: func(kernel.Case) kernel.Role { return "" }}, func(t *testing.T, s *sqlstore.Store) {
		o := newOffice(t, s)
		day := calendar.On(2026, 12, 1)
		// A head who edited does not approve his own.
		r, err := o.edit("chief", o.changed(day, "负责人自己改的。"))
		o.code("edit", "", err)
		o.code("submit", "", o.move("chief", r.Case, "submit", struct{}{}))
		o.code("approve one's own", "service.catalogue.second_person", o.move("chief", r.Case, "approve", struct{}{}))
		o.code("drop", "", o.move("chief", r.Case, "drop", kernel.ReasonInput{Reason: "换人来改"}))

		same := o.changed(day, "")
		old, _ := ask(t, s, form.ItemInForce{Code: "ZL14", On: day})
		same.Item = old
		same.Item.From = day
		r, err = o.edit("editor", same)
		o.code("edit", "", err)
		o.code("another item", "service.catalogue.other_item", o.move("editor", r.Case, "save", change.EditInput{Item: form.Item{Code: "SB01", From: day}}))
		wrong := o.changed(day, "换流程。")
		wrong.Item.Flow = "book"
		o.code("a flow that does not run", "service.catalogue.no_flow", o.move("editor", r.Case, "save", wrong))
		wrong = o.changed(day, "换地方。")
		wrong.Item.Matter = "pledge"
		o.code("another matter", "service.catalogue.fixed_place", o.move("editor", r.Case, "save", wrong))

		// The version below moves while the change is being written.
		o.code("save", "", o.move("editor", r.Case, "save", o.changed(day, "第一种说法。")))
		o.code("submit", "", o.move("editor", r.Case, "submit", struct{}{}))
		other := o.changed(day, "别处先批准的说法。").Item
		if err := s.InTx(context.Background(), func(tx desk.Tx) error { return tx.Apply(desk.Meta{At: start}, form.PutItem{Item: other}) }); err != nil {
			t.Fatal(err)
		}
		o.code("approve on a version that is gone", "service.catalogue.base_changed", o.move("chief", r.Case, "approve", struct{}{}))
		o.code("back", "", o.move("chief", r.Case, "send_back", kernel.ReasonInput{Reason: "现行版本变了"}))
		o.code("save on the new one", "", o.move("editor", r.Case, "save", o.changed(day, "第二种说法。")))
		o.code("submit", "", o.move("editor", r.Case, "submit", struct{}{}))
		o.code("approve", "", o.move("chief", r.Case, "approve", struct{}{}))

		// An item is ended by the same way.
		end := o.changed(day.AddDays(30), "第二种说法。")
		end.Item.Retired = true
		r, err = o.edit("editor", end)
		o.code("end", "", err)
		o.code("submit", "", o.move("editor", r.Case, "submit", struct{}{}))
		o.code("approve", "", o.move("chief", r.Case, "approve", struct{}{}))
		if got, err := ask(t, s, form.ItemInForce{Code: "ZL14", On: day.AddDays(30)}); err != nil || !got.Retired {
			t.Errorf("an ended item: %v %v", got.Retired, err)
		}
	})
}

// An approved version is taken back before its day by two persons, recorded; what
// held before holds on, also a version of the same day that it had replaced. What
// holds already is not taken back.
func TestApprovedVersionIsTakenBack(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{TurnOf: func(kernel.Case) kernel.Role { return "" }}, func(t *testing.T, s *sqlstore.Store) {
		o := newOffice(t, s)
		day, why := calendar.On(2026, 12, 1), kernel.ReasonInput{Reason: "上级要求暂缓"}
		lead := func() string {
			it, err := ask(t, s, form.ItemInForce{Code: "ZL14", On: day})
			if err != nil {
				t.Fatal(err)
			}
			return it.Lead.Zh
		}
		approved := func(text string) kernel.CaseID {
			r, err := o.edit("editor", o.changed(day, text))
			o.code("edit", "", err)
			o.code("submit", "", o.move("editor", r.Case, "submit", struct{}{}))
			o.code("approve", "", o.move("chief", r.Case, "approve", struct{}{}))
			return r.Case
		}
		old := lead()
		one := approved("第一种说法。")
		o.code("without a reason", "service.catalogue.no_note", o.move("editor", one, "ask_back", kernel.ReasonInput{}))
		o.code("asked", "", o.move("editor", one, "ask_back", why))
		_, err := o.edit("editor", o.changed(day, "再改一次。"))
		o.code("another change meanwhile", "service.catalogue.change_open", err)
		o.code("a clerk agrees", "kernel.not_your_move", o.move("editor", one, "approve_back", struct{}{}))
		o.code("kept", "", o.move("chief", one, "keep", kernel.ReasonInput{Reason: "不用暂缓"}))
		o.code("asked by the head", "", o.move("chief", one, "ask_back", why))
		o.code("the head agrees to the own wish", "service.catalogue.second_recall", o.move("chief", one, "approve_back", struct{}{}))
		o.code("kept by the clerk", "", o.move("editor", one, "keep", kernel.ReasonInput{Reason: "不用暂缓"}))
		two := approved("第二种说法。")
		o.code("replaced since", "service.catalogue.recall_replaced", o.move("editor", one, "ask_back", why))
		o.code("asked", "", o.move("editor", two, "ask_back", why))
		if got := lead(); got != "第二种说法。" {
			t.Errorf("before anybody agreed: %s", got)
		}
		o.code("agreed", "", o.move("chief", two, "approve_back", struct{}{}))
		if got := lead(); got != "第一种说法。" {
			t.Errorf("the first of the day stands again, not %s", got)
		}
		o.code("asked", "", o.move("editor", one, "ask_back", why))
		o.code("agreed", "", o.move("chief", one, "approve_back", struct{}{}))
		if got := lead(); got != old {
			t.Errorf("what held before holds on, not %s", got)
		}
		o.code("taken back twice", "kernel.case_closed", o.move("chief", one, "approve_back", struct{}{}))
		three := approved("第三种说法。")
		o.code("asked", "", o.move("editor", three, "ask_back", why))
		o.clock.Set(day.At(9))
		o.code("its day came", "service.catalogue.recall_late", o.move("chief", three, "approve_back", struct{}{}))
		o.code("kept", "", o.move("chief", three, "keep", kernel.ReasonInput{Reason: "已经生效"}))
		o.code("too late", "service.catalogue.recall_late", o.move("editor", three, "ask_back", why))
	})
}
