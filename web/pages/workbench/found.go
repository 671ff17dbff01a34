package workbench

import (
	"regexp"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/inbox"
)

// wholeNo is a case number that was typed whole.
var wholeNo = regexp.MustCompile(`^[A-Z]{2,4}[0-9]{4}-[A-Z0-9]{2,8}-[0-9]{4,8}$`)

// typedNo is the whole number that is looked for, as numbers are written; "" for
// other words.
func typedNo(text string) string {
	no := strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '　':
			return -1
		case r >= '！' && r <= '～': // full-width
			return r - '！' + '!'
		case r == '—' || r == '–' || r == '－':
			return '-'
		}
		return r
	}, text)
	if no = strings.ToUpper(no); !wholeNo.MatchString(no) {
		return ""
	}
	return no
}

// found is a case whose number was typed and that the list as narrowed does not
// hold: it is told where it is.
type found struct {
	no   string
	c    *kernel.Case // nil: there is none that the visitor may see
	view string       // where the inbox has it, "" for nowhere
}

// find looks for the case whose whole number was typed, in all views.
func (x *inboxView) find() error {
	no := typedNo(x.f.Text)
	if no == "" || x.total > 0 {
		return nil
	}
	x.found.no = no
	c, err := x.env.Cases.Case(x.ctx, x.v.Officer(), no, kernel.ViewDetail)
	if errs.KindOf(err) == errs.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	x.found.c = &c
	views := inbox.Chips(x.v)
	asked := make([]kernel.CaseCount, len(views))
	for i, name := range views {
		asked[i].CaseQuery = inbox.Filter{View: name, Text: no}.Query(x.v)
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
