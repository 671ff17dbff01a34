package httpx

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A form of our own page whose token is no longer known is never taken; what was
// typed goes to who can show it. One of another page is refused.
func TestStaleFormIsShownAndNotTaken(t *testing.T) {
	t.Parallel()
	for site, want := range map[string]int{"same-origin": http.StatusTeapot, "": http.StatusForbidden} {
		e := &Edge{Stale: func(w http.ResponseWriter, r *http.Request) bool {
			w.WriteHeader(http.StatusTeapot)
			return r.PostForm.Get("text") == "typed"
		}}
		h := e.Middleware(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the form was taken") }))
		r := httptest.NewRequest(http.MethodPost, "/x", strings.NewReader("text=typed&_csrf=old"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if site != "" {
			r.Header.Set("Sec-Fetch-Site", site)
		}
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != want {
			t.Errorf("Sec-Fetch-Site %q: %d, want %d", site, w.Code, want)
		}
	}
}
