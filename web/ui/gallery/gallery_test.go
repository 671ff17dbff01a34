package gallery

import (
	"bytes"
	"compress/gzip"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"quanlian/web/httpx"
)

var (
	classes  = regexp.MustCompile(`class="([^"]*)"`)
	ids      = regexp.MustCompile(`\sid="([^"]*)"`)
	inline   = regexp.MustCompile(`(?i)<[^>]*\s(style|on[a-z]+)=`)
	width    = regexp.MustCompile(`^q-p\d+$`)
	selector = regexp.MustCompile(`\.(-?[_a-zA-Z][_a-zA-Z0-9-]*)`)
)

// defined gathers the classes of our own sheets, of Tabler's that we use, and
// of the widths that tools/assets makes.
func defined(t *testing.T) map[string]bool {
	t.Helper()
	out := map[string]bool{"btn": true, "btn-primary": true, "form-control": true, "form-select": true, "form-label": true, "": true}
	sheets, err := filepath.Glob("../../assets/src/*.css")
	if err != nil || len(sheets) == 0 {
		t.Fatalf("no style sheets: %v", err)
	}
	for _, name := range sheets {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range selector.FindAllStringSubmatch(string(body), -1) {
			out[m[1]] = true
		}
	}
	return out
}

// page budget: what the HTML of the richest page may weigh, so that with style
// sheet and script (see tools/assets) a first page stays under 100 KB.
// Unit: bytes, gzipped. Source: design.md §7.
const pageBudget = 30_000

func TestPagesKeepTheRules(t *testing.T) {
	t.Parallel()
	known := defined(t)
	e := &httpx.Edge{}
	h := e.Middleware(Handler(e))
	for _, path := range []string{"", "/form", "/check", "/deal", "/find", "/inbox", "/charts"} {
		for _, l := range []string{"zh", "en"} {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest("GET", Path+path+"?lang="+l+"&elder=1", nil))
			body := w.Body.String()
			name := l + path
			if w.Code != 200 || !strings.Contains(body, `<main id="main"`) || !strings.Contains(body, `class="q-elder"`) {
				t.Fatalf("%s: %d", name, w.Code)
			}
			if m := inline.FindString(body); m != "" || strings.Contains(body, "<style") {
				t.Errorf("%s: inline style or script: %s", name, m)
			}
			if i := strings.Index(body, "⟦"); i >= 0 {
				t.Errorf("%s: text missing: %.60s", name, body[i:])
			}
			if i := strings.Index(body, "web.ui."); i >= 0 {
				t.Errorf("%s: a code shows: %.60s", name, body[i:])
			}
			seen := map[string]bool{}
			for _, m := range ids.FindAllStringSubmatch(body, -1) {
				if seen[m[1]] {
					t.Errorf("%s: id %s twice", name, m[1])
				}
				seen[m[1]] = true
			}
			for _, m := range classes.FindAllStringSubmatch(body, -1) {
				for _, c := range strings.Fields(m[1]) {
					if !known[c] && !width.MatchString(c) {
						t.Errorf("%s: class %s is in no style sheet", name, c)
					}
				}
			}
			if n := zipped(t, body); n > pageBudget {
				t.Errorf("%s: %d bytes gzipped, more than %d", name, n, pageBudget)
			}
		}
	}
}

func zipped(t *testing.T, body string) int {
	t.Helper()
	var b bytes.Buffer
	zw := gzip.NewWriter(&b)
	if _, err := zw.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// TestLinksOfTheFrame: style sheet, switches, token and skip link are there,
// with or without a built dist.
func TestLinksOfTheFrame(t *testing.T) {
	t.Parallel()
	e := &httpx.Edge{}
	w := httptest.NewRecorder()
	e.Middleware(Handler(e)).ServeHTTP(w, httptest.NewRequest("GET", Path+"/deal", nil))
	body := w.Body.String()
	for _, want := range []string{`href="/assets/app`, `lang="zh-CN"`, `href="/_gallery/deal?lang=en"`, `href="/_gallery/deal?elder=1"`, `name="_csrf"`, `class="q-skip" href="#main"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the frame lacks %s", want)
		}
	}
}
