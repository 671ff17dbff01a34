package hall

import (
	"context"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/web/moveform"
	"quanlian/web/site"
)

// prefill begins a move's form with what is known.
func (p pages) prefill(ctx context.Context, v *site.Visit, c kernel.Case, move string) map[string]string {
	out := map[string]string{}
	d, err := dealSeen(v, c)
	if err != nil {
		return out
	}
	switch move {
	case "broker_terms":
		prefillBroker(out, d)
	case "commission_again":
		out["account"], out["bank"] = d.BrokerAccount.Account, d.BrokerAccount.Bank
	case "tax_facts":
		own := d.SellerTax
		if own == nil {
			own = d.BuyerTax // the other side's is not among what the visitor sees
		}
		return moveform.ValuesOf(own)
	case "sign":
		if d.Contract != nil {
			out["hash"] = d.Contract.Hash
		}
	case "deposit": // the account of the period before
		out["account"], out["bank"] = d.Money.PaidFrom.Account, d.Money.PaidFrom.Bank
	case "ask_release":
		out["account"], out["bank"] = d.Money.Account, d.Money.Bank
	case "offer":
		prefillOffer(ctx, v, p.Rights, out, d)
	case "deliver":
		if d.Terms != nil && len(d.Terms.Milestones()) > 0 {
			out["tranche"] = strconv.Itoa(d.NextReach())
		}
	case "accept_delivery":
		out["digest"] = d.DeliveredDigest()
	case "correct_record":
		prefillRecord(out, d)
	case "report_sales", "correct_report":
		prefillReport(move, out, d)
	case "ask_end":
		if pos, err := p.position(ctx, v, c, d); err == nil {
			out["to_buyer"] = hall.InCustody(pos).Plain()
		}
	case "dispute":
		if pos, err := p.position(ctx, v, c, d); err == nil && d.Disputable(pos) > 0 {
			out["amount"] = d.Disputable(pos).Plain()
		}
	case "recognise":
		prefillRecognition(v.L, out, d)
	case "invoice":
		if left := d.ToInvoice(c.State, c.No); left > 0 {
			out["amount"] = left.Plain()
		}
		out["date"] = calendar.DateOf(v.Env.Now()).String()
	}
	return out
}

func prefillOffer(ctx context.Context, v *site.Visit, register Rights, out map[string]string, d hall.DealData) {
	out["terms.deal"], out["terms.price_kind"] = "assignment", "lump"
	l := v.L
	out["terms.territory"], out["terms.field"] = l.T("web.hall.offer_default.territory"), l.T("web.hall.offer_default.field")
	out["terms.tranches.0.name"], out["terms.tranches.0.needs"] = l.T("web.hall.offer_default.whole"), "transfer_registered,docs_accepted,invoice_issued"
	out["terms.improve"], out["terms.disputes"], out["terms.silent_days"] = l.T("web.hall.offer_default.improve"), l.T("web.hall.offer_default.disputes"), "7"
	o := d.LastOffer()
	if o == nil {
		asked(ctx, v, register, d, out)
		return
	}
	for k := range out { // all of what stands on the table, nothing of the beginning
		if strings.HasPrefix(k, "terms.") {
			delete(out, k)
		}
	}
	for k, text := range moveform.ValuesOf(hall.OfferInput{Terms: o.Terms.Open().SaidBy(l)}) {
		out[k] = text
	}
}

// prefillReport names the period, and what was reported of one that is corrected.
func prefillReport(move string, out map[string]string, d hall.DealData) {
	n := len(d.Money.Reports)
	if move == "report_sales" {
		out["report.period"] = strconv.Itoa(n + 1)
	} else if n > 0 {
		out["report.period"], out["report.base"] = strconv.Itoa(n), d.Money.Reports[n-1].Base.String()
	}
}

func prefillRecord(out map[string]string, d hall.DealData) {
	if r := d.Record; r != nil && r.No != "" {
		out["no"], out["date"], out["document"] = r.No, r.Date.String(), r.Document
	}
}

func prefillBroker(out map[string]string, d hall.DealData) {
	b := d.Brokerage
	if b == nil {
		return
	}
	out["from"], out["account"], out["bank"] = string(b.From), d.BrokerAccount.Account, d.BrokerAccount.Bank
	if b.Fixed > 0 {
		out["fixed"] = b.Fixed.Plain()
	} else {
		out["rate"] = b.Rate.Shift(2).String() + "%"
	}
}
