package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// answer fills fields of the page of a form by their names, as typed: a choice
// by its value, a box by anything. It gives "ok", or which field there is not.
func (p *person) answer(fields map[string]string) {
	p.c.t.Helper()
	choices, typed := map[string]string{}, map[string]string{}
	for k, v := range fields {
		if p.js(fmt.Sprintf(`(() => { const e = document.querySelector('main [name=%q]:not([type=hidden])'); return String(!!e && (e.type === 'radio' || e.type === 'checkbox')) })()`, k)) == "true" {
			choices[k] = v
		} else {
			typed[k] = v
		}
	}
	if len(choices) > 0 {
		p.put(choices)
		p.run(chromedp.Sleep(200*time.Millisecond), chromedp.Poll(`!document.querySelector('.htmx-request')`, nil)) // a choice may bring other fields
	}
	p.put(typed)
}

func (p *person) put(fields map[string]string) {
	p.c.t.Helper()
	raw, err := json.Marshal(fields)
	if err != nil {
		p.c.t.Fatal(err)
	}
	got := p.js(fmt.Sprintf(`(() => {
		const v = %s;
		for (const k in v) {
			const list = [...document.querySelectorAll('main [name="' + k + '"]')].filter(e => e.type !== 'hidden');
			if (!list.length) return 'no field ' + k;
			const e = list[0];
			if (e.type === 'radio' || e.type === 'checkbox') {
				const hit = list.find(x => x.value === v[k]) || (e.type === 'checkbox' && e);
				if (!hit) return 'no choice ' + v[k] + ' of ' + k;
				if (!hit.checked) hit.click();
			} else {
				e.value = v[k];
				e.dispatchEvent(new Event('input', {bubbles: true}));
				e.dispatchEvent(new Event('change', {bubbles: true}));
			}
		}
		return 'ok';
	})()`, raw))
	if got != "ok" {
		p.shot("failed-answer")
		p.c.t.Fatalf("%s at %s: %s\n%s", p.name, p.path(), got, p.text())
	}
}

// goOn presses the main button of the form of the page.
func (p *person) goOn() {
	p.c.t.Helper()
	if got := p.js(`(() => { const b = [...document.querySelectorAll('main form .q-acts button.btn-primary')].pop(); if (!b) return 'no'; window.leaving = true; b.click(); return 'ok' })()`); got != "ok" {
		p.c.t.Fatalf("%s at %s: no button leads on", p.name, p.path())
	}
	p.settle()
}

// pages goes through the pages of a form to the last one, answering what is asked
// by name and leaving what is filled already.
func (p *person) pages(answers map[string]string, upload string) {
	p.c.t.Helper()
	for range 14 {
		at := p.path()
		step := at[strings.LastIndexByte(at, '/')+1:]
		switch step {
		case "check":
			return
		case "materials":
			if upload != "" {
				p.attach(upload)
			} else {
				p.shoots()
			}
		default:
			here := map[string]string{}
			for k, v := range answers {
				if p.js(fmt.Sprintf(`String(!!document.querySelector('main [name=%q]:not([type=hidden])'))`, k)) == "true" {
					here[k] = v
				}
			}
			p.answer(here)
		}
		p.shot("form-" + step)
		p.goOn()
		if p.path() == at {
			p.shot("stuck-" + step)
			p.c.t.Fatalf("%s is held at %s:\n%s", p.name, at, p.text())
		}
	}
	p.c.t.Fatalf("%s never comes to the last page", p.name)
}

// shoots takes a picture of every paper with the camera of the counter.
func (p *person) shoots() {
	p.c.t.Helper()
	for _, m := range strings.Fields(p.js(`[...document.querySelectorAll('[data-testid=shoot]')].map(b => b.value).join(' ')`)) {
		p.js(`(() => { document.querySelector('[data-testid=shoot][value="` + m + `"]').click(); window.leaving = true; return 'ok' })()`)
		p.settle()
		p.must("拍摄")
	}
}

// attach puts the file to every material that has none.
func (p *person) attach(file string) {
	p.c.t.Helper()
	for _, id := range strings.Fields(p.js(`[...document.querySelectorAll('main input[type=file]')].map(e => e.id).join(' ')`)) {
		p.run(chromedp.SetUploadFiles(`[id="`+id+`"]`, []string{file}, chromedp.ByQuery))
	}
}

// paper is a small PDF to attach.
func (c *city) paper(name string) string {
	c.t.Helper()
	file := filepath.Join(c.t.TempDir(), name)
	body := "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
	if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
		c.t.Fatal(err)
	}
	return file
}

// must looks for words on the page.
func (p *person) must(words ...string) {
	p.c.t.Helper()
	for _, w := range words {
		text := p.text()
		for end := time.Now().Add(soon); !strings.Contains(text, w) && time.Now().Before(end); text = p.text() {
			time.Sleep(100 * time.Millisecond) // a laden machine is late with the next page
		}
		if !strings.Contains(text, w) {
			p.shot("lacks")
			p.c.t.Fatalf("%s at %s: %q is not said:\n%s", p.name, p.path(), w, text)
		}
	}
}

// await lets the page be until it says the words by itself.
func (p *person) await(words string) {
	p.c.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		if strings.Contains(p.text(), words) {
			return
		}
		p.settle()
	}
	p.shot("never")
	p.c.t.Fatalf("%s at %s, left alone, never says %q:\n%s", p.name, p.path(), words, p.text())
}
