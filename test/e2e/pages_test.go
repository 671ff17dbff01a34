package e2e

import (
	"context"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"quanlian/demo"
	"quanlian/tools/shots/audit"
)

// look is one way to see a page.
type look struct {
	lang  string
	width int64
}

// looks are taken in turn: two of them show both widths and both languages.
var looks = []look{{"zh", 1360}, {"en", 390}}

// own are pages that look different to every log-in; others are looked at once.
var own = []string{"/", "/my", "/inbox", "/hall/deal/*", "/case/*"}

// must are pages that a walk has to have met, by what they show.
var must = []string{
	"/", "/items", "/items/list", "/item/*", "/item/*/apply/check", "/hall", "/hall/listing/*", "/hall/needs", "/hall/deal/*", "/patents", "/patent/*",
	"/my", "/inbox", "/catalogue", "/catalogue/item/*", "/account", "/account/security", "/account/tokens", "/api", "/verify", "/login", "/help", "/publicity", "/admin",
	"/ledger", "/suspense", "/org", "/track", "/sitemap", "/privacy", "/accessibility",
}

// begin are where every log-in begins besides the home page.
var begin = []string{"/", "/my", "/inbox", "/account", "/items", "/items/list", "/item/ZL14", "/item/ZL14/apply", "/hall", "/hall/needs", "/hall/needs/new", "/hall/new", "/hall/sheet", "/patents", "/verify", "/publicity", "/track", "/sitemap", "/api", "/login"}

// walk is a walk through the demo city.
type walk struct {
	c      *city
	ctx    context.Context
	axe    string
	faults *audit.Faults
	seen   map[string]int
	n      int
}

// TestEveryPage walks the pages of every log-in as the links lead, at two
// widths and in two languages. No page may break a rule of axe-core, be wider
// than the window, make the console complain, or lack a text.
func TestEveryPage(t *testing.T) {
	if os.Getenv("QUANLIAN_LONG") == "" {
		t.Skip("minutes of walking: set QUANLIAN_LONG")
	}
	c := startCity(t, "")
	script, err := os.ReadFile("../../web/assets/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("make assets fetches axe-core: %v", err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Minute)
	defer stop()
	ctx, stop = audit.Browser(ctx, c.chromium)
	defer stop()
	w := &walk{c: c, ctx: ctx, axe: string(script), seen: map[string]int{}}
	w.faults = audit.Listen(ctx, func(line string) { t.Error(line) })
	w.through("visitor")
	for _, u := range demo.Users() {
		w.faults.At("login of " + u.Login)
		if err := audit.Login(ctx, c.base, u.Login, demo.Password); err != nil {
			t.Fatal(err)
		}
		w.through(u.Login)
	}
	for _, p := range must {
		if w.seen[p] == 0 {
			t.Errorf("no walk came to %s", p)
		}
	}
	t.Logf("%d pages looked at, of %d shapes", w.n, len(w.seen))
}

// through follows links from where everybody begins.
func (w *walk) through(who string) {
	w.c.t.Helper()
	todo, mine := slices.Clone(begin), map[string]bool{}
	if who == "visitor" {
		todo = append(todo, "/help", "/privacy", "/accessibility")
	}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		s := shape(at)
		if mine[s] || w.seen[s] > 0 && !slices.Contains(own, s) {
			continue
		}
		mine[s] = true
		links, landed := w.at(who, at, looks[w.n%len(looks)])
		if landed != s {
			if landed == "" || w.seen[landed] > 0 {
				continue // closed to this log-in, or led to a page looked at already
			}
			mine[landed] = true
		}
		if w.seen[landed]++; w.seen[landed] == 1 {
			w.at(who, at, looks[w.n%len(looks)])
		}
		todo = append(todo, links...)
	}
}

// at looks at a page, gives its links and the shape of where it led; none for a
// page that is closed to this log-in, which is no fault.
func (w *walk) at(who, at string, l look) ([]string, string) {
	w.c.t.Helper()
	var status int
	var links []string
	var led string
	w.faults.At(who + " " + at + " " + l.lang)
	if err := audit.Visit(w.ctx, w.c.base+audit.In(at, l.lang), l.width, w.faults); err != nil {
		w.c.t.Fatalf("%s at %s: %v", who, at, err)
	}
	w.n++
	if err := audit.Axe(w.ctx, w.axe, w.faults); err != nil {
		w.c.t.Fatalf("%s at %s: %v", who, at, err)
	}
	err := chromedp.Run(w.ctx, chromedp.Evaluate(`performance.getEntriesByType("navigation")[0].responseStatus`, &status), chromedp.Evaluate(`location.pathname`, &led), chromedp.Evaluate(`[...document.querySelectorAll("a[href]:not([download])")].filter(a => a.origin === location.origin).map(a => a.pathname + a.search)`, &links))
	if err != nil {
		w.c.t.Fatal(err)
	}
	if status == 404 || status >= 500 {
		w.c.t.Errorf("%s at %s: status %d", who, at, status)
	}
	if status >= 400 {
		return nil, ""
	}
	return slices.DeleteFunc(links, func(p string) bool { return notAPage(strings.SplitN(p, "?", 2)[0]) }), shape(led)
}

// notAPage are addresses that answer with a file or nothing to look at.
func notAPage(p string) bool {
	return slices.Contains([]string{".xlsx", ".pdf", ".zip", ".json", ".csv", ".xml"}, path.Ext(p)) || strings.HasPrefix(p, "/paper/") || strings.HasPrefix(p, "/api/") || strings.HasPrefix(p, "/log/") || strings.HasPrefix(p, "/assets") ||
		strings.HasSuffix(p, "/template") || strings.HasSuffix(p, "/faults") || strings.HasSuffix(p, "/receipt") || strings.HasSuffix(p, "/paper") || p == "/logout"
}

var one = regexp.MustCompile(`/[^/]*[0-9][^/]*|/01[0-9a-z]{24}`)

// shape is a path with its numbers taken out.
func shape(p string) string { return one.ReplaceAllString(strings.SplitN(p, "?", 2)[0], "/*") }
