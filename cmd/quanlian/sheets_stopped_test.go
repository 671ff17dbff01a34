package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/rows"
	"quanlian/test/storetest"
)

// TestStoppedInHand: a worker that has read a sheet does none of its rows once the
// sheet is paused or stopped, and a row that was in hand then is told of all the same:
// "not sent" must not be said of what was sent.
func TestStoppedInHand(t *testing.T) {
	t.Parallel()
	for _, move := range []string{"pause", kernel.MoveWithdraw} {
		t.Run(move, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			h, err := instance(ctx, storetest.URL(t, "sqlite"), t.TempDir(), filepath.Join(t.TempDir(), "echo"), roleWeb, time.Second)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = h.store.Close() })
			p := newPortfolio(t, h, 4)
			csv := "专利号,方式,价格（万元）\n"
			for _, n := range p.numbers[:3] {
				csv += n + ",转让,8\n"
			}
			id := p.begin([]byte(csv))
			p.pass(id, rows.Checked)
			do := func(move string, in any) {
				t.Helper()
				raw, _ := json.Marshal(in)
				if _, err := h.desk.Act(ctx, p.hat("u-owner"), desk.Command{Case: id, Move: move, Key: move, Input: raw}); err != nil {
					t.Fatal(move, err)
				}
			}
			do("start", nil)
			read, d := p.bulk(id) // by a worker
			do(move, kernel.ReasonInput{Reason: "先不办"})
			if err := h.rowWorks(hall.Bulk).one(ctx, read); err != nil {
				t.Fatal(err)
			}
			p.listings(0)
			d.Rows[0].State, d.Rows[0].Case, d.Rows[0].No = rows.Made, "c-made", "YL2026-GP-00009"
			told, _ := json.Marshal(rows.Input[hall.BulkRow]{Rows: d.Rows[:1]})
			if _, err := h.desk.Act(ctx, kernel.SystemActor("bulk"), desk.Command{Case: id, Move: "rows", Key: "told", Input: told}); err != nil {
				t.Fatal(err)
			}
			if c, d := p.bulk(id); c.State == rows.Working || c.State == rows.Done || d.Count(rows.Made) != 1 || d.Count(rows.Chosen) != 2 {
				t.Errorf("%s: made %d, left %d", c.State, d.Count(rows.Made), d.Count(rows.Chosen))
			}
		})
	}
}

// TestSheetIsToldOfOnce: whoever keeps an organisation is told once that a sheet was
// sent in its name, and not of every row of it.
func TestSheetIsToldOfOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h, err := instance(ctx, storetest.URL(t, "sqlite"), t.TempDir(), filepath.Join(t.TempDir(), "echo"), roleWeb, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	p := newPortfolio(t, h, 4)
	csv := "专利号,方式,价格（万元）\n"
	for _, n := range p.numbers[:3] {
		csv += n + ",转让,8\n"
	}
	id := p.begin([]byte(csv))
	p.pass(id, rows.Checked)
	told := func() (n int) {
		t.Helper()
		list, err := h.store.Notices(ctx, p.hat("u-owner"), 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range list {
			if strings.HasPrefix(x.Text, "kernel.notice.tripwire") {
				n++
			}
		}
		return n
	}
	before := told()
	if _, err := h.desk.Act(ctx, p.hat("u-owner"), desk.Command{Case: id, Move: "start", Key: "start"}); err != nil {
		t.Fatal(err)
	}
	p.pass(id, rows.Done)
	p.listings(3)
	if got := told() - before; got != 1 {
		t.Errorf("told %d times of a sheet of three rows", got)
	}
}
