package caseview

import (
	"cmp"
	"net/http"

	"quanlian/base/errs"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// gone shows what became of a case that was public once; missing stands where no
// matter knows of one.
func (p pages) gone(w http.ResponseWriter, r *http.Request, v *site.Visit, missing error) error {
	for _, m := range p.matters {
		if m.Gone == nil {
			continue
		}
		title, body, err := m.Gone(r, v, r.PathValue("no"))
		if errs.KindOf(err) == errs.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		f := v.Frame(r, title, cmp.Or(m.Nav, "hall"))
		f.Crumb = []ui.Link{{Text: v.L.T("web.nav.my"), Href: "/my"}, {Text: r.PathValue("no")}}
		if m.From != nil {
			f.Crumb[0] = m.From(v.L)
		}
		return v.Show(w, r, f, body)
	}
	return missing
}
