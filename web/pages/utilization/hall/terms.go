package hall

import (
	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/registry"
	"quanlian/web/ui"
)

type termsView struct {
	L     *lang.Localizer
	Hash  string // of the text that both sign, "" before there is one
	Facts []ui.Pair
}

// terms puts what was agreed in words: whoever signs reads this first.
func terms(l *lang.Localizer, d hall.DealData) termsView {
	t := *d.Terms
	x := termsView{L: l}
	if d.Contract != nil {
		x.Hash = d.Contract.Hash
	}
	add := func(key, text string) {
		if text != "" {
			x.Facts = append(x.Facts, ui.Pair{Key: l.T(key), Text: text})
		}
	}
	way := word(l, "deal", string(t.Deal))
	if t.Licence != "" {
		way += "　" + word(l, "licence", string(t.Licence))
	}
	add("web.hall.way", way)
	price := "web.hall.term.price"
	if t.VATIncluded {
		price = "web.hall.term.price_gross"
	}
	x.Facts = append(x.Facts, ui.Pair{Key: l.T(price), Text: t.Price.String(), Note: capitals(l, t.Price)})
	add("web.hall.term.price_kind", word(l, "price_kind", string(t.PriceKind)))
	x.Facts = append(x.Facts, tranches(l, t)...)
	if t.Royalty != nil {
		add("web.hall.term.royalty", word(l, "base", string(t.Royalty.Base))+" × "+t.Royalty.Rate.String())
	}
	if t.Deal == registry.LicenceDeal {
		add("web.hall.term.period", t.From.String()+" — "+t.To.String())
		add("web.hall.term.sublicence", sublicence(l, t.Sublicence))
	}
	add("web.hall.term.territory", t.Territory)
	add("web.hall.term.field", t.Field)
	add("web.hall.term.materials", t.Materials)
	add("web.hall.term.acceptance", t.Acceptance)
	add("web.hall.term.improve", t.Improve)
	add("web.hall.term.disputes", t.Disputes)
	if t.SilentDays > 0 {
		add("web.hall.term.silent", l.T("web.hall.term.silent_days", "n", t.SilentDays))
	}
	return x
}

func tranches(l *lang.Localizer, t hall.Terms) []ui.Pair {
	var out []ui.Pair
	for i, p := range t.Tranches {
		var needs []string
		for _, n := range p.Needs {
			needs = append(needs, tell(l, "web.hall.need.", string(n)))
		}
		row := ui.Pair{Key: l.T("web.hall.term.tranche", "n", i+1), Text: p.Name + "　" + p.Amount.String()}
		if len(needs) > 0 {
			row.Note = l.T("web.hall.term.tranche_when", "needs", l.List(needs))
		}
		out = append(out, row)
	}
	return out
}

func sublicence(l *lang.Localizer, allowed bool) string {
	if allowed {
		return l.T("web.hall.term.sublicence_yes")
	}
	return l.T("web.hall.term.sublicence_no")
}

// capitals stand beside an amount in Chinese papers only.
func capitals(l *lang.Localizer, f money.Fen) string {
	if !l.Zh() {
		return ""
	}
	return f.Capitals()
}
