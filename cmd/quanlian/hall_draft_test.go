package main

import (
	"net/http"
	"strings"
	"testing"
)

// TestHallDrafts: a need that was typed and not sent is on its page again, for who
// typed it, and is gone once it was sent.
func TestHallDrafts(t *testing.T) {
	t.Parallel()
	_, base := peopled(t, "sqlite")
	r := loggedIn(t, base, "buyer")
	const at, kept = "/hall/needs/new", "/draft?subject=hall%2Fneed"
	form := hiddens(r.get(at, http.StatusOK), "send")
	form.Set("title", "夜间识别害虫")
	form.Set("text", "我们要夜间识别害虫，误报率低于百分之五。")
	if said, status := r.submit(kept, form); status != http.StatusOK {
		t.Fatalf("%d %s", status, said)
	}
	if page := r.get(at, http.StatusOK); !strings.Contains(page, "误报率低于百分之五") || !strings.Contains(page, kept) {
		t.Errorf("what was typed is lost: %.1500s", mainOf(page))
	}
	if page := r.get("/my?look=drafts", http.StatusOK); !strings.Contains(page, at) || !strings.Contains(page, "说出需求") {
		t.Errorf("the draft is not in the list: %.1500s", mainOf(page))
	}
	if page := loggedIn(t, base, "seller").get(at, http.StatusOK); strings.Contains(page, "误报率低于百分之五") {
		t.Error("another reads it")
	}
	form.Set("mode", "either")
	r.submit(at, form)
	if page := r.get("/my?look=drafts", http.StatusOK); strings.Contains(page, at) {
		t.Error("the list has the draft of a need that was sent")
	}
	if page := r.get(at, http.StatusOK); strings.Contains(page, "误报率低于百分之五") {
		t.Error("the draft of a need that was sent is there still")
	}
}
