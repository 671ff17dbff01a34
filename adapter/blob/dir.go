package blob

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"quanlian/base/errs"
)

// Dir is a store in a directory, two levels deep.
type Dir struct{ root string }

// NewDir opens a directory, made when it is missing.
func NewDir(root string) (*Dir, error) {
	if err := os.MkdirAll(root, 0o750); err != nil {
		return nil, errs.Wrap(errs.Unavailable, "adapter.blob.no_directory", err)
	}
	return &Dir{root: root}, nil
}

var hashRE = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (d *Dir) path(sha string) string { return filepath.Join(d.root, sha[:2], sha) }

// Put stores the content durably and gives its hash.
func (d *Dir) Put(content []byte) (string, error) {
	sum := sha256.Sum256(content)
	sha := hex.EncodeToString(sum[:])
	to := d.path(sha)
	if _, err := os.Stat(to); err == nil {
		now := time.Now() // wanted again: see Drop
		_ = os.Chtimes(to, now, now)
		return sha, nil
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
		return "", errs.Wrap(errs.Unavailable, "adapter.blob.no_directory", err)
	}
	f, err := os.CreateTemp(filepath.Dir(to), "new-*")
	if err != nil {
		return "", errs.Wrap(errs.Unavailable, "adapter.blob.cannot_write", err)
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), to)
	}
	if err != nil {
		return "", errs.Wrap(errs.Unavailable, "adapter.blob.cannot_write", err)
	}
	return sha, nil
}

// Get gives the content of a hash, checked against it.
func (d *Dir) Get(sha string) ([]byte, error) {
	if !hashRE.MatchString(sha) {
		return nil, errs.New(errs.NotFound, "adapter.blob.unknown", nil)
	}
	b, err := os.ReadFile(d.path(sha))
	if err != nil {
		return nil, errs.Wrap(errs.NotFound, "adapter.blob.unknown", err)
	}
	if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != sha {
		return nil, errs.New(errs.Internal, "adapter.blob.damaged", errs.Args{"sha256": sha})
	}
	return b, nil
}

// Drop removes a content that nothing refers to any more, unless it was put in,
// or again, after the instant: who puts it in refers to it a moment later.
func (d *Dir) Drop(sha string, unless time.Time) error {
	if !hashRE.MatchString(sha) {
		return errs.New(errs.NotFound, "adapter.blob.unknown", nil)
	}
	info, err := os.Stat(d.path(sha))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && !info.ModTime().After(unless) {
		err = os.Remove(d.path(sha))
	}
	if err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.blob.cannot_write", err)
	}
	return nil
}
