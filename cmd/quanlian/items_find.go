package main

import (
	"context"
	"strings"

	"quanlian/adapter/segment"
	"quanlian/base/calendar"
	"quanlian/catalogue/bundles"
	"quanlian/catalogue/items"
	"quanlian/engine/matching/seek"
)

// thingMark tells a bundle from an item in the search of both.
const thingMark = "thing:"

// mostThings is how many of the best hits are looked at for bundles. Source: our
// choice [D] on the sentences of its test.
const mostThings = 5

// finder is the search over the items of one day, made once for each set.
type finder struct {
	set    *items.Set
	f      *seek.Finder
	things *seek.Finder // with what is done as one among them: only so are words weighed alike
}

// nameNow names an item of the files and of what was approved since; "" for none.
func (b *itemBook) nameNow(zh bool, code string) string {
	it, _ := b.On(calendar.DateOf(b.now())).Item(code)
	return it.Name.In(zh)
}

// english is the English name of an item in force.
func (b *itemBook) english(name string) string {
	for _, it := range b.On(calendar.DateOf(b.now())).All() {
		if it.Name.Zh == name {
			return it.Name.En
		}
	}
	return ""
}

// Today is what is in force, as officials last approved it.
func (b *itemBook) Today(ctx context.Context) *items.Set { return b.today(ctx, b.now()) }

// Find finds items by everyday words, the best first. It is what the pages for
// citizens and the API ask.
func (b *itemBook) Find(ctx context.Context, q string, k int) []items.Found {
	set := b.Today(ctx)
	var out []items.Found
	for _, h := range b.finder(set).f.Find(q, k) {
		if it, ok := set.Item(h.ID); ok {
			out = append(out, items.Found{Item: it, Phrase: h.Phrase})
		}
	}
	return out
}

// warm builds the search and loads the dictionary while the server starts, so
// that nobody waits for it.
func (b *itemBook) warm() { b.finder(b.On(calendar.DateOf(b.now()))).f.Find("商标", 1) }

// finder gives the search of a set; the last one is kept.
func (b *itemBook) finder(set *items.Set) finder {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.found.set != set {
		var docs []seek.Doc
		for _, w := range b.Live.Now().Words(set) {
			docs = append(docs, seek.Doc{ID: w.Code, Phrases: w.Phrases, Names: w.Names, Leads: w.Leads, Rest: w.Rest})
		}
		b.found = finder{set: set, f: seek.New(docs, seek.Everyday(), segment.Gse{}), things: seek.New(append(docs, thingDocs(b.Bundles())...), seek.Everyday(), segment.Gse{})}
	}
	return b.found
}

// thingDocs are what of the bundles is searched.
func thingDocs(set bundles.Set) []seek.Doc {
	var out []seek.Doc
	for _, t := range set.All() {
		out = append(out, seek.Doc{ID: thingMark + t.ID, Phrases: t.Seek})
	}
	return out
}

// Things finds what is done as one, the best first.
func (b *itemBook) Things(ctx context.Context, q string) []string {
	return b.finder(b.Today(ctx)).thingsOf(q)
}

// thingsOf are those where the question comes near to the words in which people
// ask for them: a word that it shares with them is not enough.
func (f finder) thingsOf(q string) []string {
	var out []string
	for _, h := range f.things.Find(q, mostThings) {
		if id, ok := strings.CutPrefix(h.ID, thingMark); ok && h.Phrase != "" {
			out = append(out, id)
		}
	}
	return out
}
