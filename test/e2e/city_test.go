package e2e

import (
	"context"
	"fmt"
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
