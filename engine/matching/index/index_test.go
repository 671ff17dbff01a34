package index

import (
	"bytes"
	"fmt"
	"reflect"
	"sort"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quanlian/base/errs"
	"quanlian/engine/matching/text"
)

// exhaustive scores every patent of the index without any skipping.
func exhaustive(x *Index, q []QueryTerm, k int, accept func(string) bool) []Hit {
	cursors, unit := x.open(q)
	sums := make([]uint32, len(x.ids))
	var d decoded
	for _, c := range cursors {
		for i := range c.p.blocks {
			c.p.decode(i, &d)
			for j, doc := range d.docs[:d.n] {
				sums[doc] += uint32(d.impacts[j]) * c.weight
			}
		}
	}
	var all []entry
	for doc, s := range sums {
		if s > 0 && x.ids[doc] != "" && (accept == nil || accept(x.ids[doc])) {
			all = append(all, entry{s, uint32(doc)})
		}
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].score != all[j].score {
			return all[i].score > all[j].score
		}
		return all[i].doc < all[j].doc
	})
	var out []Hit
	for _, e := range all[:min(k, len(all))] {
		out = append(out, Hit{x.ids[e.doc], float64(e.score) * (unit / maxImpact)})
	}
	return out
}

// alphabet has few characters, so that random texts share terms.
var alphabet = []rune("传感器柔性压阻触觉温漂电路 abc7")

func drawText(t *rapid.T, label string, most int) string {
	n := rapid.IntRange(0, most).Draw(t, label)
	var b strings.Builder
	for range n {
		// low indexes come often: lists of very unequal length
		i := rapid.IntRange(0, len(alphabet)-1).Draw(t, "r")
		j := rapid.IntRange(0, i).Draw(t, "s")
		b.WriteRune(alphabet[j])
	}
	return b.String()
}

func drawQuery(t *rapid.T) []QueryTerm {
	var q []QueryTerm
	for _, term := range text.Terms(text.Fold(drawText(t, "need", 12))) {
		q = append(q, QueryTerm{term.Key, rapid.Float64Range(0.01, 9).Draw(t, "w")})
	}
	return q
}

func TestSearchEqualsExhaustive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x := New(DefaultParams())
		n := rapid.IntRange(0, 40).Draw(t, "docs")
		for i := range n {
			x.Add(Doc{ID: fmt.Sprint(i), Texts: [3]string{drawText(t, "title", 6), drawText(t, "abstract", 12), ""}})
		}
		for range rapid.IntRange(0, 5).Draw(t, "deletes") {
			x.Delete(fmt.Sprint(rapid.IntRange(0, 45).Draw(t, "gone")))
		}
		q, k := drawQuery(t), rapid.IntRange(1, 12).Draw(t, "k")
		even := func(id string) bool { return (id[len(id)-1]-'0')%2 == 0 }
		for _, accept := range []func(string) bool{nil, even} {
			got, want := x.Search(q, k, accept), exhaustive(x, q, k, accept)
			if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
				t.Fatalf("got %v\nwant %v", got, want)
			}
		}
	})
}

// TestSearchAcrossWindows needs many blocks and several windows, which random
// small collections never reach.
func TestSearchAcrossWindows(t *testing.T) {
	t.Parallel()
	x := New(DefaultParams())
	state := uint32(7)
	next := func(n uint32) uint32 { state = state*1664525 + 1013904223; return state >> 8 % 24 % n }
	for i := range 3*windowSize + 77 {
		var b strings.Builder
		for range 1 + next(9) {
			b.WriteRune(alphabet[next(uint32(1+next(uint32(len(alphabet)))))])
		}
		x.Add(Doc{ID: fmt.Sprint(i), Texts: [3]string{b.String(), b.String(), ""}})
	}
	for i := 0; i < 3*windowSize; i += 3 {
		x.Delete(fmt.Sprint(i))
	}
	for _, need := range []string{"柔性压阻传感器", "温漂", "abc7", "电路 传", "传传传感感"} {
		for _, k := range []int{1, 10, 500} {
			var q []QueryTerm
			for i, term := range text.Terms(text.Fold(need)) {
				q = append(q, QueryTerm{term.Key, x.IDF(term.Key) + float64(i%3)})
			}
			got, want := x.Search(q, k, nil), exhaustive(x, q, k, nil)
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("%s, %d best: got %v want %v", need, k, got[:min(3, len(got))], want[:min(3, len(want))])
			}
		}
	}
}

func TestDeletedNeverAppear(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x, live := New(DefaultParams()), map[string]string{}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			id := fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "id"))
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0:
				_, was := live[id]
				if x.Delete(id) != was {
					t.Fatalf("Delete(%s) != %v", id, was)
				}
				delete(live, id)
			case 1:
				x.Compact()
			default:
				live[id] = drawText(t, "title", 5)
				x.Add(Doc{ID: id, Texts: [3]string{live[id], "", ""}})
			}
		}
		if x.Len() != len(live) {
			t.Fatalf("Len %d, live %d", x.Len(), len(live))
		}
		term := text.Single('传')
		found := map[string]bool{}
		for _, h := range x.Search([]QueryTerm{{term, 1}}, 100, nil) {
			found[h.ID] = true
		}
		for id, title := range live {
			if strings.Contains(title, "传") != found[id] {
				t.Fatalf("patent %s %q found: %v", id, title, found[id])
			}
			delete(found, id)
		}
		if len(found) > 0 {
			t.Fatalf("deleted patents found: %v", found)
		}
	})
}

func TestStoreRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x := New(DefaultParams())
		for i := range rapid.IntRange(0, 200).Draw(t, "docs") {
			x.Add(Doc{ID: fmt.Sprint(i), Texts: [3]string{drawText(t, "title", 4), "", ""}})
		}
		x.Delete("3")
		var a, b bytes.Buffer
		if _, err := x.WriteTo(&a); err != nil {
			t.Fatal(err)
		}
		y, err := Read(bytes.NewReader(a.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := y.WriteTo(&b); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Fatalf("second writing differs: %v", err)
		}
		q := drawQuery(t)
		if got, want := y.Search(q, 9, nil), x.Search(q, 9, nil); len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Fatalf("read index answers %v, want %v", got, want)
		}
		y.Add(Doc{ID: "new", Texts: [3]string{"触觉", "", ""}})
		if hits := y.Search([]QueryTerm{{text.Pair('触', '觉'), 1}}, 300, nil); !contains(hits, "new") {
			t.Fatal("a patent added after reading is not found")
		}
	})
}

func contains(hits []Hit, id string) bool {
	for _, h := range hits {
		if h.ID == id {
			return true
		}
	}
	return false
}

func TestDamagedStoreIsRefused(t *testing.T) {
	t.Parallel()
	x := New(DefaultParams())
	for i := range 300 {
		x.Add(Doc{ID: fmt.Sprint("CN", i), Texts: [3]string{"柔性压阻传感器", "用于触觉", ""}})
	}
	var buf bytes.Buffer
	if _, err := x.WriteTo(&buf); err != nil {
		t.Fatal(err)
	}
	whole := buf.Bytes()
	for at := range whole {
		bad := bytes.Clone(whole)
		bad[at] ^= 0x41
		if _, err := Read(bytes.NewReader(bad)); !errs.Is(err, CodeStore) {
			t.Fatalf("byte %d changed: %v", at, err)
		}
	}
	if _, err := Read(bytes.NewReader(whole[:len(whole)/2])); !errs.Is(err, CodeStore) {
		t.Fatalf("half a stream: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	x := New(DefaultParams())
	x.Add(Doc{ID: "CN1", Texts: [3]string{"柔性传感器 flexible sensor", "触觉", "一种"}})
	var buf bytes.Buffer
	if _, err := x.WriteTo(&buf); err != nil {
		f.Fatal(err)
	}
	f.Add(buf.Bytes())
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, b []byte) {
		x, err := Read(bytes.NewReader(b))
		if err != nil {
			return
		}
		x.Search([]QueryTerm{{text.Pair('触', '觉'), 1}}, 3, nil)
		x.Compact()
	})
}

func BenchmarkSearch(b *testing.B) {
	x := New(DefaultParams())
	for i := range 100_000 {
		x.Add(Doc{ID: fmt.Sprint(i), Texts: [3]string{string(alphabet[i%13]) + string(alphabet[i/13%13]) + string(alphabet[i/169%13]), "", ""}})
	}
	var q []QueryTerm
	for _, t := range text.Terms([]rune("柔性压阻传感器")) {
		q = append(q, QueryTerm{t.Key, x.IDF(t.Key)})
	}
	b.ResetTimer()
	for b.Loop() {
		x.Search(q, 10, nil)
	}
}
