package hall

import (
	"testing"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
)

// TestRenamedRight: what is about a right is found by its number. A title that
// the register corrects in between opens no second listing, and deals stay known as being about it.
func TestRenamedRight(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100074.4"
		w.patent(number, "owner")
		listing := w.listed("owner", number, hall.ListInput{})
		deal := w.talking("owner", "buyer", listing)
		w.renamed(number, "owner")
		w.refused("owner", hall.Listing, "list", hall.ListInput{Right: number, Deal: registry.Assignment, Price: 90 * wan, Territory: "中国", Summary: "可带工艺转移"}, "utilization.hall.listed_already")
		for _, id := range []kernel.CaseID{listing, deal} {
			if c := w.get(id); c.About != registry.About(number) {
				t.Fatalf("%s is about %q", c.No, c.About)
			}
		}
	})
}
