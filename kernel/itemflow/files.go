package itemflow

import (
	"cmp"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// Unit: bytes in a megabyte of a declared limit.
const megabyte = 1 << 20

// given are the attachments of an input, as the rows of their uploads say.
type given struct {
	list []File
	by   []kernel.UserID // who put each in
}

// uploads loads them; an upload that is not there leaves its file without a
// hash, which the guard tells.
func uploads(v kernel.View, files []File) (given, error) {
	var g given
	for _, f := range files {
		u, err := kernel.Load(v, kernel.UploadByID{ID: f.Upload})
		if err != nil && errs.KindOf(err) != errs.NotFound {
			return g, err
		}
		u.Name = cmp.Or(u.Name, f.Name, f.Upload)
		g.list = append(g.list, File{Material: f.Material, Name: u.Name, SHA256: u.SHA256, Bytes: u.Bytes, Media: u.Media, Pages: u.Pages})
		g.by = append(g.by, u.By)
	}
	return g, nil
}

// fit checks who put the attachments in, their type, size and number.
func (g given) fit(it form.Item, a kernel.Actor) errs.List {
	var out errs.List
	count := map[string]int{}
	for i, f := range g.list {
		m, ok := it.Material(f.Material)
		switch {
		case !ok:
			out.Add(errs.At("file."+f.Material, "kernel.itemflow.no_such_material", errs.Args{"name": f.Name}))
			continue
		case f.SHA256 == "" || g.by[i] != a.User:
			out.Add(errs.At("file."+f.Material, "kernel.itemflow.file_lost", errs.Args{"name": f.Name}))
		case m.MaxMB > 0 && f.Bytes > int64(m.MaxMB)*megabyte:
			out.Add(errs.At("file."+f.Material, "kernel.itemflow.file_large", errs.Args{"name": f.Name, "mb": m.MaxMB}))
		case len(m.Types) > 0 && !slices.Contains(m.Types, ending(f.Name)):
			out.Add(errs.At("file."+f.Material, "kernel.itemflow.file_type", errs.Args{"name": f.Name, "types": strings.Join(m.Types, "、")}))
		}
		if count[f.Material]++; m.Max > 0 && count[f.Material] == m.Max+1 {
			out.Add(errs.At("file."+f.Material, "kernel.itemflow.too_many_files", errs.Args{"max": m.Max, "material": m.Name}))
		}
	}
	return out
}

type withFiles struct {
	auto  []Auto // of a correction
	sure  sure   // of a correction
	item  form.Item
	files given
}

// withUploads are the facts of a move that brings files.
func withUploads[I any](files func(I) []File) func(kernel.View, kernel.Case, Data, I) (withFiles, error) {
	return func(v kernel.View, c kernel.Case, d Data, in I) (withFiles, error) {
		var f withFiles
		var err error
		if f.item, err = itemOf(v, c, d, in); err != nil {
			return f, err
		}
		f.files, err = uploads(v, files(in))
		return f, err
	}
}

func ending(name string) string {
	i := strings.LastIndexByte(name, '.')
	return strings.ToLower(name[i+1:])
}

// attach gives the files their document ids and the effects that attach them.
func attach(newID func() string, files []File) ([]File, []kernel.Effect) {
	var out []File
	var effects []kernel.Effect
	for _, f := range files {
		f.ID = newID()
		out = append(out, f)
		effects = append(effects, kernel.AttachDocument{ID: f.ID, Kind: "kernel.itemflow.paper.material", Name: f.Name, SHA256: f.SHA256, Bytes: f.Bytes, Media: f.Media, Pages: f.Pages, Level: kernel.ViewDetail})
	}
	return out, effects
}

// Field is where the input of a move has a fault that its guard found: answers
// stand in values, attachments in files.
func Field(fault string) string {
	switch {
	case strings.HasPrefix(fault, "file."):
		return "files"
	case strings.Contains(fault, "."):
		return "values." + fault
	case fault == "sheet": // the file of a batch
		return "upload"
	}
	return fault
}
