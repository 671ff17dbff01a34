package form

import (
	"encoding/json"
	"slices"
)

// Joined is one page of the form that several items are applied for with: a page
// that some of them ask alike, or a page of one of them.
type Joined struct {
	Step Step
	// Items are the codes of those that ask it; Shared when several could: its
	// values are asked once.
	Items  []string
	Shared bool
}

// Key names the page among those of the form.
func (j Joined) Key() string {
	if j.Shared {
		return j.Step.ID
	}
	return j.Items[0] + "-" + j.Step.ID
}

// Join puts the pages of several items into one form. A page that two of them ask
// alike, as those of a shared group do, is asked once: first what stands before
// the items' own pages, then these, item by item, then the rest.
func Join(list []Item) []Joined {
	asked := map[string]*Joined{} // by content
	for _, it := range list {
		for _, s := range it.Steps {
			k := likeness(s)
			if asked[k] == nil {
				asked[k] = &Joined{Step: s}
			}
			j := asked[k]
			j.Items = append(j.Items, it.Code)
			j.Step.Least = max(j.Step.Least, s.Least)
		}
	}
	var before, own, after []Joined
	seen := map[string]bool{}
	for _, it := range list {
		past := false // an own page of the item stood before
		for _, s := range it.Steps {
			k := likeness(s)
			j := asked[k]
			j.Shared = len(j.Items) > 1
			switch {
			case !j.Shared:
				past = true
				own = append(own, *j)
			case seen[k]:
			case past:
				after = append(after, *j)
			default:
				before = append(before, *j)
			}
			seen[k] = true
		}
	}
	// Two pages of one name that differ would write over each other's values:
	// the later ones are asked as pages of their own.
	all := slices.Concat(before, own, last(after))
	var out []Joined
	names := map[string]bool{}
	for _, j := range all {
		if j.Shared && names[j.Step.ID] {
			for _, code := range j.Items {
				out = append(out, Joined{Step: j.Step, Items: []string{code}})
			}
			continue
		}
		if j.Shared {
			names[j.Step.ID] = true
		}
		out = append(out, j)
	}
	return out
}

// last puts a page that holds nothing but ticks, a declaration, at the end.
func last(list []Joined) []Joined {
	ticks := func(j Joined) int {
		if slices.ContainsFunc(j.Step.Fields, func(f Field) bool { return f.Kind != KindYes && f.Kind != KindNote }) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b Joined) int { return ticks(a) - ticks(b) })
	return list
}

// likeness is equal for pages that ask the same: what is said above the fields
// and how many rows are needed may differ.
func likeness(s Step) string {
	s.Lead, s.Least = Text{}, 0
	raw, err := json.Marshal(s)
	if err != nil {
		return s.ID // a page is plain data
	}
	return string(raw)
}

// Of are the values of one item out of what was filled in: the shared ones and
// its own, and of these only what the item has a field for.
func Of(it Item, shared, own Values) Values {
	out := Values{}
	for _, v := range []Values{shared, own} {
		for path, text := range v {
			if _, ok := it.Field(path); ok {
				out[path] = text
			}
		}
	}
	return out
}
