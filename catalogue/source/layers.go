package source

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Layer is one folder of declared files; Name says where a fault stands.
type Layer struct {
	Name string // embedded, city, local
	FS   fs.FS
	// Prefix is put before a path when a file is named to a person.
	Prefix string
}

// Layers lie over each other, the first lowest.
type Layers []Layer

// File is one file of a layer.
type File struct {
	Path  string // below the layer
	Shown string // as a person finds it
	Layer int    // its place among the layers
	Body  []byte
}

// Top gives the highest layer's file of a path.
func (l Layers) Top(name string) (File, bool) {
	for i := len(l) - 1; i >= 0; i-- {
		if body, err := fs.ReadFile(l[i].FS, name); err == nil {
			return File{Path: name, Shown: path.Join(l[i].Prefix, name), Layer: i, Body: body}, true
		}
	}
	return File{}, false
}

// All gives every YAML file below a folder, in the order of paths and then of
// layers, lowest first.
func (l Layers) All(dir string) ([]File, error) {
	var out []File
	for i, layer := range l {
		err := fs.WalkDir(layer.FS, dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				if name == dir {
					return fs.SkipAll // the layer has no such folder
				}
				return err
			}
			if d.IsDir() || path.Ext(name) != ".yaml" && path.Ext(name) != ".yml" {
				return nil
			}
			body, err := fs.ReadFile(layer.FS, name)
			if err != nil {
				return err
			}
			out = append(out, File{Path: name, Shown: path.Join(layer.Prefix, name), Layer: i, Body: body})
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(out, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return out, nil
}

// Tops keeps only the highest layer's file of each path.
func Tops(files []File) []File {
	var out []File
	for _, f := range files {
		if n := len(out); n > 0 && out[n-1].Path == f.Path {
			out[n-1] = f
			continue
		}
		out = append(out, f)
	}
	return out
}
