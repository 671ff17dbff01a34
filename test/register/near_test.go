package register

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"quanlian/adapter/search/rights"
	"quanlian/adapter/sqlstore"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// TestNearRights: what is worded alike is found in the whole register, without a
// class, beyond any first page, and as it is called now.
func TestNearRights(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		ctx, now := context.Background(), start
		var records []registry.Record
		for i := range 2300 {
			records = append(records, patent(t, fmt.Sprintf("2018%08d.0", i), fmt.Sprintf("茶叶揉捻机的压桶结构%d", i), "茶厂"))
		}
		bare := patent(t, one, "锂离子电池负极材料的包覆方法", "甲公司")
		bare.Right.IPCMain = ""
		put(t, s, now, append(records, keyed(bare), patent(t, two, "一种锂离子电池负极的碳包覆工艺", "乙公司"))...)
		x := &rights.Index{Source: s, Now: func() time.Time { return now }}
		if _, ok, err := x.Near(ctx, one, bare.Right.Title, 5); ok || err != nil {
			t.Errorf("a register of two pages is read at one go: %v %v", ok, err)
		}
		for more := true; more; {
			var err error
			if more, err = x.Follow(ctx); err != nil {
				t.Fatal(err)
			}
		}
		near := func() []string {
			t.Helper()
			got, ok, err := x.Near(ctx, one, "锂离子电池负极材料的包覆方法", 5)
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			return got
		}
		if got := near(); len(got) == 0 || got[0] != two || slices.Contains(got, one) {
			t.Errorf("near: %v", got)
		}
		now = now.Add(time.Minute)
		renamed := patent(t, two, "茶叶揉捻机的新压桶", "乙公司")
		renamed.Doc = date(t, "2021-01-01")
		put(t, s, now, keyed(renamed))
		if got := near(); slices.Contains(got, two) {
			t.Errorf("it is found by its old name: %v", got)
		}
		rows, _, err := s.FindRights(ctx, registry.Filter{Numbers: []string{two}})
		if err != nil || len(rows) != 1 || rows[0].Title != "茶叶揉捻机的新压桶" {
			t.Errorf("%+v %v", rows, err)
		}
	})
}
