package main

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/items"
	change "quanlian/chain/service/catalogue"
	"quanlian/kernel"
)

// putSamples are the samples that officials put in on the page of an item, read as
// files of a folder; it lists none.
type putSamples struct {
	uploaded func(ctx context.Context, id string) (kernel.Upload, error)
	content  func(sha string) ([]byte, error)
}

// Open finds nothing: a sample is read as a whole.
func (putSamples) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadFile gives a sample by its path.
func (p putSamples) ReadFile(name string) ([]byte, error) {
	gone := &fs.PathError{Op: "read", Path: name, Err: fs.ErrNotExist}
	id := strings.TrimSuffix(path.Base(name), path.Ext(name))
	if name != items.SamplePath(id, path.Ext(name)) {
		return nil, gone
	}
	u, err := p.uploaded(context.Background(), id)
	if err != nil || u.Paper.Kind != change.SampleKind || path.Ext(u.Paper.Name) != path.Ext(name) {
		return nil, gone
	}
	return p.content(u.Paper.SHA256)
}

// writeSamples writes what was put in for the versions into the local layer.
func writeSamples(dir string, from putSamples, list []items.Version) ([]string, error) {
	var out []string
	for _, v := range list {
		for _, m := range v.Item.Materials {
			body, err := from.ReadFile(m.Sample)
			if m.Sample == "" || err != nil { // none, or a file that the city has
				continue
			}
			full := filepath.Join(dir, filepath.FromSlash(m.Sample))
			if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
				return out, errs.Wrap(errs.Unavailable, "cmd.no_directory", err)
			}
			if err := put(full, body); err != nil {
				return out, err
			}
			out = append(out, full)
		}
	}
	return out, nil
}
