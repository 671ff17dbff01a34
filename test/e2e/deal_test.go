package e2e

import (
	"strings"
	"testing"
)

// TestDealInChromium: a need is posted, matched, negotiated, contracted, paid
// into custody, recorded, released and taxed, by five people in a browser.
func TestDealInChromium(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			dealInBrowser(t, cityOn(t, engine))
		})
	}
}

func dealInBrowser(t *testing.T, c *city) {
	buyer, seller, clerk := c.login("seller"), c.login("buyer"), c.login("clerk") // the university buys here
	buyer.visit("/hall/needs/new")
	buyer.fill("send", map[string]string{"title": "腐蚀性液体的非接触液位测量", "text": "实验室储罐里是腐蚀性液体，不能开孔，需要从外壁测量液位，要求不受挂壁和温度影响。", "target": "误差小于2毫米", "budget": "3000000", "mode": "assignment"})
	need := buyer.path()
	if !strings.HasPrefix(need, "/hall/need/") {
		t.Fatalf("after the need at %s: %s", need, buyer.text())
	}
	clerk.do(need, "approve", nil)
	buyer.until(need, "基于电容耦合的非接触液位传感器")
	buyer.shot("matched")
	// A proposal is opened through the need, so that it counts as opened.
	buyer.visit(buyer.js(`[...document.querySelectorAll('a')].find(a => a.innerText.includes('非接触液位传感器') && a.pathname.includes('/match/')).pathname`))
	buyer.shot("listing")
	buyer.fill("inquire", map[string]string{"note": "希望整体受让"})
	deal := buyer.path()
	if !strings.HasPrefix(deal, "/hall/deal/") {
		t.Fatalf("after the inquiry at %s: %s", deal, buyer.text())
	}
	seller.do(deal, "welcome", nil)
	seller.do(deal, "sign_nda", nil)
	buyer.do(deal, "sign_nda", nil)
	buyer.do(deal, "offer", map[string]string{"terms.deal": "assignment", "terms.price_kind": "lump", "terms.price": "1800000", "terms.tranches.0.name": "全部价款", "terms.tranches.0.amount": "1800000", "terms.materials": "电路图与标定数据", "terms.acceptance": "样机复测"})
	buyer.visit(deal + "/tax")
	buyer.shot("compare")
	if !strings.Contains(buyer.text(), "1,800,000.00") {
		t.Fatalf("the comparison lacks the price: %s", buyer.text())
	}
	seller.do(deal, "accept", nil)
	seller.do(deal, "draft", nil)
	seller.untilShows(deal, "main a[href^='/paper/']") // the contract is drawn
	seller.do(deal, "sign", nil)
	buyer.untilShows(deal, "[data-testid=signed-side] .q-st.is-done") // the service has answered
	buyer.do(deal, "sign", nil)
	buyer.untilMay(deal, "deposit")
	buyer.shot("signed")
	buyer.do(deal, "deposit", map[string]string{"account": "6222990001000999", "bank": "云澜湾银行"})
	seller.untilMay(deal, "file")
	seller.do(deal, "file", nil)
	seller.untilMay(deal, "deliver")
	seller.do(deal, "deliver", map[string]string{"what": "电路图与标定数据"})
	buyer.do(deal, "accept_delivery", nil)
	seller.do(deal, "invoice", map[string]string{"no": "26992000000000999001", "kind": "ordinary", "amount": "1800000", "date": seller.js("new Date(Date.now()+8*3600e3).toISOString().slice(0,10)")})
	seller.do(deal, "ask_release", map[string]string{"account": "6222990001000888", "bank": "云澜湾银行"})
	buyer.do(deal, "release", nil)
	clerk.untilMay(deal, "settle")
	clerk.do(deal, "settle", nil)
	clerk.until(deal, "结算单")
	buyer.visit(deal + "/tax")
	buyer.shot("sheet")
	buyer.visit("/patents?q=" + "非接触液位传感器")
	if !strings.Contains(buyer.text(), "云澜大学") {
		t.Fatalf("the register does not name the new owner: %s", buyer.text())
	}
	buyer.shot("owner")
}
