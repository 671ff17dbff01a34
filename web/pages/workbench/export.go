package workbench

import (
	"bytes"
	"context"
	"net/http"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/inbox"
	"quanlian/web/site"
)

// The list taken out as a workbook: the rows that the visitor sees in it, and of
// each what the list shows.

// Unit: rows, rows, rows. Source: our choice: what one waits for with the page open,
// what a workbook is still of use for, and what one question to the store gives.
const (
	mostAtOnce  = 10_000
	mostInBook  = 200_000
	exportAPage = 500
)

// export writes the filtered list. It is journaled before a row leaves, and
// stops when the visitor no longer waits for it. A long list is written by the
// program while the visitor works on.
func (p pages) export(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	f := inbox.Read(v, r.URL.Query())
	n, err := p.env.Cases.Counts(r.Context(), v.Officer(), kernel.ViewDetail, kernel.CaseCount{CaseQuery: f.Query(v)})
	if err != nil {
		return err
	}
	if n[0].N > mostAtOnce {
		return v.Go(w, r, listsURL(f), "")
	}
	if err := v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), kernel.Journaled{What: "export", Paper: "inbox?" + query(f)}); err != nil {
		return err
	}
	book, _, err := p.write(r.Context(), v, f)
	if err != nil {
		return err
	}
	return site.Download(w, v.L.T("web.nav.inbox")+" "+v.L.ISO(v.Env.Now())+".xlsx", xlsx, book)
}

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Write writes the list of an address as a workbook, as the visitor may read it.
func Write(ctx context.Context, e *site.Env, d Deps, v *site.Visit, list string) (book []byte, cases int, err error) {
	f, ok := inbox.Remembered(v, list)
	if !ok {
		return nil, 0, errs.New(errs.Invalid, "kernel.view.none", nil)
	}
	return pages{e, d}.write(ctx, v, f)
}

// write reads the list page by page into rows of texts, so that no more than a page
// of cases is held.
func (p pages) write(ctx context.Context, v *site.Visit, f inbox.Filter) ([]byte, int, error) {
	x := inboxView{pages: p, v: v, ctx: ctx, f: f}
	q := f.Query(v)
	q.Limit, q.Uncounted = exportAPage, true
	rows := [][]any{x.sheetHead()}
	seen := map[kernel.CaseID]bool{} // a case that moves in the list while it is read stands once
	for ; q.Offset < mostInBook; q.Offset += exportAPage {
		if err := ctx.Err(); err != nil {
			return nil, 0, errs.Wrap(errs.Unavailable, "web.views.stopped", err)
		}
		page, _, err := p.env.Cases.Cases(ctx, v.Officer(), kernel.ViewDetail, q)
		if err != nil {
			return nil, 0, err
		}
		x.cases = x.cases[:0]
		for _, c := range page {
			if !seen[c.ID] {
				seen[c.ID], x.cases = true, append(x.cases, c)
			}
		}
		if err := x.learnNames(); err != nil {
			return nil, 0, err
		}
		for _, c := range x.cases {
			rows = append(rows, x.sheetRow(c))
		}
		if len(page) < exportAPage {
			break
		}
	}
	var out bytes.Buffer
	err := p.Book(&out, v.L.T("web.nav.inbox"), rows)
	return out.Bytes(), len(rows) - 1, err
}

func (x inboxView) sheetHead() []any {
	l := x.v.L
	return []any{l.T("web.col.no"), l.T("web.col.title"), l.T("web.col.flow"), l.T("web.inbox.unit"), l.T("web.inbox.district"), l.T("web.col.state"), l.T("web.case.whose"), l.T("web.col.assignee"), l.T("web.col.limit"), l.T("web.views.due"), l.T("web.col.opened")}
}

// sheetRow is a case as texts: numbers and days stay as they are written.
func (x inboxView) sheetRow(c kernel.Case) []any {
	v := x.v
	near := v.Nearest(c)
	return []any{c.No, v.TitleText(c), x.what(c), v.UnitText(c.Unit), v.DistrictText(c.District), v.StateText(c), v.WhoseText(c), x.assignee(c), near.Text(v.L), near.Till, v.L.ISO(c.Opened)}
}
