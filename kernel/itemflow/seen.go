package itemflow

import (
	"encoding/json"
	"slices"

	"quanlian/kernel"
)

// Seen is the record of a case as the actor sees it: staff all of it; whoever
// applied all but what the office notes for itself; anybody, while it stands
// open, what it is about and until when one may object.
func Seen(a kernel.Actor, c kernel.Case) (any, error) {
	roles, level := kernel.RolesOf(a, c)
	staff := slices.ContainsFunc(roles, func(r kernel.Role) bool { return slices.Contains(clerks, r) || r == kernel.RoleSystem })
	if !Standard(c.Flow) { // opinions and reviews between offices; a sheet is its owner's
		if !staff && (NameOf(c.Flow) != BatchFlow || level < kernel.ViewSecret) {
			return struct{}{}, nil
		}
		return json.RawMessage(c.Data), nil
	}
	d, err := DataOf(c)
	switch {
	case err != nil || staff:
		return d, err
	case level < kernel.ViewDetail:
		d = Data{Code: d.Code, Name: d.Name, Publicity: d.Publicity}
	}
	d = d.onlyServed(c.State)
	d.Checks, d.Opinion, d.Extension, d.Asked = nil, nil, nil, nil
	if !d.Suspension.Stood() {
		d.Suspension = nil
	}
	d.Auto, d.Overruled, d.Fed = nil, nil, nil
	if d.Publicity != nil {
		p := *d.Publicity
		p.Objections = nil // who objected is the office's to know
		d.Publicity = &p
	}
	return d, nil
}
