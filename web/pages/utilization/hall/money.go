package hall

import (
	"context"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// moneyView says where the money is.
type moneyView struct {
	L        *lang.Localizer
	Account  string
	Accounts []ui.Pair // whose accounts pay and are paid, as far as the reader may know
	Sentence string
	Parts    []ui.MoneyPart
	Flow     *ui.WaterfallChart // nil before anything moved
	Table    ui.Table
	Entries  ui.Table // every movement, the newest first
}

func (p pages) money(ctx context.Context, v *site.Visit, c kernel.Case, d hall.DealData) (moneyView, error) {
	l := v.L
	pos, err := p.position(ctx, v, c, d)
	if err != nil {
		return moneyView{}, err
	}
	entries, err := p.Book.LedgerEntries(ctx, ledger.Escrow(c.No))
	if err != nil {
		return moneyView{}, err
	}
	x := moneyView{L: l, Account: d.Money.SubAccount, Accounts: accounts(l, d), Flow: flow(l, pos), Entries: movements(v, entries), Table: ui.Table{Stack: true, Cols: []ui.Col{{Text: l.T("web.hall.tranche")}, {Text: l.T("web.hall.tranche_when")}, {Text: l.T("web.hall.tranche_state")}, {Text: l.T("web.hall.amount"), Right: true}}}}
	if x.Account == "" {
		x.Account = l.T("web.hall.no_account")
	}
	x.Parts = parts(l, pos)
	x.Sentence = l.T("web.hall.money_sentence", "paid", pos.Released.String(), "held", pos.Custody().String())
	for i, part := range d.Terms.Tranches {
		x.Table.Rows = append(x.Table.Rows, ui.Row{Cells: []ui.Cell{{Text: hall.Stock(l, part.Name), Sub: partly(l, d, pos, i+1)}, {Text: d.Terms.WhenIn(l, i+1)}, {Part: trancheState(l, d, pos, i+1)}, {Text: part.Amount.String(), NoWrap: true}}})
	}
	how := map[int]string{}
	for _, y := range d.Royalties() {
		how[y.Period] = royaltyHow(l, *d.Terms.Royalty, y)
	}
	plan, err := d.Plan(c.No)
	if err != nil {
		return moneyView{}, err
	}
	for _, y := range plan {
		if y.Period > 0 {
			x.Table.Rows = append(x.Table.Rows, ui.Row{Cells: []ui.Cell{{Text: l.T("utilization.hall.royalty_period", "n", y.Period), Sub: strings.TrimSpace(spanText(l, d, y.Period) + how[y.Period] + "　" + partly(l, d, pos, y.Tranche))}, {Text: l.List([]string{l.T("web.hall.need.report_filed"), l.T("web.hall.need.invoice_issued")})}, {Part: periodState(l, d, pos, y)}, {Text: y.Amount.String(), NoWrap: true}}})
		}
	}
	if top := onTop(plan); top > 0 {
		x.Table.Rows = append(x.Table.Rows, ui.Row{Cells: []ui.Cell{{Text: l.T("web.hall.commission_on_top"), Sub: d.BrokerAccount.Name}, {Text: l.T("web.hall.commission_with")}, {}, {Text: top.String(), NoWrap: true}}})
	}
	x.Table.Rows = append(x.Table.Rows, ui.Row{Total: true, Cells: []ui.Cell{{Text: l.T("web.hall.custody")}, {}, {}, {Text: pos.Custody().String(), NoWrap: true}}})
	return x, nil
}

// onTop is what the buyer pays in besides the price: its part of the commission.
func onTop(plan []ledger.Payment) money.Fen {
	var sum money.Fen
	for _, y := range plan {
		sum += y.PayIn - y.Amount
	}
	return sum
}

// spanText is from when to when a period runs, "" where the contract does not say.
func spanText(l *lang.Localizer, d hall.DealData, n int) string {
	s, ok := d.RoyaltySpan(n)
	if !ok {
		return ""
	}
	return s.From.String() + " — " + s.To.String() + partial(l, s) + "　"
}

// parts are the shares of what was paid in, by where it is now.
func parts(l *lang.Localizer, pos ledger.Position) []ui.MoneyPart {
	var out []ui.MoneyPart
	for _, s := range []struct {
		key  string
		f    money.Fen
		kind ui.MoneyKind
	}{{"web.hall.paid_out", pos.Released, ui.MoneyPaid}, {"web.hall.commission_out", pos.Commission, ui.MoneyPast}, {"web.hall.back_out", pos.Refunded, ui.MoneyFree}, {"web.hall.in_custody", pos.Custody(), ui.MoneyHeld}} {
		if s.f > 0 {
			out = append(out, ui.MoneyPart{Text: l.T(s.key, "amount", s.f.String()), Share: float64(s.f) / float64(pos.Deposited) * 100, Kind: s.kind})
		}
	}
	return out
}

// partly says what of a tranche is in dispute, and what went back.
func partly(l *lang.Localizer, d hall.DealData, pos ledger.Position, n int) string {
	var out []string
	if f := pos.Standing(n).Released; f > 0 && d.Money.Paid[n].IsZero() { // only the commission, or what was in dispute, is still there
		out = append(out, l.T("web.hall.released_part", "amount", f.String()))
	}
	if f := pos.Standing(n).Frozen; f > 0 {
		out = append(out, l.T("web.hall.frozen_part", "amount", f.String()))
	}
	if f := d.Money.Returned[n]; f > 0 {
		out = append(out, l.T("web.hall.returned_part", "amount", f.String()))
	}
	return strings.Join(out, "　")
}

// periodState is that of a royalty's period; one that the cap leaves nothing of was
// never paid.
func periodState(l *lang.Localizer, d hall.DealData, pos ledger.Position, y ledger.Payment) templ.Component {
	if y.PayIn == 0 {
		return ui.Chip("idle", l.T("web.hall.royalty.nothing"))
	}
	return trancheState(l, d, pos, y.Tranche)
}

// royaltyHow says how a period's due came about.
func royaltyHow(l *lang.Localizer, r ledger.Royalty, y ledger.RoyaltyDue) string {
	rate := y.Rate.Shift(2).String() + "%"
	if r.Base == ledger.Units {
		rate = y.Rate.String()
	}
	base := y.Base.String()
	if r.Base != ledger.Units {
		base = money.FromDecimal(y.Base).String()
	}
	out := l.T("web.hall.royalty.raw", "base", word(l, "base", string(r.Base))+" "+base, "rate", rate, "raw", y.Raw.String())
	if y.By == ledger.ByRate {
		return out
	}
	return out + l.T("web.hall.royalty."+string(y.By), "due", y.Due.String())
}

func trancheState(l *lang.Localizer, d hall.DealData, pos ledger.Position, n int) templ.Component {
	s := pos.Standing(n)
	switch {
	case d.Money.Returned[n] > 0 && d.Money.Releases[n] == 0 && !d.Money.Paid[n].IsZero():
		return ui.Chip("idle", l.T("web.hall.tranche.back"))
	case !d.Money.Paid[n].IsZero():
		return ui.Chip("done", l.T("web.hall.tranche.paid", "day", l.MonthDay(d.Money.Paid[n])))
	case d.Ending != "" && pos.Refunded > 0 && pos.Custody() == 0:
		return ui.Chip("idle", l.T("web.hall.tranche.back"))
	case s.Frozen > 0:
		return ui.Chip("hold", l.T("web.hall.tranche.frozen"))
	case s.Releasing > 0:
		return ui.Chip("run", l.T("web.hall.tranche.releasing"))
	case s.Locked > 0:
		return ui.Chip("hold", l.T("web.hall.tranche.locked"))
	}
	return ui.Chip("idle", l.T("web.hall.tranche.waiting"))
}

// flow shows how the balance in custody came about.
func flow(l *lang.Localizer, pos ledger.Position) *ui.WaterfallChart {
	if pos.Deposited == 0 {
		return nil
	}
	yuan := func(f money.Fen) float64 { return f.Decimal().InexactFloat64() }
	c := ui.WaterfallChart{Decimals: 2, ChartHead: ui.ChartHead{Caption: l.T("web.hall.flow"), Sub: l.T("web.hall.flow_sub"),
		Sentence: l.T("web.hall.flow_says", "in", pos.Deposited.String(), "paid", pos.Released.String(), "commission", pos.Commission.String(), "back", pos.Refunded.String(), "held", pos.Custody().String())}}
	for _, s := range []struct {
		key string
		f   money.Fen
	}{{"in", pos.Deposited}, {"paid", -pos.Released}, {"commission", -pos.Commission}, {"back", -pos.Refunded}} {
		if s.f != 0 {
			c.Steps = append(c.Steps, ui.WaterStep{Label: l.T("web.hall.flow." + s.key), Value: yuan(s.f)})
		}
	}
	c.Steps = append(c.Steps, ui.WaterStep{Label: l.T("web.hall.flow.held"), Value: yuan(pos.Custody()), Total: true})
	return &c
}

// accounts are those that pay and are paid; of the other side's only the last
// digits are known to the reader.
func accounts(l *lang.Localizer, d hall.DealData) []ui.Pair {
	var out []ui.Pair
	add := func(key, name, account string) {
		if account != "" {
			out = append(out, ui.Pair{Key: l.T(key), Text: account, Note: name, No: true})
		}
	}
	add("web.hall.paid_from", d.Buyer.Name, d.Money.PaidFrom.Account)
	add("web.hall.paid_to", d.Seller.Name, d.Money.Account)
	add("web.hall.paid_broker", d.BrokerAccount.Name, d.BrokerAccount.Account)
	return out
}

// movements lists the entries of the deal's book, the newest first. Promises
// between tranches are the book's own business and left out.
func movements(v *site.Visit, entries []ledger.Transfer) ui.Table {
	l := v.L
	t := ui.Table{Caption: l.T("web.hall.movements"), Cols: []ui.Col{{Text: l.T("web.hall.movement")}, {Text: l.T("web.hall.tranche_state")}, {Text: l.T("web.hall.movement_ref")}, {Text: l.T("web.hall.amount"), Right: true}, {Text: l.T("web.hall.offer_when"), Right: true}}}
	for _, e := range slices.Backward(entries) {
		if e.Code == ledger.Lock || e.Code == ledger.Unlock {
			continue
		}
		s := ui.Done
		switch e.Phase {
		case ledger.Pending:
			s = ui.Run
		case ledger.Voided:
			s = ui.No
		}
		ref := e.Ref
		if e.Phase == ledger.Pending {
			ref = ""
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: l.T("web.ledger.code." + string(e.Code))}, {Part: ui.Light(s, l.T("web.ledger.phase."+string(e.Phase)))}, {Text: ref, No: true}, {Text: e.Amount.String(), NoWrap: true}, {Text: l.Moment(e.At, v.Env.Now()), NoWrap: true}}})
	}
	return t
}
