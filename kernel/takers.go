package kernel

import (
	"cmp"
	"slices"
)

// NamesPeople reports whether the form of a move names a colleague, or another
// office (转办, 加签, 指派).
func NamesPeople(move string) bool {
	return slices.Contains([]string{MoveReassign, MoveAddSigner, "assign"}, move)
}

// Takers are those of the staff of a case's office whom a move of it may name:
// by their post they may handle its cases. Who is there comes first, then who has
// the least.
func Takers(staff []StaffLoad, a Actor, c Case, m Move) []StaffLoad {
	but := c.Assignee
	if m.Name == MoveAddSigner {
		but = a.User
	}
	var out []StaffLoad
	for _, s := range staff {
		if s.ID != but && slices.ContainsFunc(s.Posts, func(p Post) bool { return p.Unit == c.Unit && slices.Contains(m.By, p.Role) }) {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b StaffLoad) int {
		return cmp.Or(cmp.Compare(len(a.Away), len(b.Away)), cmp.Compare(a.Open, b.Open), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// OpenUnits are the offices that still work.
func OpenUnits(all []Unit) []Unit {
	return slices.DeleteFunc(slices.Clone(all), func(u Unit) bool { return !u.Closed.IsZero() })
}

// In is the name of the office in the language.
func (u Unit) In(zh bool) string {
	if !zh && u.En != "" {
		return u.En
	}
	return u.Zh
}
