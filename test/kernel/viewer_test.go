package kernel

import (
	"context"
	"testing"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// TestWhoMayOnlySeeSaysNothing: an agent with the right to see alone sends no
// correction and writes nothing in its client's name; with the right to submit it
// does both.
func TestWhoMayOnlySeeSaysNothing(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		r := w.apply(w.as("u-reader", ""), "k1", "读者甲")
		w.must(w.act(w.as("u-clerk", ""), r.Case, kernel.MoveAskCorrection, "ask", 0, kernel.CorrectionInput{Reason: "请补照片"}))
		give := func(id kernel.MandateID, rights ...kernel.Right) kernel.Actor {
			m := kernel.Mandate{ID: id, Principal: "reader", Agent: "agency", Scope: []string{"service/library"}, Rights: rights, From: w.clock.Now(), To: w.clock.Now().AddDate(0, 6, 0)}
			w.mustDo(w.as("u-reader", ""), "give/"+string(id), kernel.GrantMandate{Mandate: m})
			return w.as("u-agent", "reader")
		}
		say := func(a kernel.Actor, id string) error {
			return w.d.Do(context.Background(), a, id, kernel.PostMessage{ID: id, Case: r.Case, From: a.User, Party: a.Party, Text: "请看", Level: kernel.ViewDetail})
		}
		viewer := give("m1", kernel.RightView)
		if err := say(viewer, "s1"); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("a message of who may only see: %v", err)
		}
		if _, err := w.act(viewer, r.Case, kernel.MoveCorrect, "c1", 0, kernel.ReasonInput{Reason: "已补"}); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("a correction of who may only see: %v", err)
		}
		c := w.get(viewer, r.Case)
		if f := w.d.Flows[c.Flow]; f != nil {
			for _, m := range f.Offered(viewer, c) {
				t.Errorf("offered to who may only see: %s", m.Name)
			}
		}
		w.mustDo(w.as("u-reader", ""), "end", kernel.RevokeMandate{ID: "m1", Principal: "reader", At: w.clock.Now()})
		agent := give("m2", kernel.RightView, kernel.RightSubmit)
		if err := say(agent, "s2"); err != nil {
			t.Error(err)
		}
		w.must(w.act(agent, r.Case, kernel.MoveCorrect, "c2", 0, kernel.ReasonInput{Reason: "已补"}))
	})
}

// TestCorrectionWaitsForTheOrganisation: what is sent to mend a case leaves the
// organisation like what opened it.
func TestCorrectionWaitsForTheOrganisation(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		handler := w.as("u-handler", "")
		opened := w.apply(handler, "k1", "读者丙").Pending
		if _, err := w.d.Approve(context.Background(), w.as("u-reviewer", ""), opened, true, ""); err != nil {
			t.Fatal(err)
		}
		sent, err := w.d.Approve(context.Background(), w.as("u-head", ""), opened, true, "")
		if err != nil || sent.Receipt == nil {
			t.Fatal(sent, err)
		}
		id := sent.Receipt.Case
		w.must(w.act(w.as("u-clerk", ""), id, kernel.MoveAskCorrection, "ask", 0, kernel.CorrectionInput{Reason: "请补照片"}))
		r := w.must(w.act(handler, id, kernel.MoveCorrect, "c", 0, kernel.ReasonInput{Reason: "已补"}))
		if c := w.get(handler, id); r.Pending == "" || c.Hold == nil {
			t.Errorf("sent without a word: %+v, held %v", r, c.Hold)
		}
	})
}
