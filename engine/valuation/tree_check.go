package valuation

import (
	"fmt"
	"slices"
)

// bind joins signals to their measures and checks the data.
func (t *Tree) bind() error {
	var l2, l3 int
	seen := map[string]bool{}
	check := func(n *Node) error {
		if n.ID == "" || seen[n.ID] || n.Name.ZH == "" || n.Name.EN == "" || n.Tag == "" {
			return badTree(nil, "indicator "+n.ID)
		}
		if n.Share != nil && !(*n.Share >= 0) {
			return badTree(nil, "share of "+n.ID)
		}
		if n.Verified && n.Tag != "V" && n.Tag != "V2" {
			return badTree(nil, "verified with tag "+n.Tag+": "+n.ID)
		}
		seen[n.ID] = true
		return nil
	}
	for i := range t.Roots {
		root := &t.Roots[i]
		if err := check(root); err != nil {
			return err
		}
		l2 += len(root.Children)
		for j := range root.Children {
			if err := check(&root.Children[j]); err != nil {
				return err
			}
			for k := range root.Children[j].Children {
				leaf := &root.Children[j].Children[k]
				if err := check(leaf); err != nil {
					return err
				}
				if err := t.bindLeaf(leaf); err != nil {
					return err
				}
				if !leaf.Extension {
					l3++
				}
			}
		}
	}
	if len(t.Roots) != t.Counts.L1 || l2 != t.Counts.L2 || l3 != t.Counts.L3 {
		return badTree(nil, fmt.Sprintf("counts %d/%d/%d", len(t.Roots), l2, l3))
	}
	return t.checkScenes(seen)
}

func (t *Tree) bindLeaf(leaf *Node) error {
	if !slices.Contains([]string{"", "mean", "first"}, leaf.Combine) {
		return badTree(nil, "combine of "+leaf.ID)
	}
	for _, name := range leaf.Signals {
		s, ok := t.Signals[name]
		m, known := measures[name]
		if !ok || !known {
			return badTree(nil, "signal "+name)
		}
		if s.Formula.ZH == "" || s.Formula.EN == "" || s.Unit == "" || (len(s.Curve) == 0) == (len(s.Levels) == 0) {
			return badTree(nil, "signal "+name)
		}
		if len(s.Curve) > 0 {
			if err := s.Curve.check(); err != nil {
				return badTree(err, "curve of "+name)
			}
		}
		for _, v := range s.Levels {
			if !(v >= 0 && v <= 100) {
				return badTree(nil, "levels of "+name)
			}
		}
		s.measure = m
	}
	return nil
}

func (t *Tree) checkScenes(ids map[string]bool) error {
	for _, s := range t.Scenes {
		sum := 0.0
		for id, v := range s.Shares {
			if !ids[id] || !(v >= 0) {
				return badTree(nil, "scene "+s.ID)
			}
			sum += v
		}
		for _, id := range s.Double {
			if !ids[id] {
				return badTree(nil, "scene "+s.ID)
			}
		}
		if sum <= 0 || len(s.Shares) != len(t.Roots) {
			return badTree(nil, "scene "+s.ID)
		}
	}
	for i, g := range t.Grades.List {
		if i > 0 && g.Min >= t.Grades.List[i-1].Min {
			return badTree(nil, "grades")
		}
	}
	if n := len(t.Grades.List); n == 0 || t.Grades.List[n-1].Min != 0 {
		return badTree(nil, "grades")
	}
	return nil
}
