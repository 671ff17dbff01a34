package items

import (
	"cmp"
	"context"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/pages/caseview"
	"quanlian/web/site"
)

// theirPapers are the files of another office's result.
func theirPapers() caseview.Uploads {
	return caseview.Uploads{Path: "papers", Kind: "kernel.itemflow.paper.outside", Kinds: append(site.Scans(), kernel.FileXML), Most: site.MaxScan}
}

// prefilled are the answers that most forms of a clerk have: what is handed on or
// served is so today, and of one limit alone that one is made longer.
func (p pages) prefilled(ctx context.Context, v *site.Visit, c kernel.Case, move string) map[string]string {
	switch move {
	case "forward":
		return map[string]string{"day": calendar.DateOf(v.Env.Now()).String()}
	case "deliver", "serve_notice", "serve_suspension":
		out := map[string]string{"day": calendar.DateOf(v.Env.Now()).String()}
		if to, asked := postTo(ctx, v, c); asked {
			out["way"] = string(calendar.Post)
			if to != "" {
				out["note"] = v.L.T("web.items.post_to", "address", to)
			}
		}
		return out
	case "handed_back":
		if d, err := itemflow.DataOf(c); err == nil && d.Proxy != nil {
			return map[string]string{"issuer": d.Proxy.Name()}
		}
	case "result", "correct_result":
		if d, err := itemflow.DataOf(c); err == nil && d.Outside != nil {
			return p.outsideFilled(ctx, c, d)
		}
	case "ask_extension":
		if list := (choosing{v: v, c: c, texts: map[string]string{}}).limits("limit"); len(list) == 1 {
			return map[string]string{"limit": list[0]}
		}
	}
	return nil
}

// postTo is where the result goes whose applicant asked for it by post: what the
// application says, else what is registered of the party.
func postTo(ctx context.Context, v *site.Visit, c kernel.Case) (address string, asked bool) {
	d, err := itemflow.DataOf(c)
	if err != nil {
		return "", false
	}
	for _, group := range []string{"delivery", "contact"} {
		if d.Values[group+".way"] == string(calendar.Post) {
			address, asked = cmp.Or(address, d.Values[group+".address"]), true
		}
	}
	if address == "" && asked && d.Applicant.Party != "" {
		if p, err := v.Env.People.Party(ctx, d.Applicant.Party); err == nil { // the form works without
			address = p.Post()
		}
	}
	return address, asked
}

// outsideFilled is what is known of another office's result: what was entered, or
// its number and who usually gives it.
func (p pages) outsideFilled(ctx context.Context, c kernel.Case, d itemflow.Data) map[string]string {
	o := d.Outside
	out := map[string]string{"issuer": o.Issuer, "no": o.No}
	if it, err := p.Kept.KeptItem(ctx, c.ItemHash); err == nil && o.Issuer == "" && len(it.Providers) > 0 {
		out["issuer"] = it.Providers[0].Zh
	}
	if d.PassedOn() {
		out["outcome"], out["day"] = o.Result, o.Day.String()
		if d.Decision != nil {
			out["reason"] = d.Decision.Reason
		}
	}
	return out
}
