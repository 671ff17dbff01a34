package e2e

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"quanlian/test/storetest"
)

// TestJourneysInChromium: a first-time applicant from everyday words to the
// rating, and an agent for a client, whose firm has to agree first.
func TestJourneysInChromium(t *testing.T) {
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			c := cityOn(t, engine)
			clerk, head := c.login("desk"), c.login("deskhead")
			firstTime(t, c, clerk, head)
			forClient(t, c, clerk)
		})
	}
}

// help is what is asked for help with enforcement (BH10).
var help = map[string]string{"applicant.address": "东埠区云禾路88号", "applicant.district": "东埠", "applicant.code": "91990001MA0QL0001J", "opponent.name": "鹤汀某仪器有限公司", "opponent.address": "鹤汀区临港三路3号", "help.right": "patent", "help.kinds": "way",
	"help.side": "accused", "help.hard": "small", "help.facts": "上周收到律师函，说我们的传感器侵权，要求停止销售。", "contact.phone": "0990-88001234", "contact.way": "electronic", "declaration.truth": "yes"}

func firstTime(t *testing.T, c *city, clerk, head *person) {
	p := c.visitor("first")
	p.visit("/?lang=zh")
	p.shot("home")
	p.visit("/items?q=收到律师函怎么办")
	p.must("维权援助申请")
	p.shot("found")
	p.guided()
	p.visit("/item/BH10")
	p.must("怎么办", "要准备什么")
	p.shot("item")
	p.link("/item/BH10/apply")
	p.comesFirst("谢临川", "云澜微光科技有限公司", "91990001MA0QL0091U")
	if !strings.HasPrefix(p.path(), "/item/BH10/apply/") {
		t.Fatalf("after the log-in at %s:\n%s", p.path(), p.text())
	}
	p.faulty()
	p.autosaved()
	answers := maps.Clone(help)
	answers["applicant.code"] = "91990001MA0QL0091U"
	p.pages(answers, c.paper("律师函.pdf"))
	p.shot("check")
	p.must("律师函.pdf", "停止销售", "云澜微光科技有限公司")
	p.fill("send", nil)
	at := p.path()
	if !strings.HasPrefix(at, "/case/") {
		t.Fatalf("after sending at %s:\n%s", at, p.text())
	}
	p.must("已提交")
	p.shot("sent")

	clerk.do(at, "notify_once", map[string]string{"reason": "律师函第2页看不清，请重新扫描；请补产品照片。"})
	p.visit("/my")
	p.must("补正")
	p.shot("told")
	p.visit(at)
	p.must("律师函第2页看不清")
	p.link(at + "/correct")
	p.attach(c.paper("律师函（清晰）.pdf"))
	p.answer(map[string]string{"note": "已重新扫描，照片附在第三页。"})
	p.shot("supply")
	p.goOn()
	p.must("补正")
	p.shot("supplied")

	clerk.visit(at)
	clerk.js(`(() => { document.querySelectorAll('input[name=checks]').forEach(e => { e.checked = true }); return 'ok' })()`)
	clerk.fill("tick", nil)
	clerk.do(at, "accept", nil)
	head.do(at, "decide", map[string]string{"outcome": "grant"})
	p.until(at, "已送达")
	p.shot("granted")
	p.opens()
	p.visit(at)
	p.fill("do-rate", map[string]string{"grade": "very_satisfied", "text": "一步一步都讲清楚了"})
	p.must("非常满意")
	p.shot("rated")
}

// guided answers the three questions.
func (p *person) guided() {
	p.c.t.Helper()
	p.visit("/items/guide")
	for range 6 {
		if p.js(`String(!!document.querySelector('[data-testid=next]'))`) != "true" {
			break
		}
		p.shot("guide")
		p.js(`(() => { const r = document.querySelector('main input[type=radio]'); if (r) r.click(); document.querySelector('[data-testid=next]').click(); return 'ok' })()`)
		p.settle()
	}
	p.must("项适合您")
	p.shot("guided")
}

// link follows the first link to the path.
func (p *person) link(path string) {
	p.c.t.Helper()
	if got := p.js(fmt.Sprintf(`(() => { const a = [...document.querySelectorAll('main a')].find(a => a.pathname === %q); if (!a) return 'no'; a.click(); return 'ok' })()`, path)); got != "ok" {
		p.shot("no-link")
		p.c.t.Fatalf("%s at %s: no link to %s\n%s", p.name, p.path(), path, p.text())
	}
	p.settle()
}

// comesFirst has no log-in and is asked for one: the identity service vouches, and
// one is opened.
func (p *person) comesFirst(name, org, code string) {
	p.c.t.Helper()
	if !strings.HasPrefix(p.path(), "/login") {
		p.c.t.Fatalf("%s is not asked to log in at %s", p.name, p.path())
	}
	p.shot("login")
	p.link("/login/with/played")
	p.shot("identity")
	p.fill("vouch", map[string]string{"name": name, "org_name": org, "org_code": code})
	p.must("第一次登录", org)
	p.shot("first")
	p.fill("open", map[string]string{"login": "xielinchuan"})
}

// faulty leaves a field empty: the summary of faults leads to it, and what was
// typed stays.
func (p *person) faulty() {
	p.c.t.Helper()
	p.visit("/item/BH10/apply/opponent")
	p.answer(map[string]string{"opponent.name": "", "opponent.address": "鹤汀区临港三路3号"})
	p.goOn()
	p.shot("fault")
	p.js(`(() => { document.querySelector('main .q-errsum a').click(); return 'ok' })()`)
	p.run(chromedp.Sleep(100 * time.Millisecond))
	if got := p.js(`document.activeElement.name || document.activeElement.id`); !strings.Contains(got, "opponent.name") {
		p.c.t.Fatalf("the summary leads to %q at %s:\n%s", got, p.path(), p.text())
	}
	if got := p.js(`document.querySelector('main [name="opponent.address"]').value`); got != "鹤汀区临港三路3号" {
		p.c.t.Fatalf("what was typed is lost: %q", got)
	}
}

// autosaved types and goes away without pressing anything; it is there on return.
func (p *person) autosaved() {
	p.c.t.Helper()
	p.visit("/item/BH10/apply/help")
	p.answer(map[string]string{"help.facts": help["help.facts"]})
	p.await("草稿已保存")
	p.shot("autosaved")
	p.visit("/my")
	p.must("维权援助申请") // a draft to go on with
	p.visit("/item/BH10/apply/help")
	if got := p.js(`document.querySelector('main [name="help.facts"]').value`); got != help["help.facts"] {
		p.c.t.Fatalf("autosave kept %q", got)
	}
	p.visit("/item/BH10/apply")
}

// opens fetches the paper of the decision.
func (p *person) opens() {
	p.c.t.Helper()
	got := p.js(`(() => {
		let got = 'no paper';
		for (const a of document.querySelectorAll('a')) { // the evidence of its seal is a paper too
			if (!/^\/paper\/[^/]+$/.test(a.pathname)) continue;
			const x = new XMLHttpRequest();
			x.open('GET', a.href, false);
			x.overrideMimeType('text/plain; charset=x-user-defined');
			x.send();
			got = x.status + ' ' + x.responseText.slice(0, 5);
			if (got === '200 %PDF-') break;
		}
		return got;
	})()`)
	if got != "200 %PDF-" {
		p.c.t.Fatalf("the paper: %s", got)
	}
}

// forClient: the client gives a power of attorney, its agent applies, the agency's
// reviewer and head agree before anything leaves, and both see the same case.
func forClient(t *testing.T, c *city, clerk *person) {
	client, agent := c.login("company"), c.login("agent")
	actsFor(client, agent, "鹤汀启衡")
	agent.visit("/item/BH10/apply")
	agent.shot("hat")
	answers := map[string]string{}
	for k, v := range help {
		answers[k] = v
	}
	answers["applicant.code"], answers["applicant.district"], answers["applicant.address"] = "91990002MA0QL00024", "鹤汀", "鹤汀区临港三路16号"
	agent.pages(answers, c.paper("律师函.pdf"))
	agent.fill("send", nil)
	agent.must("审")
	agent.shot("waits-inside")

	agreedInside(c, "维权援助申请")
	agent.visit("/my")
	at := agent.js(`(() => { const a = [...document.querySelectorAll('main a')].find(a => a.pathname.includes('-BH10-')); return a ? a.pathname : '' })()`)
	if at == "" {
		t.Fatalf("the agent does not see the case:\n%s", agent.text())
	}
	agent.visit(at)
	agent.must("鹤汀启衡")
	agent.shot("agent-case")
	client.visit(at)
	client.must("维权援助申请", "待受理", "代理")
	client.shot("client-case")
	clerk.visit(at)
	clerk.must("鹤汀启衡", "代理")
	clerk.shot("clerk-case")
}

// actsFor: the client gives the agency a power of attorney for everything, and its
// agent puts on that hat.
func actsFor(client, agent *person, name string) {
	client.c.t.Helper()
	client.visit("/account/mandates")
	client.answer(map[string]string{"agent": "云澜知远专利代理事务所", "to": "2027-12-31"})
	client.js(`(() => { document.querySelectorAll('main input[name=scope], main input[name=rights]').forEach(e => { if (!e.checked) e.click() }); [...document.querySelectorAll('main form button.btn-primary')].pop().click(); return 'ok' })()`)
	client.settle()
	client.must("知远")
	client.shot("mandate")
	agent.visit("/my")
	agent.js(fmt.Sprintf(`(() => { document.querySelector('.q-hats').open = true; const b = [...document.querySelectorAll('.q-hats button[name=hat]')].find(b => b.innerText.includes(%q)); if (!b) return 'no hat'; b.click(); return 'ok' })()`, name))
	agent.settle()
}

// agreedInside: the agency's reviewer and head agree to what the words name.
func agreedInside(c *city, words string) {
	c.t.Helper()
	for _, user := range []string{"agent2", "agent3"} {
		p := c.login(user)
		p.visit("/my")
		p.shot("to-approve")
		at := p.js(fmt.Sprintf(`(() => { const a = [...document.querySelectorAll('main a')].find(a => a.pathname.startsWith('/my/approvals/') && a.closest('tr, li, section').innerText.includes(%q)); return a ? a.pathname : '' })()`, words))
		if at == "" {
			c.t.Fatalf("%s has nothing to agree to:\n%s", user, p.text())
		}
		p.visit(at)
		p.shot("approval")
		p.js(`(() => { document.querySelector('main button[name=ok][value="1"]').click(); return 'ok' })()`)
		p.settle()
	}
}
