package sheet

import (
	"strings"

	"quanlian/kernel"
	"quanlian/kernel/form"
)

// A route as people write it: 区县 鹤汀 → 鹤汀服务站. The file says
// district 鹤汀 → district-heting; both are read.
const (
	toUnit       = "→"
	byDistrict   = "district"
	byDistrictZh = "区县"
)

// SayRoutes writes to which office a case goes, one route a line.
func (w *Words) SayRoutes(list []form.Route, zh bool) string {
	var out []string
	for _, x := range list {
		when := condition(x.When)
		if x.When.Name == byDistrict && zh {
			when = strings.Replace(when, byDistrict, byDistrictZh, 1)
		}
		out = append(out, when+" "+toUnit+" "+w.Say("unit", string(x.Unit), zh))
	}
	return lines(out)
}

func (w *Words) readRoute(line string) (form.Route, error) {
	when, unit, _ := strings.Cut(strings.Replace(line, "->", toUnit, 1), toUnit)
	if rest, ok := strings.CutPrefix(strings.TrimSpace(when), byDistrictZh); ok {
		when = byDistrict + " " + strings.TrimSpace(rest)
	}
	p, err := form.ParsePredicate(when, nil)
	return form.Route{When: p, Unit: kernel.UnitID(w.Read("unit", unit))}, err
}
