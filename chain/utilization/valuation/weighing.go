package valuation

import (
	"slices"
	"strconv"

	"quanlian/base/errs"
	engine "quanlian/engine/valuation"
	"quanlian/kernel"
)

// What the panel weighs itself (权重由专家组确定): nothing, then the scene's weights
// stand; the three values; or the second level of each value as well.
const (
	WeighNothing = ""
	WeighFirst   = "first"
	WeighBoth    = "both"
)

// WeighChoices are the values that a request may name.
var WeighChoices = []string{WeighNothing, WeighFirst, WeighBoth}

// Branches are the sets of siblings that a panel weighs under a choice.
func Branches(weigh string) ([]engine.Branch, error) {
	tree, err := engine.Default()
	if err != nil {
		return nil, err
	}
	all := tree.Branches()
	switch weigh {
	case WeighFirst:
		return all[:1], nil
	case WeighBoth:
		return all, nil
	}
	return nil, nil
}

// ToWeigh are the sets that the expert has yet to compare.
func (d SeatData) ToWeigh() ([]engine.Branch, error) {
	all, err := Branches(d.Weigh)
	return slices.DeleteFunc(slices.Clone(all), func(b engine.Branch) bool { _, done := d.Judged[b.Parent]; return done }), err
}

// WeighInput is one expert's comparisons (两两比较) of one set of siblings: "root"
// or the letter of a value, and a whole number for each pair, see [engine.Pairs].
type WeighInput struct {
	Set    string `json:"set"`
	Values []int  `json:"values"`
}

// Pairs are the comparisons with the siblings that they are about.
func (in WeighInput) Pairs(weigh string) (engine.Pairs, error) {
	all, err := Branches(weigh)
	if err != nil {
		return engine.Pairs{}, err
	}
	i := slices.IndexFunc(all, func(b engine.Branch) bool { return b.Parent == in.Set })
	if i < 0 {
		return engine.Pairs{}, errs.At("set", "utilization.valuation.no_such_set", errs.Args{"set": in.Set})
	}
	return engine.Pairs{Items: all[i].Items, Values: in.Values}, nil
}

// weigh takes the comparisons of one set. Judgements that contradict each other
// are refused at the pair that spoils them; until the points are sent an expert
// may compare again.
func weigh() kernel.Move {
	return kernel.MoveOf[SeatData, WeighInput, none]{
		Name: "weigh", Needs: []string{"set"}, From: []kernel.State{SeatScoring}, By: []kernel.Role{Expert}, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[SeatData, WeighInput, none]) error {
			if t.Data.Round > 1 {
				return errs.New(errs.Conflict, "utilization.valuation.weighed", nil)
			}
			p, err := t.Input.Pairs(t.Data.Weigh)
			if err != nil {
				return err
			}
			return consistent(p)
		},
		Effects: func(t kernel.Turn[SeatData, WeighInput, none]) (kernel.Out[SeatData], error) {
			p, err := t.Input.Pairs(t.Data.Weigh)
			if err != nil {
				return kernel.Out[SeatData]{}, err
			}
			d := t.Data
			judged := map[string]engine.Pairs{t.Input.Set: p}
			for set, old := range d.Judged {
				if set != t.Input.Set {
					judged[set] = old
				}
			}
			d.Judged = judged
			return kernel.Out[SeatData]{Data: d}, nil
		},
	}.Build()
}

// consistent refuses comparisons with a consistency ratio of 0.1 or more.
func consistent(p engine.Pairs) error {
	a, err := p.Weigh()
	if err != nil || a.Consistent() {
		return err
	}
	field := ""
	if m, ok := p.Mend(); ok {
		field = PairField(m.Pair)
	}
	return errs.At(field, "utilization.valuation.inconsistent", errs.Args{"cr": fixed(&a.CR, 3)})
}

// PairField is the form field of a comparison.
func PairField(k int) string { return "pair." + strconv.Itoa(k) }

// judgments joins what the experts compared, one judgment for each set that the
// panel was asked to weigh. Nobody is named in them.
func judgments(weigh string, seats map[kernel.CaseID]SeatData) (map[string]engine.Judgment, error) {
	all, err := Branches(weigh)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	out := map[string]engine.Judgment{}
	for _, b := range all {
		var said []engine.Pairs
		for _, id := range sortedSeats(seats) {
			said = append(said, seats[id].Judged[b.Parent])
		}
		if out[b.Parent], err = engine.Judged(b.Items, said); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Weighed is an indicator as the panel weighed it, beside the scene's weight.
type Weighed struct {
	ID                        string
	Name                      engine.Name
	Weight, Least, Most, Were float64
}

// WeighedSet is a set of siblings that the panel weighed.
type WeighedSet struct {
	Parent string
	Name   engine.Name // empty for the first level
	CR     float64     // of the joined judgement
	Each   []float64   // CR of each expert, unnamed
	List   []Weighed
}

// WeightsOf reads from a result what the panel weighed; empty when the scene's
// weights were used.
func WeightsOf(r *engine.Result) ([]WeighedSet, error) {
	tree, err := engine.Default()
	if err != nil || len(r.Scene.AHP) == 0 {
		return nil, err
	}
	var out []WeighedSet
	for _, b := range tree.Branches() {
		a, ok := r.Scene.AHP[b.Parent]
		if !ok {
			continue
		}
		set := WeighedSet{Parent: b.Parent, Name: b.Name, CR: a.CR}
		were := tree.DefaultWeights(r.Scene.ID, b.Parent)
		for i, id := range a.Items {
			w := Weighed{ID: id, Name: tree.Named(id), Weight: a.Weights[id], Were: were[id], Least: 1}
			for _, e := range a.Each {
				w.Least, w.Most = min(w.Least, e.Weights[i]), max(w.Most, e.Weights[i])
			}
			set.List = append(set.List, w)
		}
		for _, e := range a.Each {
			set.Each = append(set.Each, e.CR)
		}
		out = append(out, set)
	}
	return out, nil
}
