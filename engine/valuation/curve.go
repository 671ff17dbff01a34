package valuation

import (
	"fmt"
	"math"
	"sort"
)

// Curve turns a measure into points: straight between its knots [measure,
// points], flat outside them, and only rising or only falling.
type Curve [][2]float64

// At gives the points of a measure.
func (c Curve) At(x float64) float64 {
	i := sort.Search(len(c), func(i int) bool { return c[i][0] >= x })
	switch {
	case i == 0:
		return c[0][1]
	case i == len(c):
		return c[len(c)-1][1]
	}
	a, b := c[i-1], c[i]
	return a[1] + (b[1]-a[1])*(x-a[0])/(b[0]-a[0])
}

// Rising reports whether more of the measure never costs points.
func (c Curve) Rising() bool { return c[0][1] <= c[len(c)-1][1] }

func (c Curve) check() error {
	if len(c) < 2 {
		return fmt.Errorf("fewer than two knots")
	}
	for i, k := range c {
		if !(k[1] >= 0 && k[1] <= 100) || math.IsNaN(k[0]) || math.IsInf(k[0], 0) {
			return fmt.Errorf("knot %d out of range", i)
		}
		if i == 0 {
			continue
		}
		if k[0] <= c[i-1][0] {
			return fmt.Errorf("knot %d does not advance", i)
		}
		if d := k[1] - c[i-1][1]; d != 0 && (d > 0) != c.Rising() {
			return fmt.Errorf("knot %d turns", i)
		}
	}
	return nil
}

// round rounds half away from zero to n decimals.
func round(v float64, n int) float64 {
	p := math.Pow10(n)
	return math.Round(v*p) / p
}
