package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Widths of the pictures. Unit: CSS pixels. Source: docs/look.
var widths = []int64{1360, 390}

func main() {
	base := flag.String("base", "http://localhost:8090", "where the pages are")
	out := flag.String("out", "shots", "folder for the pictures")
	axe := flag.String("axe", "web/assets/node_modules/axe-core/axe.min.js", "axe-core; empty: do not run it")
	langs := flag.String("langs", "zh,en", "languages")
	user := flag.String("user", "", "log in first, as user:password")
	flag.Parse()
	n, err := run(*base, *out, *axe, *user, strings.Split(*langs, ","), flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "shots:", err)
		os.Exit(3)
	}
	if n > 0 {
		os.Exit(1)
	}
}

// run visits every page at every width in every language and counts faults.
func run(base, out, axe, user string, langs, paths []string) (int, error) {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return 0, err
	}
	script := ""
	if axe != "" {
		body, err := os.ReadFile(axe)
		if err != nil {
			return 0, err
		}
		script = string(body)
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("/usr/bin/chromium"), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	defer stop()
	ctx, stop := chromedp.NewContext(alloc)
	defer stop()
	ctx, stop = context.WithTimeout(ctx, 5*time.Minute)
	defer stop()
	faults := listen(ctx)
	if err := login(ctx, base, user); err != nil {
		return 0, err
	}
	for _, path := range paths {
		for _, l := range langs {
			for _, w := range widths {
				name := fmt.Sprintf("%s-%s-%d.png", strings.ReplaceAll(strings.Trim(path, "/"), "/", "-"), l, w)
				faults.at(name)
				if err := shoot(ctx, base+path+query(path, l), filepath.Join(out, name), w, script, faults); err != nil {
					return faults.count(), fmt.Errorf("%s: %w", name, err)
				}
			}
		}
	}
	return faults.count(), nil
}

// login fills the log-in form in as a person does.
func login(ctx context.Context, base, user string) error {
	name, password, ok := strings.Cut(user, ":")
	if !ok {
		return nil
	}
	fill := fmt.Sprintf(`(() => { const f = document.querySelector("input[name=password]").form; f.elements.login.value = %q; f.elements.password.value = %q; f.requestSubmit(); return true })()`, name, password)
	var sent bool
	var at string
	err := chromedp.Run(ctx, chromedp.Navigate(base+"/login"), chromedp.WaitReady("main"), chromedp.Evaluate(fill, &sent),
		chromedp.Sleep(500*time.Millisecond), chromedp.WaitReady("main"), chromedp.Location(&at))
	if err == nil && strings.Contains(at, "/login") {
		err = fmt.Errorf("%s could not log in", name)
	}
	return err
}

func query(path, l string) string {
	if strings.Contains(path, "?") {
		return "&lang=" + l
	}
	return "?lang=" + l
}

// shoot visits one page.
func shoot(ctx context.Context, url, file string, width int64, axe string, f *faults) error {
	var png []byte
	var over bool
	err := chromedp.Run(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(url), chromedp.WaitReady("main"),
		chromedp.Evaluate(`document.documentElement.scrollWidth > innerWidth`, &over), chromedp.FullScreenshot(&png, 100))
	if err != nil {
		return err
	}
	if over {
		f.add("the page is wider than the window")
	}
	if axe != "" {
		if err := audit(ctx, axe, f); err != nil {
			return err
		}
	}
	return os.WriteFile(file, png, 0o644)
}

type violation struct {
	ID    string
	Help  string
	Nodes []struct{ HTML string }
}

// audit runs axe-core in the page.
func audit(ctx context.Context, axe string, f *faults) error {
	var found string
	await := func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
	err := chromedp.Run(ctx, chromedp.Evaluate(axe+";0", nil), chromedp.Evaluate(`axe.run(document,{resultTypes:["violations"]}).then(r=>JSON.stringify(r.violations.map(v=>({ID:v.id,Help:v.help,Nodes:v.nodes.map(n=>({HTML:n.html}))}))))`, &found, await))
	if err != nil {
		return err
	}
	var list []violation
	if err := json.Unmarshal([]byte(found), &list); err != nil {
		return err
	}
	for _, v := range list {
		f.add(fmt.Sprintf("%s: %s (%d), first %.220s", v.ID, v.Help, len(v.Nodes), v.Nodes[0].HTML))
	}
	return nil
}

// faults gathers what is wrong, by picture.
type faults struct {
	mu   sync.Mutex
	page string
	n    int
}

// listen takes what the browser's console complains of, such as breaches of
// the content security policy.
func listen(ctx context.Context) *faults {
	f := &faults{}
	chromedp.ListenTarget(ctx, func(ev any) {
		switch ev := ev.(type) {
		case *runtime.EventExceptionThrown:
			f.add("exception: " + ev.ExceptionDetails.Error())
		case *log.EventEntryAdded:
			if ev.Entry.Level == log.LevelError {
				f.add("console: " + ev.Entry.Text)
			}
		}
	})
	return f
}

func (f *faults) at(page string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.page = page
}

func (f *faults) add(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n++
	fmt.Printf("%s: %s\n", f.page, what)
}

func (f *faults) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.n
}
