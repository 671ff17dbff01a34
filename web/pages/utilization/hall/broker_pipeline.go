package hall

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// pipelineView is a broker's day: what there is, whose move it is, what it brings.
type pipelineView struct {
	L       *lang.Localizer
	Flash   string
	Own     ui.Link
	NoPage  bool // the broker has no page in the directory yet
	Figures []ui.Figure
	Stages  []ui.FilterChip
	Text    string
	Stage   string
	Mine    bool
	Table   ui.Table
	Shown   int
}

// Unit: cases. Source: our choice, what one read of the store gives.
const piecesAtOnce = 500

func (p pages) pipeline(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if v.Actor.Party == "" {
		return errs.New(errs.Forbidden, "utilization.hall.brokers_only", nil)
	}
	all, err := p.pieces(r.Context(), v)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	x := pipelineView{L: v.L, Flash: v.Flash, Text: q.Get("q"), Stage: q.Get("stage"), Mine: q.Get("mine") != ""}
	if x.Own, err = p.ownPage(r, v); err != nil {
		return err
	}
	x.NoPage = x.Own.Href == "/hall/brokers/new"
	x.Figures = pipelineFigures(v.L, all)
	x.Stages = stageChips(v.L, all, q)
	shown := slices.DeleteFunc(slices.Clone(all), func(k hall.Piece) bool { return !x.keeps(k) })
	x.Table, x.Shown = pipelineTable(v, shown), len(shown)
	return v.Show(w, r, v.Frame(r, v.L.T("web.broker.pipeline"), "broker"), pipelineBody(x))
}

// pieces are all lines of the broker, what waits for it first, then by date.
func (p pages) pieces(ctx context.Context, v *site.Visit) ([]hall.Piece, error) {
	var cases []kernel.Case
	var deals []ledger.Escrow
	for _, f := range []kernel.FlowAddr{hall.Invitation, hall.Deal} {
		for offset := 0; ; offset += piecesAtOnce {
			list, total, err := v.Env.Cases.Cases(ctx, v.Actor, kernel.ViewDetail, kernel.CaseQuery{Flow: f, Role: hall.Broker, Sort: "updated", Limit: piecesAtOnce, Offset: offset})
			if err != nil {
				return nil, err
			}
			for _, c := range list {
				if !hall.Listed(c) {
					continue
				}
				cases = append(cases, c)
				if f == hall.Deal {
					deals = append(deals, ledger.Escrow(c.No))
				}
			}
			if offset+piecesAtOnce >= total {
				break
			}
		}
	}
	states, err := p.Brokers.LedgerStatesOf(ctx, deals)
	if err != nil {
		return nil, err
	}
	out := make([]hall.Piece, 0, len(cases))
	for _, c := range cases {
		k, err := hall.PieceOf(v.Actor, c, states[ledger.Escrow(c.No)], v.Env.Calendar)
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	slices.SortStableFunc(out, func(a, b hall.Piece) int {
		return cmp.Or(cmp.Compare(rankOf(a), rankOf(b)), compareDue(a, b))
	})
	return out, nil
}

// rankOf puts the broker's own moves first and what is over last.
func rankOf(k hall.Piece) int {
	switch {
	case k.Turn == hall.Broker:
		return 0
	case k.Stage == hall.StageLost:
		return 3
	case k.Stage == hall.StageDone:
		return 2
	}
	return 1
}

func compareDue(a, b hall.Piece) int {
	switch {
	case a.Next.Due == b.Next.Due:
		return 0
	case a.Next.Due.IsZero():
		return 1
	case b.Next.Due.IsZero() || a.Next.Due.Before(b.Next.Due):
		return -1
	}
	return 1
}

func (x pipelineView) keeps(k hall.Piece) bool {
	if x.Stage != "" && string(k.Stage) != x.Stage || x.Mine && k.Turn != hall.Broker {
		return false
	}
	if x.Stage == "" && x.Text == "" && k.Stage == hall.StageLost { // asked for by name only
		return false
	}
	t := strings.ToLower(strings.TrimSpace(x.Text))
	return t == "" || strings.Contains(strings.ToLower(strings.Join([]string{k.Case.No, k.Case.Title, k.Seller, k.Buyer}, "\n")), t)
}

func pipelineFigures(l *lang.Localizer, all []hall.Piece) []ui.Figure {
	var sum ledger.Earned
	var guess money.Fen
	mine, open := 0, 0
	for _, k := range all {
		sum, guess = sum.Plus(k.Earned), guess+k.Guess
		if k.Turn == hall.Broker {
			mine++
		}
		if k.Stage != hall.StageDone && k.Stage != hall.StageLost {
			open++
		}
	}
	wan := func(f money.Fen) string { return f.InWan() }
	unit := l.T("web.broker.wan")
	return []ui.Figure{
		{Label: l.T("web.broker.mine"), Value: lang.Thousands(int64(mine)), Unit: l.T("web.board.cases"), Basis: l.T("web.broker.mine_of"), Href: "/broker?mine=1"},
		{Label: l.T("web.broker.open"), Value: lang.Thousands(int64(open)), Unit: l.T("web.board.cases"), Basis: l.T("web.broker.open_of", "guess", guess.InWan())},
		{Label: l.T("web.broker.expected"), Value: wan(sum.Expected), Unit: unit, Basis: l.T("web.broker.expected_of")},
		{Label: l.T("web.broker.due"), Value: wan(sum.Due), Unit: unit, Basis: l.T("web.broker.due_of")},
		{Label: l.T("web.broker.paid"), Value: wan(sum.Paid), Unit: unit, Basis: l.T("web.broker.paid_of")},
	}
}

func stageChips(l *lang.Localizer, all []hall.Piece, q url.Values) []ui.FilterChip {
	href := func(stage string) string {
		c := url.Values{}
		if t := q.Get("q"); t != "" {
			c.Set("q", t)
		}
		if stage != "" {
			c.Set("stage", stage)
		}
		if len(c) == 0 {
			return "/broker"
		}
		return "/broker?" + c.Encode()
	}
	out := []ui.FilterChip{{Text: l.T("web.broker.stage.all"), Href: href(""), Current: q.Get("stage") == "" && q.Get("mine") == "", Count: -1}}
	for _, s := range hall.Stages() {
		n := 0
		for _, k := range all {
			if k.Stage == s {
				n++
			}
		}
		out = append(out, ui.FilterChip{Text: l.T("web.broker.stage." + string(s)), Href: href(string(s)), Current: q.Get("stage") == string(s), Count: n})
	}
	return out
}

func pipelineTable(v *site.Visit, list []hall.Piece) ui.Table {
	l := v.L
	t := ui.Table{Stack: true, Caption: l.T("web.broker.pipeline"), Cols: []ui.Col{{Text: l.T("web.broker.col.case")}, {Text: l.T("web.broker.col.stage")}, {Text: l.T("web.broker.col.sides")}, {Text: l.T("web.broker.col.turn")}, {Text: l.T("web.broker.col.next")},
		{Text: l.T("web.broker.col.value"), Right: true}, {Text: l.T("web.broker.expected"), Right: true}, {Text: l.T("web.broker.due"), Right: true}, {Text: l.T("web.broker.paid"), Right: true}}}
	var sum ledger.Earned
	for _, k := range list {
		sum = sum.Plus(k.Earned)
		t.Rows = append(t.Rows, pieceRow(v, k))
	}
	t.Rows = append(t.Rows, ui.Row{Total: true, Cells: []ui.Cell{{Text: l.T("web.broker.total", "n", len(list))}, {}, {}, {}, {}, {}, amountCell(sum.Expected), amountCell(sum.Due), amountCell(sum.Paid)}})
	return t
}

func amountCell(f money.Fen) ui.Cell {
	if f == 0 {
		return ui.Cell{Text: "—"}
	}
	return ui.Cell{Text: f.String(), NoWrap: true}
}

func pieceRow(v *site.Visit, k hall.Piece) ui.Row {
	l := v.L
	state := ui.Chip(v.StateOf(k.Case), v.StateText(k.Case))
	turn := ui.Cell{Text: "—"}
	if k.Turn == hall.Broker {
		turn = ui.Cell{Part: ui.Chip("you", l.T("web.broker.yours"))}
	} else if k.Turn != "" {
		turn = ui.Cell{Text: v.RoleText(k.Case.Flow, k.Turn)}
	}
	next := ui.Cell{Text: "—"}
	if !k.Next.Due.IsZero() {
		next = ui.Cell{Text: k.Next.Due.String(), NoWrap: true, Sub: limitName(l, k.Next.Name)}
	}
	value := ui.Cell{Text: "—"}
	if k.Basis != "" {
		value = ui.Cell{Text: k.Value.String(), NoWrap: true, Sub: l.T("web.broker.basis_of." + k.Basis)}
	}
	expected := amountCell(k.Earned.Expected)
	if k.Guess > 0 {
		expected = ui.Cell{Text: k.Guess.String(), NoWrap: true, Sub: l.T("web.broker.guess")}
	}
	if k.Terms.From != "" && expected.Sub == "" {
		expected.Sub = rateText(l, k.Terms.Rate, k.Terms.Fixed)
	}
	return ui.Row{Cells: []ui.Cell{
		{Text: k.Case.Title, Href: v.Env.CaseURL(k.Case), Sub: k.Case.No},
		{Part: state},
		{Text: cmp.Or(k.Seller, "—"), Sub: cmp.Or(k.Buyer, "—")},
		turn, next, value, expected, amountCell(k.Earned.Due), amountCell(k.Earned.Paid),
	}}
}

func limitName(l *lang.Localizer, name string) string {
	for _, key := range []string{"utilization.hall.deal.limit." + name, "utilization.hall.limit." + name, "web.broker.limit." + name} {
		if l.Has(key) {
			return l.T(key)
		}
	}
	return ""
}
