package taxation

import (
	"testing"

	"pgregory.net/rapid"

	"quanlian/base/money"
)

// university is the deal of the page that is drawn from Compare: a university sells
// a patent for 2.4 M, 45,000 of shared input, 40 % of its sales exempt.
func university() Deal {
	d := assignment(yuan(2_400_000))
	d.Seller.Type = NonEnterprise
	d.Papers.RecognitionNo = ""
	d.SellerBooks = SellerBooks{Cost: yuan(444_000), SharedInput: yuan(45_000), OtherSales: yuan(3_600_000)}
	return d
}

func compared(t testing.TB, d Deal, y Year) Comparison {
	t.Helper()
	c, err := Compare(builtInRules(t), d, y)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCompareAtNetPrice(t *testing.T) {
	t.Parallel()
	c := compared(t, university(), Year{PotUsed: yuan(1_200_000)})
	if len(c.Options) != 3 || c.Options[0].Way != Exempt || c.Options[1].Way != Taxed || c.Options[2].Way != Simplified {
		t.Fatalf("options %+v", c.Options)
	}
	exempt, taxed := c.Options[0], c.Options[1]
	want(t, "exempt keeps", exempt.SellerKeeps, yuan(2_381_280)) // 2,400,000 − 18,000 − 720
	// 12 % on the VAT of the deal less its own share of the input: (144,000 − 18,000) × 12 %.
	want(t, "taxed surcharge", taxed.Sheet.Seller.Surcharge, yuan(15_120))
	want(t, "taxed keeps", taxed.SellerKeeps, yuan(2_400_000-15_120-720))
	want(t, "taxed VAT", taxed.Sheet.VAT, yuan(144_000))
	want(t, "CIT income", exempt.Sheet.CIT.Income, yuan(1_937_280))
	want(t, "CIT", exempt.Sheet.Seller.IncomeTax, 0)
	want(t, "pot left", exempt.Sheet.CIT.PotLeft, yuan(5_000_000-1_200_000)-yuan(1_937_280))
	want(t, "pot used", exempt.Sheet.CIT.PotUsed, yuan(1_200_000))
	want(t, "buyer's cost is the same", exempt.BuyerCost, taxed.BuyerCost)
	v := c.Verdict
	if v.Buyer != "" || v.Seller != Taxed || v.SellerBy != yuan(2_880) || v.Joint != Taxed {
		t.Errorf("verdict %+v", v)
	}
	if len(v.Sentences) != 4 || v.Sentences[2].Code != "seller_taxed" || v.Sentences[2].Args["amount"] != "2,880.00" {
		t.Errorf("sentences %+v", v.Sentences)
	}
	missing := firstUnmet("vat", c.Conditions)
	if missing != "no_recognition" {
		t.Errorf("the missing number must stay visible: %q", missing)
	}
}

// A small-scale buyer cannot credit: exempt is better for it by the VAT less what the
// higher cost saves in income tax.
func TestCompareBuyerWithoutCredit(t *testing.T) {
	t.Parallel()
	d := university()
	d.Buyer.VAT = SmallScale
	c := compared(t, d, Year{})
	if c.Verdict.Buyer != Exempt || c.Verdict.Joint != Exempt {
		t.Errorf("verdict %+v", c.Verdict)
	}
	want(t, "by", c.Verdict.BuyerBy, yuan(108_000)) // 144,000 × (1 − 25 %)
}

// At a fixed gross price the seller loses the VAT when taxed and the buyer gains it.
func TestCompareAtGrossPrice(t *testing.T) {
	t.Parallel()
	d := university()
	d.Basis = GrossOfVAT
	c := compared(t, d, Year{})
	if c.Verdict.Seller != Exempt || c.Verdict.Buyer != Taxed {
		t.Errorf("verdict %+v", c.Verdict)
	}
	want(t, "buyer pays the same", c.Options[0].Sheet.Buyer.Pays, c.Options[1].Sheet.Buyer.Pays)
}

// A later credit makes the VAT dearer in present value and nothing else.
func TestPresentValueOfDelayedCredit(t *testing.T) {
	t.Parallel()
	d := university()
	d.BuyerBooks.DiscountRate, d.BuyerBooks.CreditDelayMonths = "0.06", 12
	c := compared(t, d, Year{})
	want(t, "gap", c.Options[1].BuyerCost-c.Options[0].BuyerCost, yuan(144_000)-money.Fen(13_584_906)) // 144,000 − 144,000/1.06
	if c.Verdict.Buyer != Exempt {
		t.Errorf("verdict %+v", c.Verdict)
	}
	d.BuyerBooks.DiscountRate = "6%"
	if p := compared(t, d, Year{}); p.Options[1].BuyerCost != c.Options[1].BuyerCost {
		t.Errorf("6%% gives %s, 0.06 gives %s", p.Options[1].BuyerCost, c.Options[1].BuyerCost)
	}
	for _, bad := range []string{"6", "%", "100%", "-6%", "1e9%"} {
		d.BuyerBooks.DiscountRate = bad
		if d.Check() == nil {
			t.Errorf("%s is taken as a rate", bad)
		}
	}
}

// A trademark has no exemption to compare with.
func TestCompareTrademark(t *testing.T) {
	t.Parallel()
	d := university()
	d.Subject, d.Seller.Type = Trademark, Enterprise
	c := compared(t, d, Year{})
	if c.ExemptOpen || c.WhyNot != "not_technology" || len(c.Options) != 1 || c.Verdict != nil {
		t.Errorf("%+v", c)
	}
}

// At the price that keeps a side whole, that side stands as it did, to a few fen.
func TestWholePricesKeepWhole(t *testing.T) {
	t.Parallel()
	rules := builtInRules(t)
	rapid.Check(t, func(t *rapid.T) {
		d := drawDeal(t)
		d.Seller.VAT, d.Subject, d.Kind, d.Signed = General, Invention, Assignment, "2026-10-28"
		c, err := Compare(rules, d, Year{PotUsed: yuan(3_000_000)})
		if err != nil {
			t.Fatal(err)
		}
		ref, o := c.Options[0], c.Options[1]
		for side, price := range map[string]*money.Fen{"seller": o.SellerWhole, "buyer": o.BuyerWhole} {
			if price == nil {
				continue
			}
			x := d.priced(*price)
			x.Way, x.Papers.assumed = o.Way, true
			s, err := NewSheet(rules, x, Year{PotUsed: yuan(3_000_000)})
			if err != nil {
				t.Fatal(err)
			}
			gap := s.Seller.Keeps - ref.SellerKeeps
			if side == "buyer" {
				gap = s.Buyer.Cost - ref.BuyerCost
			}
			if gap < 0 || gap > 6 {
				t.Fatalf("%s at %s is off by %d fen", side, price, gap)
			}
		}
	})
	c := compared(t, university(), Year{})
	o := c.Options[1]
	if o.SellerWhole == nil || o.BuyerWhole == nil {
		t.Fatal("no price found for an ordinary deal")
	}
	want(t, "buyer whole at the same price", *o.BuyerWhole, yuan(2_400_000))
	if *o.SellerWhole >= yuan(2_400_000) {
		t.Errorf("seller is better off taxed, so its price is lower: %s", o.SellerWhole)
	}
}
