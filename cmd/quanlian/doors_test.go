package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"quanlian/demo"
	"quanlian/test/storetest"
	"quanlian/web/site"
)

// doors is a house with the people of the demo, and clients that follow no
// redirect; one with the name of a log-in has logged in.
func doors(t *testing.T) (h *house, base string, as func(login string) *http.Client) {
	t.Helper()
	h, _ = houseOn(t, storetest.URL(t, "sqlite"))
	withPeople(t, h)
	srv := httptest.NewServer(h.handler())
	t.Cleanup(srv.Close)
	return h, srv.URL, func(login string) *http.Client {
		b := newReader(t, srv.URL)
		if login != "" {
			b.post("/login", "/login", url.Values{"login": {login}, "password": {demo.Password}})
		}
		b.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		return b.http
	}
}

var inPath = regexp.MustCompile(`\{[^}]*\}`)

// addressOfRoute is a path of the route, its places filled with what is nobody's.
func addressOfRoute(rt site.Route) string {
	return inPath.ReplaceAllStringFunc(rt.Pattern, func(place string) string {
		if place == "{$}" {
			return ""
		}
		return "NONE-1"
	})
}

// Every form needs the token of its page, and comes from no other site; every
// page behind the log-in, or behind an office, is shut to who has none. The list
// of routes is the site's own: a new page is looked at too.
func TestEveryDoor(t *testing.T) {
	t.Parallel()
	h, base, as := doors(t)
	stranger, buyer := as(""), as("buyer")
	send := func(c *http.Client, method, path, from string) int {
		t.Helper()
		r, err := http.NewRequest(method, base+path, strings.NewReader("a=b"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if from != "" {
			r.Header.Set("Origin", from)
		}
		resp, err := c.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if csp := resp.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "script-src 'unsafe") {
			t.Errorf("%s %s: policy %q", method, path, csp)
		}
		if method == "GET" && resp.StatusCode == http.StatusSeeOther && !strings.HasPrefix(resp.Header.Get("Location"), "/login?next=") {
			return http.StatusOK
		}
		return resp.StatusCode
	}
	posts, shut := 0, 0
	for _, list := range h.pages() {
		for _, rt := range list {
			path := addressOfRoute(rt)
			if rt.Method != http.MethodGet {
				posts++
				if got := send(buyer, rt.Method, path, ""); got != http.StatusForbidden {
					t.Errorf("%s %s without the form's token: %d", rt.Method, path, got)
				}
				if got := send(buyer, rt.Method, path, "https://other.example"); got != http.StatusForbidden {
					t.Errorf("%s %s from another site: %d", rt.Method, path, got)
				}
				continue
			}
			if rt.Auth == site.Open {
				continue
			}
			shut++
			if got := send(stranger, rt.Method, path, ""); got != http.StatusSeeOther {
				t.Errorf("%s opens to anybody: %d", path, got)
			}
			if rt.Auth == site.Staff {
				if got := send(buyer, rt.Method, path, ""); got != http.StatusForbidden {
					t.Errorf("%s opens to who has no office: %d", path, got)
				}
			}
		}
	}
	if posts < 80 || shut < 80 {
		t.Errorf("only %d forms and %d shut pages were tried", posts, shut)
	}
}

// What anybody may do without a log-in is not done without end from one address:
// times of the windows, whose telephone numbers are easily made up.
func TestNobodyBooksAllTimes(t *testing.T) {
	t.Parallel()
	_, base, as := doors(t)
	c := as("")
	page, err := c.Get(base + "/verify")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(page.Body)
	_ = page.Body.Close()
	token := tokenOf.FindSubmatch(text)
	if err != nil || token == nil {
		t.Fatalf("no form on the page: %v", err)
	}
	for i := range 40 {
		resp, err := c.PostForm(base+"/book", url.Values{"_csrf": {string(token[1])}, "name": {"某某"}})
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode == http.StatusTooManyRequests {
			if i < 10 {
				t.Errorf("a family is stopped after %d", i)
			}
			return
		}
	}
	t.Error("one address books on and on")
}
