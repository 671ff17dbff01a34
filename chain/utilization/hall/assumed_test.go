package hall

import (
	"strings"
	"testing"

	"quanlian/engine/taxation"
	"quanlian/ledger"
	"quanlian/registry"
)

// An exempt sale takes no special invoice, unless the exemption is given up; one
// whose papers are missing may have it.
func TestSpecialInvoiceOfAnExemptSale(t *testing.T) {
	t.Parallel()
	r, on := taxRules(t), day("2026-12-20")
	d := DealData{Terms: &Terms{Deal: registry.Assignment, PriceKind: ledger.LumpSum, Price: 100000000, Tranches: []Part{{Amount: 100000000}}}}
	d.Contract = &Contract{Effective: day("2026-12-01"), Signatures: Signatures{Seller: on.At(9), Buyer: on.At(9)}}
	if err := r.noSpecial(d, "N", on); err != nil {
		t.Errorf("not recognised yet: %v", err)
	}
	d.Recognition = &Recognition{No: "R1", Technology: 100000000}
	if err := r.noSpecial(d, "N", on); err == nil || err.Field != "kind" || err.Code != "utilization.hall.invoice_special_exempt" {
		t.Errorf("exempt: %v", err)
	}
	d.SellerTax = &TaxFacts{SeparateAccounts: true, WaivedSince: on}
	if err := r.noSpecial(d, "N", on); err != nil {
		t.Errorf("given up: %v", err)
	}
	if err := r.noSpecial(d, "N", on.AddDays(-1)); err == nil {
		t.Error("the invoice stands before the waiver")
	}
}

// What nobody stated is listed, to each side what its own figures rest on.
func TestAssumedIsListed(t *testing.T) {
	t.Parallel()
	d := DealData{Terms: &Terms{Deal: registry.Assignment}}
	list := func(side taxation.Side) string {
		var out []string
		for _, a := range d.Assumed(side) {
			out = append(out, a.Text.ZH)
		}
		return strings.Join(out, "\n")
	}
	says(t, "zh", list(""), "卖方未申报增值税身份，按一般纳税人计", "卖方未申报是否单独核算，按已单独核算计", "卖方未申报成本", "买方未申报摊销年限，按十年计")
	if buyers := list(taxation.BuyerSide); strings.Contains(buyers, "成本") || !strings.Contains(buyers, "单独核算") {
		t.Errorf("the buyer reads\n%s", buyers)
	}
	d.SellerTax, d.BuyerTax = &TaxFacts{VAT: taxation.General, CIT: taxation.Standard}, &TaxFacts{VAT: taxation.SmallScale, CIT: taxation.Standard}
	if all := d.Assumed(""); len(all) != 1 {
		t.Errorf("all was stated, and still %s", list(""))
	}
}
