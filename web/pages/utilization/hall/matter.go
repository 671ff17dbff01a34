package hall

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/web/pages/caseview"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Matters are what the hall adds to the pages of its cases.
func Matters(d Deps) caseview.Matters {
	p := pages{d}
	return caseview.Matters{
		hall.Deal: {Steps: dealSteps, Panels: p.dealPanels, Aside: p.dealAside, Prefill: p.prefill, Choices: hall.Choices, Long: long, Rows: 2, Level: func(v *site.Visit, c kernel.Case, _ kernel.Level) kernel.Level { return hall.LevelOf(v.Actor, c) }, Lead: dealLead,
			Hide: []string{"hash"}},
		hall.Listing: {Panels: p.listingPanels, Aside: p.listingAside, Choices: hall.Choices, Long: long, Prefill: p.prefillListing, Skip: []string{"add_consent", "check_consent"}},
		hall.Need:    {Panels: p.needPanels, Choices: hall.Choices, Long: long},
	}
}

func dealLead(l *lang.Localizer, c kernel.Case) []string {
	d, err := hall.DealOf(c)
	if err != nil {
		return nil
	}
	return []string{l.T("web.role.seller") + " " + d.Seller.Name, l.T("web.role.buyer") + " " + d.Buyer.Name, d.Right}
}

// dealSteps draws the eight steps with the fact that each left behind.
func dealSteps(l *lang.Localizer, c kernel.Case) (int, []ui.Step) {
	d, err := hall.DealOf(c)
	if err != nil {
		return 0, nil
	}
	now := stepOf(c.State, d)
	var out []ui.Step
	for _, s := range hall.Steps() {
		out = append(out, ui.Step{Text: l.T("web.hall.step." + s), Fact: stepFact(l, s, d)})
	}
	return now, out
}

// stepOf is the number of the step that the deal stands on; past the last one
// when it is settled.
func stepOf(s kernel.State, d hall.DealData) int {
	at := map[kernel.State]int{hall.DealInquiry: 2, hall.DealNDA: 3, hall.DealTalks: 3, hall.DealPublicity: 3, hall.DealDraft: 4, hall.DealSigning: 4, hall.DealDeposit: 5, hall.DealDepositing: 5,
		hall.DealRecording: 6, hall.DealOffice: 6, hall.DealDelivery: 7, hall.DealReleasing: 7, hall.DealRunning: 7, hall.DealTaxing: 8, hall.DealSettled: 9, hall.DealRefunding: 5}
	if s == hall.DealEnded {
		return 0
	}
	return at[s]
}

func stepFact(l *lang.Localizer, step string, d hall.DealData) string {
	switch step {
	case hall.StepEvaluate:
		return evaluateFact(l, d.Evaluation)
	case hall.StepMatch:
		return l.MonthDay(d.Opened)
	case hall.StepBroker:
		if n := len(d.Offers); n > 0 {
			return l.T("web.hall.rounds", "n", n)
		}
	case hall.StepContract:
		if d.Contract != nil && d.Contract.Signatures.Both() {
			return l.MonthDay(d.Contract.Drafted)
		}
	case hall.StepRecord:
		if d.Record != nil && d.Record.No != "" {
			return d.Record.Date.String()[5:]
		}
	case hall.StepRelease:
		if n := len(d.Money.Paid); n > 0 {
			return l.T("web.hall.paid_n", "n", n)
		}
	case hall.StepTax:
		if d.Tax != nil {
			return l.MonthDay(d.Tax.At)
		}
	}
	return ""
}

type moneyView struct {
	L        *lang.Localizer
	Account  string
	Sentence string
	Parts    []ui.MoneyPart
	Table    ui.Table
}

type offersView struct {
	L     *lang.Localizer
	Table ui.Table
	Tax   string
}

func (p pages) dealPanels(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error) {
	d, err := hall.DealOf(c)
	if err != nil || level < kernel.ViewSecret {
		return nil, err
	}
	var out []templ.Component
	if len(d.Offers) > 0 {
		out = append(out, offersPanel(offers(v, c, d)))
	}
	if d.Terms != nil {
		out = append(out, termsPanel(terms(v.L, d)))
	}
	if d.Terms != nil && p.Book != nil {
		m, err := p.money(ctx, v, c, d)
		if err != nil {
			return nil, err
		}
		out = append(out, moneyPanel(m))
	}
	if f := dealFacts(v.L, d); len(f) > 0 {
		out = append(out, factsPanel(v.L.T("web.hall.record"), f))
	}
	return out, nil
}

func offers(v *site.Visit, c kernel.Case, d hall.DealData) offersView {
	l := v.L
	t := ui.Table{Cols: []ui.Col{{Text: l.T("web.hall.offer_by")}, {Text: l.T("web.hall.offer_what")}, {Text: l.T("web.hall.offer_when")}, {Text: l.T("web.hall.offer_price"), Right: true}}}
	for i := len(d.Offers) - 1; i >= 0; i-- {
		o := d.Offers[i]
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: l.T("web.role." + string(o.By))}, {Text: word(l, "deal", string(o.Terms.Deal)), Sub: o.Note}, {Text: l.Moment(o.At, v.Env.Now())}, {Text: o.Terms.Price.String(), NoWrap: true}}})
	}
	return offersView{L: l, Table: t, Tax: v.Env.CaseURL(c) + "/tax"}
}

func (p pages) money(ctx context.Context, v *site.Visit, c kernel.Case, d hall.DealData) (moneyView, error) {
	l := v.L
	pos, err := p.Book.Position(ctx, c.No)
	if err != nil {
		return moneyView{}, err
	}
	x := moneyView{L: l, Account: d.Money.SubAccount, Table: ui.Table{Cols: []ui.Col{{Text: l.T("web.hall.tranche")}, {Text: l.T("web.hall.tranche_state")}, {Text: l.T("web.hall.amount"), Right: true}}}}
	if x.Account == "" {
		x.Account = l.T("web.hall.no_account")
	}
	all := pos.Custody() + pos.Released + pos.Refunded + pos.Commission
	share := func(f money.Fen) float64 {
		if all == 0 {
			return 0
		}
		return float64(f) / float64(all) * 100
	}
	if pos.Released > 0 {
		x.Parts = append(x.Parts, ui.MoneyPart{Text: l.T("web.hall.paid_out", "amount", pos.Released.String()), Share: share(pos.Released), Kind: ui.MoneyPaid})
	}
	if pos.Custody() > 0 {
		x.Parts = append(x.Parts, ui.MoneyPart{Text: l.T("web.hall.in_custody", "amount", pos.Custody().String()), Share: share(pos.Custody()), Kind: ui.MoneyHeld})
	}
	x.Sentence = l.T("web.hall.money_sentence", "paid", pos.Released.String(), "held", pos.Custody().String())
	for i, part := range d.Terms.Tranches {
		x.Table.Rows = append(x.Table.Rows, ui.Row{Cells: []ui.Cell{{Text: part.Name}, {Part: trancheState(l, d, pos, i+1)}, {Text: part.Amount.String(), NoWrap: true}}})
	}
	plan, err := d.Plan(c.No)
	if err != nil {
		return moneyView{}, err
	}
	for _, y := range plan {
		if y.Period > 0 {
			x.Table.Rows = append(x.Table.Rows, ui.Row{Cells: []ui.Cell{{Text: l.T("utilization.hall.royalty_period", "n", y.Period)}, {Part: trancheState(l, d, pos, y.Tranche)}, {Text: y.Amount.String(), NoWrap: true}}})
		}
	}
	x.Table.Rows = append(x.Table.Rows, ui.Row{Total: true, Cells: []ui.Cell{{Text: l.T("web.hall.custody")}, {}, {Text: pos.Custody().String(), NoWrap: true}}})
	return x, nil
}

func trancheState(l *lang.Localizer, d hall.DealData, pos ledger.Position, n int) templ.Component {
	s := pos.Standing(n)
	switch {
	case !d.Money.Paid[n].IsZero():
		return ui.Chip("done", l.T("web.hall.tranche.paid", "day", l.MonthDay(d.Money.Paid[n])))
	case s.Frozen > 0:
		return ui.Chip("hold", l.T("web.hall.tranche.frozen"))
	case s.Releasing > 0:
		return ui.Chip("run", l.T("web.hall.tranche.releasing"))
	case s.Locked > 0:
		return ui.Chip("hold", l.T("web.hall.tranche.locked"))
	}
	return ui.Chip("idle", l.T("web.hall.tranche.waiting"))
}

func dealFacts(l *lang.Localizer, d hall.DealData) []ui.Pair {
	var f []ui.Pair
	add := func(key, text string, no bool) {
		if text != "" {
			f = append(f, ui.Pair{Key: l.T("web.hall.fact." + key), Text: text, No: no})
		}
	}
	add("listing", d.ListingNo, true)
	if d.Disclosed != nil { // the page shows these facts under the agreement only
		f = append(f, ui.Pair{Key: l.T("utilization.hall.listing.field.secret"), Text: d.Disclosed.Secret}, ui.Pair{Key: l.T("utilization.hall.listing.field.contact"), Text: d.Disclosed.Contact})
	}
	if d.Contract != nil {
		add("contract", d.Contract.Hash[:16]+"…", true)
	}
	if d.Publicity != nil {
		add("publicity", d.Publicity.From.String()+" — "+d.Publicity.To.String(), true)
	}
	if d.Recognition != nil {
		add("recognition", d.Recognition.No, true)
	}
	if d.Record != nil {
		add("record", d.Record.No, true)
		add("refused", d.Record.Refused, false)
	}
	if d.Invoice != nil {
		add("invoice", d.Invoice.No, true)
	}
	for _, x := range d.Delivered {
		add("delivered", x.What, false)
	}
	add("ending", d.Ending, false)
	return f
}

func (p pages) dealAside(_ context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error) {
	d, err := hall.DealOf(c)
	if err != nil || level < kernel.ViewDetail || len(d.Checks) == 0 {
		return nil, err
	}
	last := d.Checks[len(d.Checks)-1]
	return []templ.Component{checksPanel(v.L.T("web.hall.check"), Checks(v.L, last.Findings), v.L.T("web.hall.check_when", "when", v.L.Moment(last.At, v.Env.Now()), "n", len(d.Checks)))}, nil
}

// prefill begins a move's form with what is known.
func (p pages) prefill(_ *site.Visit, c kernel.Case, move string) map[string]string {
	out := map[string]string{}
	d, err := hall.DealOf(c)
	if err != nil {
		return out
	}
	switch move {
	case "sign":
		if d.Contract != nil {
			out["hash"] = d.Contract.Hash
		}
	case "offer":
		prefillOffer(out, d)
	case "recognise":
		if d.Terms != nil {
			for _, k := range []string{"total", "technology", "income"} {
				out[k] = d.Terms.Price.Plain()
			}
			out["kind"] = "转让"
		}
	case "invoice":
		if d.Terms != nil {
			out["amount"] = d.Terms.Price.Plain()
		}
	}
	return out
}

func prefillOffer(out map[string]string, d hall.DealData) {
	out["terms.deal"], out["terms.price_kind"] = "assignment", "lump"
	out["terms.territory"], out["terms.field"] = "中国", "不限"
	out["terms.tranches.0.name"], out["terms.tranches.0.needs"] = "全部价款", "transfer_registered,docs_accepted,invoice_issued"
	out["terms.improve"], out["terms.disputes"], out["terms.silent_days"] = "归作出改进的一方", "协商不成的，提交仲裁委员会仲裁", "7"
	o := d.LastOffer()
	if o == nil {
		return
	}
	out["terms.deal"], out["terms.licence"], out["terms.price_kind"], out["terms.price"] = string(o.Terms.Deal), string(o.Terms.Licence), string(o.Terms.PriceKind), o.Terms.Price.Plain()
	out["terms.materials"], out["terms.acceptance"] = o.Terms.Materials, o.Terms.Acceptance
	for i, t := range o.Terms.Tranches {
		k := "terms.tranches." + strconv.Itoa(i)
		out[k+".name"], out[k+".amount"] = t.Name, t.Amount.Plain()
		needs := ""
		for j, n := range t.Needs {
			if j > 0 {
				needs += ","
			}
			needs += string(n)
		}
		out[k+".needs"] = needs
	}
}
