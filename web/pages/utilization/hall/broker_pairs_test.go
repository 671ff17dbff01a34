package hall

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"quanlian/web/ui"
)

// The pages of suggested pairs hold every pair once, the best of all first,
// however many needs there are.
func TestPairsAreRankedOverAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 3*pairsPage).Draw(t, "n")
		var all []pairCard
		for i := range n {
			all = append(all, pairCard{Score: rapid.IntRange(0, 100).Draw(t, "score"), Need: ui.Link{Text: string(rune('一' + i))}})
		}
		want := slices.Clone(all)
		slices.SortStableFunc(want, func(a, b pairCard) int { return b.Score - a.Score })
		var got []pairCard
		for page := 1; page <= 4; page++ {
			cards := ranked(slices.Clone(all), page)
			if len(cards) > pairsPage {
				t.Fatalf("page %d has %d", page, len(cards))
			}
			got = append(got, cards...)
		}
		if !slices.EqualFunc(got, want, func(a, b pairCard) bool { return a.Need == b.Need && a.Score == b.Score }) {
			t.Fatalf("the pages hold %d of %d, or in another order", len(got), len(want))
		}
		if len(ranked(all, 99)) != 0 {
			t.Fatal("a page beyond the end is not empty")
		}
	})
}
