package itemflow

import "quanlian/kernel/form"

// about is the first thing of the register that the form names, as [kernel.Case]
// keeps it, "" for none: by it an office finds the case.
func (r Rules) about(it form.Item, v form.Values) string {
	f, ok := it.RightField()
	if !ok {
		return ""
	}
	for _, n := range r.Checker.Numbers(it, f.ID, v) {
		if !n.Wrong {
			return "right:" + n.Normal
		}
	}
	return ""
}
