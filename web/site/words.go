package site

import (
	"strings"

	"quanlian/kernel"
)

// Words of flows stand under the flow's own key, then the matter's, then the
// kernel's and the house's: what a matter does not name is named all the same.

// StateText names the state of a case, and why it waits.
func (v *Visit) StateText(c kernel.Case) string {
	if c.Hold != nil {
		return v.L.T("web.case.held_short." + string(c.Hold.Kind))
	}
	return v.StateName(c.Flow, c.State)
}

// StateName names a state of a flow.
func (v *Visit) StateName(f kernel.FlowAddr, s kernel.State) string {
	return v.first(string(s), f.Key()+".state."+string(s), "web.state."+string(s))
}

// MoveText names a move of a flow, as a button does.
func (v *Visit) MoveText(f kernel.FlowAddr, move string) string {
	return v.first(move, f.Key()+".move."+move, "kernel.move."+move, "web.act."+move)
}

// FlowText names a flow: what the case is about.
func (v *Visit) FlowText(f kernel.FlowAddr) string {
	return v.first(string(f), f.Key()+".name", "web.flow."+f.Key())
}

// RoleText names who somebody is in a case of the flow.
func (v *Visit) RoleText(f kernel.FlowAddr, r kernel.Role) string {
	matter := strings.ReplaceAll(f.Matter(), "/", ".")
	return v.first(string(r), f.Key()+".role."+string(r), matter+".role."+string(r), "web.role."+string(r))
}

// first is the text of the first key that there is, else the bare word.
func (v *Visit) first(bare string, keys ...string) string {
	for _, k := range keys {
		if v.L.Has(k) {
			return v.L.T(k)
		}
	}
	return bare
}

// MatterText names a matter by its address, as utilization/hall.
func (v *Visit) MatterText(matter string) string {
	key := strings.ReplaceAll(matter, "/", ".")
	return v.first(matter, key+".name", "web.matter."+key)
}

// LimitText names a limit of a flow, and whether it is promised or by law.
func (v *Visit) LimitText(f kernel.FlowAddr, l kernel.Limit) string {
	matter := strings.ReplaceAll(f.Matter(), "/", ".")
	name := v.first(l.Name, f.Key()+".limit."+l.Name, matter+".limit."+l.Name, "web.limit."+l.Name)
	if l.Committed {
		return name + v.L.T("web.limit_committed")
	}
	return name
}

// FieldText names a field of a move's form.
func (v *Visit) FieldText(f kernel.FlowAddr, path string) string {
	return v.first(path, f.Key()+".field."+path, "web.field."+path[strings.LastIndexByte(path, '.')+1:])
}
