package rights

import (
	"context"
	"hash/maphash"
	"sync"
	"time"

	"quanlian/engine/matching"
	"quanlian/engine/matching/index"
	"quanlian/registry"
)

// Source is where rights are read from; the store fulfils it.
type Source interface {
	// RightWords are rights in the order of their last change, beyond a place in it.
	RightWords(ctx context.Context, after registry.Changed, limit int) ([]registry.Words, error)
	RightsByNo(ctx context.Context, numbers []string) (map[string]*registry.View, error)
	// HallRights are those of the rights that stand in the hall.
	HallRights(ctx context.Context, numbers []string) ([]string, error)
}

// Unit: rights; characters; hours. Source: our choice: one pass stays short; the
// beginning of an abstract says what the patent is about, and an index of all of
// it takes three times the memory; a sweep reads a few seconds of a large register.
const (
	readPage    = 2000
	mostLetters = 120
	sweepAge    = time.Hour
)

// Index finds near rights. Its fields are set once, before use.
type Index struct {
	Source    Source
	Segmenter matching.Segmenter
	Now       func() time.Time

	following sync.Mutex // held while changes are taken in
	at        registry.Changed
	swept     time.Time
	known     map[string]uint64 // what was indexed of a right, as a hash

	once  sync.Once
	seed  maphash.Seed
	x     *index.Index
	mu    sync.RWMutex
	ready bool
}

func (x *Index) begin() {
	x.once.Do(func() {
		x.x, x.known, x.seed, x.swept = index.New(index.DefaultParams()), map[string]uint64{}, maphash.MakeSeed(), x.Now()
	})
}

// Follow takes in one page of what changed; more says that some is left.
func (x *Index) Follow(ctx context.Context) (more bool, err error) {
	x.following.Lock()
	defer x.following.Unlock()
	return x.follow(ctx)
}

func (x *Index) follow(ctx context.Context) (bool, error) {
	x.begin()
	if now := x.Now(); now.Sub(x.swept).Abs() >= sweepAge {
		x.at, x.swept = registry.Changed{}, now
	}
	list, err := x.Source.RightWords(ctx, x.at, readPage)
	if err != nil {
		return false, err
	}
	for _, w := range list {
		x.put(w)
		x.at = w.Changed
	}
	if n := x.x.Deleted(); n*5 > x.x.Len() && n > readPage {
		x.x.Compact()
	}
	if len(list) == readPage {
		return true, nil
	}
	x.mu.Lock()
	x.ready = true
	x.mu.Unlock()
	return false, nil
}

// put indexes a right; its texts are indexed anew only when they changed.
func (x *Index) put(w registry.Words) {
	text := []rune(w.Abstract)
	d := index.Doc{ID: w.Number, Texts: [3]string{w.Title, string(text[:min(len(text), mostLetters)])}}
	hash := maphash.String(x.seed, d.Texts[0]+"\n"+d.Texts[1])
	if old, ok := x.known[w.Number]; ok && old == hash {
		return
	}
	x.known[w.Number] = hash
	x.x.Add(d)
}

// Near gives the numbers of at most so many rights that are worded like a text,
// the likeliest first; ok is false while a large register is being read.
func (x *Index) Near(ctx context.Context, own, text string, most int) (numbers []string, ok bool, err error) {
	if ok, err = x.catchUp(ctx); err != nil || !ok {
		return nil, false, err
	}
	for _, h := range x.x.Search(matching.NearTerms(x.x, text), most, func(id string) bool { return id != own }) {
		numbers = append(numbers, h.ID)
	}
	return numbers, true, nil
}

// catchUp takes in what just changed. Who comes while another does so goes on with
// what is there.
func (x *Index) catchUp(ctx context.Context) (bool, error) {
	if x.following.TryLock() {
		_, err := x.follow(ctx)
		x.following.Unlock()
		if err != nil {
			return false, err
		}
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.ready, nil
}
