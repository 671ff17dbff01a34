package workbench

import (
	"bytes"
	"net/http"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/inbox"
	"quanlian/web/site"
)

// The list taken out as a workbook: the rows that the visitor sees in it, and of
// each what the list shows.

// Unit: rows, rows. Source: our choice: what a person works through in a
// workbook; beyond it the list has to be narrowed.
const (
	mostExport  = 10000
	exportAPage = 500
)

// export writes the filtered list. It is journaled before a row leaves, and
// stops when the visitor no longer waits for it.
func (p pages) export(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := inboxView{pages: p, v: v, ctx: r.Context(), f: inbox.Read(v, r.URL.Query()), address: r.URL}
	q := x.f.Query(v)
	q.Limit = exportAPage
	cases, total, err := p.env.Cases.Cases(r.Context(), v.Officer(), kernel.ViewDetail, q)
	if err != nil {
		return err
	}
	if total > mostExport {
		return v.Go(w, r, inbox.Path+"?"+query(x.f), v.L.T("web.views.too_many", "n", total, "most", mostExport))
	}
	if err := v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), kernel.Journaled{What: "export", Paper: "inbox?" + query(x.f)}); err != nil {
		return err
	}
	seen := map[kernel.CaseID]bool{} // a case that moves in the list while it is read stands once
	for {
		for _, c := range cases {
			if !seen[c.ID] {
				seen[c.ID], x.cases = true, append(x.cases, c)
			}
		}
		if q.Offset += exportAPage; q.Offset >= total {
			break
		}
		if err := r.Context().Err(); err != nil {
			return errs.Wrap(errs.Unavailable, "web.views.stopped", err)
		}
		if cases, _, err = p.env.Cases.Cases(r.Context(), v.Officer(), kernel.ViewDetail, q); err != nil {
			return err
		}
	}
	if err := x.learnNames(); err != nil {
		return err
	}
	var out bytes.Buffer
	if err := p.Book(&out, v.L.T("web.nav.inbox"), x.sheet()); err != nil {
		return err
	}
	return site.Download(w, v.L.T("web.nav.inbox")+" "+v.L.ISO(v.Env.Now())+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", out.Bytes())
}

// sheet is the list as rows of texts: numbers of cases and days stay as they are
// written.
func (x inboxView) sheet() [][]any {
	l, v := x.v.L, x.v
	out := [][]any{{l.T("web.col.no"), l.T("web.col.title"), l.T("web.col.flow"), l.T("web.inbox.unit"), l.T("web.inbox.district"), l.T("web.col.state"), l.T("web.case.whose"), l.T("web.col.assignee"), l.T("web.col.limit"), l.T("web.views.due"), l.T("web.col.opened")}}
	for _, c := range x.cases {
		near := v.Nearest(c)
		what := v.FlowText(c.Flow)
		if c.Item != "" {
			what = x.itemText(c.Item)
		}
		out = append(out, []any{c.No, c.Title, what, v.UnitText(c.Unit), c.District, v.StateText(c), v.WhoseText(c), x.assignee(c), near.Text(l), near.Till, l.ISO(c.Opened)})
	}
	return out
}
