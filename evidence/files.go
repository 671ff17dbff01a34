package evidence

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// File is one file by its content.
type File struct {
	Path   string `json:"path"` // below the directory, with slashes
	Bytes  int64  `json:"bytes"`
	SHA256 Digest `json:"sha256"`
	SM3    Digest `json:"sm3"`
}

// Files is a file, or all files of a directory, sorted by path. An empty
// directory leaves no trace in it.
type Files struct {
	Single bool
	List   []File
}

// HashFile reads a content to its end.
func HashFile(name string, r io.Reader) (File, error) {
	d := newDouble()
	n, err := io.Copy(d, r)
	if err != nil {
		return File{}, unreadable(name, err)
	}
	sum := d.sum()
	return File{Path: name, Bytes: n, SHA256: sum.SHA256, SM3: sum.SM3}, nil
}

// HashDir reads every file below a directory. What is no plain file (a link, a
// device) is refused by name: leaving it out silently would prove less than
// it seems.
func HashDir(dir fs.FS) (Files, error) {
	var out Files
	err := fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return nil
		}
		if !d.Type().IsRegular() || !utf8.ValidString(name) {
			return errs.New(errs.Invalid, "evidence.not_a_plain_file", errs.Args{"file": name})
		}
		r, err := dir.Open(name)
		if err != nil {
			return err
		}
		f, err := HashFile(name, r)
		if e := r.Close(); err == nil {
			err = e
		}
		out.List = append(out.List, f)
		return err
	})
	switch {
	case err != nil && errs.As(err) == nil:
		var at *fs.PathError
		if errors.As(err, &at) {
			return out, unreadable(at.Path, err)
		}
		return out, unreadable(".", err)
	case err != nil:
		return out, err
	case len(out.List) == 0:
		return out, errs.New(errs.Invalid, "evidence.empty_directory", nil)
	}
	slices.SortFunc(out.List, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return out, nil
}

func unreadable(name string, err error) error {
	e := errs.Wrap(errs.Unavailable, "evidence.unreadable", err)
	e.Args = errs.Args{"file": name}
	return e
}

// Acts of a deposit, as they stand in its statement.
const (
	DepositFile = "deposit.file"
	DepositDir  = "deposit.directory"
)

// Deposit makes the statement of a deposit (存证): what was there, under which
// name, and when by the clock of who made it.
func Deposit(name string, files Files, at time.Time, salt []byte) (Statement, error) {
	act := DepositDir
	if files.Single {
		act = DepositFile
	}
	body, err := json.Marshal(struct {
		Act   string    `json:"act"`
		At    time.Time `json:"at"`
		Name  string    `json:"name"`
		Files []File    `json:"files"`
	}{act, at.UTC(), path.Base(name), files.List})
	if err != nil {
		return Statement{}, errs.Wrap(errs.Internal, "evidence.body", err)
	}
	return NewStatement(body, salt)
}

// filesOf gives the files that the shown part of a statement binds: those of a
// deposit, or the one of a paper put into a case. ok is false when it names none.
func filesOf(shown map[string]json.RawMessage) (f Files, ok bool) {
	var act string
	if json.Unmarshal(shown["act"], &act) != nil {
		return f, false
	}
	switch act {
	case DepositFile, DepositDir:
		f.Single = act == DepositFile
		return f, json.Unmarshal(shown["files"], &f.List) == nil && len(f.List) > 0
	case kernel.PutDocument{}.Write():
		var file File
		if json.Unmarshal(shown["input.sha256"], &file.SHA256) != nil || json.Unmarshal(shown["input.bytes"], &file.Bytes) != nil {
			return f, false
		}
		if json.Unmarshal(shown["input.name"], &file.Path) != nil {
			file.Path = ""
		}
		if json.Unmarshal(shown["input.sm3"], &file.SM3) != nil {
			file.SM3 = Digest{}
		}
		return Files{Single: true, List: []File{file}}, true
	}
	return f, false
}

// Difference is one file that is not what the receipt says.
type Difference struct {
	Path string `json:"path"`
	Kind string `json:"kind"` // changed, missing, added
}

// Differences compares what a receipt binds with what is there. The name of a
// single file does not count; in a directory names do.
func Differences(bound, there Files) []Difference {
	if bound.Single && there.Single {
		if len(bound.List) == 1 && len(there.List) == 1 && same(bound.List[0], there.List[0]) {
			return nil
		}
		return []Difference{{Path: there.List[0].Path, Kind: "changed"}}
	}
	var out []Difference
	have := map[string]File{}
	for _, f := range there.List {
		have[f.Path] = f
	}
	for _, f := range bound.List {
		g, ok := have[f.Path]
		delete(have, f.Path)
		switch {
		case !ok:
			out = append(out, Difference{f.Path, "missing"})
		case !same(f, g):
			out = append(out, Difference{f.Path, "changed"})
		}
	}
	for name := range have {
		out = append(out, Difference{name, "added"})
	}
	slices.SortFunc(out, func(a, b Difference) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// same compares contents under both hash functions; an SM3 digest that was
// never taken (papers of before) is passed over.
func same(a, b File) bool {
	return a.Bytes == b.Bytes && a.SHA256 == b.SHA256 && (a.SM3 == b.SM3 || a.SM3 == Digest{})
}
