package taxation

import (
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

// solve finds by halving the least price at which gap reaches zero, and gives nil when
// the gap there is wider than one step of the price (a threshold lies between).
func solve(around money.Fen, gap func(money.Fen) (money.Fen, bool)) *money.Fen {
	lo, hi := money.Fen(0), 2*around+money.Wan
	if hi > maxPrice {
		hi = maxPrice
	}
	if g, ok := gap(hi); !ok || g < 0 {
		return nil
	}
	for lo < hi {
		mid := lo + (hi-lo)/2
		g, ok := gap(mid)
		if !ok {
			return nil
		}
		if g < 0 {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	// Unit: fen. Source: rounding of at most a dozen lines, each half a fen.
	const within money.Fen = 6
	if g, ok := gap(lo); !ok || g > within {
		return nil
	}
	return &lo
}
