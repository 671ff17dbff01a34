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
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
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

// theDemo is one demo city on SQLite for the tests that leave each other's cases
// alone: making one takes ten seconds of a processor.
var theDemo struct {
	sync.Once
	dir, base string
	h         *house
	err       error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if theDemo.dir != "" {
		_ = os.RemoveAll(theDemo.dir)
	}
	os.Exit(code)
}

// demoCity is the shared demo city, seeded up to today and served.
func demoCity(t *testing.T) string {
	t.Helper()
	theDemo.Do(func() {
		if theDemo.dir, theDemo.err = os.MkdirTemp("", "demo"); theDemo.err != nil {
			return
		}
		if theDemo.h, theDemo.err = demoHouse("sqlite:"+filepath.Join(theDemo.dir, "q.db"), theDemo.dir); theDemo.err == nil {
			theDemo.base = httptest.NewServer(theDemo.h.handler()).URL
		}
	})
	if theDemo.err != nil {
		t.Fatal(theDemo.err)
	}
	return theDemo.base
}

// demoHouse is the demo's city on a database.
func demoHouse(url, dir string) (*house, error) {
	ctx, clock := context.Background(), &heldClock{at: storyBegins(time.Now())}
	h, err := build(ctx, config{Database: url, Dir: dir, FakeParties: true}.withDefaults(), slog.New(slog.DiscardHandler), clock.Now)
	if err != nil {
		return nil, err
	}
	return h, h.seed(ctx, clock)
}

// demoCityOn is the demo's city on a database.
func demoCityOn(t *testing.T, url string) (*house, string) {
	t.Helper()
	h, err := demoHouse(url, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
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
