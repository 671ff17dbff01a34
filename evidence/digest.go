package evidence

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"

	"github.com/emmansun/gmsm/sm3"

	"quanlian/base/errs"
)

// Digest is the result of SHA-256 or SM3; both have 32 bytes.
type Digest [32]byte

// String is the digest in lower-case hexadecimal.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// MarshalText writes it in hexadecimal.
func (d Digest) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads lower-case hexadecimal of the right length and nothing
// else, so that a digest has one spelling.
func (d *Digest) UnmarshalText(text []byte) error {
	x, err := ParseDigest(string(text))
	if err == nil {
		*d = x
	}
	return err
}

// ParseDigest reads 64 lower-case hexadecimal digits.
func ParseDigest(s string) (Digest, error) {
	var d Digest
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(d) || hex.EncodeToString(b) != s {
		return d, errs.New(errs.Invalid, "evidence.digest", errs.Args{"text": short(s)})
	}
	copy(d[:], b)
	return d, nil
}

// Commitment binds a statement under both hash functions: who trusts only the
// one of them needs only that one.
type Commitment struct {
	SHA256 Digest `json:"sha256"`
	SM3    Digest `json:"sm3"`
}

// double hashes with SHA-256 and SM3 at once.
type double struct{ sha, sm hash.Hash }

func newDouble() double { return double{sha256.New(), sm3.New()} }

// Write feeds both; it never fails.
func (d double) Write(p []byte) (int, error) {
	_, _ = d.sha.Write(p)
	return d.sm.Write(p)
}

// framed writes a text with its length before it, so that two texts in a row
// cannot be read as two others.
func (d double) framed(s string) {
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(s)))
	_, _ = d.Write(n[:])
	_, _ = d.Write([]byte(s))
}

func (d double) sum() Commitment {
	return Commitment{SHA256: Digest(d.sha.Sum(nil)), SM3: Digest(d.sm.Sum(nil))}
}

// short keeps what somebody sent from filling a sentence.
func short(s string) string {
	// Unit: runes. Source: our choice; a digest has 64.
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}
