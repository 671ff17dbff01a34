package tlog

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"quanlian/base/errs"
	"quanlian/evidence"
)

// Names and form of the state that tessera keeps beside the tiles: the size and
// root of the tree as it is integrated. Source: tessera 1.0.4, storage/posix.
const (
	stateDir  = ".state"
	stateFile = "treeState"
)

type treeState struct {
	Size uint64 `json:"size"`
	Root []byte `json:"root"`
}

// heal puts the state right before tessera reads it. Without it, or behind a
// checkpoint, it would publish a smaller tree over a larger one: after a copy,
// or when somebody brought back half a directory. What a checkpoint was
// published of is integrated, so the checkpoint tells the state.
func heal(dir string, c evidence.Checkpoint) error {
	path := filepath.Join(dir, stateDir, stateFile)
	var have treeState
	raw, err := os.ReadFile(path)
	switch {
	case err == nil:
		if json.Unmarshal(raw, &have) == nil && have.Size >= c.Size {
			return nil
		}
	case !errors.Is(err, fs.ErrNotExist):
		return unreadable(err)
	}
	text, err := json.Marshal(treeState{Size: c.Size, Root: c.Root[:]})
	if err != nil {
		return errs.Wrap(errs.Internal, "adapter.tlog.unwritable", err)
	}
	if err = os.MkdirAll(filepath.Dir(path), 0o755); err == nil {
		err = os.WriteFile(path+".new", text, 0o644)
	}
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.tlog.unwritable", err)
	}
	return nil
}

// Unfence lets an owner of any fence take the log: after a restore the leases
// of the database begin again below those that were. Nobody may own the log.
func Unfence(dir string) error {
	raw, err := os.ReadFile(filepath.Join(dir, ownerFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var a about
	if err != nil || json.Unmarshal(raw, &a) != nil {
		return unreadable(errors.Join(err, errors.New("owner.json")))
	}
	f, err := own(dir, a)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	return write(f, about{Log: a.Log, Follows: a.Follows})
}
