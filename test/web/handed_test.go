package web

import (
	"context"
	"strings"
	"testing"

	"quanlian/adapter/login"
	"quanlian/kernel"
)

// TestHandOverByPages: a form inside a case goes to a colleague without
// JavaScript; the page that stood open says who has it, and it can be given back.
func TestHandOverByPages(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	hash, err := login.Hash(password)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.d.Do(context.Background(), kernel.SystemActor("seed"), "mate", kernel.PutUser{ID: "u-head2", Login: "mate", Name: "同事", Hash: hash}, kernel.PutMember{User: "u-head2", Party: "reader", Duty: kernel.DutyHead, Rights: kernel.AllRights()}); err != nil {
		t.Fatal(err)
	}
	r := c.open("u-reader", "林清言")
	handler, head := c.as("reader"), c.as("mate")
	subject := "case/" + string(r.Case) + "/withdraw"
	page := "/draft?subject=" + subject
	handler.get("/account", 200)
	handler.post(page, 200, "reason", "写到一半的理由")
	handler.get("/draft/hand?subject="+subject, 200)
	handler.has(`value="u-head2"`, "交给谁")
	if strings.Contains(handler.body, `value="u-clerk"`) {
		t.Error("somebody of another organisation is offered")
	}
	handler.post("/draft/hand", 422, "subject", subject, "note", "请接着写")
	handler.has("请选一位同事", "请接着写")
	handler.post("/draft/hand", 303, "subject", subject, "note", "请接着写", "to", "u-head2")

	handler.get("/account", 200)
	if said := handler.post(page, 409, "reason", "迟来的字"); !strings.Contains(said, "同事") || handler.resp.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("an open page is told %q", said)
	}
	handler.get("/draft/handed?subject="+subject, 200)
	handler.has("同事", "请接着写", "另开一份")

	head.get("/my", 200)
	head.has("请接着写")
	head.get("/draft/hand?subject="+subject, 200)
	head.has("这份草稿由这位同事交来")
	head.post("/draft/hand", 303, "subject", subject, "to", "u-reader")
	handler.get("/account", 200)
	handler.post(page, 200, "reason", "接着写")

	other := c.as("other")
	other.get("/draft/hand?subject="+subject, 404)
	other.get("/account", 200)
	other.post("/draft/take", 404, "subject", subject, "user", "u-reader")
}
