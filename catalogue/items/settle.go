package items

import (
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/catalogue/source"
	"quanlian/kernel/form"
)

// steps reads the pages of an item and settles paths and conditions.
func (r *reader) steps(m *source.Map, it *form.Item) {
	var drafts []draftStep
	var places []source.Node
	for _, n := range m.Must("steps").List() {
		d, ok := r.use(n)
		if !ok {
			continue
		}
		if slices.ContainsFunc(drafts, func(x draftStep) bool { return x.ID == d.ID }) {
			n.Fault("catalogue.items.step_twice", "id", d.ID)
			continue
		}
		drafts, places = append(drafts, d), append(places, n)
	}
	if len(drafts) == 0 && m.Has("steps") && !r.unsure {
		m.Get("steps").Fault("catalogue.items.no_steps")
	}
	for _, d := range drafts {
		for _, f := range d.fields {
			if f.Kind != form.KindNote {
				r.paths = append(r.paths, d.ID+"."+f.ID)
			}
		}
	}
	for i, d := range drafts {
		it.Steps = append(it.Steps, r.settle(d, places[i]))
	}
	for i, d := range drafts { // once all pages are there
		r.answers(d.when, it.Steps[i].When, it)
		for j, f := range d.fields {
			r.answers(f.when, it.Steps[i].Fields[j].When, it)
		}
	}
}

func (r *reader) settle(d draftStep, at source.Node) form.Step {
	s := d.Step
	s.When = r.condition(d.when, d, at)
	s.Fields = make([]form.Field, len(d.fields))
	for i, f := range d.fields {
		f.Field.When = r.condition(f.when, d, at)
		f.Field.ID = d.ID + "." + f.Field.ID
		s.Fields[i] = f.Field
	}
	return s
}

// condition reads a predicate. Inside a page a bare name means a field of that
// page; a group's own name means the name under which it is used.
func (r *reader) condition(n source.Node, d draftStep, at source.Node) form.Predicate {
	line := n.String()
	if line == "" {
		return form.Predicate{}
	}
	words := strings.Fields(line)
	if len(words) > 1 {
		switch {
		case d.ID != "" && slices.Contains(r.paths, d.ID+"."+words[1]):
			words[1] = d.ID + "." + words[1]
		case d.group != "" && strings.HasPrefix(words[1], d.group+"."):
			words[1] = d.ID + strings.TrimPrefix(words[1], d.group)
		}
	}
	p, err := form.ParsePredicate(strings.Join(words, " "), r.paths)
	if err != nil {
		if d.group != "" && n.File() != at.File() {
			n = at // the group is sound; the item took a field away
		}
		r.mistaken(n, err)
		return form.Predicate{}
	}
	r.words(n, p)
	return p
}

// mistaken says what is wrong with a condition or a rule; that a field is not there
// says nothing while a group of the item cannot be read.
func (r *reader) mistaken(n source.Node, err error) {
	if !r.unsure || !errs.Is(err, "kernel.form.predicate_field") {
		n.Err(err)
	}
}

// words checks the words of a condition against what there is.
func (r *reader) words(n source.Node, p form.Predicate) {
	switch p.Name {
	case "party_kind":
		for _, w := range p.Args {
			if !slices.Contains(whos, w) {
				n.Fault("catalogue.source.not_one", "value", w, "known", strings.Join(whos, " "))
			}
		}
	case "district":
		for _, w := range p.Args {
			if _, ok := r.cat.City.District(w); !ok {
				n.Of(city.DistrictsFile).Stray(w, "catalogue.city.no_district", "district", w)
			}
		}
	}
}

// options checks, once all pages are there, that conditions about choices name
// answers that the choice has.
func (r *reader) answers(n source.Node, p form.Predicate, it *form.Item) {
	if p.Name != "one_of" && p.Name != "none_of" {
		return
	}
	f, ok := it.Field(p.Field())
	if !ok || len(f.Options) == 0 || r.unsure {
		return
	}
	for _, w := range p.Args[1:] {
		if !slices.ContainsFunc(f.Options, func(o form.Option) bool { return o.Value == w }) {
			n.Fault("catalogue.items.no_answer", "field", f.ID, "value", w)
		}
	}
}
