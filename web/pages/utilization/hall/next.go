package hall

import (
	"cmp"
	"context"
	"slices"

	"github.com/a-h/templ"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// outlook reads what the deal waits for; not before the reader may know of it.
func (p pages) outlook(ctx context.Context, v *site.Visit, c kernel.Case, d hall.DealData) (hall.Outlook, error) {
	pos, err := p.position(ctx, v, c, d)
	if err != nil {
		return hall.Outlook{}, err
	}
	return p.Rules.Outlook(c, d, pos), nil
}

// position is where the money of the deal is, read once for a page.
func (p pages) position(ctx context.Context, v *site.Visit, c kernel.Case, d hall.DealData) (ledger.Position, error) {
	if d.Terms == nil || p.Book == nil {
		return ledger.Position{}, nil
	}
	return site.Once(v, "position "+c.No, func() (ledger.Position, error) { return p.Book.Position(ctx, c.No) })
}

// dealSays is the sentence about whose move it is, what it is, by when and what
// follows.
func (p pages) dealSays(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]string, error) {
	d, err := dealSeen(v, c)
	if err != nil || level < kernel.ViewDetail {
		return nil, err
	}
	x, err := p.outlook(ctx, v, c, d)
	if err != nil || x.Says == "" {
		return nil, err
	}
	l := v.L
	name := hall.Stock(l, x.Name)
	if x.Period > 0 {
		name = l.T("utilization.hall.royalty_period", "n", x.Period)
	}
	args := errs.Args{"amount": x.Amount.String(), "name": cmp.Or(name, l.T("web.hall.tranche")), "n": x.Period, "why": x.Why, "what": x.What, "who": roleIn(l, x.Who), "cause": causeOf(l, x.Cause, x.Who, x.Why, x.What), "rest": x.Rest.String(), "day": x.Until.String(), "from": x.Span.From.String(), "to": x.Span.To.String(), "partial": partial(l, x.Span), "next": x.Until.AddDays(1).String()}
	if d.Terms != nil && d.Terms.Royalty != nil {
		args["base"] = word(l, "base", string(d.Terms.Royalty.Base))
	}
	pos, err := p.position(ctx, v, c, d)
	if err != nil {
		return nil, err
	}
	barred := barredSays(l, c, d, pos)
	if len(barred) > 0 && c.State == hall.DealDeposit { // nobody is told to pay what he had better not
		return barred, nil
	}
	rival, err := p.rivalSays(ctx, v, c)
	if err != nil {
		return nil, err
	}
	early, err := p.earlySays(ctx, v, c, d)
	if err != nil {
		return nil, err
	}
	sorting, sure, err := p.sortingSays(ctx, v, c, d, pos)
	if err != nil {
		return nil, err
	}
	key := "web.hall.now." + x.Says
	if !x.Until.IsZero() && calendar.DateOf(v.Env.Now()).After(x.Until) && l.Has(key+"_late") {
		key += "_late"
	}
	if x.Amount == 0 && x.Rest == 0 && l.Has(key+"_empty") {
		key += "_empty"
	}
	says := []string{l.Fill(key, args)}
	if len(sorting) > 0 {
		return slices.Concat(rival, early, refusedSays(l, c, d, pos), payAgain(says, sorting, sure && d.EndOpen() == nil)), nil
	}
	if x.Says == "publicity" {
		says = append(says, v.MovedText(d.Publicity.Moved(v.Env.Calendar))...)
	}
	return slices.Concat(rival, early, barred, refusedSays(l, c, d, pos), says), nil
}

// refusedSays tells what the bank did not carry out, what it said, and who does
// what next.
func refusedSays(l *lang.Localizer, c kernel.Case, d hall.DealData, pos ledger.Position) []string {
	var out []string
	for _, x := range d.RefusedNow(c.State, pos) {
		why := ""
		if x.Reason != "" {
			why = l.T("web.hall.refused.why", "reason", x.Reason)
		}
		out = append(out, l.T("web.hall.refused."+string(x.Code), "amount", x.Amount.String(), "day", calendar.DateOf(x.At).String(), "ref", x.Ref, "why", why))
	}
	return out
}

// sortingSays warns whoever may pay in that money which may be this deal's is
// being given to its deal.
func (p pages) sortingSays(ctx context.Context, v *site.Visit, c kernel.Case, d hall.DealData, pos ledger.Position) (out []string, sure bool, err error) {
	if c.State != hall.DealDeposit || p.Book == nil {
		return nil, false, nil
	}
	waits, err := p.Book.LedgerSuspense(ctx)
	if err != nil || len(waits) == 0 {
		return nil, false, err
	}
	tasks, err := p.Book.LedgerTasks(ctx, "")
	if err != nil {
		return nil, false, err
	}
	for _, x := range d.SortingOf(c.No, pos, tasks, waits) {
		key := "web.hall.sorting.maybe"
		if x.Sure {
			key, sure = "web.hall.sorting.sure", true
		}
		out = append(out, v.L.T(key, "amount", x.Amount.String()))
	}
	return out, sure, nil
}

// payAgain: who has paid is not told to pay; who may have paid reads what is to be
// paid first, and then when not to.
func payAgain(pay, sorting []string, sure bool) []string {
	if sure {
		return sorting
	}
	return slices.Concat(pay, sorting)
}

// moveHint says what of the money that a dispute may freeze is the broker's, what a
// prefilled amount leaves out, and what a signature does to the title.
func (p pages) moveHint(ctx context.Context, v *site.Visit, c kernel.Case, move string) string {
	if move != "dispute" && move != "recognise" && move != "sign" {
		return ""
	}
	d, err := dealSeen(v, c)
	if err != nil {
		return ""
	}
	if move == "sign" {
		return signHint(v.L, d)
	}
	if move == "recognise" {
		if d.Terms == nil || d.Terms.Royalty == nil {
			return ""
		}
		return v.L.T("web.hall.recognise_royalty", "fixed", d.Terms.Price.String())
	}
	pos, err := p.position(ctx, v, c, d)
	price, commission := d.DisputableOf(c.No, pos)
	if err != nil || commission == 0 {
		return ""
	}
	return v.L.T("web.hall.dispute_parts", "amount", (price + commission).String(), "price", price.String(), "commission", commission.String())
}

// signHint says what the contract does to the title.
func signHint(l *lang.Localizer, d hall.DealData) string {
	switch {
	case d.Terms == nil:
		return ""
	case d.Terms.Deal == registry.LicenceDeal:
		return l.T("web.hall.sign_licence", "kind", word(l, "licence", string(d.Terms.Licence)), "from", d.Terms.From.String(), "to", d.Terms.To.String())
	}
	return l.T("web.hall.sign_assignment")
}

// partial says of a period that it is shorter than the others, "" of the others.
func partial(l *lang.Localizer, s ledger.RoyaltySpan) string {
	if !s.Partial {
		return ""
	}
	return l.T("web.hall.royalty.partial")
}

// roleIn is a side as a sentence begins with it, "" for none.
func roleIn(l *lang.Localizer, r kernel.Role) string {
	if r == "" {
		return ""
	}
	return l.T("web.hall.side." + string(r))
}

// causeOf is how a deal ended, as the rest of a sentence, "" for nothing known.
func causeOf(l *lang.Localizer, says string, who kernel.Role, why, said string) string {
	if says == "" {
		return ""
	}
	return l.T("web.hall.cause."+says, "who", endedBy(l, says, who), "why", why, "said", said)
}

// endedBy names a side; the centre is named by the sentence itself.
func endedBy(l *lang.Localizer, says string, who kernel.Role) string {
	if says == "centre" || who == "" {
		return ""
	}
	return l.T("web.hall.cause_who." + string(who))
}

// aheadPanel draws what is still to come.
func (p pages) aheadPanel(ctx context.Context, v *site.Visit, c kernel.Case, d hall.DealData) (templ.Component, error) {
	x, err := p.outlook(ctx, v, c, d)
	if err != nil || len(x.Ahead) == 0 {
		return nil, err
	}
	var list []ui.Event
	for _, a := range x.Ahead {
		who := v.L.T("web.hall.ahead.both")
		if a.Who != "" {
			who = v.RoleText(c.Flow, a.Who)
		}
		list = append(list, ui.Event{Who: who, What: v.L.T("web.hall.ahead." + a.Step)})
	}
	return aheadPanel(v.L, list), nil
}

// disputes lists what was in dispute, whoever reads the deal in full.
func disputes(v *site.Visit, d hall.DealData) ui.Table {
	l := v.L
	t := ui.Table{Stack: true, Cols: []ui.Col{{Text: l.T("web.hall.dispute_who")}, {Text: l.T("web.hall.dispute_why")}, {Text: l.T("web.hall.dispute_result")}, {Text: l.T("web.hall.dispute_sum"), Right: true}}}
	for _, x := range d.Disputes {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: l.T("web.role." + string(x.By)), Sub: l.Moment(x.At, v.Env.Now())}, {Text: x.Reason}, {Text: disputeResult(l, x)}, {Text: x.Amount.String(), NoWrap: true}}})
	}
	return t
}

func disputeResult(l *lang.Localizer, x hall.Dispute) string {
	switch {
	case x.Ended.IsZero():
		return l.T("web.hall.dispute_open")
	case x.ToBuyer > 0:
		return l.T("web.hall.dispute_back", "result", x.Result, "amount", x.ToBuyer.String()) + despite(l, x)
	}
	return x.Result + despite(l, x)
}

func despite(l *lang.Localizer, x hall.Dispute) string {
	if len(x.Despite) == 0 {
		return ""
	}
	return l.T("web.hall.dispute_despite")
}
