package main

import (
	"net/http"
	"strings"
	"testing"
)

// TestDraftIsNotWrittenOver: a template or a former application fills a form that
// nobody has begun; what stands typed in one stays, and the page says so.
func TestDraftIsNotWrittenOver(t *testing.T) {
	t.Parallel()
	_, base := peopled(t, "sqlite")
	r := loggedIn(t, base, "company")
	at, anew := "/item/BH08/apply/onright", "/item/BH08/apply?template=1"
	r.get("/item/BH08/apply", http.StatusOK)
	if page := r.get(anew, http.StatusOK); strings.Contains(page, "没有覆盖") {
		t.Error("a form in which nothing was typed is in the way")
	}
	r.post(at, at, answers("onright", "owner", "我们自己写的权利人"))
	page := r.get(anew, http.StatusOK)
	if !strings.Contains(page, "没有覆盖") {
		t.Errorf("nothing says that the draft stands: %.1500s", mainOf(page))
	}
	if page := r.get(at, http.StatusOK); !strings.Contains(page, "我们自己写的权利人") {
		t.Error("what was typed is lost")
	}
}
