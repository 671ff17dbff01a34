package hall

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/ledger"
)

// ReportInput is the base of one period of a running royalty.
type ReportInput struct {
	Report PeriodReport `json:"report"`
}

// PeriodReport is a base as the licensee reports it. A field left empty is no
// report of nothing: who sold nothing says 0.
type PeriodReport struct {
	Period int              `json:"period"`
	Base   *decimal.Decimal `json:"base,omitempty"` // yuan, or pieces
}

// check finds what is wrong with a report of the n-th period.
func (x PeriodReport) check(d DealData, n int) error {
	var l errs.List
	if x.Period != n {
		l.Add(errs.At("report.period", "utilization.hall.report_period", errs.Args{"next": n}))
	}
	switch {
	case x.Base == nil:
		l.Add(errs.At("report.base", "utilization.hall.report_base", nil))
	case x.Base.IsNegative() && d.Terms.Royalty.Base != ledger.Profit:
		l.Add(errs.At("report.base", "ledger.royalty.negative", errs.Args{"period": n}))
	}
	return l.Err()
}

// reportSales takes the licensee's report; what is due becomes one more tranche
// that the buyer pays in.
func (r Rules) reportSales() kernel.Move {
	return kernel.MoveOf[DealData, ReportInput, none]{
		Name: "report_sales", Needs: []string{"report.period", "report.base"}, From: []kernel.State{DealRunning}, By: []kernel.Role{Buyer}, Right: kernel.RightSubmit, Outward: true,
		Guard: func(t kernel.Turn[DealData, ReportInput, none]) error {
			if err := t.Input.Report.check(t.Data, len(t.Data.Money.Reports)+1); err != nil {
				return err
			}
			return t.Data.inTime(t.Now)
		},
		Effects: func(t kernel.Turn[DealData, ReportInput, none]) (kernel.Out[DealData], error) {
			d := t.Data
			d.Money.Reports = append(slices.Clone(d.Money.Reports), t.Input.Report.taken())
			out, err := d.reportTaken(t.Case.No, "reported", t.Now)
			if err != nil {
				return out, err
			}
			return awaitReport(out, t.Now), nil
		},
	}.Build()
}

// correctReport puts the last report right while nothing of it has been paid in.
// What was reported before stays in the journal.
func (r Rules) correctReport() kernel.Move {
	return kernel.MoveOf[DealData, ReportInput, ledger.Position]{
		Name: "correct_report", Needs: []string{"report.period", "report.base"}, From: []kernel.State{DealDeposit}, By: []kernel.Role{Buyer}, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, d DealData, _ ReportInput) (ledger.Position, error) {
			return loadPosition(v, c, d)
		},
		Guard: func(t kernel.Turn[DealData, ReportInput, ledger.Position]) error {
			n := len(t.Data.Money.Reports)
			if n == 0 {
				return errs.New(errs.Conflict, "utilization.hall.report_none", nil)
			}
			if in := t.Facts.Custody(); in > 0 {
				return errs.New(errs.Conflict, "utilization.hall.report_paid", errs.Args{"amount": in.String()})
			}
			return t.Input.Report.check(t.Data, n)
		},
		Effects: func(t kernel.Turn[DealData, ReportInput, ledger.Position]) (kernel.Out[DealData], error) {
			d := t.Data
			d.Money.Reports = slices.Clone(d.Money.Reports)
			d.Money.Reports[len(d.Money.Reports)-1] = t.Input.Report.taken()
			return d.reportTaken(t.Case.No, "report_corrected", t.Now)
		},
	}.Build()
}

func (x PeriodReport) taken() ledger.RoyaltyReport {
	return ledger.RoyaltyReport{Period: x.Period, Base: *x.Base}
}

// reportTaken asks for what the last report owes; where the cap is reached nothing
// is due for the period.
func (d DealData) reportTaken(no, says string, now time.Time) (kernel.Out[DealData], error) {
	n := len(d.Terms.Tranches) + len(d.Money.Reports)
	p, err := d.payment(no, n)
	if err != nil {
		return kernel.Out[DealData]{}, err
	}
	out := kernel.Out[DealData]{To: DealDeposit, Effects: []kernel.Effect{tell(Seller, says, no)}}
	if p.PayIn == 0 {
		out.To = DealRunning
		d.Money.Paid = put(d.Money.Paid, n, now)
	}
	out.Data = d
	return out, nil
}
