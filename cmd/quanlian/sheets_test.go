package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/rows"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// TestFiveHundredRowsKilled: a sheet of five hundred rows is checked by the
// guards without listing any, then listed row by row by a process that is killed
// in the middle and another that goes on: nothing twice, a result for every row.
func TestFiveHundredRowsKilled(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url, party, dir := storetest.URL(t, engine), filepath.Join(t.TempDir(), "echo"), t.TempDir()
			h, err := instance(context.Background(), url, dir, party, roleWeb, time.Second)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = h.store.Close() })
			p := newPortfolio(t, h, 497)
			content, good := p.sheet()
			id := p.begin(content)
			one := startChild(t, url, dir, party, roleWorker, childPoll)
			d := p.until(id, "checked", in(rows.Checked))
			if len(d.Rows) != 500 || d.Count(rows.Good) != good || d.Count(rows.Bad) != 500-good {
				t.Fatalf("%d rows, %d good, %d bad; want %d good", len(d.Rows), d.Count(rows.Good), d.Count(rows.Bad), good)
			}
			for number, want := range map[string]string{p.numbers[7]: "importer.sheet.not_in_list", p.numbers[19]: "utilization.hall.licence_kind", p.numbers[497]: "registry.check.seller_not_owner", p.numbers[1]: ""} {
				if got := faultOf(d, number, 1); got != want {
					t.Errorf("row of %s: %q, want %q", number, got, want)
				}
			}
			if got := faultOf(d, p.numbers[0], 2); got != "utilization.hall.bulk_twice" {
				t.Errorf("the second row of one right: %q", got)
			}
			p.listings(0)
			p.observed()
			if _, err := h.desk.Act(context.Background(), p.hat("u-owner"), desk.Command{Case: id, Move: "start", Key: "start"}); err != nil {
				t.Fatal(err)
			}
			p.until(id, "listing", func(_ kernel.Case, d hall.BulkData) bool { return d.Count(rows.Made) >= 100 })
			one.kill()
			if _, d := p.bulk(id); d.Count(rows.Made) >= good {
				t.Fatal("all was done before the kill: the test shows nothing")
			}
			startChild(t, url, dir, party, roleWorker, childPoll)
			d = p.until(id, "done", in(rows.Done))
			if d.Count(rows.Made) != good || d.Count(rows.Chosen, rows.Failed) != 0 {
				t.Fatalf("listed %d, failed %d, left %d; want %d listed", d.Count(rows.Made), d.Count(rows.Failed), d.Count(rows.Chosen), good)
			}
			p.listings(good)
			p.once(d)
		})
	}
}

// TestSheetApprovedOnce: in an organisation with an approval of its own the
// sheet is approved as a whole, and then its rows need no further word; a row
// listed past the sheet does.
func TestSheetApprovedOnce(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			h, err := instance(ctx, storetest.URL(t, engine), t.TempDir(), filepath.Join(t.TempDir(), "echo"), roleWeb, time.Second)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = h.store.Close() })
			p := newPortfolio(t, h, 4, kernel.DutyHead)
			csv := "专利号,方式,价格（万元）\n"
			for _, n := range p.numbers[:3] {
				csv += n + ",转让,8\n"
			}
			id := p.begin([]byte(csv))
			p.pass(id, rows.Checked)
			r, err := h.desk.Act(ctx, p.hat("u-owner"), desk.Command{Case: id, Move: "start", Key: "start"})
			if err != nil || r.Pending == "" {
				t.Fatalf("start: %+v %v", r, err)
			}
			p.listings(0)
			if _, err := h.desk.Approve(ctx, p.hat("u-head"), r.Pending, true, "同意"); err != nil {
				t.Fatal(err)
			}
			p.pass(id, rows.Done)
			if _, d := p.bulk(id); d.Count(rows.Made) != 3 || d.Count(rows.Waiting) != 0 {
				t.Fatalf("rows %+v", d.Rows)
			}
			if left, err := h.store.Approvals(ctx, "owner"); err != nil || len(left) != 0 {
				t.Fatalf("still to be approved: %d %v", len(left), err)
			}
			p.coversNoMore(id, r.Pending)
		})
	}
}

// coversNoMore: the word given to a sheet is for its own rows, by who prepared it.
func (p *portfolio) coversNoMore(id kernel.CaseID, given string) {
	p.t.Helper()
	ctx := p.t.Context()
	err := p.h.desk.Do(ctx, kernel.SystemActor("seed"), "second", kernel.PutUser{ID: "u-second", Login: "second", Name: "另一经办"}, kernel.PutMember{User: "u-second", Party: "owner", Duty: kernel.DutyHandler, Rights: kernel.AllRights()})
	if err != nil {
		p.t.Fatal(err)
	}
	in, _ := json.Marshal(hall.ListInput{Right: p.numbers[3], Deal: registry.Assignment, Price: 100})
	need, _ := json.Marshal(hall.NeedData{Title: "水下液位测量", Text: "水下三百米，误差小于二毫米。"})
	other := p.begin([]byte("专利号,方式,价格（万元）\n" + p.numbers[3] + ",转让,8\n"))
	p.pass(other, rows.Checked)
	waits, err := p.h.desk.Act(ctx, p.hat("u-owner"), desk.Command{Case: other, Move: "start", Key: "start other"})
	if err != nil || waits.Pending == "" {
		p.t.Fatalf("start: %+v %v", waits, err)
	}
	key := func(c kernel.CaseID, n string) string { return string(c) + "/" + n }
	for who, list := range map[kernel.UserID][]desk.OpenCommand{
		"u-owner": {{Key: "alone"}, {Key: "elsewhere/9", Under: id, Approval: given}, {Key: key(id, "9"), Under: id, Approval: "no such"},
			{Key: key(id, "10"), Under: id, Approval: waits.Pending}, {Key: key(other, "11"), Under: other, Approval: waits.Pending}, {Key: key(other, "12"), Under: other, Approval: given},
			{Key: key(id, "13"), Under: id, Approval: given, Flow: hall.Need, Move: "post", Input: need}},
		"u-second": {{Key: key(id, "14"), Under: id, Approval: given}}, // another handler than who prepared it
	} {
		for _, cmd := range list {
			if cmd.Flow == "" {
				cmd.Flow, cmd.Move, cmd.Input = hall.Listing, "list", in
			}
			if one, err := p.h.desk.Open(ctx, p.hat(who), cmd); err != nil || one.Pending == "" {
				p.t.Errorf("%s by %s needs no approval: %+v %v", cmd.Key, who, one, err)
			}
		}
	}
}

// TestSheetOfOneWhoLeft: rows are checked and listed in the name of who sent the
// sheet; when he may no longer act, nothing is listed and each row says so. A
// sheet that is no table ends with a reason.
func TestSheetOfOneWhoLeft(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h, err := instance(ctx, storetest.URL(t, "sqlite"), t.TempDir(), filepath.Join(t.TempDir(), "echo"), roleWeb, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	p := newPortfolio(t, h, 2)
	id := p.begin([]byte("专利号,方式,价格（万元）\n" + p.numbers[0] + ",转让,8\n" + p.numbers[1] + ",转让,9\n"))
	p.pass(id, rows.Checked)
	if _, err := h.desk.Act(ctx, p.hat("u-owner"), desk.Command{Case: id, Move: "start", Key: "start", Input: json.RawMessage(`{"lines":["3"]}`)}); err != nil {
		t.Fatal(err)
	}
	if err := h.desk.Do(ctx, kernel.SystemActor("seed"), "leaves", kernel.PutMember{User: "u-owner", Party: "owner"}); err != nil {
		t.Fatal(err)
	}
	p.pass(id, rows.Done)
	_, d := p.bulk(id)
	if d.Count(rows.Failed) != 1 || d.Count(rows.Good) != 1 || faultOf(d, p.numbers[1], 1) != "kernel.rows.no_maker" {
		t.Fatalf("rows %+v", d.Rows)
	}
	p.listings(0)
}

// TestSheetSaysAll: a row whose number the register does not know hears of its
// other faults at the same time.
func TestSheetSaysAll(t *testing.T) {
	t.Parallel()
	h, _ := peopled(t, "sqlite")
	list := h.firstLook(t.Context(), []hall.SheetRow{{Line: 2, Input: hall.ListInput{Right: "CN000000000000X", Deal: registry.LicenceDeal, Territory: "中国", Field: "不限"}}})
	var fields []string
	for _, f := range list[0].Faults {
		fields = append(fields, f.Field)
	}
	if list[0].State != rows.Bad || !slices.Contains(fields, "right") || !slices.Contains(fields, "licence") || !slices.Contains(fields, "price") {
		t.Errorf("%s %v", list[0].State, fields)
	}
}
