package items

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"quanlian/kernel/form"
	"quanlian/web/rowpage"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// manyTemplate sends the workbook of the item; with numbers one row for each of
// them, with ?rights=1 for each right of the party, those that still stand.
func (p pages) manyTemplate(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	it, err := p.many(r, v)
	if err != nil {
		return err
	}
	numbers := form.List(strings.Join(r.URL.Query()["number"], "\n"))
	if f, ok := it.RightField(); ok && r.URL.Query().Get("rights") != "" && p.Rights != nil {
		list, _, err := p.Rights(r.Context(), v.Actor.Party, f.Format, "", mostOwn)
		if err != nil {
			return err
		}
		for _, o := range list {
			numbers = append(numbers, o.Number)
		}
	}
	var b bytes.Buffer
	if err := p.Sheets.Template(&b, it, p.rowsOf(r.Context(), it, numbers[:min(len(numbers), mostOwn)])); err != nil {
		return err
	}
	return rowpage.Workbook(w, it.Code+"-"+v.L.T("web.many.template_file")+".xlsx", b.Bytes())
}

// rowsOf are rows that begin with the numbers of rights, and what the register
// says of them.
func (p pages) rowsOf(ctx context.Context, it form.Item, numbers []string) []form.Values {
	f, ok := it.RightField()
	if !ok {
		return nil
	}
	var out []form.Values
	for _, n := range numbers {
		x := form.Values{}
		for _, c := range it.Columns(false) {
			if c.Field.ID == f.ID && c.Row <= 1 {
				x[c.Path] = n
			}
		}
		out = append(out, p.looked(ctx, it, x))
	}
	return out
}

// manyPick is where rights of one's own are chosen for the sheet without scripts.
func (p pages) manyPick(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	it, err := p.many(r, v)
	if err != nil {
		return err
	}
	f, ok := it.RightField()
	if !ok || p.Rights == nil {
		return noSuchPage()
	}
	l := v.L
	x := pickView{v: v, at: manyURL(it) + "/pick", back: manyURL(it), to: manyURL(it) + "/template", several: true, get: true, lead: l.T("web.many.pick_lead"), take: l.T("web.many.template_chosen")}
	if err := p.search(r, v, &x, f, nil); err != nil {
		return err
	}
	return p.showPick(w, r, v, x, []ui.Link{{Text: l.T("web.nav.items"), Href: "/items"}, {Text: it.Name.In(l.Zh()), Href: "/item/" + it.Code}, {Text: l.T("web.many.title"), Href: manyURL(it)}})
}
