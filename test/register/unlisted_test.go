package register

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"quanlian/adapter/search/rights"
	"quanlian/adapter/sqlstore"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// TestUnlisted: a need finds rights in force that are not listed, with reasons;
// none that is dead, unknown, one's own or in the hall; what only a listing says
// keeps none out and is said to be unknown.
func TestUnlisted(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		ctx, now := context.Background(), start
		market(t, s) // lists one
		const own, dead, free, more = "201810000003.7", "201810000004.5", "201810000005.3", "201810000006.1"
		ended := patent(t, dead, "锂离子电池负极的预锂化方法", "丁公司")
		ended.Events = append(ended.Events, registry.NewEvent(registry.Event{Right: dead, Kind: registry.Lapsed, ValidFrom: date(t, "2025-03-01")}))
		put(t, s, now, patent(t, one, "锂离子电池负极", "云岚大学"), patent(t, own, "锂离子电池负极片", "储能公司"), keyed(ended),
			patent(t, free, "锂离子电池负极材料的包覆方法", "甲公司"), patent(t, more, "茶叶揉捻机", "茶厂"))
		x := &rights.Index{Source: s, Now: func() time.Time { return now }}
		need := hall.NeedData{Title: "锂离子电池负极", Text: "锂离子电池负极的包覆", Budget: 1_000_000_00, BudgetFirm: true, Mode: "assignment", District: "望潮", LocalOnly: true, Buyer: hall.PartyRef{ID: "firm", Name: "储能公司"}}
		got, err := x.Unlisted(ctx, need, 10)
		if err != nil || got.Reading || len(got.Matches) != 1 || got.Matches[0].Patent.No != free {
			t.Fatalf("%+v %v", got, err)
		}
		m := got.Matches[0]
		if len(m.Reasons) == 0 || len(m.TitleMarks) == 0 || m.Patent.Owner != "甲公司" || got.Version != matching.DefaultWeights().Version+"/register" || got.Compared != 5 {
			t.Errorf("%+v %+v", got, m)
		}
		for _, p := range m.Parts {
			if slices.Contains([]string{"price", "maturity", "industry", "region"}, string(p.Part)) && p.Known {
				t.Errorf("%s is said to be known", p.Part)
			}
		}
		if len(got.Left) != 1 || got.Left[0].N != 1 {
			t.Errorf("left out: %+v", got.Left)
		}
		if err := apply(t, s, now.Add(time.Minute), registry.AppendEvents{Right: free, Events: []registry.Event{registry.NewEvent(registry.Event{Right: free, Kind: registry.Lapsed, ValidFrom: date(t, "2026-11-01"), Source: "office"})}}); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Hour)
		if got, err = x.Unlisted(ctx, need, 10); err != nil || len(got.Matches) != 0 {
			t.Errorf("a right that lapsed: %+v %v", got.Matches, err)
		}
	})
}

// TestUnlistedBeyondTheDead: where most of the nearest are dead, those alive behind
// them are found.
func TestUnlistedBeyondTheDead(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		ctx, now := context.Background(), start
		var records []registry.Record
		for i := range 200 {
			no := fmt.Sprintf("2018%08d.0", i)
			r := patent(t, no, "茶叶揉捻机压桶", "茶厂")
			r.Events = append(r.Events, registry.NewEvent(registry.Event{Right: no, Kind: registry.Lapsed, ValidFrom: date(t, "2025-03-01")}))
			records = append(records, keyed(r))
		}
		put(t, s, now, append(records, patent(t, one, "一种茶叶揉捻机压桶的高度自动调节与清洗装置", "乙公司"))...)
		x := &rights.Index{Source: s, Now: func() time.Time { return now }}
		got, err := x.Unlisted(ctx, wants("茶叶揉捻机压桶"), 10)
		if err != nil || len(got.Matches) != 1 || got.Matches[0].Patent.No != one {
			t.Errorf("%+v %v", got.Matches, err)
		}
	})
}
