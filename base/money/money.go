package money

import (
	"math/big"
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
)

// Fen is an amount of Chinese yuan in whole fen (1 yuan = 100 fen).
type Fen int64

// Unit: fen. Source: definition, 中国人民银行法 art. 17 (yuan, jiao, fen).
const (
	Yuan Fen = 100
	Wan  Fen = 10_000 * Yuan // 万元
)

var amountRE = regexp.MustCompile(`^-?\d{1,15}(\.\d{1,2})?$`)

// Parse reads an amount in yuan as a person types it: "2,400,000.00", "￥12",
// "1，000.5". At most two decimals: a third is an error, not a rounding.
func Parse(s string) (Fen, error) {
	t := strings.NewReplacer(",", "", "，", "", "￥", "", "¥", "", "元", "", " ", "", "−", "-").Replace(strings.TrimSpace(s))
	if !amountRE.MatchString(t) {
		return 0, errs.At("", "base.money.not_an_amount", errs.Args{"value": s})
	}
	d, err := decimal.NewFromString(t)
	if err != nil {
		return 0, errs.At("", "base.money.not_an_amount", errs.Args{"value": s})
	}
	return Fen(d.Shift(2).IntPart()), nil
}

// FromDecimal rounds an amount in yuan half up (away from zero) to whole fen.
func FromDecimal(yuan decimal.Decimal) Fen { return Fen(yuan.Shift(2).Round(0).IntPart()) }

// Decimal is the amount in yuan.
func (f Fen) Decimal() decimal.Decimal { return decimal.New(int64(f), -2) }

// MulRate is f × rate, rounded half up (away from zero) to whole fen.
func (f Fen) MulRate(rate decimal.Decimal) Fen {
	return Fen(decimal.NewFromInt(int64(f)).Mul(rate).Round(0).IntPart())
}

// Plain prints yuan with two decimals and no separators: 2400000.00.
func (f Fen) Plain() string { return f.Decimal().StringFixed(2) }

// String prints yuan with two decimals and thousands separators: 2,400,000.00.
// The minus is U+2212, as the style of the house asks.
func (f Fen) String() string {
	s := f.Plain()
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	whole, frac, _ := strings.Cut(s, ".")
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	out := b.String() + "." + frac
	if neg {
		return "−" + out
	}
	return out
}

// InWan prints 万元 with two decimals, for summaries only: 240.00.
func (f Fen) InWan() string { return decimal.New(int64(f), -6).StringFixed(2) }

// Split divides f into len(weights) parts that sum to f exactly, by the
// largest remainder (ties go to the earlier part). weights: shape (n), each
// ≥ 0, with a positive sum; otherwise it gives nil.
func Split(f Fen, weights []int64) []Fen {
	sum := big.NewInt(0)
	for _, w := range weights {
		if w < 0 {
			return nil
		}
		sum.Add(sum, big.NewInt(w))
	}
	if sum.Sign() == 0 {
		return nil
	}
	sign := Fen(1)
	if f < 0 {
		sign, f = -1, -f
	}
	parts := make([]Fen, len(weights))
	rem := make([]*big.Int, len(weights))
	left := f
	for i, w := range weights {
		q, r := new(big.Int).QuoRem(new(big.Int).Mul(big.NewInt(int64(f)), big.NewInt(w)), sum, new(big.Int))
		parts[i], rem[i] = Fen(q.Int64()), r
		left -= parts[i]
	}
	for ; left > 0; left-- {
		best := -1
		for i := range rem {
			if rem[i].Sign() > 0 && (best < 0 || rem[i].Cmp(rem[best]) > 0) {
				best = i
			}
		}
		parts[best]++
		rem[best] = big.NewInt(0)
	}
	for i := range parts {
		parts[i] *= sign
	}
	return parts
}
