package main

import (
	"net/http"
	"net/url"
	"regexp"
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

// TestMessageDraft: a message that is being typed in a case stands in its field
// again, for who typed it alone, until it is sent.
func TestMessageDraft(t *testing.T) {
	t.Parallel()
	_, base := peopled(t, "sqlite")
	r, other := loggedIn(t, base, "buyer"), loggedIn(t, base, "clerk")
	need := hiddens(r.get("/hall/needs/new", http.StatusOK), "send")
	need.Set("title", "夜间识别害虫")
	need.Set("text", "我们要夜间识别害虫，误报率低于百分之五。")
	need.Set("mode", "either")
	page, _ := r.submit("/hall/needs/new", need)
	m := regexp.MustCompile(`action="([^"]+)/message"([^>]*)>`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no form of a message: %.1500s", mainOf(page))
	}
	at := regexp.MustCompile(`data-autosave="([^"]+)"`).FindStringSubmatch(m[2])
	if at == nil {
		t.Fatalf("the message is kept nowhere: %s", m[0])
	}
	const typed = "请问图纸有没有电子版"
	form := url.Values{"text": {typed}}
	r.post(m[1], at[1], form)
	if page := r.get(m[1], http.StatusOK); !strings.Contains(page, typed+"</textarea>") {
		t.Error("what was typed is lost")
	}
	if strings.Contains(other.any(m[1]), typed) {
		t.Error("another reads what was not sent")
	}
	r.post(m[1], m[1]+"/message", form)
	if page := r.get(m[1], http.StatusOK); !strings.Contains(page, typed) || strings.Contains(page, typed+"</textarea>") {
		t.Error("the sent message is not among the messages, or still in the field")
	}
}
