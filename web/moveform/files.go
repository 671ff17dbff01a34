package moveform

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/web/ui"
)

// The fields that a question for files has besides its own: the names of what was
// taken, and the button that takes one back, with its id.
const (
	namesField = "-names"
	RemoveFile = "remove"
)

// files is the question for uploads: what was taken stays, by its ids, through
// every fault of another field.
func (s Spec) files(path, accept string) Control {
	f := s.ui(path)
	f.Most = s.Most
	c := Control{Kind: Files, Field: f, Names: s.Values[path+namesField], Accept: accept}
	names := strings.Split(c.Names, "\n")
	for i, id := range ids(f.Value) {
		name := id
		if i < len(names) {
			name = names[i]
		}
		c.Held = append(c.Held, ui.File{Name: name, Facts: s.L.T("web.hall.files_held"), Remove: id})
	}
	return c
}

// HasFiles reports whether a form carries files.
func HasFiles(list []Control) bool {
	return slices.ContainsFunc(list, func(c Control) bool { return c.Kind == Files })
}

func ids(value string) []string {
	return slices.DeleteFunc(strings.Split(value, ","), func(s string) bool { return s == "" })
}

// Taken is one file that came in with a form.
type Taken struct{ ID, Name string }

// TakeFiles puts the files that came with a form away, one by one, and writes
// their ids into the form; put is called with one file in it.
func TakeFiles(r *http.Request, path string, put func() (Taken, error)) error {
	if r.MultipartForm == nil {
		return nil
	}
	list := r.MultipartForm.File[path]
	defer func() { r.MultipartForm.File[path] = list }()
	for i := range list {
		r.MultipartForm.File[path] = list[i : i+1]
		t, err := put()
		if err != nil {
			return err
		}
		if t.ID == "" {
			continue
		}
		held, names := ids(r.PostForm.Get(path)), r.PostForm.Get(path+namesField)
		if len(held) > 0 {
			names += "\n"
		}
		setBoth(r, path, strings.Join(append(held, t.ID), ","))
		setBoth(r, path+namesField, names+t.Name)
	}
	return nil
}

// DropFile takes an upload out of the form.
func DropFile(r *http.Request, path, id string) {
	held, names := ids(r.PostForm.Get(path)), strings.Split(r.PostForm.Get(path+namesField), "\n")
	i := slices.Index(held, id)
	if i < 0 {
		return
	}
	setBoth(r, path, strings.Join(slices.Delete(held, i, i+1), ","))
	if i < len(names) {
		setBoth(r, path+namesField, strings.Join(slices.Delete(names, i, i+1), "\n"))
	}
}

func setBoth(r *http.Request, name, value string) {
	for _, f := range []url.Values{r.Form, r.PostForm} {
		if f != nil {
			f.Set(name, value)
		}
	}
}
