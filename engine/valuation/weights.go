package valuation

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"

	"quanlian/base/errs"
)

// weights gives each indicator its weight among its siblings.
type weights map[string]float64

// Unit: difference from 1. Source: domain.md §2.2.
const sumTolerance = 1e-9

// rootKey names the parent of the first level in weights and judgments.
const rootKey = "root"

// sceneWeights turns the shares of a scene into weights that sum to one in
// every set of siblings.
func (t *Tree) sceneWeights(s *Scene) weights {
	w := weights{}
	set := func(nodes []Node) {
		sum := 0.0
		for i := range nodes {
			w[nodes[i].ID] = s.share(&nodes[i])
			sum += w[nodes[i].ID]
		}
		for i := range nodes {
			if sum > 0 {
				w[nodes[i].ID] /= sum
			}
		}
	}
	set(t.Roots)
	for i := range t.Roots {
		set(t.Roots[i].Children)
		for j := range t.Roots[i].Children {
			set(t.Roots[i].Children[j].Children)
		}
	}
	return w
}

func (s *Scene) share(n *Node) float64 {
	if v, ok := s.Shares[n.ID]; ok {
		return v
	}
	share := 1.0
	switch {
	case n.Share != nil:
		share = *n.Share
	case n.Extension:
		share = 0
	}
	if slices.Contains(s.Double, n.ID) {
		share *= 2
	}
	return share
}

// siblings lists the ids under a parent, nil when there is no such parent.
func (t *Tree) siblings(parent string) []string {
	ids := func(nodes []Node) []string {
		out := make([]string, len(nodes))
		for i := range nodes {
			out[i] = nodes[i].ID
		}
		return out
	}
	if parent == rootKey {
		return ids(t.Roots)
	}
	for i := range t.Roots {
		if t.Roots[i].ID == parent {
			return ids(t.Roots[i].Children)
		}
		for j := range t.Roots[i].Children {
			if n := &t.Roots[i].Children[j]; n.ID == parent {
				return ids(n.Children)
			}
		}
	}
	return nil
}

// resolve gives the weights of a request: those of the scene, overridden by
// stated weights or by AHP judgments, one set of siblings at a time.
func (t *Tree) resolve(q *Request, s *Scene, used *SceneUsed) (weights, error) {
	base, ok := t.weights[s.ID]
	if !ok {
		base = t.sceneWeights(s)
	}
	used.Origin = map[string]string{"default": "design"}
	if len(q.Weights) == 0 && len(q.Judgments) == 0 {
		return base, nil
	}
	w := maps.Clone(base)
	for _, parent := range slices.Sorted(maps.Keys(q.Weights)) {
		if err := t.override(w, "weights/"+parent, parent, q.Weights[parent]); err != nil {
			return nil, err
		}
		used.Origin[parent] = "custom"
	}
	for _, parent := range slices.Sorted(maps.Keys(q.Judgments)) {
		field := "judgments/" + parent
		if used.Origin[parent] != "" {
			return nil, errs.At(field, "engine.valuation.weights_twice", errs.Args{"parent": parent})
		}
		ahp, err := q.Judgments[parent].Weights()
		if err != nil {
			return nil, atField(err, field)
		}
		if err := t.override(w, field, parent, ahp.Weights); err != nil {
			return nil, err
		}
		used.Origin[parent] = "ahp"
		if used.AHP == nil {
			used.AHP = map[string]AHP{}
		}
		used.AHP[parent] = ahp
	}
	return w, nil
}

// override replaces one set of siblings. An extension that is not named gets
// no weight; every other sibling must be named.
func (t *Tree) override(w weights, field, parent string, set map[string]float64) error {
	ids := t.siblings(parent)
	if ids == nil {
		return errs.At(field, "engine.valuation.no_such_indicator", errs.Args{"id": parent})
	}
	sum := 0.0
	for _, id := range slices.Sorted(maps.Keys(set)) {
		v := set[id]
		if !slices.Contains(ids, id) {
			return errs.At(field, "engine.valuation.no_such_indicator", errs.Args{"id": id})
		}
		if !(v >= 0 && v <= 1) {
			return errs.At(field, "engine.valuation.bad_weight", errs.Args{"id": id, "value": v})
		}
		sum += v
	}
	if math.Abs(sum-1) > sumTolerance {
		return errs.At(field, "engine.valuation.weights_sum", errs.Args{"parent": parent, "sum": sum})
	}
	for _, id := range ids {
		v, ok := set[id]
		if n := t.find(id); !ok && !(n != nil && n.Extension) {
			return errs.At(field, "engine.valuation.weight_missing", errs.Args{"id": id, "parent": parent})
		}
		w[id] = v / sum
	}
	return nil
}

// find gives a leaf by its id.
func (t *Tree) find(id string) *Node {
	for i := range t.Roots {
		for j := range t.Roots[i].Children {
			leaves := t.Roots[i].Children[j].Children
			for k := range leaves {
				if leaves[k].ID == id {
					return &leaves[k]
				}
			}
		}
	}
	return nil
}

var extensionID = regexp.MustCompile(`^[1-9]\d\d$`)

// extended gives the tree with a user's own indicators; the tree itself stays.
func (t *Tree) extended(ext []Extension) (*Tree, error) {
	if len(ext) == 0 {
		return t, nil
	}
	c := *t
	c.weights = nil
	c.Roots = slices.Clone(t.Roots)
	for i := range c.Roots {
		c.Roots[i].Children = slices.Clone(c.Roots[i].Children)
	}
	for n, e := range ext {
		field := fmt.Sprintf("extensions/%d", n)
		if !extensionID.MatchString(e.ID) || c.find(e.ID) != nil || e.Name.ZH == "" {
			return nil, errs.At(field, "engine.valuation.bad_extension", errs.Args{"id": e.ID})
		}
		if !(e.Share >= 0 && e.Share <= maxCount) {
			return nil, errs.At(field, "engine.valuation.bad_weight", errs.Args{"id": e.ID, "value": e.Share})
		}
		l2 := c.second(e.Parent)
		if l2 == nil {
			return nil, errs.At(field, "engine.valuation.no_such_indicator", errs.Args{"id": e.Parent})
		}
		share := e.Share
		l2.Children = append(slices.Clone(l2.Children), Node{ID: e.ID, Name: e.Name, Tag: "D", Extension: true, Share: &share})
	}
	return &c, nil
}

// second gives an indicator of the second level by its id.
func (t *Tree) second(id string) *Node {
	for i := range t.Roots {
		for j := range t.Roots[i].Children {
			if t.Roots[i].Children[j].ID == id {
				return &t.Roots[i].Children[j]
			}
		}
	}
	return nil
}

// atField names the field of an error that a part found without knowing it.
func atField(err error, field string) error {
	e := errs.As(err)
	if e == nil {
		return err
	}
	c := *e
	c.Field = field
	return &c
}
