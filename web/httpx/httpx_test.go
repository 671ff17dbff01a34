package httpx

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
)

func TestEveryKindHasAStatus(t *testing.T) {
	t.Parallel()
	for _, k := range []errs.Kind{errs.Invalid, errs.Conflict, errs.NotFound, errs.Forbidden, errs.TooEarly, errs.Unavailable, errs.Internal} {
		if s := Status(errs.New(k, "x.y", nil)); s < 400 {
			t.Errorf("%s gives %d", k, s)
		}
	}
	if Status(nil) != 200 || Status(errors.New("x")) != 500 {
		t.Error("no error is 200, a foreign one 500")
	}
}

// TestTooOftenIsNoOutage: who tries too often is told so, and no alarm rings.
func TestTooOftenIsNoOutage(t *testing.T) {
	for _, code := range []string{"web.login.too_often", "web.tries.too_often"} {
		if s := Status(errs.New(errs.Unavailable, code, nil)); s != http.StatusTooManyRequests {
			t.Errorf("%s: %d", code, s)
		}
	}
}

// serve runs one page behind the edge.
func serve(e *Edge, r *http.Request, page Handler) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	e.Middleware(e.Handle(page)).ServeHTTP(w, r)
	return w
}

func echo(w http.ResponseWriter, r *http.Request) error {
	_, err := io.WriteString(w, "ok "+r.PostFormValue("a")+string(From(r.Context()).L.Lang()))
	return err
}

func TestForms(t *testing.T) {
	t.Parallel()
	e := &Edge{MaxForm: 1000, MaxUpload: 2000}
	var token string
	first := serve(e, httptest.NewRequest("GET", "/", nil), func(w http.ResponseWriter, r *http.Request) error {
		token = From(r.Context()).Token()
		if again := From(r.Context()).Token(); again == token {
			t.Error("the token is not masked anew")
		}
		return nil
	})
	cookie := first.Result().Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode {
		t.Errorf("cookie %+v", cookie)
	}
	for _, c := range []struct {
		name, token, site string
		cookie            bool
		size, status      int
	}{
		{"ours", token, "same-origin", true, 1, 200},
		{"old browser without fetch metadata", token, "", true, 1, 200},
		{"no token", "", "same-origin", true, 1, 403},
		{"forged token", strings.Repeat("A", len(token)), "same-origin", true, 1, 403},
		{"token without cookie", token, "same-origin", false, 1, 403},
		{"other site", token, "cross-site", true, 1, 403},
		{"too large", token, "same-origin", true, 3000, 422},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			body := url.Values{TokenField: {c.token}, "a": {strings.Repeat("x", c.size)}}.Encode()
			r := httptest.NewRequest("POST", "/", strings.NewReader(body))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if c.site != "" {
				r.Header.Set("Sec-Fetch-Site", c.site)
			}
			if c.cookie {
				r.AddCookie(cookie)
			}
			if w := serve(e, r, echo); w.Code != c.status {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
		})
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		target, cookie, accept string
		want                   lang.Lang
		kept                   bool
	}{
		{"/", "", "", lang.Zh, false},
		{"/", "", "fr, en-GB;q=0.9, zh;q=0.8", lang.En, false},
		{"/", "", "de", lang.Zh, false},
		{"/", "zh", "en", lang.Zh, false},
		{"/?lang=en", "zh", "zh", lang.En, true},
		{"/?lang=xx", "en", "zh", lang.En, false},
	} {
		r := httptest.NewRequest("GET", c.target, nil)
		r.Header.Set("Accept-Language", c.accept)
		if c.cookie != "" {
			r.AddCookie(&http.Cookie{Name: langCookie, Value: c.cookie})
		}
		w := serve(&Edge{}, r, echo)
		kept := strings.Contains(strings.Join(w.Header().Values("Set-Cookie"), ";"), langCookie+"=")
		if got := strings.TrimPrefix(w.Body.String(), "ok "); got != string(c.want) || kept != c.kept {
			t.Errorf("%+v: got %s, kept %v", c, got, kept)
		}
	}
}

func TestGzip(t *testing.T) {
	t.Parallel()
	page := strings.Repeat("知识产权", 500)
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := serve(&Edge{}, r, func(w http.ResponseWriter, _ *http.Request) error {
		_, err := io.WriteString(w, page)
		return err
	})
	zr, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(zr)
	if err != nil || string(got) != page || w.Header().Get("Content-Encoding") != "gzip" {
		t.Errorf("%v, %d bytes, %v", err, len(got), w.Header())
	}
	plain := serve(&Edge{}, httptest.NewRequest("GET", "/", nil), echo)
	if plain.Header().Get("Content-Encoding") != "" || plain.Body.String() != "ok zh" {
		t.Errorf("zipped for one who did not ask: %v", plain.Header())
	}
}

func TestPanicAndLog(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	e := &Edge{Log: slog.New(slog.NewTextHandler(&log, nil))}
	r := httptest.NewRequest("GET", "/case?name=张三", nil)
	r.RemoteAddr = "203.0.113.77:5000"
	w := serve(e, r, func(http.ResponseWriter, *http.Request) error { panic("secret cause") })
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	if id := w.Header().Get("X-Request-Id"); id == "" || !strings.Contains(log.String(), id) {
		t.Error("the log does not name the request")
	}
	for _, personal := range []string{"张三", "name=%", "203.0.113.77"} {
		if strings.Contains(log.String(), personal) {
			t.Errorf("the log says %q: %s", personal, log.String())
		}
	}
	if !strings.Contains(log.String(), "203.0.113.*") {
		t.Errorf("the log lost the network: %s", log.String())
	}
}

func TestFail(t *testing.T) {
	t.Parallel()
	e := &Edge{RenderError: func(w http.ResponseWriter, _ *http.Request, status int, text string) error {
		_, err := io.WriteString(w, "<p>"+text)
		return err
	}}
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("HX-Request", "true")
	w := serve(e, r, func(http.ResponseWriter, *http.Request) error {
		return errs.Wrap(errs.Unavailable, "no.such.text", errors.New("bank at 10.1.1.1"))
	})
	if w.Code != 503 || w.Header().Get("Retry-After") == "" || w.Header().Get("HX-Retarget") != "#main" {
		t.Errorf("got %d %v", w.Code, w.Header())
	}
	if strings.Contains(w.Body.String(), "10.1.1.1") || !strings.HasPrefix(w.Body.String(), "<p>外部系统") {
		t.Errorf("got %s", w.Body)
	}
	half := serve(e, httptest.NewRequest("GET", "/", nil), func(w http.ResponseWriter, _ *http.Request) error {
		_, _ = io.WriteString(w, "half")
		return errors.New("broke")
	})
	if half.Body.String() != "half" {
		t.Errorf("an error page was written into a page: %s", half.Body)
	}
}

// TestWhoLeftIsNoFault: a reader who closes the page gets no error page drawn, and
// the log has no error of ours.
func TestWhoLeftIsNoFault(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	e := &Edge{Log: slog.New(slog.NewTextHandler(&log, nil)), RenderError: func(http.ResponseWriter, *http.Request, int, string) error {
		t.Error("a page was drawn for nobody")
		return nil
	}}
	ctx, leave := context.WithCancel(t.Context())
	serve(e, httptest.NewRequest("GET", "/", nil).WithContext(ctx), func(_ http.ResponseWriter, r *http.Request) error {
		leave()
		return errs.Wrap(errs.Unavailable, "no.such.text", r.Context().Err())
	})
	if s := log.String(); strings.Contains(s, "ERROR") || !strings.Contains(s, "left") {
		t.Errorf("the log says %s", s)
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	w := serve(&Edge{Secure: true}, httptest.NewRequest("GET", "/", nil), echo)
	csp := w.Header().Get("Content-Security-Policy")
	if strings.Contains(csp, "unsafe") || !strings.Contains(csp, "default-src 'none'") {
		t.Errorf("policy %q", csp)
	}
	if w.Header().Get("Strict-Transport-Security") == "" || !strings.Contains(w.Header().Get("Set-Cookie"), "__Host-q_form=") {
		t.Errorf("headers %v", w.Header())
	}
}

func TestSeeOtherAndWith(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest("POST", "/", nil)
	r.Header.Set("HX-Request", "true")
	w := httptest.NewRecorder()
	if err := SeeOther(w, r, "/x"); err != nil || w.Header().Get("HX-Redirect") != "/x" {
		t.Errorf("%v %v", err, w.Header())
	}
	u := &url.URL{Path: "/a", RawQuery: "p=1&lang=zh"}
	if got := With(u, "lang", "en"); got != "/a?lang=en&p=1" {
		t.Error(got)
	}
	if got := With(&url.URL{Path: "/a", RawQuery: "p=1"}, "p", ""); got != "/a" {
		t.Error(got)
	}
	for in, want := range map[string]string{"203.0.113.77:1": "203.0.113.*", "[2001:db8:1:2::5]:1": "2001:db8:1::*", "pipe": ""} {
		if got := maskAddr(in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}

func TestLogTellsNoSecret(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	e := &Edge{Log: slog.New(slog.NewTextHandler(&log, nil)), Secrets: []string{"/once/", "/rate/"}}
	for path, want := range map[string]string{"/once/s3cret": "path=/once/* ", "/rate/s3cret/qr.png": "path=/rate/*/qr.png ", "/once/": "path=/once/ ", "/rates/x": "path=/rates/x "} {
		log.Reset()
		r := httptest.NewRequest("GET", path+"?code=s3cret", nil)
		r.RemoteAddr = "203.0.113.77:999"
		serve(e, r, echo)
		if got := log.String(); !strings.Contains(got, want) || strings.Contains(got, "s3cret") || strings.Contains(got, "113.77") {
			t.Errorf("%s: %s", path, got)
		}
	}
}
