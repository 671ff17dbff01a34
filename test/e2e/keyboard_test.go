package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// reach is how many times Tab is pressed before something is held to be out of
// reach. Unit: key presses. Source: our choice: more than the longest page has.
const reach = 250

// TestApplicationByKeyboard: without a mouse an item is found in everyday words,
// every kind of field filled in, a right chosen from one's own, a mistake led to
// and mended, a paper attached, the answers checked, the form sent.
func TestApplicationByKeyboard(t *testing.T) {
	t.Parallel()
	c := sharedCity(t)
	p := c.login("buyer")
	p.visit("/items")
	p.types(kb.Tab)
	if !p.holdsFocus(`e.matches('.q-skip')`) {
		t.Error("the first key does not lead past the navigation")
	}
	p.entered()
	p.tabTo(`e.name === 'q'`)
	p.retypes("", "专利能贷款吗")
	p.enter()
	p.tabTo(`e.pathname === '/item/JR01'`)
	p.enter()
	p.tabTo(`e.pathname === '/item/JR01/apply'`)
	p.enter()
	asked := map[string]string{"applicant.address": "东埠区云禾路88号", "need.amount": "3000000", "need.months": "24", "need.by": "2027-01-15", "firm.revenue": "52000000", "firm.loans": "1200000", "contact.phone": "0990-88001234", "need.banks": "chosen", "need.names": "云澜银行"}
	p.keyed("applicant", asked)
	p.keyed("need", map[string]string{"need.amount": "壹佰万"}) // an amount in words is told
	p.tabTo(`e.closest('.q-errsum') && e.hash === '#f-need-amount'`)
	p.entered()
	if !p.holdsFocus(`e.name === 'need.amount'`) {
		p.shot("not-led")
		t.Fatal("the summary of faults does not lead to the field")
	}
	p.retypes("壹佰万", "3000000")
	for _, step := range []string{"need", "pledge", "firm", "contact", "declaration"} {
		p.keyed(step, asked)
	}
	p.attachByKey(c.paper("财务报表.pdf"))
	p.tabTo(`e.matches('main form .q-acts .btn-primary')`)
	p.enter()
	p.shot("check")
	p.must("叁佰万元整", "财务报表.pdf", "云澜银行")
	p.tabTo(`e.dataset.testid === 'send'`)
	p.enter()
	p.must("已提交")
	p.shot("sent")
	p.rowsByKey()
}

// rowsByKey adds a row to a repeated page and takes one out.
func (p *person) rowsByKey() {
	p.c.t.Helper()
	p.visit("/item/SB01/apply/goods")
	p.tabTo(`e.name === 'goods.0.class'`)
	p.retypes("", "30")
	p.types(kb.Tab)
	p.retypes("", "茶")
	p.tabTo(`e.name === '_more'`)
	p.enter()
	if !p.holdsFocus(`e.name === 'goods.1.class'`) {
		p.shot("row")
		p.c.t.Fatalf("after a new row the focus is on %s", p.js(`document.activeElement.outerHTML.slice(0, 200)`))
	}
	p.retypes("", "35")
	p.types(kb.Tab)
	p.retypes("", "广告")
	p.tabTo(`e.name === '_drop' && e.value === 'goods.1'`)
	p.enter()
	if got := p.js(`[...document.querySelectorAll('main [name$=".class"]')].map(e => e.value).join()`); got != "30" {
		p.shot("rows")
		p.c.t.Errorf("rows that are left: %s", got)
	}
	p.tabTo(`e.innerText === '删除草稿'`)
	p.enter()
	p.must("草稿已删除")
}

func (p *person) types(keys string) {
	p.c.t.Helper()
	p.run(chromedp.KeyEvent(keys))
}

// entered is Enter as a keyboard sends it: what it does to the element with the
// focus when it goes down, it does not do again to the one that has it then.
func (p *person) entered() {
	p.c.t.Helper()
	key := func(kind input.KeyType) *input.DispatchKeyEventParams {
		return input.DispatchKeyEvent(kind).WithKey("Enter").WithCode("Enter").WithWindowsVirtualKeyCode(13)
	}
	p.run(key(input.KeyDown).WithText("\r").WithUnmodifiedText("\r"), key(input.KeyUp))
}

// retypes takes away what stands in the field and types the text.
func (p *person) retypes(was, text string) {
	p.c.t.Helper()
	if was != "" {
		p.types(kb.End + strings.Repeat(kb.Backspace, len([]rune(was))))
	}
	p.run(input.InsertText(text))
}

// idle waits until no fields are on their way.
func (p *person) idle() {
	p.c.t.Helper()
	for range 100 {
		p.run(chromedp.Sleep(300 * time.Millisecond))
		if p.js(`String(!!document.querySelector('.htmx-request'))`) == "false" {
			return
		}
	}
}

// enter presses what has the focus and waits for the page that follows.
func (p *person) enter() {
	p.c.t.Helper()
	p.js(`(() => { window.leaving = true; return 'ok' })()`)
	p.entered()
	p.settle()
}

// holdsFocus reports whether the script holds for e, the element with the focus.
func (p *person) holdsFocus(script string) bool {
	p.c.t.Helper()
	return p.js(`String(!!(e => `+script+`)(document.activeElement))`) == "true"
}

// tabTo presses Tab until the script holds for the element with the focus.
func (p *person) tabTo(script string) {
	p.c.t.Helper()
	for range reach {
		p.types(kb.Tab)
		if p.holdsFocus(script) {
			if !p.holdsFocus(`(b => b.width > 0 && b.height > 0)(e.getBoundingClientRect()) && (getComputedStyle(e).outlineStyle !== 'none' || e.type === 'file' || e.type === 'radio' || e.type === 'checkbox')`) {
				p.shot("unseen")
				p.c.t.Errorf("%s at %s: the focus is not seen on %s", p.name, p.path(), p.js(`document.activeElement.outerHTML.slice(0, 200)`))
			}
			return
		}
	}
	p.shot("out-of-reach")
	p.c.t.Fatalf("%s at %s: Tab never comes to what holds %s", p.name, p.path(), script)
}

// focused is the element that has the focus.
type focused struct {
	Type, Role, Name, Value string
	Chosen                  bool // a choice of the group is made
	Main                    bool
}

// keyed fills in a page of the form control by control and goes on: what there is
// an answer for, and the first choice of every other question.
func (p *person) keyed(step string, answers map[string]string) {
	p.c.t.Helper()
	if !strings.HasSuffix(p.path(), "/"+step) {
		p.visit("/item/JR01/apply/" + step)
	}
	var seen []string
	for range reach {
		p.types(kb.Tab)
		e := p.focus()
		switch {
		case e.Main:
			p.shot("keyed-" + step)
			p.enter()
			return
		case !strings.HasPrefix(e.Name, step+".") || slices.Contains(seen, e.Name):
			if e.Role == "combobox" && !slices.Contains(seen, e.Role) {
				seen = append(seen, e.Role)
				p.picksByKey()
			}
			continue
		}
		if e.Type != "checkbox" {
			seen = append(seen, e.Name)
		}
		p.answerByKey(e, answers[e.Name])
	}
	p.shot("stuck")
	p.c.t.Fatalf("%s never leaves %s", p.name, p.path())
}

func (p *person) focus() (e focused) {
	p.c.t.Helper()
	got := p.js(`(() => {
		const e = document.activeElement, n = e.name || '';
		return JSON.stringify({Role: e.role || '', Type: e.type || '', Name: n, Value: e.value || '', Main: e.matches('main form .q-acts .btn-primary'),
			Chosen: !!n && !!document.querySelector('main [name="' + n + '"]:checked')});
	})()`)
	if err := json.Unmarshal([]byte(got), &e); err != nil {
		p.c.t.Fatal(err)
	}
	return e
}

// answerByKey gives the answer to the control that has the focus.
func (p *person) answerByKey(e focused, want string) {
	p.c.t.Helper()
	switch {
	case e.Type == "radio":
		for range 9 {
			if now := p.focus(); now.Chosen && (want == "" || p.js(`document.querySelector('main [name="`+e.Name+`"]:checked').value`) == want) {
				break
			} else if !now.Chosen {
				p.types(" ")
			} else {
				p.types(kb.ArrowDown)
			}
			p.idle() // a choice may bring other fields
		}
		if !p.holdsFocus(`e.name === '` + e.Name + `'`) {
			p.shot("focus-lost")
			p.c.t.Fatalf("after a choice of %s the focus is on %s", e.Name, p.js(`document.activeElement.outerHTML.slice(0, 200)`))
		}
	case e.Type == "checkbox":
		if !e.Chosen {
			p.types(" ")
		}
	case e.Type == "select-one":
		if e.Value == "" {
			p.types(kb.ArrowDown)
		}
	case want != "" && e.Value != want:
		p.retypes(e.Value, want)
	}
}

// picksByKey chooses one of one's own rights from the list that opens.
func (p *person) picksByKey() {
	p.c.t.Helper()
	p.types(kb.ArrowDown)
	p.run(chromedp.WaitVisible(`.q-pop:not([hidden]) [role=option]`, chromedp.ByQuery))
	p.shot("own")
	p.types(kb.ArrowDown)
	p.entered()
	if got := p.js(`document.querySelector('main [name="pledge.numbers"]').value`); got == "" {
		p.shot("not-taken")
		p.c.t.Fatal("the choice did not come into the field")
	}
	if !p.holdsFocus(`e.role === 'combobox'`) {
		p.c.t.Errorf("after the choice the focus is on %s", p.js(`document.activeElement.outerHTML.slice(0, 200)`))
	}
}

// attachByKey opens the chooser of the first paper with a key and takes the file.
func (p *person) attachByKey(file string) {
	p.c.t.Helper()
	if !strings.HasSuffix(p.path(), "/materials") {
		p.c.t.Fatalf("%s at %s, not at the papers:\n%s", p.name, p.path(), p.text())
	}
	chosen := make(chan error, 1)
	ctx, stop := context.WithCancel(p.ctx)
	defer stop()
	chromedp.ListenTarget(ctx, func(ev any) {
		if e, ok := ev.(*page.EventFileChooserOpened); ok {
			go func() {
				chosen <- chromedp.Run(p.ctx, dom.SetFileInputFiles([]string{file}).WithBackendNodeID(e.BackendNodeID))
			}()
		}
	})
	p.run(page.SetInterceptFileChooserDialog(true))
	p.tabTo(`e.type === 'file'`)
	p.entered()
	select {
	case err := <-chosen:
		if err != nil {
			p.c.t.Fatal(err)
		}
	case <-time.After(patience):
		p.shot("no-chooser")
		p.c.t.Fatal(fmt.Errorf("%s: no file can be chosen by key", p.name))
	}
	p.run(page.SetInterceptFileChooserDialog(false))
}
