package index

import (
	"sync"

	"quanlian/engine/matching/text"
)

// Doc is what is indexed of a patent: its number and its texts.
type Doc struct {
	ID    string
	Texts [fieldCount]string // title, abstract, claim 1
}

// Index holds the terms of all patents. It may be used by several goroutines:
// questions run side by side, adding and deleting wait for them.
type Index struct {
	mu      sync.RWMutex
	params  Params
	terms   map[text.Key]*postings
	ids     []string          // by internal number; "" is deleted
	numbers map[string]uint32 // by id
	deleted int
}

// New makes an empty index.
func New(p Params) *Index {
	return &Index{params: p, terms: map[text.Key]*postings{}, numbers: map[string]uint32{}}
}

// Add indexes a patent; one that is there already is replaced. A patent without
// a number is not added: it could never be deleted.
func (x *Index) Add(d Doc) {
	if d.ID == "" {
		return
	}
	freq := frequencies(d)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.delete(d.ID)
	number := uint32(len(x.ids))
	x.ids = append(x.ids, d.ID)
	x.numbers[d.ID] = number
	for key, tf := range freq.terms {
		p := x.terms[key]
		if p == nil {
			p = &postings{}
			x.terms[key] = p
		}
		p.add(number, x.params.impact(tf, freq.length))
	}
}

type frequency struct {
	terms  map[text.Key][fieldCount]uint32
	length [fieldCount]uint32
}

func frequencies(d Doc) frequency {
	f := frequency{terms: make(map[text.Key][fieldCount]uint32, 64)}
	var keys []text.Key
	for field, s := range d.Texts {
		var places int
		keys, places = text.Keys(keys[:0], s)
		f.length[field] = uint32(places)
		for _, k := range keys {
			tf := f.terms[k]
			tf[field]++
			f.terms[k] = tf
		}
	}
	return f
}

// Delete takes a patent out of every answer and tells whether it was there.
func (x *Index) Delete(id string) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.delete(id)
}

func (x *Index) delete(id string) bool {
	n, ok := x.numbers[id]
	if !ok {
		return false
	}
	delete(x.numbers, id)
	x.ids[n] = ""
	x.deleted++
	return true
}

// Has tells whether the patent is indexed.
func (x *Index) Has(id string) bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	_, ok := x.numbers[id]
	return ok
}

// Len is the number of patents that can be found.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.numbers)
}

// Deleted is how many patents were taken out, or replaced, since Compact.
func (x *Index) Deleted() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.deleted
}

// DF is in how many patents the term stands; deleted ones count until Compact.
func (x *Index) DF(key text.Key) int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.df(key)
}

func (x *Index) df(key text.Key) int {
	if p := x.terms[key]; p != nil {
		return int(p.count)
	}
	return 0
}

// IDF is the weight of a term in this index.
func (x *Index) IDF(key text.Key) float64 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return IDF(len(x.ids), x.df(key))
}

// Stats tells how large the index is.
type Stats struct {
	Patents  int   `json:"patents"`
	Deleted  int   `json:"deleted"`
	Terms    int   `json:"terms"`
	Postings int64 `json:"postings"`
	Bytes    int64 `json:"bytes"` // of postings and block tables
}

// Stats counts patents, terms, postings and their bytes.
func (x *Index) Stats() Stats {
	x.mu.RLock()
	defer x.mu.RUnlock()
	s := Stats{Patents: len(x.numbers), Deleted: x.deleted, Terms: len(x.terms)}
	for _, p := range x.terms {
		s.Postings += int64(p.count)
		s.Bytes += int64(cap(p.data)) + int64(cap(p.blocks))*12
	}
	return s
}

// Compact rewrites every list without deleted patents. Questions wait meanwhile;
// worth it when a fifth of the patents is deleted.
func (x *Index) Compact() {
	x.mu.Lock()
	defer x.mu.Unlock()
	renumber := make([]uint32, len(x.ids))
	ids := make([]string, 0, len(x.numbers))
	for n, id := range x.ids {
		if id != "" {
			renumber[n] = uint32(len(ids))
			x.numbers[id] = uint32(len(ids))
			ids = append(ids, id)
		}
	}
	var d decoded
	for key, p := range x.terms {
		fresh := &postings{data: make([]byte, 0, len(p.data))}
		for i := range p.blocks {
			p.decode(i, &d)
			for k, doc := range d.docs[:d.n] {
				if x.ids[doc] != "" {
					fresh.add(renumber[doc], d.impacts[k])
				}
			}
		}
		if fresh.count == 0 {
			delete(x.terms, key)
			continue
		}
		x.terms[key] = fresh
	}
	x.ids, x.deleted = ids, 0
}
