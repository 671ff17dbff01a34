package workbench

import (
	"cmp"
	"regexp"
	"slices"

	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/inbox"
)

// wholeNo is a case number that was typed whole.
var wholeNo = regexp.MustCompile(`^[A-Z]{2,4}[0-9]{4}-[A-Z0-9]{2,8}-[0-9]{4,8}$`)

// found is a case whose number or query code was typed and that the list as
// narrowed does not hold: it is told where it is.
type found struct {
	no   string
	c    *kernel.Case // nil: there is none that the visitor may see
	ask  string       // the visitor's office only answers a question about it: that case
	view string       // where the inbox has it, or the question; "" for nowhere
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
	if x.found.view, err = x.viewOf(x.found.no); err != nil || x.found.view != "" {
		return err
	}
	if x.found.ask = x.askOf(list[0]); x.found.ask != "" {
		x.found.view, err = x.viewOf(x.found.ask)
	}
	return err
}

// viewOf is the first view that has the case of the number, "" for none.
func (x *inboxView) viewOf(no string) (string, error) {
	views := inbox.Chips(x.v)
	asked := make([]kernel.CaseCount, len(views))
	for i, name := range views {
		asked[i].CaseQuery = inbox.Filter{View: name, Text: no}.Query(x.v)
	}
	counts, err := x.env.Cases.Counts(x.ctx, x.v.Officer(), kernel.ViewDetail, asked...)
	for i, n := range counts {
		if n.N > 0 {
			return views[i], err
		}
	}
	return "", err
}

// askOf is the newest question about the case to an office of the visitor, "" for none.
func (x *inboxView) askOf(c kernel.Case) string {
	if !itemflow.Standard(c.Flow) {
		return ""
	}
	d, err := itemflow.DataOf(c)
	if err != nil { // the case opens without
		return ""
	}
	for _, a := range slices.Backward(d.Asked) {
		if slices.ContainsFunc(x.v.Actor.Posts, func(p kernel.Post) bool { return p.Unit == a.Unit }) {
			return a.No
		}
	}
	return ""
}

// foundIn is the list that has the case, nothing else narrowed.
func (x inboxView) foundIn() string {
	return inbox.Path + "?" + inbox.Filter{View: x.found.view, Text: cmp.Or(x.found.ask, x.found.no)}.Values().Encode()
}
