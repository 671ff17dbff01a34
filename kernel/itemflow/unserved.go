package itemflow

import (
	"slices"

	"quanlian/kernel"
)

// OfOffice reports whether the actor sees the case as more than who applied, or
// anybody, does.
func OfOffice(a kernel.Actor, c kernel.Case) bool {
	roles, _ := kernel.RolesOf(a, c)
	return slices.ContainsFunc(roles, func(r kernel.Role) bool { return r != kernel.RoleOwner && r != kernel.RolePublic })
}

// Unserved reports whether there is a decision that the applicant is not served
// with: until then it is the office's, and may not be sealed yet.
func (d Data) Unserved(s kernel.State) bool {
	return d.Decision != nil && d.Served == nil && s != Delivered
}

// PaperOpen reports whether the actor may read a paper of a case: beside what
// [kernel.Paper.OpenTo] says, a decision with its seal, and another office's result,
// is the applicant's from its service on, and so is the notice of a suspension, of its
// end or of a revoked acceptance; what it says they are told at once. What was entered by mistake as another
// office's paper, or taken back before it was served, never is.
func PaperOpen(p kernel.Paper, a kernel.Actor, c kernel.Case) bool {
	if !p.OpenTo(a, c) {
		return false
	}
	if !Standard(c.Flow) || OfOffice(a, c) {
		return true
	}
	d, err := DataOf(c)
	if err != nil {
		return false
	}
	is := func(f OutsideFile) bool { return f.ID == p.ID }
	if d.Outside != nil && slices.ContainsFunc(d.Outside.Files, is) {
		return !d.Unserved(c.State)
	}
	if n := d.Suspension.doc(p.ID); n != nil && n.Served == nil {
		return false
	}
	if p.Kind == revokedKind && c.State == Revoked && d.NoticeOwed(c.State) {
		return false
	}
	for _, x := range d.Former {
		if x.Unserved && x.Doc == p.ID || x.Outside != nil && slices.ContainsFunc(x.Outside.Files, is) {
			return false
		}
	}
	return !d.Unserved(c.State) || d.Decision.Doc != p.ID && !d.sealPaper(p.ID)
}

// sealPaper reports whether a paper is the file of the decision's seal.
func (d Data) sealPaper(id string) bool {
	s := d.seal()
	return s != nil && s.Run != nil && s.Run.Evidence != nil && s.Run.Evidence.Paper == id
}

// onlyServed hides from the applicant what a decision says that was not served.
func (d Data) onlyServed(s kernel.State) Data {
	d.Former = slices.Clone(d.Former)
	for i, x := range d.Former {
		if x.Unserved {
			d.Former[i].Reason = ""
		}
	}
	if !d.Unserved(s) {
		return d
	}
	d.Decision, d.Answer, d.Breach = nil, nil, nil
	if d.Outside != nil {
		o := *d.Outside
		o.Result, o.Files = "", nil
		d.Outside = &o
	}
	return d
}
