package main

import (
	"fmt"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue/items"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

func (d *dealByAPI) calculators() {
	d.wait(time.Minute) // the matcher looks at the listings again
	m := d.buyer.call("match_need", "GET", "/needs/"+d.need+"/matches", nil, "", 200)
	if m.text("items", 0, "listing", "no") != d.listing || len(m.at("items", 0, "reasons").([]any)) == 0 {
		d.t.Errorf("matched %s", m.raw)
	}
	d.unlisted()
	d.nobody().call("match", "POST", "/match", obj{"text": "从容器外壁测量腐蚀性液体的液位", "top": 3}, "", 200)
	d.nobody().call("match", "POST", "/match", obj{"txt": "x"}, "", 422)
	d.buyer.call("tell_feedback", "POST", "/feedback", obj{"subject": d.need, "object": d.listing, "kind": "opened", "version": m.text("version")}, d.uniqueKey(), 204)
	period := d.nobody().call("compute_period", "GET", "/period?from=2025-11-30&add=3mo&regime=patent&now=2026-01-10", nil, "", 200)
	if period.text("date") != "2026-02-28" && period.text("date") != "2026-03-02" {
		d.t.Errorf("three months end on %s", period.raw)
	}
	if bad := d.nobody().call("compute_period", "GET", "/period?from=x&add=3m", nil, "", 422); fields(bad) != "add from" {
		d.t.Errorf("faults at %s", fields(bad))
	}
	if n := d.nobody().call("check_number", "POST", "/ident", obj{"kind": "uscc", "value": "91350100M000100Y43"}, "", 200); n.at("valid") != true {
		d.t.Errorf("a right number: %s", n.raw)
	}
	if n := d.nobody().call("check_number", "POST", "/ident", obj{"kind": "uscc", "value": "91350100M000100Y44"}, "", 200); n.at("valid") != false || n.text("reason", "text") == "" {
		d.t.Errorf("a wrong number: %s", n.raw)
	}
	tax := d.nobody().call("compute_tax", "POST", "/tax", obj{"task": "sheet", "deal": obj{"id": "X-1", "signed": "2026-10-28", "event": "2026-11-16", "subject": "invention", "kind": "assignment", "price_yuan": "12000000", "basis": "net",
		"seller": obj{"name": "甲", "type": "enterprise", "vat": "general", "cit": "hightech"}, "buyer": obj{"name": "乙", "type": "enterprise", "vat": "general", "cit": "standard"}, "papers": obj{"written_contract": true, "separate_accounts": true, "same_invoice": true}}}, "", 200)
	if tax.text("sheet", "net_yuan") != "12000000.00" || strings.Contains(string(tax.raw), "_fen") {
		d.t.Errorf("the sheet speaks of %.400s", tax.raw)
	}
	d.nobody().call("compute_tax", "POST", "/tax", obj{"task": "sheet", "deal": obj{"price_yuan": "1.234", "foo": 1}}, "", 422)
	d.nobody().call("evaluate", "POST", "/valuation", fileJSON(d.t, "value-subject.json"), "", 200)
	d.nobody().call("appraise", "POST", "/valuation/relief-from-royalty", fileJSON(d.t, "value-relief-from-royalty.json"), "", 200)
	d.nobody().call("appraise", "POST", "/valuation/guess", obj{}, "", 422)
}

// unlisted asks the owner of a right that the need found in the register to list it.
func (d *dealByAPI) unlisted() {
	need := obj{"title": "六维力传感器", "text": "协作机器人腕部要测六维力，希望解耦标定，串扰小。", "mode": "either"}
	no := d.buyer.call("open_case", "POST", "/flows/utilization/hall/need/open/post", obj{"input": need}, d.uniqueKey(), 201).text("no")
	d.act(d.clerk, no, "approve", nil)
	m := d.buyer.call("match_need", "GET", "/needs/"+no+"/matches", nil, "", 200)
	if len(m.at("unlisted").([]any)) == 0 || m.text("unlisted_version") != m.text("version")+"/register" || len(m.at("unlisted", 0, "reasons").([]any)) == 0 {
		d.t.Fatalf("the register beside the hall: %s", m.raw)
	}
	const open = "/flows/utilization/hall/request/open/ask"
	in := obj{"need": no, "right": m.text("unlisted", 0, "right"), "note": "要", "match": obj{"rank": 1, "score": 50, "algorithm": m.text("unlisted_version")}}
	if bad := d.buyer.call("open_case", "POST", open, obj{"input": in}, d.uniqueKey(), 422); fields(bad) != "input.note" {
		d.t.Errorf("faults at %s", fields(bad))
	}
	in["note"] = "想在两条线上试用，明年三月前装好"
	d.seller.call("open_case", "POST", open, obj{"input": in}, d.uniqueKey(), 404) // for the need of another
	no = d.buyer.call("open_case", "POST", open, obj{"input": in}, d.uniqueKey(), 201).text("no")
	if c := d.buyer.call("get_case", "GET", "/cases/"+no, nil, "", 200); c.text("data", "note") != in["note"] {
		d.t.Errorf("the request: %s", c.raw)
	}
	d.buyer.call("open_case", "POST", open, obj{"input": in}, d.uniqueKey(), 409)
}

// around is what stands around the deal: notices, changes, the clerk's desk.
func (d *dealByAPI) around() {
	n := d.buyer.call("list_notices", "GET", "/notices?limit=50", nil, "", 200)
	if n.at("items", 0).(map[string]any)["seen"] != nil || strings.Contains(string(n.raw), "⟦") {
		d.t.Errorf("notices %s", n.raw)
	}
	d.buyer.call("see_notices", "POST", "/cases/"+d.no+"/notices/seen", nil, "", 204)
	if n = d.buyer.call("list_notices", "GET", "/notices?limit=1", nil, "", 200); n.at("items", 0).(map[string]any)["seen"] == nil {
		d.t.Errorf("seen notices %s", n.raw)
	}
	d.clerk.call("list_suspense", "GET", "/suspense", nil, "", 200)
	d.buyer.call("list_suspense", "GET", "/suspense", nil, "", 403)
	seen, err := d.h.store.Readings(d.t.Context(), "p-university", "", 100)
	if who := fmt.Sprint(seen); err != nil || !strings.Contains(who, "t-u-song") || strings.Contains(who, "u-gu") {
		d.t.Errorf("the buyer is shown as readers of its file %s %v", who, err)
	}
	// An act that has no number yet is not told; it comes once it has one.
	d.wait(time.Minute)
	acts := d.follow(d.buyer)
	d.buyer.call("post_message", "POST", "/cases/"+d.no+"/messages", obj{"text": "谢谢"}, d.uniqueKey(), 201)
	if now := d.follow(d.buyer); now[d.no] != acts[d.no] {
		d.t.Errorf("told before it is numbered: %s", now[d.no])
	}
	d.wait(time.Minute)
	if now := d.follow(d.buyer); now[d.no] != acts[d.no]+",message.post" {
		d.t.Errorf("not told once it is numbered: %s", now[d.no])
	}
	if !strings.HasPrefix(acts[d.no], "inquire,welcome,sign_nda,sign_nda,message.post,offer,offer,accept,draft,sign,signature_answer,sign,signature_answer,deposit,") || !strings.HasSuffix(acts[d.no], ",settle") {
		d.t.Errorf("the buyer's feed tells of the deal: %s", acts[d.no])
	}
	if _, ok := d.follow(d.rival)[d.no]; ok {
		d.t.Error("another party is told of the deal")
	}
	if strings.Contains(acts[d.listing], "claim") {
		d.t.Errorf("the buyer is told what happened inside the listing: %s", acts[d.listing])
	}
}

// follow reads the feed to its head in small steps and gives the acts by case.
func (d *dealByAPI) follow(c *caller) map[string]string {
	d.t.Helper()
	out, after, last := map[string]string{}, "0", 0.0
	for range 1000 {
		p := c.call("list_changes", "GET", "/changes?limit=7&after="+after, nil, "", 200)
		for _, x := range p.at("items").([]any) {
			m := x.(map[string]any)
			var seq float64
			_, _ = fmt.Sscan(fmt.Sprint(m["seq"]), &seq)
			if seq <= last {
				d.t.Fatalf("number %v after %v", seq, last)
			}
			last = seq
			no := fmt.Sprint(m["no"])
			out[no] = strings.TrimPrefix(out[no]+","+fmt.Sprint(m["act"]), ",")
			if strings.Contains(fmt.Sprint(m), "u-") || m["actor"] != nil {
				d.t.Errorf("the feed names people: %v", m)
			}
		}
		if after = p.text("next"); after == p.text("head") {
			return out
		}
	}
	d.t.Fatal("the feed has no end")
	return nil
}

// inside: an organisation with its own approval sends nothing before its head
// has agreed.
func (d *dealByAPI) inside() {
	handler, reviewer, boss := d.rival, d.token("u-pei", kernel.RightView, kernel.RightApprove), d.token("u-han", kernel.RightView, kernel.RightApprove)
	r := handler.call("open_case", "POST", "/flows/utilization/hall/need/open/post", obj{"input": obj{"title": "薄壁件打磨的恒力控制", "text": "薄壁铝件打磨厚度偏差大，希望找到恒力控制的办法。", "budget": "500000"}}, d.uniqueKey(), 202)
	id := r.text("pending")
	list := reviewer.call("list_approvals", "GET", "/approvals", nil, "", 200)
	if list.text("items", 0, "id") != id || list.text("items", 0, "input", "budget") != "500000.00" || list.at("items", 0, "may") != true {
		d.t.Errorf("waiting: %s", list.raw)
	}
	if a := handler.call("get_approval", "GET", "/approvals/"+id, nil, "", 200); a.at("may") != false {
		d.t.Errorf("the maker may approve: %s", a.raw)
	}
	d.seller.call("get_approval", "GET", "/approvals/"+id, nil, "", 404)
	handler.call("approve", "POST", "/approvals/"+id, obj{"ok": true}, "", 403)
	reviewer.call("approve", "POST", "/approvals/"+id, obj{"ok": false}, "", 422) // a refusal says why
	if a := reviewer.call("approve", "POST", "/approvals/"+id, obj{"ok": true, "note": "同意"}, "", 200); a.text("state") != "open" {
		d.t.Errorf("after the first word: %s", a.raw)
	}
	reviewer.call("approve", "POST", "/approvals/"+id, obj{"ok": true}, "", 403)
	if a := boss.call("approve", "POST", "/approvals/"+id, obj{"ok": true}, "", 200); a.text("state") != "sent" || a.text("receipt", "no") == "" {
		d.t.Errorf("after the last word: %s", a.raw)
	}
	boss.call("approve", "POST", "/approvals/"+id, obj{"ok": true}, "", 409)
}

// items: a declared item is found by everyday words, tells every fault of its
// form, and is applied for with its papers.
func (d *dealByAPI) items() {
	found := d.nobody().call("list_items", "GET", "/items?q=专利被通报&limit=3", nil, "", 200)
	if found.text("items", 0, "code") != "ZL33" || found.text("items", 0, "found") == "" {
		d.t.Errorf("found %s", found.raw)
	}
	code := "ZL33"
	if all := d.nobody().call("list_items", "GET", "/items?link=protection&limit=1", nil, "", 200); all.number("total") < 10 {
		d.t.Errorf("few items: %s", all.raw)
	}
	d.nobody().call("get_item", "GET", "/items/XX99", nil, "", 404)
	got := d.nobody().call("get_item", "GET", "/items/"+code, nil, "", 200)
	it, _ := d.h.items.Today(d.t.Context()).Item(code)
	if got.text("hash") != it.Hash() || got.text("flow") != string(it.Flowing()) {
		d.t.Errorf("the item %s", got.raw)
	}
	d.nobody().call("apply", "POST", "/items/"+code+"/apply", obj{}, d.uniqueKey(), 401)
	if bad := d.seller.call("apply", "POST", "/items/"+code+"/apply", obj{"values": obj{}}, d.uniqueKey(), 422); !strings.HasPrefix(fields(bad), "values.applicant.name ") || !strings.HasSuffix(fields(bad), " files") {
		d.t.Errorf("an empty form: %s", bad.raw)
	}
	party, err := d.h.store.Party(d.t.Context(), "p-chengxin")
	d.ok(err)
	facts := form.Facts{Party: party, Today: calendar.DateOf(d.clock.Now()), District: party.District}
	body := obj{"values": form.Sampler{Formats: items.SampleFormats(), Pick: func(int) int { return 0 }}.Fill(it, facts)}
	var files []obj
	for _, m := range itemflow.Needed(it, body["values"].(form.Values), facts, true) {
		up := d.seller.call("upload", "POST", "/uploads?name=材料.pdf&kind=kernel.itemflow.paper.material", []byte("%PDF-1.7 "+m.ID+" %%EOF"), d.uniqueKey(), 201)
		files = append(files, obj{"upload": up.at("id"), "material": m.ID})
	}
	body["files"], body["hash"] = files, "0000"
	if bad := d.seller.call("apply", "POST", "/items/"+code+"/apply", body, d.uniqueKey(), 404); bad.text("code") != "kernel.form.no_such_version" { // no item ever said that
		d.t.Errorf("a version that never was: %s", bad.raw)
	}
	body["hash"] = it.Hash()
	r := d.seller.call("apply", "POST", "/items/"+code+"/apply", body, d.uniqueKey(), 201)
	c := d.seller.call("get_case", "GET", "/cases/"+r.text("no"), nil, "", 200)
	if c.text("item") != code || !strings.Contains(r.text("no"), code) || len(c.at("data", "files").([]any)) != len(files) {
		d.t.Errorf("applied: %s", c.raw)
	}
	d.seller.lang = "en"
	if en := d.seller.call("get_case", "GET", "/cases/"+r.text("no"), nil, "", 200); !strings.HasPrefix(en.text("title"), it.Name.In(false)) || !strings.HasPrefix(c.text("title"), it.Name.In(true)) {
		d.t.Errorf("in English it is titled %q, in Chinese %q", en.text("title"), c.text("title"))
	}
	d.seller.lang = "zh"
	d.buyer.call("get_case", "GET", "/cases/"+r.text("no"), nil, "", 404)
}

func (d *dealByAPI) mandates() {
	body := obj{"agent": "p-huizhi", "scope": []string{"utilization/hall"}, "rights": []string{"view", "submit"}, "last_day": "2027-03-31"}
	bad := d.seller.call("give_mandate", "POST", "/mandates", obj{"agent": "p-nobody", "scope": []string{"bogus/thing"}, "rights": []string{"admin"}, "last_day": "2020-01-01"}, d.uniqueKey(), 422)
	if got := fields(bad); got != "scope rights last_day agent" {
		d.t.Errorf("faults at %s", got)
	}
	d.looker.call("give_mandate", "POST", "/mandates", body, d.uniqueKey(), 403)
	key := d.uniqueKey()
	m := d.seller.call("give_mandate", "POST", "/mandates", body, key, 201)
	if again := d.seller.call("give_mandate", "POST", "/mandates", body, key, 201); again.text("id") != m.text("id") || m.text("last_day") != "2027-03-31" {
		d.t.Errorf("given twice: %s %s", m.raw, again.raw)
	}
	body["last_day"] = "2027-04-30"
	d.seller.call("give_mandate", "POST", "/mandates", body, key, 409)
	broker := d.token("u-fang", kernel.RightView)
	if l := broker.call("list_mandates", "GET", "/mandates?side=taken", nil, "", 200); l.text("items", 0, "principal", "name") != "云澜澄芯传感科技有限公司" {
		d.t.Errorf("taken: %s", l.raw)
	}
	next := d.seller.call("hand_mandate", "POST", "/mandates/"+m.text("id")+"/hand-over", obj{"agent": "91990002MA0QL00024"}, d.uniqueKey(), 201)
	d.rival.call("revoke_mandate", "POST", "/mandates/"+next.text("id")+"/revoke", nil, d.uniqueKey(), 404)
	if r := d.seller.call("revoke_mandate", "POST", "/mandates/"+next.text("id")+"/revoke", nil, d.uniqueKey(), 200); r.at("in_force") != false {
		d.t.Errorf("revoked: %s", r.raw)
	}
	l := d.seller.call("list_mandates", "GET", "/mandates", nil, "", 200)
	if l.text("total") != "2" || strings.Contains(string(l.raw), `"in_force":true`) {
		d.t.Errorf("given: %s", l.raw)
	}
}

// ends: a token that does not stand shuts the program out, and says why.
func (d *dealByAPI) ends() {
	ended := func(c *caller, code string) {
		d.t.Helper()
		a := c.call("find_listings", "GET", "/listings", nil, "", 401) // not even what is public
		if a.text("code") != code || !strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Bearer") {
			d.t.Errorf("%s: %s %v", code, a.raw, a.header)
		}
	}
	ended(&caller{apiCity: d.apiCity, who: "guesser", secret: "qlk_guess", lang: "zh"}, "api.token_unknown")
	c := d.token("u-gu", kernel.RightView)
	list, err := d.h.store.Tokens(d.t.Context(), "u-gu", "")
	d.ok(err)
	d.ok(d.h.desk.Do(d.t.Context(), d.actor("u-gu"), d.key(), kernel.RevokeToken{ID: list[0].ID, User: "u-gu", Party: list[0].Party, At: d.clock.Now()}))
	ended(c, "api.token_revoked")
	d.ok(d.h.desk.Do(d.t.Context(), kernel.SystemActor("test"), d.key(), kernel.PutMember{User: "u-gu", Party: list[0].Party}))
	ended(d.buyer, "api.token_hat_lost")
	d.clock.advance(200 * 24 * time.Hour)
	ended(d.seller, "api.token_expired")
}

// fields are the fields at fault, in their order.
func fields(a answer) string {
	var out []string
	list, _ := a.at("errors").([]any)
	for _, e := range list {
		out = append(out, fmt.Sprint(e.(map[string]any)["field"]))
	}
	return strings.Join(out, " ")
}
