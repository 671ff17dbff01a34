package e2e

import (
	"context"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
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

// wide and narrow: every page is looked at in both, with axe-core in the first,
// and in the second too where people work most.
var wide, narrow = look{"zh", 1360}, look{"en", 390}

// own are pages that look different to every log-in; others are looked at once.
var own = []string{"/", "/my", "/inbox", "/hall/deal/*", "/case/*"}

// worked are pages on which axe-core looks at the narrow one too.
var worked = []string{"/", "/my", "/inbox", "/case/*", "/items", "/item/*", "/item/*/apply/check", "/hall", "/hall/deal/*", "/board", "/counter", "/book", "/track", "/login", "/catalogue/item/*"}

// twins are log-ins whose own pages are made as another's, at which axe-core looks;
// make long walks through theirs too.
var twins = []string{"seller", "company", "boss", "broker2", "deskhead", "finance"}

// must are pages that a walk has to have met, by what they show.
var must = []string{
	"/", "/items", "/items/list", "/items/guide", "/item/*", "/item/*/apply/check", "/hall", "/hall/listing/*", "/hall/needs", "/hall/deal/*", "/patents", "/patents/status", "/hall/tax", "/patent/*", "/patent/*/enter",
	"/my", "/inbox", "/board", "/catalogue", "/catalogue/item/*", "/account", "/account/security", "/account/tokens", "/api", "/verify", "/login", "/help", "/publicity", "/admin",
	"/ledger", "/suspense", "/org", "/track", "/sitemap", "/privacy", "/accessibility", "/book", "/screen/patent-window", "/counter", "/counter/figures",
}

// begin are where every log-in begins besides the home page.
var begin = []string{"/", "/my", "/my?look=closed", "/inbox", "/inbox?view=all&page=2", "/board", "/board?unit=patent-window", "/board/cases?show=judged", "/counter", "/counter/figures", "/counter/call", "/inbox/lists?list=view%3Dall", "/account", "/items", "/items/list", "/items/guide", "/item/ZL14", "/item/ZL14/apply", "/hall", "/hall/needs", "/hall/needs/new", "/hall/new", "/hall/sheet",
	"/patents", "/patents/status", "/hall/tax", "/patent/202019900037.2/enter?kind=pledged", "/verify", "/publicity", "/track", "/book?unit=patent-window", "/screen/patent-window", "/kiosk/patent-window", "/handover", "/sitemap", "/api", "/login"}

// kinds are an item of each kind of procedure, and what is done as one; their
// addresses have the shape of others and are looked at all the same.
var kinds = []string{"/item/ZL10", "/item/SJ02", "/item/SJ01", "/item/BH01", "/item/SJ03", "/item/BH10"}

// walk is a walk through the demo city, by several at once.
type walk struct {
	t    *testing.T
	c    *city
	axe  string
	mu   sync.Mutex
	seen map[string]int
	n    int
}

// walker is one of them, with a browser of its own.
type walker struct {
	*walk
	ctx    context.Context
	faults *audit.Faults
}

// Unit: browsers. Source: the two processors of the machine that proves a change,
// and one that waits for the server.
const walkers = 3

// TestEveryPage walks the pages of every log-in as the links lead, at two
// widths and in two languages. No page may break a rule of axe-core, be wider
// than the window, make the console complain, or lack a text.
func TestEveryPage(t *testing.T) {
	c := sharedCity(t)
	script, err := os.ReadFile("../../web/assets/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("make assets fetches axe-core: %v", err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 25*time.Minute)
	defer stop()
	w := &walk{t: t, c: c, axe: string(script), seen: map[string]int{}}
	todo := make(chan string, len(demo.Users())+1)
	todo <- "visitor"
	for _, u := range demo.Users() {
		if os.Getenv("QUANLIAN_LONG") != "" || !slices.Contains(twins, u.Login) {
			todo <- u.Login
		}
	}
	close(todo)
	var all sync.WaitGroup
	for range walkers {
		all.Go(func() { w.windows(ctx, todo) })
	}
	all.Wait()
	for _, p := range must {
		if w.seen[p] == 0 {
			t.Errorf("no walk came to %s", p)
		}
	}
	t.Logf("%d pages looked at, of %d shapes", w.n, len(w.seen))
}

// windows walks as one log-in after another, in a browser of its own: Chromium
// without a screen opens no window with cookies apart.
func (w *walk) windows(ctx context.Context, todo <-chan string) {
	tab, stop := audit.Browser(ctx, w.c.chromium)
	defer stop()
	x := &walker{walk: w, ctx: tab, faults: audit.Listen(tab, func(line string) { w.t.Error(line) })}
	for who := range todo {
		x.faults.At("login of " + who)
		if who != "visitor" {
			if err := audit.Login(tab, w.c.base, who, demo.Password); err != nil {
				w.t.Error(err)
				continue
			}
		}
		x.through(who)
	}
}

// takes reports whether nobody has looked at the shape yet, and says that one does.
func (w *walk) takes(shape string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen[shape]++
	return w.seen[shape] == 1
}

func (w *walk) known(shape string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen[shape] > 0
}

// through follows links from where everybody begins.
func (x *walker) through(who string) {
	todo, mine := slices.Clone(begin), map[string]bool{}
	if who == "visitor" {
		todo = append(append(todo, "/help", "/privacy", "/accessibility"), kinds...)
	}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		s := shape(at)
		if mine[at] || mine[s] && !slices.Contains(begin, at) || x.known(s) && !slices.Contains(own, s) && !slices.Contains(kinds, at) {
			continue
		}
		mine[s], mine[at] = true, true
		links, landed := x.at(who, at, wide, s)
		if landed == "" {
			continue // closed to this log-in
		}
		first := x.takes(landed)
		if landed != s && !first {
			continue // led to a page looked at already
		}
		mine[landed] = true
		if first {
			x.at(who, at, narrow, landed)
		}
		todo = append(todo, links...)
	}
}

// at looks at a page, gives its links and the shape of where it led; none for a
// page that is closed to this log-in, which is no fault.
func (x *walker) at(who, at string, l look, s string) ([]string, string) {
	x.faults.At(who + " " + at + " " + l.lang)
	if err := audit.Visit(x.ctx, x.c.base+audit.In(at, l.lang), l.width, x.faults); err != nil {
		x.t.Errorf("%s at %s: %v", who, at, err)
		return nil, ""
	}
	x.mu.Lock()
	x.n++
	x.mu.Unlock()
	var page struct {
		Status int
		Path   string
		Links  []string
	}
	err := chromedp.Run(x.ctx, chromedp.Evaluate(`({Status: performance.getEntriesByType("navigation")[0].responseStatus, Path: location.pathname, Links: [...document.querySelectorAll("a[href]:not([download])")].filter(a => a.origin === location.origin).map(a => a.pathname + a.search)})`, &page))
	if err != nil {
		x.t.Errorf("%s at %s: %v", who, at, err)
		return nil, ""
	}
	if page.Status == 404 && !slices.Contains(begin, at) || page.Status >= 500 {
		x.t.Errorf("%s at %s: status %d", who, at, page.Status)
	}
	if page.Status >= 400 {
		return nil, ""
	}
	led := shape(page.Path)
	if !x.known(led) && l == wide || (slices.Contains(own, led) || slices.Contains(worked, s)) && !(x.known(led) && slices.Contains(twins, who)) {
		if err := audit.Axe(x.ctx, x.axe, x.faults); err != nil {
			x.t.Errorf("%s at %s: %v", who, at, err)
		}
	}
	return slices.DeleteFunc(page.Links, func(p string) bool { return notAPage(strings.SplitN(p, "?", 2)[0]) }), led
}

// notAPage are addresses that answer with a file or nothing to look at.
func notAPage(p string) bool {
	return slices.Contains([]string{".xlsx", ".pdf", ".zip", ".json", ".csv", ".xml"}, path.Ext(p)) || strings.HasPrefix(p, "/paper/") || strings.HasPrefix(p, "/api/") || strings.HasPrefix(p, "/log/") || strings.HasPrefix(p, "/assets") ||
		strings.HasSuffix(p, "/template") || strings.HasSuffix(p, "/faults") || strings.HasSuffix(p, "/receipt") || strings.HasSuffix(p, "/paper") || p == "/logout"
}

var one = regexp.MustCompile(`/[^/]*[0-9][^/]*|/01[0-9a-z]{24}`)

// shape is a path with its numbers taken out.
func shape(p string) string { return one.ReplaceAllString(strings.SplitN(p, "?", 2)[0], "/*") }
