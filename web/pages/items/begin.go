package items

import (
	"context"
	"maps"
	"net/http"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
)

// begin leads to the first page that is not done; a former application or a
// template may fill the form.
func (p pages) begin(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	it, err := p.wanted(r, v)
	if err != nil {
		return err
	}
	if err := mayApply(v, it); err != nil {
		return err
	}
	if q := r.URL.Query(); q.Get("from") != "" || q.Get("template") != "" {
		old, err := p.typedBefore(r.Context(), v, it)
		if err != nil {
			return err
		}
		if old != nil {
			return v.Go(w, r, p.firstOpen(v, old), v.L.T("web.items.draft_stands"))
		}
	}
	d, err := p.filledFrom(r, v, it)
	if err != nil {
		return err
	}
	d.Values = p.looked(r.Context(), it, about(it, d.Values, r.URL.Query().Get("right"), r.URL.Query().Get("deal")))
	f := &single{it, d}
	if d.saved.IsZero() && r.URL.RawQuery == "" { // nothing to keep yet: pages fill it in the same way
		return v.Go(w, r, p.firstOpen(v, f), "")
	}
	if err := f.save(r, v); kernel.Handed(err) {
		return v.Go(w, r, site.HandedURL(f.subject()), "")
	} else if err != nil {
		return err
	}
	return v.Go(w, r, p.firstOpen(v, f), "")
}

// typedBefore is the draft that stands with something in it that a person put
// there: nothing is filled in over it. It is nil where there is none.
func (p pages) typedBefore(ctx context.Context, v *site.Visit, it form.Item) (*single, error) {
	d, ok, err := load(ctx, v, subject(it.Code))
	if err != nil || !ok {
		return nil, err
	}
	untouched := form.Values{}
	prefill(it, untouched, v)
	if len(d.Files) == 0 && maps.Equal(d.Values, p.looked(ctx, it, untouched)) {
		return nil, nil
	}
	return &single{it, d}, nil
}

// firstOpen is the first page that is not done.
func (p pages) firstOpen(v *site.Visit, f filling) string {
	for _, pg := range asked(v, f) {
		if len(p.stepFaults(v, f, pg)) > 0 || !f.seen(pg.key) {
			return pageURL(f, pg.key)
		}
	}
	return pageURL(f, stepMaterials)
}

// filledFrom is the draft that stands, or one filled from a former application
// (?from=its number) or the template (?template=1).
func (p pages) filledFrom(r *http.Request, v *site.Visit, it form.Item) (draft, error) {
	ctx := r.Context()
	if no := r.URL.Query().Get("from"); no != "" {
		c, err := v.Env.Cases.Case(ctx, v.Actor, no, kernel.ViewSecret)
		if err != nil {
			return draft{}, err
		}
		old, err := itemflow.DataOf(c)
		if err != nil || old.Code != it.Code {
			return draft{}, errs.New(errs.Invalid, "web.items.other_item", nil)
		}
		d := draft{Values: known(it, old.Values)}
		prefill(it, d.Values, v)
		return d, nil
	}
	if r.URL.Query().Get("template") != "" {
		if d, ok, err := load(ctx, v, template(it.Code)); err != nil || ok {
			d = draft{Values: known(it, d.Values)}
			prefill(it, d.Values, v)
			return d, err
		}
	}
	return start(ctx, v, it)
}

// about puts the right and the deal that somebody comes from into the first
// fields that ask for them; what is there stays.
func about(it form.Item, v form.Values, right, deal string) form.Values {
	for _, s := range it.Steps {
		for _, f := range s.Fields {
			known := ""
			switch {
			case f.Register != "" && (f.Kind == form.KindRef || f.Kind == form.KindRefs):
				known, right = right, ""
			case f.Prefill == "deal.no":
				known = deal
			}
			if known != "" && v[f.ID] == "" && s.Repeat == 0 {
				v[f.ID] = known
			}
		}
	}
	return v
}

// known keeps the values whose fields the item still has; a statement that has
// to be made anew each time is not copied, a fact that was ticked is.
func known(it form.Item, v form.Values) form.Values {
	out := form.Values{}
	for path, x := range v {
		if f, ok := it.Field(path); ok && !f.Statement() {
			out[path] = x
		}
	}
	return out
}
