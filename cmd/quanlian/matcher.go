package main

import (
	"context"
	"strconv"
	"sync"
	"time"

	"quanlian/adapter/segment"
	"quanlian/adapter/sqlstore"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/engine/matching/index"
	"quanlian/engine/matching/text"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// hallMatcher finds open listings for a need. Its index is made from the
// listings and made again when they may have changed.
type hallMatcher struct {
	store *sqlstore.Store
	now   func() time.Time

	mu      sync.Mutex
	made    time.Time
	matcher *matching.Matcher
	byNo    map[string]hall.ListingRow
}

// Unit: seconds. Source: our choice; a fresh listing is found within it.
const matcherAge = 20 * time.Second

// Unit: proposals. Source: look/06-match.html, what fits a page.
const matchTop = 10

// MatchNeed gives the best open listings for a need as cards, and the line that
// says how they were found.
func (m *hallMatcher) MatchNeed(ctx context.Context, v *site.Visit, d hall.NeedData) ([]ui.Match, string, error) {
	mt, rows, err := m.ready(ctx)
	if err != nil {
		return nil, "", err
	}
	need := matching.Need{Text: d.Title + "。" + d.Text + "。" + d.Target, IPC: d.IPC, Industry: d.Industry, Maturity: d.Maturity,
		Rules: matching.Rules{ExcludeOwners: []string{string(d.Buyer.ID)}}}
	if d.Budget > 0 {
		need.Budget = &matching.Range{Low: d.BudgetLow, High: d.Budget}
	}
	res, err := mt.Match(need, matchTop)
	if err != nil {
		return nil, "", err
	}
	var out []ui.Match
	for _, x := range res.Matches {
		out = append(out, cardOfMatch(v.L, x, rows[x.Patent.No]))
	}
	return out, v.L.T("web.hall.match_note", "version", res.Formula.Version, "n", strconv.Itoa(res.Compared)), nil
}

func cardOfMatch(l *lang.Localizer, x matching.Match, row hall.ListingRow) ui.Match {
	price := l.T("web.hall.price_open")
	if !row.PriceOpen {
		price = l.T("web.hall.wan", "amount", row.Price.InWan())
	}
	c := ui.Match{Rank: x.Rank, Score: x.Score, Title: pieces(x.Patent.Title, x.TitleMarks), Href: "/hall/listing/" + row.No, Facts: []string{row.SellerName, row.IPC, price, row.No}}
	if x.Quote != nil {
		c.Quote = ui.Quote{Pieces: pieces(x.Quote.Text, x.Quote.Marks), Place: l.T("engine.matching.place."+string(x.Quote.Place), "n", x.Quote.Sentence)}
	}
	c.Why, c.Lacks = joined(l, x.Reasons), joined(l, x.Lacks)
	for _, p := range x.Parts {
		b := ui.Bar{Label: l.T("engine.matching.part." + string(p.Part)), Value: p.Value * 100}
		if !p.Known {
			b.Lack = l.T("web.hall.part_unknown")
		}
		c.Bars = append(c.Bars, b)
	}
	return c
}

func joined(l *lang.Localizer, list []matching.Message) string {
	var out []string
	for _, m := range list {
		out = append(out, l.Fill(m.Code, m.Args))
	}
	return l.List(out)
}

// pieces cuts a text at its marks.
func pieces(s string, marks []text.Span) []ui.Piece {
	r := []rune(s)
	var out []ui.Piece
	at := 0
	for _, m := range marks {
		if m.Start < at || m.End > len(r) {
			continue
		}
		if m.Start > at {
			out = append(out, ui.Piece{Text: string(r[at:m.Start])})
		}
		out = append(out, ui.Piece{Text: string(r[m.Start:m.End]), Mark: true})
		at = m.End
	}
	if at < len(r) {
		out = append(out, ui.Piece{Text: string(r[at:])})
	}
	return out
}

// ready gives the matcher, made again when it has grown old.
func (m *hallMatcher) ready(ctx context.Context) (*matching.Matcher, map[string]hall.ListingRow, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.matcher != nil && m.now().Sub(m.made) < matcherAge {
		return m.matcher, m.byNo, nil
	}
	corpus, x, byNo := matching.Memory{}, index.New(index.DefaultParams()), map[string]hall.ListingRow{}
	for offset := 0; ; {
		rows, total, _, err := m.store.HallListings(ctx, kernel.SystemActor("matcher"), hall.ListingFilter{Limit: 100, Offset: offset})
		if err != nil {
			return nil, nil, err
		}
		for _, row := range rows {
			p, err := m.patent(ctx, row)
			if err != nil {
				return nil, nil, err
			}
			corpus.Add(x, p)
			byNo[p.No] = row
		}
		if offset += len(rows); offset >= total || len(rows) == 0 {
			break
		}
	}
	m.matcher, m.byNo, m.made = &matching.Matcher{Index: x, Corpus: corpus, Segmenter: segment.Gse{}}, byNo, m.now()
	return m.matcher, m.byNo, nil
}

func (m *hallMatcher) patent(ctx context.Context, row hall.ListingRow) (matching.Patent, error) {
	v, err := m.store.Right(ctx, row.Right)
	if err != nil {
		return matching.Patent{}, err
	}
	p := matching.Patent{No: row.Right, Title: row.Title, Abstract: v.Right.Abstract, Kind: row.Kind, OwnerID: row.Seller, Owner: row.SellerName, IPC: v.Right.IPC, Maturity: row.Maturity,
		Modes: []string{row.Deal}, Right: matching.RightAlive, Listed: true}
	if row.Licence != "" {
		p.Modes = []string{row.Licence}
	}
	if len(v.Right.Claims) > 0 {
		p.Claim1 = v.Right.Claims[0].Text
	}
	if row.Industry != "" {
		p.Industries = []string{row.Industry}
	}
	if !row.PriceOpen {
		p.Price = &matching.Range{Low: row.Price, High: row.Price}
	}
	return p, nil
}
