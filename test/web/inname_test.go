package web

import (
	"context"
	"strings"
	"testing"

	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
)

// Who keeps a party stops there what was filed in its name: tells the office first,
// then withdraws, each with a reason, and reads what came of it.
func TestFilingInTheNameIsStopped(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	c.office()
	u, _, err := c.s.UserByLogin(context.Background(), "clerk")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.d.Do(context.Background(), kernel.SystemActor("seed"), "junior", kernel.PutUser{ID: "u-junior", Login: "junior", Name: "新手", Hash: u.Hash},
		kernel.PutMember{User: "u-junior", Party: "reader", Duty: kernel.DutyHandler, Rights: []kernel.Right{kernel.RightView, kernel.RightSubmit}}); err != nil {
		t.Fatal(err)
	}
	r := c.open("u-junior", "林清言")
	path := "/my/in-name/" + r.No
	c.as("junior").get(path, 403) // keeps nothing
	c.as("other").get(path, 404)
	c.as("clerk").get(path, 403)
	b := c.as("reader")
	b.get("/my", 200)
	b.has(`href="` + path + `"`)
	b.get(path, 200)
	clean(t, path, b)
	b.has("新手", r.No, `data-testid="stop-end"`, `data-testid="stop-tell"`, "告诉图书馆", `href="/org"`)
	b.post(path, 422, "_key", "t0", "do", "end", "reason", " ")
	b.post(path, 303, "_key", "t1", "do", "tell", "reason", "我们没有报这件")
	b.get(path, 200)
	b.has("已告诉")
	list, err := c.s.Messages(context.Background(), r.Case, kernel.ViewSecret)
	if err != nil || len(list) != 1 || !strings.Contains(list[0].Text, "我们没有报这件") {
		t.Fatalf("the office reads %+v (%v)", list, err)
	}
	b.post(path, 303, "_key", b.hidden("_key"), "_version", b.hidden("_version"), "do", "end", "reason", "不是我们报的")
	b.get(path, 200)
	b.has("已撤回")
	if strings.Contains(b.body, `data-testid="stop-end"`) {
		t.Error("what is withdrawn is offered to be withdrawn")
	}
	if k, err := c.s.Case(context.Background(), kernel.SystemActor("x"), r.No, kernel.ViewSecret); err != nil || k.State != kernel.StateWithdrawn {
		t.Errorf("%s, %v", k.State, err)
	}
	b.post(path, 303, "_key", "t3", "do", "end", "reason", "再撤一次")
	b.get(path, 200)
	b.has("又有进展")
}

// Of what the organisation sees no more than a card of, the page of the notice opens
// too; a case that everybody sees is no filing of theirs.
func TestFilingSeenAsACardOpens(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	c.office()
	put := func(no string, a kernel.Access) {
		k := kernel.Case{ID: kernel.CaseID(no), No: no, Flow: librarycard.Card, Title: "林清言", State: "submitted", Unit: librarycard.Unit, Version: 1, Data: []byte("{}")}
		k.Grant(a)
		if err := c.s.InTx(context.Background(), func(tx desk.Tx) error { return tx.PutCase(k, 0) }); err != nil {
			t.Fatal(err)
		}
	}
	put("N-CARD", kernel.Access{Relation: kernel.RelInvited, Subject: "party:reader", As: "partner", Level: kernel.ViewSummary})
	put("N-PUBLIC", kernel.PublicAccess(kernel.ViewDetail))
	b := c.as("reader")
	b.get("/my/in-name/N-CARD", 200)
	b.has("N-CARD")
	b.get("/my/in-name/N-PUBLIC", 404)
}
