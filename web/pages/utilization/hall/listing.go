package hall

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/moveform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

type inquiryView struct {
	L                  *lang.Localizer
	Action, Token, Key string
}

type matchesView struct {
	L       *lang.Localizer
	Note    string
	Version string // of the formula
	Matches []matchCard
	// Need is set for whoever may contact the sellers; Token and Key are of the forms.
	Need, Token, Key string
}

func (p pages) prefillListing(_ context.Context, v *site.Visit, c kernel.Case, move string) map[string]string {
	out := map[string]string{}
	d, err := hall.ListingOf(c)
	switch {
	case err == nil && move == "reprice":
		out["price"] = d.Price.Plain()
	case err == nil && (move == "amend" || move == "correct"):
		return moveform.ValuesOf(d.SaidBy(v.L))
	}
	return out
}

// listingPanels shows the offer and how its right stands; what is secret or
// internal only to those who take part.
func (p pages) listingPanels(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error) {
	d, err := hall.ListingOf(c)
	if err != nil {
		return nil, err
	}
	l := v.L
	facts := listingFacts(l, d, level)
	register, over, err := p.register(ctx, v, d.Right)
	if err != nil {
		return nil, err
	}
	out, err := p.lookPanels(ctx, v, c, []string{d.Right})
	if err != nil {
		return nil, err
	}
	out = append(out, factsPanel(l.T("web.hall.offered"), facts), register)
	if k := p.consentPanel(v, c, d); k != nil && level >= kernel.ViewDetail {
		out = append(out, k)
	}
	if over != "" && c.State == hall.ListingListed {
		return append([]templ.Component{nextStep(l.T("web.hall.talk_over_title"), over, ui.Link{Text: l.T("web.nav.hall"), Href: "/hall"})}, out...), nil
	}
	taken := false // another deal is taking the right for itself
	if c.State == hall.ListingListed {
		if taken, err = p.Listings.HallSigning(ctx, c); err != nil {
			return nil, err
		}
	}
	if taken && v.Actor.Party != d.Seller.ID {
		return append([]templ.Component{nextStep(l.T("web.hall.talk"), l.T("web.hall.talk_taken"), ui.Link{Text: l.T("web.nav.hall"), Href: "/hall"})}, out...), nil
	}
	if v.LoggedIn() && c.State == hall.ListingListed && v.Actor.Party != "" && v.Actor.Party != d.Seller.ID {
		out = append([]templ.Component{talkHere(inquiry(inquiryView{L: l, Action: "/hall/listing/" + c.No + "/inquire", Token: v.Token(), Key: v.Key()}))}, out...)
	}
	if !v.LoggedIn() && c.State == hall.ListingListed {
		next := "/login?next=" + url.QueryEscape("/hall/listing/"+c.No)
		out = append([]templ.Component{talkHere(nextStep(l.T("web.hall.talk"), l.T("web.hall.talk_visitor"), ui.Link{Text: l.T("web.hall.talk_login"), Href: next}))}, out...)
	}
	return out, nil
}

// listingSays tells the seller why no talks can be opened, and who takes part in a
// suspended listing why it is suspended.
func (p pages) listingSays(ctx context.Context, v *site.Visit, c kernel.Case, _ kernel.Level) ([]string, error) {
	if c.State == hall.ListingListed && v.Actor.Party != "" && v.Actor.Party == c.PartyAs(kernel.RoleOwner) {
		taken, err := p.Listings.HallSigning(ctx, c)
		if err != nil || !taken {
			return nil, err
		}
		return []string{v.L.T("web.hall.listing_taken")}, nil
	}
	if c.State != hall.ListingSuspended || !kernel.TakesPart(v.Actor, c) && !v.Staff() {
		return nil, nil
	}
	list, err := v.Env.Cases.History(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	for _, e := range slices.Backward(list) {
		var in kernel.ReasonInput
		if e.To != hall.ListingSuspended || e.Erased || json.Unmarshal(e.Input, &in) != nil || in.Reason == "" {
			continue
		}
		return []string{v.L.T("web.hall.suspended_why", "reason", in.Reason)}, nil
	}
	return nil, nil
}

// listingFacts are what the seller wrote and the register says; what was left
// open is not shown.
func listingFacts(l *lang.Localizer, d hall.ListingData, level kernel.Level) []ui.Pair {
	field := "utilization.hall.listing.field."
	price, way := l.T("web.hall.price_open"), word(l, "deal", string(d.Deal))
	if !d.PriceOpen {
		price = ui.Price(l, d.Price)
	}
	if d.Licence != "" {
		way = word(l, "licence", string(d.Licence))
	}
	out := []ui.Pair{{Key: l.T("web.patent.number"), Text: d.Right, No: true, Href: "/patent/" + d.Right}, {Key: l.T("web.hall.seller"), Text: d.Seller.Name}, {Key: l.T("web.hall.way"), Text: way}, {Key: l.T("web.hall.listed_price"), Text: price}}
	add := func(key, text string, no bool) {
		if text != "" {
			out = append(out, ui.Pair{Key: l.T(key), Text: text, No: no})
		}
	}
	if d.Equipment > 0 {
		add(field+"equipment", d.Equipment.String(), true)
	}
	add("web.hall.offered_with", offeredWith(l, d), false)
	add("web.patent.ipc", d.IPC, true)
	add(field+"industry", words.Industry(l, d.Industry), false)
	if d.Maturity > 0 {
		add(field+"maturity", strconv.Itoa(d.Maturity), false)
	}
	add("web.patent.term_end", d.TermEnd.String(), true)
	add(field+"territory", hall.Stock(l, d.Territory), false)
	add(field+"field", hall.Stock(l, d.Field), false)
	add(field+"summary", d.Summary, false)
	out = append(out, filingAhead(l, d)...)
	add("web.hall.valid", d.Valid.String(), true)
	if level >= kernel.ViewSecret {
		add(field+"secret", d.Secret, false)
		add(field+"contact", d.Contact, false)
	}
	return out
}

// offeredWith says what comes with the right.
func offeredWith(l *lang.Localizer, d hall.ListingData) string {
	var with []string
	if d.KnowHow {
		with = append(with, l.T("web.hall.with_know_how"))
	}
	if d.Training {
		with = append(with, l.T("web.hall.with_training"))
	}
	return l.List(with)
}

// engagedPanel says who brokers a listing or a need.
func (p pages) engagedPanel(ctx context.Context, v *site.Visit, c kernel.Case, e *hall.Engagement) ([]templ.Component, error) {
	name := ""
	if e != nil {
		name = e.Broker.Name
	}
	k, err := p.brokerPanel(ctx, v, c, name, nil)
	if k == nil {
		return nil, err
	}
	return []templ.Component{k}, err
}

func (p pages) needAside(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error) {
	d, err := hall.NeedOf(c)
	if err != nil {
		return nil, err
	}
	return p.engagedPanel(ctx, v, c, hall.NeedView(d, level).Engaged)
}

func (p pages) listingAside(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error) {
	d, err := hall.ListingOf(c)
	if err != nil {
		return nil, err
	}
	e, err := evaluationOf(ctx, v, p.Rights, d)
	if err != nil {
		return nil, err
	}
	out, err := p.engagedPanel(ctx, v, c, d.Engaged)
	if err != nil {
		return nil, err
	}
	out = append([]templ.Component{e}, out...)
	if len(d.Checks) == 0 || level < kernel.ViewDetail {
		return out, nil
	}
	return append(out, p.checked(ctx, v, d.Right, d.Checks, []registry.Owner{ownerOf(d.Seller)}, nil)), nil
}

func (p pages) needPanels(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error) {
	d, err := hall.NeedOf(c)
	if err != nil {
		return nil, err
	}
	l := v.L
	budget := l.T("web.hall.price_open")
	if d.Budget > 0 {
		budget = d.Budget.String()
	}
	d = hall.NeedView(d, level)
	d.District = v.DistrictText(d.District)
	facts := needFacts(l, d, budget)
	out := []templ.Component{factsPanel(l.T("web.hall.need"), facts)}
	if level < kernel.ViewDetail && c.State == hall.NeedOpen && !v.Staff() {
		out = append(out, nextStep(l.T("web.hall.have_it"), l.T("web.hall.have_it_lead"), ui.Link{Text: l.T("web.hall.list_new"), Href: "/hall/new"}))
	}
	if level >= kernel.ViewDetail && !c.Closed.IsZero() { // what became of its requests is still to be read
		asked, err := p.requestsOf(ctx, v, c)
		if err == nil && len(asked) > 0 {
			out = append(out, requestsPanel(l, *askedTable(v, asked)))
		}
		return out, err
	}
	if p.Matcher == nil || level < kernel.ViewDetail || c.State != hall.NeedOpen && c.State != hall.NeedReview {
		return out, nil
	}
	x, err := p.matches(ctx, v, c, d)
	if err != nil {
		return nil, err
	}
	if c.State == hall.NeedReview { // who asks sees at once what there is, and speaks to sellers once the need is open
		x.Need, x.Note = "", l.T("web.hall.match_before_review")+x.Note
	}
	out = append(out, matchesPanel(x))
	if p.Unlisted == nil {
		return out, nil
	}
	u, err := p.unlisted(ctx, v, c, d)
	return append(out, unlistedPanel(u)), err
}

// needFacts are what the buyer wrote; what was left open is not shown.
func needFacts(l *lang.Localizer, d hall.NeedData, budget string) []ui.Pair {
	var out []ui.Pair
	add := func(key, text string) {
		if text != "" {
			out = append(out, ui.Pair{Key: l.T(key), Text: text})
		}
	}
	field := "utilization.hall.need.field."
	add("web.hall.need_text", d.Text)
	add(field+"target", d.Target)
	add(field+"budget", budget)
	add(field+"mode", word(l, "mode", d.Mode))
	if d.Maturity > 0 {
		add(field+"maturity", strconv.Itoa(d.Maturity))
	}
	if !d.Deadline.IsZero() {
		add(field+"deadline", d.Deadline.String())
	}
	add(field+"district", d.District)
	add(field+"industry", words.Industry(l, d.Industry))
	add(field+"ipc", classNames(l, d.IPC))
	add("web.role.buyer", d.Buyer.Name)
	return out
}
