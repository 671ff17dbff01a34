package evidence

import (
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/transparency-dev/merkle/rfc6962"

	"quanlian/base/errs"
)

// leafForm is the first line of a leaf; another form of leaf means another one.
const leafForm = "quanlian-leaf-v1"

// Leaf is what stands in the log: the number of a statement and its commitment.
// It holds no personal data. Its text can be read by eye and rebuilt by hand.
type Leaf struct {
	Number     uint64
	Commitment Commitment
}

// String is the leaf as it stands in the log, four lines.
func (l Leaf) String() string {
	return leafForm + "\nnumber " + strconv.FormatUint(l.Number, 10) +
		"\nsha256 " + l.Commitment.SHA256.String() + "\nsm3 " + l.Commitment.SM3.String() + "\n"
}

// Hash is the leaf's hash in the tree (RFC 6962 §2.1).
func (l Leaf) Hash() []byte { return rfc6962.DefaultHasher.HashLeaf([]byte(l.String())) }

// ParseLeaf reads a leaf; each leaf has one spelling.
func ParseLeaf(text string) (Leaf, error) {
	wrong := errs.New(errs.Invalid, "evidence.leaf", nil)
	lines := strings.Split(text, "\n")
	if len(lines) != 5 || lines[0] != leafForm {
		return Leaf{}, wrong
	}
	var l Leaf
	n, err := strconv.ParseUint(strings.TrimPrefix(lines[1], "number "), 10, 64)
	if err != nil {
		return Leaf{}, wrong
	}
	l.Number = n
	if l.Commitment.SHA256, err = ParseDigest(strings.TrimPrefix(lines[2], "sha256 ")); err != nil {
		return Leaf{}, wrong
	}
	if l.Commitment.SM3, err = ParseDigest(strings.TrimPrefix(lines[3], "sm3 ")); err != nil {
		return Leaf{}, wrong
	}
	if l.String() != text {
		return Leaf{}, wrong
	}
	return l, nil
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }

// unhex reads what the receipt's reader has checked already.
func unhex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		return nil
	}
	return b
}
