package items

import (
	"net/http"
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// The papers of a correction: what the notice asks for, what is there already, what
// is taken out, what comes instead.

// wanted are the materials that were asked for, or are owed.
func (m mend) wanted() []string {
	var out []string
	if m.move == kernel.MoveCorrect && m.data.Notified != nil {
		out = slices.Clone(m.data.Notified.Missing)
	}
	for _, g := range m.data.OpenGaps() {
		out = append(out, g.Material)
	}
	return out
}

// mendPaper is a material of the page, or the place of one that is not called for.
type mendPaper struct {
	ID    string
	Row   materialView
	Shown bool
	Again bool // it takes the place of what was drawn
}

// mendPapers are the materials of the page: those asked for, and the others that
// the form calls for or that have files.
func (p pages) mendPapers(v *site.Visit, m mend, faults ui.Faults) (asked, others []mendPaper) {
	wanted := m.wanted()
	for _, mat := range m.item.Materials {
		want := slices.Contains(wanted, mat.ID)
		if !want && m.move != kernel.MoveCorrect {
			continue
		}
		row := p.material(v, m.item, mat, m.d, faults)
		if want { // the office wants it, whatever the form says
			made := mat.Source == "system"
			row.Take, row.Field.Optional = true, made
			if !made {
				row.Spared = ""
			}
		}
		if !row.Take || !want && !mat.When.Holds(m.d.Values, factsOf(v)) && !m.data.Has(mat.ID) {
			others = append(others, mendPaper{ID: mat.ID})
			continue
		}
		row.Promise, row.CanLater = "", ""
		stood := m.stood(v, mat, want)
		row.Files = append(stood, row.Files...)
		if len(stood) > 0 && (want || mat.Max == 1) {
			row.Field.Choose = v.L.T("web.items.file_new")
		}
		if want {
			asked = append(asked, mendPaper{ID: mat.ID, Row: row, Shown: true})
		} else {
			others = append(others, mendPaper{ID: mat.ID, Row: row, Shown: true})
		}
	}
	return asked, others
}

// stood are the files of a material that lie in the case, and what becomes of them.
func (m mend) stood(v *site.Visit, mat form.Material, want bool) []ui.File {
	if m.move != kernel.MoveCorrect {
		return nil
	}
	l := v.L
	var out []ui.File
	for _, f := range m.data.Current() {
		if f.Material != mat.ID {
			continue
		}
		x := ui.File{Name: f.Name, Facts: fileFacts(l, f.Bytes, f.Pages), Hash: f.SHA256, Href: "/paper/" + f.ID, State: ui.Done, Status: l.T("web.items.file_stands"), Out: f.ID}
		switch kept := slices.Contains(m.d.Keep, f.ID); {
		case m.goes(f):
			x.State, x.Status, x.Out, x.Undo = ui.Idle, l.T("web.items.file_goes"), "", f.ID
		case want && !kept:
			x.State, x.Status, x.Out, x.Undo = ui.You, l.T("web.items.file_asked"), "", f.ID
		}
		if mat.Max == 1 && !slices.Contains(m.d.Out, f.ID) && (want || len(m.d.of(mat.ID)) > 0) { // the new one takes its place in any case
			x.Undo = ""
		}
		out = append(out, x)
	}
	return out
}

// goes reports whether a file of the case no longer counts once the answer is sent.
func (m mend) goes(f itemflow.File) bool {
	mat, _ := m.item.Material(f.Material)
	again := len(m.d.of(f.Material)) > 0
	switch {
	case slices.Contains(m.d.Out, f.ID):
		return true
	case mat.Max == 1:
		return again
	case slices.Contains(m.d.Keep, f.ID):
		return false
	}
	return again && slices.Contains(m.wanted(), f.Material)
}

// out are the files that the answer takes out.
func (m mend) out() []string {
	return m.those(func(f itemflow.File) bool { return slices.Contains(m.d.Out, f.ID) })
}

// kept are those that stay beside new ones.
func (m mend) kept() []string {
	return m.those(func(f itemflow.File) bool { return len(m.d.of(f.Material)) > 0 && !m.goes(f) })
}

func (m mend) those(of func(itemflow.File) bool) []string {
	var out []string
	for _, f := range m.data.Current() {
		if of(f) {
			out = append(out, f.ID)
		}
	}
	return out
}

// sorted reports whether the page was sent by a button of a file.
func (m mend) sorted(r *http.Request) bool {
	return r.PostFormValue("remove") != "" || r.PostFormValue("out") != "" || r.PostFormValue("undo") != ""
}

// sort takes a file of the case out, or lets it stay.
func (m *mend) sort(r *http.Request) {
	move := func(id string, from, to *[]string) {
		if id != "" {
			*from = slices.DeleteFunc(*from, func(x string) bool { return x == id })
			*to = append(*to, id)
		}
	}
	move(r.PostFormValue("out"), &m.d.Keep, &m.d.Out)
	move(r.PostFormValue("undo"), &m.d.Out, &m.d.Keep)
}

// mendFiles takes what came and went on the page into the draft.
func (p pages) mendFiles(r *http.Request, v *site.Visit, m *mend) error {
	if id := r.PostFormValue("remove"); id != "" {
		m.d.Files = slices.DeleteFunc(m.d.Files, func(f filed) bool { return f.Upload == id })
	}
	m.sort(r)
	var faults errs.List
	for _, x := range m.item.Materials {
		if err := p.take(r, v, x, &m.d); err != nil {
			e := errs.As(err)
			if e == nil || e.Kind != errs.Invalid {
				return err
			}
			faults.Add(e)
		}
	}
	return faults.Err()
}

func (x mendView) someOthers() bool {
	return slices.ContainsFunc(x.others, func(m mendPaper) bool { return m.Shown })
}
