package hall

import (
	"quanlian/base/money"
	"quanlian/engine/taxation"
	"quanlian/ledger"
)

// Moved is what the custody account paid for a deal, as the tax sums need it.
type Moved struct {
	Seller   money.Fen // to the seller
	Withheld money.Fen // of the price, to the broker: the seller's part of the commission
	OnTop    money.Fen // besides the price, to the broker: the buyer's part
	Apart    bool      // the price is without VAT, which the buyer pays past custody
}

// Borne is the part of the commission that a side bore.
func (m Moved) Borne(side taxation.Side) money.Fen {
	if side == taxation.SellerSide {
		return m.Withheld
	}
	return m.OnTop
}

// moved splits the commission: what of the price did not reach the seller is the
// seller's part of it.
func (d DealData) moved(price money.Fen, p ledger.Position) Moved {
	m := Moved{Seller: p.Released, Withheld: min(p.Commission, max(0, price-p.Released)), Apart: !d.Terms.VATIncluded}
	m.OnTop = p.Commission - m.Withheld
	return m
}

// MovedBy is what moved for a deal that has its tax sheet.
func (d DealData) MovedBy(s taxation.Sheet, p ledger.Position) Moved {
	if d.Terms.VATIncluded {
		return d.moved(s.Gross, p)
	}
	return d.moved(s.Net, p)
}

// Commissions are what each side bears of the commission by the plan of the terms,
// agreed or last offered; a royalty that nobody reported yet is left out.
func (d DealData) Commissions(no string) (buyer, seller money.Fen) {
	if o := d.LastOffer(); d.Terms == nil && o != nil {
		d.Terms = &o.Terms
	}
	if d.Terms == nil || d.Brokerage == nil {
		return 0, 0
	}
	plan, err := d.Plan(no)
	if err != nil { // an offer that does not add up has no plan yet
		return 0, 0
	}
	for _, x := range plan {
		buyer, seller = buyer+x.PayIn-x.Amount, seller+x.Amount-x.ToSeller
	}
	return buyer, seller
}

// SumLine is one line of what a side pays and keeps.
type SumLine struct {
	Name   said      `json:"name"`
	Amount money.Fen `json:"amount"`
	Total  bool      `json:"total,omitempty"`
}

// Sums are what the side pays and keeps. The seller's begin with the price and its
// VAT and take off commission and taxes down to what is left; last stands what the
// settlement sheet says too.
func Sums(side taxation.Side, s taxation.Sheet, m Moved) []SumLine {
	var out []SumLine
	add := func(key string, f money.Fen) {
		out = append(out, SumLine{Name: say("utilization.hall.paper.sum.", key), Amount: f, Total: key == "keeps"})
	}
	some := func(key string, f money.Fen) {
		if f > 0 {
			add(key, f)
		}
	}
	if side == taxation.BuyerSide {
		add("pays", s.Buyer.Pays)
		some("on_top", m.OnTop)
		add("credit", s.Buyer.Credit)
		add("stamp", s.Buyer.Stamp)
		add("capitalised", s.Buyer.Capitalised)
		add("per_year", s.Buyer.PerYear)
		add("from_custody", m.Seller+m.Withheld+m.OnTop)
	} else {
		add("gross", s.Gross)
		some("withheld", m.Withheld)
		some("less_vat", s.VAT)
		some("less_input_out", s.Seller.InputOut)
		some("less_surcharge", s.Seller.Surcharge)
		add("less_stamp", s.Seller.Stamp)
		add("less_income_tax", s.Seller.IncomeTax)
		add("keeps", s.Seller.Keeps-m.Withheld)
		add("to_seller", m.Seller)
	}
	if m.Apart {
		some("vat_direct", s.VAT)
	}
	return out
}
