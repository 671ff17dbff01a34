package taxation

import (
	"github.com/shopspring/decimal"

	"quanlian/base/money"
)

var one = decimal.NewFromInt(1)

// AddVAT puts VAT on a price without tax (不含税 to 含税).
func AddVAT(net money.Fen, rate decimal.Decimal) (vat, gross money.Fen) {
	vat = net.MulRate(rate)
	return vat, net + vat
}

// TakeVAT takes VAT out of a price with tax (含税 to 不含税): gross ÷ (1 + rate).
func TakeVAT(gross money.Fen, rate decimal.Decimal) (net, vat money.Fen) {
	net = money.FromDecimal(gross.Decimal().DivRound(one.Add(rate), 16))
	return net, gross - net
}

// SharedInputOut is the shared input VAT that falls on exempt sales:
// shared × exempt sales ÷ all sales (增值税法第二十二条). No sales, nothing out.
func SharedInputOut(shared, exemptSales, allSales money.Fen) money.Fen {
	if allSales <= 0 {
		return 0
	}
	share := decimal.NewFromInt(int64(exemptSales)).DivRound(decimal.NewFromInt(int64(allSales)), 24)
	return shared.MulRate(share)
}

// BelowThreshold reports whether sales of a period stay under the threshold. Since 2026
// reaching it taxes the whole; until 2025 the threshold itself was still exempt.
func BelowThreshold(r Rule, sales money.Fen) bool {
	if r.Unit == "yuan_at_most" {
		return sales <= r.Money()
	}
	return sales < r.Money()
}
