package listings

import (
	"context"
	"time"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/engine/matching/index"
	"quanlian/kernel"
)

// Unit: listings. Source: our choice: what a reader waits for at most; a worker
// takes in the rest.
const followNow = 50

// Unit: listings. Source: our choice: so many more are asked for as the reader
// may not see, or as left the hall in this moment.
const spare = 10

// Propose gives the best open listings for a need, as the reader may see them.
func (x *Index) Propose(ctx context.Context, a kernel.Actor, d hall.NeedData, top int) (hall.Proposals, error) {
	if err := x.catchUp(ctx); err != nil {
		return hall.Proposals{}, err
	}
	x.mu.RLock()
	ready := x.ready
	x.mu.RUnlock()
	m := matching.Matcher{Index: ready, Corpus: today{x, calendar.DateOf(x.Now()).String()}, Segmenter: x.Segmenter}
	res, err := m.Match(d.Question(), top+spare)
	if err != nil {
		return hall.Proposals{}, err
	}
	out := hall.Proposals{Version: res.Formula.Version, Compared: res.Compared, Unknown: res.Unknown, Left: hall.LeftOut(res)}
	out.Matches, err = x.seen(ctx, a, res.Matches, top)
	return out, err
}

// seen reads the matches again as the reader may see them.
func (x *Index) seen(ctx context.Context, a kernel.Actor, list []matching.Match, top int) ([]hall.Proposal, error) {
	nos := make([]string, len(list))
	for i, m := range list {
		nos[i] = m.Patent.No
	}
	rows, err := x.Source.HallListingsByNo(ctx, a, nos)
	if err != nil {
		return nil, err
	}
	byNo := make(map[string]hall.ListingRow, len(rows))
	for _, r := range rows {
		byNo[r.No] = r
	}
	var out []hall.Proposal
	for _, m := range list {
		if row, ok := byNo[m.Patent.No]; ok && len(out) < top {
			m.Rank = len(out) + 1
			out = append(out, hall.Proposal{Listing: row, Match: m})
		}
	}
	return out, nil
}

// catchUp takes in what just changed, so that a listing is found as soon as it
// stands in the hall. Who comes while another does so goes on with what is there.
func (x *Index) catchUp(ctx context.Context) error {
	x.mu.RLock()
	built := x.ready != nil
	x.mu.RUnlock()
	if !built {
		_, err := x.Follow(ctx, 0)
		return err
	}
	if !x.following.TryLock() {
		return nil
	}
	defer x.following.Unlock()
	_, err := x.follow(ctx, followNow)
	return err
}

// Size tells how large the index is, and since when it has seen changes.
func (x *Index) Size() (index.Stats, time.Time) {
	x.following.Lock()
	defer x.following.Unlock()
	if x.x == nil {
		return index.Stats{}, time.Time{}
	}
	return x.x.Stats(), x.since
}

// today is the corpus as the day makes it: an offer or a right may have ended
// since it was read.
type today struct {
	x   *Index
	day string
}

// Patent implements matching.Corpus.
func (t today) Patent(no string) (matching.Patent, bool) {
	t.x.mu.RLock()
	f, ok := t.x.facts[no]
	t.x.mu.RUnlock()
	if f.Valid != "" && f.Valid < t.day || f.TermEnd != "" && f.TermEnd <= t.day {
		f.Patent.Right = matching.RightDead
	}
	return f.Patent, ok
}
