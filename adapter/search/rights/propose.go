package rights

import (
	"context"
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/engine/matching/index"
	"quanlian/engine/matching/text"
	"quanlian/registry"
)

// Unit: rights. Source: our choice: as many of the nearest are read from the
// register, and so many where most of them are dead or listed; more than ten times
// what a page shows, read in some ten milliseconds.
const (
	readFirst = 150
	readMost  = 600
)

// Unlisted gives the best rights for a need that are in force, not the asker's own
// and not in the hall.
func (x *Index) Unlisted(ctx context.Context, d hall.NeedData, top int) (hall.Unlisted, error) {
	ok, err := x.catchUp(ctx)
	if err != nil || !ok {
		return hall.Unlisted{Reading: true}, err
	}
	r := &reading{x: x, ctx: ctx, now: x.Now(), want: top, buyer: registry.Owner{Party: string(d.Buyer.ID), Name: d.Buyer.Name, USCC: d.Buyer.Code}}
	m := matching.Matcher{Index: r, Corpus: r, Segmenter: x.Segmenter}
	res, err := m.Match(d.RegisterQuestion(), top)
	if r.err != nil {
		return hall.Unlisted{}, r.err
	}
	if err != nil {
		return hall.Unlisted{}, err
	}
	return hall.UnlistedOf(res), nil
}

// reading is one question: the nearest rights are found by the index and only
// these are read from the register. It is the matcher's index and corpus.
type reading struct {
	x     *Index
	ctx   context.Context //nolint:containedctx // of the one question
	now   time.Time
	want  int
	buyer registry.Owner

	done  bool
	hits  []index.Hit
	facts matching.Memory
	err   error
}

// IDF implements matching.Searcher.
func (r *reading) IDF(key text.Key) float64 { return r.x.x.IDF(key) }

// DF implements matching.Searcher.
func (r *reading) DF(key text.Key) int { return r.x.x.DF(key) }

// Len implements matching.Searcher.
func (r *reading) Len() int { return r.x.x.Len() }

// Patent implements matching.Corpus.
func (r *reading) Patent(no string) (matching.Patent, bool) { return r.facts.Patent(no) }

// Search implements matching.Searcher: it goes over what was read.
func (r *reading) Search(terms []index.QueryTerm, k int, accept func(id string) bool) []index.Hit {
	if !r.done {
		r.done = true
		alive := 0
		for _, most := range []int{readFirst, readMost} {
			near := r.x.x.Search(terms, most, nil)
			if alive, r.err = r.read(near); r.err != nil || alive >= r.want || len(near) < most {
				break
			}
		}
	}
	var out []index.Hit
	for _, h := range r.hits {
		if len(out) < k && (accept == nil || accept(h.ID)) {
			out = append(out, h)
		}
	}
	return out
}

// read keeps what could be asked for and counts what can.
func (r *reading) read(near []index.Hit) (alive int, err error) {
	r.hits, r.facts = nil, matching.Memory{}
	numbers := make([]string, len(near))
	for i, h := range near {
		numbers[i] = h.ID
	}
	views, err := r.x.Source.RightsByNo(r.ctx, numbers)
	if err != nil {
		return 0, err
	}
	listed, err := r.x.Source.HallRights(r.ctx, numbers)
	if err != nil {
		return 0, err
	}
	for _, h := range near {
		v := views[h.ID]
		if v == nil || slices.Contains(listed, h.ID) {
			continue
		}
		s := registry.AsOf(v.Events, calendar.DateOf(r.now), r.now)
		if !hall.Known(s) || hall.Holds(s, r.buyer) {
			continue
		}
		if hall.Alive(s) {
			alive++
		}
		r.hits, r.facts[h.ID] = append(r.hits, h), hall.Registered(nil, v, s)
	}
	return alive, nil
}
