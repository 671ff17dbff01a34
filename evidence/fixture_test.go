package evidence_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"testing"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"

	"quanlian/evidence"
)

// log is a log in memory with keys of its own.
type log struct {
	t    testing.TB
	ed   ed25519.PrivateKey
	sm   *sm2.PrivateKey
	note string
}

func newLog(t testing.TB) *log {
	t.Helper()
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sm, err := sm2.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &log{t: t, ed: ed, sm: sm}
}

const origin = "yunlan.example/log"

func (l *log) keys() []evidence.Key {
	spki, err := smx509.MarshalPKIXPublicKey(l.sm.Public())
	if err != nil {
		l.t.Fatal(err)
	}
	return []evidence.Key{
		{Log: origin, Algorithm: evidence.Ed25519, Public: l.ed.Public().(ed25519.PublicKey)},
		{Log: origin, Algorithm: evidence.SM2, Public: spki},
	}
}

// receipt puts the statement as leaf 3 into a tree of 6 and signs it.
func (l *log) receipt(s evidence.Statement, show func(string) bool) []byte {
	l.t.Helper()
	const size, index = 6, 3
	var hashes [][]byte
	leaf := evidence.Leaf{Number: index, Commitment: s.Commitment()}
	for i := range uint64(size) {
		x := evidence.Leaf{Number: i}
		if i == index {
			x = leaf
		}
		hashes = append(hashes, x.Hash())
	}
	root := rootOf(hashes)
	text := origin + "\n" + strconv.Itoa(size) + "\n" + base64.StdEncoding.EncodeToString(root) + "\n"
	sm, err := l.sm.Sign(rand.Reader, evidence.SM2Message([]byte(text), at), sm2.NewSM2SignerOption(true, nil))
	if err != nil {
		l.t.Fatal(err)
	}
	raws := [][]byte{ed25519.Sign(l.ed, []byte(text)), append(binary.BigEndian.AppendUint64(nil, uint64(at.Unix())), sm...)}
	l.note = text + "\n"
	for i, k := range l.keys() {
		l.note += "— " + origin + " " + base64.StdEncoding.EncodeToString(append(binary.BigEndian.AppendUint32(nil, k.Hash()), raws[i]...)) + "\n"
	}
	r, err := evidence.NewReceipt(s.Parts(show), leaf, pathOf(l.t, hashes, index), l.note, l.keys())
	if err != nil {
		l.t.Fatal(err)
	}
	b, err := r.Marshal()
	if err != nil {
		l.t.Fatal(err)
	}
	return b
}

func rootOf(hashes [][]byte) []byte {
	if len(hashes) == 1 {
		return hashes[0]
	}
	k := 1
	for k*2 < len(hashes) {
		k *= 2
	}
	return rfc6962.DefaultHasher.HashChildren(rootOf(hashes[:k]), rootOf(hashes[k:]))
}

func pathOf(t testing.TB, hashes [][]byte, index uint64) []evidence.Digest {
	t.Helper()
	nodes, err := proof.Inclusion(index, uint64(len(hashes)))
	if err != nil {
		t.Fatal(err)
	}
	raw := make([][]byte, 0, len(nodes.IDs))
	for _, id := range nodes.IDs {
		raw = append(raw, nodeOf(hashes, id))
	}
	raw, err = nodes.Rehash(raw, rfc6962.DefaultHasher.HashChildren)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]evidence.Digest, 0, len(raw))
	for _, h := range raw {
		out = append(out, evidence.Digest(h))
	}
	return out
}

func nodeOf(hashes [][]byte, id compact.NodeID) []byte {
	from, to := id.Coverage()
	return rootOf(hashes[from:min(to, uint64(len(hashes)))])
}

func verifyDeposit(t *testing.T, bound evidence.Files, there *evidence.Files) evidence.Verdict {
	t.Helper()
	s, err := evidence.Deposit("材料", bound, at, []byte("salt"))
	if err != nil {
		t.Fatal(err)
	}
	if there == nil {
		there = &bound
	}
	return evidence.Verify(newLog(t).receipt(s, all), evidence.Against{Files: there})
}
