package index

import "encoding/binary"

// blockSize is the number of postings of a full block.
// Unit: postings. Source: [D], the usual size in the literature on block-max
// indexes (Ding and Suel, SIGIR 2011, use 64 to 128).
const blockSize = 128

// postings is the list of one term: documents ascending, each as the distance
// to the one before (varint) and one byte of impact.
type postings struct {
	blocks []block
	data   []byte
	count  uint32 // postings, those of deleted documents included
}

// block describes up to blockSize postings.
type block struct {
	last uint32 // the last document
	off  uint32 // where its bytes begin
	max  uint8  // the greatest impact
}

// add appends a document that is greater than every one before.
func (p *postings) add(doc uint32, impact uint8) {
	base := int64(-1)
	if n := len(p.blocks); n > 0 {
		base = int64(p.blocks[n-1].last)
	}
	if p.count%blockSize == 0 {
		p.blocks = append(p.blocks, block{off: uint32(len(p.data))})
	}
	p.data = binary.AppendUvarint(p.data, uint64(int64(doc)-base))
	p.data = append(p.data, impact)
	b := &p.blocks[len(p.blocks)-1]
	b.last = doc
	b.max = max(b.max, impact)
	p.count++
}

// base is the document before block i, -1 before the first.
func (p *postings) base(i int) int64 {
	if i == 0 {
		return -1
	}
	return int64(p.blocks[i-1].last)
}

// size is the number of postings of block i.
func (p *postings) size(i int) int {
	if i < len(p.blocks)-1 {
		return blockSize
	}
	return int(p.count) - i*blockSize
}

// decoded is one block in the open.
type decoded struct {
	docs    [blockSize]uint32
	impacts [blockSize]uint8
	n       int
}

// decode opens block i. Lists read from outside are checked before (Read), so
// the bytes are known to be whole.
func (p *postings) decode(i int, d *decoded) {
	d.n = p.size(i)
	data := p.data[p.blocks[i].off:]
	doc := p.base(i)
	at := 0
	for k := range d.n {
		v := int64(data[at])
		at++
		if v >= 0x80 {
			u, n := binary.Uvarint(data[at-1:])
			v, at = int64(u), at-1+n
		}
		doc += v
		d.docs[k] = uint32(doc)
		d.impacts[k] = data[at]
		at++
	}
}
