package index

import "math"

// Field is a part of a patent with a weight of its own.
type Field uint8

// The fields, in the order of their weight.
const (
	Title Field = iota
	Abstract
	Claim1
	fieldCount
)

// Params are the constants of BM25F. An index keeps the ones it was made with:
// other constants need another index.
type Params struct {
	K1     float64             // saturation of a term's frequency
	Weight [fieldCount]float64 // how many times in the abstract one time in this field counts
	B      [fieldCount]float64 // how far the length of the field is evened out, 0..1
	Pivot  [fieldCount]float64 // length at which a field counts as it is, in places
}

// DefaultParams are the constants for Chinese patents.
// Unit: K1 and Weight plain numbers, B a share, Pivot places (one Han character
// or one Latin word). Source: K1 and B within the ranges of Robertson and
// Zaragoza, The Probabilistic Relevance Framework (2009), §3; weights and pivots
// chosen by us [D] on csl/ts, see docs/measured/matching.md.
func DefaultParams() Params {
	return Params{
		K1:     1.2,
		Weight: [fieldCount]float64{2.5, 1, 0.6},
		B:      [fieldCount]float64{0.8, 0.6, 0.7},
		Pivot:  [fieldCount]float64{20, 220, 300},
	}
}

// maxImpact is the greatest weight a posting can carry.
// Unit: steps of one byte. Source: the range of a byte.
const maxImpact = 255

// impact is the saturated weight of a term that stands tf[f] times in fields of
// length length[f]; at least 1, so that a found term is never worth nothing.
func (p *Params) impact(tf, length [fieldCount]uint32) uint8 {
	sum := 0.0
	for f := range tf {
		if tf[f] > 0 {
			norm := 1 - p.B[f] + p.B[f]*float64(length[f])/p.Pivot[f]
			sum += p.Weight[f] * float64(tf[f]) / norm
		}
	}
	v := math.Round(maxImpact * sum / (p.K1 + sum))
	return uint8(min(max(v, 1), maxImpact))
}

// IDF is the weight of a term that stands in df of n patents, never negative.
func IDF(n, df int) float64 {
	return math.Log1p((float64(n) - float64(df) + 0.5) / (float64(df) + 0.5))
}
