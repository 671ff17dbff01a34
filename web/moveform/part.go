package moveform

import (
	"slices"
	"strings"
)

// MoreField is the button that sends a form for one more row; its value is the list.
const MoreField = "_more"

// parted puts the questions into the parts of a long form. A part in which
// something is wrong stands open.
func (s Spec) parted(list []Control) []Control {
	if len(s.Parts) == 0 {
		return list
	}
	parts := slices.Clone(s.Parts)
	at := func(c Control) int {
		return slices.IndexFunc(parts, func(p Part) bool {
			return slices.ContainsFunc(p.Paths, func(x string) bool {
				return c.Field.Name == x || strings.HasPrefix(c.Field.Name, x+".")
			})
		})
	}
	for i := range list {
		if n := at(list[i]); n >= 0 {
			list[i].Part = &parts[n]
			parts[n].Open = parts[n].Open || list[i].Field.Error != ""
		}
	}
	slices.SortStableFunc(list, func(a, b Control) int { return at(a) - at(b) })
	return list
}

// pieces are the runs of one part each.
func pieces(list []Control) [][]Control {
	var out [][]Control
	for i, c := range list {
		if i == 0 || c.Part != list[i-1].Part {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], c)
	}
	return out
}
