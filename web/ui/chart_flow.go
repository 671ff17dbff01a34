package ui

import (
	"math"
)

// FlowState is one state of a matter.
type FlowState struct {
	ID    string
	Text  string
	Whose string // whose move it is
	End   bool
}

// FlowMove leads from one state to another.
type FlowMove struct{ From, To, Text string }

// FlowChart is the state picture of a matter, drawn from its moves.
type FlowChart struct {
	ChartHead
	States   []FlowState
	Moves    []FlowMove
	Now      string // the state the case is in; "" for none
	FromHead string // heads of the data table
	MoveHead string
	ToHead   string
}

// Sizes of the picture. Unit: CSS pixels.
const (
	boxW, boxH = 118.0, 46.0
	gapX, gapY = 58.0, 26.0
)

type spot struct {
	layer, row int
	x, y       float64
	below      bool // another box of its column stands below
}

func (f FlowChart) draw() drawing {
	names := map[string]string{}
	for _, s := range f.States {
		names[s.ID] = s.Text
	}
	d := drawing{head: f.ChartHead, wide: f.svg().done("is-fixed")}
	d.data.Head = []string{f.FromHead, f.MoveHead, f.ToHead}
	for _, m := range f.Moves {
		d.data.Rows = append(d.data.Rows, []string{names[m.From], m.Text, names[m.To]})
	}
	return d
}

// layers puts every state one column after the earliest state that leads to
// it, in the order the states are declared; moves back do not count.
func (f FlowChart) layers() map[string]*spot {
	order := map[string]int{}
	spots := map[string]*spot{}
	for i, s := range f.States {
		order[s.ID] = i
		spots[s.ID] = &spot{}
	}
	for range f.States {
		for _, m := range f.Moves {
			from, to := spots[m.From], spots[m.To]
			if from == nil || to == nil || order[m.From] >= order[m.To] {
				continue
			}
			to.layer = max(to.layer, from.layer+1)
		}
	}
	rows := map[int]int{}
	for _, s := range f.States {
		p := spots[s.ID]
		p.row = rows[p.layer]
		rows[p.layer]++
	}
	deepest := 0
	for _, n := range rows {
		deepest = max(deepest, n)
	}
	for _, p := range spots {
		p.below = p.row < rows[p.layer]-1
		p.x = 2 + float64(p.layer)*(boxW+gapX)
		p.y = 24 + (float64(p.row)+float64(deepest-rows[p.layer])/2)*(boxH+gapY)
	}
	return spots
}

func (f FlowChart) svg() *canvas {
	spots := f.layers()
	w, h := 0.0, 0.0
	for _, p := range spots {
		w, h = math.Max(w, p.x+boxW+20), math.Max(h, p.y+boxH)
	}
	back := 0
	for _, m := range f.Moves {
		if a, b := spots[m.From], spots[m.To]; a != nil && b != nil && a != b && a.layer >= b.layer {
			back++
		}
	}
	c := newCanvas(math.Max(w, 200), h+18+float64(back)*20)
	depth := h
	for _, m := range f.Moves {
		a, b := spots[m.From], spots[m.To]
		if a == nil || b == nil || a == b {
			continue
		}
		if a.layer < b.layer {
			f.ahead(c, a, b, m.Text)
			continue
		}
		depth += 20
		f.behind(c, a, b, depth, m.Text)
	}
	for _, s := range f.States {
		f.box(c, s, spots[s.ID])
	}
	return c
}

// ahead draws a move onward as a soft curve with its words on the line.
func (f FlowChart) ahead(c *canvas, a, b *spot, text string) {
	x1, y1, x2, y2 := a.x+boxW, a.y+boxH/2, b.x-6, b.y+boxH/2
	mid := (x1 + x2) / 2
	if b.layer > a.layer+1 && a.row == b.row { // past the boxes in between
		y1, y2 = a.y+6, b.y+6
		lift := math.Min(y1, y2) - 20
		c.el("path", "class", "q-move", "marker-end", "url(#q-arrow)", "d", "M"+num(x1)+" "+num(y1)+"C"+num(x1+30)+" "+num(lift)+" "+num(x2-30)+" "+num(lift)+" "+num(x2)+" "+num(y2))
		c.text("q-ax q-tiny q-halo", "middle", mid, lift+10, text)
		return
	}
	c.el("path", "class", "q-move", "marker-end", "url(#q-arrow)", "d", "M"+num(x1)+" "+num(y1)+"C"+num(mid)+" "+num(y1)+" "+num(mid)+" "+num(y2)+" "+num(x2)+" "+num(y2))
	c.text("q-ax q-tiny q-halo", "middle", x2-22, y2-6, text)
}

// behind draws a move back below all boxes; it leaves and arrives at the side
// where another box of the same column stands below.
func (f FlowChart) behind(c *canvas, a, b *spot, depth float64, text string) {
	out := "M" + num(a.x+boxW*0.6) + " " + num(a.y+boxH)
	x1, x2 := a.x+boxW*0.6, b.x+boxW*0.4
	if a.below {
		x1 = a.x + boxW + 14
		out = "M" + num(a.x+boxW) + " " + num(a.y+boxH*0.7) + "H" + num(x1)
	}
	in := "V" + num(b.y+boxH+6)
	if b.below {
		x2 = b.x - 16
		in = "V" + num(b.y+boxH*0.75) + "H" + num(b.x-6)
	}
	c.el("path", "class", "q-move is-back", "marker-end", "url(#q-arrow)", "d", out+"V"+num(depth)+"H"+num(x2)+in)
	c.text("q-ax q-tiny q-halo", "middle", (x1+x2)/2, depth+4, text)
}

func (f FlowChart) box(c *canvas, s FlowState, p *spot) {
	class := "q-box"
	if s.End {
		class += " is-end"
	}
	if s.ID == f.Now {
		class += " is-now"
	}
	c.el("rect", "class", class, "x", num(p.x), "y", num(p.y), "width", num(boxW), "height", num(boxH), "rx", "3")
	y := p.y + boxH/2 + 4.5
	if s.Whose != "" {
		y -= 8
		c.text("q-ax q-tiny", "middle", p.x+boxW/2, y+17, s.Whose)
	}
	c.text("q-val q-strong", "middle", p.x+boxW/2, y, s.Text)
}
