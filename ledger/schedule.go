package ledger

import (
	"quanlian/base/calendar"
	"quanlian/base/money"
)

// Payment is one line of the plan of a deal: what the buyer pays in, what the
// seller and the broker get, and what must be true before.
type Payment struct {
	Tranche    int           `json:"tranche"`
	Period     int           `json:"period,omitempty"` // of the royalty; 0 for the fixed part
	Amount     money.Fen     `json:"amount"`           // by the contract
	Commission money.Fen     `json:"commission"`
	PayIn      money.Fen     `json:"pay_in"`    // the buyer deposits this
	ToSeller   money.Fen     `json:"to_seller"` // the seller is released this
	Due        calendar.Date `json:"due"`
	Needs      []Condition   `json:"needs"`
	Day        calendar.Date `json:"day,omitzero"` // not released before
}

// Schedule is the plan of a deal: the fixed tranches, then one payment for each
// period of the royalty that has been reported. PayIn = ToSeller + Commission
// on every line.
func (t Terms) Schedule(reports []RoyaltyReport) ([]Payment, error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	out := make([]Payment, 0, len(t.Tranches)+len(reports))
	for _, tr := range t.Tranches {
		out = append(out, Payment{Tranche: tr.No, Amount: tr.Amount, Due: tr.Due, Needs: tr.needs(), Day: tr.Day})
	}
	if t.Royalty != nil {
		dues, err := t.Royalty.Due(t.Price, reports)
		if err != nil {
			return nil, err
		}
		for _, d := range dues {
			out = append(out, Payment{
				Tranche: len(t.Tranches) + d.Period, Period: d.Period, Amount: d.Due,
				Needs: []Condition{ContractSigned, RightsClear, ReportFiled, InvoiceIssued},
			})
		}
	}
	t.commissions(out)
	return out, nil
}

// commissions fills what is the broker's and who bears it. A fixed sum is
// spread over the fixed tranches only, as the number of periods is not known.
func (t Terms) commissions(out []Payment) {
	n := len(out)
	if t.Brokerage != nil && t.Brokerage.Fixed > 0 && len(t.Tranches) > 0 {
		n = len(t.Tranches)
	}
	amounts := make([]money.Fen, n)
	for i := range amounts {
		amounts[i] = out[i].Amount
	}
	parts := t.Brokerage.parts(amounts)
	for i := range out {
		p := &out[i]
		if i < n {
			p.Commission = parts[i]
		}
		p.PayIn, p.ToSeller = p.Amount, p.Amount
		if t.Brokerage != nil {
			buyer, seller := t.Brokerage.Shares(p.Commission)
			p.PayIn += buyer
			p.ToSeller -= seller
		}
	}
}

// needs are the conditions of the tranche with those of every release, each
// once, in the order of the parties.
func (tr Tranche) needs() []Condition {
	out := tr.own()
	for _, c := range always {
		if !has(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// own are the conditions that the parties chose, with what a named milestone and a
// named day wait for.
func (tr Tranche) own() []Condition {
	out := append([]Condition{}, tr.Needs...)
	if tr.Milestone != "" && !has(out, MilestoneAccepted) {
		out = append(out, MilestoneAccepted)
	}
	if !tr.Day.IsZero() && !has(out, DayCome) {
		out = append(out, DayCome)
	}
	return out
}

func has(list []Condition, c Condition) bool {
	for _, x := range list {
		if x == c {
			return true
		}
	}
	return false
}
