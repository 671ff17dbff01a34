package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"quanlian/test/storetest"
	"quanlian/tools/shots/audit"
)

// patience is how long a walk waits for what the worker does: a laden machine
// takes its time, and a walk that fails for it proves nothing.
const patience = 3 * time.Minute

// city is the demo served by the real binary on a port of its own.
type city struct {
	t        *testing.T
	base     string
	chromium string
	n        int
	dir      string
	gone     <-chan struct{}
}

// served is the demo on a database of one engine, shared by the walks of the
// package: each leaves the cases of the others alone.
type served struct {
	sync.Once
	base string
	gone chan struct{} // closed when the program has ended
	stop []func()
	err  error
}

var cities = map[string]*served{"sqlite": {}, "postgres": {}}

func TestMain(m *testing.M) {
	code := m.Run()
	stopBrowser()
	removeProgram()
	for _, s := range cities {
		for _, stop := range slices.Backward(s.stop) {
			stop()
		}
	}
	os.Exit(code)
}

// sharedCity gives the city on SQLite.
func sharedCity(t *testing.T) *city {
	t.Helper()
	return cityOn(t, "sqlite")
}

// cityOn gives the city on an engine. Without Chromium it skips, unless make
// test has asked for it. QUANLIAN_TEST_CITY names one that runs already.
func cityOn(t *testing.T, engine string) *city {
	t.Helper()
	c := &city{t: t, chromium: chromiumOf(t), dir: filepath.Join("shots", strings.ReplaceAll(t.Name(), "/", "-"))}
	if c.base = os.Getenv("QUANLIAN_TEST_CITY"); c.base == "" {
		if engine == "postgres" {
			storetest.NeedPostgres(t)
		}
		s := cities[engine]
		s.Do(func() { s.start(t, engine) })
		if s.err != nil {
			t.Fatal(s.err)
		}
		c.base, c.gone = s.base, s.gone
	}
	c.waitUp()
	if err := os.MkdirAll(c.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return c
}

// program is the real binary, built once for both cities.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "program")
	if err != nil {
		return "", err
	}
	removeProgram = func() { _ = os.RemoveAll(dir) }
	bin := filepath.Join(dir, "quanlian")
	if out, err := exec.Command("go", "build", "-ldflags=-s -w", "-o", bin, "quanlian/cmd/quanlian").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w %s", err, out)
	}
	return bin, nil
})

// start serves the demo by the real binary on a port of its own.
func (s *served) start(t *testing.T, engine string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "city")
	if err != nil {
		s.err = err
		return
	}
	s.stop = append(s.stop, func() { _ = os.RemoveAll(dir) })
	bin, err := program()
	if err != nil {
		s.err = err
		return
	}
	addr := freeAddr(t)
	args := []string{"demo", "--addr", addr, "--dir", filepath.Join(dir, "data")}
	if engine == "postgres" {
		url, drop := storetest.Postgres(t)
		s.stop = append(s.stop, drop)
		args = append(args, "--db", url)
	}
	cmd := exec.Command(bin, args...)
	cmd.Stderr = os.Stderr
	s.base, s.gone = "http://"+addr, make(chan struct{})
	if s.err = cmd.Start(); s.err != nil {
		return
	}
	go func() {
		_ = cmd.Wait()
		close(s.gone)
	}()
	s.stop = append(s.stop, func() {
		_ = cmd.Process.Kill()
		<-s.gone
	})
}

func chromiumOf(t *testing.T) string {
	t.Helper()
	chromium, _ := audit.Chromium()
	if chromium == "" {
		if os.Getenv("QUANLIAN_TEST_CHROMIUM_REQUIRED") != "" {
			t.Fatal("chromium is not installed: make test installs it")
		}
		t.Skip("chromium is not installed: run make test")
	}
	return chromium
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (c *city) waitUp() {
	c.t.Helper()
	for range 4800 { // a laden machine takes minutes to seed
		r, err := http.Get(c.base + "/healthz")
		if err == nil {
			_ = r.Body.Close()
			return
		}
		select {
		case <-c.gone:
			c.t.Fatal("the demo ended; what it said stands above")
		case <-time.After(100 * time.Millisecond):
		}
	}
	c.t.Fatal("the demo does not come up")
}

var stopBrowser, removeProgram = func() {}, func() {}

// browser is started once for all walks.
var browser = sync.OnceValue(func() context.Context {
	ctx, stop := startBrowser(context.Background())
	stopBrowser = stop
	return ctx
})

func startBrowser(ctx context.Context) (context.Context, context.CancelFunc) {
	chromium, _ := audit.Chromium()
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1360, 1800),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("accept-lang", "zh-CN"))
	alloc, cancel := chromedp.NewExecAllocator(ctx, opts...)
	tab, stop := chromedp.NewContext(alloc)
	return tab, func() { stop(); cancel() }
}

// window opens a window with cookies of its own for one person.
func (c *city) window() context.Context {
	c.t.Helper()
	var ctx context.Context
	var stop context.CancelFunc
	if _, apart := audit.Chromium(); apart {
		if err := chromedp.Run(browser()); err != nil { // starts it
			c.t.Fatal(err)
		}
		ctx, stop = chromedp.NewContext(browser(), chromedp.WithNewBrowserContext())
	} else {
		ctx, stop = startBrowser(context.Background())
	}
	c.t.Cleanup(stop)
	if err := chromedp.Run(ctx); err != nil {
		c.t.Fatal(err)
	}
	return ctx
}

// person is one visitor with cookies of their own.
type person struct {
	c    *city
	name string
	ctx  context.Context
}

// login opens a window for the user and logs in.
func (c *city) login(user string) *person {
	c.t.Helper()
	p := &person{c: c, name: user, ctx: c.window()}
	p.visit("/login?lang=zh")
	p.js(fmt.Sprintf(`(() => { const f = document.querySelector('input[name=password]').form; f.querySelector('input[name=login]').value = %q; f.querySelector('input[name=password]').value = 'yunlan-demo'; f.requestSubmit(); return 'ok' })()`, user))
	p.settle()
	if at := p.path(); strings.HasPrefix(at, "/login") {
		c.t.Fatalf("%s is still at %s", user, at)
	}
	return p
}

func (p *person) run(a ...chromedp.Action) {
	p.c.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Run(ctx, a...); err != nil {
		p.c.t.Fatalf("%s: %v", p.name, err)
	}
}

func (p *person) visit(path string) {
	p.c.t.Helper()
	p.run(chromedp.Navigate(p.c.base+path), chromedp.WaitReady("body"))
}

func (p *person) js(script string) string {
	p.c.t.Helper()
	var out string
	p.run(chromedp.Evaluate(script, &out))
	return out
}

// settle waits until the page that follows a form stands whole: a laden machine
// sends it in pieces.
func (p *person) settle() {
	p.c.t.Helper()
	p.run(chromedp.Sleep(300 * time.Millisecond))
	for range 200 {
		var whole bool
		ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
		err := chromedp.Run(ctx, chromedp.Evaluate(`document.readyState === "complete" && !window.leaving`, &whole))
		cancel()
		if err == nil && whole {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// holds waits until what the script says is so, across pages that follow.
func (p *person) holds(what, script string) {
	p.c.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		var so bool
		ctx, cancel := context.WithTimeout(p.ctx, 10*time.Second)
		err := chromedp.Run(ctx, chromedp.Evaluate("!!("+script+")", &so))
		cancel()
		if err == nil && so {
			p.settle()
			return
		}
	}
	p.shot("never")
	p.c.t.Fatalf("%s at %s: never %s\n%s", p.name, p.path(), what, p.text())
}

func (p *person) path() string { return p.js("location.pathname") }

func (p *person) text() string { return p.js("document.body.innerText") }

// fill sets the fields of the form whose button has the test id, as typed, and
// sends it.
func (p *person) fill(testid string, fields map[string]string) {
	p.c.t.Helper()
	raw, err := json.Marshal(fields)
	if err != nil {
		p.c.t.Fatal(err)
	}
	got := p.js(fmt.Sprintf(`(() => {
		const b = document.querySelector('[data-testid=%q]');
		if (!b) return 'no button';
		const f = b.form, v = %s;
		for (const k in v) {
			const e = f.elements.namedItem(k);
			if (!e) return 'no field ' + k;
			if (e.type === 'checkbox') e.checked = v[k] !== ''; else e.value = v[k];
		}
		window.leaving = true;
		b.click();
		return 'ok';
	})()`, testid, raw))
	if got != "ok" {
		p.shot("failed-" + testid)
		p.c.t.Fatalf("%s, %s: %s at %s\n%s", p.name, testid, got, p.path(), p.text())
	}
	p.settle()
}

// do makes a move in the case and takes a picture of what follows.
func (p *person) do(caseURL, move string, fields map[string]string) {
	p.c.t.Helper()
	p.visit(caseURL)
	p.fill("do-"+move, fields)
	if fault := p.js("document.querySelector('main [role=alert]') ? document.querySelector('main [role=alert]').innerText : ''"); fault != "" {
		p.shot("refused-" + move)
		p.c.t.Fatalf("%s may not %s: %s", p.name, move, fault)
	}
	p.shot(move)
}

// shot takes a picture of the whole page.
func (p *person) shot(name string) {
	p.c.t.Helper()
	if text := p.text(); strings.Contains(text, "⟦") {
		p.c.t.Errorf("%s at %s: a text is missing: %.200s", p.name, p.path(), text[strings.Index(text, "⟦"):])
	}
	var buf []byte
	p.run(chromedp.FullScreenshot(&buf, 90))
	p.c.n++
	file := filepath.Join(p.c.dir, fmt.Sprintf("%02d-%s-%s.jpg", p.c.n, name, p.name))
	if err := os.WriteFile(file, buf, 0o600); err != nil {
		p.c.t.Fatal(err)
	}
}

// until reloads the page until it says the words.
func (p *person) until(path, words string) {
	p.c.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		p.visit(path)
		if strings.Contains(p.text(), words) {
			return
		}
		time.Sleep(500 * time.Millisecond)
	}
	p.shot("never")
	p.c.t.Fatalf("%s at %s never says %q:\n%s", p.name, path, words, p.text())
}

// untilMay reloads the case until the person is offered the move.
func (p *person) untilMay(path, move string) {
	p.c.t.Helper()
	p.untilShows(path, "[data-testid=do-"+move+"]")
}

// untilShows reloads the page until it has what the selector names.
func (p *person) untilShows(path, selector string) {
	p.c.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		p.visit(path)
		if p.js(fmt.Sprintf("String(!!document.querySelector(%q))", selector)) == "true" {
			return
		}
		time.Sleep(500 * time.Millisecond)
	}
	p.shot("never")
	p.c.t.Fatalf("%s never sees %s at %s:\n%s", p.name, selector, path, p.text())
}

// get reads a page that anybody may read, past the browser.
func (c *city) get(path string) string {
	c.t.Helper()
	r, err := http.Get(c.base + path)
	if err != nil {
		c.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		c.t.Fatalf("%s: %d %v", path, r.StatusCode, err)
	}
	return string(body)
}
