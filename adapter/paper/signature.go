package paper

// Unit: points. Source: our choice, so that four lines fit.
const (
	signLine  = 16.0
	signPad   = 9.0
	sampleBox = 74.0
)

// signature draws the place of a signature: a frame with its lines. A sample
// has the words 样章 where a real paper has the electronic signature; no seal is
// drawn in either.
func (p *page) signature(lines []string) error {
	h := float64(len(lines))*signLine + 2*signPad
	if err := p.need(h + 8); err != nil {
		return err
	}
	p.pdf.SetLineWidth(0.4)
	p.pdf.RectFromUpperLeftWithStyle(left, p.y, p.w-left-right, h, "D")
	y := p.y + signPad
	for i, line := range lines {
		size := 9.5
		if i == 0 {
			size = 11
		}
		if err := p.pdf.SetFont(family, "", size); err != nil {
			return err
		}
		if err := p.at(left+12, y, line); err != nil {
			return err
		}
		y += signLine
	}
	if p.sheet.Sample {
		if err := p.sample(p.w-right-sampleBox-12, p.y+(h-30)/2); err != nil {
			return err
		}
	}
	p.y += h + 8
	return nil
}

// sample draws the words 样章 in a frame, in black.
func (p *page) sample(x, y float64) error {
	p.pdf.RectFromUpperLeftWithStyle(x, y, sampleBox, 30, "D")
	if err := p.pdf.SetFont(family, "", 15); err != nil {
		return err
	}
	return p.at(x+(sampleBox-30)/2, y+7, "样章")
}
