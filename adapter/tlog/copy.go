package tlog

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/transparency-dev/tessera/api/layout"

	"quanlian/base/errs"
	"quanlian/evidence"
)

// Unit: tries. Source: our choice; a log that grows meanwhile needs a second.
const copyTries = 5

// Copy copies a log to an empty directory while its owner goes on writing: the
// checkpoint is taken first, then every tile, and the copy is reckoned through.
// What is private to the owner stays behind; Adopt makes it anew.
func Copy(ctx context.Context, from, to string) (evidence.Checkpoint, error) {
	var err error
	for range copyTries {
		var c evidence.Checkpoint
		if c, err = copyOnce(ctx, from, to); err == nil || ctx.Err() != nil || errs.KindOf(err) == errs.NotFound {
			return c, err
		}
		if e := os.RemoveAll(to); e != nil {
			return c, errs.Wrap(errs.Unavailable, "adapter.tlog.unwritable", e)
		}
	}
	return evidence.Checkpoint{}, err
}

func copyOnce(ctx context.Context, from, to string) (evidence.Checkpoint, error) {
	text, err := NewReader(from, nil).Note()
	if err != nil {
		return evidence.Checkpoint{}, err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return evidence.Checkpoint{}, errs.Wrap(errs.Unavailable, "adapter.tlog.unwritable", err)
	}
	err = filepath.WalkDir(filepath.Join(from, "tile"), func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) { // swept meanwhile: a full tile has replaced it
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil || !published.MatchString(filepath.ToSlash(name)) {
			return err // a file that is being written
		}
		if err := copyFile(path, filepath.Join(to, name)); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return evidence.Checkpoint{}, errs.Wrap(errs.Unavailable, "adapter.tlog.unreadable", err)
	}
	if err := os.WriteFile(filepath.Join(to, layout.CheckpointPath), []byte(text), 0o644); err != nil {
		return evidence.Checkpoint{}, errs.Wrap(errs.Unavailable, "adapter.tlog.unwritable", err)
	}
	return NewReader(to, nil).Audit(ctx)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	if _, err = io.Copy(out, in); err == nil {
		err = out.Sync()
	}
	if e := out.Close(); err == nil {
		err = e
	}
	return err
}

// Holds checks that the log holds everything that an earlier state of it held.
func (r *Reader) Holds(ctx context.Context, earlier evidence.Checkpoint) error {
	c, err := r.Checkpoint(ctx)
	if err != nil {
		return err
	}
	if c.Log != earlier.Log || c.Size < earlier.Size {
		return errs.New(errs.Conflict, "adapter.tlog.other_log", errs.Args{"dir": r.dir, "have": c.Log, "want": earlier.Log})
	}
	t, err := r.tree(ctx, earlier.Size)
	if err != nil {
		return err
	}
	if now, err := root(t); err != nil || now != earlier.Root {
		return errs.New(errs.Conflict, "adapter.tlog.forked", errs.Args{"log": c.Log})
	}
	return nil
}
