package paper

import (
	"strings"
	"sync"

	"github.com/signintech/gopdf"

	"quanlian/base/errs"
)

// family is the name of the one font under which the papers know it.
const family = "noto"

// face is the font, read once in a process: its 30,000 glyphs took half the
// time of every paper.
type face struct {
	fonts gopdf.FontContainer
	chars gopdf.SubsetFontObj // only asked which characters it has
}

var theFace = sync.OnceValues(func() (*face, error) {
	data, err := fonts.ReadFile("font/NotoSansSC_400Regular.ttf")
	if err != nil {
		return nil, errs.Wrap(errs.Unavailable, "adapter.paper.no_font", err)
	}
	f := &face{}
	if err := f.fonts.AddTTFFontData(family, data); err != nil {
		return nil, errs.Wrap(errs.Internal, "adapter.paper.bad_font", err)
	}
	if err := f.chars.SetTTFData(data); err != nil {
		return nil, errs.Wrap(errs.Internal, "adapter.paper.bad_font", err)
	}
	return f, nil
})

// lacks are the characters of a text that the font cannot draw.
func (f *face) lacks(text string) string {
	return strings.Map(func(r rune) rune {
		if _, err := f.chars.CharCodeToGlyphIndex(r); err != nil {
			return r
		}
		return -1
	}, text)
}
