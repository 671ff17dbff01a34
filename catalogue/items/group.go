package items

import (
	"path"
	"strings"

	"quanlian/catalogue/source"
)

// groups reads the shared groups of every layer; the highest file counts.
func (r *reader) groups(layers source.Layers) error {
	files, err := layers.All("groups")
	if err != nil {
		return err
	}
	for _, f := range source.Tops(files) {
		id := strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path))
		before := r.to.Len()
		n, ok := source.Parse(f.Shown, f.Body, r.to)
		if !ok {
			r.to.Lose("groups/" + id)
			continue
		}
		m := n.Map()
		if m.Get("retired").Bool() {
			continue
		}
		if !wordForm.MatchString(id) {
			m.Fault("catalogue.source.wrong_form", "value", id, "example", "applicant")
		}
		d := r.step(m, id)
		d.group = id
		m.Done()
		if r.shared[id] = d; r.to.Len() > before {
			r.to.Lose("groups/" + id)
		}
	}
	return nil
}

// use reads one entry of an item's pages: a shared group, a group with
// changes, or a page of its own.
func (r *reader) use(n source.Node) (draftStep, bool) {
	if n.IsText() {
		return r.groupNamed(n)
	}
	m := n.Map()
	if !m.Has("group") {
		d := r.step(m, word(m.Must("id")))
		m.Done()
		return d, d.ID != ""
	}
	d, ok := r.groupNamed(m.Get("group"))
	if !ok {
		return d, false
	}
	r.change(m, &d)
	m.Done()
	return d, true
}

func (r *reader) groupNamed(n source.Node) (draftStep, bool) {
	name := n.String()
	d, ok := r.shared[name]
	r.unsure = r.unsure || r.to.Lost("groups/"+name)
	if ok {
		return d.copy(), true
	}
	var known []string
	for id := range r.shared {
		known = append(known, id)
	}
	n.Of("groups/*").OneOf(known...)
	return d, false
}

// change applies what an item changes in a group for itself.
func (r *reader) change(m *source.Map, d *draftStep) {
	if n := m.Get("id"); n.There() {
		d.ID = word(n)
	}
	if n := m.Get("name"); n.There() {
		d.Name = n.Text()
	}
	if n := m.Get("lead"); n.There() {
		d.Lead = n.Text()
	}
	if n := m.Get("when"); n.There() {
		d.when = n
	}
	r.rows(m, d)
	for _, n := range m.Get("without").List() {
		if i := r.named(n, d); i >= 0 {
			d.fields = append(d.fields[:i], d.fields[i+1:]...)
		}
	}
	for _, key := range []string{"optional", "required"} {
		for _, n := range m.Get(key).List() {
			if i := r.named(n, d); i >= 0 {
				d.fields[i].Optional = key == "optional"
			}
		}
	}
	for _, n := range m.Get("fields").List() {
		f := r.field(n.Map())
		replaced := false
		for i := range d.fields {
			if d.fields[i].ID == f.ID {
				d.fields[i], replaced = f, true
			}
		}
		if !replaced {
			d.fields = append(d.fields, f)
		}
	}
}

// named finds the field of a group that a text names.
func (r *reader) named(n source.Node, d *draftStep) int {
	name := n.String()
	var known []string
	for i, f := range d.fields {
		if f.ID == name {
			return i
		}
		known = append(known, f.ID)
	}
	if !r.unsure {
		n.OneOf(known...)
	}
	return -1
}
