package items

import (
	"strings"

	"quanlian/catalogue/source"
	"quanlian/kernel/form"
)

// judge is a reader that leaves the catalogue alone.
func (c *Catalogue) judge(to *source.Faults) *reader {
	return &reader{cat: &Catalogue{City: c.City}, to: to, shared: c.reader.shared, templates: c.reader.templates, layers: c.reader.layers}
}

// Group gives a shared group as a page of its own name.
func (c *Catalogue) Group(id string) (form.Step, bool) {
	d, ok := c.reader.shared[id]
	if !ok {
		return form.Step{}, false
	}
	r := c.judge(&source.Faults{})
	for _, f := range d.fields {
		r.paths = append(r.paths, id+"."+f.ID)
	}
	return r.settle(d.copy(), source.Node{}), true
}

// Groups lists the shared groups.
func (c *Catalogue) Groups() []string {
	var out []string
	for id := range c.reader.shared {
		out = append(out, id)
	}
	return out
}

// Check gives every mistake of an item that was not read from a file: one that
// an official edited. The field of a fault is its path in the file. The item
// that comes back has the defaults of what was left empty.
func (c *Catalogue) Check(it form.Item) (form.Item, []source.Fault) {
	to := &source.Faults{}
	r := c.judge(to)
	file := source.File{Path: Path(it), Shown: strings.ToLower(it.Code), Body: c.Write(it)}
	v, ok := r.item(file)
	for _, n := range r.cat.named {
		if len(c.versions[n.code]) == 0 && n.code != it.Code {
			c.missing(n)
		}
	}
	if !ok || it.Retired {
		return it, to.All()
	}
	return v.Item, to.All()
}
