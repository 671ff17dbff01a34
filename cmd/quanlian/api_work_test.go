package main

import (
	"fmt"
	"slices"
	"strings"

	"quanlian/kernel"
)

// bookkeeping: the posts that keep the book read it by the API, nobody else.
func (d *dealByAPI) bookkeeping() {
	keeper := d.token("u-jin", kernel.RightView)
	tasks := keeper.call("list_ledger_tasks", "GET", "/ledger/tasks", nil, "", 200)
	if tasks.at("open") == nil || tasks.number("total") != float64(len(tasks.at("items").([]any))) {
		d.t.Errorf("tasks %s", tasks.raw)
	}
	entries := keeper.call("list_ledger_entries", "GET", "/ledger/entries?deal="+d.no, nil, "", 200)
	if entries.number("total") < 3 || !strings.Contains(string(entries.raw), "1800000.00") || strings.Contains(string(entries.raw), "⟦") {
		d.t.Errorf("entries %s", entries.raw)
	}
	keeper.call("list_ledger_entries", "GET", "/ledger/entries?deal=YL2026-JY-99999", nil, "", 404)
	keeper.call("list_ledger_entries", "GET", "/ledger/entries", nil, "", 422)
	keeper.call("list_stray_money", "GET", "/ledger/strays", nil, "", 200)
	keeper.call("list_statements", "GET", "/ledger/statements", nil, "", 200)
	for op, path := range map[string]string{"list_ledger_tasks": "tasks", "list_ledger_entries": "entries?deal=" + d.no, "list_stray_money": "strays", "list_statements": "statements"} {
		d.buyer.call(op, "GET", "/ledger/"+path, nil, "", 403)
		d.nobody().call(op, "GET", "/ledger/"+path, nil, "", 401)
	}
}

// custody: the bank's own program sees what its page shows, and nobody else's does.
func (d *dealByAPI) custody() {
	bank, keeper := d.token("u-tao", kernel.RightView), d.token("u-jin", kernel.RightView)
	for _, c := range []*caller{bank, keeper} {
		if l := c.call("list_custody", "GET", "/ledger/custody?limit=5", nil, "", 200); l.text("funds") == "" || l.number("total") == 0 {
			d.t.Errorf("sub-accounts %s", l.raw)
		}
		l := c.call("list_orders", "GET", "/ledger/orders?limit=50", nil, "", 200)
		if l.number("total") == 0 || !strings.Contains(string(l.raw), d.no) || strings.Contains(string(l.raw), "62229900") || l.text("items", 0, "name") == "" {
			d.t.Errorf("instructions %s", l.raw)
		}
	}
	if l := bank.call("list_orders", "GET", "/ledger/orders?waiting=true", nil, "", 200); l.number("total") != l.number("waiting") {
		d.t.Errorf("waiting %s", l.raw)
	}
	for op, path := range map[string]string{"list_custody": "custody", "list_orders": "orders"} {
		d.buyer.call(op, "GET", "/ledger/"+path, nil, "", 403)
		d.nobody().call(op, "GET", "/ledger/"+path, nil, "", 401)
	}
}

// readers: a party learns who looked into its files, of its own nobody.
func (d *dealByAPI) readers() {
	all := d.seller.call("list_readers", "GET", "/readers?limit=200", nil, "", 200)
	one := d.seller.call("list_readers", "GET", "/readers?case="+d.listing, nil, "", 200)
	if !strings.Contains(string(all.raw), "宋时雨") || strings.Contains(string(all.raw), "沈知遥") || one.number("total") == 0 || one.number("total") >= all.number("total") {
		d.t.Errorf("readers: %s\nof the listing: %s", all.raw, one.raw)
	}
	d.rival.call("list_readers", "GET", "/readers?case="+d.listing, nil, "", 404)
	d.clerk.call("list_readers", "GET", "/readers", nil, "", 403)
	if none := d.rival.call("list_readers", "GET", "/readers", nil, "", 200); none.text("total") != "0" {
		d.t.Errorf("a party without files has readers: %s", none.raw)
	}
}

// panels: an evaluation by experts and a worksheet by the API. Who sits is not
// told to the owner, a seat is its expert's alone.
func (d *dealByAPI) panels() {
	flow := d.nobody().call("get_flow", "GET", "/flows/utilization/valuation/panel", nil, "", 200)
	if scenes := flow.at("opens", 0, "input", "properties", "scene", "enum").([]any); !slices.Contains(scenes, any("finance")) {
		d.t.Errorf("scenes %v", scenes)
	}
	own := d.seller.call("find_rights", "GET", "/rights?mine=true&status=granted&limit=100", nil, "", 200)
	input := obj{"right": own.text("items", 0, "number"), "scene": "finance", "purpose": "银行要求"}
	open := "/flows/utilization/valuation/panel/open/request"
	for _, right := range []any{"", "209999999999.9"} {
		if bad := d.seller.call("open_case", "POST", open, obj{"input": obj{"right": right, "scene": "finance"}}, d.uniqueKey(), 422); fields(bad) != "input.right" {
			d.t.Errorf("right %q: %s", right, bad.raw)
		}
	}
	no := d.seller.call("open_case", "POST", open, obj{"input": input}, d.uniqueKey(), 201).text("no")
	d.act(d.clerk, no, "invite", obj{"code": d.codeOf("p-expert1")})
	theirs := d.seller.call("get_case", "GET", "/cases/"+no, nil, "", 200)
	ours := d.clerk.call("get_case", "GET", "/cases/"+no, nil, "", 200)
	if theirs.text("data", "purpose") != "银行要求" || len(theirs.at("data", "seats").([]any)) != 1 || strings.Contains(string(theirs.raw), "程砚秋") || !strings.Contains(string(ours.raw), "程砚秋") {
		d.t.Errorf("the owner sees %s\nthe clerk %s", theirs.raw, ours.raw)
	}
	d.rival.call("get_case", "GET", "/cases/"+no, nil, "", 404)
	expert := d.token("u-expert1", kernel.RightView, kernel.RightSubmit)
	seats := expert.call("list_cases", "GET", "/cases?flow=utilization/valuation.seat&open=true", nil, "", 200)
	seat := seats.text("items", 0, "no")
	d.act(expert, seat, "accept", obj{"clear": true})
	if s := expert.call("get_case", "GET", "/cases/"+seat, nil, "", 200); s.text("data", "panel_no") != no || len(s.at("data", "asked").([]any)) == 0 {
		d.t.Errorf("the expert sees %s", s.raw)
	}
	d.seller.call("get_case", "GET", "/cases/"+seat, nil, "", 404)
	sheet := d.seller.call("open_case", "POST", "/flows/utilization/valuation/worksheet/open/keep", obj{"input": obj{"right": input["right"], "method": "relief-from-royalty", "sheet": fileJSON(d.t, "value-relief-from-royalty.json")}}, d.uniqueKey(), 201)
	kept := d.seller.call("get_case", "GET", "/cases/"+sheet.text("no"), nil, "", 200)
	if !strings.Contains(kept.text("data", "value"), ".") {
		d.t.Errorf("the worksheet is worth %s", kept.text("data", "value"))
	}
	d.rival.call("get_case", "GET", "/cases/"+sheet.text("no"), nil, "", 404)
}

// offered: what has nothing to do in the case as it stands is not offered, and
// what a move asks for has words.
func (d *dealByAPI) offered() {
	moves := d.clerk.call("list_moves", "GET", "/cases/"+d.need+"/moves", nil, "", 200)
	for _, idle := range []string{"std.resume", "std.correct", "drop_broker", "std.sign_off"} {
		if strings.Contains(string(moves.raw), fmt.Sprintf("%q", idle)) {
			d.t.Errorf("%s is offered in a need that runs: %s", idle, moves.raw)
		}
	}
	deal := d.nobody().call("get_flow", "GET", "/flows/utilization/hall/deal", nil, "", 200)
	for _, bad := range []string{`"title":"terms`, `"title":"seller_books`, `"title":"year`} {
		if strings.Contains(string(deal.raw), bad) {
			d.t.Errorf("a field has its code for a title: %s", bad)
		}
	}
	rate := d.nobody().call("get_flow", "GET", "/flows/management/quality/consult", nil, "", 200)
	if !strings.Contains(string(rate.raw), `"very_satisfied"`) || strings.Contains(string(rate.raw), `"sha256"`) {
		d.t.Errorf("the grades of a rating are not told, or a form asks for what the program says: %s", rate.raw)
	}
}

func (d *dealByAPI) codeOf(p kernel.PartyID) string {
	x, err := d.h.store.Party(d.t.Context(), p)
	d.ok(err)
	return x.Code
}
