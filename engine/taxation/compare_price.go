package taxation

import (
	"github.com/shopspring/decimal"

	"quanlian/base/money"
)

// wholePrices finds the prices in this way that leave each side as it stands in the
// option ref at the agreed price.
func (o *Option) wholePrices(rules *Rules, d Deal, year Year, ref Option) {
	d.Way = o.Way
	at := func(price money.Fen) (Option, bool) {
		s, err := NewSheet(rules, d.priced(price), year)
		return optionOf(s), err == nil
	}
	o.SellerWhole = solve(d.Price, func(p money.Fen) (money.Fen, bool) {
		x, ok := at(p)
		return x.SellerKeeps - ref.SellerKeeps, ok
	})
	o.BuyerWhole = solve(d.Price, func(p money.Fen) (money.Fen, bool) {
		x, ok := at(p)
		return x.BuyerCost - ref.BuyerCost, ok
	})
}

// priced is the deal at another price, its parts in proportion.
func (d Deal) priced(price money.Fen) Deal {
	if len(d.Parts) > 0 {
		weights := make([]int64, len(d.Parts))
		for i, p := range d.Parts {
			weights[i] = int64(p.Amount)
		}
		parts := make([]Part, len(d.Parts))
		for i, a := range money.Split(price, weights) {
			parts[i] = Part{d.Parts[i].Kind, a}
		}
		d.Parts = parts
	}
	d.Price = price
	return d
}

// solve finds the least price at which gap reaches zero, and gives nil when the gap
// there is wider than rounding (a threshold lies between). gap is nearly straight, so
// it steps along the chord and halves the range each third time to be sure of an end.
func solve(around money.Fen, gap func(money.Fen) (money.Fen, bool)) *money.Fen {
	lo, hi := money.Fen(0), min(2*around+money.Wan, maxPrice)
	atLo, ok := gap(lo)
	if !ok || atLo >= 0 {
		return nil
	}
	atHi, ok := gap(hi)
	if !ok || atHi < 0 {
		return nil
	}
	for step := 1; hi-lo > 1; step++ {
		mid := lo + (hi-lo)/2
		if step%3 != 0 {
			mid = chord(lo, hi, atLo, atHi)
		}
		g, ok := gap(mid)
		switch {
		case !ok:
			return nil
		case g < 0:
			lo, atLo = mid, g
		default:
			hi, atHi = mid, g
		}
	}
	// Unit: fen. Source: rounding of at most a dozen lines, each half a fen.
	const within money.Fen = 6
	if atHi > within {
		return nil
	}
	return &hi
}

// chord is where the straight line between two gaps crosses zero, one step inside the
// range, leaning to the far side so that both ends close in.
func chord(lo, hi, atLo, atHi money.Fen) money.Fen {
	share := decimal.NewFromInt(int64(-atLo)).DivRound(decimal.NewFromInt(int64(atHi-atLo)), 18)
	mid := lo + (hi - lo).MulRate(share)
	if atHi > -atLo {
		mid++
	} else {
		mid--
	}
	return max(lo+1, min(hi-1, mid))
}
