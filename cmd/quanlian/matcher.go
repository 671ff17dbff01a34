package main

import (
	"context"
	"sync"
	"time"

	"quanlian/adapter/segment"
	"quanlian/adapter/sqlstore"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/engine/matching/index"
	"quanlian/kernel"
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

// Propose gives the best open listings for a need.
func (m *hallMatcher) Propose(ctx context.Context, d hall.NeedData, top int) (hall.Proposals, error) {
	mt, rows, err := m.ready(ctx)
	if err != nil {
		return hall.Proposals{}, err
	}
	res, err := mt.Match(d.Question(), top)
	if err != nil {
		return hall.Proposals{}, err
	}
	out := hall.Proposals{Version: res.Formula.Version, Compared: res.Compared, Unknown: res.Unknown}
	for _, x := range res.Matches {
		out.Matches = append(out.Matches, hall.Proposal{Listing: rows[x.Patent.No], Match: x})
	}
	return out, nil
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
