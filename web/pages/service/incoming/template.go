package incoming

import (
	"bytes"
	"net/http"
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
)

// template is a workbook with the cases that are out now, a row each: only day
// and result are left to fill in.
func (p pages) template(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if p.Book == nil {
		return errs.New(errs.NotFound, "service.incoming.no_file", nil)
	}
	k, err := p.known(r, v)
	if err != nil {
		return err
	}
	var out []kernel.Case
	for _, c := range k.byNo {
		if c.State == itemflow.Forwarded {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b kernel.Case) int { return a.Opened.Compare(b.Opened) })
	l := v.L
	rows := [][]any{{l.T("web.incoming.head.case"), l.T("web.incoming.head.no"), l.T("web.incoming.head.day"), l.T("web.incoming.head.what"), l.T("web.incoming.head.reason"), l.T("web.col.title")}}
	for _, c := range out {
		other := ""
		if d, err := itemflow.DataOf(c); err == nil && d.Outside != nil {
			other = d.Outside.No
		}
		rows = append(rows, []any{c.No, other, "", "", "", c.Title})
	}
	var body bytes.Buffer
	if err := p.Book(&body, l.T("web.incoming.list"), rows); err != nil {
		return err
	}
	return site.Download(w, l.T("web.incoming.list")+" "+l.ISO(v.Env.Now())+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body.Bytes())
}
