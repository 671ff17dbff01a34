package ui

import "math"

// SpanChart shows what each input alone does to a result: bars from low to high
// on one scale, the widest first, with a line at the result (龙卷风图).
type SpanChart struct {
	ChartHead
	Base     float64
	BaseName string
	Spans    []Span
	LowName  string
	HighName string
	Decimals int
}

// Span is one bar.
type Span struct {
	Name      string
	Low, High float64
}

func (s SpanChart) draw() drawing {
	d := drawing{head: s.ChartHead, wide: s.svg(s.wide()).done("is-wide"), narrow: s.svg(narrowWidth).done("is-narrow")}
	d.data.Head = []string{"", s.LowName, s.HighName}
	for _, x := range s.Spans {
		d.data.Rows = append(d.data.Rows, []string{x.Name, figures(x.Low, s.Decimals), figures(x.High, s.Decimals)})
	}
	d.data.Rows = append(d.data.Rows, []string{s.BaseName, figures(s.Base, s.Decimals), figures(s.Base, s.Decimals)})
	return d
}

func (s SpanChart) svg(w float64) *canvas {
	const rowH, top, bottom = 46.0, 26.0, 30.0
	c := newCanvas(w, top+rowH*float64(len(s.Spans))+bottom)
	lo, hi := s.Base, s.Base
	for _, x := range s.Spans {
		lo, hi = math.Min(lo, clean(x.Low)), math.Max(hi, clean(x.High))
	}
	t := ticks(lo, hi, 4)
	lo, hi = t[0], t[len(t)-1]
	// Unit: CSS pixels, room for the figures at both ends.
	const left, right = 64.0, 64.0
	x := func(v float64) float64 { return left + (w-left-right)*(v-lo)/math.Max(hi-lo, 1e-9) }
	foot := top + rowH*float64(len(s.Spans))
	for _, v := range t {
		c.line("q-gl", x(v), top-8, x(v), foot)
		c.text("q-ax", anchorAt(x(v), w), x(v), foot+18, figures(v, 0))
	}
	for i, b := range s.Spans {
		y := top + rowH*float64(i)
		c.text("q-val", "start", 0, y+8, b.Name)
		c.rect("q-f1", "", x(b.Low), y+14, x(b.High)-x(b.Low), 14)
		c.text("q-ax q-halo", "end", x(b.Low)-6, y+25, figures(b.Low, s.Decimals))
		c.text("q-ax q-halo", "start", x(b.High)+6, y+25, figures(b.High, s.Decimals))
	}
	c.line("q-base", x(s.Base), top-12, x(s.Base), foot)
	c.text("q-val q-strong q-halo", anchorAt(x(s.Base), w), x(s.Base), top-12, s.BaseName)
	return c
}

// anchorAt keeps a text inside the picture.
func anchorAt(x, w float64) string {
	switch {
	case x < 48:
		return "start"
	case x > w-48:
		return "end"
	}
	return "middle"
}
