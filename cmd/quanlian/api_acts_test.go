package main

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"quanlian/adapter/bank"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
)

// handing: a draft passes to a colleague, and what somebody left behind is taken
// over; of another organisation nothing.
func (d *dealByAPI) handing() {
	list := d.rival.call("list_cases", "GET", "/cases?role=owner&sort=opened", nil, "", 200)
	no := list.text("items", 0, "no")
	d.rival.call("put_draft", "PUT", "/cases/"+no+"/moves/amend/draft", obj{"fields": obj{"title": "恒力"}}, "", 200)
	d.rival.call("put_draft", "PUT", "/cases/"+no+"/moves/nonsense/draft", obj{"fields": obj{"title": "恒力"}}, "", 404)
	subject := d.rival.call("get_draft", "GET", "/cases/"+no+"/moves/amend/draft", nil, "", 200).text("subject")
	mates := d.rival.call("list_colleagues", "GET", "/colleagues", nil, "", 200)
	if !strings.Contains(string(mates.raw), "u-pei") || strings.Contains(string(mates.raw), "u-lu") || strings.Contains(string(mates.raw), "u-shen") {
		d.t.Errorf("colleagues %s", mates.raw)
	}
	if bad := d.rival.call("hand_draft", "POST", "/drafts/hand", obj{"subject": subject, "to": "u-shen"}, d.uniqueKey(), 422); fields(bad) != "to" {
		d.t.Errorf("to a stranger: %s", bad.raw)
	}
	d.rival.call("hand_draft", "POST", "/drafts/hand", obj{"subject": "case/" + d.no + "/x", "to": "u-pei"}, d.uniqueKey(), 404)
	key := d.uniqueKey()
	for range 2 {
		d.rival.call("hand_draft", "POST", "/drafts/hand", obj{"subject": subject, "to": "u-pei", "note": "请接着写"}, key, 204)
	}
	d.rival.call("hand_draft", "POST", "/drafts/hand", obj{"subject": subject, "to": "u-han"}, key, 409)
	d.rival.call("get_draft", "GET", "/cases/"+no+"/moves/amend/draft", nil, "", 404)
	d.rival.call("put_draft", "PUT", "/cases/"+no+"/moves/amend/draft", obj{"fields": obj{"title": "又写"}}, "", 409)
	mate := d.token("u-pei", kernel.RightView, kernel.RightDraft)
	if got := mate.call("get_draft", "GET", "/cases/"+no+"/moves/amend/draft", nil, "", 200); got.text("fields", "title") != "恒力" {
		d.t.Errorf("the colleague has %s", got.raw)
	}
	d.ok(d.h.desk.Do(d.t.Context(), kernel.SystemActor("test"), d.key(), kernel.PutMember{User: "u-pei", Party: "p-qiheng"}))
	if left := d.rival.call("list_passed_drafts", "GET", "/drafts/passed", nil, "", 200); !strings.Contains(string(left.raw), `"left":true`) || strings.Contains(string(left.raw), "⟦") {
		d.t.Errorf("left behind %s", left.raw)
	}
	took := d.rival.call("take_draft", "POST", "/drafts/take", obj{"subject": subject, "from": "u-pei"}, d.uniqueKey(), 200)
	if took.text("fields", "title") != "恒力" {
		d.t.Errorf("taken over %s", took.raw)
	}
}

// statements: the bank's file is compared, then entered, twice without effect;
// what it leaves for a person is ended with a word.
func (d *dealByAPI) statements() {
	reader, keeper := d.token("u-jin", kernel.RightView), d.token("u-jin", kernel.RightView, kernel.RightSubmit)
	now := d.clock.Now()
	lines, err := d.h.bank.Statement(d.t.Context(), now.AddDate(0, 0, -30), now.Add(time.Hour))
	d.ok(err)
	lines = append(lines, ledger.Line{BankRef: "B-Y-1", SubAccount: "CG-" + d.no, Amount: 5 * money.Wan, Date: now}, ledger.Line{BankRef: "B-Y-2", SubAccount: "CG-" + d.no, In: true, Amount: 3 * money.Wan, Date: now})
	var file bytes.Buffer
	d.ok(bank.WriteCSV(&file, lines, bank.GB18030))
	at := "/ledger/statements/compare?name=" + url.QueryEscape("九月.csv")
	d.buyer.call("compare_statement", "POST", at, file.Bytes(), "", 403)
	d.nobody().call("compare_statement", "POST", at, file.Bytes(), "", 401)
	keeper.call("compare_statement", "POST", at, []byte("这不是对账单"), "", 422)
	keeper.call("compare_statement", "POST", at+"&first=2026-12-31&last=2026-01-01", file.Bytes(), "", 422)
	got := reader.call("compare_statement", "POST", at, file.Bytes(), "", 200)
	if got.number("lines") != float64(len(lines)) || got.number("count", "unexplained") != 1 || got.number("tasks") < 2 {
		d.t.Errorf("compared: %s", got.raw)
	}
	ref := obj{"sha256": got.at("sha256"), "name": got.at("name"), "first": got.at("first"), "last": got.at("last")}
	reader.call("enter_statement", "POST", "/ledger/statements", ref, d.uniqueKey(), 403)
	before := keeper.call("list_ledger_tasks", "GET", "/ledger/tasks", nil, "", 200).number("total")
	for range 2 {
		keeper.call("enter_statement", "POST", "/ledger/statements", ref, d.uniqueKey(), 201)
	}
	tasks := keeper.call("list_ledger_tasks", "GET", "/ledger/tasks?limit=100", nil, "", 200)
	if tasks.number("total") != before+got.number("tasks") {
		d.t.Errorf("of %v tasks after %v: %s", tasks.at("total"), before, tasks.raw)
	}
	keeper.call("fetch_statement", "POST", "/ledger/statements/fetch", nil, "", 200)
	d.taskEnds(reader, keeper, tasks)
}

func (d *dealByAPI) taskEnds(reader, keeper *caller, tasks answer) {
	id := ""
	for _, x := range tasks.at("items").([]any) {
		if m := x.(map[string]any); m["bank_ref"] == "B-Y-2" {
			id = m["id"].(string)
		}
	}
	keeper.call("ask_bank_again", "POST", "/ledger/tasks/ask", obj{"id": id}, d.uniqueKey(), 409)
	keeper.call("return_stray_money", "POST", "/ledger/strays/returned", obj{"bank_ref": "B-NONE", "paid": "B-Y-3"}, d.uniqueKey(), 409)
	keeper.call("return_stray_money", "POST", "/ledger/strays/returned", obj{"bank_ref": "B-Y-2", "paid": "B-Y-3"}, d.uniqueKey(), 204)
	end := func(c *caller, note string, want int) answer {
		return c.call("end_ledger_task", "POST", "/ledger/tasks/end", obj{"id": id, "note": note}, d.uniqueKey(), want)
	}
	end(reader, "已退回", 403)
	end(d.buyer, "已退回", 403)
	if bad := end(keeper, " ", 422); fields(bad) != "note" {
		d.t.Errorf("without a word: %s", bad.raw)
	}
	if done := end(keeper, "已退回", 200); done.text("note") != "已退回" || done.at("closed") == nil {
		d.t.Errorf("ended: %s", done.raw)
	}
	end(keeper, "再办一次", 409)
	d.ok(d.h.store.LedgerAudit(d.t.Context()))
}

// silence: a bank that leaves an instruction without an answer is asked again
// under the key of the task alone.
func (d *dealByAPI) silence() {
	keeper := d.token("u-jin", kernel.RightView, kernel.RightSubmit)
	entries := keeper.call("list_ledger_entries", "GET", "/ledger/entries?deal="+d.no, nil, "", 200)
	t := ledger.Task{Kind: ledger.TaskSilent, Deal: d.no, Key: ledger.TransferID(entries.text("items", 0, "id"))}
	d.ok(d.h.desk.Do(d.t.Context(), d.actor("u-jin"), d.key(), ledger.Record{Tasks: []ledger.Task{t}}))
	keeper.call("ask_bank_again", "POST", "/ledger/tasks/ask", obj{"id": t.ID()}, d.uniqueKey(), 200)
}

// bulk: many cases in one command, first only counted; what a token may not do
// its bulk may not.
func (d *dealByAPI) bulk() {
	var nos []string
	for _, what := range []string{"水下电缆接头防水", "高温轴承的密封"} {
		r := d.buyer.call("open_case", "POST", "/flows/utilization/hall/need/open/post", obj{"input": obj{"title": what, "text": what + "的办法，希望寿命长、容易更换。", "budget": "100000"}}, d.uniqueKey(), 201)
		nos = append(nos, r.text("no"))
	}
	want := obj{"cases": append([]string{d.listing, "YL-NONE"}, nos...), "move": "approve", "dry": true}
	dry := d.clerk.call("start_bulk", "POST", "/bulks", want, d.uniqueKey(), 200)
	if dry.number("can") != 2 || len(dry.at("left").([]any)) != 2 || strings.Contains(string(dry.raw), "⟦") || strings.Contains(string(dry.raw), `"id"`) {
		d.t.Errorf("dry: %s", dry.raw)
	}
	looks := d.token("u-song", kernel.RightView)
	if none := looks.call("start_bulk", "POST", "/bulks", want, d.uniqueKey(), 200); none.number("can") != 0 {
		d.t.Errorf("a token that only sees can %s", none.raw)
	}
	if none := d.rival.call("start_bulk", "POST", "/bulks", want, d.uniqueKey(), 200); none.number("can") != 0 || strings.Contains(string(none.raw), "防水") {
		d.t.Errorf("another party can %s", none.raw)
	}
	want["dry"] = false
	looks.call("start_bulk", "POST", "/bulks", want, d.uniqueKey(), 403)
	d.clerk.call("start_bulk", "POST", "/bulks", obj{"cases": []string{}, "move": "approve"}, d.uniqueKey(), 422)
	key := d.uniqueKey()
	began := d.clerk.call("start_bulk", "POST", "/bulks", want, key, 202)
	again := d.clerk.call("start_bulk", "POST", "/bulks", want, key, 202)
	if id := began.text("id"); id != again.text("id") || began.header.Get("Location") != "/api/v1/bulks/"+id {
		d.t.Errorf("begun %s %v, again %s", began.raw, began.header, again.raw)
	}
	want["note"] = "别的"
	d.clerk.call("start_bulk", "POST", "/bulks", want, key, 409)
	at := "/bulks/" + began.text("id")
	d.clerk.call("steer_bulk", "POST", at+"/stop", nil, d.uniqueKey(), 200)
	d.clerk.call("steer_bulk", "POST", at+"/resume", nil, d.uniqueKey(), 200)
	d.wait(time.Minute)
	if done := d.clerk.call("get_bulk", "GET", at, nil, "", 200); done.number("done") != 2 || done.number("open") != 0 {
		d.t.Errorf("done: %s", done.raw)
	}
	d.rival.call("get_bulk", "GET", at, nil, "", 404)
	d.clerk.call("list_bulks", "GET", "/bulks", nil, "", 200)
}

// pages: a list is read on by the place of its last case, and by the links; the
// values of a choice have names, colleagues and offices too.
func (d *dealByAPI) pages() {
	all := d.clerk.call("list_cases", "GET", "/cases?limit=100&sort=updated", nil, "", 200)
	var whole, parts []string
	for _, x := range all.at("items").([]any) {
		whole = append(whole, x.(map[string]any)["no"].(string))
	}
	path := "/cases?limit=2&sort=updated"
	for path != "" && len(parts) <= len(whole) {
		p := d.clerk.call("list_cases", "GET", path, nil, "", 200)
		for _, x := range p.at("items").([]any) {
			parts = append(parts, x.(map[string]any)["no"].(string))
		}
		path = nextOf(p.header)
		if p.number("total") != all.number("total") || (path == "") != (p.at("next") == nil) {
			d.t.Fatalf("the link is %q: %s", path, p.raw)
		}
	}
	if !slices.Equal(whole, parts) || len(whole) < 5 {
		d.t.Errorf("read on\n%v, want\n%v", parts, whole)
	}
	for _, bad := range []string{"after=xx", "sort=due&after=" + url.QueryEscape(all.text("items", 0, "id")), "offset=-1", "nope=1"} {
		d.clerk.call("list_cases", "GET", "/cases?"+bad, nil, "", 422)
	}
	if p := d.nobody().call("list_items", "GET", "/items?limit=100", nil, "", 200); nextOf(p.header) != "/items?limit=100&offset=100" {
		d.t.Errorf("the next items are at %q", nextOf(p.header))
	}
	moves := d.clerk.call("list_moves", "GET", "/cases/"+d.need+"/moves", nil, "", 200)
	if !strings.Contains(string(moves.raw), `"trading-centre":`) {
		d.t.Errorf("no offices to hand the case to: %s", moves.raw)
	}
	rate := d.nobody().call("get_flow", "GET", "/flows/management/quality/consult", nil, "", 200)
	if !strings.Contains(string(rate.raw), `"very_satisfied":"非常满意"`) {
		d.t.Errorf("the grades have no names")
	}
}

// nextOf is where the header says that a list goes on.
func nextOf(h http.Header) string {
	l, ok := strings.CutSuffix(h.Get("Link"), `>; rel="next"`)
	if !ok {
		return ""
	}
	return strings.TrimPrefix(l, "</api/v1")
}
