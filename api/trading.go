package api

import (
	"context"
	"net/http"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/kernel"
	"quanlian/ledger"
)

// ListingList is a part of the hall's listings with its facets.
type ListingList struct {
	onward[ListedRight]
	Facets []Facet `json:"facets" doc:"api.field.hall.facets"`
}

// Facet counts the values of one field, with the other filters applied.
type Facet struct {
	Field  string       `json:"field" doc:"api.field.facet.field"`
	Name   string       `json:"name" doc:"api.field.facet.name"`
	Values []FacetValue `json:"values" doc:"api.field.facet.values"`
}

// FacetValue is one value of a facet.
type FacetValue struct {
	Value string `json:"value" doc:"api.field.facet.value"`
	Name  string `json:"name" doc:"api.field.facet.value_name"`
	Count int    `json:"count" doc:"api.field.facet.count"`
}

// ListedRight is one card of the hall with the name of its industry.
type ListedRight struct {
	hall.ListingRow
	IndustryName string `json:"industry_name,omitempty" doc:"api.field.hall.industry_name"`
}

func listedRight(l *lang.Localizer, r hall.ListingRow) ListedRight {
	return ListedRight{r, words.IndustryName(l, r.Industry)}
}

// NeedRow is an open need.
type NeedRow struct {
	Case
	Need PostedNeed `json:"need" doc:"api.field.hall.need"`
}

// PostedNeed is a need with the name of its industry.
type PostedNeed struct {
	hall.NeedData
	IndustryName string `json:"industry_name,omitempty" doc:"api.field.hall.industry_name"`
}

func postedNeed(l *lang.Localizer, d hall.NeedData) PostedNeed {
	return PostedNeed{d, words.IndustryName(l, d.Industry)}
}

// ListingRecord is the record of a listing with the name of its industry.
type ListingRecord struct {
	hall.ListingData
	IndustryName string `json:"industry_name,omitempty" doc:"api.field.hall.industry_name"`
}

func (s *spoken) trading() {
	add(s, op{id: "find_listings", method: http.MethodGet, path: "/listings", tag: tagHall}, s.a.findListings)
	add(s, op{id: "list_needs", method: http.MethodGet, path: "/needs", tag: tagHall}, s.a.listNeeds)
	add(s, op{id: "match_need", method: http.MethodGet, path: "/needs/{no}/matches", tag: tagHall, token: true, fails: append([]int{http.StatusConflict}, readOne...)}, s.a.matchNeed)
	add(s, op{id: "match", method: http.MethodPost, path: "/match", tag: tagHall, body: NeedText{}, fails: []int{http.StatusBadRequest, http.StatusUnsupportedMediaType}}, s.a.match)
	add(s, op{id: "tell_feedback", method: http.MethodPost, path: "/feedback", tag: tagHall, token: true, body: Feedback{}, status: http.StatusNoContent, fails: writing}, s.a.feedback)
	add(s, op{id: "get_ledger", method: http.MethodGet, path: "/cases/{no}/ledger", tag: tagHall, token: true, fails: readOne}, s.a.ledger)
}

type listingsIn struct {
	Page
	From
	Text      string `query:"q" maxLength:"200" doc:"api.field.query.listings_q"`
	Deal      string `query:"deal" maxLength:"20" doc:"api.field.query.deal"`
	Licence   string `query:"licence" maxLength:"20" doc:"api.field.query.licence"`
	Kind      string `query:"kind" maxLength:"20" doc:"api.field.right.kind"`
	Section   string `query:"section" maxLength:"1" doc:"api.field.query.section"`
	Grade     string `query:"grade" maxLength:"2" doc:"api.field.query.grade"`
	District  string `query:"district" maxLength:"40" doc:"api.field.query.district"`
	Maturity  string `query:"maturity" maxLength:"20" doc:"api.field.query.maturity"`
	Owner     string `query:"owner" maxLength:"80" doc:"api.field.query.owner_kind"`
	PriceMin  string `query:"price_min" maxLength:"20" doc:"api.field.query.price_min"`
	PriceMax  string `query:"price_max" maxLength:"20" doc:"api.field.query.price_max"`
	PriceOpen bool   `query:"price_open" doc:"api.field.query.price_open"`
	Right     string `query:"right" maxLength:"40" doc:"api.field.right.number"`
	Seller    string `query:"seller" maxLength:"64" doc:"api.field.query.seller"`
	State     string `query:"state" maxLength:"100" doc:"api.field.query.listing_state"`
	Sort      string `query:"sort" enum:"newest,price_up,price_down,score" default:"newest" doc:"api.field.query.listing_sort"`
}

func (in *listingsIn) filter() (hall.ListingFilter, error) {
	f := hall.ListingFilter{Text: in.Text, Deal: in.Deal, Licence: in.Licence, Kind: in.Kind, Section: in.Section, Grade: in.Grade, District: in.District, Maturity: in.Maturity, Owner: in.Owner, PriceOpen: in.PriceOpen, Right: in.Right, Seller: kernel.PartyID(in.Seller),
		States: split[kernel.State](in.State), Sort: in.Sort, Limit: in.Limit + 1, Offset: in.Offset}
	var err error
	if f.After, err = readSpot[hall.ListingPlace](in.From, in.Sort, in.Offset); err != nil {
		return f, err
	}
	var bad errs.List
	for _, p := range []struct {
		name, text string
		to         *money.Fen
	}{{"price_min", in.PriceMin, &f.PriceMin}, {"price_max", in.PriceMax, &f.PriceMax}} {
		if p.text == "" {
			continue
		}
		var err error
		if *p.to, err = money.Parse(p.text); err != nil {
			bad.Add(errs.At(p.name, "kernel.wire.not_an_amount", nil))
		}
	}
	return f, bad.Err()
}

func (a *API) findListings(ctx context.Context, v *visitor, in *listingsIn) (*out[ListingList], error) {
	f, err := in.filter()
	if err != nil {
		return nil, err
	}
	rows, total, facets, err := a.Rights.HallListings(ctx, v.Actor, f)
	if err != nil {
		return nil, err
	}
	res := ListingList{Facets: []Facet{}}
	res.listOf = listOf[ListedRight]{Total: total, Offset: in.Offset, Items: []ListedRight{}}
	for _, r := range rows[:min(len(rows), in.Limit)] {
		res.Items = append(res.Items, listedRight(v.L, r))
	}
	if len(rows) > in.Limit { // one more tells whether the list goes on
		res.Next = writeSpot(in.Sort, rows[in.Limit-1].Place())
	}
	for _, fc := range facets {
		x := Facet{Field: fc.Field, Name: v.L.T("web.hall.facet." + fc.Field), Values: []FacetValue{}}
		for _, y := range fc.Values {
			name := y.Value
			if k := "web.value." + fc.Field + "." + y.Value; v.L.Has(k) {
				name = v.L.T(k)
			}
			x.Values = append(x.Values, FacetValue{y.Value, name, y.Count})
		}
		res.Facets = append(res.Facets, x)
	}
	return goOn(v, res, res.Next), nil
}

type needsIn struct {
	Page
	From
	Text string `query:"q" maxLength:"200" doc:"api.field.query.q"`
}

func (a *API) listNeeds(ctx context.Context, v *visitor, in *needsIn) (*out[onward[NeedRow]], error) {
	q := kernel.CaseQuery{Flow: hall.Need, States: []kernel.State{hall.NeedOpen}, Text: in.Text, Sort: "opened", Limit: in.Limit + 1, Offset: in.Offset}
	var err error
	if q.After, err = readSpot[kernel.CasePlace](in.From, q.Sort, in.Offset); err != nil {
		return nil, err
	}
	list, places, err := a.Cases.CasesFrom(ctx, v.Actor, kernel.ViewSummary, q)
	if err != nil {
		return nil, err
	}
	counts, err := a.Cases.CountByState(ctx, v.Actor, kernel.ViewSummary, q)
	if err != nil {
		return nil, err
	}
	res := onward[NeedRow]{listOf: listOf[NeedRow]{Total: counts[hall.NeedOpen], Offset: in.Offset, Items: []NeedRow{}}}
	if len(list) > in.Limit {
		res.Next = writeSpot(q.Sort, places[in.Limit-1])
	}
	for _, c := range list[:min(len(list), in.Limit)] {
		d, err := hall.NeedOf(c)
		if err != nil {
			return nil, err
		}
		res.Items = append(res.Items, NeedRow{Case: a.caseOf(ctx, v, c), Need: postedNeed(v.L, hall.NeedView(d, a.levelOf(v.Actor, c)))})
	}
	return goOn(v, res, res.Next), nil
}

// Matches are listings that fit a need, the best first, with the sentences of
// their reasons.
type Matches struct {
	Version  string   `json:"version" doc:"api.field.match.version"`
	Compared int      `json:"compared" doc:"api.field.match.compared"`
	Unknown  []string `json:"unknown_words" doc:"api.field.match.unknown"`
	Items    []Match  `json:"items" doc:"api.field.match.items"`
	// What the register has beside; empty while it is being read, and for a need
	// that is not posted.
	Unlisted         []UnlistedMatch `json:"unlisted,omitempty" doc:"api.field.match.unlisted"`
	UnlistedVersion  string          `json:"unlisted_version,omitempty" doc:"api.field.match.unlisted_version"`
	UnlistedCompared int             `json:"unlisted_compared,omitempty" doc:"api.field.match.unlisted_compared"`
}

// Match is one listing with what speaks for and against it.
type Match struct {
	Rank    int                  `json:"rank" doc:"api.field.match.rank"`
	Score   int                  `json:"score" doc:"api.field.match.score"`
	Listing ListedRight          `json:"listing" doc:"api.field.match.listing"`
	Quote   *matching.Quote      `json:"quote,omitempty" doc:"api.field.match.quote"`
	Reasons []Reason             `json:"reasons" doc:"api.field.match.reasons"`
	Lacks   []Reason             `json:"lacks" doc:"api.field.match.lacks"`
	Parts   []matching.PartScore `json:"parts" doc:"api.field.match.parts"`
}

// Reason is one sentence for or against a match.
type Reason struct {
	Code string `json:"code" doc:"api.field.reason.code"`
	Text string `json:"text" doc:"api.field.reason.text"`
}

// NeedText is a need in free words, not posted in the hall.
type NeedText struct {
	Text     string    `json:"text" required:"true" maxLength:"5000" doc:"api.field.need.text"`
	Target   string    `json:"target" maxLength:"1000" doc:"api.field.need.target"`
	Industry string    `json:"industry" maxLength:"10" doc:"api.field.need.industry"`
	IPC      []string  `json:"ipc" doc:"api.field.need.ipc"`
	Budget   money.Fen `json:"budget" doc:"api.field.need.budget"`
	Maturity int       `json:"maturity" doc:"api.field.need.maturity"`
	Top      int       `json:"top" doc:"api.field.need.top"`
}

// Unit: proposals. Source: what a page of the hall shows, and our own bound.
const (
	usualTop = 10
	mostTop  = 50
)

type needIn struct {
	CaseNo
	Top int `query:"top" minimum:"1" maximum:"50" default:"10" doc:"api.field.need.top"`
}

func (a *API) matchNeed(ctx context.Context, v *visitor, in *needIn) (*out[Matches], error) {
	c, err := a.seen(ctx, v, in.No, kernel.ViewDetail)
	if err != nil {
		return nil, err
	}
	if c.Flow != hall.Need || c.State != hall.NeedOpen {
		return nil, errs.New(errs.Conflict, "api.need_not_open", errs.Args{"no": c.No})
	}
	d, err := hall.NeedOf(c)
	if err != nil {
		return nil, err
	}
	res, err := a.propose(ctx, v, d, in.Top)
	if err == nil {
		err = a.beside(ctx, v, d, in.Top, &res.Body)
	}
	return res, err
}

type matchIn struct {
	RawBody []byte `contentType:"application/json"`
}

func (a *API) match(ctx context.Context, v *visitor, in *matchIn) (*out[Matches], error) {
	body, err := read[NeedText](in.RawBody)
	if err != nil {
		return nil, err
	}
	if body.Top <= 0 || body.Top > mostTop {
		body.Top = usualTop
	}
	d := hall.NeedData{Text: body.Text, Target: body.Target, Industry: body.Industry, IPC: body.IPC, Budget: max(body.Budget, 0), Maturity: body.Maturity, Buyer: hall.PartyRef{ID: v.Actor.Party}}
	return a.propose(ctx, v, d, body.Top)
}

func (a *API) propose(ctx context.Context, v *visitor, d hall.NeedData, top int) (*out[Matches], error) {
	if a.Matcher == nil {
		return nil, errs.New(errs.Unavailable, "api.no_matcher", nil)
	}
	found, err := a.Matcher.Propose(ctx, v.Actor, d, top)
	if err != nil {
		return nil, err
	}
	res := Matches{Version: found.Version, Compared: found.Compared, Unknown: found.Unknown, Items: []Match{}}
	for _, p := range found.Matches {
		m := p.Match
		res.Items = append(res.Items, Match{Rank: m.Rank, Score: m.Score, Listing: listedRight(v.L, p.Listing), Quote: m.Quote, Reasons: reasons(v.L, m.Reasons), Lacks: reasons(v.L, m.Lacks), Parts: m.Parts})
	}
	return say(res), nil
}

// Feedback says what a person did with a proposal.
type Feedback struct {
	Subject string `json:"subject" required:"true" maxLength:"64" doc:"api.field.feedback.subject"`
	Object  string `json:"object" required:"true" maxLength:"64" doc:"api.field.feedback.object"`
	Kind    string `json:"kind" required:"true" enum:"shown,opened" doc:"api.field.feedback.kind"`
	Version string `json:"version" required:"true" maxLength:"64" doc:"api.field.match.version"`
	Place   int    `json:"place,omitempty" minimum:"0" maximum:"1000" doc:"api.field.feedback.place"`
}

type feedbackIn struct {
	WithKey
	RawBody []byte `contentType:"application/json"`
}

func (a *API) feedback(ctx context.Context, v *visitor, in *feedbackIn) (*none, error) {
	b, err := read[Feedback](in.RawBody)
	if err != nil {
		return nil, err
	}
	return &none{}, a.Desk.Do(ctx, v.Actor, keyOf(v, in.Key), kernel.Feedback{User: v.Actor.User, Subject: b.Subject, Object: b.Object, Kind: b.Kind, Version: b.Version, Place: b.Place})
}

// Ledger is where the money of a deal stands.
type Ledger struct {
	No       string          `json:"no" doc:"api.field.case.no"`
	Account  string          `json:"account" doc:"api.field.ledger.account"`
	Custody  money.Fen       `json:"custody" doc:"api.field.ledger.custody"`
	Position ledger.Position `json:"position" doc:"api.field.ledger.position"`
	Parts    []hall.Part     `json:"parts" doc:"api.field.ledger.parts"`
}

func (a *API) ledger(ctx context.Context, v *visitor, in *caseIn) (*out[Ledger], error) {
	c, err := a.seen(ctx, v, in.No, kernel.ViewSecret)
	if err != nil {
		return nil, err
	}
	if c.Flow != hall.Deal {
		return nil, errs.New(errs.NotFound, "api.no_ledger", errs.Args{"no": c.No})
	}
	d, err := hall.DealOf(c)
	if err != nil {
		return nil, err
	}
	pos, err := a.Book.Position(ctx, c.No)
	x := Ledger{No: c.No, Account: d.Money.SubAccount, Custody: pos.Custody(), Position: pos}
	if d.Terms != nil {
		x.Parts = d.Terms.Tranches
	}
	return say(x), err
}
