package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"quanlian/kernel"
	"quanlian/registry"
)

// broken is a register that panics, as a fault of ours would.
type broken struct{ Rights }

func (broken) FindRights(context.Context, registry.Filter) ([]registry.Row, int, error) {
	panic("a fault of ours with 6222990001000999 in it")
}

// TestProblems: whatever is wrong, the answer is a problem in the language
// asked for, and tells no inner matter.
func TestProblems(t *testing.T) {
	t.Parallel()
	a := bareAPI(t, func(d *Deps) { d.Rights = broken{} })
	for _, x := range []struct {
		method, path, body string
		status             int
		code               string
	}{
		{"GET", "/api/v1/nothing", "", 404, "api.no_such_path"},
		{"GET", "/api/v2/cases", "", 404, "api.no_such_path"},
		{"GET", "/api/openapi.xml", "", 404, "api.status.none"},
		{"POST", "/api/openapi.json", "", 405, "api.status.method"},
		{"DELETE", "/api/v1/period", "", 405, "api.status.method"},
		{"GET", "/api/v1/me", "", 401, "api.token_missing"},
		{"POST", "/api/v1/ident", "", 400, "api.status.unreadable"},
		{"POST", "/api/v1/ident", "{", 400, "kernel.wire.not_json"},
		{"POST", "/api/v1/ident", `{"kind":"uscc"}`, 422, "kernel.wire.missing"},
		{"POST", "/api/v1/ident", `{"kind":"x","value":"1"}`, 422, "base.ident.no_such_kind"},
		{"POST", "/api/v1/ident", `{"kind":"uscc","value":"` + strings.Repeat("9", 2<<20) + `"}`, 413, "api.status.too_big"},
		{"GET", "/api/v1/period?from=2026-01-01", "", 422, "kernel.wire.missing"},
		{"GET", "/api/v1/period?from=2026-01-01&add=3mo&regime=none", "", 422, "base.calendar.no_such_regime"},
		{"GET", "/api/v1/rights?limit=0&kind=x&lmit=3", "", 422, "api.fault.unknown_parameter"},
		{"GET", "/api/v1/rights?limit=0&kind=x&offset=a", "", 422, "api.several_faults"},
		{"GET", "/api/v1/rights", "", 500, "base.kind.internal"},
	} {
		for _, l := range []string{"zh", "en"} {
			w := ask(a, x.method, x.path, l, x.body)
			var p Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s %s: %v %q: %.300s", x.method, x.path, err, w.Header().Get("Content-Type"), w.Body)
				continue
			}
			if w.Code != x.status || p.Status != x.status || p.Code != x.code || p.Detail == "" || p.Title == "" || han.MatchString(p.Detail+p.Title) != (l == "zh") {
				t.Errorf("%s %.80s: %d %+v", x.method, x.path, w.Code, p)
			}
			if strings.Contains(w.Body.String(), "6222") {
				t.Errorf("tells inner matter: %s", w.Body)
			}
			if w.Header().Get("Content-Language") != map[string]string{"zh": "zh-CN", "en": "en"}[l] || w.Header().Get("Set-Cookie") != "" {
				t.Errorf("headers %v", w.Header())
			}
		}
	}
}

// TestTags: who has the answer already is told so, in its own language only; what
// is no answer has no tag.
func TestTags(t *testing.T) {
	t.Parallel()
	a := bareAPI(t, nil)
	get := func(path, language, tag string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "/api/v1"+path, nil)
		r.Header.Set("Accept-Language", language)
		if tag != "" {
			r.Header.Set("If-None-Match", tag)
		}
		w := httptest.NewRecorder()
		a.ServeHTTP(w, r)
		return w
	}
	const path = "/period?from=2026-01-05&add=3d&regime=plain"
	first := get(path, "zh", "")
	tag := first.Header().Get("ETag")
	if first.Code != http.StatusOK || tag == "" || first.Body.Len() == 0 || first.Header().Get("Cache-Control") != "no-cache" {
		t.Fatalf("%d %v", first.Code, first.Header())
	}
	for _, x := range []struct {
		path, language, tag string
		status              int
	}{
		{path, "zh", tag, http.StatusNotModified},
		{path, "zh", `"other", W/` + tag, http.StatusNotModified},
		{path, "zh", "*", http.StatusNotModified},
		{path, "zh", `"other"`, http.StatusOK},
		{path, "en", tag, http.StatusOK},
		{"/period?from=2026-01-05&add=4d&regime=plain", "zh", tag, http.StatusOK},
		{"/period?from=2026-01-05", "zh", "*", http.StatusUnprocessableEntity},
	} {
		w := get(x.path, x.language, x.tag)
		if w.Code != x.status || (w.Body.Len() == 0) != (x.status == http.StatusNotModified) || (w.Header().Get("ETag") == "") != (x.status > 400) {
			t.Errorf("%s in %s with %s: %d, %d bytes, %v", x.path, x.language, x.tag, w.Code, w.Body.Len(), w.Header())
		}
	}
}

// TestCookiesAreNothing: a session of the pages opens nothing here, and a form
// of another site neither.
func TestCookiesAreNothing(t *testing.T) {
	t.Parallel()
	a := bareAPI(t, nil)
	r := httptest.NewRequest("GET", "/api/v1/me", nil)
	r.Header.Set("Cookie", "q_session=anything; __Host-q_session=anything")
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	if w.Code != http.StatusUnauthorized {
		t.Errorf("a cookie alone: %d", w.Code)
	}
	r = httptest.NewRequest("POST", "/api/v1/ident", strings.NewReader("kind=uscc&value=1"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w = httptest.NewRecorder()
	a.ServeHTTP(w, r)
	if w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("a form: %d", w.Code)
	}
	r = httptest.NewRequest("GET", "/api/v1/me", nil)
	r.Header.Set("Authorization", "Basic dTpw")
	w = httptest.NewRecorder()
	a.ServeHTTP(w, r)
	if w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), "api.token_scheme") {
		t.Errorf("a password: %d %s", w.Code, w.Body)
	}
}

// people knows two tokens of one person.
type people struct {
	People
	used int
}

func (p *people) TokenByHash(_ context.Context, hash string) (kernel.Token, bool, error) {
	for _, s := range []string{"one", "two"} {
		if hash == kernel.TokenHash(s) {
			return kernel.Token{ID: kernel.TokenID(s), User: "u", Party: "p", Rights: []kernel.Right{kernel.RightView}, Expires: time.Now().Add(time.Hour)}, true, nil
		}
	}
	return kernel.Token{}, false, nil
}

func (p *people) Hats(context.Context, kernel.UserID, time.Time) ([]kernel.Actor, error) {
	return []kernel.Actor{{User: "u", Party: "p", Rights: kernel.AllRights()}}, nil
}

func (p *people) Party(_ context.Context, id kernel.PartyID) (kernel.Party, error) {
	return kernel.Party{ID: id}, nil
}

func (p *people) UsedToken(context.Context, kernel.TokenID, time.Time) error { p.used++; return nil }

// TestTooOften: each token and each address has a bucket of its own; whoever
// guesses tokens is counted by address.
func TestTooOften(t *testing.T) {
	t.Parallel()
	p := &people{}
	a := bareAPI(t, func(d *Deps) {
		d.People = p
		d.Limits = Limits{Token: 0.01, TokenBurst: 3, Address: 0.01, AddressBurst: 2}
	})
	from := func(token, addr string) int {
		r := httptest.NewRequest("GET", "/api/v1/me", nil)
		r.RemoteAddr = addr
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		w := httptest.NewRecorder()
		a.ServeHTTP(w, r)
		if w.Code == http.StatusTooManyRequests && w.Header().Get("Retry-After") == "" {
			t.Error("does not say when to come again")
		}
		return w.Code
	}
	for i, x := range []struct {
		token, addr string
		want        int
	}{
		{"one", "192.0.2.1:1", 200}, {"one", "192.0.2.2:1", 200}, {"one", "192.0.2.3:1", 200}, {"one", "192.0.2.4:1", 429},
		{"two", "192.0.2.1:2", 200}, // another token of the same person and address
		{"guess1", "192.0.2.9:1", 401}, {"guess2", "192.0.2.9:2", 401}, {"guess3", "192.0.2.9:3", 429}, {"", "192.0.2.9:4", 429},
		{"two", "192.0.2.9:5", 200}, // the address does not shut a good token out
		{"", "192.0.2.8:1", 401},
	} {
		if got := from(x.token, x.addr); got != x.want {
			t.Errorf("request %d (%s, %s): %d, want %d", i, x.token, x.addr, got, x.want)
		}
	}
	if p.used != 2 {
		t.Errorf("two tokens were written down as used %d times", p.used)
	}
}

func TestBucketsAreForgotten(t *testing.T) {
	t.Parallel()
	b := newBuckets(10, 5)
	now := time.Now()
	for range 5 {
		if !b.take("a", now).ok {
			t.Fatal("refused within the burst")
		}
	}
	if s := b.take("a", now); s.ok || s.wait <= 0 || s.wait > 200*time.Millisecond || s.left != 0 || seconds(s.full) != 1 {
		t.Errorf("beyond the burst: %+v", s)
	}
	if !b.take("a", now.Add(150*time.Millisecond)).ok {
		t.Error("does not fill again")
	}
	b.sweep(now.Add(time.Minute))
	if len(b.by) != 0 {
		t.Error("a full bucket is kept")
	}
}

// TestHeaders: what a client asks of HTTP: how much is left, which methods an
// address takes, HEAD wherever there is GET.
func TestHeaders(t *testing.T) {
	t.Parallel()
	a := bareAPI(t, func(d *Deps) { d.Limits = Limits{Token: 1, TokenBurst: 10, Address: 1, AddressBurst: 3} })
	ask(a, "GET", "/api/openapi.json", "en", "") // made at the first question, which takes its time and is not counted
	for _, want := range []string{`"default";r=2;t=1`, `"default";r=1;t=2`, `"default";r=0;t=3`} {
		w := ask(a, "GET", "/api/v1/period?from=2026-01-31&add=1mo", "en", "")
		if got := w.Header().Get("RateLimit"); got != want || w.Header().Get("RateLimit-Policy") != `"default";q=3` {
			t.Errorf("%q of %q, want %q", got, w.Header().Get("RateLimit-Policy"), want)
		}
	}
	if w := ask(a, "GET", "/api/v1/period?from=2026-01-31&add=1mo", "en", ""); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "1" {
		t.Errorf("a fourth: %d %v", w.Code, w.Header())
	}
	b := bareAPI(t, nil)
	for path, want := range map[string]string{"/api/v1/period": "GET, HEAD", "/api/v1/ident": "POST", "/api/v1/cases/1/moves/offer/draft": "GET, HEAD, PUT, DELETE"} {
		if w := ask(b, "PATCH", path, "en", ""); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != want {
			t.Errorf("PATCH %s: %d, allowed %q, want %q", path, w.Code, w.Header().Get("Allow"), want)
		}
	}
	if w := ask(b, "HEAD", "/api/v1/period?from=2026-01-31&add=1mo", "en", ""); w.Code != http.StatusOK {
		t.Errorf("HEAD: %d", w.Code)
	}
}
