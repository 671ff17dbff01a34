package items

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"path"
	"sync"
	"time"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// The two papers that every item has: its form filled in as an example, and
// empty. A city's own sample of a material stands under the material's id.
const (
	paperFilled = "form"
	paperBlank  = "blank"
	paperStated = "of-" // and a material: what somebody else states
)

// drawnPapers keeps papers that were drawn; one is drawn at a time, so that
// nobody keeps the machine busy with them.
type drawnPapers struct {
	mu   sync.Mutex
	list map[string][]byte
}

// Unit: papers. Source: our choice: about 40 KB each.
const keptPapers = 400

func (d *drawnPapers) of(key string, draw func() ([]byte, error)) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if pdf := d.list[key]; pdf != nil {
		return pdf, nil
	}
	pdf, err := draw()
	if err != nil {
		return nil, err
	}
	if d.list == nil || len(d.list) >= keptPapers {
		d.list = map[string][]byte{}
	}
	d.list[key] = pdf
	return pdf, nil
}

// sampleURL names the paper and its language: what stands behind an address is
// the same for everybody.
func sampleURL(l *lang.Localizer, it form.Item, paper string) string {
	return "/item/" + it.Code + "/sample/" + paper + "." + l.Tag()[:2] + ".pdf"
}

// isForm tells the material that is the item's own form, which the program makes.
func isForm(m form.Material) bool { return m.Application && m.Sample == "" }

// sampleLinks lead to the samples of a material: the city's own file, the
// application form where the program makes it, or a paper that somebody else
// states. None where none is established.
func (p pages) sampleLinks(l *lang.Localizer, it form.Item, m form.Material) []ui.Link {
	if m.Sample != "" {
		return []ui.Link{{Text: l.T("web.samples.own"), Href: "/item/" + it.Code + "/sample/" + url.PathEscape(m.ID)}}
	}
	if isForm(m) {
		return formLinks(l, it)
	}
	if _, ok := p.Catalogue().Statement(it, m, l.Zh()); ok {
		return []ui.Link{{Text: l.T("web.samples.filled"), Href: sampleURL(l, it, paperStated+m.ID)}}
	}
	return nil
}

// formLinks lead to the item's own form, filled and empty.
func formLinks(l *lang.Localizer, it form.Item) []ui.Link {
	return []ui.Link{{Text: l.T("web.samples.filled"), Href: sampleURL(l, it, paperFilled)}, {Text: l.T("web.samples.blank"), Href: sampleURL(l, it, paperBlank)}}
}

// sample sends a sample paper; anybody may have it.
func (p pages) sample(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	it, err := p.wanted(r, v)
	if err != nil {
		return err
	}
	for _, tag := range []lang.Lang{lang.Zh, lang.En} {
		l := lang.For(tag)
		for paper, sheet := range p.samplesOf(it) {
			name := path.Base(sampleURL(l, it, paper))
			if name != r.PathValue("paper") {
				continue
			}
			pdf, err := p.drawn.of(it.Hash()+name, func() ([]byte, error) { return p.Print(sheet(l, it)) })
			if err != nil {
				return err
			}
			return servePublic(w, r, sheet(l, it).Title+".pdf", "application/pdf", pdf)
		}
	}
	return p.ownSample(w, r, it)
}

// samplesOf draw the papers of an item, by name.
func (p pages) samplesOf(it form.Item) map[string]func(*lang.Localizer, form.Item) Sheet {
	out := map[string]func(*lang.Localizer, form.Item) Sheet{paperFilled: p.filledSheet, paperBlank: blankSheet}
	for _, m := range it.Materials {
		if _, ok := p.Catalogue().Statement(it, m, true); ok {
			out[paperStated+m.ID] = func(l *lang.Localizer, it form.Item) Sheet { return p.statedSheet(l, it, m) }
		}
	}
	return out
}

// ownSample sends the city's own sample of a material.
func (p pages) ownSample(w http.ResponseWriter, r *http.Request, it form.Item) error {
	m, ok := it.Material(r.PathValue("paper"))
	if !ok || m.Sample == "" {
		return errs.New(errs.NotFound, "web.no_such_page", nil)
	}
	f, ok := p.Catalogue().Sample(m.Sample)
	if !ok {
		return errs.New(errs.NotFound, "web.no_such_page", nil)
	}
	return servePublic(w, r, m.Name.Zh+path.Ext(f.Name), f.Media, f.Body)
}

// publicFor is how long a public paper may be kept by who fetched it.
// Unit: seconds. Source: our choice: an item changes from one day to the next.
const publicFor = "public, max-age=600"

// servePublic sends a paper that is no secret: browsers and proxies may keep it
// for a while and ask whether it is still the same.
func servePublic(w http.ResponseWriter, r *http.Request, name, media string, body []byte) error {
	sum := sha256.Sum256(body)
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Cache-Control", publicFor)
	h.Set("Vary", "Accept-Encoding") // the same for everybody, and
	h.Del("Set-Cookie")              // no cookie of one for others
	h.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	h.Set("Content-Disposition", "inline; filename*=UTF-8''"+url.PathEscape(name))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	return nil
}
