package site

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Files keeps the bytes of papers under their hash.
type Files interface {
	Put(content []byte) (sha string, err error)
	Get(sha string) ([]byte, error)
}

// FileKind is a kind of file that a form takes, known by its first bytes: what
// a name ends on says nothing.
type FileKind struct {
	Media string
	Ends  string // of the name, as the browser's file dialog filters
	head  string
}

// The kinds of file.
var (
	PDF  = FileKind{"application/pdf", ".pdf", "%PDF-"}
	JPEG = FileKind{"image/jpeg", ".jpg", "\xff\xd8\xff"}
	PNG  = FileKind{"image/png", ".png", "\x89PNG\r\n\x1a\n"}
	OFD  = FileKind{"application/ofd", ".ofd", "PK\x03\x04"}
)

// Kinds of office files: all of them zip archives, told apart by their ending.
var (
	DOCX = FileKind{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx", "PK\x03\x04"}
	XLSX = FileKind{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", "PK\x03\x04"}
	ZIP  = FileKind{"application/zip", ".zip", "PK\x03\x04"}
)

// KindOfEnding knows a kind by the ending that a declaration names, without dot.
func KindOfEnding(end string) (FileKind, bool) {
	for _, k := range []FileKind{PDF, OFD, JPEG, PNG, DOCX, XLSX, ZIP} {
		if k.Ends == "."+end || (end == "jpeg" && k.Ends == ".jpg") {
			return k, true
		}
	}
	return FileKind{}, false
}

// Scans are the kinds in which a signed paper comes.
func Scans() []FileKind { return []FileKind{PDF, OFD, JPEG, PNG} }

// Accept is the list of endings for the file dialog.
func Accept(kinds []FileKind) string {
	var out []string
	for _, k := range kinds {
		out = append(out, k.Ends)
	}
	return strings.Join(out, ",")
}

// MaxScan is the largest scan. Unit: bytes. Source: our choice; a colour scan of
// twenty pages at 200 dpi has about 10 MB.
const MaxScan = 20 << 20

// Unit: characters. Source: what common file systems allow for a name.
const longestName = 200

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
	return v.Keep(r, kernel.Paper{Kind: kind, Name: nameOf(h.Filename), Media: media, Level: kernel.ViewDetail}, body)
}

// Keep puts content away as an upload of the visitor.
func (v *Visit) Keep(r *http.Request, p kernel.Paper, body []byte) (kernel.Paper, error) {
	sha, err := v.Env.Files.Put(body)
	if err != nil {
		return kernel.Paper{}, err
	}
	p.ID, p.SHA256, p.Bytes, p.Made = v.Env.NewID(), sha, int64(len(body)), v.Env.Now()
	err = v.Env.Desk.Do(r.Context(), v.Actor, "upload/"+p.ID, kernel.PutDocument{ID: p.ID, Kind: p.Kind, Name: p.Name, SHA256: sha, Bytes: p.Bytes, Media: p.Media, Level: p.Level, By: v.Actor.User})
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
	for _, same := range []bool{true, false} { // first by ending and bytes, as archives share their bytes
		for _, k := range kinds {
			if bytes.HasPrefix(body, []byte(k.head)) && (!same || strings.EqualFold(path.Ext(name), k.Ends)) {
				return k.Media, nil
			}
		}
	}
	return "", errs.At(field, "web.upload.other_kind", errs.Args{"file": nameOf(name), "kinds": Accept(kinds)})
}

// nameOf is the name of a file without its folders and control characters.
func nameOf(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, name)
	if r := []rune(name); len(r) > longestName {
		name = string(r[len(r)-longestName:])
	}
	return name
}
