package site

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"quanlian/catalogue/lang"
)

// TestSecret: a password or a code is never kept behind the log-in; a listing is,
// though one of its fields is called secret.
func TestSecret(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]bool{"password": true, "new_password": true, "code": true, "old": true, "secret": false, "summary": false} {
		r := &http.Request{PostForm: url.Values{"price": {"1"}, field: {"x"}}}
		if got := secret(r); got != want {
			t.Errorf("%s: %v", field, got)
		}
	}
}

// TestAutosaveAfterTheSession: an autosave of who is logged out says so in one
// sentence, with the status that tells a program to log in again.
func TestAutosaveAfterTheSession(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodPost, "/draft?subject=x", nil)
	r.Header.Set("X-Autosave", "1")
	w := httptest.NewRecorder()
	v := &Visit{L: lang.For(lang.Zh)}
	if err := (&Env{}).sessionOver(w, r, v); err != nil || w.Code != http.StatusUnauthorized || w.Body.String() != v.L.T("web.draft.over") || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
		t.Errorf("%v %d %s", err, w.Code, w.Body)
	}
}
