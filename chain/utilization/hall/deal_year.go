package hall

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/engine/taxation"
	"quanlian/kernel"
)

// OtherDeal is a payment of another deal of a seller, as its year's pot sees it
// (技术转让所得的年度额度): the exemption is one for all contracts of the year.
type OtherDeal struct {
	ID     string        `json:"id"` // of the payment; the number of the deal where there is one
	No     string        `json:"no"`
	Title  string        `json:"title"`
	Date   calendar.Date `json:"date"` // of the payment, by which the year is told
	Income money.Fen     `json:"income"`
}

// PayingStates are those in which a deal may have paid its seller.
var PayingStates = []kernel.State{DealDeposit, DealDepositing, DealRecording, DealOffice, DealDelivery, DealReleasing, DealRunning, DealTaxing, DealSettled}

// OthersOf are the payments to a seller whose income has the relief, oldest first:
// of settled deals by their sheets, of those under way by what came so far. Those
// without it use nothing of the pot.
func (r Rules) OthersOf(cases []kernel.Case, seller kernel.PartyID, today calendar.Date) []OtherDeal {
	var out []OtherDeal
	for _, c := range cases {
		d, err := DealOf(c)
		if err != nil || !slices.Contains(PayingStates, c.State) || d.Seller.ID != seller {
			continue
		}
		list, err := r.relieved(d, c, today)
		if err == nil { // one that cannot be read takes nothing
			out = append(out, list...)
		}
	}
	slices.SortFunc(out, func(a, b OtherDeal) int {
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// relieved are the payments of a deal that take from the pot.
func (r Rules) relieved(d DealData, c kernel.Case, today calendar.Date) ([]OtherDeal, error) {
	course, err := r.courseOf(d, c, today)
	if err != nil {
		return nil, err
	}
	var out []OtherDeal
	for _, p := range course.Payments {
		if p.Sheet.CIT == nil || p.Sheet.CIT.Why != "" {
			continue
		}
		day, err := calendar.ParseDate(string(p.Day))
		if err != nil {
			return nil, err
		}
		out = append(out, OtherDeal{ID: p.ID, No: c.No, Title: d.Title, Date: day, Income: p.Sheet.CIT.Income})
	}
	return out, nil
}

// courseOf is the course that closed a deal, or so far.
func (r Rules) courseOf(d DealData, c kernel.Case, today calendar.Date) (taxation.Course, error) {
	switch {
	case d.Tax != nil:
		return d.Tax.Read()
	case c.State == DealSettled || len(d.Money.Paid) == 0 && len(d.Money.Came) == 0:
		return taxation.Course{}, nil
	}
	return r.Course(d, c.No, today, false)
}

// Read is the course of a closed deal. One that was closed by a single sheet has one
// payment, on the day of that sheet.
func (x TaxRef) Read() (taxation.Course, error) {
	var c taxation.Course
	if x.Course != nil {
		err := json.Unmarshal(x.Course, &c)
		return c, err
	}
	err := json.Unmarshal(x.Sheet, &c.Total)
	s := c.Total
	c.Payments = []taxation.PaymentSheet{{Payment: taxation.Payment{ID: s.DealID, Day: s.Event, Amount: s.Gross}, Sheet: s}}
	c.Years = []taxation.YearSheet{{Year: s.Event.Year(), Sheet: s}}
	return c, err
}

// Without are those of other deals.
func Without(list []OtherDeal, no string) []OtherDeal {
	return slices.DeleteFunc(slices.Clone(list), func(o OtherDeal) bool { return o.No == no })
}

// yearOf is what a year of the seller's holds besides the deal: what the seller says
// of contracts outside the hall, and the hall's own. Who names the used part of the
// pot as a sum has counted the hall's deals in it; it speaks of the year in which it
// was said.
func (d DealData) yearOf(year int, today calendar.Date, no string, others []OtherDeal) taxation.Year {
	var y taxation.Year
	if f := d.SellerTax; f != nil {
		said := d.SellerStated
		if said.IsZero() {
			said = today
		}
		if f.Year.PotUsed > 0 && said.Year == year {
			y.PotUsed = f.Year.PotUsed
			return y
		}
		for _, t := range f.Year.Contracts {
			if t.Date.Year() == year && t.ID != no && !strings.HasPrefix(t.ID, no+"/") {
				y.Contracts = append(y.Contracts, t)
			}
		}
	}
	named := func(o OtherDeal) bool {
		return slices.ContainsFunc(y.Contracts, func(t taxation.Transfer) bool { return t.ID == o.ID || t.ID == o.No })
	}
	var more []taxation.Transfer
	for _, o := range others {
		if o.Date.Year == year && o.No != no && !named(o) {
			more = append(more, taxation.Transfer{ID: o.ID, Date: taxation.Date(o.Date.String()), Income: o.Income})
		}
	}
	y.Contracts = append(y.Contracts, more...)
	return y
}

// SeesSellersBooks reports whether the actor is the seller of a deal or staff,
// who see what else the seller's year holds.
func SeesSellersBooks(a kernel.Actor, c kernel.Case) bool {
	roles, _ := kernel.RolesOf(a, c)
	return slices.Contains([]kernel.Role{Seller, Clerk, kernel.RoleHead, Finance, kernel.RoleSystem}, closest(roles))
}
