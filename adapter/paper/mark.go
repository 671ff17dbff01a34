package paper

// Unit: points, degrees, share of white. Source: our choice: readable through the
// text on a screen and on a copy.
const (
	markSize  = 64.0
	markAngle = 40.0
	markGrey  = 225
)

// mark writes what the paper is not across the page, below the text.
func (p *page) mark() error {
	if p.sheet.Mark == "" {
		return nil
	}
	if err := p.pdf.SetFont(family, "", markSize); err != nil {
		return err
	}
	w, err := p.pdf.MeasureTextWidth(p.sheet.Mark)
	if err != nil {
		return err
	}
	p.pdf.SetTextColor(markGrey, markGrey, markGrey)
	p.pdf.Rotate(markAngle, p.w/2, p.h/2)
	err = p.at((p.w-w)/2, p.h/2-markSize/2, p.sheet.Mark)
	p.pdf.RotateReset()
	p.pdf.SetTextColor(0, 0, 0)
	return err
}
