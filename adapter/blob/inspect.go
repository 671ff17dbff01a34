package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"quanlian/base/errs"
)

// Inspect reads every content below root and gives how many there are and the
// hashes of those that are not what they were. Nothing is made or changed; a root
// that is missing holds none.
func Inspect(ctx context.Context, root string) (n int, damaged []string, err error) {
	err = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case e.IsDir() || !hashRE.MatchString(e.Name()):
			return nil
		}
		sum, err := sumOf(path)
		if errors.Is(err, fs.ErrNotExist) { // dropped meanwhile
			return nil
		}
		if n++; sum != e.Name() {
			damaged = append(damaged, e.Name())
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return n, damaged, nil
	}
	if err != nil {
		return n, damaged, errs.Wrap(errs.Unavailable, "adapter.blob.no_directory", err)
	}
	return n, damaged, nil
}

func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
