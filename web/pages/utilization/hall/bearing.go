package hall

import (
	"context"
	"encoding/json"
	"slices"

	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/web/pages/caseview"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Bears says what a move in the hall would bring about, for who has to agree to it
// inside the organisation: the other side, the right, the terms, the papers.
func Bears(d Deps) func(ctx context.Context, v *site.Visit, w desk.Pending, c kernel.Case) (site.Bearing, error) {
	p := pages{d}
	return func(ctx context.Context, v *site.Visit, w desk.Pending, c kernel.Case) (site.Bearing, error) {
		switch {
		case w.Open != nil && w.Open.Flow == hall.Deal && w.Open.Move == "inquire":
			return inquiryBears(ctx, v, *w.Open)
		case w.Open != nil && w.Open.Flow.Matter() == hall.Matter:
			return site.Bearing{To: v.UnitText(hall.Unit)}, nil
		case w.Command != nil && c.Flow == hall.Deal:
			return p.dealBears(ctx, v, *w.Command, c)
		}
		return site.Bearing{}, nil
	}
}

// inquiryBears names the seller of the listing that is asked about.
func inquiryBears(ctx context.Context, v *site.Visit, w desk.OpenCommand) (site.Bearing, error) {
	var in hall.InquireInput
	if json.Unmarshal(w.Input, &in) != nil {
		return site.Bearing{}, nil
	}
	c, err := v.Env.Cases.Case(ctx, v.Actor, string(in.Listing), kernel.ViewSummary)
	if errs.KindOf(err) == errs.NotFound { // it is gone: the act itself will say so
		return site.Bearing{}, nil
	}
	if err != nil {
		return site.Bearing{}, err
	}
	l, err := hall.ListingOf(c)
	return site.Bearing{To: l.Seller.Name}, err
}

func (p pages) dealBears(ctx context.Context, v *site.Visit, w desk.Command, c kernel.Case) (site.Bearing, error) {
	d, err := dealSeen(v, c)
	if err != nil {
		return site.Bearing{}, err
	}
	x := site.Bearing{To: otherSide(v, c, d)}
	deal := site.SentPart{Title: v.L.T("web.hall.bears_deal"), Rows: sidesOf(v, c, d)}
	x.Parts = append(x.Parts, deal)
	if w.Move == "agree_commission" && d.Broker != nil && d.Brokerage != nil {
		rows := append([]ui.Pair{{Key: v.RoleText(c.Flow, hall.Broker), Text: d.Broker.Name}}, commissionPairs(v.L, *d.Brokerage)...)
		x.Parts = append(x.Parts, site.SentPart{Title: v.L.T("web.broker.commission"), Rows: rows})
	}
	if w.Move == "offer" {
		var in hall.OfferInput
		if json.Unmarshal(w.Input, &in) == nil {
			x.Said = true
			rows := termFacts(v.L, in.Terms)
			if in.Note != "" {
				rows = append(rows, ui.Pair{Key: v.FieldText(c.Flow, "note"), Text: in.Note})
			}
			x.Parts = append(x.Parts, site.SentPart{Title: v.L.T("web.hall.bears_offer"), Rows: rows})
		}
		return x, nil
	}
	switch o := d.LastOffer(); {
	case hall.LevelOf(v.Actor, c) < kernel.ViewSecret:
	case d.Terms != nil:
		x.Parts = append(x.Parts, site.SentPart{Title: v.L.T("web.hall.terms"), Rows: termFacts(v.L, *d.Terms)})
	case o != nil:
		x.Parts = append(x.Parts, site.SentPart{Title: v.L.T("web.hall.term.offered", "who", v.L.T("web.role."+string(o.By))), Rows: termFacts(v.L, o.Terms)})
	}
	if w.Move == "sign" {
		x.Does = signBears(v, w, c, d)
	}
	papers, err := papersOf(ctx, v, w.Move, c, d)
	if len(papers.Files) > 0 {
		x.Parts = append(x.Parts, papers)
	}
	return x, err
}

// otherSide is whom a move of the reader's side reaches.
func otherSide(v *site.Visit, c kernel.Case, d hall.DealData) string {
	roles, _ := kernel.RolesOf(v.Actor, c)
	name := func(r kernel.Role, of string) string {
		if of == "" { // whose the need is shows later
			return v.RoleText(c.Flow, r)
		}
		return v.L.T("web.hall.bears_who", "who", of, "role", v.RoleText(c.Flow, r))
	}
	switch {
	case slices.Contains(roles, hall.Seller):
		return name(hall.Buyer, d.Buyer.Name)
	case slices.Contains(roles, hall.Buyer):
		return name(hall.Seller, d.Seller.Name)
	case slices.Contains(roles, hall.Broker):
		return v.L.List([]string{name(hall.Seller, d.Seller.Name), name(hall.Buyer, d.Buyer.Name)})
	}
	return ""
}

// sidesOf are the two sides and the right.
func sidesOf(v *site.Visit, c kernel.Case, d hall.DealData) []ui.Pair {
	roles, _ := kernel.RolesOf(v.Actor, c)
	side := func(r kernel.Role, p hall.PartyRef) ui.Pair {
		x := ui.Pair{Key: v.RoleText(c.Flow, r), Text: p.Name}
		if slices.Contains(roles, r) {
			x.Note = v.L.T("web.hall.bears_own")
		}
		return x
	}
	out := []ui.Pair{side(hall.Seller, d.Seller)}
	if d.Buyer.Name != "" {
		out = append(out, side(hall.Buyer, d.Buyer))
	}
	return append(out, ui.Pair{Key: v.L.T("web.patent.title"), Text: d.Title}, ui.Pair{Key: v.L.T("web.patent.number"), Text: d.Right, Href: "/patent/" + d.Right, No: true})
}

// signBears says whether the other side has signed, and that the text is still the
// one that was prepared.
func signBears(v *site.Visit, w desk.Command, c kernel.Case, d hall.DealData) []string {
	var in hall.SignInput
	k := d.Contract
	if k == nil || json.Unmarshal(w.Input, &in) != nil || in.Hash != k.Hash {
		return []string{v.L.T("utilization.hall.other_text")}
	}
	roles, _ := kernel.RolesOf(v.Actor, c)
	at := k.Signatures.Buyer
	if slices.Contains(roles, hall.Buyer) {
		at = k.Signatures.Seller
	}
	if at.IsZero() {
		return []string{v.L.T("web.hall.bears_first")}
	}
	return []string{v.L.T("web.hall.bears_second", "at", v.L.Moment(at, v.Env.Now()))}
}

// papersOf are the papers that a move rests on: the contract that is signed, the
// agreement, the documents that are accepted.
func papersOf(ctx context.Context, v *site.Visit, move string, c kernel.Case, d hall.DealData) (site.SentPart, error) {
	out := site.SentPart{Title: v.L.T("web.hall.bears_papers")}
	if handed := deliveredOf(ctx, v, d).Batches; len(handed) > 0 && (move == "accept_delivery" || move == "refuse_delivery") {
		out.Files = handed[len(handed)-1].Files
		return out, nil
	}
	wanted := func(p kernel.Paper) bool {
		switch move {
		case "sign":
			return d.Contract != nil && p.ID == d.Contract.Document
		case "sign_nda":
			return p.Kind == hall.NDAKind
		}
		return false
	}
	papers, err := v.Env.Cases.Papers(ctx, c.ID, hall.LevelOf(v.Actor, c))
	for _, p := range papers {
		if !wanted(p) || !p.OpenTo(v.Actor, c) {
			continue
		}
		out.Files = append(out.Files, caseview.PaperRow(v, p))
	}
	return out, err
}
