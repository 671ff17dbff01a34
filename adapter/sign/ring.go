package sign

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"

	"quanlian/base/errs"
	"quanlian/evidence"
)

// FileName is the file of the keys below their directory.
const FileName = "log-keys.json"

// Ring is the keys of one log: the two that sign now, and those of before.
type Ring struct {
	path string
	file ringFile
}

type ringFile struct {
	Log  string    `json:"log"`
	Keys []heldKey `json:"keys"`
}

type heldKey struct {
	ID        string             `json:"id"`
	Algorithm evidence.Algorithm `json:"algorithm"`
	Public    []byte             `json:"public"`
	Private   []byte             `json:"private,omitempty"` // Ed25519: seed; SM2: PKCS#8
	Made      time.Time          `json:"made"`
	Retired   time.Time          `json:"retired,omitzero"`
}

func (h heldKey) key(log string) evidence.Key {
	return evidence.Key{Log: log, Algorithm: h.Algorithm, Public: h.Public}
}

// Open reads the keys of a directory: notfound when there are none, and a
// refusal when others than the owner may read them.
func Open(dir string) (*Ring, error) {
	r := &Ring{path: filepath.Join(dir, FileName)}
	info, err := os.Stat(r.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errs.New(errs.NotFound, "adapter.sign.no_keys", errs.Args{"file": r.path})
	}
	if err != nil {
		return nil, errs.Wrap(errs.Unavailable, "adapter.sign.unreadable", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, errs.New(errs.Invalid, "adapter.sign.open_to_others", errs.Args{"file": r.path, "mode": info.Mode().Perm().String()})
	}
	text, err := os.ReadFile(r.path)
	if err != nil {
		return nil, errs.Wrap(errs.Unavailable, "adapter.sign.unreadable", err)
	}
	if err := json.Unmarshal(text, &r.file); err != nil {
		return nil, wrong(r.path, err)
	}
	if len(r.Signers()) == 0 {
		return nil, wrong(r.path, nil)
	}
	for _, h := range r.file.Keys {
		if k, err := evidence.ParseKey(h.key(r.file.Log).String()); err != nil || k.ID() != h.ID {
			return nil, wrong(r.path, err)
		}
	}
	return r, nil
}

func wrong(path string, err error) error {
	e := errs.Wrap(errs.Invalid, "adapter.sign.broken", err)
	e.Args = errs.Args{"file": path}
	return e
}

// New makes the first keys of a log in a directory; it never replaces any.
func New(dir, log string, at time.Time) (*Ring, error) {
	if !evidence.ValidName(log) {
		return nil, errs.At("name", "adapter.sign.bad_name", errs.Args{"name": log})
	}
	r := &Ring{path: filepath.Join(dir, FileName), file: ringFile{Log: log}}
	if _, err := os.Stat(r.path); err == nil {
		return nil, errs.New(errs.Conflict, "adapter.sign.keys_exist", errs.Args{"file": r.path})
	}
	return r, r.add(at)
}

// Rotate retires the keys that sign now and makes new ones. The private half
// of the old ones is deleted; their public half stays.
func (r *Ring) Rotate(at time.Time) error {
	for i := range r.file.Keys {
		if r.file.Keys[i].Retired.IsZero() {
			r.file.Keys[i].Retired, r.file.Keys[i].Private = at.UTC(), nil
		}
	}
	return r.add(at)
}

func (r *Ring) add(at time.Time) error {
	pub, priv, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return errs.Wrap(errs.Internal, "adapter.sign.no_randomness", err)
	}
	sm, err := sm2.GenerateKey(rand.Reader)
	if err != nil {
		return errs.Wrap(errs.Internal, "adapter.sign.no_randomness", err)
	}
	smPub, err := smx509.MarshalPKIXPublicKey(sm.Public())
	if err != nil {
		return errs.Wrap(errs.Internal, "adapter.sign.broken", err)
	}
	smPriv, err := smx509.MarshalPKCS8PrivateKey(sm)
	if err != nil {
		return errs.Wrap(errs.Internal, "adapter.sign.broken", err)
	}
	for _, h := range []heldKey{{Algorithm: evidence.Ed25519, Public: pub, Private: priv.Seed()}, {Algorithm: evidence.SM2, Public: smPub, Private: smPriv}} {
		h.ID, h.Made = h.key(r.file.Log).ID(), at.UTC()
		r.file.Keys = append(r.file.Keys, h)
	}
	return r.save()
}

// save writes the file whole or not at all, for its owner only.
func (r *Ring) save() error {
	text, err := json.MarshalIndent(r.file, "", "  ")
	if err != nil {
		return errs.Wrap(errs.Internal, "adapter.sign.broken", err)
	}
	if err := os.MkdirAll(filepath.Dir(r.path), 0o700); err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.sign.unwritable", err)
	}
	f, err := os.CreateTemp(filepath.Dir(r.path), ".keys-*") // made with mode 0600
	if err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.sign.unwritable", err)
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(append(text, '\n'))
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), r.path)
	}
	if err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.sign.unwritable", err)
	}
	return nil
}

// Log is the name of the log that the keys are for.
func (r *Ring) Log() string { return r.file.Log }

// Public are all keys, the oldest first.
func (r *Ring) Public() []evidence.Key {
	var out []evidence.Key
	for _, h := range r.file.Keys {
		out = append(out, h.key(r.file.Log))
	}
	return out
}

// Signers are the keys that sign now: Ed25519 first, as tools of the world
// expect it, then SM2.
func (r *Ring) Signers() []evidence.Signer {
	var out []evidence.Signer
	for _, h := range r.file.Keys {
		if !h.Retired.IsZero() || len(h.Private) == 0 {
			continue
		}
		switch h.Algorithm {
		case evidence.Ed25519:
			if len(h.Private) == ed25519.SeedSize {
				out = append(out, edSigner{h.key(r.file.Log), ed25519.NewKeyFromSeed(h.Private)})
			}
		case evidence.SM2:
			if any, err := smx509.ParsePKCS8PrivateKey(h.Private); err == nil {
				if priv, ok := any.(*sm2.PrivateKey); ok {
					out = append(out, smSigner{h.key(r.file.Log), priv})
				}
			}
		}
	}
	return out
}

type edSigner struct {
	key  evidence.Key
	priv ed25519.PrivateKey
}

// Key is the public half.
func (s edSigner) Key() evidence.Key { return s.key }

// Sign signs a checkpoint; the note has no place for the time.
func (s edSigner) Sign(text []byte, _ time.Time) ([]byte, error) {
	return ed25519.Sign(s.priv, text), nil
}

type smSigner struct {
	key  evidence.Key
	priv *sm2.PrivateKey
}

// Key is the public half.
func (s smSigner) Key() evidence.Key { return s.key }

// Sign signs a checkpoint together with the time, which it puts before the
// ASN.1 signature.
func (s smSigner) Sign(text []byte, at time.Time) ([]byte, error) {
	sig, err := s.priv.Sign(rand.Reader, evidence.SM2Message(text, at), sm2.NewSM2SignerOption(true, nil))
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "adapter.sign.broken", err)
	}
	return append(binary.BigEndian.AppendUint64(nil, uint64(at.Unix())), sig...), nil
}
