package items

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/rowpage"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// batch finds the sheet of applications of the address.
func (p pages) batch(r *http.Request, v *site.Visit) (kernel.Case, itemflow.BatchData, error) {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSecret)
	if err != nil {
		return c, itemflow.BatchData{}, err
	}
	if itemflow.NameOf(c.Flow) != itemflow.BatchFlow {
		return c, itemflow.BatchData{}, errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": c.No})
	}
	d, err := itemflow.BatchDataOf(c)
	return c, d, err
}

func (p pages) manyShow(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawBatch(w, r, v, http.StatusOK, nil)
}

// drawBatch draws a sheet with what was found, or brought about, row by row.
func (p pages) drawBatch(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	c, d, err := p.batch(r, v)
	if err != nil {
		return err
	}
	l := v.L
	name := d.Item.In(l.Zh())
	spec := rowpage.Spec{Words: "web.many", Base: manyCaseURL(c.No), List: ui.Link{Text: name, Href: "/item/" + d.Code}, Another: ui.Link{Text: l.T("web.many.title"), Href: "/item/" + d.Code + "/many"}, Nav: "my",
		Cols: []ui.Col{{Text: l.T("web.many.about")}}, CaseHref: func(no string) string { return "/case/" + no }, Fault: fault, Results: manyCaseURL(c.No) + "/results", Mend: manyCaseURL(c.No) + "/mend", Again: againURL(d.Code, c.No)}
	return rowpage.Show(w, r, v, status, c, d.List, spec, func(x itemflow.BatchRow) (string, []ui.Cell) {
		return x.About, []ui.Cell{{Text: x.About, Sub: x.Sub}}
	})
}

// manyFaults sends the rows that have to be mended.
func (p pages) manyFaults(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, d, err := p.batch(r, v)
	if err != nil {
		return err
	}
	it, err := p.Kept.KeptItem(r.Context(), d.Hash)
	if err != nil {
		return err
	}
	content, err := v.Env.Files.Get(d.SHA256)
	if err != nil {
		return err
	}
	var mended []SheetRow
	for line, m := range d.Mended {
		mended = append(mended, SheetRow{Line: line, Values: m.Values, Files: m.Files})
	}
	slices.SortFunc(mended, func(a, b SheetRow) int { return a.Line - b.Line })
	var b bytes.Buffer
	if err := p.Sheets.Faults(&b, it, d.Name, content, mended, rowpage.Wrong(c.State, d.List)); err != nil {
		return err
	}
	return rowpage.Workbook(w, c.No+"-"+v.L.T("web.sheet.faults_file")+".xlsx", b.Bytes())
}

// manyResults sends the list of what became of each row.
func (p pages) manyResults(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, d, err := p.batch(r, v)
	if err != nil {
		return err
	}
	l := v.L
	list := [][]string{{l.T("web.rows.line"), l.T("web.many.about"), l.T("web.many.more"), l.T("web.rows.result"), l.T("web.many.no"), l.T("web.many.why")}}
	for _, x := range d.Rows {
		state := l.T("web.rows.unread")
		if x.State != "" {
			state = l.T("web.many.state." + string(x.State))
		}
		var why []string
		for _, f := range slices.Concat(x.Faults, x.Notes) {
			why = append(why, l.Error(f.Err()))
		}
		list = append(list, []string{strconv.Itoa(x.Line), x.About, x.Sub, state, x.No, strings.Join(why, "；")})
	}
	var b bytes.Buffer
	if err := p.Sheets.Results(&b, list); err != nil {
		return err
	}
	return rowpage.Workbook(w, c.No+"-"+l.T("web.many.results_file")+".xlsx", b.Bytes())
}

// moveBatch makes a move of the page and comes back to it.
func (p pages) moveBatch(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, _, err := p.batch(r, v)
	if err != nil {
		return err
	}
	status, fault, err := rowpage.Act(w, r, v, c, manyCaseURL(c.No))
	if fault != nil {
		return p.drawBatch(w, r, v, status, fault)
	}
	return err
}
