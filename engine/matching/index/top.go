package index

import (
	"container/heap"
	"sort"
)

// entry is a scored patent by its internal number.
type entry struct {
	score uint32
	doc   uint32
}

// top keeps the k best entries; the worst is on top of the heap.
type top struct {
	k       int
	entries worstFirst
}

func newTop(k int) *top { return &top{k: k} }

// threshold is the score that an entry must exceed to get in. Patents come in
// ascending order, so an equal score never displaces an earlier one.
func (t *top) threshold() uint32 {
	if len(t.entries) < t.k {
		return 0
	}
	return t.entries[0].score
}

func (t *top) push(e entry) {
	if len(t.entries) < t.k {
		heap.Push(&t.entries, e)
		return
	}
	t.entries[0] = e
	heap.Fix(&t.entries, 0)
}

func (t *top) hits(ids []string, unit float64) []Hit {
	sort.Slice(t.entries, func(i, j int) bool { return t.entries.Less(j, i) })
	out := make([]Hit, len(t.entries))
	for i, e := range t.entries {
		out[i] = Hit{ID: ids[e.doc], Score: float64(e.score) * unit}
	}
	return out
}

type worstFirst []entry

func (h worstFirst) Len() int { return len(h) }

func (h worstFirst) Less(i, j int) bool {
	if h[i].score != h[j].score {
		return h[i].score < h[j].score
	}
	return h[i].doc > h[j].doc
}

func (h worstFirst) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push is for container/heap.
func (h *worstFirst) Push(v any) { *h = append(*h, v.(entry)) }

// Pop is for container/heap.
func (h *worstFirst) Pop() any {
	old := *h
	v := old[len(old)-1]
	*h = old[:len(old)-1]
	return v
}
