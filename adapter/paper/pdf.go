package paper

import (
	"bytes"
	"embed"
	"slices"
	"strconv"
	"strings"

	"github.com/signintech/gopdf"
	qrcode "github.com/skip2/go-qrcode"

	"quanlian/base/errs"
	"quanlian/catalogue/documents"
)

// fonts holds NotoSansSC_400Regular.ttf once `make` has put it there.
//
//go:embed all:font
var fonts embed.FS

// Sheet is one paper to draw.
type Sheet struct {
	Blocks []documents.Block
	Number string // 文号, upper right
	Foot   string // line at the foot of each page
	Check  string // what the QR code holds: the address at which the paper is checked
	// CheckText stands below the code.
	CheckText string
	Sample    bool // the demo's papers say so
	// Mark stands large and pale across every page: what the paper is not.
	Mark string
	// Wide lays the page on its side, for lists of many columns.
	Wide bool
	// Heads stand over the rows of a table and again on each further page;
	// Widths is the share of each column, all the same when there are none.
	Heads  []string
	Widths []float64
}

// Unit: points. Source: A4 by ISO 216, margins of GB/T 9704-2012 rounded.
const (
	pageW, pageH = 595.28, 841.89
	left, right  = 62.0, 62.0
	top, bottom  = 70.0, 70.0
	qrSize       = 62.0
)

// Render draws the sheet.
func Render(s Sheet) ([]byte, error) {
	font, err := theFace()
	if err != nil {
		return nil, err
	}
	p := &page{sheet: s, w: pageW, h: pageH, font: font}
	if s.Wide {
		p.w, p.h = pageH, pageW
	}
	p.pdf.Start(gopdf.Config{PageSize: gopdf.Rect{W: p.w, H: p.h}})
	if err := p.pdf.AddTTFFontFromFontContainer(family, &font.fonts); err != nil {
		return nil, errs.Wrap(errs.Internal, "adapter.paper.bad_font", err)
	}
	if err := p.draw(); err != nil {
		return nil, errs.Wrap(errs.Internal, "adapter.paper.cannot_draw", err)
	}
	if missing := strings.TrimSpace(p.missing); missing != "" {
		return nil, errs.New(errs.Invalid, "adapter.paper.no_glyph", errs.Args{"runes": missing})
	}
	var out bytes.Buffer
	if _, err := p.pdf.WriteTo(&out); err != nil {
		return nil, errs.Wrap(errs.Internal, "adapter.paper.cannot_draw", err)
	}
	return out.Bytes(), nil
}

// page is the paper while it is drawn.
type page struct {
	pdf   gopdf.GoPdf
	sheet Sheet
	w, h  float64
	y     float64
	n     int
	table bool    // inside a table, whose heads stand on this page
	ahead float64 // what has to stand below a heading on its page

	font    *face
	missing string // characters the font does not have
}

func (p *page) draw() error {
	if err := p.newPage(); err != nil {
		return err
	}
	for i, b := range p.sheet.Blocks {
		afterRow := i > 0 && p.sheet.Blocks[i-1].Kind == documents.TableRow
		if err := p.keep(i, afterRow); err != nil {
			return err
		}
		if err := p.block(b, afterRow); err != nil {
			return err
		}
	}
	return p.code()
}

func (p *page) newPage() error {
	p.pdf.AddPage()
	p.n++
	p.y = top
	if err := p.mark(); err != nil {
		return err
	}
	if err := p.pdf.SetFont(family, "", 9); err != nil {
		return err
	}
	if err := p.at(left, p.h-bottom+24, p.sheet.Foot); err != nil {
		return err
	}
	if p.sheet.Wide { // a list has many pages
		if err := p.at(p.w-right-20, p.h-bottom+24, strconv.Itoa(p.n)); err != nil {
			return err
		}
	}
	if p.sheet.Number != "" && p.n == 1 {
		if err := p.at(left, top-26, p.sheet.Number); err != nil {
			return err
		}
	}
	if p.sheet.Sample {
		p.pdf.RectFromUpperLeftWithStyle(p.w-right-46, top-34, 46, 20, "D")
		return p.at(p.w-right-36, top-30, "样章")
	}
	return nil
}

func (p *page) at(x, y float64, text string) error {
	p.missing += p.font.lacks(text)
	p.pdf.SetXY(x, y)
	return p.pdf.Cell(nil, text)
}

func (p *page) need(h float64) error {
	if p.y+h > p.h-bottom {
		return p.newPage()
	}
	return nil
}

// keep holds a heading and what follows it, and the first two rows of a table, on
// one page.
func (p *page) keep(i int, afterRow bool) error {
	switch b := p.sheet.Blocks[i]; {
	case b.Kind == documents.Heading:
		var err error
		p.ahead, err = p.below(p.sheet.Blocks[i+1:])
		return err
	case b.Kind == documents.TableRow && !afterRow && p.sheet.Heads == nil:
		h, err := p.below(p.sheet.Blocks[i:])
		if err != nil {
			return err
		}
		return p.need(h)
	}
	return nil
}

// below is the height of what a heading keeps on its page: a picture whole, the
// first two rows of a table, or two lines.
func (p *page) below(next []documents.Block) (float64, error) {
	i := slices.IndexFunc(next, func(b documents.Block) bool { return b.Kind != documents.Gap })
	if i < 0 {
		return twoLines, nil
	}
	h := float64(i) * gap
	switch next[i].Kind {
	case documents.Radar:
		if len(next[i].Axes) >= leastAxes {
			return h + radarHigh + 8, nil
		}
	case documents.TableRow:
		for _, b := range next[i:min(i+2, len(next))] {
			if b.Kind != documents.TableRow {
				break
			}
			_, high, err := p.split(b.Cells)
			if err != nil {
				return 0, err
			}
			h += high
		}
		return min(h, p.h-top-bottom-22), nil
	}
	return h + twoLines, nil
}

// Unit: points. Source: our choice.
const (
	gap      = 8.0
	twoLines = 2 * 22.0
)

func (p *page) block(b documents.Block, afterRow bool) error {
	if afterRow && b.Kind != documents.TableRow {
		p.y += 6
	}
	switch b.Kind {
	case documents.Gap:
		p.y += gap
		return nil
	case documents.Title:
		return p.text(b.Text, 18, 30, true)
	case documents.Heading:
		p.y += 6
		if err := p.need(22 + p.ahead); err != nil { // a heading never ends a page
			return err
		}
		return p.text(b.Text, 12.5, 22, false)
	case documents.Signature:
		p.table = false
		return p.signature(b.Cells)
	case documents.Radar:
		p.table = false
		return p.radar(b.Axes)
	case documents.TableRow:
		if !p.table && p.sheet.Heads != nil {
			if err := p.row(p.sheet.Heads); err != nil {
				return err
			}
		}
		p.table = true
		return p.row(b.Cells)
	}
	p.table = false
	return p.text(b.Text, 10.5, 18, false)
}

// text writes a paragraph, broken at the width of the page.
func (p *page) text(s string, size, lineH float64, centre bool) error {
	if err := p.pdf.SetFont(family, "", size); err != nil {
		return err
	}
	lines, err := p.wrap(s, p.w-left-right)
	if err != nil {
		return err
	}
	for _, line := range lines {
		if err := p.need(lineH); err != nil {
			return err
		}
		if err := p.pdf.SetFont(family, "", size); err != nil {
			return err
		}
		x := left
		if centre {
			w, err := p.pdf.MeasureTextWidth(line)
			if err != nil {
				return err
			}
			x = (p.w - w) / 2
		}
		if err := p.at(x, p.y, line); err != nil {
			return err
		}
		p.y += lineH
	}
	return nil
}

// widths are those of the cells of a row.
func (p *page) widths(n int) []float64 {
	out, sum := make([]float64, n), 0.0
	for i := range out {
		out[i] = 1
		if len(p.sheet.Widths) == n {
			out[i] = p.sheet.Widths[i]
		}
		sum += out[i]
	}
	for i := range out {
		out[i] *= (p.w - left - right) / sum
	}
	return out
}

// split breaks the cells of a row into lines and tells how high the row is.
func (p *page) split(cells []string) ([][]string, float64, error) {
	if err := p.pdf.SetFont(family, "", 9.5); err != nil {
		return nil, 0, err
	}
	w := p.widths(len(cells))
	out, most := make([][]string, len(cells)), 1
	for i, c := range cells {
		lines, err := p.wrap(c, w[i]-12)
		if err != nil {
			return nil, 0, err
		}
		out[i] = lines
		most = max(most, len(lines))
	}
	return out, float64(most)*14 + 8, nil
}

// row writes the cells of one row with hairlines. A row that needs a new page
// gets the heads again.
func (p *page) row(cells []string) error {
	w := p.widths(len(cells))
	split, h, err := p.split(cells)
	if err != nil {
		return err
	}
	at := p.n
	if err := p.need(h); err != nil {
		return err
	}
	if p.n != at && p.table && p.sheet.Heads != nil {
		if err := p.row(p.sheet.Heads); err != nil {
			return err
		}
	}
	if err := p.pdf.SetFont(family, "", 9.5); err != nil {
		return err
	}
	p.pdf.SetLineWidth(0.4)
	x := left
	for i := range cells {
		p.pdf.RectFromUpperLeftWithStyle(x, p.y, w[i], h, "D")
		for k, line := range split[i] {
			if err := p.at(x+6, p.y+5+float64(k)*14, line); err != nil {
				return err
			}
		}
		x += w[i]
	}
	p.y += h
	return nil
}

// code draws the QR code of the address at which the paper is checked.
func (p *page) code() error {
	if p.sheet.Check == "" {
		return nil
	}
	if err := p.need(qrSize + 24); err != nil {
		return err
	}
	png, err := qrcode.Encode(p.sheet.Check, qrcode.Medium, 256)
	if err != nil {
		return err
	}
	img, err := gopdf.ImageHolderByBytes(png)
	if err != nil {
		return err
	}
	if err := p.pdf.ImageByHolder(img, p.w-right-qrSize, p.y+8, &gopdf.Rect{W: qrSize, H: qrSize}); err != nil || p.sheet.CheckText == "" {
		return err
	}
	if err := p.pdf.SetFont(family, "", 8); err != nil {
		return err
	}
	w, err := p.pdf.MeasureTextWidth(p.sheet.CheckText)
	if err != nil {
		return err
	}
	return p.at(p.w-right-(qrSize+w)/2, p.y+qrSize+10, p.sheet.CheckText)
}
