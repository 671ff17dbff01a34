package tlog

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"quanlian/base/errs"
)

// What a log follows; a log never changes it.
const (
	Journal  = "journal"  // the numbers of a journal in SQL
	Deposits = "deposits" // nothing: it numbers its leaves itself
)

// about says what a directory holds. It lies in the file that is locked.
type about struct {
	Log     string `json:"log"`
	Follows string `json:"follows"`
	Fence   int64  `json:"fence"`
}

const ownerFile = "owner.json"

// own locks the directory for this process and writes who owns it. A log of
// another name, one that follows something else, or one whose owner has a
// higher fence is refused.
func own(dir string, want about) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, errs.Wrap(errs.Unavailable, "adapter.tlog.unwritable", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, ownerFile), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, errs.Wrap(errs.Unavailable, "adapter.tlog.unwritable", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, errs.New(errs.Unavailable, "adapter.tlog.owned", errs.Args{"dir": dir})
		}
		return nil, errs.Wrap(errs.Unavailable, "adapter.tlog.unwritable", err)
	}
	if err := claim(f, dir, want); err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

func claim(f *os.File, dir string, want about) error {
	var have about
	switch err := json.NewDecoder(f).Decode(&have); {
	case err != nil: // new, or cut off while it was written: the checkpoint tells the name
		have = about{Log: want.Log, Follows: want.Follows}
		if note, err := os.ReadFile(filepath.Join(dir, "checkpoint")); err == nil {
			have.Log = firstLine(note)
		}
	case have.Follows != want.Follows:
		return errs.New(errs.Conflict, "adapter.tlog.follows", errs.Args{"dir": dir, "follows": have.Follows})
	case have.Fence > want.Fence:
		return errs.New(errs.Conflict, "adapter.tlog.fenced", errs.Args{"dir": dir})
	}
	if have.Log != want.Log {
		return errs.New(errs.Conflict, "adapter.tlog.other_log", errs.Args{"dir": dir, "have": have.Log, "want": want.Log})
	}
	return write(f, want)
}

func write(f *os.File, a about) error {
	text, err := json.Marshal(a)
	if err != nil {
		return errs.Wrap(errs.Internal, "adapter.tlog.unwritable", err)
	}
	if err := f.Truncate(0); err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.tlog.unwritable", err)
	}
	if _, err := f.WriteAt(append(text, '\n'), 0); err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.tlog.unwritable", err)
	}
	return nil
}

func firstLine(note []byte) string {
	for i, b := range note {
		if b == '\n' {
			return string(note[:i])
		}
	}
	return string(note)
}
