package hall

import (
	"cmp"
	"encoding/json"
	"slices"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/engine/taxation"
	"quanlian/kernel"
)

// OtherDeal is a settled deal of a seller, as its year's pot sees it
// (技术转让所得的年度额度): the exemption is one for all contracts of the year.
type OtherDeal struct {
	No     string        `json:"no"`
	Title  string        `json:"title"`
	Date   calendar.Date `json:"date"` // day of the event, by which the year is told
	Income money.Fen     `json:"income"`
}

// OthersOf are the seller's settled deals whose income had the relief, oldest
// first. Those without it use nothing of the pot.
func OthersOf(cases []kernel.Case, seller kernel.PartyID) []OtherDeal {
	var out []OtherDeal
	for _, c := range cases {
		d, err := DealOf(c)
		if err != nil || c.State != DealSettled || d.Tax == nil || d.Seller.ID != seller {
			continue
		}
		var s taxation.Sheet
		if json.Unmarshal(d.Tax.Sheet, &s) != nil || s.CIT == nil || s.CIT.Why != "" {
			continue
		}
		day, err := calendar.ParseDate(string(s.Event))
		if err != nil {
			continue
		}
		out = append(out, OtherDeal{No: c.No, Title: d.Title, Date: day, Income: s.CIT.Income})
	}
	slices.SortFunc(out, func(a, b OtherDeal) int {
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.No, b.No))
	})
	return out
}

// InYear are those of a year, without the deal itself.
func InYear(list []OtherDeal, year int, but string) []OtherDeal {
	return slices.DeleteFunc(slices.Clone(list), func(o OtherDeal) bool { return o.Date.Year != year || o.No == but })
}

// year is what the seller's year holds besides the deal: what the seller says of
// contracts outside the hall, and the hall's own. Who names the used part of the
// pot as a sum has counted the hall's deals in it.
func (d DealData) year(others []OtherDeal) taxation.Year {
	var y taxation.Year
	if d.SellerTax != nil {
		y = d.SellerTax.Year
	}
	if y.PotUsed > 0 {
		return y
	}
	y.Contracts = slices.Clone(y.Contracts)
	for _, o := range others {
		if !slices.ContainsFunc(y.Contracts, func(t taxation.Transfer) bool { return t.ID == o.No }) {
			y.Contracts = append(y.Contracts, taxation.Transfer{ID: o.No, Date: taxation.Date(o.Date.String()), Income: o.Income})
		}
	}
	return y
}

// SeesSellersBooks reports whether the actor is the seller of a deal or staff,
// who see what else the seller's year holds.
func SeesSellersBooks(a kernel.Actor, c kernel.Case) bool {
	roles, _ := kernel.RolesOf(a, c)
	return slices.Contains([]kernel.Role{Seller, Clerk, kernel.RoleHead, Finance, kernel.RoleSystem}, closest(roles))
}
