package catalogue

import (
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/items"
	"quanlian/catalogue/items/sheet"
	change "quanlian/chain/service/catalogue"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Endings of the controls beside the path of a material's sample: a file that takes
// its place, and the tick that takes it away.
const (
	sampleFile = "_file"
	sampleDrop = "_drop"
)

func sampleKinds() []site.FileKind {
	return []site.FileKind{kernel.FilePDF, kernel.FileDOCX, kernel.FilePNG}
}

// sampleURL is where who keeps the catalogue opens a sample, in force or not.
func sampleURL(name string) string { return "/catalogue/sample/" + url.PathEscape(path.Base(name)) }

// sample sends a sample of the catalogue.
func (p pages) sample(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := editors(v); err != nil {
		return err
	}
	name := r.PathValue("name")
	f, ok := p.Now(r.Context()).Sample(items.SamplePath(strings.TrimSuffix(name, path.Ext(name)), path.Ext(name)))
	if !ok {
		return errs.New(errs.NotFound, "web.no_such_page", nil)
	}
	h := w.Header()
	h.Set("Content-Type", f.Media)
	h.Set("Content-Length", strconv.Itoa(len(f.Body)))
	h.Set("Content-Disposition", "inline; filename*=UTF-8''"+url.PathEscape(f.Name))
	_, err := w.Write(f.Body)
	return err
}

// takeSamples puts the chosen files away and names them in what was typed; the
// faults are of files that are no samples.
func takeSamples(r *http.Request, v *site.Visit) (faults map[string]string, err error) {
	faults = map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		if at, ok := sampleOf(name, sampleDrop); ok {
			r.PostForm.Set(at, "")
		}
	}
	if r.MultipartForm == nil {
		return faults, nil
	}
	for _, name := range slices.Sorted(maps.Keys(r.MultipartForm.File)) {
		at, ok := sampleOf(name, sampleFile)
		if !ok {
			continue
		}
		paper, err := v.Upload(r, name, change.SampleKind, sampleKinds(), items.MaxSample)
		switch {
		case errs.KindOf(err) == errs.Invalid:
			faults[at] = v.L.Error(errs.As(err))
		case err != nil:
			return faults, err
		case paper.ID != "":
			r.PostForm.Set(at, items.SamplePath(paper.ID, path.Ext(paper.Name)))
		}
	}
	return faults, nil
}

// sampleOf is the control of the path beside which one of the others stands.
func sampleOf(name, ending string) (string, bool) {
	at, ok := strings.CutSuffix(name, ending)
	return at, ok && strings.HasPrefix(at, sheet.Materials+".") && strings.HasSuffix(at, ".sample")
}

// blame shows the files that are no samples.
func (x *editView) blame(faults map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(faults)) {
		x.form.faults[name] = faults[name]
		x.faults = append(x.faults, ui.FieldFault{ID: ui.FieldID(name), Label: sheet.Heading(x.v.L, sheet.Materials, "sample"), Text: faults[name]})
	}
}
