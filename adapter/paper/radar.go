package paper

import (
	"math"
	"strconv"

	"github.com/signintech/gopdf"

	"quanlian/catalogue/documents"
)

// Unit: points. Source: our choice, so that fourteen names stand beside it on A4.
const (
	radarR     = 104.0 // radius of 100 points
	radarLabel = 12.0  // from the outer ring to the names
	radarHigh  = 2 * (radarR + 30)
)

// Unit: axes. Fewer give no area.
const leastAxes = 3

// Unit: share of black. Source: our choice; light enough to be copied.
const (
	ringGray, weakGray, areaGray = 0.75, 0.55, 0.9
)

// radar draws the scores as the page does: rings at 25, 50, 75 and 100, a spoke
// for each axis, the known scores joined. An axis without a score stays empty and
// says so: it is not a zero.
func (p *page) radar(axes []documents.Axis) error {
	if len(axes) < leastAxes {
		return nil // no area; the table below says it
	}
	if err := p.need(radarHigh + 8); err != nil {
		return err
	}
	d := dial{cx: p.w / 2, cy: p.y + radarHigh/2, n: len(axes)}
	var own []gopdf.Point
	for i, a := range axes {
		if a.Known {
			own = append(own, d.at(i, a.Value/100))
		}
	}
	if len(own) > 2 { // below the rings, so that they can be read through it
		p.pdf.SetGrayFill(areaGray)
		p.pdf.Polygon(own, "F")
	}
	if err := p.rings(d); err != nil {
		return err
	}
	p.pdf.SetGrayStroke(0)
	p.pdf.SetLineWidth(1.2)
	if len(own) > 2 {
		p.pdf.Polygon(own, "D")
	}
	p.pdf.SetGrayFill(0)
	for _, at := range own {
		p.pdf.RectFromUpperLeftWithStyle(at.X-1.6, at.Y-1.6, 3.2, 3.2, "F")
	}
	for i, a := range axes {
		if err := p.spokeName(d, i, a); err != nil {
			return err
		}
	}
	p.pdf.SetTextColor(0, 0, 0)
	p.pdf.SetLineWidth(0.4)
	p.y += radarHigh + 8
	return nil
}

// dial is where the axes of a radar point.
type dial struct {
	cx, cy float64
	n      int
}

// at is the place of a share of axis i; the first points up.
func (d dial) at(i int, share float64) gopdf.Point {
	a := 2*math.Pi*float64(i)/float64(d.n) - math.Pi/2
	return gopdf.Point{X: d.cx + radarR*share*math.Cos(a), Y: d.cy + radarR*share*math.Sin(a)}
}

// rings draws the scale and the spokes.
func (p *page) rings(d dial) error {
	p.pdf.SetLineWidth(0.4)
	p.pdf.SetGrayStroke(ringGray)
	for i := range d.n {
		end := d.at(i, 1)
		p.pdf.Line(d.cx, d.cy, end.X, end.Y)
	}
	if err := p.pdf.SetFont(family, "", 7); err != nil {
		return err
	}
	p.pdf.SetTextColor(0, 0, 0)
	for _, share := range []float64{0.25, 0.5, 0.75, 1} {
		ring := make([]gopdf.Point, d.n)
		for i := range ring {
			ring[i] = d.at(i, share)
		}
		p.pdf.Polygon(ring, "D")
		text := strconv.Itoa(int(share * 100))
		w, err := p.pdf.MeasureTextWidth(text)
		if err != nil {
			return err
		}
		if err := p.at(d.cx-w-2, d.cy-radarR*share-1, text); err != nil {
			return err
		}
	}
	return nil
}

// spokeName writes the name of an axis with its score, outside the rings.
func (p *page) spokeName(d dial, i int, a documents.Axis) error {
	text := a.Name + " —"
	if a.Known {
		text = a.Name + " " + strconv.FormatFloat(a.Value, 'f', 1, 64)
	}
	if err := p.pdf.SetFont(family, "", 8.5); err != nil {
		return err
	}
	w, err := p.pdf.MeasureTextWidth(text)
	if err != nil {
		return err
	}
	at := d.at(i, 1+radarLabel/radarR)
	x := at.X - w/2
	switch dx := at.X - d.cx; {
	case dx > radarR*0.2:
		x = at.X
	case dx < -radarR*0.2:
		x = at.X - w
	}
	gray := uint8(0)
	if !a.Known {
		gray = uint8(math.Round(255 * weakGray))
	}
	p.pdf.SetTextColor(gray, gray, gray)
	return p.at(x, at.Y-5, text)
}
