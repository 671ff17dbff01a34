package ui

import (
	"math"
	"strings"

	"github.com/a-h/templ"
)

// The two widths at which every chart is drawn; the style sheet shows one.
// Unit: CSS pixels.
const (
	narrowWidth = 326
	wideWidth   = 560
)

// ChartHead is what stands around every chart.
type ChartHead struct {
	Caption  string // what is shown
	Sub      string // unit and period
	Sentence string // what the picture says, for those who do not see it
	Width    int    // CSS pixels the wide drawing is made for; zero: 560
}

func (h ChartHead) wide() float64 {
	if h.Width > 0 {
		return float64(h.Width)
	}
	return wideWidth
}

// Data is the table that proves a chart.
type Data struct {
	Head []string
	Rows [][]string
	// Links lead from a figure of Rows to what it counts; where there is none, "".
	Links [][]string
}

func (d Data) link(row, col int) string {
	if row < len(d.Links) && col < len(d.Links[row]) {
		return d.Links[row][col]
	}
	return ""
}

// drawing is a chart ready to be placed.
type drawing struct {
	head   ChartHead
	wide   templ.Component
	narrow templ.Component
	data   Data
	key    []keyItem
	leads  bool // parts of the picture are links
}

type keyItem struct{ Class, Text string }

// BarChart is upright bars from zero; at most about 14.
type BarChart struct {
	ChartHead
	Labels   []string
	Values   []float64
	Late     []bool    // hatched: the share that is overdue
	Marks    []float64 // a short bar to compare with, for example last year; nil for none
	Name     string    // what the bars are
	MarkName string    // what the marks are
	Decimals int
	Hrefs    []string // where a bar leads to; nil for nowhere
}

func (b BarChart) draw() drawing {
	d := drawing{head: b.ChartHead, wide: b.svg(b.wide(), 230).done("is-wide"), narrow: b.svg(narrowWidth, 210).done("is-narrow")}
	d.data.Head = []string{"", b.Name}
	if b.Marks != nil {
		d.data.Head = append(d.data.Head, b.MarkName)
		d.key = []keyItem{{"is-1", b.Name}, {"is-mark", b.MarkName}}
	}
	for i, l := range b.Labels {
		row := []string{l, figures(at(b.Values, i), b.Decimals)}
		if b.Marks != nil {
			row = append(row, figures(at(b.Marks, i), b.Decimals))
		}
		d.data.Rows = append(d.data.Rows, row)
		d.data.Links = append(d.data.Links, []string{"", b.href(i)})
	}
	d.leads = b.Hrefs != nil
	return d
}

func (b BarChart) href(i int) string {
	if i < len(b.Hrefs) {
		return b.Hrefs[i]
	}
	return ""
}

// at reads a value that may be missing.
func at(v []float64, i int) float64 {
	if i < len(v) {
		return v[i]
	}
	return math.NaN()
}

func (b BarChart) svg(w, h float64) *canvas {
	c := newCanvas(w, h)
	p := plotFor(c, 0, top(b.Values, b.Marks), 8)
	p.grid(5, b.Decimals)
	slot := p.w / math.Max(1, float64(len(b.Labels)))
	bar := math.Min(slot*0.58, 72)
	tight := false // words too wide for their slots stand in two rows
	for _, label := range b.Labels {
		for _, line := range wrap(label, 12, math.Max(slot-2, 24)) {
			tight = tight || textWidth(line, 12) > slot
		}
	}
	for i, label := range b.Labels {
		x := p.x + slot*(float64(i)+0.5)
		v := at(b.Values, i)
		y := p.at(clean(v))
		fill := ""
		class := "q-f1"
		if i < len(b.Late) && b.Late[i] {
			class, fill = "", "url(#q-hatch-late)"
		}
		c.linked(b.href(i), func() { c.rect(class, fill, x-bar/2, y, bar, p.y+p.h-y) })
		c.text("q-val", "middle", x, y-6, figures(v, b.Decimals))
		if m := at(b.Marks, i); !math.IsNaN(m) {
			c.rect("q-fmark", "", x-bar/2-3, p.at(m)-2, bar+6, 4)
		}
		drop := 17.0
		if tight && i%2 == 1 {
			drop += 14
		}
		for k, line := range wrap(label, 12, math.Max(slot-2, 24)) {
			c.text("q-ax", "middle", x, p.y+p.h+drop+float64(k)*14, line)
		}
	}
	c.line("q-base", p.x, p.y+p.h, p.x+p.w, p.y+p.h)
	return c
}

// top is the largest value of several series, at least zero.
func top(all ...[]float64) float64 {
	m := 0.0
	for _, vs := range all {
		for _, v := range vs {
			if clean(v) > m {
				m = v
			}
		}
	}
	return m
}

// plot is the field inside the axes.
type plot struct {
	c          *canvas
	x, y, w, h float64
	lo, hi     float64
}

// plotFor leaves room for labels left and below, and right for line ends.
func plotFor(c *canvas, lo, hi, right float64) *plot {
	t := ticks(lo, hi, 5)
	p := &plot{c: c, y: 22, lo: t[0], hi: t[len(t)-1]}
	p.x = math.Max(30, textWidth(figures(p.hi, 0), 12)+12)
	p.w = c.w - p.x - right
	p.h = c.h - p.y - 40
	return p
}

// at is the height of a value.
func (p *plot) at(v float64) float64 { return p.y + p.h - (v-p.lo)/(p.hi-p.lo)*p.h }

// grid draws the value axis.
func (p *plot) grid(n, decimals int) {
	ts := ticks(p.lo, p.hi, n)
	if len(ts) > 1 && ts[1]-ts[0] >= 1 {
		decimals = 0
	}
	for _, t := range ts {
		if t > p.hi*1.0001+1e-9 {
			break
		}
		if decimals == 0 && t != math.Round(t) {
			continue // what is counted whole has no line at a half
		}
		p.c.line("q-gl", p.x, p.at(t), p.x+p.w, p.at(t))
		p.c.text("q-ax", "end", p.x-7, p.at(t)+4, figures(t, decimals))
	}
}

// numeric tells whether a column holds figures only.
func (d Data) numeric(i int) bool {
	for _, r := range d.Rows {
		if i < len(r) && strings.Trim(r[i], "0123456789.,−＋—%") != "" {
			return false
		}
	}
	return true
}
