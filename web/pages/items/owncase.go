package items

import (
	"cmp"
	"context"
	"net/http"
	"path"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Papers of our own cases (以办件号代交): who had a pledge registered here gives the
// number of that case, and the platform attaches its paper.

// Unit: cases. Source: our choice: what a hint can name.
const namedCases = 3

func caseName(x paper) string { return strings.Replace(x.field, "file.", "case.", 1) }

// caseField asks for the number of a case that has the paper; it has no name where
// no item of ours gives the paper out, or where it is there already.
func (p pages) caseField(v *site.Visit, x paper, d draft) ui.Field {
	if len(x.m.Cases) == 0 || v.Party.ID == "" || len(d.of(x.m.ID)) > 0 {
		return ui.Field{}
	}
	l := v.L
	if x.m.OfDeal() {
		return p.dealField(v, x, d)
	}
	f := ui.Field{Name: caseName(x), Label: l.T("web.items.case_label"), Optional: true, Hint: l.T("web.items.case_hint", "items", p.caseItems(l, x.m))}
	var own []string
	for _, code := range x.m.Cases {
		list, _, err := v.Env.Cases.Cases(context.Background(), v.Actor, kernel.ViewSecret, kernel.CaseQuery{Item: code, Party: v.Party.ID, Sort: "opened", Limit: namedCases, Uncounted: true})
		if err != nil { // the field works without
			continue
		}
		for _, c := range list {
			if _, ok := itemflow.Granted(c); ok {
				own = append(own, c.No)
			}
		}
	}
	if len(own) > 0 {
		f.Hint += l.T("web.items.case_yours", "list", l.List(own))
	}
	return f
}

// caseItems are the names of the items whose cases have the paper.
func (p pages) caseItems(l *lang.Localizer, m form.Material) string {
	var out []string
	day := p.Today(context.Background())
	for _, code := range m.Cases {
		name := code
		if it, ok := day.Item(code); ok {
			name = it.Name.In(l.Zh())
		}
		out = append(out, name)
	}
	return l.List(out)
}

// takeCase attaches the paper of the case whose number was typed.
func (p pages) takeCase(r *http.Request, v *site.Visit, x paper, d *draft) error {
	no := strings.ToUpper(strings.TrimSpace(r.PostFormValue(caseName(x))))
	if len(x.m.Cases) == 0 || no == "" {
		return nil
	}
	list, err := p.papersOf(r.Context(), v, x, no)
	if err != nil {
		return err
	}
	for _, f := range list {
		if slices.ContainsFunc(d.Files, func(k filed) bool { return k.Material == x.m.ID && k.SHA256 == f.SHA256 }) {
			continue
		}
		if err := d.again(r, v, x.m, f); err != nil {
			return err
		}
	}
	return nil
}

// papersOf are what came of the case with the number: one of the party that applies,
// of an item that gives the paper out, granted and delivered. The fault says which
// of these it is not; of others' cases it says nothing.
func (p pages) papersOf(ctx context.Context, v *site.Visit, x paper, no string) ([]itemflow.File, error) {
	refused := func(code string, more ...string) error {
		args := errs.Args{"no": no, "material": x.m.Name}
		for _, m := range more {
			args["items"] = m
		}
		return errs.At(caseName(x), code, args)
	}
	c, err := v.Env.Cases.Case(ctx, v.Actor, no, kernel.ViewSecret)
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return nil, err
	}
	if x.m.OfDeal() {
		return p.contractOf(ctx, v, x, c, refused)
	}
	if err != nil || v.Party.ID == "" {
		return nil, refused("web.items.case_unknown")
	}
	d, ok := itemflow.Granted(c)
	switch {
	case c.Item != "" && d.Applicant.Party != v.Party.ID:
		return nil, refused("web.items.case_unknown")
	case !slices.Contains(x.m.Cases, c.Item):
		return nil, refused("web.items.case_other", p.caseItems(v.L, x.m))
	case !ok:
		return nil, refused("web.items.case_open")
	}
	list, err := v.Env.Cases.Papers(ctx, c.ID, kernel.ViewSecret)
	if err != nil {
		return nil, err
	}
	var out []itemflow.File
	for _, paper := range list {
		if d.IsResult(paper) && paper.SHA256 != "" {
			name := c.No + "-" + x.m.Name.In(v.L.Zh()) + cmp.Or(path.Ext(paper.Name), kernel.FilePDF.Ends)
			out = append(out, itemflow.File{Name: name, SHA256: paper.SHA256, Bytes: paper.Bytes, Media: paper.Media, Pages: paper.Pages})
		}
	}
	if len(out) == 0 {
		return nil, refused("web.items.case_open")
	}
	return out, nil
}
