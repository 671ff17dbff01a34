package bundles

import (
	"slices"

	"quanlian/catalogue/items"
	"quanlian/kernel/form"
)

// Bundle is one thing to be done (一件事).
type Bundle struct {
	ID    string // name of the file: first-patent
	Name  form.Text
	Lead  form.Text
	Who   []string // kinds of parties it is for
	Event string   // life event it answers
	Seek  []string // words in which people ask for it
	Parts []Part
	// Copies: what was said for one item is proposed for another.
	Copies []Copy
}

// Part is one item of a bundle.
type Part struct {
	Code string
	Why  form.Text // what it is good for here
	// Wish: only when the applicant asks for it; otherwise it may be left out.
	Wish bool
	When form.Predicate // only for some applicants
}

// Copy takes an answer over: paths of <code> <step>.<field>.
type Copy struct{ FromCode, FromPath, ToCode, ToPath string }

// Set is the bundles of a city, in the order of their names' files.
type Set struct{ list []Bundle }

// All lists them.
func (s Set) All() []Bundle { return s.list }

// Bundle finds one.
func (s Set) Bundle(id string) (Bundle, bool) {
	i := slices.IndexFunc(s.list, func(b Bundle) bool { return b.ID == id })
	if i < 0 {
		return Bundle{}, false
	}
	return s.list[i], true
}

// Of lists the bundles that an item belongs to.
func (s Set) Of(code string) []Bundle {
	var out []Bundle
	for _, b := range s.list {
		if slices.ContainsFunc(b.Parts, func(p Part) bool { return p.Code == code }) {
			out = append(out, b)
		}
	}
	return out
}

// Open is a part with its item and whether the party may apply for it.
type Open struct {
	Part
	Item form.Item
	May  bool
}

// On gives the parts of a bundle as they stand on the day of the set for an
// applicant: items that are no longer in force are left out.
func (b Bundle) On(set *items.Set, f form.Facts) []Open {
	var out []Open
	for _, p := range b.Parts {
		it, ok := set.Item(p.Code)
		if !ok {
			continue
		}
		may := f.Party.Kind == "" // nobody has logged in: who it will be is not known
		if !may {
			may = (len(it.Who) == 0 || slices.Contains(it.Who, f.Party.Kind)) && p.When.Holds(nil, f)
		}
		out = append(out, Open{Part: p, Item: it, May: may})
	}
	return out
}
