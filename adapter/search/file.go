package search

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"quanlian/base/errs"
	"quanlian/engine/matching/index"
)

// Language keys of a file that cannot be written or read.
const (
	CodeWrite = "adapter.search.write"
	CodeRead  = "adapter.search.read"
)

// Save writes the index with the number of the last journal entry it holds. A
// crash leaves the old file or the new one, never a part.
func Save(path string, x *index.Index, cursor uint64) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".index-*")
	if err != nil {
		return errs.Wrap(errs.Unavailable, CodeWrite, err)
	}
	err = errors.Join(write(f, x, cursor), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errs.Wrap(errs.Unavailable, CodeWrite, errors.Join(err, os.Remove(f.Name())))
	}
	return syncDir(filepath.Dir(path))
}

func write(f *os.File, x *index.Index, cursor uint64) error {
	if err := binary.Write(f, binary.LittleEndian, cursor); err != nil {
		return err
	}
	if _, err := x.WriteTo(f); err != nil {
		return err
	}
	return f.Sync()
}

func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return errs.Wrap(errs.Unavailable, CodeWrite, err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return errs.Wrap(errs.Unavailable, CodeWrite, err)
	}
	return nil
}

// Open reads an index and its journal number; found is false when there is no
// file. A file that cannot be used gives an error: build the index again.
func Open(path string) (x *index.Index, cursor uint64, found bool, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, false, nil
	}
	if err != nil {
		return nil, 0, false, errs.Wrap(errs.Unavailable, CodeRead, err)
	}
	defer f.Close()
	if err := binary.Read(f, binary.LittleEndian, &cursor); err != nil {
		return nil, 0, true, errs.Wrap(errs.Invalid, CodeRead, err)
	}
	if x, err = index.Read(f); err != nil {
		return nil, 0, true, err
	}
	return x, cursor, true, nil
}
