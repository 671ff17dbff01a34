package workbench

import (
	"regexp"

	"quanlian/kernel"
	"quanlian/web/inbox"
)

// wholeNo is a case number that was typed whole.
var wholeNo = regexp.MustCompile(`^[A-Z]{2,4}[0-9]{4}-[A-Z0-9]{2,8}-[0-9]{4,8}$`)

// found is a case whose number or query code was typed and that the list as
// narrowed does not hold: it is told where it is.
type found struct {
	no   string
	c    *kernel.Case // nil: there is none that the visitor may see
	view string       // where the inbox has it, "" for nowhere
}

// find looks for the case whose whole number or code was typed, in all views.
func (x *inboxView) find() error {
	typed := kernel.Typed(x.f.Text)
	if typed == "" || x.total > 0 {
		return nil
	}
	q := kernel.CaseQuery{Text: typed, Inside: true, Limit: 1, Uncounted: true}
	if wholeNo.MatchString(typed) {
		x.found.no, q = typed, kernel.CaseQuery{Nos: []string{typed}, Limit: 1, Uncounted: true}
	}
	list, _, err := x.env.Cases.Cases(x.ctx, x.v.Officer(), kernel.ViewDetail, q)
	if err != nil || len(list) == 0 || list[0].No != typed && list[0].Track != typed {
		return err
	}
	x.found.no, x.found.c = list[0].No, &list[0]
	views := inbox.Chips(x.v)
	asked := make([]kernel.CaseCount, len(views))
	for i, name := range views {
		asked[i].CaseQuery = inbox.Filter{View: name, Text: x.found.no}.Query(x.v)
	}
	counts, err := x.env.Cases.Counts(x.ctx, x.v.Officer(), kernel.ViewDetail, asked...)
	for i, n := range counts {
		if n.N > 0 && x.found.view == "" {
			x.found.view = views[i]
		}
	}
	return err
}

// foundIn is the list that has the case, nothing else narrowed.
func (x inboxView) foundIn() string {
	return inbox.Path + "?" + inbox.Filter{View: x.found.view, Text: x.found.no}.Values().Encode()
}
