package index

import (
	"math/bits"
	"sort"
)

// windowSize is how many neighbouring patents are scored at once.
// Unit: patents. Source: [D]; 4,096 sums of 4 bytes stay in the first cache.
const windowSize = 4096

// searcher answers one question.
type searcher struct {
	x       *Index
	cursors []*cursor
	best    *top
	accept  func(string) bool
	sums    [windowSize]uint32
	touched [windowSize / 64]uint64
	bound   []uint32 // bound[i]: the most that cursors[:i+1] can give in this window
}

func (s *searcher) run() {
	s.bound = make([]uint32, len(s.cursors))
	for lo := uint32(0); int(lo) < len(s.x.ids); lo += windowSize {
		hi := min(lo+windowSize, uint32(len(s.x.ids)))
		total := uint32(0)
		for _, c := range s.cursors {
			total += c.enter(lo, hi)
		}
		if total <= s.best.threshold() {
			continue
		}
		s.window(lo, hi, s.split())
	}
}

// split sorts the cursors by what they can give in this window and tells how
// many of them together cannot lift a patent into the answer.
func (s *searcher) split() int {
	sort.SliceStable(s.cursors, func(i, j int) bool { return s.cursors[i].bound < s.cursors[j].bound })
	sum, optional := uint32(0), 0
	for i, c := range s.cursors {
		sum += c.bound
		s.bound[i] = sum
		if sum <= s.best.threshold() {
			optional = i + 1
		}
	}
	return optional
}

// window scores the patents lo..hi: those of the essential lists are summed up,
// the others looked up for patents that can still reach the answer.
func (s *searcher) window(lo, hi uint32, optional int) {
	for _, c := range s.cursors[optional:] {
		if c.bound > 0 {
			c.addTo(s, lo, hi)
		}
	}
	for w, word := range s.touched {
		s.touched[w] = 0
		for ; word != 0; word &= word - 1 {
			at := w*64 + bits.TrailingZeros64(word)
			score := s.sums[at]
			s.sums[at] = 0
			s.consider(lo+uint32(at), score, optional)
		}
	}
}

func (s *searcher) consider(doc, score uint32, optional int) {
	threshold := s.best.threshold()
	for i := optional - 1; i >= 0; i-- {
		if score+s.bound[i] <= threshold {
			return
		}
		c, rest := s.cursors[i], uint32(0)
		if i > 0 {
			rest = s.bound[i-1]
		}
		most := c.most(doc)
		if score+rest+most <= threshold {
			return
		}
		if most > 0 {
			score += c.lookUp(doc)
		}
	}
	if score <= threshold {
		return
	}
	id := s.x.ids[doc]
	if id == "" || (s.accept != nil && !s.accept(id)) {
		return
	}
	s.best.push(entry{score, doc})
}

// cursor walks one list forward, window by window.
type cursor struct {
	p      *postings
	weight uint32
	bound  uint32 // the most this list can give in the window
	at     int    // the first block that reaches into the window
	look   int    // the block of the last look-up
	open   int    // the block that stands in d, -1 none
	d      decoded
}

// enter moves to the window and gives the most the list can give in it.
func (c *cursor) enter(lo, hi uint32) uint32 {
	for c.at < len(c.p.blocks) && c.p.blocks[c.at].last < lo {
		c.at++
	}
	c.look = c.at
	greatest := uint8(0)
	for i := c.at; i < len(c.p.blocks) && c.p.base(i)+1 < int64(hi); i++ {
		greatest = max(greatest, c.p.blocks[i].max)
	}
	c.bound = uint32(greatest) * c.weight
	return c.bound
}

// addTo adds the list's part of the window to the sums.
func (c *cursor) addTo(s *searcher, lo, hi uint32) {
	for i := c.at; i < len(c.p.blocks) && c.p.base(i)+1 < int64(hi); i++ {
		c.load(i)
		for k, doc := range c.d.docs[:c.d.n] {
			if doc < lo {
				continue
			}
			if doc >= hi {
				return
			}
			at := doc - lo
			s.sums[at] += uint32(c.d.impacts[k]) * c.weight
			s.touched[at/64] |= 1 << (at % 64)
		}
	}
}

// most moves to the block that could hold a patent and gives the most it can add
// to it, without opening the block; patents come ascending.
func (c *cursor) most(doc uint32) uint32 {
	blocks := c.p.blocks
	for c.look < len(blocks) && blocks[c.look].last < doc {
		c.look++
	}
	if c.look == len(blocks) || c.p.base(c.look) >= int64(doc) {
		return 0
	}
	return uint32(blocks[c.look].max) * c.weight
}

// lookUp gives what the block found by most adds to the patent.
func (c *cursor) lookUp(doc uint32) uint32 {
	c.load(c.look)
	low, high := 0, c.d.n
	for low < high {
		middle := int(uint(low+high) >> 1)
		if c.d.docs[middle] < doc {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == c.d.n || c.d.docs[low] != doc {
		return 0
	}
	return uint32(c.d.impacts[low]) * c.weight
}

func (c *cursor) load(i int) {
	if c.open != i {
		c.p.decode(i, &c.d)
		c.open = i
	}
}
