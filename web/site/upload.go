package site

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"quanlian/base/errs"
	"quanlian/base/pagecount"
	"quanlian/evidence"
	"quanlian/kernel"
)

// Files keeps the bytes of papers under their hash.
type Files interface {
	Put(content []byte) (sha string, err error)
	Get(sha string) ([]byte, error)
}

// Kinds of file stand in the kernel: pages and API take the same ones.
type FileKind = kernel.FileKind

// KindOfEnding knows a kind by the ending that a declaration names, without dot.
func KindOfEnding(end string) (FileKind, bool) { return kernel.FileKindOf(end) }

// Scans are the kinds in which a signed paper comes.
func Scans() []FileKind { return kernel.Scans() }

// Tables are the kinds in which a sheet comes.
func Tables() []FileKind { return []FileKind{kernel.FileXLSX, kernel.FileCSV} }

// Accept is the list of endings for the file dialog.
func Accept(kinds []FileKind) string {
	var out []string
	for _, k := range kinds {
		out = append(out, k.Ends)
	}
	return strings.Join(out, ",")
}

// MaxScan is the largest scan. Unit: bytes. Source: kernel.MaxScan.
const MaxScan = kernel.MaxScan

// Upload takes the file of a field, puts its bytes away and gives the id under
// which a move can lay it into a case; "" when none was chosen. Faults name the
// field.
func (v *Visit) Upload(r *http.Request, field, kind string, kinds []FileKind, most int64) (kernel.Paper, error) {
	f, h, err := r.FormFile(field)
	if err != nil { // none chosen, or no form with files
		return kernel.Paper{}, nil
	}
	defer func() { _ = f.Close() }()
	body, err := content(f, h, field, most)
	if err != nil {
		return kernel.Paper{}, err
	}
	media, err := mediaOf(body, h.Filename, field, kinds)
	if err != nil {
		return kernel.Paper{}, err
	}
	p, err := v.Keep(r, kernel.Paper{Kind: kind, Name: kernel.NamedAs(nameOf(h.Filename), media, kinds), Media: media, Level: kernel.ViewDetail}, body)
	if e := errs.As(err); e != nil && e.Kind == errs.Invalid && e.Field == "" {
		at := *e
		at.Field = field
		return p, &at
	}
	return p, err
}

// Keep puts content away as an upload of the visitor.
func (v *Visit) Keep(r *http.Request, p kernel.Paper, body []byte) (kernel.Paper, error) {
	sha, err := v.Env.Files.Put(body)
	if err != nil {
		return kernel.Paper{}, kernel.OfFile(err, p.Name)
	}
	p.ID, p.SHA256, p.Bytes, p.Made = v.Env.NewID(), sha, int64(len(body)), v.Env.Now()
	file, err := evidence.HashFile(p.Name, bytes.NewReader(body))
	if err != nil {
		return p, err
	}
	p.Pages = pagecount.Of(p.Media, body)
	err = v.Env.Desk.Do(r.Context(), v.Actor, "upload/"+p.ID, kernel.PutDocument{Pages: p.Pages, ID: p.ID, Kind: p.Kind, Name: p.Name, SHA256: sha, SM3: file.SM3.String(), Bytes: p.Bytes, Media: p.Media, Level: p.Level, By: v.Actor.User})
	return p, err
}

func content(f multipart.File, h *multipart.FileHeader, field string, most int64) ([]byte, error) {
	if h.Size == 0 {
		return nil, errs.At(field, "web.upload.empty", errs.Args{"file": nameOf(h.Filename)})
	}
	if h.Size > most {
		return nil, errs.At(field, "web.upload.too_large", errs.Args{"file": nameOf(h.Filename), "mb": most >> 20})
	}
	body, err := io.ReadAll(io.LimitReader(f, most))
	if err != nil {
		return nil, errs.Wrap(errs.Unavailable, "web.upload.broken", err)
	}
	return body, nil
}

func mediaOf(body []byte, name, field string, kinds []FileKind) (string, error) {
	if media, ok := kernel.MediaOf(body, name, kinds); ok {
		if !pagecount.Whole(media, body) {
			return "", errs.At(field, "web.upload.cut", errs.Args{"file": nameOf(name)})
		}
		return media, nil
	}
	return "", errs.At(field, "web.upload.other_kind", errs.Args{"file": nameOf(name), "kinds": Accept(kinds)})
}

func nameOf(name string) string { return kernel.FileName(name) }
