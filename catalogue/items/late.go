package items

import (
	"fmt"

	"quanlian/base/calendar"
	"quanlian/catalogue/source"
	"quanlian/kernel/form"
)

// LateMaterials tells of materials that may be owed (容缺) beyond the time in
// which the office promised to be through. It is no mistake: a city may mean it.
func (c *Catalogue) LateMaterials() []source.Fault {
	var out []source.Fault
	for _, code := range c.codes {
		for _, v := range c.versions[code] {
			promise := promised(v.Item)
			for i, m := range v.Item.Materials {
				if promise.IsZero() || !longer(m.Later, promise) {
					continue
				}
				out = append(out, source.Fault{File: v.File, Field: fmt.Sprintf("materials[%d].later", i), Code: "catalogue.items.later_beyond", Minor: true,
					Args: map[string]any{"name": m.Name, "later": inWords(m.Later), "promise": inWords(promise)}})
			}
		}
	}
	return out
}

func promised(it form.Item) calendar.Period {
	for _, l := range it.Limits {
		if l.Committed {
			return l.Period
		}
	}
	return calendar.Period{}
}

func inWords(p calendar.Period) form.Text { return form.Text{Zh: p.Chinese(), En: p.English()} }
