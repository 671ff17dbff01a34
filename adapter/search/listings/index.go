package listings

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"quanlian/adapter/search"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/engine/matching/index"
	"quanlian/kernel"
	"quanlian/registry"
)

// Source is where listings and rights are read from; the store fulfils it.
type Source interface {
	HallStamps(ctx context.Context, since time.Time) ([]hall.Stamp, error)
	HallListingsByNo(ctx context.Context, a kernel.Actor, nos []string) ([]hall.ListingRow, error)
	RightsByNo(ctx context.Context, numbers []string) (map[string]*registry.View, error)
}

// Unit: minutes, hours. Source: our choice. The overlap covers writes that
// commit late and clocks that differ; changes lie behind a follower whose clock is
// right by no more than the reach, so that a day of bulk is not read for ever;
// the sweep finds whatever still slipped by,
// and reads each listing again once a day, as rights change by the day alone.
const (
	overlap   = 2 * time.Minute
	reach     = 10 * time.Minute
	sweepAge  = time.Hour
	factAge   = 24 * time.Hour
	saveAge   = 10 * time.Minute
	readBatch = 200
)

// fact is what the index knows of a listing.
type fact struct {
	Patent  matching.Patent `json:"patent"`
	Card    time.Time       `json:"card"`
	Right   time.Time       `json:"right"`
	Read    time.Time       `json:"read"`
	Valid   string          `json:"valid,omitempty"`    // last day on offer
	TermEnd string          `json:"term_end,omitempty"` // of the right
}

// Index finds open listings. Its fields are set once, before use.
type Index struct {
	Source    Source
	Segmenter matching.Segmenter
	Suggester matching.Suggester
	Now       func() time.Time
	Path      string // of the file; "" keeps none
	Log       *slog.Logger

	following sync.Mutex // held while changes are taken in
	x         *index.Index
	since     time.Time // of the latest change seen
	swept     time.Time
	saved     time.Time
	dirty     bool

	mu    sync.RWMutex // facts; never held while the index is asked
	facts map[string]fact
	ready *index.Index // x, once it holds the hall
}

// Follow takes in what changed, at most so many listings (0 for all); more says
// that some are left.
func (x *Index) Follow(ctx context.Context, most int) (more bool, err error) {
	x.following.Lock()
	defer x.following.Unlock()
	return x.follow(ctx, most)
}

func (x *Index) follow(ctx context.Context, most int) (bool, error) {
	if x.x == nil {
		x.open()
	}
	now := x.Now()
	sweep := now.Sub(x.swept) >= sweepAge
	from := x.since.Add(-overlap)
	if far := now.Add(-reach); far.After(from) && x.ready != nil {
		from = far
	}
	if sweep {
		from = time.Time{}
	}
	stamps, err := x.Source.HallStamps(ctx, from)
	if err != nil {
		return false, err
	}
	changed, gone := x.differing(stamps, sweep, now)
	more := false
	if most > 0 && len(changed) > most {
		changed, more = changed[:most], true
	}
	for batch := range slices.Chunk(changed, readBatch) {
		if err := x.read(ctx, batch, now); err != nil {
			return false, err
		}
	}
	x.drop(gone)
	switch {
	case !more && sweep:
		x.swept, x.since = now, latest(x.since, stamps)
	case !more:
		x.since = latest(x.since, stamps)
	case !sweep:
		x.since = latest(x.since, changed)
	}
	if x.since.After(now) { // under a clock that runs ahead: what comes meanwhile must not be missed
		x.since = now
	}
	if n := x.x.Deleted(); n*5 > x.x.Len() && n > readBatch {
		x.x.Compact()
	}
	if !more {
		x.mu.Lock()
		x.ready = x.x
		x.mu.Unlock()
	}
	return more, nil
}

// differing are the listings to be read again, oldest change first, and those
// that left the hall.
func (x *Index) differing(stamps []hall.Stamp, sweep bool, now time.Time) (changed []hall.Stamp, gone []string) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	there := map[string]bool{}
	for _, s := range stamps {
		f, known := x.facts[s.No]
		switch {
		case !s.Open && known:
			gone = append(gone, s.No)
		case s.Open && (!known || !f.Card.Equal(s.Card) || !f.Right.Equal(s.Right) || sweep && now.Sub(f.Read) >= factAge):
			changed = append(changed, s)
		}
		there[s.No] = s.Open
	}
	if sweep {
		for no := range x.facts {
			if !there[no] && !slices.Contains(gone, no) {
				gone = append(gone, no)
			}
		}
	}
	slices.SortFunc(changed, func(a, b hall.Stamp) int {
		if c := a.Changed().Compare(b.Changed()); c != 0 {
			return c
		}
		return strings.Compare(a.No, b.No)
	})
	return changed, gone
}

func latest(t time.Time, stamps []hall.Stamp) time.Time {
	for _, s := range stamps {
		if c := s.Changed(); c.After(t) {
			t = c
		}
	}
	return t
}

// read takes listings in as they stand now; one that is not to be seen any more
// is dropped.
func (x *Index) read(ctx context.Context, batch []hall.Stamp, now time.Time) error {
	stamp, nos := map[string]hall.Stamp{}, make([]string, len(batch))
	for i, s := range batch {
		stamp[s.No], nos[i] = s, s.No
	}
	rows, err := x.Source.HallListingsByNo(ctx, kernel.SystemActor("matcher"), nos)
	if err != nil {
		return err
	}
	numbers := make([]string, len(rows))
	for i, row := range rows {
		numbers[i] = row.Right
	}
	rights, err := x.Source.RightsByNo(ctx, numbers)
	if err != nil {
		return err
	}
	for _, row := range rows {
		f := fact{Read: now, Valid: row.Valid, TermEnd: row.TermEnd, Card: stamp[row.No].Card, Right: stamp[row.No].Right}
		v, known := rights[row.Right]
		switch {
		case !known: // the card is all we have
			f.Patent = hall.Offered(row, nil, registry.State{})
		case v == nil: // an entry that cannot be read holds up no other
			x.Log.ErrorContext(ctx, "listing is not matched: its right cannot be read", "listing", row.No, "right", row.Right)
			continue
		default:
			f.Patent = hall.Offered(row, v, registry.AsOf(v.Events, calendar.DateOf(now), now))
		}
		x.put(f)
		delete(stamp, row.No)
	}
	var gone []string
	for no := range stamp {
		gone = append(gone, no)
	}
	x.drop(gone)
	return nil
}

// put holds a listing; its texts are indexed anew only when they changed.
func (x *Index) put(f fact) {
	no := f.Patent.No
	x.mu.Lock()
	old, known := x.facts[no]
	x.facts[no] = f
	x.mu.Unlock()
	x.dirty = true
	if !known || !x.x.Has(no) || matching.IndexDoc(old.Patent) != matching.IndexDoc(f.Patent) {
		x.x.Add(matching.IndexDoc(f.Patent))
	}
}

func (x *Index) drop(nos []string) {
	for _, no := range nos {
		if x.x.Delete(no) {
			x.dirty = true
		}
		x.mu.Lock()
		delete(x.facts, no)
		x.mu.Unlock()
	}
}

// open reads the file, or begins with nothing.
func (x *Index) open() {
	x.mu.Lock()
	x.x, x.facts, x.since, x.swept, x.saved = index.New(index.DefaultParams()), map[string]fact{}, time.Time{}, time.Time{}, x.Now()
	x.mu.Unlock()
	if x.Path == "" {
		return
	}
	k, found, err := search.Open(x.Path)
	var list []fact
	if err == nil && found {
		err = json.Unmarshal(k.Facts, &list)
	}
	if err != nil {
		x.Log.Warn("match index is read from the hall again", "path", x.Path, "error", err)
		return
	}
	if !found || k.Index.Len() != len(list) {
		return
	}
	facts := make(map[string]fact, len(list))
	for _, f := range list {
		if !k.Index.Has(f.Patent.No) {
			return
		}
		facts[f.Patent.No] = f
	}
	x.mu.Lock()
	x.x, x.facts, x.since = k.Index, facts, time.UnixMicro(int64(k.Cursor)) //nolint:gosec // an instant fits
	x.mu.Unlock()
}

// Save writes the file when something changed and the last time is long ago, or
// at once.
func (x *Index) Save(atOnce bool) error {
	x.following.Lock()
	defer x.following.Unlock()
	if x.Path == "" || x.x == nil || !x.dirty || (!atOnce && x.Now().Sub(x.saved) < saveAge) {
		return nil
	}
	x.mu.RLock()
	list := make([]fact, 0, len(x.facts))
	for _, f := range x.facts {
		list = append(list, f)
	}
	x.mu.RUnlock()
	slices.SortFunc(list, func(a, b fact) int { return strings.Compare(a.Patent.No, b.Patent.No) })
	b, err := json.Marshal(list)
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	if err := search.Save(x.Path, search.Kept{Index: x.x, Cursor: uint64(max(0, x.since.UnixMicro())), Facts: b}); err != nil {
		return err
	}
	x.dirty, x.saved = false, x.Now()
	return nil
}
