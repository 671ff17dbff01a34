package hall

import (
	"strings"

	"quanlian/catalogue/words"
	"quanlian/engine/taxation"
	"quanlian/ledger"
	"quanlian/registry"
)

// Choices are the values that a field of a move's form may have; nil when it is
// free. Of needs several are chosen.
func Choices(move, path string) []string {
	if path == "kind" && move == "invoice" { // a technology contract has a kind too, in free words
		return []string{invoiceSpecial, invoiceOrdinary}
	}
	if path == "from" { // who bears the commission; the first day of a licence is terms.from
		return []string{string(ledger.Seller), string(ledger.Buyer), string(ledger.Halves)}
	}
	switch path[strings.LastIndexByte(path, '.')+1:] {
	case "rest":
		return []string{string(taxation.GoodsRest), string(taxation.ServiceRest)}
	case "deal":
		return []string{string(registry.Assignment), string(registry.LicenceDeal)}
	case "licence":
		return []string{string(registry.Ordinary), string(registry.Sole), string(registry.Exclusive), string(registry.Cross)}
	case "price_kind":
		return []string{"lump", "instalments", "milestones", "entry_royalty", "royalty"}
	case "mode":
		return []string{"either", "assignment", "licence"}
	case "base":
		return []string{"net_sales", "profit", "units"}
	case "every":
		return []string{string(ledger.EveryMonth), string(ledger.EveryQuarter), string(ledger.EveryHalfYear), string(ledger.EveryYear), string(ledger.EveryMonths)}
	case "start":
		return []string{string(ledger.StartTerm), string(ledger.StartEffective), string(ledger.StartOn)}
	case "vat":
		return []string{"general", "small_scale"}
	case "vat_period":
		return []string{"month", "quarter", "occasion"}
	case "industry":
		return words.Industries()
	case "place":
		return []string{"city", "town", "other"}
	case "cit":
		return []string{"standard", "hightech", "small_micro"}
	case "needs":
		var out []string
		for _, c := range ledger.Agreeable() {
			out = append(out, string(c))
		}
		return out
	}
	return nil
}
