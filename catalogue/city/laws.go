package city

import "quanlian/catalogue/source"

// lawsFile names in English the laws and documents that only the city's own items
// rest on; a city may do without it.
const lawsFile = "laws.yaml"

// readLaws reads the file if the city has one.
func (c *City) readLaws(layers source.Layers, to *source.Faults) {
	m := optional(layers, lawsFile, to)
	if m == nil {
		return
	}
	c.Laws = map[string]string{}
	for _, x := range m.Must("laws").List() {
		t := x.Text()
		if _, twice := c.Laws[t.Zh]; twice {
			x.Fault("catalogue.source.twice", "value", t.Zh)
		}
		c.Laws[t.Zh] = t.En
	}
	m.Done()
}
