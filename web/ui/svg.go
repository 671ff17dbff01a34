package ui

import (
	"html"
	"math"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// canvas writes one SVG picture. Colours come by class, so that print and
// contrast modes can change them.
type canvas struct {
	b    strings.Builder
	w, h float64
}

func newCanvas(w, h float64) *canvas { return &canvas{w: w, h: h} }

// num prints a coordinate with at most one decimal.
func num(f float64) string {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return "0"
	}
	return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64)
}

func (c *canvas) put(parts ...string) {
	for _, p := range parts {
		c.b.WriteString(p)
	}
}

func (c *canvas) attrs(kv ...string) {
	for i := 0; i+1 < len(kv); i += 2 {
		if kv[i+1] != "" {
			c.put(" ", kv[i], `="`, html.EscapeString(kv[i+1]), `"`)
		}
	}
}

// el writes an element without content.
func (c *canvas) el(name string, kv ...string) {
	c.put("<", name)
	c.attrs(kv...)
	c.put("/>")
}

func (c *canvas) line(class string, x1, y1, x2, y2 float64) {
	c.el("line", "class", class, "x1", num(x1), "y1", num(y1), "x2", num(x2), "y2", num(y2))
}

func (c *canvas) rect(class, fill string, x, y, w, h float64) {
	c.el("rect", "class", class, "fill", fill, "x", num(x), "y", num(y), "width", num(math.Max(w, 0)), "height", num(math.Max(h, 0)))
}

// linked draws what leads to an address; "" for none. It is for the pointer alone:
// the table of the chart has the same links.
func (c *canvas) linked(href string, draw func()) {
	if href == "" {
		draw()
		return
	}
	c.put("<a")
	c.attrs("href", href, "tabindex", "-1")
	c.put(">")
	draw()
	c.put("</a>")
}

// text writes one line; anchor is start, middle or end.
func (c *canvas) text(class, anchor string, x, y float64, s string) {
	c.put("<text")
	c.attrs("class", class, "text-anchor", anchor, "x", num(x), "y", num(y))
	c.put(">", html.EscapeString(s), "</text>")
}

// path draws points as an open or closed line.
func (c *canvas) path(class string, closed bool, pts ...[2]float64) {
	var d strings.Builder
	for i, p := range pts {
		if i == 0 {
			d.WriteString("M")
		} else {
			d.WriteString("L")
		}
		d.WriteString(num(p[0]) + " " + num(p[1]))
	}
	if closed {
		d.WriteString("Z")
	}
	c.el("path", "class", class, "d", d.String())
}

// mark draws one of the shapes that tell series apart without colour.
func (c *canvas) mark(shape int, class string, x, y, r float64) {
	switch shape % 5 {
	case 1:
		c.path(class, true, [2]float64{x, y - r*1.2}, [2]float64{x + r*1.2, y}, [2]float64{x, y + r*1.2}, [2]float64{x - r*1.2, y})
	case 2:
		c.path(class, true, [2]float64{x, y - r*1.1}, [2]float64{x + r*1.15, y + r*.9}, [2]float64{x - r*1.15, y + r*.9})
	case 3:
		c.el("rect", "class", class, "x", num(x-r*.9), "y", num(y-r*.9), "width", num(r*1.8), "height", num(r*1.8))
	case 4:
		c.el("rect", "class", class, "x", num(x-r*.9), "y", num(y-r*.9), "width", num(r*1.8), "height", num(r*1.8), "rx", num(r*.6))
	default:
		c.el("circle", "class", class, "cx", num(x), "cy", num(y), "r", num(r))
	}
}

// done gives the picture. It is hidden from readers of the page: the figure
// around it has the sentence and the table.
func (c *canvas) done(class string) templ.Component {
	return templ.Raw(`<svg class="q-plot ` + class + `" viewBox="0 0 ` + num(c.w) + " " + num(c.h) + `" width="` + num(c.w) + `" height="` + num(c.h) +
		`" aria-hidden="true" focusable="false">` + c.b.String() + `</svg>`)
}

// ticks gives round values from at most lo to at least hi, about n of them.
func ticks(lo, hi float64, n int) []float64 {
	if !(hi > lo) || n < 1 || math.IsInf(hi-lo, 0) {
		hi, n = lo+1, 1
	}
	raw := (hi - lo) / float64(n)
	mag := math.Pow(10, math.Floor(math.Log10(raw)))
	step := 10 * mag
	for _, m := range []float64{1, 2, 2.5, 5} {
		if m*mag >= raw*0.999 {
			step = m * mag
			break
		}
	}
	var out []float64
	for i := math.Floor(lo/step + 1e-9); ; i++ {
		out = append(out, i*step)
		if i*step >= hi-step*1e-9 || len(out) > 50 {
			return out
		}
	}
}

// figures prints a value with thousands separators and fixed decimals; NaN is
// an em dash, the minus is U+2212.
func figures(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "—"
	}
	s := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, frac, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if frac != "" {
		whole += "." + frac
	}
	if v < 0 && strings.Trim(whole, "0.,") != "" {
		return "−" + whole
	}
	return whole
}

// width estimates how wide a text runs: Han characters and long dashes one em, others 0.56.
func textWidth(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		if r > 0x2e7f || r == '—' || r == '…' {
			w++
		} else {
			w += 0.56
		}
	}
	return w * size
}

// wrap breaks a text into lines no wider than max, at any Han character or at
// spaces.
func wrap(s string, size, max float64) []string {
	var lines []string
	line, word := "", ""
	flush := func() {
		if line != "" && textWidth(line+word, size) > max {
			lines = append(lines, strings.TrimSpace(line))
			line = ""
		}
		line += word
		word = ""
	}
	for _, r := range s {
		word += string(r)
		if r == ' ' || r > 0x2e7f {
			flush()
		}
	}
	flush()
	if t := strings.TrimSpace(line); t != "" {
		lines = append(lines, t)
	}
	return lines
}

// clean replaces what cannot be drawn by zero.
func clean(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}
