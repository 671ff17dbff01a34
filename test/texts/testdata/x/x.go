package x

import "quanlian/base/errs"

func f(l localizer) []any {
	name := "not.a.code.of.ours"
	return []any{
		errs.New(errs.Invalid, "a.new", nil), errs.New(errs.Invalid, name, nil),
		errs.At("a.field", "a.at", nil),
		kernel.Notify{To: "a.role", Text: "a.notice"}, Other{Text: "a.other"},
		l.page.T("a.said", "a.arg"),
	}
}
