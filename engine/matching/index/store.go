package index

import (
	"bufio"
	"encoding/binary"
	"hash"
	"hash/crc32"
	"io"
	"sort"

	"quanlian/base/errs"
	"quanlian/engine/matching/text"
)

// magic begins every stored index; another layout needs another number.
const magic = "QLIX0001"

// CodeStore is the language key of an index that cannot be read.
const CodeStore = "engine.matching.index_unreadable"

// WriteTo writes the whole index: the same patents added in the same order give
// the same bytes.
func (x *Index) WriteTo(w io.Writer) (int64, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	out := &writer{w: bufio.NewWriterSize(w, 1<<16), sum: crc32.NewIEEE()}
	out.bytes([]byte(magic))
	out.value(x.params)
	out.number(uint64(len(x.ids)))
	for _, id := range x.ids {
		out.number(uint64(len(id)))
		out.bytes([]byte(id))
	}
	keys := make([]text.Key, 0, len(x.terms))
	for k := range x.terms {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	out.number(uint64(len(keys)))
	for _, k := range keys {
		p := x.terms[k]
		out.number(uint64(k))
		out.number(uint64(p.count))
		out.number(uint64(len(p.data)))
		out.bytes(p.data)
	}
	sum := out.sum.Sum32()
	out.value(sum)
	if out.err == nil {
		out.err = out.w.Flush()
	}
	return out.n, out.err
}

type writer struct {
	w   *bufio.Writer
	sum hash.Hash32
	n   int64
	err error
}

func (w *writer) bytes(b []byte) {
	if w.err != nil {
		return
	}
	_, w.err = w.w.Write(b)
	w.sum.Write(b)
	w.n += int64(len(b))
}

func (w *writer) number(v uint64) {
	var buf [binary.MaxVarintLen64]byte
	w.bytes(buf[:binary.PutUvarint(buf[:], v)])
}

func (w *writer) value(v any) {
	b, err := binary.Append(nil, binary.LittleEndian, v)
	if err != nil && w.err == nil {
		w.err = err
	}
	w.bytes(b)
}

// Read reads what WriteTo wrote. A damaged or foreign stream gives an error with
// CodeStore: build the index again from the register.
func Read(r io.Reader) (*Index, error) {
	in := &reader{r: bufio.NewReaderSize(r, 1<<16), sum: crc32.NewIEEE()}
	x := New(Params{})
	if string(in.bytes(uint64(len(magic)))) != magic {
		return nil, unreadable("magic", in.err)
	}
	in.value(&x.params)
	x.readIDs(in)
	x.readTerms(in)
	want := in.sum.Sum32()
	var sum uint32
	in.value(&sum)
	if in.err != nil {
		return nil, unreadable("stream", in.err)
	}
	if sum != want {
		return nil, unreadable("checksum", nil)
	}
	return x, nil
}

func (x *Index) readIDs(in *reader) {
	for n := in.number(); n > 0 && in.err == nil; n-- {
		id := string(in.bytes(in.number()))
		if _, twice := x.numbers[id]; twice && id != "" {
			in.fail()
			return
		}
		if id == "" {
			x.deleted++
		} else {
			x.numbers[id] = uint32(len(x.ids))
		}
		x.ids = append(x.ids, id)
	}
}

func (x *Index) readTerms(in *reader) {
	for n := in.number(); n > 0 && in.err == nil; n-- {
		key := text.Key(in.number())
		count := in.number()
		p, ok := parse(in.bytes(in.number()), count, uint32(len(x.ids)))
		if !ok {
			in.fail()
			return
		}
		x.terms[key] = p
	}
}

// parse rebuilds a list with its blocks and refuses bytes that do not hold
// exactly count ascending documents below limit.
func parse(data []byte, count uint64, limit uint32) (*postings, bool) {
	if count > uint64(len(data)) {
		return nil, false
	}
	p := &postings{data: make([]byte, 0, len(data))}
	doc := int64(-1)
	for ; count > 0; count-- {
		step, n := binary.Uvarint(data)
		if n <= 0 || n >= len(data) || step == 0 || step > uint64(limit) || doc+int64(step) >= int64(limit) {
			return nil, false
		}
		doc += int64(step)
		p.add(uint32(doc), data[n])
		data = data[n+1:]
	}
	return p, len(data) == 0
}

type reader struct {
	r   *bufio.Reader
	sum hash.Hash32
	err error
}

func (r *reader) fail() {
	if r.err == nil {
		r.err = io.ErrUnexpectedEOF
	}
}

// bytes reads n bytes in pieces, so that a false length cannot ask for memory
// that the stream does not fill.
func (r *reader) bytes(n uint64) []byte {
	const piece = 1 << 20
	var out []byte
	for n > 0 && r.err == nil {
		b := make([]byte, min(n, piece))
		if _, err := io.ReadFull(r.r, b); err != nil {
			r.err = err
			return nil
		}
		r.sum.Write(b)
		n -= uint64(len(b))
		if out == nil {
			out = b
		} else {
			out = append(out, b...)
		}
	}
	return out
}

// ReadByte lets binary.ReadUvarint read through the check sum.
func (r *reader) ReadByte() (byte, error) {
	b, err := r.r.ReadByte()
	if err == nil {
		r.sum.Write([]byte{b})
	}
	return b, err
}

func (r *reader) number() uint64 {
	if r.err != nil {
		return 0
	}
	v, err := binary.ReadUvarint(r)
	if err != nil {
		r.err = err
		return 0
	}
	return v
}

func (r *reader) value(v any) {
	b := r.bytes(uint64(binary.Size(v)))
	if r.err != nil {
		return
	}
	if _, err := binary.Decode(b, binary.LittleEndian, v); err != nil {
		r.err = err
	}
}

func unreadable(what string, cause error) error {
	e := errs.Wrap(errs.Invalid, CodeStore, cause)
	e.Args = errs.Args{"what": what}
	return e
}
