package search

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
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

// Kept is what a file holds: the index, up to where it followed, and what its
// owner knows of each entry, in a form of the owner's own.
type Kept struct {
	Index  *index.Index
	Cursor uint64
	Facts  []byte
}

// Save writes a file. A crash leaves the old one or the new one, never a part.
func Save(path string, k Kept) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".index-*")
	if err != nil {
		return errs.Wrap(errs.Unavailable, CodeWrite, err)
	}
	err = errors.Join(write(f, k), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errs.Wrap(errs.Unavailable, CodeWrite, errors.Join(err, os.Remove(f.Name())))
	}
	return syncDir(filepath.Dir(path))
}

// head stands before the facts: where the index stands, how long the facts are
// and their sum.
type head struct {
	Cursor, Long uint64
	Sum          uint32
}

func write(f *os.File, k Kept) error {
	if err := binary.Write(f, binary.LittleEndian, head{k.Cursor, uint64(len(k.Facts)), crc32.ChecksumIEEE(k.Facts)}); err != nil {
		return err
	}
	if _, err := f.Write(k.Facts); err != nil {
		return err
	}
	if _, err := k.Index.WriteTo(f); err != nil {
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

// Open reads a file; found is false when there is none. A file that cannot be
// used gives an error: build the index again.
func Open(path string) (k Kept, found bool, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Kept{}, false, nil
	}
	if err != nil {
		return Kept{}, false, errs.Wrap(errs.Unavailable, CodeRead, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Kept{}, true, errs.Wrap(errs.Unavailable, CodeRead, err)
	}
	var h head
	if err := binary.Read(f, binary.LittleEndian, &h); err != nil {
		return Kept{}, true, errs.Wrap(errs.Invalid, CodeRead, err)
	}
	if h.Long > uint64(info.Size()) { // before memory is asked for it
		return Kept{}, true, errs.New(errs.Invalid, CodeRead, nil)
	}
	k.Cursor, k.Facts = h.Cursor, make([]byte, h.Long)
	if _, err := io.ReadFull(f, k.Facts); err != nil {
		return Kept{}, true, errs.Wrap(errs.Invalid, CodeRead, err)
	}
	if crc32.ChecksumIEEE(k.Facts) != h.Sum {
		return Kept{}, true, errs.New(errs.Invalid, CodeRead, nil)
	}
	if k.Index, err = index.Read(f); err != nil {
		return Kept{}, true, err
	}
	return k, true, nil
}
