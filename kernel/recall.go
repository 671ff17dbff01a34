package kernel

import (
	"reflect"
	"sync"
)

// recall keeps what was read out of the data of one case.
type recall struct {
	mu    sync.Mutex
	reads map[reflect.Type]recalled
}

type recalled struct {
	data []byte // of which the value was read
	v    any
}

// Remembering is the case with a memory of what is read out of its data: a page
// asks a dozen times whose turn it is, and reading the record is most of the answer.
// Who draws a page takes one; desks and stores never do.
func (c Case) Remembering() Case {
	c.recall = &recall{reads: map[reflect.Type]recalled{}}
	return c
}

// Recall is what read makes of the case's data, read once where the case remembers.
// What comes back is shared: it may be looked at only.
func Recall[T any](c Case, read func(Case) (T, error)) (T, error) {
	if c.recall == nil {
		return read(c)
	}
	r, key := c.recall, reflect.TypeFor[T]()
	r.mu.Lock()
	defer r.mu.Unlock()
	if had, ok := r.reads[key]; ok && sameBytes(had.data, c.Data) {
		return had.v.(T), nil
	}
	v, err := read(c)
	if err == nil {
		r.reads[key] = recalled{c.Data, v}
	}
	return v, err
}

// sameBytes reports whether both are the same piece of memory: a move that writes
// another record leaves the old one alone.
func sameBytes(a, b []byte) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
