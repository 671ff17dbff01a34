package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue/items"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/rows"
	"quanlian/test/storetest"
)

// TestThingApprovedOnceOpensItsCases: in an organisation with an approval of its
// own a thing waits once as a whole; then each item becomes a case of its own,
// once, however often the program goes over it, and all name their parent. What an
// agent files for a client waits in the agency, once too.
func TestThingApprovedOnceOpensItsCases(t *testing.T) {
	t.Parallel()
	for _, as := range []struct {
		engine      string
		maker, head kernel.UserID
		party       kernel.PartyID // whose word it waits for
	}{
		{"sqlite", "u-owner", "u-head", "owner"}, {"postgres", "u-owner", "u-head", "owner"},
		{"sqlite", "u-agent", "u-partner", "agency"}, {"postgres", "u-agent", "u-partner", "agency"},
	} {
		t.Run(as.engine+" "+string(as.party), func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			h, err := instance(ctx, storetest.URL(t, as.engine), t.TempDir(), filepath.Join(t.TempDir(), "echo"), roleWeb, time.Second)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = h.store.Close() })
			p := newPortfolio(t, h, 1, kernel.DutyHead)
			p.agency(kernel.DutyHead)
			in := itemflow.ThingInput{Bundle: "go-public", Name: form.Text{Zh: "上市", En: "Go public"}}
			for _, code := range []string{"ZL20", "ZL22"} {
				it, ok := h.items.Today(ctx).Item(code)
				if !ok {
					t.Fatal("no item " + code)
				}
				party, err := h.store.Party(ctx, "owner")
				if err != nil {
					t.Fatal(err)
				}
				s := form.Sampler{Formats: items.SampleFormats(), Pick: func(int) int { return 0 }}
				facts := form.Facts{Party: party, Today: calendar.DateOf(h.now())}
				one := itemflow.SubmitInput{Values: s.Fill(it, facts)}
				for _, m := range itemflow.Needed(it, one.Values, facts, true) {
					id := code + m.ID
					if err := h.desk.Do(ctx, p.hatFor(as.maker, "owner"), id, kernel.PutDocument{ID: id, Kind: "kernel.itemflow.paper.material", Name: "证明.pdf", SHA256: id, Bytes: 9, Media: "application/pdf", Level: kernel.ViewDetail, By: as.maker}); err != nil {
						t.Fatal(err)
					}
					one.Files = append(one.Files, itemflow.File{Upload: id, Material: m.ID})
				}
				in.Parts = append(in.Parts, itemflow.ThingPart{Code: code, Hash: it.Hash(), Input: one})
			}
			raw, err := json.Marshal(in)
			if err != nil {
				t.Fatal(err)
			}
			r, err := h.desk.Open(ctx, p.hatFor(as.maker, "owner"), desk.OpenCommand{Flow: itemflow.Thing, Move: "file", Key: "thing", Input: raw})
			if err != nil || r.Pending == "" {
				t.Fatalf("filed: %+v %v", r, err)
			}
			sent, err := h.desk.Approve(ctx, p.hatFor(as.head, as.party), r.Pending, true, "同意")
			if err != nil || sent.Receipt == nil {
				t.Fatalf("approved: %+v %v", sent, err)
			}
			for range 4 {
				if _, err := h.workRows(ctx); err != nil {
					t.Fatal(err)
				}
			}
			c, err := h.store.Case(ctx, kernel.SystemActor("test"), string(sent.Receipt.Case), kernel.ViewSecret)
			if err != nil {
				t.Fatal(err)
			}
			d, err := itemflow.ThingOf(c)
			if err != nil || c.State != rows.Done || d.Count(rows.Made) != 2 {
				t.Fatalf("%s %+v %v", c.State, d.Rows, err)
			}
			for _, row := range d.Rows {
				k, err := h.store.Case(ctx, kernel.SystemActor("test"), string(row.Case), kernel.ViewSecret)
				if err != nil || k.Parent != c.ID || k.State != itemflow.Submitted {
					t.Errorf("%s: %+v %v", row.Code, k, err)
				}
			}
			if _, n, err := h.store.Cases(ctx, kernel.SystemActor("test"), kernel.ViewSecret, kernel.CaseQuery{Flow: "service/certificate.instant"}); err != nil || n > 2 {
				t.Errorf("%d cases %v", n, err)
			}
			if left, err := h.store.Approvals(ctx, as.party); err != nil || len(left) != 0 {
				t.Errorf("still to be approved: %v %v", left, err)
			}
		})
	}
}
