package hall

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"slices"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/web/httpx"
	"quanlian/web/moveform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: needs that are ranked together; listings of each; pairs of one page.
// Source: our choice, so that the page stands in a second or two; a hall with
// more open needs is told so and searched.
const (
	pairNeeds = 200
	pairTop   = 3
	pairsPage = 30
)

// pairsView are the best pairs of the open needs.
type pairsView struct {
	L     *lang.Localizer
	Text  string
	Note  string
	Pairs []pairCard
	Pager ui.Pager
}

// pairCard is one pair.
type pairCard struct {
	Score                 int
	Need, Listing         ui.Link
	NeedFacts, OfferFacts []string
	Why, Lacks            string
	Propose               string  // where it is proposed; "" when that was done
	Proposed              ui.Link // the proposal that stands
}

func (p pages) pairs(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if p.Matcher == nil {
		return errs.New(errs.Unavailable, "web.broker.no_matcher", nil)
	}
	ctx, q := r.Context(), r.URL.Query()
	page := site.PageOf(q)
	needs, total, err := v.Env.Cases.Cases(ctx, v.Actor, kernel.ViewSummary, kernel.CaseQuery{Flow: hall.Need, States: []kernel.State{hall.NeedOpen}, Text: q.Get("q"), Sort: "opened", Limit: pairNeeds})
	if err != nil {
		return err
	}
	done, err := p.proposedPairs(ctx, v)
	if err != nil {
		return err
	}
	x := pairsView{L: v.L, Text: q.Get("q")}
	var all []pairCard
	for _, c := range needs {
		cards, version, err := p.pairsOf(ctx, v, c, done)
		if err != nil {
			return err
		}
		all = append(all, cards...)
		if version != "" {
			x.Note = v.L.T("web.broker.pairs_note", "n", len(needs), "top", pairTop) + byVersion(v, version)
		}
	}
	if total > len(needs) {
		x.Note += v.L.T("web.broker.pairs_bound", "n", len(needs), "total", total)
	}
	x.Pairs = ranked(all, page)
	x.Pager = site.Pager(r.URL, page, pairsPage, len(x.Pairs), len(all))
	x.Pager.Unit = v.L.T("web.broker.pairs_unit")
	return v.Show(w, r, v.Frame(r, v.L.T("web.broker.pairs"), "broker"), pairsBody(x))
}

// ranked is one page of all pairs by score, whatever need they are of; of equal
// scores the newer need comes first.
func ranked(all []pairCard, page int) []pairCard {
	slices.SortStableFunc(all, func(a, b pairCard) int { return b.Score - a.Score })
	from := min(len(all), (page-1)*pairsPage)
	return all[from:min(len(all), from+pairsPage)]
}

// proposedPairs are the pairs that the broker has before the sides or has brought
// to a deal, by need and listing.
func (p pages) proposedPairs(ctx context.Context, v *site.Visit) (map[[2]string]kernel.Case, error) {
	list, _, err := v.Env.Cases.Cases(ctx, v.Actor, kernel.ViewDetail, kernel.CaseQuery{Flow: hall.Deal, Role: hall.Broker, Sort: "opened", Limit: piecesAtOnce})
	out := map[[2]string]kernel.Case{}
	for _, c := range slices.Backward(list) { // the newest stands
		if d, err := hall.DealOf(c); err == nil && d.NeedNo != "" {
			out[[2]string{d.NeedNo, d.ListingNo}] = c
		}
	}
	return out, err
}

// pairsOf are the best listings for one need. A need that the engine cannot read
// has none.
func (p pages) pairsOf(ctx context.Context, v *site.Visit, c kernel.Case, done map[[2]string]kernel.Case) ([]pairCard, string, error) {
	l := v.L
	d, err := hall.NeedOf(c)
	if err != nil {
		return nil, "", err
	}
	if _, level := kernel.RolesOf(v.Actor, c); level < kernel.ViewDetail {
		d = hall.NeedView(d, level)
	}
	found, err := p.Matcher.Propose(ctx, v.Actor, d, pairTop)
	if errs.KindOf(err) == errs.Invalid {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	var out []pairCard
	for _, m := range found.Matches {
		k := pairCard{Score: m.Match.Score, Need: ui.Link{Text: d.Title, Href: v.Env.CaseURL(c)}, Listing: ui.Link{Text: m.Listing.Title, Href: "/hall/listing/" + m.Listing.No},
			NeedFacts: []string{d.Buyer.Name, c.No, budgetText(l, d.Budget)}, OfferFacts: []string{m.Listing.SellerName, m.Listing.No, askedText(l, m.Listing)},
			Why: joined(l, m.Match.Reasons), Lacks: joined(l, m.Match.Lacks)}
		if deal, ok := done[[2]string{c.No, m.Listing.No}]; ok && deal.State != hall.DealEnded {
			k.Proposed = ui.Link{Text: v.StateText(deal) + "　" + deal.No, Href: v.Env.CaseURL(deal)}
		} else {
			k.Propose = pairHref(c.No, m.Listing.No)
		}
		out = append(out, k)
	}
	return out, found.Version, nil
}

func pairHref(need, listing string) string {
	return "/broker/pair?" + url.Values{"need": {need}, "listing": {listing}}.Encode()
}

func budgetText(l *lang.Localizer, f money.Fen) string {
	if f == 0 {
		return l.T("web.broker.no_budget")
	}
	return ui.Budget(l, f)
}

func askedText(l *lang.Localizer, r hall.ListingRow) string {
	if r.PriceOpen {
		return l.T("web.hall.price_open")
	}
	return ui.Price(l, r.Price)
}

// pairForm is what the broker fills in; need and listing stand in the address.
type pairForm struct {
	Words   string          `json:"words"`
	Rate    decimal.Decimal `json:"rate"`
	Fixed   money.Fen       `json:"fixed"`
	From    string          `json:"from"`
	Account string          `json:"account"`
	Bank    string          `json:"bank"`
}

func (p pages) pair(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	switch q := r.URL.Query(); {
	case q.Get("listing") != "" && q.Get("need") == "":
		return p.chooseNeed(w, r, v, q.Get("listing"))
	case q.Get("need") != "" && q.Get("listing") == "":
		return httpx.SeeOther(w, r, "/broker/pairs?"+url.Values{"q": {q.Get("need")}}.Encode())
	case q.Get("need") == "":
		return httpx.SeeOther(w, r, "/broker/pairs")
	}
	return p.pairForm(w, r, v, http.StatusOK, map[string]string{}, nil)
}

// chooseNeed lists the open needs for a listing.
func (p pages) chooseNeed(w http.ResponseWriter, r *http.Request, v *site.Visit, listing string) error {
	needs, _, err := v.Env.Cases.Cases(r.Context(), v.Actor, kernel.ViewSummary, kernel.CaseQuery{Flow: hall.Need, States: []kernel.State{hall.NeedOpen}, Sort: "opened", Limit: 100})
	if err != nil {
		return err
	}
	x := chooseView{L: v.L, Title: v.L.T("web.broker.pair_title"), Lead: v.L.T("web.broker.choose_need", "no", listing)}
	for _, c := range needs {
		x.Cases = append(x.Cases, chosenCase{Link: ui.Link{Text: c.Title, Href: pairHref(c.No, listing)}, Facts: []string{c.No}})
	}
	return v.Show(w, r, v.Frame(r, x.Title, "broker"), chooseBody(x))
}

// pairOf are the two cases that the address names, as far as the broker sees them.
func (p pages) pairOf(r *http.Request, v *site.Visit) (need, listing kernel.Case, err error) {
	q := r.URL.Query()
	if need, err = v.Env.Cases.Case(r.Context(), v.Actor, q.Get("need"), kernel.ViewSummary); err != nil {
		return need, listing, err
	}
	if listing, err = v.Env.Cases.Case(r.Context(), v.Actor, q.Get("listing"), kernel.ViewSummary); err != nil {
		return need, listing, err
	}
	if need.Flow != hall.Need || listing.Flow != hall.Listing {
		err = errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": q.Get("need")})
	}
	return need, listing, err
}

func (p pages) pairForm(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, values map[string]string, err error) error {
	l := v.L
	need, listing, e := p.pairOf(r, v)
	if e != nil {
		return e
	}
	n, e := hall.NeedOf(need)
	if e != nil {
		return e
	}
	_, level := kernel.RolesOf(v.Actor, need)
	n = hall.NeedView(n, level)
	o, e := hall.ListingOf(listing)
	if e != nil {
		return e
	}
	x := formView{L: l, Title: l.T("web.broker.pair_title"), Lead: l.T("web.broker.pair_lead"), Action: r.URL.RequestURI(), Send: v.MoveText(hall.Deal, "pair"), Token: v.Token(), Key: v.Key()}
	price := l.T("web.hall.price_open")
	if !o.PriceOpen {
		price = o.Price.String()
	}
	budget := l.T("web.broker.no_budget")
	if n.Budget > 0 {
		budget = n.Budget.String()
	}
	x.Before = append(x.Before, factsPanel(l.T("web.broker.the_pair"), []ui.Pair{
		{Key: l.T("web.hall.need"), Text: n.Title, Note: need.No + "　" + n.Buyer.Name}, {Key: l.T("utilization.hall.need.field.budget"), Text: budget},
		{Key: l.T("web.broker.listing"), Text: o.Title, Note: listing.No + "　" + o.Seller.Name}, {Key: l.T("web.hall.offer_price"), Text: price},
	}))
	x.Before = append(x.Before, pairEngine(p.engineView(r.Context(), v, need, listing.No)))
	x.controls(moveform.Spec{L: l, Flow: hall.Invitation, Choices: func(path string) []string { return hall.Choices("", path) }, Long: append([]string{"words"}, long...), Values: values, Faults: ui.FaultsOf(l, err)}, pairForm{}, err)
	return v.ShowStatus(w, r, status, v.Frame(r, x.Title, "broker"), formBody(x))
}

// engineView is what the engine would say of the pair.
func (p pages) engineView(ctx context.Context, v *site.Visit, need kernel.Case, listing string) pairingView {
	x := pairingView{L: v.L, Engine: v.L.T("web.broker.engine_waits")}
	d, err := hall.NeedOf(need)
	if err != nil || p.Matcher == nil {
		return x
	}
	if _, level := kernel.RolesOf(v.Actor, need); level < kernel.ViewDetail {
		d = hall.NeedView(d, level)
	}
	found, err := p.Matcher.Propose(ctx, v.Actor, d, 50)
	if err != nil {
		slog.WarnContext(ctx, "the matching engine gave no word on a pair", "need", need.No, "error", err)
		return x
	}
	e := found.Explains(listing)
	x.engine(v, &e, false)
	return x
}

func (p pages) sendPair(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	need, listing, err := p.pairOf(r, v)
	if err != nil {
		return err
	}
	var in pairForm
	ask := func() hall.PairInput {
		return hall.PairInput{Need: need.ID, Listing: listing.ID, Words: in.Words, Rate: in.Rate, Fixed: in.Fixed, From: ledger.Side(in.From), Account: in.Account, Bank: in.Bank}
	}
	err = moveform.Read(r.PostForm, &in, func() error { return ask().Faults() })
	if err == nil {
		receipt, e := v.Open(r, hall.Deal, "pair", ask())
		if e == nil {
			p.explained(r.Context(), receipt.Case)
			return p.opened(w, r, v, receipt.No, receipt.Pending, "/hall/deal/")
		}
		err = e
	}
	if !retry(err) {
		return err
	}
	return p.pairForm(w, r, v, httpx.Status(err), moveform.Typed(r.PostForm), err)
}

// explained asks for the engine's word at once; when it does not come, the worker
// asks again.
func (p pages) explained(ctx context.Context, c kernel.CaseID) {
	if p.Explain == nil || c == "" {
		return
	}
	if err := p.Explain(ctx, c); err != nil {
		slog.WarnContext(ctx, "a pairing is not explained yet", "case", c, "error", err)
	}
}
