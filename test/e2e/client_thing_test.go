package e2e

import (
	"maps"
	"net/url"
	"testing"
	"time"
)

// TestThingForClientInChromium: an agent applies for several things as one in the
// name of a client; the agency agrees once, each part becomes a case, and client and
// agent see them as one.
func TestThingForClientInChromium(t *testing.T) {
	t.Parallel()
	c := sharedCity(t)
	client, agent := c.login("seller"), c.login("agent")
	actsFor(client, agent, "云澜大学")
	agent.visit("/thing/mark-copied")
	agent.shot("thing")
	agent.visit("/thing/mark-copied/apply?chosen=1&part=BH10&part=BH16")
	answers := map[string]string{"evidence_task.way": "electronic", "evidence_task.object": "page", "evidence_task.link": "https://shop.example/1", "evidence_task.use": "court",
		"booking.day": time.Now().AddDate(0, 0, 7).Format(time.DateOnly), "booking.part": "any", "booking.people": "1"}
	maps.Copy(answers, help)
	delete(answers, "applicant.code")
	agent.pages(answers, c.paper("委托书.pdf"))
	agent.shot("check")
	agent.fill("send", nil)
	agent.must("已送本单位审批")
	agreedInside(c, "我的商标被人抄了")
	agent.visit("/my?q=" + url.QueryEscape("我的商标被人抄了")) // the list is longer than a page
	at := agent.js(`(() => { const a = [...document.querySelectorAll('main a')].find(a => a.pathname.startsWith('/things/')); return a ? a.pathname : '' })()`)
	if at == "" {
		t.Fatalf("the agent does not see the thing:\n%s", agent.text())
	}
	for _, p := range []*person{agent, client} {
		p.until(at, "-BH16-")
		p.until(at, "-BH10-")
		p.shot("as-one")
	}
	if left := c.login("agent2"); left.js(`String(!!document.querySelector('main a[href^="/my/approvals/"]'))`) == "true" {
		t.Errorf("a part waits for the agency once more:\n%s", left.text())
	}
}
