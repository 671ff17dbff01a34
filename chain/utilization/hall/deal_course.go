package hall

import (
	"slices"
	"strconv"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/engine/taxation"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
)

// Came is money that the bank paid to the seller for a tranche.
type Came struct {
	At     time.Time `json:"at"`
	Amount money.Fen `json:"amount"`
}

// came notes what the bank paid to the seller.
func (m Money) came(tranche int, amount money.Fen, at time.Time) Money {
	if amount > 0 {
		m.Came = put(m.Came, tranche, append(slices.Clone(m.Came[tranche]), Came{at, amount}))
	}
	return m
}

// taxPart is a payment as the tax sees it; Came of it reached the seller, the rest
// was the broker's.
type taxPart struct {
	taxation.Payment
	Came money.Fen
	Last bool // nothing more of the tranche comes
}

// taxParts are the payments of the price, each on its day. Closing counts what was
// never paid, but is the seller's, on today.
func (d DealData) taxParts(no string, today calendar.Date, closing bool) ([]taxPart, error) {
	if d.Terms == nil {
		return nil, nil
	}
	plan, err := d.Plan(no)
	if err != nil {
		return nil, err
	}
	var out []taxPart
	for _, p := range plan {
		amount := p.Amount - min(d.Money.Returned[p.Tranche], p.Amount)
		done := d.Money.Paid[p.Tranche]
		if amount == 0 || p.Period > 0 && done.IsZero() {
			continue
		}
		rows := d.trancheParts(p, amount, done)
		if left := amount - sumParts(rows); closing && left > 0 {
			rows = append(rows, taxPart{Payment: taxation.Payment{Day: taxDay(today), Amount: left}, Came: left, Last: true})
		}
		for i := range rows {
			x := &rows[i]
			x.ID, x.No, x.Royalty = no+"/"+strconv.Itoa(p.Tranche), p.Tranche, p.Period > 0
			if i > 0 {
				x.ID += "-" + strconv.Itoa(i+1)
			}
			if x.Royalty {
				x.LifeMonths = d.lifeLeft(x.Day)
			}
		}
		out = append(out, rows...)
	}
	if len(plan) == 1 && len(out) == 1 && d.Terms.Royalty == nil {
		out[0].ID = no
	}
	d.invoicedParts(out)
	return out, nil
}

func taxDay(day calendar.Date) taxation.Date { return taxation.Date(day.String()) }

// trancheParts are the days on which a tranche came; what was kept back for the
// broker counts with the last of them.
func (d DealData) trancheParts(p ledger.Payment, amount money.Fen, done time.Time) []taxPart {
	var out []taxPart
	var sum money.Fen
	for _, c := range d.Money.Came[p.Tranche] {
		day := taxDay(calendar.DateOf(c.At))
		sum += c.Amount
		if n := len(out); n > 0 && out[n-1].Day == day {
			out[n-1].Amount, out[n-1].Came = out[n-1].Amount+c.Amount, out[n-1].Came+c.Amount
			continue
		}
		out = append(out, taxPart{Payment: taxation.Payment{Day: day, Amount: c.Amount}, Came: c.Amount})
	}
	switch {
	case done.IsZero() && sum <= amount:
		return out
	case done.IsZero() || sum > amount || len(out) == 0: // before the days were noted
		if done.IsZero() {
			return nil
		}
		return []taxPart{{Payment: taxation.Payment{Day: taxDay(calendar.DateOf(done)), Amount: amount}, Came: max(0, p.ToSeller-(p.Amount-amount)), Last: true}}
	}
	last := &out[len(out)-1]
	last.Amount, last.Last = last.Amount+amount-sum, true
	return out
}

func sumParts(list []taxPart) (sum money.Fen) {
	for _, x := range list {
		sum += x.Amount
	}
	return sum
}

// lifeLeft is what is left of a licence on a day, in months, at least one.
func (d DealData) lifeLeft(on taxation.Date) int {
	if d.Terms.Deal != registry.LicenceDeal || d.BuyerTax != nil && d.BuyerTax.Buyer.LifeMonths > 0 {
		return 0
	}
	day, err := calendar.ParseDate(string(on))
	if err != nil {
		return 0
	}
	return max(1, min(months(day, d.Terms.To), months(d.Terms.From, d.Terms.To)))
}

// invoicedParts says of each payment which invoice covers it: invoices cover the
// payments in the order in which both stand.
func (d DealData) invoicedParts(parts []taxPart) {
	var so money.Fen
	for i := range parts {
		p := &parts[i]
		from, to := so, so+p.Amount
		so = to
		var at money.Fen
		for _, x := range d.Invoices {
			begin, end := at, at+x.Amount
			at = end
			if end <= from || begin >= to {
				continue
			}
			p.Special = p.Special || x.Kind == invoiceSpecial
			if day := taxDay(x.Date); day < p.Day && (p.Invoiced == "" || day < p.Invoiced) {
				p.Invoiced = day
			}
		}
	}
}

// Course taxes each payment of the deal on its own day. Closing is the settlement;
// before it only what came counts.
func (r Rules) Course(d DealData, no string, today calendar.Date, closing bool, others ...OtherDeal) (taxation.Course, error) {
	x, err := d.TaxDeal(no, today)
	if err != nil {
		return taxation.Course{}, err
	}
	x.Price = d.Terms.Price - x.Returned
	x.Parts = partsOf(x.Price, d.Terms.Equipment)
	parts, err := d.taxParts(no, today, closing)
	if err != nil {
		return taxation.Course{}, err
	}
	list := make([]taxation.Payment, len(parts))
	for i, p := range parts {
		list[i] = p.Payment
	}
	c, err := taxation.NewCourse(r.Tax, x, list, func(y int) taxation.Year { return d.yearOf(y, today, no, others) })
	if err != nil {
		return c, err
	}
	return c, c.Roll(r.Calendar)
}

// movedIn is what the custody account paid for the payments of a year.
func (d DealData) movedIn(parts []taxPart, year int, p ledger.Position) Moved {
	m := Moved{Apart: !d.Terms.VATIncluded}
	withheld := map[int]money.Fen{}
	for _, x := range parts {
		less := x.Amount - x.Came
		withheld[x.No] += less
		if x.Day.Year() != year {
			continue
		}
		m.Seller, m.Withheld = m.Seller+x.Came, m.Withheld+less
		if x.Last {
			m.OnTop += max(0, p.Standing(x.No).Commission-withheld[x.No])
		}
	}
	return m
}

// PaymentName is what a payment of the course is called.
func (d DealData) PaymentName(no string, tranche int) said {
	p, err := d.payment(no, tranche)
	if err != nil {
		return said{}
	}
	return d.paymentName(p)
}

// TaxSide is the side whose figures of a deal the actor sees; "" is both.
func TaxSide(a kernel.Actor, c kernel.Case) taxation.Side {
	roles, _ := kernel.RolesOf(a, c)
	switch closest(roles) {
	case Seller:
		return taxation.SellerSide
	case kernel.RoleSystem, Clerk, kernel.RoleHead, Finance:
		return ""
	}
	return taxation.BuyerSide
}
