package ui

import (
	"math"
	"strconv"
)

// RadarAxis is one spoke, 0 to 100.
type RadarAxis struct {
	Name   string
	Value  float64 // NaN: no data, the spoke stays empty
	Median float64 // what to compare with; NaN for none
}

// RadarChart shows the second-level items of an evaluation, at most 14.
type RadarChart struct {
	ChartHead
	Axes       []RadarAxis
	Name       string // what the solid line is
	MedianName string // what the dashed line is
	More       []RadarLine
}

// RadarLine is one more line over the same axes, at most three.
type RadarLine struct {
	Name   string
	Values []float64 // by axis; NaN for no data
}

// Points writes a score of 0 to 100.
func Points(v float64) string { return figures(v, 1) }

func (r RadarChart) draw() drawing {
	d := drawing{head: r.ChartHead, wide: r.svg(380, 350).done("is-wide is-own"), narrow: r.svg(narrowWidth, 320).done("is-narrow")}
	d.data.Head = []string{"", r.Name, r.MedianName}
	for _, a := range r.Axes {
		d.data.Rows = append(d.data.Rows, []string{a.Name, figures(a.Value, 0), figures(a.Median, 0)})
	}
	d.key = []keyItem{{"is-line1", r.Name}}
	if r.MedianName != "" {
		d.key = append(d.key, keyItem{"is-line2", r.MedianName})
	}
	for i, m := range r.More {
		d.key = append(d.key, keyItem{"is-own" + strconv.Itoa(i+2), m.Name})
		d.data.Head = append(d.data.Head, m.Name)
		for k, v := range m.Values {
			d.data.Rows[k] = append(d.data.Rows[k], figures(v, 0))
		}
	}
	return d
}

func (r RadarChart) svg(w, h float64) *canvas {
	c := newCanvas(w, h)
	n := len(r.Axes)
	if n < 3 {
		return c
	}
	cx, cy, radius := w/2, h/2, math.Min(w-176, h-64)/2
	spoke := func(i int, share float64) [2]float64 {
		a := 2*math.Pi*float64(i)/float64(n) - math.Pi/2
		return [2]float64{cx + radius*share*math.Cos(a), cy + radius*share*math.Sin(a)}
	}
	for _, share := range []float64{0.25, 0.5, 0.75, 1} {
		ring := make([][2]float64, n)
		for i := range ring {
			ring[i] = spoke(i, share)
		}
		c.path("q-ring", true, ring...)
		if share < 1 {
			c.text("q-ax q-tiny", "end", cx-3, cy-radius*share+4, strconv.Itoa(int(share*100)))
		}
	}
	var own, other [][2]float64
	for i, a := range r.Axes {
		end := spoke(i, 1)
		c.line("q-gl", cx, cy, end[0], end[1])
		if !math.IsNaN(a.Median) {
			other = append(other, spoke(i, a.Median/100))
		}
		if !math.IsNaN(a.Value) {
			own = append(own, spoke(i, a.Value/100))
		}
		label := spoke(i, 1+14/radius)
		anchor := "middle"
		if dx := label[0] - cx; dx > radius*0.2 {
			anchor = "start"
		} else if dx < -radius*0.2 {
			anchor = "end"
		}
		class := "q-ax"
		if math.IsNaN(a.Value) {
			class = "q-ax q-weak"
		}
		c.text(class, anchor, label[0], label[1]+4, a.Name)
	}
	if len(other) > 2 {
		c.path("q-ln q-l0", true, other...)
	}
	r.more(c, spoke)
	if len(own) > 2 {
		c.path("q-ln q-l1 q-area", true, own...)
	}
	for _, p := range own {
		c.mark(0, "q-f1", p[0], p[1], 3)
	}
	return c
}

// more draws the further lines, each with marks of its own form.
func (r RadarChart) more(c *canvas, spoke func(i int, share float64) [2]float64) {
	for i, m := range r.More {
		var at [][2]float64
		for k, v := range m.Values {
			if !math.IsNaN(v) {
				at = append(at, spoke(k, v/100))
			}
		}
		n := strconv.Itoa(i + 2)
		if len(at) > 2 {
			c.path("q-ln q-l"+n, true, at...)
		}
		for _, p := range at {
			c.mark(i+1, "q-f"+n, p[0], p[1], 3)
		}
	}
}

// WaterStep is one step of a waterfall: a change, or a running total.
type WaterStep struct {
	Label string
	Value float64
	Total bool // Value is not added: the bar stands from zero at the sum so far
}

// WaterfallChart shows how a sum comes about, step by step, from left to right.
type WaterfallChart struct {
	ChartHead
	Steps    []WaterStep
	Decimals int
}

// Sums gives the height after each step; totals do not change it.
func (f WaterfallChart) sums() []float64 {
	out := make([]float64, len(f.Steps))
	sum := 0.0
	for i, s := range f.Steps {
		if !s.Total {
			sum += clean(s.Value)
		}
		out[i] = sum
	}
	return out
}

func (f WaterfallChart) draw() drawing {
	d := drawing{head: f.ChartHead, wide: f.svg(f.wide(), 260).done("is-wide"), narrow: f.across(narrowWidth).done("is-narrow")}
	d.data.Head = []string{"", "±", "∑"}
	for i, sum := range f.sums() {
		change := ""
		if !f.Steps[i].Total {
			change = figures(f.Steps[i].Value, f.Decimals)
		}
		d.data.Rows = append(d.data.Rows, []string{f.Steps[i].Label, change, figures(sum, f.Decimals)})
	}
	return d
}

// bar gives start, end and looks of step i.
func (f WaterfallChart) bar(i int, sums []float64) (from, to float64, class, value string) {
	to, class, value = sums[i], "q-f1", figures(f.Steps[i].Value, f.Decimals)
	if f.Steps[i].Total {
		return 0, to, class, figures(to, f.Decimals)
	}
	if i > 0 {
		from = sums[i-1]
	}
	switch {
	case f.Steps[i].Value < 0:
		class = "q-f2"
	case i > 0:
		class, value = "q-f3", "＋"+value
	}
	return from, to, class, value
}

func (f WaterfallChart) svg(w, h float64) *canvas {
	c := newCanvas(w, h)
	sums := f.sums()
	lo := 0.0
	for _, s := range sums {
		lo = math.Min(lo, s)
	}
	p := plotFor(c, lo, top(sums), 8)
	p.h -= 14
	p.grid(5, f.Decimals)
	slot := p.w / math.Max(1, float64(len(f.Steps)))
	for i, s := range f.Steps {
		from, to, class, value := f.bar(i, sums)
		x, hi := p.x+slot*float64(i)+slot*0.18, math.Max(from, to)
		c.rect(class, "", x, p.at(hi), slot*0.64, math.Max(p.at(math.Min(from, to))-p.at(hi), 1.5))
		c.text("q-val", "middle", x+slot*0.32, p.at(hi)-6, value)
		if i+1 < len(f.Steps) {
			c.line("q-tie", x+slot*0.64, p.at(to), x+slot, p.at(to))
		}
		for k, line := range wrap(s.Label, 12, slot-4) {
			c.text("q-ax", "middle", x+slot*0.32, p.y+p.h+17+float64(k)*14, line)
		}
	}
	c.line("q-base", p.x, p.at(0), p.x+p.w, p.at(0))
	return c
}

// across is the narrow form: one line of words above each bar.
func (f WaterfallChart) across(w float64) *canvas {
	const row = 40
	c := newCanvas(w, row*float64(len(f.Steps))+6)
	sums := f.sums()
	lo := 0.0
	for _, s := range sums {
		lo = math.Min(lo, s)
	}
	scale := w / math.Max(top(sums)-lo, 1e-9)
	for i, s := range f.Steps {
		from, to, class, value := f.bar(i, sums)
		y := row * float64(i)
		c.text("q-ax", "start", 0, y+13, s.Label)
		c.text("q-val", "end", w, y+13, value)
		c.rect(class, "", (math.Min(from, to)-lo)*scale, y+19, math.Max(math.Abs(to-from)*scale, 1.5), 13)
	}
	return c
}
