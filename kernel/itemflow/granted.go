package itemflow

import (
	"slices"

	"quanlian/kernel"
)

// Granted reports whether a case was granted and delivered, so that its paper may
// stand for it in another; the data are those of the case.
func Granted(c kernel.Case) (Data, bool) {
	d, err := DataOf(c)
	return d, err == nil && c.State == Delivered && d.Decision != nil && d.Decision.Grant
}

// IsResult reports whether the paper is what came of the case: the other office's
// own, or our decision.
func (d Data) IsResult(p kernel.Paper) bool {
	if d.PassedOn() {
		return slices.ContainsFunc(d.Outside.Files, func(f OutsideFile) bool { return f.ID == p.ID })
	}
	return d.Decision != nil && p.ID == d.Decision.Doc
}
