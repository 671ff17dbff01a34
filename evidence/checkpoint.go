package evidence

import (
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"
	"time"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"

	"quanlian/base/errs"
)

// Checkpoint is the state of a log at one moment: how many leaves, and the root
// that binds all of them.
type Checkpoint struct {
	Log  string
	Size uint64
	Root Digest
	// SignedAt is when the log says that it signed; zero if no signature says so.
	SignedAt time.Time
	// Signed are the keys whose signatures were checked, in their order.
	Signed []Key
}

// signature is one line below a checkpoint.
type signature struct {
	log  string
	hash uint32
	raw  []byte
}

// ReadCheckpoint reads the statement of a checkpoint without looking at its
// signatures.
func ReadCheckpoint(note string) (Checkpoint, error) {
	c, _, _, err := split(note)
	return c, err
}

// OpenCheckpoint checks every signature below a checkpoint (C2SP
// tlog-checkpoint): each must be by one of the keys, and each key must have
// signed once. A line too many is refused as well as one too few.
func OpenCheckpoint(note string, keys []Key) (Checkpoint, error) {
	c, text, sigs, err := split(note)
	if err != nil {
		return c, err
	}
	if len(keys) == 0 || len(sigs) != len(keys) {
		return c, errs.New(errs.Invalid, "evidence.signatures", errs.Args{"keys": len(keys), "signatures": len(sigs)})
	}
	for i, k := range keys {
		s, check := sigs[i], k.verifier()
		if check == nil || k.Log != c.Log || s.log != k.Log || s.hash != k.Hash() {
			return c, errs.New(errs.Invalid, "evidence.foreign_signature", errs.Args{"key": k.ID()})
		}
		at, ok := check([]byte(text), s.raw)
		if !ok {
			return c, errs.New(errs.Invalid, "evidence.signature", errs.Args{"key": k.ID(), "algorithm": string(k.Algorithm)})
		}
		if !at.IsZero() {
			c.SignedAt = at
		}
		c.Signed = append(c.Signed, k)
	}
	return c, nil
}

// SignedBy lists the keys of a list that signed the checkpoint, in the order
// of its lines; what they are good for is for OpenCheckpoint to say.
func SignedBy(note string, known []Key) []Key {
	_, _, sigs, err := split(note)
	if err != nil {
		return nil
	}
	var out []Key
	for _, s := range sigs {
		for _, k := range known {
			if k.Log == s.log && k.Hash() == s.hash {
				out = append(out, k)
			}
		}
	}
	return out
}

// split takes a note apart: three lines, an empty one, signatures. Each note
// has one spelling.
func split(note string) (Checkpoint, string, []signature, error) {
	wrong := errs.New(errs.Invalid, "evidence.checkpoint", nil)
	var c Checkpoint
	text, below, ok := strings.Cut(note, "\n\n")
	text += "\n"
	lines := strings.Split(text, "\n")
	if !ok || len(lines) != 4 || !strings.HasSuffix(below, "\n") || !ValidName(lines[0]) {
		return c, "", nil, wrong
	}
	size, err := strconv.ParseUint(lines[1], 10, 64)
	if err != nil || strconv.FormatUint(size, 10) != lines[1] {
		return c, "", nil, wrong
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != len(c.Root) || base64.StdEncoding.EncodeToString(root) != lines[2] {
		return c, "", nil, wrong
	}
	c = Checkpoint{Log: lines[0], Size: size, Root: Digest(root)}
	var sigs []signature
	for _, line := range strings.Split(strings.TrimSuffix(below, "\n"), "\n") {
		s, ok := readSignature(line)
		if !ok {
			return c, "", nil, wrong
		}
		sigs = append(sigs, s)
	}
	return c, text, sigs, nil
}

func readSignature(line string) (signature, bool) {
	rest, ok := strings.CutPrefix(line, "— ")
	name, b64, cut := strings.Cut(rest, " ")
	raw, err := base64.StdEncoding.Strict().DecodeString(b64)
	// base64 passes over line ends; there must be one spelling only.
	if !ok || !cut || err != nil || len(raw) < 5 || base64.StdEncoding.EncodeToString(raw) != b64 {
		return signature{}, false
	}
	return signature{log: name, hash: binary.BigEndian.Uint32(raw), raw: raw[4:]}, true
}

// Includes checks that the leaf stands at its number in the tree of the
// checkpoint (RFC 6962 §2.1.1).
func (c Checkpoint) Includes(l Leaf, path []Digest) error {
	if err := proof.VerifyInclusion(rfc6962.DefaultHasher, l.Number, c.Size, l.Hash(), slicesOf(path), c.Root[:]); err != nil {
		return errs.Wrap(errs.Invalid, "evidence.inclusion", err)
	}
	return nil
}

// Grew checks that the later checkpoint holds everything the earlier one held,
// unchanged (RFC 6962 §2.1.2).
func Grew(earlier, later Checkpoint, path []Digest) error {
	if earlier.Log != later.Log {
		return errs.New(errs.Invalid, "evidence.other_log", errs.Args{"log": later.Log})
	}
	if earlier.Size == 0 { // an empty log says nothing that could be kept
		return errs.New(errs.Invalid, "evidence.consistency", nil)
	}
	if err := proof.VerifyConsistency(rfc6962.DefaultHasher, earlier.Size, later.Size, slicesOf(path), earlier.Root[:], later.Root[:]); err != nil {
		return errs.Wrap(errs.Invalid, "evidence.consistency", err)
	}
	return nil
}

func slicesOf(path []Digest) [][]byte {
	out := make([][]byte, 0, len(path))
	for _, d := range path {
		out = append(out, d[:])
	}
	return out
}
