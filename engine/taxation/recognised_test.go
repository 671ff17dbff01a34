package taxation

import (
	"testing"

	"pgregory.net/rapid"

	"quanlian/base/money"
)

// recognisedAt is a deal of 3.0 M of which the recognition counts some as technology.
func recognisedAt(technology money.Fen, rest Rest) Deal {
	d := assignment(yuan(3_000_000))
	d.Papers.ContractTotal, d.Papers.TechnologyAmount, d.Papers.Rest = yuan(3_000_000), technology, rest
	return d
}

// 技术交易额 is the total less equipment, materials and other things that are no
// technology: only it is exempt and income of the transfer (domain.md §3.5, §4.3).
func TestOnlyTheRecognisedAmountIsExempt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rest      Rest
		rate, vat money.Fen
		kind      PartKind
	}{
		"equipment and materials": {GoodsRest, 13, yuan(130_000), RestGoods},
		"other services":          {ServiceRest, 6, yuan(60_000), RestService},
		"nothing says it":         {"", 13, yuan(130_000), RestUnnamed},
	} {
		s := sheetOf(t, recognisedAt(yuan(2_000_000), c.rest), Year{})
		if s.Way != Exempt {
			t.Fatalf("%s: %s", name, s.Way)
		}
		want(t, name+": VAT", s.VAT, c.vat)
		want(t, name+": spared", line(t, s, SellerSide, "vat_relief").Base, yuan(2_000_000))
		want(t, name+": revenue", s.CIT.Revenue, yuan(2_000_000))
		want(t, name+": buyer credits", s.Buyer.Credit, c.vat)
		want(t, name+": capitalised", s.Buyer.Capitalised, yuan(2_000_000))
		want(t, name+": stamp goes by the contract", s.Seller.Stamp, yuan(900))
		for _, l := range s.Lines {
			if l.Item != "output_vat" || l.Part == Technology {
				continue
			}
			if l.Part != c.kind || l.Why != "" || l.Tag == "D" != (c.rest == "") || c.rest == "" && l.Verified {
				t.Errorf("%s: %+v", name, l)
			}
		}
	}
}

// What the contract itself names is not taxed twice, and a whole recognition changes
// nothing.
func TestRestBesidesTheEquipment(t *testing.T) {
	t.Parallel()
	d := recognisedAt(yuan(2_000_000), ServiceRest)
	d.Parts = []Part{{Technology, yuan(2_400_000)}, {Equipment, yuan(600_000)}}
	want(t, "rest", d.RestOf(), yuan(400_000))
	want(t, "VAT", sheetOf(t, d, Year{}).VAT, yuan(78_000+24_000))
	d.Papers.TechnologyAmount = yuan(2_400_000)
	want(t, "whole", d.RestOf(), 0)
	d = recognisedAt(0, "")
	want(t, "nothing is technology", d.RestOf(), yuan(3_000_000))
	d.Papers.ContractTotal = 0
	want(t, "not registered", d.RestOf(), 0)
	d = recognisedAt(yuan(2_000_000), "")
	d.Price, d.Returned = yuan(2_500_000), yuan(500_000)
	want(t, "what came back was technology", d.RestOf(), yuan(1_000_000))
	d.Papers.ContractTotal, d.Papers.TechnologyAmount = yuan(2_500_000), yuan(1_500_000)
	want(t, "registered anew", d.RestOf(), yuan(1_000_000))
}

// The rest lies in the fixed payments by their amounts; of royalties without a fixed
// price it is its share of the recognised total, and beside one none.
func TestRestOverThePayments(t *testing.T) {
	t.Parallel()
	d := twoYears(yuan(3_000_000))
	d.Signed = "2026-10-28"
	d.Papers.ContractTotal, d.Papers.TechnologyAmount, d.Papers.Rest = yuan(3_000_000), yuan(2_000_000), GoodsRest
	c := courseOf(t, d, noYear, Payment{ID: "1", No: 1, Day: "2026-11-01", Amount: yuan(2_400_000)}, Payment{ID: "2", No: 2, Day: "2026-12-01", Amount: yuan(600_000)}, Payment{ID: "3", No: 3, Day: "2027-12-01", Amount: yuan(100_000), Royalty: true})
	sumOf(t, c)
	for i, vat := range []money.Fen{yuan(104_000), yuan(26_000), 0} {
		want(t, c.Payments[i].ID, c.Payments[i].Sheet.VAT, vat)
	}
	want(t, "revenue", c.Total.CIT.Revenue, yuan(2_100_000))
	want(t, "stamp of signing", c.Signing.Seller.Stamp, yuan(900))
	d.Price, d.Papers.ContractTotal, d.Papers.TechnologyAmount = 0, yuan(400_000), yuan(300_000)
	c = courseOf(t, d, noYear, Payment{ID: "1", No: 1, Day: "2026-11-01", Amount: yuan(100_000), Royalty: true}, Payment{ID: "2", No: 2, Day: "2026-12-01", Amount: yuan(500_000), Royalty: true})
	want(t, "first royalty", c.Payments[0].Sheet.VAT, yuan(3_250))
	want(t, "second royalty", c.Payments[1].Sheet.VAT, yuan(16_250))
}

// Before signing and after, surcharges weigh on what bears the VAT: none on the
// technology that is exempt, and by the VAT where both bear it.
func TestSurchargesFollowTheVAT(t *testing.T) {
	t.Parallel()
	d := assignment(yuan(12_000_000))
	d.Parts = []Part{{Technology, yuan(11_000_000)}, {Equipment, yuan(1_000_000)}}
	s := sheetOf(t, d, Year{})
	want(t, "surcharges", s.Seller.Surcharge, yuan(15_600))
	want(t, "income of the technology: its stamp duty only", s.CIT.Income, yuan(11_000_000-3_300))
	want(t, "base of the rest", line(t, s, SellerSide, "cit_other").Base, yuan(1_000_000-15_600-300))
	d.Way = Taxed
	s = sheetOf(t, d, Year{})
	want(t, "both bear VAT", s.CIT.Income, yuan(11_000_000-79_200-3_300)) // 12 % of 660,000
	d.Way, d.SellerBooks.SharedInput, d.SellerBooks.OtherSales = "", yuan(120_000), yuan(12_000_000)
	s = sheetOf(t, d, Year{})
	want(t, "input of the exempt sale", s.Seller.InputOut, yuan(55_000))
	want(t, "input out weighs on the exempt sale", s.CIT.Income, yuan(11_000_000-55_000-3_300))
}

// Whatever the recognition says, the parts still sum to the price and no more than
// the recognised amount is exempt.
func TestRestHoldsTogether(t *testing.T) {
	t.Parallel()
	rules := builtInRules(t)
	rapid.Check(t, func(t *rapid.T) {
		d := drawDeal(t)
		d.Papers.ContractTotal = money.Fen(rapid.Int64Range(1, 3_000_000_000).Draw(t, "total"))
		d.Papers.TechnologyAmount = money.Fen(rapid.Int64Range(0, int64(d.Papers.ContractTotal)).Draw(t, "technology"))
		d.Papers.Rest = rapid.SampledFrom([]Rest{"", GoodsRest, ServiceRest}).Draw(t, "rest")
		s, err := NewSheet(rules, d, Year{})
		if err != nil {
			t.Fatal(err)
		}
		if d.Basis == GrossOfVAT && s.Gross != d.Price || d.Basis == NetOfVAT && s.Net != d.Price || s.Net+s.VAT != s.Gross {
			t.Fatalf("price %d as %s became %d/%d", d.Price, d.Basis, s.Net, s.Gross)
		}
		for _, l := range s.Lines {
			if l.Item == "vat_relief" && l.Amount > 0 && l.Base > d.Papers.TechnologyAmount {
				t.Fatalf("%d exempt of %d", l.Base, d.Papers.TechnologyAmount)
			}
		}
	})
}
