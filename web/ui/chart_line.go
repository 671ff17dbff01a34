package ui

import (
	"math"
	"sort"
	"strconv"
	"time"
)

// Series is one line; missing values are NaN and leave a gap.
type Series struct {
	Name   string
	Values []float64
	Hrefs  []string // where the figures of the data table lead to; nil for nowhere
	// Low and High are the spread of the values, drawn as a band; nil for none.
	Low, High         []float64
	LowName, HighName string
}

// LineChart is up to three lines over the same labels, named at their ends.
type LineChart struct {
	ChartHead
	Labels   []string
	Series   []Series
	Every    int // label every n-th point; zero: as many as fit
	Decimals int
}

func (l LineChart) draw() drawing {
	d := drawing{head: l.ChartHead, wide: l.svg(l.wide(), 230).done("is-wide"), narrow: l.svg(narrowWidth, 210).done("is-narrow")}
	d.data.Head = []string{""}
	for _, s := range l.Series {
		d.data.Head = append(d.data.Head, s.Name)
		if s.High != nil {
			d.data.Head = append(d.data.Head, s.LowName, s.HighName)
		}
	}
	for i, label := range l.Labels {
		row, links := []string{label}, []string{""}
		for _, s := range l.Series {
			row, links = append(row, figures(at(s.Values, i), l.Decimals)), append(links, "")
			if i < len(s.Hrefs) {
				links[len(links)-1] = s.Hrefs[i]
			}
			if s.High != nil {
				row, links = append(row, figures(at(s.Low, i), l.Decimals), figures(at(s.High, i), l.Decimals)), append(links, "", "")
			}
		}
		d.data.Rows, d.data.Links = append(d.data.Rows, row), append(d.data.Links, links)
	}
	return d
}

type lineEnd struct {
	y    float64
	n    int
	text string
	x    float64
}

func (l LineChart) svg(w, h float64) *canvas {
	c := newCanvas(w, h)
	hi, right := 0.0, 0.0
	for _, s := range l.Series {
		hi = math.Max(hi, top(s.Values, s.High))
		right = math.Max(right, textWidth(s.Name+" "+figures(last(s.Values), l.Decimals), 12)+16)
	}
	p := plotFor(c, 0, hi, right)
	p.grid(5, l.Decimals)
	n := len(l.Labels)
	step := p.w / math.Max(1, float64(n-1))
	l.axis(c, p, step)
	for k, s := range l.Series {
		s.band(c, p, step, k)
	}
	var ends []lineEnd
	for k, s := range l.Series {
		var pts [][2]float64
		for i := 0; i <= n; i++ {
			v := at(s.Values, i)
			if i == n || math.IsNaN(v) {
				if len(pts) > 1 {
					c.path("q-ln q-l"+strconv.Itoa(k%3+1), false, pts...)
				}
				pts = nil
				continue
			}
			pts = append(pts, [2]float64{p.x + step*float64(i), p.at(v)})
			c.mark([]int{0, 3, 1}[k%3], "q-f"+strconv.Itoa(k%3+1), p.x+step*float64(i), p.at(v), 3)
		}
		if i := lastIndex(s.Values); i >= 0 {
			ends = append(ends, lineEnd{p.at(s.Values[i]), k, s.Name + " " + figures(s.Values[i], l.Decimals), p.x + step*float64(i)})
		}
	}
	for _, e := range apart(ends, p.y+p.h+1) {
		c.text("q-end q-t"+strconv.Itoa(e.n%3+1), "start", e.x+8, e.y+4, e.text)
	}
	return c
}

// endsApart is how far names at the ends of lines stand from each other.
// Unit: pixels. Source: measured: a line of 12 px.
const endsApart = 15

// apart lays names apart that would stand on each other, none below the floor, where
// the names of the axis are.
func apart(ends []lineEnd, floor float64) []lineEnd {
	sort.SliceStable(ends, func(i, j int) bool { return ends[i].y < ends[j].y })
	near := func(a, b lineEnd) bool { return b.y-a.y < endsApart && math.Abs(a.x-b.x) < 60 }
	for i := 1; i < len(ends); i++ {
		if near(ends[i-1], ends[i]) {
			ends[i].y = ends[i-1].y + endsApart
		}
	}
	for i := len(ends) - 1; i >= 0; i-- {
		ends[i].y = math.Min(ends[i].y, floor)
		if i+1 < len(ends) && near(ends[i], ends[i+1]) {
			ends[i].y = ends[i+1].y - endsApart
		}
	}
	return ends
}

// band draws the spread under the lines.
func (s Series) band(c *canvas, p *plot, step float64, k int) {
	n := min(len(s.Low), len(s.High))
	if n < 2 {
		return
	}
	pts := make([][2]float64, 2*n)
	for i := range n {
		x := p.x + step*float64(i)
		pts[i], pts[2*n-1-i] = [2]float64{x, p.at(s.High[i])}, [2]float64{x, p.at(s.Low[i])}
	}
	c.path("q-bd q-f"+strconv.Itoa(k%3+1), true, pts...)
}

// axis names as many points as fit.
func (l LineChart) axis(c *canvas, p *plot, step float64) {
	every := l.Every
	if every < 1 {
		widest := 0.0
		for _, s := range l.Labels {
			widest = math.Max(widest, textWidth(s, 12)+10)
		}
		every = int(math.Max(1, math.Ceil(widest/math.Max(step, 1))))
	}
	for i := 0; i < len(l.Labels); i += every {
		x := p.x + step*float64(i)
		c.line("q-base", x, p.y+p.h, x, p.y+p.h+4)
		c.text("q-ax", "middle", x, p.y+p.h+19, l.Labels[i])
	}
	c.line("q-base", p.x, p.y+p.h, p.x+p.w, p.y+p.h)
}

func lastIndex(vs []float64) int {
	for i := len(vs) - 1; i >= 0; i-- {
		if !math.IsNaN(vs[i]) {
			return i
		}
	}
	return -1
}

func last(vs []float64) float64 { return at(vs, max(lastIndex(vs), 0)) }

// LaneMark is one event on a lane.
type LaneMark struct {
	At   time.Time
	N    int    // how many things it stands for
	Text string // few characters; "" for none
	Open bool   // still going on: drawn hollow
}

// Lane is one link of the chain over time.
type Lane struct {
	Name  string
	Marks []LaneMark
}

// LaneChart shows what happened along the chain, one line for each link.
type LaneChart struct {
	ChartHead
	From, To time.Time
	Lanes    []Lane
	Data     Data
}

func (l LaneChart) draw() drawing {
	return drawing{head: l.ChartHead, wide: l.svg(l.wide()).done("is-fixed"), data: l.Data}
}

func (l LaneChart) svg(w float64) *canvas {
	const left, right, head, lane = 60, 44, 36, 56
	c := newCanvas(w, head+lane*float64(len(l.Lanes)))
	span := l.To.Sub(l.From).Seconds()
	x := func(t time.Time) float64 { return left + (w-left-right)*t.Sub(l.From).Seconds()/math.Max(span, 1) }
	foot := head + lane*float64(len(l.Lanes)-1)
	for y := l.From.Year() + 1; y <= l.To.Year(); y++ {
		at := x(time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC))
		c.line("q-gl", at, 14, at, foot+14)
		c.text("q-ax", "middle", at, foot+34, strconv.Itoa(y))
	}
	for k, ln := range l.Lanes {
		y := head + lane*float64(k)
		c.line("q-lane", left, y, w-right+14, y)
		c.text("q-val q-strong", "end", left-10, y+4.5, ln.Name)
		free := 0.0
		for _, m := range ln.Marks {
			class := "q-f" + strconv.Itoa(k%5+1)
			if m.Open {
				class = "q-hollow q-s" + strconv.Itoa(k%5+1)
			}
			r := 5 + math.Sqrt(float64(max(m.N, 1)))*1.6
			c.mark(k, class, x(m.At), y, r)
			half := textWidth(m.Text, 12) / 2
			if m.Text != "" && x(m.At)-half >= free {
				c.text("q-val", "middle", math.Min(x(m.At), w-half-2), y-r-5, m.Text)
				free = x(m.At) + half + 4
			}
		}
	}
	return c
}
