package org

import (
	"net/http"

	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: rows. Source: our choice; the rest is given on request, from the journal.
const mostReadings = 200

// readersView is the page of those who looked into the files of the party.
type readersView struct {
	v    *site.Visit
	list []kernel.Reading
	no   string // of one case, "" for all
}

func readers(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := inside(v); err != nil {
		return err
	}
	x := readersView{v: v}
	var of kernel.CaseID
	if no := r.URL.Query().Get("case"); no != "" {
		c, err := v.Env.Cases.Case(r.Context(), v.Actor, no, kernel.ViewDetail)
		if err != nil {
			return err
		}
		of, x.no = c.ID, c.No
	}
	if err := v.LearnUnits(r.Context()); err != nil {
		return err
	}
	var err error
	if x.list, err = v.Env.People.Readings(r.Context(), v.Actor.Party, of, mostReadings); err != nil {
		return err
	}
	return v.Show(w, r, frame(r, v, "readers"), readersPage(x))
}

func (x readersView) table() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.org.tab.readers"), Stack: true, Cols: []ui.Col{{Text: l.T("web.org.col.at")}, {Text: l.T("web.org.col.who")}, {Text: l.T("web.org.col.office")}, {Text: l.T("web.org.col.what")}, {Text: l.T("web.col.no")}}}
	for _, e := range x.list {
		what := l.T("web.org.read." + e.What)
		if e.Paper != "" {
			what += l.T("web.ui.colon") + e.Paper
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: l.Moment(e.At, x.v.Env.Now()), NoWrap: true}, {Text: e.Actor.Name, NoWrap: true}, {Text: x.office(e.Actor)}, {Text: what}, {Text: e.No, No: true, Href: x.v.Env.CaseURL(kernel.Case{ID: e.Case, No: e.No}), Sub: x.v.TitleText(e.Headed())}}})
	}
	return t
}

// office is by what the reader had part in the case.
func (x readersView) office(a kernel.Actor) string {
	var out []string
	for _, p := range a.Posts {
		unit, as := x.v.PostText(p)
		out = append(out, unit+"　"+as)
	}
	if len(out) == 0 {
		return x.v.L.T("web.org.by_party")
	}
	return x.v.L.List(out)
}
