package items

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"

	"golang.org/x/text/encoding/simplifiedchinese"

	"quanlian/base/errs"
	"quanlian/base/pagecount"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Limits of an archive of attachments. Unit: bytes, files. Source: our choice,
// below what the edge takes in one form; more is sent in parts.
const (
	packBytes = 50 << 20
	packFiles = 600
	packOut   = 500 << 20 // of all files in it, unpacked
)

// manyFiles puts away what the page brought: attachments of all rows, the archive,
// the sheet. Faults name their fields; the rest is kept.
func (p pages) manyFiles(r *http.Request, v *site.Visit, it form.Item, d *draft) (errs.List, error) {
	if id := r.PostFormValue("remove"); id != "" {
		d.Files = slices.DeleteFunc(d.Files, func(f filed) bool { return f.Upload == id || id == filePack && f.Material == filePack })
	}
	var faults errs.List
	note := func(err error) error {
		e := errs.As(err)
		if err == nil || e == nil || e.Kind != errs.Invalid {
			return err
		}
		faults.Add(e)
		return nil
	}
	for _, m := range it.Materials {
		if isMaterial(m) {
			if err := note(p.take(r, v, m, d)); err != nil {
				return nil, err
			}
		}
	}
	if err := note(p.unpack(r, v, it, d)); err != nil {
		return nil, err
	}
	paper, err := v.Upload(r, "sheet", "kernel.itemflow.paper.sheet", site.Tables(), p.Sheets.Max())
	if err := note(err); err != nil {
		return nil, err
	}
	if err == nil && paper.ID != "" {
		d.Files = slices.DeleteFunc(d.Files, func(f filed) bool { return f.Material == fileSheet })
		d.Files = append(d.Files, filedOf(paper, fileSheet))
	}
	return faults, nil
}

func filedOf(p kernel.Paper, material string) filed {
	return filed{Upload: p.ID, Material: material, Name: p.Name, SHA256: p.SHA256, Bytes: p.Bytes, Media: p.Media, Pages: p.Pages}
}

// fileFacts are size and pages of a file, as far as they are known.
func fileFacts(l *lang.Localizer, bytes int64, pages int) string {
	if pages == 0 {
		return sizeText(bytes)
	}
	return l.T("web.items.file_facts", "size", sizeText(bytes), "n", pages)
}

// scanned is how a file stands with the virus scanner.
func scanned(v *site.Visit, sha string) (ui.State, string) {
	said := kernel.ScanState("")
	if v.Env.Scans != nil {
		known, err := v.Env.Scans(context.Background(), []string{sha})
		if err == nil {
			said = known[sha]
		}
	}
	switch said {
	case kernel.ScanClean:
		return ui.Done, v.L.T("web.items.scan_clean")
	case kernel.ScanWaiting:
		return ui.Hold, v.L.T("web.items.scan_waiting")
	case kernel.ScanBad:
		return ui.No, v.L.T("web.items.scan_bad")
	}
	return ui.Done, v.L.T("web.items.uploaded")
}

// unpack puts away the files of an archive, each as an upload of its own; a newer
// file of the same name takes the place of the one before.
func (p pages) unpack(r *http.Request, v *site.Visit, it form.Item, d *draft) error {
	f, h, err := r.FormFile("pack")
	if err != nil {
		return nil // none chosen
	}
	defer func() { _ = f.Close() }()
	name := kernel.FileName(h.Filename)
	if h.Size > packBytes {
		return errs.At("pack", "web.upload.too_large", errs.Args{"file": name, "mb": packBytes >> 20})
	}
	z, err := zip.NewReader(f, h.Size)
	if err != nil {
		return errs.At("pack", "web.many.no_archive", errs.Args{"file": name})
	}
	if unpacked(z) > packOut {
		return errs.At("pack", "web.many.pack_bursts", errs.Args{"file": name, "mb": packOut >> 20})
	}
	kinds, most := taken(it)
	var list []filed
	for _, e := range z.File {
		if e.FileInfo().IsDir() || e.FileInfo().Size() == 0 {
			continue
		}
		if len(list) == packFiles {
			return errs.At("pack", "web.many.too_many_files", errs.Args{"max": packFiles})
		}
		x, err := p.unpackOne(r, v, e, kinds, most)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(list, func(o filed) bool { return o.Name == x.Name }) {
			return errs.At("pack", "web.many.same_name", errs.Args{"name": x.Name})
		}
		list = append(list, x)
	}
	if len(list) == 0 {
		return errs.At("pack", "web.many.empty_archive", errs.Args{"file": name})
	}
	d.Files = slices.DeleteFunc(d.Files, func(f filed) bool {
		return f.Material == filePack && slices.ContainsFunc(list, func(o filed) bool { return o.Name == f.Name })
	})
	d.Files = append(d.Files, list...)
	return nil
}

// unpacked is how large the files of an archive say they are, together; one that
// is larger than it says is not read.
func unpacked(z *zip.Reader) (bytes uint64) {
	for _, e := range z.File {
		bytes += min(e.UncompressedSize64, packOut+1)
	}
	return bytes
}

// taken are the kinds and the size that any material of the item takes; which
// fits its own is looked at row by row.
func taken(it form.Item) (kinds []site.FileKind, most int64) {
	for _, m := range it.Materials {
		if !isMaterial(m) {
			continue
		}
		for _, k := range kindsOf(m) {
			if !slices.ContainsFunc(kinds, func(o site.FileKind) bool { return o.Ends == k.Ends }) {
				kinds = append(kinds, k)
			}
		}
		most = max(most, int64(m.MaxMB)*mega)
	}
	return kinds, most
}

func (p pages) unpackOne(r *http.Request, v *site.Visit, e *zip.File, kinds []site.FileKind, most int64) (filed, error) {
	name := kernel.FileName(entryName(e))
	if e.UncompressedSize64 > uint64(most) {
		return filed{}, errs.At("pack", "web.upload.too_large", errs.Args{"file": name, "mb": most >> 20})
	}
	in, err := e.Open()
	if err != nil {
		return filed{}, errs.At("pack", "web.many.no_archive", errs.Args{"file": name})
	}
	defer func() { _ = in.Close() }()
	var b bytes.Buffer
	if _, err := io.Copy(&b, io.LimitReader(in, most+1)); err != nil || int64(b.Len()) > most {
		return filed{}, errs.At("pack", "web.many.no_archive", errs.Args{"file": name})
	}
	media, ok := kernel.MediaOf(b.Bytes(), name, kinds)
	if !ok {
		return filed{}, errs.At("pack", "web.upload.other_kind", errs.Args{"file": name, "kinds": site.Accept(kinds)})
	}
	if !pagecount.Whole(media, b.Bytes()) {
		return filed{}, errs.At("pack", "web.upload.cut", errs.Args{"file": name})
	}
	paper, err := v.Keep(r, kernel.Paper{Kind: "kernel.itemflow.paper.material", Name: name, Media: media, Level: kernel.ViewDetail}, b.Bytes())
	return filedOf(paper, filePack), err
}

// entryName is the name of a file in an archive: programs on Chinese Windows write
// it in GBK and do not say so.
func entryName(e *zip.File) string {
	if !e.NonUTF8 {
		return e.Name
	}
	name, err := simplifiedchinese.GB18030.NewDecoder().String(e.Name)
	if err != nil {
		return e.Name
	}
	return name
}

// fileRowsOf are files of the draft as they are shown; of an archive one line.
func fileRowsOf(v *site.Visit, d draft, material string) []ui.File {
	list := d.of(material)
	if material == filePack && len(list) > 0 {
		var n int64
		for _, f := range list {
			n += f.Bytes
		}
		return []ui.File{{Name: v.L.T("web.many.packed", "n", len(list)), Facts: sizeText(n), State: ui.Done, Status: v.L.T("web.items.uploaded"), Remove: filePack}}
	}
	var out []ui.File
	for _, f := range list {
		x := ui.File{Name: f.Name, Facts: fileFacts(v.L, f.Bytes, f.Pages), Hash: f.SHA256, Remove: f.Upload, Href: "/paper/" + f.Upload}
		if x.State, x.Status = scanned(v, f.SHA256); x.State != ui.Done {
			x.Href = ""
		} else if locked(v, f.Media, f.SHA256) {
			x.State, x.Status = ui.You, v.L.T("web.items.file_locked")
		}
		out = append(out, x)
	}
	return out
}
