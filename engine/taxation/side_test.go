package taxation

import "testing"

// TestForSide: neither side reads what follows from the other's books.
func TestForSide(t *testing.T) {
	t.Parallel()
	d := assignment(yuan(10_000_000))
	d.SellerBooks = SellerBooks{Cost: yuan(1_500_000), SharedInput: yuan(200_000)}
	whole := sheetOf(t, d, Year{})
	for _, side := range []Side{SellerSide, BuyerSide} {
		s := whole.For(side)
		if s.Net != whole.Net || s.VAT != whole.VAT || s.Gross != whole.Gross {
			t.Errorf("%s does not see the price", side)
		}
		own := 0
		for _, l := range s.Lines {
			switch {
			case l.Side == side:
				own++
			case l.Item != "output_vat" && l.Item != "vat_relief":
				t.Errorf("%s sees %s of the other side", side, l.Item)
			}
		}
		if own == 0 {
			t.Errorf("%s sees nothing of its own", side)
		}
	}
	if b := whole.For(BuyerSide); b.CIT != nil || b.Seller != (SellerSum{}) || b.Buyer.Pays != whole.Buyer.Pays {
		t.Error("the buyer sees the seller's sums, or not its own")
	}
	if s := whole.For(SellerSide); s.CIT == nil || s.Buyer.Pays != 0 || s.Seller != whole.Seller {
		t.Error("the seller sees the buyer's sums, or not its own")
	}
	if n := len(whole.For("").Lines); n >= len(whole.For(BuyerSide).Lines) {
		t.Error("who is no side sees the lines of one")
	}
}
