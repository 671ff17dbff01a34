package hall

import (
	"context"
	"testing"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
)

// What is about a right is found in a list by the number of the right: the page
// of a patent asks so.
func TestListedByTheRight(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.entitled("202310000077.7", "测微方法", calendar.Date{Year: 2023, Month: 1, Day: 5}, "owner")
		w.open("owner", hall.Listing, "list", hall.ListInput{Right: "202310000077.7", Deal: registry.Assignment, Price: 100000, Territory: "中国", Field: "不限", Contact: "电话", Summary: "可以转让"})
		for number, want := range map[string]int{"202310000077.7": 1, "202310000078.5": 0} {
			list, _, err := w.s.Cases(context.Background(), w.as("owner"), kernel.ViewSummary, kernel.CaseQuery{Flow: hall.Listing, About: registry.About(number), Sort: "opened", Limit: 10, Uncounted: true})
			w.ok(err)
			if len(list) != want {
				t.Errorf("%s: %d listings, want %d", number, len(list), want)
			}
		}
	})
}
