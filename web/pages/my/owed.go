package my

import (
	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// owes reports whether papers are to be brought to a case that is the office's to go
// on with.
func (x view) owes(c kernel.Case) bool { return kernel.Owes(x.client, c, itemflow.Debtor(c)) }

// owedDate is the day until which something is to be brought to a case.
func (x view) owedDate(c kernel.Case, today calendar.Date) []dateRow {
	if x.deps.Owed == nil {
		return nil
	}
	by := x.deps.Owed(c)
	if by.IsZero() || by.Before(today) {
		return nil
	}
	what := x.v.L.T("web.my.supply", "list", x.v.OwedNames(c))
	if !x.owes(c) {
		what = x.next(c)
	}
	return []dateRow{{c: c, what: what, at: by.String()}}
}
