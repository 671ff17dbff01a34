package valuation

import (
	"fmt"
	"math"
	"slices"

	"quanlian/base/errs"
)

// Pairs is one expert's comparison of siblings by twos (两两比较): a whole number
// for each pair in the order (1,2), (1,3) … (2,3) …, k from 1 to 9 when the
// first counts k times as much as the second, −k when the second does. Whole
// numbers keep a reciprocal exact; 0 is a pair not yet judged.
type Pairs struct {
	Items  []string `json:"items"`
	Values []int    `json:"values"`
}

// PairCount is how many comparisons n siblings need.
func PairCount(n int) int { return n * (n - 1) / 2 }

// Pair gives the places of the two siblings that comparison k is about.
func (p Pairs) Pair(k int) (i, j int) {
	n := len(p.Items)
	for i = 0; i < n-1; i++ {
		if k < n-1-i {
			return i, i + 1 + k
		}
		k -= n - 1 - i
	}
	return 0, 0
}

// Matrix is the judgment matrix of the comparisons; a pair that was left out or
// lies off the scale is refused by its number.
func (p Pairs) Matrix() ([][]float64, error) {
	n := len(p.Items)
	if n < 2 || n >= len(randomIndex) || len(p.Values) != PairCount(n) {
		return nil, errs.New(errs.Invalid, "engine.valuation.ahp_size", errs.Args{"n": n, "max": len(randomIndex) - 1})
	}
	var faults errs.List
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
		m[i][i] = 1
	}
	for k, v := range p.Values {
		i, j := p.Pair(k)
		field := fmt.Sprintf("pair.%d", k)
		switch {
		case v == 0:
			faults.Add(errs.At(field, "engine.valuation.pair_missing", nil))
			continue
		case math.Abs(float64(v)) > scaleTop:
			faults.Add(errs.At(field, "engine.valuation.pair_scale", errs.Args{"value": v}))
			continue
		}
		m[i][j], m[j][i] = ratio(v), 1/ratio(v)
	}
	return m, faults.Err()
}

// ratio is a judgement as a number: 3 is 3, −3 is 1/3.
func ratio(v int) float64 {
	if v < 0 {
		return 1 / float64(-v)
	}
	return float64(v)
}

// Alone is what one expert's comparisons say, whatever their consistency.
type Alone struct {
	Weights []float64 `json:"weights"` // in the order of the items
	CR      float64   `json:"cr"`
}

// Consistent reports whether the judgements agree among themselves well enough
// to be used (CR < 0.1).
func (a Alone) Consistent() bool { return a.CR < maxCR }

// Weigh gives weights and consistency ratio of one expert's comparisons.
func (p Pairs) Weigh() (Alone, error) {
	m, err := p.Matrix()
	if err != nil {
		return Alone{}, err
	}
	w, _, cr := eigen(m)
	return Alone{Weights: w, CR: cr}, nil
}

// Mend is the one change that would put comparisons right, or help most.
type Mend struct {
	Pair   int     // number of the comparison
	Was    int     // as it was judged
	To     int     // what would agree with the others
	After  float64 // CR with this change alone
	Enough bool    // After is below the bound; else another change must follow
}

// Unit: ratio. Source: rounding of floats; below it two ratios are the same.
const sameCR = 1e-9

// Mend finds the comparison that spoils the consistency. Each is tried with
// every value of the scale: of the changes after which the judgements agree
// well enough, the one that moves least on the scale; where no single change is
// enough, the one after which CR is least. It is a hint to the expert, never
// applied by itself. False when nothing has to be mended.
//
// Source: our choice. Saaty's rule (the entry furthest from the ratio of the
// weights) names a pair, and with three items all pairs alike; the search also
// says how far the change must go.
func (p Pairs) Mend() (Mend, bool) {
	m, err := p.Matrix()
	if err != nil {
		return Mend{}, false
	}
	_, _, now := eigen(m)
	if now < maxCR {
		return Mend{}, false
	}
	best, least := Mend{After: now}, len(scale)
	for k, was := range p.Values {
		i, j := p.Pair(k)
		for _, to := range scale {
			m[i][j], m[j][i] = ratio(to), 1/ratio(to)
			_, _, cr := eigen(m)
			c, far := Mend{Pair: k, Was: was, To: to, After: cr, Enough: cr < maxCR}, apart(was, to)
			switch {
			case c.Enough && (far < least || far == least && cr < best.After-sameCR):
				best, least = c, far
			case !c.Enough && !best.Enough && cr < best.After-sameCR:
				best = c
			}
		}
		m[i][j], m[j][i] = ratio(was), 1/ratio(was)
	}
	return best, best.After < now
}

// scale is every value that a comparison may have, in order.
// Unit: times as important; negative the other way. Source: Saaty 1980, scale
// 1–9 and its reciprocals.
var scale = []int{-9, -8, -7, -6, -5, -4, -3, -2, 1, 2, 3, 4, 5, 6, 7, 8, 9}

// Scale lists the values that a comparison may have, from the second counting
// nine times as much to the first doing so.
func Scale() []int { return slices.Clone(scale) }

// apart is how many steps of the scale lie between two judgements.
func apart(a, b int) int {
	d := slices.Index(scale, a) - slices.Index(scale, b)
	return max(d, -d)
}

// Judged joins the comparisons of several experts over the same siblings.
func Judged(items []string, all []Pairs) (Judgment, error) {
	out := Judgment{Items: items}
	for _, p := range all {
		m, err := p.Matrix()
		if err != nil {
			return Judgment{}, err
		}
		out.Matrices = append(out.Matrices, m)
	}
	return out, nil
}

// Branches are the sets of siblings that a panel may weigh: the first level,
// and the second level of each branch.
func (t *Tree) Branches() []Branch {
	out := []Branch{{Parent: rootKey, Items: t.siblings(rootKey)}}
	for i := range t.Roots {
		r := &t.Roots[i]
		out = append(out, Branch{Parent: r.ID, Name: r.Name, Items: t.siblings(r.ID)})
	}
	return out
}

// Branch is a set of siblings that is weighed at one time.
type Branch struct {
	Parent string // "root" or the id of an indicator of the first level
	Name   Name   // of the parent; empty for the root
	Items  []string
}

// Root tells whether the branch is the first level.
func (b Branch) Root() bool { return b.Parent == rootKey }

// Named gives the name of an indicator of any level.
func (t *Tree) Named(id string) Name { return nameIn(t.Roots, id) }

func nameIn(nodes []Node, id string) Name {
	for i := range nodes {
		if nodes[i].ID == id {
			return nodes[i].Name
		}
		if n := nameIn(nodes[i].Children, id); n != (Name{}) {
			return n
		}
	}
	return Name{}
}

// DefaultWeights gives the weights that a scene gives to a set of siblings.
func (t *Tree) DefaultWeights(scene, parent string) map[string]float64 {
	out := map[string]float64{}
	for _, id := range t.siblings(parent) {
		out[id] = t.weights[scene][id]
	}
	return out
}
