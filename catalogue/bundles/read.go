package bundles

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/city"
	"quanlian/catalogue/items"
	"quanlian/catalogue/source"
	"quanlian/kernel/form"
)

var idForm = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// Parts of a bundle. Unit: items. Source: our choice [D]: one item is no bundle,
// and a form of more than eight is not filled in to its end.
const (
	leastParts = 2
	mostParts  = 8
)

// Read reads every bundle from the layers of a catalogue, the highest file of a
// name counting. Mistakes are told to the collector; a bundle with one is left
// out. The error is about reading, not writing.
func Read(layers source.Layers, c *items.Catalogue, day calendar.Date, to *source.Faults) (Set, error) {
	var s Set
	files, err := layers.All("bundles")
	if err != nil {
		return s, err
	}
	set := c.On(day)
	for _, f := range source.Tops(files) {
		before := to.Len()
		n, ok := source.Parse(f.Shown, f.Body, to)
		if !ok {
			continue
		}
		m := n.Map()
		if m.Get("retired").Bool() {
			continue
		}
		b := bundle(m, strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path)), c, set, to)
		m.Done()
		if to.Len() == before {
			s.list = append(s.list, b)
		}
	}
	return s, nil
}

func bundle(m *source.Map, id string, c *items.Catalogue, set *items.Set, to *source.Faults) Bundle {
	b := Bundle{ID: id, Name: m.MustText("name"), Lead: m.MustText("lead"), Who: m.Must("who").Some(items.Whos()...), Event: m.Get("event").Of(city.EventsFile).OneOf(c.City.EventIDs()...), Seek: items.Phrases(m)}
	if !idForm.MatchString(id) {
		m.Fault("catalogue.source.wrong_form", "value", id, "example", "first-patent")
	}
	list := m.Must("parts")
	for _, x := range list.List() {
		p := part(x.Map(), c)
		if slices.ContainsFunc(b.Parts, func(o Part) bool { return o.Code == p.Code }) {
			x.Fault("catalogue.source.twice", "value", p.Code)
		}
		b.Parts = append(b.Parts, p)
	}
	if n := len(b.Parts); n < leastParts || n > mostParts {
		list.Fault("catalogue.bundles.parts", "least", leastParts, "most", mostParts)
	}
	for _, x := range m.Get("copy").List() {
		b.Copies = append(b.Copies, copied(x.Map(), b, set))
	}
	lost := slices.ContainsFunc(b.Parts, func(p Part) bool { return to.Lost("items/" + p.Code) })
	for i, kind := range b.Who {
		if n := open(b, set, kind); n < leastParts && !lost {
			m.Get("who").List()[i].Fault("catalogue.bundles.not_for", "who", kind, "n", n)
		}
	}
	return b
}

func part(m *source.Map, c *items.Catalogue) Part {
	p := Part{Code: m.Must("item").Of("items/*").OneOf(c.Codes()...), Why: m.MustText("why"), Wish: m.Get("wish").Bool()}
	when := m.Get("when")
	var err error
	if p.When, err = form.ParsePredicate(when.String(), nil); err != nil {
		when.Err(err)
	} else if p.When.Field() != "" { // the form is not filled in when parts are chosen
		when.Fault("catalogue.bundles.when_field", "name", p.When.Name)
	}
	m.Done()
	return p
}

// copied reads an answer that is proposed for another item: both fields must be.
func copied(m *source.Map, b Bundle, set *items.Set) Copy {
	from, to := m.Must("from"), m.Must("to")
	c := Copy{}
	c.FromCode, c.FromPath, _ = strings.Cut(from.String(), " ")
	c.ToCode, c.ToPath, _ = strings.Cut(to.String(), " ")
	for _, x := range []struct {
		at         source.Node
		code, path string
	}{{from, c.FromCode, c.FromPath}, {to, c.ToCode, c.ToPath}} {
		it, ok := set.Item(x.code)
		if _, field := it.Field(x.path); !ok || !field || !slices.ContainsFunc(b.Parts, func(p Part) bool { return p.Code == x.code }) {
			x.at.Of("items/*").Stray(x.code, "catalogue.bundles.no_field", "value", x.code+" "+x.path)
		}
	}
	m.Done()
	return c
}

// open is how many parts applicants of a kind may apply for.
func open(b Bundle, set *items.Set, kind string) int {
	n := 0
	f := form.Facts{}
	f.Party.Kind = kind
	for _, o := range b.On(set, f) {
		if o.May {
			n++
		}
	}
	return n
}
