package site

import (
	"cmp"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/words"
	"quanlian/kernel"
)

// Words of flows stand in catalogue/words, for pages and API alike.

// StateText names the state of a case, and why it waits.
func (v *Visit) StateText(c kernel.Case) string {
	if s := v.stands(c); s != "" {
		c.State = s
	}
	return words.Standing(v.L, c, calendar.DateOf(v.Env.Now()))
}

// TitleText is the title of a case in the reader's language: the case of an item
// is titled by its name, a number of the windows by its office; a case about
// another one says so before the title of that one.
func (v *Visit) TitleText(c kernel.Case) string {
	return words.Title(v.L, c.Flow, v.titled(c))
}

func (v *Visit) titled(c kernel.Case) string {
	if v.L.Zh() {
		return c.Title
	}
	var zh, en string
	if c.Item != "" && v.Env.ItemName != nil {
		zh, en = v.Env.ItemName(true, c.Item), v.Env.ItemName(false, c.Item)
	} else if i := slices.IndexFunc(v.units, func(u kernel.Unit) bool { return u.ID == c.Unit }); i >= 0 {
		zh, en = v.units[i].In(true), v.units[i].In(false)
	}
	if head, _, ok := strings.Cut(c.Title, "　"); ok && c.Item == "" && !strings.HasPrefix(c.Title, zh+"　") && v.english(head) != "" {
		zh, en = head, v.english(head) // about the case of an item
	}
	if code, name, ok := strings.Cut(c.Title, " "); ok && c.Item == "" && v.Env.ItemName != nil && v.Env.ItemName(true, code) != "" {
		zh, en = code+" "+name, code+" "+cmp.Or(v.english(name), name) // a change of an item
	}
	return words.Named(v.L, c.Title, zh, en, c.Item != "")
}

func (v *Visit) english(name string) string {
	if v.L.Zh() || v.Env.EnglishName == nil {
		return ""
	}
	return v.Env.EnglishName(name)
}

// DistrictText is the short name of a district in the language of the visit.
func (v *Visit) DistrictText(short string) string {
	if v.Env.DistrictName == nil {
		return short
	}
	return v.Env.DistrictName(v.L.Zh(), short)
}

// ItemText names an item by its code, "" for one that there is not.
func (v *Visit) ItemText(code string) string {
	if v.Env.ItemName == nil || code == "" {
		return ""
	}
	return v.Env.ItemName(v.L.Zh(), code)
}

// StateName names a state of a flow.
func (v *Visit) StateName(f kernel.FlowAddr, s kernel.State) string { return words.State(v.L, f, s) }

// MoveText names a move of a flow, as a button does.
func (v *Visit) MoveText(f kernel.FlowAddr, move string) string { return words.Move(v.L, f, move) }

// FlowText names what a case is about; staff are told the flow that handles it.
func (v *Visit) FlowText(f kernel.FlowAddr) string {
	if v.Staff() {
		return words.Flow(v.L, f)
	}
	return words.About(v.L, f)
}

// RoleText names who somebody is in a case of the flow.
func (v *Visit) RoleText(f kernel.FlowAddr, r kernel.Role) string { return words.Role(v.L, f, r) }

// MatterText names a matter by its address, as utilization/hall.
func (v *Visit) MatterText(matter string) string { return words.Matter(v.L, matter) }

// LimitText names a limit of a flow, and whether it is promised or by law.
func (v *Visit) LimitText(f kernel.FlowAddr, l kernel.Limit) string { return words.Limit(v.L, f, l) }

// ValueText names a value of a field.
func (v *Visit) ValueText(f kernel.FlowAddr, path, value string) string {
	return words.Value(v.L, f, path, value)
}

// FieldText names a field of a move's form.
func (v *Visit) FieldText(f kernel.FlowAddr, path string) string { return words.Field(v.L, f, path) }

// PauseText says why the clock of a case stood still: the state it stood in, or
// the kind of hold.
func (v *Visit) PauseText(c kernel.Case, p kernel.Pause) string {
	if k := "web.case.held_short." + p.Reason; v.L.Has(k) {
		return v.L.T(k)
	}
	return v.StateName(c.Flow, kernel.State(p.Reason))
}

// WhoText names who made an entry of the journal, and in whose place.
func (v *Visit) WhoText(e kernel.Entry) string {
	if e.For == "" {
		return e.Actor.Name
	}
	return e.Actor.Name + v.L.T("web.ui.bracket", "text", v.L.T("web.account.stands_in", "name", e.ForName))
}
