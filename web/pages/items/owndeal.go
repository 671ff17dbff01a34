package items

import (
	"cmp"
	"context"
	"path"
	"slices"

	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// The contract of a deal (以交易编号代交): its parties give the number of the deal, and
// the platform attaches the contract that both have signed.

// dealField asks for the number of a deal, and begins with the one that the form names.
func (p pages) dealField(v *site.Visit, x paper, d draft) ui.Field {
	l := v.L
	f := ui.Field{Name: caseName(x), Label: l.T("web.items.deal_label"), Optional: true, Hint: l.T("web.items.deal_hint"), Value: dealNamed(x.it, d.Values), Width: "w3"}
	list, _, err := v.Env.Cases.Cases(context.Background(), v.Actor, kernel.ViewSecret, kernel.CaseQuery{Flow: p.Deals, Party: v.Party.ID, Sort: "opened", Limit: lookedBack, Uncounted: true})
	if err != nil { // the field works without
		return f
	}
	var own []string
	for _, c := range list {
		if k := p.Contract(c); k.Signed && slices.Contains(k.Parties, v.Party.ID) && len(own) < namedCases {
			own = append(own, c.No)
		}
	}
	if len(own) > 0 {
		f.Hint += l.T("web.items.deal_yours", "list", l.List(own))
	}
	return f
}

// dealNamed is the number of a deal in the form.
func dealNamed(it form.Item, v form.Values) string {
	for _, s := range it.Steps {
		for _, f := range s.Fields {
			if f.Prefill == "deal.no" && v[f.ID] != "" {
				return v[f.ID]
			}
		}
	}
	return ""
}

// contractOf are the papers of the contract of a deal of the party that applies; of
// others' deals the fault says nothing.
func (p pages) contractOf(ctx context.Context, v *site.Visit, x paper, c kernel.Case, refused func(code string, more ...string) error) ([]itemflow.File, error) {
	k := Contract{}
	if c.ID != "" && c.Flow == p.Deals {
		k = p.Contract(c)
	}
	if v.Party.ID == "" || c.Flow != p.Deals || len(k.Parties) > 0 && !slices.Contains(k.Parties, v.Party.ID) {
		return nil, refused("web.items.deal_unknown")
	}
	if !k.Signed {
		return nil, refused("web.items.deal_open")
	}
	list, err := v.Env.Cases.Papers(ctx, c.ID, kernel.ViewSecret)
	if err != nil {
		return nil, err
	}
	var out []itemflow.File
	for _, y := range list {
		if (slices.Contains(k.Papers, y.ID) || slices.Contains(k.Papers, y.Kind)) && y.SHA256 != "" && y.OpenTo(v.Actor, c) {
			name := v.L.T("web.items.deal_file", "no", c.No, "n", len(out)+1) + cmp.Or(path.Ext(y.Name), kernel.FilePDF.Ends)
			out = append(out, itemflow.File{Name: name, SHA256: y.SHA256, Bytes: y.Bytes, Media: y.Media, Pages: y.Pages})
		}
	}
	if len(out) == 0 {
		return nil, refused("web.items.deal_open")
	}
	return out, nil
}
