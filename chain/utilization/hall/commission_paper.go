package hall

import (
	"encoding/json"
	"time"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
)

// commissionPaper is what the commission sheet draws. It goes to the broker and to
// each side that bears a part.
type commissionPaper struct {
	No     string           `json:"no"`
	Right  string           `json:"right"`
	Title  string           `json:"title"`
	Broker PartyRef         `json:"broker"`
	Seller PartyRef         `json:"seller"`
	Buyer  PartyRef         `json:"buyer"`
	Rate   string           `json:"rate,omitempty"`  // per cent
	Fixed  money.Fen        `json:"fixed,omitempty"` // instead of a rate
	ByBuy  money.Fen        `json:"by_buyer"`
	BySell money.Fen        `json:"by_seller"`
	Agreed money.Fen        `json:"agreed"`
	Paid   money.Fen        `json:"paid"`
	Lines  []commissionLine `json:"lines"`
}

type commissionLine struct {
	Name       said      `json:"name"`
	Amount     money.Fen `json:"amount"`
	Commission money.Fen `json:"commission"`
	Paid       money.Fen `json:"paid"`
	Date       string    `json:"date"`
}

// commissionOf reckons the sheet from the plan and from what the book says was
// paid.
func (d DealData) commissionOf(no string, p ledger.Position) (commissionPaper, error) {
	b := *d.Brokerage
	x := commissionPaper{No: no, Right: d.Right, Title: d.Title, Broker: *d.Broker, Seller: d.Seller, Buyer: d.Buyer, Fixed: b.Fixed, Lines: []commissionLine{}}
	if b.Rate.IsPositive() {
		x.Rate = b.Rate.Mul(decimal.NewFromInt(100)).String()
	}
	plan, err := d.Plan(no)
	if err != nil {
		return x, err
	}
	for _, y := range plan {
		line := commissionLine{Amount: y.Amount, Commission: y.Commission, Paid: p.Standing(y.Tranche).Commission, Date: paidDay(d.Money.Paid[y.Tranche])}
		line.Name = d.paymentName(y)
		buyer, seller := b.Shares(y.Commission)
		x.ByBuy, x.BySell, x.Agreed, x.Paid = x.ByBuy+buyer, x.BySell+seller, x.Agreed+y.Commission, x.Paid+line.Paid
		x.Lines = append(x.Lines, line)
	}
	return x, nil
}

func paidDay(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return calendar.DateOf(t).String()
}

// commissionPapers are issued when a deal with a broker is closed: one for the
// broker, one for each side that bears a part.
func (d DealData) commissionPapers(no string, p ledger.Position, newID func() string) ([]kernel.Effect, error) {
	if d.Broker == nil || d.Brokerage == nil {
		return nil, nil
	}
	paper, err := d.commissionOf(no, p)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(paper)
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	var out []kernel.Effect
	terms := CommissionTerms{From: d.Brokerage.From}
	for _, r := range []kernel.Role{Seller, Buyer, Broker} {
		if r == Broker || terms.pays(r) {
			out = append(out, kernel.IssueDocument{ID: newID(), Kind: "utilization.hall.paper.commission", Template: Matter + "/commission", Data: raw, For: r})
		}
	}
	return append(out, tell(Broker, "settled", no)), nil
}
