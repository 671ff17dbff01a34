package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"quanlian/test/storetest"
)

// TestWindowInChromium: the whole way of a citizen without an account through
// the hall.
func TestWindowInChromium(t *testing.T) {
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			windowInBrowser(t, cityOn(t, engine))
		})
	}
}

func windowInBrowser(t *testing.T, c *city) {
	citizen, machine, screen := c.visitor("citizen"), c.visitor("machine"), c.visitor("screen")
	citizen.run(chromedp.EmulateViewport(390, 900))
	code := citizen.books()
	number, slip := machine.takes(code)
	screen.visit("/screen/patent-window?lang=zh")
	if screen.js(`document.querySelector('[data-testid=now] b')?.innerText || ""`) == number {
		t.Fatalf("%s is called already", number)
	}
	citizen.visit(slip) // the code on the slip, read by the telephone
	citizen.must("前面还有")
	citizen.shot("waits")

	clerk := c.login("desk")
	if at := clerk.path(); at != "/inbox" { // whose units have no counters all
		t.Errorf("who handles cases lands on %s", at)
	}
	clerk.calls("sit-patent-window-3", number)
	screen.await(number)
	if got := screen.js(`document.querySelector('[data-testid=now] b').innerText`); got != number {
		t.Fatalf("the screen, left alone, shows %s and not %s", got, number)
	}
	if said := screen.js(`document.getElementById("q-said").innerText`); !strings.Contains(said, number) {
		t.Errorf("the screen reads %q aloud and not %s", said, number)
	}
	screen.shot("screen")
	citizen.visit(slip)
	citizen.must("请到3号窗口")
	citizen.shot("called")

	machine.queuesAgain()
	no, track := clerk.handsIn(c)
	citizen.visit("/track?no=" + no + "&code=" + track)
	citizen.must("专利证明文件副本", "申请人没有账号")
	citizen.shot("tracked")
	if strings.Contains(citizen.text(), "林清言") {
		t.Fatal("tracking tells a name")
	}
	clerk.visit("/counter")
	clerk.fill("do-finish", nil)

	clerk.decides("/case/" + no)
	citizen.visit("/track?no=" + no + "&code=" + track)
	citizen.must("已送达")
	citizen.shot("delivered")
	clerk.visit(strings.Replace(slip, "/ticket/", "/rate/", 1))
	clerk.must("请来人扫码") // staff do not rate
	if n := clerk.js(`String(document.querySelectorAll('[data-testid^=grade-]').length)`); n != "0" {
		c.t.Errorf("staff are offered %s grades", n)
	}
	citizen.visit(strings.Replace(slip, "/ticket/", "/rate/", 1))
	citizen.shot("rate")
	citizen.fill("grade-dissatisfied", map[string]string{"text": "等得久", "named": "1"})
	citizen.must("谢谢您的评价", "不满意")
	citizen.shot("rated")
	c.reviewed(clerk, number)
	clerk.visit("/counter/figures")
	clerk.shot("figures")
}

// visitor opens a window without a log-in.
func (c *city) visitor(name string) *person { return &person{c: c, name: name, ctx: c.window()} }

// books takes the last time of the table, at home, and gives the code.
func (p *person) books() string {
	p.c.t.Helper()
	p.visit("/book?unit=patent-window&item=ZL21&lang=zh")
	p.shot("book")
	p.fill("book", map[string]string{"name": "林清言", "phone": "10099000000"})
	p.must("请在表里选一个时间") // no time chosen: said, and what was typed stays
	if got := p.js(`document.querySelector('main input[name=name]').value`); got != "林清言" {
		p.c.t.Fatalf("the name that was typed is lost: %q", got)
	}
	p.shot("book-fault")
	p.js(`(() => { const r = [...document.querySelectorAll('input[name=slot]')]; r[r.length - 1].checked = true; return 'ok' })()`)
	p.fill("book", map[string]string{"name": "林清言", "phone": "10099000000"})
	if at, text := p.path(), p.text(); !strings.HasPrefix(at, "/booking/") || !strings.Contains(text, "100****0000") || strings.Contains(text, "林清言") {
		p.c.t.Fatalf("after booking at %s: %s", at, text)
	}
	p.shot("booked")
	return p.js(`document.querySelector('[data-testid=code]').innerText`)
}

// takes gets a number by order and the one of the booking, at a machine that has
// to be paired first. It gives the booked number and the address of its slip.
func (p *person) takes(code string) (number, slip string) {
	p.c.t.Helper()
	p.visit("/kiosk/patent-window?lang=zh")
	p.must("这里是大厅取号机的页面")
	p.shot("unpaired")
	p.fill("try", nil)
	p.shot("kiosk")
	p.fill("take-order", nil)
	p.must("前面还有")
	p.shot("by-order")
	p.follow("back")
	p.fill("take-booked", map[string]string{"booking": "NOSUCHCODE"})
	p.must("没有这个号码")
	p.fill("take-booked", map[string]string{"booking": strings.ToLower(code)})
	p.shot("by-booking")
	return p.js(`document.querySelector('[data-testid=number]').innerText`), p.path()
}

// queuesAgain: who was called and did not come goes back into the queue at the
// machine, by the number alone.
func (p *person) queuesAgain() {
	p.c.t.Helper()
	p.visit("/kiosk/patent-window?lang=zh")
	p.fill("take-missed", map[string]string{"number": "Z999"})
	p.must("过号里没有Z999")
	p.shot("missed")
	p.visit("/screen/patent-window?lang=zh")
	missed := p.js(`(document.querySelector('main').innerText.match(/过号\s+([A-Z]\d{3})/) || ['', ''])[1]`)
	p.visit("/kiosk/patent-window?lang=zh")
	p.fill("take-missed", map[string]string{"number": strings.ToLower(missed)})
	p.must(missed+"已重新排队", "前面还有")
}

// follow follows a link by its test id.
func (p *person) follow(testid string) {
	p.c.t.Helper()
	if got := p.js(`(() => { const a = document.querySelector('[data-testid="` + testid + `"]'); if (!a) return 'no'; a.click(); return 'ok' })()`); got != "ok" {
		p.c.t.Fatalf("%s at %s: no link %s", p.name, p.path(), testid)
	}
	p.settle()
}

// calls sits down and calls until the number stands at the counter; whoever of
// the demo waits before does not come.
func (p *person) calls(seat, number string) {
	p.c.t.Helper()
	p.visit("/counter?lang=zh")
	p.shot("seats")
	p.fill(seat, nil)
	for range 30 {
		p.fill("do-next", nil)
		if p.js(`document.querySelector('[data-testid=number]').innerText`) == number {
			return
		}
		p.fill("do-absent", nil)
	}
	p.c.t.Fatalf("%s is never called", number)
}

// handsIn serves the citizen: card, one screen, a form filled in from what is
// known, sent without an account. It gives number and tracking code.
func (p *person) handsIn(c *city) (no, track string) {
	p.c.t.Helper()
	p.fill("do-begin", nil)
	p.fill("do-identify", map[string]string{"name": "林清言", "person": "110000198803140019"})
	p.must("校验位不对")
	if typed := p.js(`document.getElementById("f-person").value`); typed != "110000198803140019" {
		p.c.t.Errorf("of what was typed %q stays", typed)
	}
	p.fill("device-reader", nil)
	p.fill("do-card", nil)
	p.must("读卡器读不出", "手工填写")
	p.fill("device-reader", nil)
	p.fill("do-card", nil)
	p.must("专利申请受理", "承办机关", "不计入本窗口", "说明书摘要") // what the building knows of her: case, clock of the other office, papers
	p.shot("citizen")
	p.fill("do-note", map[string]string{"text": "要在先申请副本一份，当场收件"})
	p.fill("do-file", map[string]string{"item": "ZL21", "kind": "person", "again": "1"})
	if !strings.HasPrefix(p.path(), "/item/ZL21/apply/") {
		p.c.t.Fatalf("the form for the citizen: %s\n%s", p.path(), p.text())
	}
	patent := c.aPatent()
	p.must("替林清言填写", "回到窗口")
	if strings.Contains(p.text(), "存为模板") {
		c.t.Error("the form of a citizen offers the clerk a template")
	}
	p.must("照来人的证件和营业执照填写") // nothing comes from a log-in
	p.pages(map[string]string{"applicant.address": "望潮区学府路9号", "applicant.district": "望潮", "rights.numbers": patent, "proof.kind": "priority", "proof.n": "1",
		"contact.way": "window"}, "")
	p.shot("check")
	p.fill("send", nil)
	p.must("已收件", "查询码")
	p.fill("device-printer", nil)
	p.fill("do-print", nil)
	p.must("打印机缺纸", "办件不受影响", "查询码")
	p.fill("device-printer", nil)
	p.fill("do-print", nil)
	p.must("已送打印机")
	p.shot("receipt")
	text := p.js(`document.querySelector('[data-testid=receipt]').innerText`)
	no = strings.Fields(text[strings.Index(text, "YL"):])[0]
	no, _, _ = strings.Cut(no, "，")
	return no, strings.Fields(text[strings.Index(text, "查询码")+len("查询码"):])[0]
}

// aPatent is a number of the demo's register.
func (c *city) aPatent() string {
	c.t.Helper()
	body := c.get("/patents")
	_, rest, ok := strings.Cut(body, `href="/patent/`)
	if !ok {
		c.t.Fatal("the register lists no patent")
	}
	number, _, _ := strings.Cut(rest, `"`)
	return number
}

// decides accepts, grants and hands over at the window.
func (p *person) decides(at string) {
	p.c.t.Helper()
	p.visit(at)
	p.shot("desk")
	p.js(`(() => { document.querySelectorAll('input[name=checks]').forEach(e => { e.checked = true }); return 'ok' })()`)
	p.fill("tick", nil)
	p.do(at, "accept", nil)
	p.do(at, "decide", map[string]string{"outcome": "grant"})
	p.untilMay(at, "deliver")
	p.do(at, "deliver", map[string]string{"way": "hand", "day": p.js("new Date(Date.now()+8*3600e3).toISOString().slice(0,10)"), "receiver": "林清言"})
}

// reviewed brings the bad rating of a number through the loop: looked into by
// others than who served, answered, looked at again by the head.
func (c *city) reviewed(served *person, number string) {
	c.t.Helper()
	lead, head := c.login("window"), c.login("deskhead")
	if at := lead.path(); at != "/counter" {
		c.t.Errorf("who works at a window lands on %s", at)
	}
	at := lead.caseIn("/inbox?view=all", number)
	served.visit(at)
	if served.js(`String(!!document.querySelector('[data-testid=do-verify]'))`) == "true" {
		served.fill("do-verify", map[string]string{"text": "不属实"})
		served.must("经办")
	}
	lead.visit(at)
	lead.must("愿意接受回访")
	lead.do(at, "verify", map[string]string{"text": "属实：前面排了很久"})
	lead.do(at, "fix", map[string]string{"text": "加开三号窗口"})
	lead.do(at, "reply", map[string]string{"text": "已加开窗口，向您致歉", "called": "1"})
	head.do(at, "recheck", map[string]string{"text": "已看叫号记录"})
	head.until(at, "已")
	head.shot("closed")
}

// caseIn finds the page of the case whose line in a list says the words.
func (p *person) caseIn(list, words string) string {
	p.c.t.Helper()
	p.until(list, words)
	got := p.js(`(() => {
		for (const a of document.querySelectorAll('main a[href*="/case/"]')) {
			let e = a;
			for (let i = 0; i < 6 && e; i++, e = e.parentElement) {
				if (e.innerText.includes('` + words + `') && (e.tagName === 'TR' || e.tagName === 'LI' || e.tagName === 'A')) return a.pathname;
			}
		}
		return '';
	})()`)
	if got == "" {
		p.shot("no-case")
		p.c.t.Fatalf("%s finds no case with %q in %s:\n%s", p.name, words, list, p.text())
	}
	return got
}
