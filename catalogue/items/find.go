package items

import "quanlian/kernel/form"

// Words is what of an item people may look for.
type Words struct {
	Code    string
	Phrases []string // the words people use for it
	Names   []string // in both languages
	Leads   []string
	Rest    []string // materials, who does it, mistakes, events
}

// Words gives what of each item is searched, in the order of the set.
func (c *Catalogue) Words(s *Set) []Words {
	out := make([]Words, len(s.list))
	for i, it := range s.list {
		w := Words{Code: it.Code, Phrases: it.Seek, Names: both(it.Name), Leads: both(it.Lead)}
		w.Rest = append(w.Rest, both(it.Result.Name)...)
		for _, m := range it.Materials {
			w.Rest = append(w.Rest, both(m.Name)...)
		}
		for _, p := range it.Providers {
			w.Rest = append(w.Rest, both(p)...)
		}
		for _, m := range it.Mistakes {
			w.Rest = append(w.Rest, both(m)...)
		}
		for _, id := range it.Events {
			if e, ok := c.City.Event(id); ok {
				w.Rest = append(append(w.Rest, both(e.Name)...), both(e.Lead)...)
			}
		}
		out[i] = w
	}
	return out
}

func both(t form.Text) []string { return []string{t.Zh, t.En} }

// Found is an item that a search found, with the way of saying it that came
// nearest ("" when it was the name, or words of the text).
type Found struct {
	Item   form.Item
	Phrase string
}
