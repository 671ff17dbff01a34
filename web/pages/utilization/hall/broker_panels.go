package hall

import (
	"context"
	"fmt"
	"net/url"

	"github.com/a-h/templ"
	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// rateText is a rate or a fixed sum in words.
func rateText(l *lang.Localizer, rate decimal.Decimal, fixed money.Fen) string {
	if fixed > 0 {
		return l.T("web.broker.fixed", "amount", fixed.String())
	}
	return l.T("web.broker.rate", "rate", rate.Mul(decimal.NewFromInt(100)).String())
}

// commissionPairs are the terms of a commission and, where a deal knows it, who
// has agreed.
func commissionPairs(l *lang.Localizer, b ledger.Brokerage) []ui.Pair {
	told := func(ok bool) string {
		if ok {
			return l.T("web.broker.agreed")
		}
		return l.T("web.broker.not_agreed")
	}
	return []ui.Pair{
		{Key: l.T("web.broker.commission"), Text: rateText(l, b.Rate, b.Fixed)},
		{Key: l.T("utilization.hall.deal.field.from"), Text: l.T("utilization.hall.deal.value.from." + string(b.From))},
		{Key: l.T("web.role.seller"), Text: told(!b.ToldSeller.IsZero())},
		{Key: l.T("web.role.buyer"), Text: told(!b.ToldBuyer.IsZero())},
	}
}

// brokerAside says who brokers the case, or leads to where one is invited.
type brokerAside struct {
	L       *lang.Localizer
	Facts   []ui.Pair
	Waiting []ui.Link // invitations without an answer
	Invite  string
	Pair    string // where a broker proposes it with another
}

// brokerPanel is nil when there is nothing to say to the reader.
func (p pages) brokerPanel(ctx context.Context, v *site.Visit, c kernel.Case, name string, b *ledger.Brokerage) (templ.Component, error) {
	x := brokerAside{L: v.L}
	if name != "" {
		x.Facts = append(x.Facts, ui.Pair{Key: v.L.T("utilization.hall.role.broker"), Text: name})
	}
	if b != nil {
		x.Facts = append(x.Facts, commissionPairs(v.L, *b)...)
	}
	if sideIn(v, c) != "" && name == "" && hall.TakesBroker(c) {
		x.Invite = "/hall/brokers?" + url.Values{"for": {c.No}}.Encode()
		list, _, err := v.Env.Cases.Cases(ctx, v.Actor, kernel.ViewDetail, kernel.CaseQuery{Flow: hall.Invitation, Party: v.Actor.Party, Open: true, Limit: 100})
		if err != nil {
			return nil, err
		}
		for _, k := range list {
			if d, err := hall.InvitationOf(k); err == nil && d.Subject.Case == c.ID {
				x.Waiting = append(x.Waiting, ui.Link{Text: d.Broker.Name + "　" + v.StateText(k), Href: v.Env.CaseURL(k)})
			}
		}
	}
	if v.Broker() {
		switch {
		case c.Flow == hall.Listing && c.State == hall.ListingListed:
			x.Pair = "/broker/pair?" + url.Values{"listing": {c.No}}.Encode()
		case c.Flow == hall.Need && c.State == hall.NeedOpen:
			x.Pair = "/broker/pair?" + url.Values{"need": {c.No}}.Encode()
		}
	}
	if len(x.Facts) == 0 && x.Invite == "" && x.Pair == "" {
		return nil, nil
	}
	return brokerAsidePanel(x), nil
}

// invitationPanels shows what is offered, and to what.
func (p pages) invitationPanels(_ context.Context, v *site.Visit, c kernel.Case, _ kernel.Level) ([]templ.Component, error) {
	seen, err := hall.Seen(v.Actor, c)
	if err != nil {
		return nil, err
	}
	d, ok := seen.(hall.InvitationData)
	if !ok || !v.LoggedIn() {
		return nil, nil
	}
	l := v.L
	facts := []ui.Pair{{Key: v.FlowText(d.Subject.Flow), Text: d.Subject.No, No: true}, {Key: l.T("web.patent.title"), Text: d.Subject.Title}}
	add := func(key, text string) {
		if text != "" {
			facts = append(facts, ui.Pair{Key: key, Text: text})
		}
	}
	add(l.T("web.patent.number"), d.Subject.Right)
	add(l.T("web.patent.ipc"), d.Subject.IPC)
	if d.Subject.Price > 0 {
		add(l.T("web.hall.offer_price"), d.Subject.Price.String())
	}
	add(l.T("web.broker.summary"), d.Subject.Text)
	if d.Subject.Confidential {
		add(l.T("web.broker.summary"), l.T("web.broker.confidential"))
	}
	offer := []ui.Pair{{Key: l.T("web.broker.inviter"), Text: d.Inviter.Name, Note: l.T("web.role." + string(d.Side))}, {Key: l.T("utilization.hall.role.broker"), Text: d.Broker.Name},
		{Key: l.T("web.broker.commission"), Text: rateText(l, d.Terms.Rate, d.Terms.Fixed)}, {Key: l.T("utilization.hall.deal.field.from"), Text: l.T("utilization.hall.deal.value.from." + string(d.Terms.From))},
		{Key: l.T("web.broker.until"), Text: d.Until.String(), No: true}}
	if d.Other != nil {
		offer = append(offer, ui.Pair{Key: l.T("web.broker.other"), Text: d.Other.Name})
	}
	for _, x := range []struct{ key, text string }{{"utilization.hall.invitation.field.note", d.Note}, {"utilization.hall.invitation.field.reason", d.Reason}, {"utilization.hall.invitation.field.account", d.Account.Account}} {
		if x.text != "" {
			offer = append(offer, ui.Pair{Key: l.T(x.key), Text: x.text})
		}
	}
	return []templ.Component{factsPanel(l.T("web.broker.offered"), offer), factsPanel(l.T("web.broker.invite_to"), facts)}, nil
}

// idle leaves out what has nothing to do for the reader.
func idle(_ context.Context, v *site.Visit, c kernel.Case, move string) bool {
	return hall.Idle(v.Actor, c, move)
}

// pairingView is a broker's proposal as a side or the broker sees it.
type pairingView struct {
	L       *lang.Localizer
	Words   string
	Sides   []ui.Pair
	Terms   []ui.Pair
	Need    []ui.Pair
	Listing ui.Link
	Engine  string // what the engine says, in a sentence
	Reasons []string
	Lacks   []string
}

func pairingOf(v *site.Visit, c kernel.Case, d hall.DealData) pairingView {
	l, p := v.L, d.Pairing
	x := pairingView{L: l, Words: p.Words, Listing: ui.Link{Text: d.Title, Href: "/hall/listing/" + d.ListingNo}}
	answer := func(ok bool) string {
		if ok {
			return l.T("web.broker.accepted")
		}
		return l.T("web.broker.waits")
	}
	buyer := d.Buyer.Name
	if buyer == "" {
		buyer = l.T("web.broker.hidden_buyer")
	}
	x.Sides = []ui.Pair{{Key: l.T("web.role.seller"), Text: d.Seller.Name, Note: answer(!p.Seller.IsZero())}, {Key: l.T("web.role.buyer"), Text: buyer, Note: answer(!p.Buyer.IsZero())}}
	if d.Broker != nil {
		x.Sides = append(x.Sides, ui.Pair{Key: l.T("utilization.hall.role.broker"), Text: d.Broker.Name, Note: l.T("web.broker.proposed_on", "day", calendar.DateOf(p.Proposed).String())})
	}
	if c.State == hall.DealProposed {
		x.Sides = append(x.Sides, ui.Pair{Key: l.T("web.broker.until"), Text: p.Until.String(), No: true})
	}
	if d.Brokerage != nil {
		x.Terms = commissionPairs(l, *d.Brokerage)[:2]
	}
	x.Need = []ui.Pair{{Key: l.T("utilization.hall.need.field.title"), Text: p.Need.Title}}
	for _, y := range []struct{ key, text string }{{"utilization.hall.need.field.text", p.Need.Text}, {"utilization.hall.need.field.target", p.Need.Target}} {
		if y.text != "" {
			x.Need = append(x.Need, ui.Pair{Key: l.T(y.key), Text: y.text})
		}
	}
	if p.Need.Budget > 0 {
		x.Need = append(x.Need, ui.Pair{Key: l.T("utilization.hall.need.field.budget"), Text: p.Need.Budget.String()})
	}
	x.engine(v, p.Explained, p.Need.Confidential && len(x.Need) == 1)
	return x
}

// engine puts the word of the matching engine into the view.
func (x *pairingView) engine(v *site.Visit, e *hall.Explained, hidden bool) {
	l := x.L
	switch {
	case e == nil:
		x.Engine = l.T("web.broker.engine_waits")
	case !e.Found:
		x.Engine = l.T("web.broker.engine_none") + byVersion(v, e.Version)
	case hidden:
		x.Engine = l.T("web.broker.engine_hidden", "score", e.Score) + byVersion(v, e.Version)
	default:
		x.Engine = l.T("web.broker.engine_says", "score", e.Score, "rank", e.Rank) + byVersion(v, e.Version)
		x.Reasons, x.Lacks = sentences(l, e.Reasons), sentences(l, e.Lacks)
	}
}

// listed gives lists of words back their type, which they lose when kept.
func listed(args errs.Args) errs.Args {
	out := errs.Args{}
	for k, v := range args {
		if list, ok := v.([]any); ok {
			texts := make([]string, len(list))
			for i, w := range list {
				texts[i] = fmt.Sprint(w)
			}
			v = texts
		}
		out[k] = v
	}
	return out
}

func sentences(l *lang.Localizer, list []matching.Message) []string {
	out := make([]string, len(list))
	for i, m := range list {
		out[i] = words.Reason(l, m.Code, listed(m.Args))
	}
	return out
}
