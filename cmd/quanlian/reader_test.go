package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A page never carries a text without a sentence, a script of its own or a
// style of its own: the content security policy would drop the latter two.
var unsound = regexp.MustCompile(`⟦[^⟧]*⟧|>(?:web|utilization|engine|registry|ledger|kernel)\.[a-z_.]+<|<style|<script>| style="| onclick=`)

var (
	tokenOf = regexp.MustCompile(`name="_csrf" value="([^"]+)"`)
	keyOf   = regexp.MustCompile(`name="_key" value="([^"]+)"`)
)

// reader is a person's browser without a script. Whatever page it is sent is
// looked over.
type reader struct {
	t    *testing.T
	base string
	http *http.Client
}

func newReader(t *testing.T, base string) *reader {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &reader{t: t, base: base, http: &http.Client{Jar: jar}}
}

// demoCity is the demo city on SQLite, seeded up to today and served.
func demoCity(t *testing.T) (*house, string) {
	t.Helper()
	return demoCityOn(t, "sqlite:"+filepath.Join(t.TempDir(), "q.db"))
}

// demoCityOn is the demo's city on a database.
func demoCityOn(t *testing.T, url string) (*house, string) {
	t.Helper()
	clock := &heldClock{at: time.Now().AddDate(0, 0, -demoDays)}
	h, err := build(t.Context(), config{Database: url, Dir: t.TempDir(), FakeParties: true}.withDefaults(), slog.New(slog.DiscardHandler), clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	if err := h.seed(context.Background(), clock); err != nil {
		t.Fatal(err)
	}
	return h, served(t, h)
}

// served is the address of the house until the test ends.
func served(t *testing.T, h *house) string {
	t.Helper()
	srv := httptest.NewServer(h.handler())
	t.Cleanup(srv.Close)
	return srv.URL
}

// came reads an answer whole.
func (r *reader) came(res *http.Response, err error) (string, int) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		return string(body), res.StatusCode
	}
	if bad := unsound.FindAllString(string(body), 5); bad != nil {
		r.t.Errorf("%s: %q", res.Request.URL.Path, bad)
	}
	return string(body), res.StatusCode
}

func (r *reader) get(path string, want int) string {
	r.t.Helper()
	body, status := r.came(r.http.Get(r.base + path))
	if status != want {
		r.t.Errorf("%s: status %d, want %d\n%.300s", path, status, want, body)
	}
	return body
}

// any reads a page, whatever comes of it.
func (r *reader) any(path string) string {
	r.t.Helper()
	body, _ := r.came(r.http.Get(r.base + path))
	return body
}

// raw is an answer that is no page.
func (r *reader) raw(path string) (int, []byte) {
	r.t.Helper()
	body, status := r.came(r.http.Get(r.base + path))
	return status, []byte(body)
}

// post sends a form found on the page at path.
func (r *reader) post(path, action string, fields url.Values) string {
	r.t.Helper()
	page := r.get(path, http.StatusOK)
	m := tokenOf.FindStringSubmatch(page)
	if m == nil {
		r.t.Fatalf("%s: no form", path)
	}
	fields.Set("_csrf", m[1])
	if k := keyOf.FindStringSubmatch(page); k != nil && !fields.Has("_key") {
		fields.Set("_key", k[1])
	}
	body, _ := r.submit(action, fields)
	return body
}

// form posts a form of fields to its own page and gives what came.
func (r *reader) form(path string, fields url.Values) string {
	r.t.Helper()
	return r.post(path, path, fields)
}

// submit sends fields as they are.
func (r *reader) submit(action string, fields url.Values) (string, int) {
	r.t.Helper()
	return r.came(r.http.PostForm(r.base+action, fields))
}

// parcel is a file that goes with a form.
type parcel struct {
	field, name string
	body        []byte
}

// parcels sends fields and files to action.
func (r *reader) parcels(action string, fields map[string]string, files ...parcel) (string, int) {
	r.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k, v := range fields {
		_ = w.WriteField(k, v)
	}
	for _, f := range files {
		part, err := w.CreateFormFile(f.field, f.name)
		if err != nil {
			r.t.Fatal(err)
		}
		_, _ = part.Write(f.body)
	}
	if err := w.Close(); err != nil {
		r.t.Fatal(err)
	}
	return r.came(r.http.Post(r.base+action, w.FormDataContentType(), &b))
}

// bring sends one file by the form at path.
func (r *reader) bring(path string, fields map[string]string, name string, body []byte) string {
	r.t.Helper()
	fields["_csrf"] = tokenOf.FindStringSubmatch(r.get(path, http.StatusOK))[1]
	text, _ := r.parcels(path, fields, parcel{"file", name, body})
	return text
}

func first(t *testing.T, page, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindString(page)
	if m == "" {
		t.Fatalf("nothing like %s on the page", pattern)
	}
	return m
}
