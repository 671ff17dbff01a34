package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a walk waits for what the worker does: a laden machine
// takes its time, and a walk that fails for it proves nothing.
const patience = 3 * time.Minute

// soon is how long a walk waits for the page that follows what a person did.
const soon = 30 * time.Second

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

// js asks the page. What is not there yet is asked for again: a laden machine is
// late with the next page.
func (p *person) js(script string) string {
	p.c.t.Helper()
	for end := time.Now().Add(soon); ; time.Sleep(100 * time.Millisecond) {
		var out string
		ctx, cancel := context.WithTimeout(p.ctx, patience)
		err := chromedp.Run(ctx, chromedp.Evaluate(script, &out))
		cancel()
		if err == nil {
			return out
		}
		if !strings.Contains(err.Error(), "properties of null") || time.Now().After(end) {
			p.c.t.Fatalf("%s: %v\n%s", p.name, err, script)
		}
	}
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

// text is what the page says; nothing while the next one has no body yet.
func (p *person) text() string { return p.js("document.body?.innerText ?? ''") }

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
