package valuation

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"quanlian/base/errs"
)

func names(n int) []string { return []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}[:n] }

func TestPairs(t *testing.T) {
	t.Parallel()
	// The same 3×3 example as TestAHPGolden: 3, 5, 3.
	p := Pairs{Items: names(3), Values: []int{3, 5, 3}}
	a, err := p.Weigh()
	if err != nil || !a.Consistent() || math.Abs(a.CR-0.0332) > 5e-5 || math.Abs(a.Weights[0]-0.6370) > 5e-5 {
		t.Fatalf("%+v %v", a, err)
	}
	for k, want := range [][2]int{{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}} {
		if i, j := (Pairs{Items: names(4)}).Pair(k); i != want[0] || j != want[1] {
			t.Errorf("pair %d is %d, %d, want %v", k, i, j, want)
		}
	}
	for _, c := range []struct {
		values      []int
		code, field string
	}{
		{[]int{3, 5}, "engine.valuation.ahp_size", ""},
		{[]int{3, 0, 3}, "engine.valuation.pair_missing", "pair.1"},
		{[]int{3, 5, 10}, "engine.valuation.pair_scale", "pair.2"},
		{[]int{-10, 5, 1}, "engine.valuation.pair_scale", "pair.0"},
	} {
		_, err := (Pairs{Items: names(map[int]int{3: 3, 6: 4}[len(c.values)]), Values: c.values}).Weigh()
		if !errs.Is(err, c.code) || errs.All(err)[0].Field != c.field {
			t.Errorf("%v: %v", c.values, err)
		}
	}
}

func TestMend(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		values []int
		want   Mend
	}{
		// Each of four is twice the next, yet the last is said to be 8 times the
		// first: of six judgements this one moves.
		{"one out of line", []int{2, 4, -8, 2, 4, 2}, Mend{Pair: 2, Was: -8, To: 2, Enough: true}},
		// a is 9 times b and b 9 times c: nothing on the scale says 81, so a and c
		// cannot be put right; one of the others comes down.
		{"beyond the scale", []int{9, 9, 9}, Mend{Pair: 0, Was: 9, To: 2, Enough: true}},
		// a ring of nines: no single change is enough.
		{"a ring", []int{-9, 3, -9}, Mend{Pair: 0, Was: -9, To: 9}},
	} {
		m, ok := (Pairs{Items: names(map[int]int{3: 3, 6: 4}[len(c.values)]), Values: c.values}).Mend()
		m.After = 0
		if !ok || m != c.want {
			t.Errorf("%s: %+v %v, want %+v", c.name, m, ok, c.want)
		}
	}
	if m, ok := (Pairs{Items: names(3), Values: []int{2, 4, 2}}).Mend(); ok {
		t.Errorf("nothing is wrong, and yet %+v", m)
	}
}

// A hint always helps, what it foretells comes true, and who follows the hints
// ends with judgements that agree.
func TestMendHelps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 6).Draw(t, "n")
		p := Pairs{Items: names(n)}
		for range PairCount(n) {
			p.Values = append(p.Values, rapid.SampledFrom(scale).Draw(t, "v"))
		}
		for step := 0; ; step++ {
			before, err := p.Weigh()
			if err != nil {
				t.Fatal(err)
			}
			m, ok := p.Mend()
			if ok == before.Consistent() {
				t.Fatalf("%v: CR %v, a hint: %v", p.Values, before.CR, ok)
			}
			if !ok {
				return
			}
			was := p.Values[m.Pair]
			p.Values[m.Pair] = m.To
			after, err := p.Weigh()
			if err != nil || was != m.Was || after.CR >= before.CR || math.Abs(after.CR-m.After) > 1e-9 || after.Consistent() != m.Enough || step > len(p.Values) {
				t.Fatalf("step %d: CR %v, foretold %+v, is %v (%v)", step, before.CR, m, after.CR, err)
			}
		}
	})
}

// Experts who each agree with themselves give a joint judgment that does, whose
// weights do not hang on their order and lie where all agree.
func TestJudgedTogether(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, experts := rapid.IntRange(2, 6).Draw(t, "n"), rapid.IntRange(1, 5).Draw(t, "experts")
		var all []Pairs
		for range experts {
			all = append(all, near(t, n))
		}
		weigh := func(list []Pairs) AHP {
			j, err := Judged(names(n), list)
			if err != nil {
				t.Fatal(err)
			}
			a, err := j.Weights()
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		a, back := weigh(all), slices.Clone(all)
		slices.Reverse(back)
		b, sum := weigh(back), 0.0
		for id, w := range a.Weights {
			sum += w
			if math.Abs(b.Weights[id]-w) > 1e-9 {
				t.Fatalf("%s: %v in one order, %v in the other", id, w, b.Weights[id])
			}
		}
		if math.Abs(sum-1) > sumTolerance || a.CR >= maxCR || len(a.Each) != experts {
			t.Fatalf("sum %v, CR %v, %d experts told", sum, a.CR, len(a.Each))
		}
		one := weigh([]Pairs{all[0], all[0], all[0]})
		alone, _ := all[0].Weigh()
		for i, id := range names(n) {
			if math.Abs(one.Weights[id]-alone.Weights[i]) > 1e-9 {
				t.Fatalf("all agree on %v for %s, joined it is %v", alone.Weights[i], id, one.Weights[id])
			}
		}
	})
}

// near draws comparisons that follow hidden weights, rounded to the scale; they
// are consistent enough or drawn flat.
func near(t *rapid.T, n int) Pairs {
	w := make([]float64, n)
	for i := range w {
		w[i] = rapid.Float64Range(1, 9).Draw(t, "w")
	}
	p := Pairs{Items: names(n), Values: make([]int, PairCount(n))}
	for k := range p.Values {
		i, j := p.Pair(k)
		if w[i] >= w[j] {
			p.Values[k] = int(math.Round(w[i] / w[j]))
		} else {
			p.Values[k] = -int(math.Round(w[j] / w[i]))
		}
	}
	if a, err := p.Weigh(); err != nil || !a.Consistent() {
		for k := range p.Values {
			p.Values[k] = 1
		}
	}
	return p
}

func TestBranches(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	want := map[string]int{"root": 3, "L": 4, "T": 6, "E": 4}
	for _, b := range tr.Branches() {
		if len(b.Items) != want[b.Parent] || b.Root() != (b.Parent == "root") {
			t.Errorf("%+v", b)
		}
		delete(want, b.Parent)
		sum := 0.0
		for _, w := range tr.DefaultWeights("finance", b.Parent) {
			sum += w
		}
		if math.Abs(sum-1) > sumTolerance {
			t.Errorf("%s sums to %v", b.Parent, sum)
		}
	}
	if len(want) > 0 || tr.Named("T3").ZH != "技术适用范围" || tr.Named("E").EN == "" {
		t.Errorf("missing %v", want)
	}
}
