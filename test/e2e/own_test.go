package e2e

import (
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"quanlian/tools/shots/audit"
)

// TestOwnRightInTheField: the list of one's own rights opens in the field, by keys
// and by words; a choice brings title and owner, several make several lines, Enter
// sends no form, Escape closes, and axe-core finds nothing while it is open.
func TestOwnRightInTheField(t *testing.T) {
	t.Parallel()
	p := sharedCity(t).login("seller")
	p.visit("/item/BH08/apply/onright?lang=zh")
	number, shown := `[name="onright.number"]`, `.q-pop:not([hidden]) [role=option]`
	has := func(what, script, want string) {
		t.Helper()
		if got := p.js(script); got != want {
			p.shot("failed")
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	until := func(script string) {
		t.Helper()
		p.run(chromedp.Poll(script, nil, chromedp.WithPollingTimeout(patience)))
	}
	const value = `document.querySelector('[name="onright.number"]').value`

	p.run(chromedp.Focus(number, chromedp.ByQuery), chromedp.KeyEvent(kb.ArrowDown), chromedp.WaitVisible(shown, chromedp.ByQuery))
	has("roles", `(() => { const e = document.activeElement, at = document.getElementById(e.getAttribute('aria-activedescendant')); return [e.name, e.getAttribute('role'), e.getAttribute('aria-expanded'), String(!!at && at.role || at.getAttribute('role'))].join() })()`, "onright.number,combobox,true,option")
	p.silent()
	p.shot("open")
	p.run(chromedp.Focus("#f-onright-title", chromedp.ByQuery), chromedp.Focus(number, chromedp.ByQuery), chromedp.KeyEvent(kb.ArrowDown), chromedp.WaitVisible(shown, chromedp.ByQuery), chromedp.KeyEvent(kb.Escape))
	has("closed", `[document.querySelector('.q-pop').hidden, document.activeElement.getAttribute('aria-expanded')].join()`, "true,false")

	has("emptied", `(() => { document.activeElement.value = ''; return '' })()`, "")
	p.run(chromedp.KeyEvent("茶园"))
	until(`document.querySelectorAll('.q-pop:not([hidden]) [role=option]').length === 1`)
	p.run(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter))
	has("still on the page", "location.pathname", "/item/BH08/apply/onright")
	chosen := p.js(value)
	if !strings.Contains(p.js(`document.querySelector('[name="onright.title"]').value`), "茶园") || p.js(`document.querySelector('[name="onright.owner"]').value`) != "云澜大学" || len(chosen) < 10 {
		t.Errorf("chosen %q without its title and owner", chosen)
	}
	has("what the register says", `String(document.querySelector('.q-known').innerText.includes('茶园'))`, "true")
	p.run(chromedp.Click(`[data-opens]`, chromedp.ByQuery), chromedp.WaitVisible(shown, chromedp.ByQuery))
	until(`document.querySelectorAll('.q-pop:not([hidden]) [role=option]').length > 1`)
	p.run(chromedp.Click(shown+`:not([aria-selected=true])`, chromedp.ByQuery))
	if p.js(value) == chosen {
		t.Error("another choice changed nothing")
	}

	until(`document.querySelector('[data-saved].is-done') !== null`) // what is not kept yet would hold the page

	p.visit("/item/ZL14/many")
	box := `form[data-testid=own] [role=combobox]`
	p.run(chromedp.Focus(box, chromedp.ByQuery), chromedp.KeyEvent(kb.ArrowDown), chromedp.WaitVisible(shown, chromedp.ByQuery),
		chromedp.KeyEvent(kb.Enter), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter))
	has("two lines", `String(document.querySelector('[name=number]').value.split('\n').length)`, "2")
	has("two chosen", `String(document.querySelectorAll('.q-pop [aria-selected=true]').length)`, "2")
	p.silent()
	p.shot("several")
	p.run(chromedp.Focus(`form[data-testid=own] button`, chromedp.ByQuery), chromedp.Focus(box, chromedp.ByQuery), chromedp.KeyEvent(kb.ArrowDown), chromedp.WaitVisible(shown, chromedp.ByQuery), chromedp.KeyEvent(kb.Enter))
	has("one taken out", `String(document.querySelector('[name=number]').value.split('\n').length)`, "1")
}

// silent fails when axe-core finds something on the page as it stands.
func (p *person) silent() {
	p.c.t.Helper()
	script, err := os.ReadFile("../../web/assets/node_modules/axe-core/axe.min.js")
	if err != nil {
		p.c.t.Fatal(err)
	}
	faults := audit.Listen(p.ctx, func(line string) { p.c.t.Error(line) })
	if err := audit.Axe(p.ctx, string(script), faults); err != nil {
		p.c.t.Fatal(err)
	}
}
