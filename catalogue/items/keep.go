package items

import (
	"cmp"
	"slices"
	"sync/atomic"

	"quanlian/base/calendar"
	"quanlian/kernel/form"
)

// Keep says what the store must write so that it knows what the files say; ok
// is false when it knows already. have is what it knows.
func (c *Catalogue) Keep(have []form.Kept) (w form.KeepItems, ok bool) {
	known := map[string]bool{}
	for _, k := range have {
		known[k.Hash] = true
	}
	for _, code := range c.codes {
		for _, v := range c.versions[code] {
			if v.rank >= form.RankApproved {
				continue
			}
			w.Versions = append(w.Versions, form.Kept{Code: code, From: v.Item.From, Rank: v.rank, Hash: v.Hash})
			if !known[v.Hash] {
				w.Items = append(w.Items, v.Item)
			}
		}
	}
	slices.SortFunc(w.Versions, compareKept)
	have = slices.Clone(have)
	slices.SortFunc(have, compareKept)
	return w, !slices.Equal(w.Versions, have)
}

func compareKept(a, b form.Kept) int {
	return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Rank, b.Rank), a.From.Compare(b.From))
}

// Approved is a version that officials made, as the store gives it.
type Approved struct {
	Item form.Item
	Case string // by which case
}

// With gives the catalogue with the approved versions over its files.
func (c *Catalogue) With(approved []Approved) *Catalogue {
	out := &Catalogue{City: c.City, versions: map[string][]Version{}, named: c.named, reader: c.reader}
	for code, list := range c.versions {
		for _, v := range list {
			if v.rank < form.RankApproved {
				out.versions[code] = append(out.versions[code], v)
			}
		}
	}
	for _, a := range approved {
		v := Version{Item: a.Item, Hash: a.Item.Hash(), Layer: "database", Case: a.Case, Path: Path(a.Item), rank: form.RankApproved}
		out.versions[a.Item.Code] = append(out.versions[a.Item.Code], v)
	}
	out.settle(nil)
	return out
}

// Approved lists the versions that officials made, by code and day.
func (c *Catalogue) Approved() []Version {
	var out []Version
	for _, code := range c.codes {
		for _, v := range slices.Backward(c.versions[code]) {
			if v.rank >= form.RankApproved {
				out = append(out, v)
			}
		}
	}
	return out
}

// Upstream is the file that an item of the local layer replaces.
func (c *Catalogue) Upstream(it form.Item) ([]byte, bool) {
	for _, v := range c.versions[it.Code] {
		if v.body != nil && v.Layer != "local" {
			return v.body, true
		}
	}
	return nil, false
}

// Live is the catalogue of a running program: read by everybody, exchanged as
// a whole when an official's change was approved.
type Live struct{ p atomic.Pointer[Catalogue] }

// NewLive makes one.
func NewLive(c *Catalogue) *Live {
	l := &Live{}
	l.p.Store(c)
	return l
}

// Now is the catalogue as it stands.
func (l *Live) Now() *Catalogue { return l.p.Load() }

// On is what is in force on a day.
func (l *Live) On(day calendar.Date) *Set { return l.p.Load().On(day) }

// Set exchanges it.
func (l *Live) Set(c *Catalogue) { l.p.Store(c) }
