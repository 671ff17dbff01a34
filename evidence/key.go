package evidence

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"

	"quanlian/base/errs"
)

// Algorithm is how a checkpoint is signed.
type Algorithm string

// The algorithms: the one that tools of the world know, and the Chinese one.
const (
	Ed25519 Algorithm = "Ed25519" // RFC 8032, as C2SP signed-note uses it
	SM2     Algorithm = "SM2"     // GB/T 32918 with SM3, user id of GM/T 0009
)

// marks begin the encoded key by algorithm (C2SP signed-note: 01 is Ed25519,
// ff begins a name of one's own).
var marks = map[Algorithm]string{Ed25519: "\x01", SM2: "\xffquanlian-sm2-v1\n"}

// Key is a public key of a log. Its id is what stands beside a signature.
type Key struct {
	Log       string // name of the log, the origin of its checkpoints
	Algorithm Algorithm
	Public    []byte // 32 bytes for Ed25519, SubjectPublicKeyInfo (DER) for SM2
}

// Signer signs checkpoints under one key. adapter/sign fulfils it.
type Signer interface {
	Key() Key
	Sign(text []byte, at time.Time) ([]byte, error)
}

// Hash is the four bytes by which a signature names its key.
func (k Key) Hash() uint32 {
	sum := sha256.Sum256([]byte(k.Log + "\n" + marks[k.Algorithm] + string(k.Public)))
	return binary.BigEndian.Uint32(sum[:])
}

// ID names the key: the log and the hash.
func (k Key) ID() string { return fmt.Sprintf("%s+%08x", k.Log, k.Hash()) }

// String is the key as one line, in the form of a C2SP verifier key.
func (k Key) String() string {
	return k.ID() + "+" + base64.StdEncoding.EncodeToString([]byte(marks[k.Algorithm]+string(k.Public)))
}

// ParseKey reads the line; each key has one spelling.
func ParseKey(line string) (Key, error) {
	wrong := errs.New(errs.Invalid, "evidence.key", errs.Args{"text": short(line)})
	parts := strings.Split(line, "+")
	if len(parts) < 3 {
		return Key{}, wrong
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(strings.Join(parts[2:], "+"))
	if err != nil || !ValidName(parts[0]) {
		return Key{}, wrong
	}
	for alg, mark := range marks {
		if pub, ok := bytes.CutPrefix(raw, []byte(mark)); ok {
			k := Key{Log: parts[0], Algorithm: alg, Public: pub}
			if k.String() != line || k.verifier() == nil {
				return Key{}, wrong
			}
			return k, nil
		}
	}
	return Key{}, wrong
}

// ValidName tells a name that a log may have (C2SP signed-note).
func ValidName(s string) bool {
	return s != "" && !strings.ContainsRune(s, '+') && strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == unicode.ReplacementChar }) < 0
}

// verifier gives the function that checks a signature, nil for a broken key.
// It also says when the signature claims to have been made, zero if it does not.
func (k Key) verifier() func(text, sig []byte) (at time.Time, ok bool) {
	switch k.Algorithm {
	case Ed25519:
		if len(k.Public) != ed25519.PublicKeySize {
			return nil
		}
		return func(text, sig []byte) (time.Time, bool) {
			return time.Time{}, len(sig) == ed25519.SignatureSize && ed25519.Verify(k.Public, text, sig)
		}
	case SM2:
		pub := sm2Key(k.Public)
		if pub == nil {
			return nil
		}
		return func(text, sig []byte) (time.Time, bool) {
			if len(sig) <= 8 {
				return time.Time{}, false
			}
			at := time.Unix(int64(binary.BigEndian.Uint64(sig)), 0).UTC()
			return at, sm2.VerifyASN1WithSM2(pub, nil, SM2Message(text, at), sig[8:])
		}
	}
	return nil
}

// sm2Key reads a SubjectPublicKeyInfo that holds an SM2 key and is spelled as
// we spell it.
func sm2Key(der []byte) *ecdsa.PublicKey {
	any, err := smx509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil
	}
	pub, ok := any.(*ecdsa.PublicKey)
	if !ok || !sm2.IsSM2PublicKey(pub) {
		return nil
	}
	again, err := smx509.MarshalPKIXPublicKey(pub)
	if err != nil || !bytes.Equal(again, der) {
		return nil
	}
	return pub
}

// SM2Message is what an SM2 key signs: the checkpoint and when. The signature
// is these seconds, eight bytes, and the ASN.1 signature after them.
func SM2Message(text []byte, at time.Time) []byte {
	return append([]byte("quanlian-sm2-v1\ntime "+strconv.FormatInt(at.Unix(), 10)+"\n"), text...)
}
