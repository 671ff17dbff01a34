package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/bank"
	"quanlian/demo"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/test/storetest"
)

// obj is a JSON object of a request.
type obj = map[string]any

// TestDealByAPI: from the need to the settled tax sheet by HTTP and JSON alone,
// by the programs of seller, buyer and clerk, on both databases.
func TestDealByAPI(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			var b *bank.Fake
			p := seeded(t, storetest.URL(t, engine), func(now func() time.Time) ledger.Bank { b = bank.NewFake(5, bank.Faults{}, now); return b })
			p.h.bank, p.h.env.Custodian = b, demo.Bank
			c := newAPICity(t, p)
			d := &dealByAPI{apiCity: c}
			for _, step := range []func(){d.people, d.register, d.needAndListing, d.calculators, d.talks, d.terms, d.contract, d.custody, d.delivery, d.settlement, d.offered, d.bookkeeping, d.readers, d.panels, d.around, d.inside, d.items, d.mandates, d.statements, d.silence, d.pages, d.bulk, d.handing, d.needs, d.ends} {
				step()
				if t.Failed() {
					t.FailNow()
				}
			}
			for _, op := range c.operations() {
				if !c.done[op] {
					t.Errorf("nothing in this test has used %s", op)
				}
			}
		})
	}
}

// dealByAPI is one deal with those who take part.
type dealByAPI struct {
	*apiCity
	seller, buyer, clerk, rival, looker *caller
	right, need, listing, no            string
}

// act makes a move with the version that the case has now.
func (d *dealByAPI) act(c *caller, no, move string, input any) answer {
	c.t.Helper()
	d.wait(time.Minute)
	v := c.call("get_case", "GET", "/cases/"+no, nil, "", 200).at("version")
	return c.call("act", "POST", "/cases/"+no+"/moves/"+move, obj{"version": v, "input": input}, d.uniqueKey(), 200)
}

func (d *dealByAPI) uniqueKey() string { d.n++; return fmt.Sprintf("key-%06d", d.n) }

func (d *dealByAPI) people() {
	act := []kernel.Right{kernel.RightView, kernel.RightDraft, kernel.RightSubmit, kernel.RightSign, kernel.RightPay, kernel.RightWithdraw, kernel.RightAdmin}
	d.seller, d.buyer, d.clerk = d.token("u-shen", act...), d.token("u-gu", act...), d.token("u-song", kernel.RightView, kernel.RightSubmit)
	d.rival, d.looker = d.token("u-lu", act...), d.token("u-gu", kernel.RightView)
	me := d.seller.call("me", "GET", "/me", nil, "", 200)
	if me.text("party", "name") != "云澜澄芯传感科技有限公司" {
		d.t.Errorf("the seller is %s", me.raw)
	}
	if me := d.clerk.call("me", "GET", "/me", nil, "", 200); me.text("posts", 0, "role") != "clerk" || me.text("rights", 1) != "submit" {
		d.t.Errorf("the clerk is %s", me.raw)
	}
	d.nobody().call("me", "GET", "/me", nil, "", 401)
}

func (d *dealByAPI) register() {
	rows := d.seller.call("find_rights", "GET", "/rights?mine=true&status=granted", nil, "", 200)
	d.right = rows.text("items", 0, "number")
	all := d.nobody().call("find_rights", "GET", "/rights?limit=1", nil, "", 200)
	if all.number("total") <= rows.number("total") {
		d.t.Errorf("the register has %v, the seller %v", all.at("total"), rows.at("total"))
	}
	now := d.nobody().call("get_right", "GET", "/rights/"+d.right, nil, "", 200)
	then := d.nobody().call("get_right", "GET", "/rights/"+d.right+"?as_of=2001-01-01", nil, "", 200)
	if now.text("state", "status") != "granted" || then.text("state", "status") == "granted" {
		d.t.Errorf("now %v, in 2001 %v", now.at("state", "status"), then.at("state", "status"))
	}
	d.nobody().call("get_right", "GET", "/rights/"+d.right+"?as_of=yesterday", nil, "", 422)
	d.nobody().call("get_right", "GET", "/rights/000000000000", nil, "", 404)
	d.nobody().call("list_right_events", "GET", "/rights/"+d.right+"/events", nil, "", 200)
	v := d.nobody().call("value_right", "GET", "/rights/"+d.right+"/valuation", nil, "", 200)
	if len(v.at("radar").([]any)) == 0 || len(v.at("texts").(map[string]any)) == 0 {
		d.t.Errorf("the evaluation is bare: %.300s", v.raw)
	}
}

func (d *dealByAPI) needAndListing() {
	flow := d.nobody().call("get_flow", "GET", "/flows/utilization/hall/need", nil, "", 200)
	if flow.text("opens", 0, "input", "properties", "budget", "format") != "decimal-yuan" {
		d.t.Errorf("the need's form has %v", flow.at("opens", 0, "input", "properties", "budget"))
	}
	d.nobody().call("list_flows", "GET", "/flows", nil, "", 200)
	open := "/flows/utilization/hall/need/open/post"
	bad := d.buyer.call("open_case", "POST", open, obj{"input": obj{"title": "短", "budget": 3000000, "nope": 1}}, d.uniqueKey(), 422)
	if got := fields(bad); got != "input.budget input.nope" {
		d.t.Errorf("faults at %s", got)
	}
	bad = d.buyer.call("open_case", "POST", open, obj{"input": obj{"title": "短", "text": "短", "budget": "-1"}}, d.uniqueKey(), 422)
	if got := fields(bad); got != "input.title input.text input.budget" || bad.text("code") != "api.several_faults" {
		d.t.Errorf("faults at %s: %s", got, bad.raw)
	}
	d.buyer.lang = "en"
	bad = d.buyer.call("open_case", "POST", open, obj{"input": obj{}}, "short", 422)
	if !strings.Contains(bad.text("errors", 0, "detail"), "At least 8 characters") {
		d.t.Errorf("the fault of the key reads %s", bad.raw)
	}
	d.buyer.lang = "zh"
	input := obj{"input": obj{"title": "腐蚀性液体的非接触液位测量", "text": "实验室储罐里是腐蚀性液体，不能开孔，需要从外壁测量液位，要求不受挂壁和温度影响。", "target": "误差小于2毫米", "budget": "3000000.00", "mode": "assignment"}}
	key := d.uniqueKey()
	r := d.buyer.call("open_case", "POST", open, input, key, 201)
	d.need = r.text("no")
	if again := d.buyer.call("open_case", "POST", open, input, key, 201); string(again.raw) != string(r.raw) {
		d.t.Errorf("the same key gave\n%s\nthen\n%s", r.raw, again.raw)
	}
	if r.header.Get("Location") != "/api/v1/cases/"+d.need {
		d.t.Errorf("location %q", r.header.Get("Location"))
	}
	list := d.clerk.call("list_cases", "GET", "/cases?turn=clerk&open=true&flow=utilization/hall.need", nil, "", 200)
	if list.text("items", 0, "no") != d.need || list.text("by_state", "review") != "1" {
		d.t.Errorf("the clerk finds %s", list.raw)
	}
	moves := d.clerk.call("list_moves", "GET", "/cases/"+d.need+"/moves", nil, "", 200)
	if !strings.Contains(string(moves.raw), `"move":"approve"`) {
		d.t.Errorf("the clerk is offered %s", moves.raw)
	}
	d.nobody().call("get_case", "GET", "/cases/"+d.need, nil, "", 404)
	d.act(d.clerk, d.need, "approve", nil)
	d.list()
	d.nobody().call("get_case", "GET", "/cases/"+d.need, nil, "", 200)
	d.rival.call("put_draft", "PUT", "/cases/"+d.listing+"/moves/amend/draft", obj{"fields": obj{"summary": "x"}}, "", 403)
	needs := d.nobody().call("list_needs", "GET", "/needs", nil, "", 200)
	if needs.text("items", 0, "need", "budget") != "3000000.00" || needs.at("items", 0, "need", "buyer").(map[string]any)["code"] != nil {
		d.t.Errorf("the public sees %s", needs.raw)
	}
}

// list puts the seller's patent up, with everything a listing asks for.
func (d *dealByAPI) list() {
	for _, row := range d.seller.call("find_rights", "GET", "/rights?mine=true&limit=100", nil, "", 200).at("items").([]any) {
		if r := row.(map[string]any); strings.Contains(fmt.Sprint(r["title"]), "液位") {
			d.right = fmt.Sprint(r["number"])
		}
	}
	r := d.seller.call("open_case", "POST", "/flows/utilization/hall/listing/open/list", obj{"input": obj{"right": d.right, "deal": "assignment", "price": "1900000", "territory": "中国", "field": "不限", "maturity": 7, "industry": "C40", "summary": "已小批量生产，可带工艺转移。", "secret": "标定系数表", "contact": "技术部"}}, d.uniqueKey(), 201)
	d.listing = r.text("no")
	d.act(d.clerk, d.listing, "std.claim", obj{})
	d.act(d.clerk, d.listing, "approve", nil)
	found := d.nobody().call("find_listings", "GET", "/listings?q=液位&price_max=2000000", nil, "", 200)
	if found.text("items", 0, "no") != d.listing || found.text("items", 0, "price") != "1900000.00" || found.text("items", 0, "industry_name") != "仪器仪表制造业" || found.text("facets", 0, "values", 0, "name") != "转让" {
		d.t.Errorf("the hall finds %s", found.raw)
	}
	if none := d.nobody().call("find_listings", "GET", "/listings?price_max=100", nil, "", 200); none.text("total") != "0" {
		d.t.Errorf("dear listings among the cheap: %s", none.raw)
	}
	d.nobody().call("find_listings", "GET", "/listings?price_max=cheap", nil, "", 422)
}

func (d *dealByAPI) talks() {
	listing := d.buyer.call("get_case", "GET", "/cases/"+d.listing, nil, "", 200)
	if listing.text("level") != "summary" || listing.text("data", "industry_name") != "仪器仪表制造业" || strings.Contains(string(listing.raw), "标定系数表") {
		d.t.Errorf("a buyer sees of the listing %s", listing.raw)
	}
	if bad := d.buyer.call("open_case", "POST", "/flows/utilization/hall/deal/open/inquire", obj{"input": obj{"listing": "YL2026-GP-99999"}}, d.uniqueKey(), 422); fields(bad) != "input.listing" {
		d.t.Errorf("a listing that is not there: %s", bad.raw)
	}
	for open, want := range map[string]string{"deal/open/inquire": "input.listing", "deal/open/pair": "input.need input.listing input.words input.from input.account input.bank", "invitation/open/invite": "input.case input.broker input.from", "request/open/ask": "input.need input.right"} {
		if bad := d.buyer.call("open_case", "POST", "/flows/utilization/hall/"+open, obj{"input": obj{}}, d.uniqueKey(), 422); fields(bad) != want {
			d.t.Errorf("%s without a word: %s", open, bad.raw)
		}
	}
	r := d.buyer.call("open_case", "POST", "/flows/utilization/hall/deal/open/inquire", obj{"input": obj{"listing": d.listing, "note": "希望整体受让", "match": obj{"rank": 1, "score": 80, "algorithm": "v1"}}}, d.uniqueKey(), 201)
	d.no = r.text("no")
	// Another party knows nothing of the deal, not even that there is one.
	d.rival.call("get_case", "GET", "/cases/"+d.no, nil, "", 404)
	d.rival.call("act", "POST", "/cases/"+d.no+"/moves/welcome", obj{"version": 1, "input": nil}, d.uniqueKey(), 404)
	d.rival.call("get_history", "GET", "/cases/"+d.no+"/history", nil, "", 404)
	d.nobody().call("get_case", "GET", "/cases/"+d.no, nil, "", 404)
	// The buyer cannot make the seller's move, and a token that sees cannot act.
	d.buyer.call("act", "POST", "/cases/"+d.no+"/moves/welcome", obj{"version": 1, "input": nil}, d.uniqueKey(), 403)
	if p := d.looker.call("act", "POST", "/cases/"+d.no+"/moves/decline", obj{"version": 1, "input": obj{"reason": "不要了"}}, d.uniqueKey(), 403); p.text("code") != "kernel.forbidden" {
		d.t.Errorf("a token that sees only: %s", p.raw)
	}
	d.seller.call("act", "POST", "/cases/"+d.no+"/moves/welcome", obj{"input": nil}, d.uniqueKey(), 422) // without a version
	d.act(d.seller, d.no, "welcome", nil)
	d.buyer.call("list_messages", "GET", "/cases/"+d.no+"/messages", nil, "", 403) // before the agreement
	d.act(d.seller, d.no, "sign_nda", nil)
	d.act(d.buyer, d.no, "sign_nda", nil)
	if c := d.buyer.call("get_case", "GET", "/cases/"+d.no, nil, "", 200); c.text("data", "disclosed", "secret") != "标定系数表" {
		d.t.Errorf("after the agreement the buyer sees %s", c.raw)
	}
	key := d.uniqueKey()
	msg := d.buyer.call("post_message", "POST", "/cases/"+d.no+"/messages", obj{"text": "请问交付周期"}, key, 201)
	if again := d.buyer.call("post_message", "POST", "/cases/"+d.no+"/messages", obj{"text": "请问交付周期"}, key, 201); string(again.raw) != string(msg.raw) {
		d.t.Errorf("a message sent twice: %s", again.raw)
	}
	d.buyer.call("post_message", "POST", "/cases/"+d.no+"/messages", obj{"text": "另一句"}, key, 409)
	if l := d.seller.call("list_messages", "GET", "/cases/"+d.no+"/messages", nil, "", 200); l.text("total") != "1" || l.text("items", 0, "text") != "请问交付周期" {
		d.t.Errorf("messages %s", l.raw)
	}
}

func offer(price string) obj {
	return obj{"note": "含两次现场指导", "terms": obj{"deal": "assignment", "price_kind": "lump", "price": price, "territory": "中国", "field": "不限", "materials": "电路图与标定数据", "acceptance": "样机复测",
		"tranches": []obj{{"name": "全部价款", "amount": price, "needs": []string{"transfer_registered", "docs_accepted", "invoice_issued"}}}}}
}

func (d *dealByAPI) terms() {
	moves := d.buyer.call("list_moves", "GET", "/cases/"+d.no+"/moves", nil, "", 200)
	i := slices.IndexFunc(moves.at("moves").([]any), func(m any) bool { return m.(map[string]any)["move"] == "offer" })
	needs := moves.at("moves", i, "input", "properties", "terms", "properties", "tranches", "items", "properties", "needs", "items", "enum").([]any)
	if !slices.Contains(needs, any("docs_accepted")) || moves.text("moves", i, "input", "properties", "terms", "properties", "price", "title") == "" {
		d.t.Errorf("the offer's form: %v", moves.at("moves", i))
	}
	seen := moves.at("version")
	d.act(d.buyer, d.no, "offer", offer("1600000.00"))
	// The seller still holds the version from before the offer.
	stale := d.seller.call("act", "POST", "/cases/"+d.no+"/moves/offer", obj{"version": seen, "input": offer("1850000.00")}, d.uniqueKey(), 409)
	if stale.text("code") != "kernel.stale" || stale.text("changes", 0, "act") != "offer" || len(stale.at("changes").([]any)) != 1 || fmt.Sprint(stale.at("version")) == fmt.Sprint(seen) {
		d.t.Errorf("a stale offer is told %s", stale.raw)
	}
	faulty := offer("1850000")
	faulty["terms"].(obj)["tranches"].([]obj)[0]["amount"] = "1"
	bad := d.seller.call("act", "POST", "/cases/"+d.no+"/moves/offer", obj{"version": 0, "input": faulty}, d.uniqueKey(), 422)
	if !strings.HasPrefix(fields(bad), "input.terms.") {
		d.t.Errorf("faults at %q: %s", fields(bad), bad.raw)
	}
	d.act(d.seller, d.no, "offer", offer("1800000.00"))
	draft := "/cases/" + d.no + "/moves/offer/draft"
	d.buyer.call("get_draft", "GET", draft, nil, "", 404)
	d.buyer.call("put_draft", "PUT", draft, obj{"fields": obj{"terms.price": "1700000", "note": "再谈"}}, "", 200)
	if l := d.buyer.call("list_drafts", "GET", "/drafts", nil, "", 200); l.text("items", 0, "fields", "terms.price") != "1700000" {
		d.t.Errorf("drafts %s", l.raw)
	}
	d.seller.call("get_draft", "GET", draft, nil, "", 404) // nobody else's
	d.buyer.call("get_draft", "GET", draft, nil, "", 200)
	d.buyer.call("drop_draft", "DELETE", draft, nil, "", 204)
	odd := obj{"seller_books": obj{"cost_yuan": "-5"}, "buyer_books": obj{"discount_rate": "10"}}
	if bad := d.buyer.call("act", "POST", "/cases/"+d.no+"/moves/tax_facts", obj{"version": d.buyer.call("get_case", "GET", "/cases/"+d.no, nil, "", 200).at("version"), "input": odd}, d.uniqueKey(), 422); fields(bad) != "input.seller_books.cost_yuan input.buyer_books.discount_rate" {
		d.t.Errorf("wrong tax facts: %s", bad.raw)
	}
	cmp := d.buyer.call("get_case_tax", "GET", "/cases/"+d.no+"/tax", nil, "", 200)
	if len(cmp.at("comparison", "options").([]any)) < 2 || cmp.at("sheet") != nil {
		d.t.Errorf("the comparison before signing: %.300s", cmp.raw)
	}
	// The same key twice: one act, one receipt. The key with something else: refused.
	v := d.buyer.call("get_case", "GET", "/cases/"+d.no, nil, "", 200).at("version")
	key := d.uniqueKey()
	first := d.buyer.call("act", "POST", "/cases/"+d.no+"/moves/accept", obj{"version": v, "input": nil}, key, 200)
	again := d.buyer.call("act", "POST", "/cases/"+d.no+"/moves/accept", obj{"version": v, "input": nil}, key, 200)
	if string(first.raw) != string(again.raw) {
		d.t.Errorf("the same key gave\n%s\nthen\n%s", first.raw, again.raw)
	}
	if p := d.buyer.call("act", "POST", "/cases/"+d.no+"/moves/decline", obj{"version": 0, "input": obj{"reason": "不要了"}}, key, 409); p.text("code") != "kernel.key_reused" && p.text("code") != "kernel.not_in_this_state" {
		d.t.Errorf("the key with something else: %s", p.raw)
	}
	h := d.buyer.call("get_history", "GET", "/cases/"+d.no+"/history", nil, "", 200)
	if n := strings.Count(string(h.raw), `"act":"accept"`); n != 1 {
		d.t.Errorf("accepted %d times: %s", n, h.raw)
	}
}

func (d *dealByAPI) contract() {
	d.act(d.seller, d.no, "draft", nil)
	hash := d.buyer.call("get_case", "GET", "/cases/"+d.no, nil, "", 200).text("data", "contract", "hash")
	v := d.buyer.call("get_case", "GET", "/cases/"+d.no, nil, "", 200).at("version")
	d.looker.call("act", "POST", "/cases/"+d.no+"/moves/sign", obj{"version": v, "input": obj{"hash": hash}}, d.uniqueKey(), 403)
	d.act(d.seller, d.no, "sign", obj{"hash": hash})
	d.act(d.buyer, d.no, "sign", obj{"hash": hash})
	d.wait(time.Minute)
	papers := d.buyer.call("list_papers", "GET", "/cases/"+d.no+"/papers", nil, "", 200)
	if papers.at("items", 0, "ready") != true {
		d.t.Fatalf("the contract is not drawn: %s", papers.raw)
	}
	pdf := d.buyer.call("get_paper", "GET", "/papers/"+papers.text("items", 0, "id"), nil, "", 200)
	if !strings.HasPrefix(string(pdf.raw), "%PDF") || pdf.header.Get("Content-Type") != "application/pdf" {
		d.t.Errorf("the contract is %s: %.20q", pdf.header.Get("Content-Type"), pdf.raw)
	}
	d.rival.call("get_paper", "GET", "/papers/"+papers.text("items", 0, "id"), nil, "", 404)
	up := d.seller.call("upload", "POST", "/uploads?name=图纸.pdf", []byte("%PDF-1.7 a drawing %%EOF"), d.uniqueKey(), 201)
	if up.text("media") != "application/pdf" || up.text("name") != "图纸.pdf" {
		d.t.Errorf("uploaded %s", up.raw)
	}
	if up := d.seller.call("upload", "POST", "/uploads?name=page.html", []byte("%PDF-1.7 a drawing %%EOF"), d.uniqueKey(), 201); up.text("name") != "page.html.pdf" {
		d.t.Errorf("a paper is called %s", up.text("name")) // opened from a disk it would be a page
	}
	d.seller.call("upload", "POST", "/uploads?name=x.pdf", []byte("no paper"), d.uniqueKey(), 422)
	d.act(d.buyer, d.no, "deposit", obj{"account": "6222990001000999", "bank": "云澜湾银行"})
	d.until("recording")
}

// until lets the outside parties answer until the deal stands in the state.
func (d *dealByAPI) until(state string) {
	d.t.Helper()
	var last string
	for range 50 {
		d.wait(10 * time.Minute)
		if last = d.clerk.call("get_case", "GET", "/cases/"+d.no, nil, "", 200).text("state"); last == state {
			return
		}
	}
	d.t.Fatalf("the deal stays in %s and never comes to %s", last, state)
}

func (d *dealByAPI) delivery() {
	d.act(d.seller, d.no, "file", nil)
	d.until("delivery")
	d.act(d.seller, d.no, "deliver", obj{"what": "电路图与标定数据"})
	d.act(d.buyer, d.no, "accept_delivery", nil)
	day := d.clock.Now().Format(time.DateOnly)
	d.act(d.seller, d.no, "invoice", obj{"no": "26992000000000999001", "kind": "ordinary", "amount": "1800000.00", "date": day})
	l := d.seller.call("get_ledger", "GET", "/cases/"+d.no+"/ledger", nil, "", 200)
	if l.text("custody") != "1800000.00" || l.text("position", "deposited") != "1800000.00" {
		d.t.Errorf("in custody: %s", l.raw)
	}
	d.rival.call("get_ledger", "GET", "/cases/"+d.no+"/ledger", nil, "", 404)
	d.seller.call("get_ledger", "GET", "/cases/"+d.listing+"/ledger", nil, "", 404)
	d.act(d.seller, d.no, "ask_release", obj{"account": "6222990001000888", "bank": "云澜湾银行"})
	d.act(d.buyer, d.no, "release", nil)
	d.until("taxing")
}

func (d *dealByAPI) settlement() {
	// What is the other side's own stays its own.
	if c := d.buyer.call("get_case", "GET", "/cases/"+d.no, nil, "", 200); strings.Contains(string(c.raw), "6222990001000888") || !strings.Contains(string(c.raw), "****0888") {
		d.t.Errorf("the buyer sees the seller's account: %v", c.at("data", "money"))
	}
	d.act(d.clerk, d.no, "settle", nil)
	c := d.buyer.call("get_case", "GET", "/cases/"+d.no, nil, "", 200)
	if c.text("state") != "settled" || c.text("state_name") == "" || c.at("yours") != false || c.text("data", "terms", "price") != "1800000.00" {
		d.t.Errorf("at the end the deal is %s", c.raw)
	}
	sheet := d.seller.call("get_case_tax", "GET", "/cases/"+d.no+"/tax", nil, "", 200)
	if sheet.at("comparison") != nil || sheet.text("sheet", "deal_id") != d.no || sheet.text("texts", "engine.taxation.disclaimer") == "" {
		d.t.Errorf("the sheet is %.300s", sheet.raw)
	}
	r := d.nobody().call("get_right", "GET", "/rights/"+d.right, nil, "", 200)
	if !strings.Contains(fmt.Sprint(r.at("state", "owners")), "云澜大学") {
		d.t.Errorf("the register names %v", r.at("state", "owners"))
	}
}
