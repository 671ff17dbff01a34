package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"quanlian/base/calendar"
)

// keys types keys where the page's own keys are heard.
func (p *person) keys(list ...string) {
	p.c.t.Helper()
	for _, k := range list {
		p.run(chromedp.KeyEvent(k))
	}
	p.settle()
}

// count counts what a selector finds.
func (p *person) count(selector string) string {
	p.c.t.Helper()
	return p.js(fmt.Sprintf(`String(document.querySelectorAll(%q).length)`, selector))
}

// press presses a button by its test id.
func (p *person) press(testid string) {
	p.c.t.Helper()
	script := fmt.Sprintf(`(() => { const b = document.querySelector('[data-testid=%q]'); if (!b) return 'no'; b.click(); return 'ok' })()`, testid)
	got := p.js(script)
	for end := time.Now().Add(soon); got != "ok" && time.Now().Before(end); got = p.js(script) {
		time.Sleep(100 * time.Millisecond)
	}
	if got != "ok" {
		p.shot("no-" + testid)
		p.c.t.Fatalf("%s at %s: no button %s\n%s", p.name, p.path(), testid, p.text())
	}
	p.settle()
}

// free is a clerk of the window who has none of the chosen cases, with the log-in,
// and another one.
func free(t *testing.T, held string) (name, login, other string) {
	t.Helper()
	clerks := [][2]string{{"贺敏", "desk"}, {"程若川", "desk2"}, {"林书湄", "desk3"}}
	i := slices.IndexFunc(clerks, func(k [2]string) bool { return !strings.Contains(held, k[0]) })
	if i < 0 {
		t.Fatalf("every clerk has one of the chosen: %s", held)
	}
	return clerks[i][0], clerks[i][1], clerks[(i+1)%3][0]
}

// TestInboxByKeyboard: rows are walked, shown beside, selected, handed on with a
// dry count first; the list is kept; help says all keys; a case is opened and
// acted in, and the next one comes.
func TestInboxByKeyboard(t *testing.T) {
	c := sharedCity(t)
	p := c.login("deskhead")
	p.visit("/inbox?view=all&unit=patent-window&what=ZL19&sort=title&lang=zh")
	first := p.js(`document.querySelector('tr[aria-current] input').value`)
	p.keys("j")
	p.holds("J goes on, and shows the next beside", fmt.Sprintf(`(() => { const at = document.querySelector('tr[aria-current] input')?.value; return at && at !== %q && document.querySelector('#preview')?.innerText.includes(at) && location.search.includes(at) })()`, first))
	p.keys("j", "k") // one question comes upon another: the last one counts
	p.holds("the row in hand stands beside", `(() => { const at = document.querySelector('tr[aria-current] input')?.value; return document.querySelector('#preview')?.innerText.includes(at) && location.search.includes(at) })()`)
	second := p.js(`document.querySelector('tr[aria-current] input').value`)
	p.keys("?")
	p.holds("? opens the help", `document.querySelector("dialog[open]")`)
	p.shot("help")
	p.run(chromedp.KeyEvent("\u001b"))
	p.keys("x", "k", "x")
	p.holds("two rows are selected", `document.querySelector('[data-count]').textContent === "2"`)
	p.shot("selected")
	held := p.js(`[...document.querySelectorAll('tr:has(input:checked)')].map(r => r.innerText).join(' ')`)
	p.keys("r")
	p.must("批量转办", "2件可办", "还没有办任何一件")
	p.shot("form")
	taker, login, other := free(t, held)
	to := p.js(fmt.Sprintf(`[...document.querySelectorAll('select[name=user] option')].find(o => o.text.includes(%q)).value`, taker))
	p.answer(map[string]string{"user": to, "reason": "按专长调整"})
	p.press("bulk-check")
	p.must("2件可办，0件不能办")
	p.shot("dry")
	p.press("bulk-start")
	p.await("已办2件")
	p.shot("result")
	p.keys("\u001b")
	p.holds("the way back keeps the filter", `location.search.includes("what=ZL19") && location.search.includes("unit=patent-window") && document.querySelector("tr[aria-current]")`)
	p.keys("/")
	p.holds("/ leads to the search", `document.activeElement.name === "q"`)
	p.run(chromedp.KeyEvent("\u001b"))

	clerk := c.login(login)
	clerk.visit("/inbox?view=all&what=ZL19&who=me&sort=title&lang=zh")
	clerk.must(first, second)
	clerk.keys("\r")
	clerk.holds("Enter opens the case", `location.pathname.startsWith("/case/")`)
	open := clerk.path()
	clerk.shot("desk")
	clerk.keys("j")
	clerk.holds("J leads on from the desk", fmt.Sprintf(`location.pathname !== %q && location.pathname.includes("ZL19")`, open))
	clerk.keys("k")
	clerk.holds("K leads back", fmt.Sprintf(`location.pathname === %q`, open))
	clerk.keys("r") // unfolds the form and stands in it
	to = clerk.js(fmt.Sprintf(`[...document.querySelectorAll('select[name=user] option')].find(o => o.text.includes(%q)).value`, other))
	clerk.answer(map[string]string{"user": to})
	clerk.js(`(() => { const e = document.querySelector('[data-testid="move-std.reassign"] [name=reason]'); e.value = '请代看'; e.focus(); return 'ok' })()`)
	clerk.js(`(() => { document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', ctrlKey: true, bubbles: true})); return 'ok' })()`)
	clerk.holds("the next case comes", fmt.Sprintf(`location.pathname !== %q && location.pathname.startsWith("/case/") && document.readyState === "complete"`, open))
	clerk.must(strings.TrimPrefix(open, "/case/")) // the notice names what was done
	clerk.shot("next")
	clerk.keys("u")
	clerk.holds("U leads to the inbox", `location.pathname === "/inbox"`)
}

// TestClerksMorning: from the inbox through hand-out, checklist, notice of what
// is missing, correction, acceptance and decision to the paper delivered.
func TestClerksMorning(t *testing.T) {
	c := sharedCity(t)
	clerk, head, applicant := c.login("desk"), c.login("deskhead"), c.login("seller")
	clerk.visit("/inbox?view=pool&unit=rights-aid&what=BH10&lang=zh")
	clerk.shot("pool")
	no := clerk.js(`document.querySelector('tbody input').value`)
	clerk.keys("a") // takes the row in hand
	clerk.until("/inbox?view=mine&q="+no, no)
	at := "/case/" + no
	clerk.visit(at)
	clerk.shot("desk")
	clerk.do(at, "notify_once", map[string]string{"reason": "委托书缺落款日期，请补一份。"})
	clerk.must("委托书缺落款日期")
	applicant.visit("/my?look=yours&lang=zh")
	applicant.must(no)
	applicant.shot("my-move")
	applicant.visit(at + "/correct")
	applicant.fill("mend", map[string]string{"note": "已补日期。"})
	applicant.shot("corrected")
	clerk.visit(at)
	clerk.js(`(() => { for (const b of document.querySelectorAll('.q-checks input[type=checkbox]')) b.checked = true; return 'ok' })()`)
	clerk.press("tick")
	clerk.shot("ticked")
	clerk.do(at, "accept", nil)
	head.do(at, "decide", map[string]string{"outcome": "grant"})
	clerk.untilMay(at, "deliver")
	clerk.do(at, "deliver", map[string]string{"way": "hand", "day": calendar.DateOf(time.Now()).String(), "receiver": "经办人本人"})
	applicant.until(at, "已送达")
	applicant.shot("delivered")
	applicant.visit("/my?look=closed&lang=zh")
	applicant.must(no)
}

// TestSupervisor: from the board down to a case of a clerk on leave, handed to
// a colleague who is named with load and absence; a longer limit is asked and
// approved by another.
func TestSupervisor(t *testing.T) {
	c := sharedCity(t)
	head, clerk := c.login("deskhead"), c.login("desk")
	head.visit("/board?unit=patent-window&who=u-shumei&lang=zh")
	head.must("林书湄")
	head.shot("board")
	at := head.js(`[...document.querySelectorAll('main a[href*="/case/"]')].find(a => a.href.includes('ZL12')).pathname`)
	head.visit(at)
	to := head.js(`[...document.querySelectorAll('select[name=user] option')].find(o => o.text.includes('贺敏')).value`)
	if text := head.js(`[...document.querySelectorAll('select[name=user] option')].map(o => o.text).join(' ')`); !strings.Contains(text, "本单位在办") || strings.Contains(text, "u-") {
		t.Fatalf("colleagues to choose from: %s", text)
	}
	head.do(at, "std.reassign", map[string]string{"user": to, "reason": "年休假期间转办"})
	clerk.visit("/inbox?view=mine&q=" + strings.TrimPrefix(at, "/case/") + "&lang=zh")
	clerk.must(strings.TrimPrefix(at, "/case/"))
	clerk.visit(at)
	limit := clerk.js(`(() => { const s = document.querySelector('[data-testid="move-ask_extension"] [name=limit]'); if (s && s.options) return [...s.options].map(o => o.value).find(v => v) || ''; return 'committed' })()`)
	clerk.do(at, "ask_extension", map[string]string{"limit": limit, "extra": "10wd", "reason": "需向发证机关核对登记簿"})
	head.do(at, "answer_extension", map[string]string{"ok": "yes"})
	head.must("11个工作日", "审批延期") // one promised, ten more
	head.shot("extended")
}
