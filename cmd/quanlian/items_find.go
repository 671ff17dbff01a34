package main

import (
	"context"

	"quanlian/adapter/segment"
	"quanlian/base/calendar"
	"quanlian/catalogue/items"
	"quanlian/engine/matching/seek"
)

// finder is the search over the items of one day, made once for each set.
type finder struct {
	set *items.Set
	f   *seek.Finder
}

// nameNow names an item of the files and of what was approved since; "" for none.
func (b *itemBook) nameNow(zh bool, code string) string {
	it, _ := b.On(calendar.DateOf(b.now())).Item(code)
	return it.Name.In(zh)
}

// Today is what is in force, as officials last approved it.
func (b *itemBook) Today(ctx context.Context) *items.Set { return b.today(ctx, b.now()) }

// Find finds items by everyday words, the best first. It is what the pages for
// citizens and the API ask.
func (b *itemBook) Find(ctx context.Context, q string, k int) []items.Found {
	set := b.Today(ctx)
	var out []items.Found
	for _, h := range b.finder(set).Find(q, k) {
		if it, ok := set.Item(h.ID); ok {
			out = append(out, items.Found{Item: it, Phrase: h.Phrase})
		}
	}
	return out
}

// warm builds the search and loads the dictionary while the server starts, so
// that nobody waits for it.
func (b *itemBook) warm() { b.finder(b.On(calendar.DateOf(b.now()))).Find("商标", 1) }

// finder gives the search of a set; the last one is kept.
func (b *itemBook) finder(set *items.Set) *seek.Finder {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.found.set != set {
		var docs []seek.Doc
		for _, w := range b.Live.Now().Words(set) {
			docs = append(docs, seek.Doc{ID: w.Code, Phrases: w.Phrases, Names: w.Names, Leads: w.Leads, Rest: w.Rest})
		}
		b.found = finder{set: set, f: seek.New(docs, seek.Everyday(), segment.Gse{})}
	}
	return b.found.f
}
