package registry

import (
	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/money"
)

// feeStep is the annual fee of a span of patent years.
type feeStep struct {
	kind     Kind
	from, to int       // patent years, both included
	fee      money.Fen // full fee of one year
}

// feeSchedule is one edition of the fee table.
type feeSchedule struct {
	from, to calendar.Date // verified for payments on these days; to is zero while in force
	basis    string
	steps    []feeStep
}

// feeSchedules hold the annual fees. Unit: yuan a year. Source: 专利和集成电路布图设计缴费服务指南
// annex 2, 2026 edition (read), also in two independent fee tables citing it.
// Payments before 2026 take the same amounts, marked unverified.
var feeSchedules = []feeSchedule{{
	from:  calendar.On(2026, 1, 1),
	basis: "专利和集成电路布图设计缴费服务指南（2026版）附件2",
	steps: []feeStep{
		{Invention, 1, 3, 900 * money.Yuan},
		{Invention, 4, 6, 1200 * money.Yuan},
		{Invention, 7, 9, 2000 * money.Yuan},
		{Invention, 10, 12, 4000 * money.Yuan},
		{Invention, 13, 15, 6000 * money.Yuan},
		{Invention, 16, 20, 8000 * money.Yuan},
		{UtilityModel, 1, 3, 600 * money.Yuan},
		{UtilityModel, 4, 5, 900 * money.Yuan},
		{UtilityModel, 6, 8, 1200 * money.Yuan},
		{UtilityModel, 9, 10, 2000 * money.Yuan},
		{Design, 1, 3, 600 * money.Yuan},
		{Design, 4, 5, 900 * money.Yuan},
		{Design, 6, 8, 1200 * money.Yuan},
		{Design, 9, 10, 2000 * money.Yuan},
		{Design, 11, 15, 3000 * money.Yuan},
	},
}}

// graceMonths is the time in which a late annual fee may still be paid.
// Unit: months after the due date. Source: 专利法实施细则 art. 115.
const graceMonths = 6

// surchargeRates are the surcharge by months begun after the due date: within
// the first none, then 5 % of the full, unreduced fee for each month passed.
// Unit: share of the full fee. Source: 专利法实施细则 art. 115; 缴费指南 annex 2
// (five tiers, top 25 %). The bounds of the months are from memory [M: 指南].
var surchargeRates = []decimal.Decimal{
	decimal.Zero, decimal.New(5, -2), decimal.New(10, -2), decimal.New(15, -2), decimal.New(20, -2), decimal.New(25, -2),
}

// Reduction is the fee reduction that a right enjoys (费减).
type Reduction string

// The reductions of 财税〔2016〕78号.
const (
	NoReduction     Reduction = ""
	SingleReduction Reduction = "single" // one applicant who qualifies
	JointReduction  Reduction = "joint"  // several applicants who all qualify
)

// reductionYears is how long the reduction covers annual fees.
// Unit: patent years from the year of grant. Source: 缴费指南 ch. 2 §5, 国家知识产权局公告第594号.
const reductionYears = 10

// reductionRates are the shares that are remitted.
// Unit: share of the full fee. Source: 财税〔2016〕78号, 缴费指南 ch. 2 §5.
var reductionRates = map[Reduction]decimal.Decimal{
	SingleReduction: decimal.New(85, -2),
	JointReduction:  decimal.New(70, -2),
}

// openLicenceRate is the remission while an open licence is in force; the best
// single remission counts, they are never added.
// Unit: share of the full fee. Source: 缴费指南 ch. 2 §5, 公告第594号.
var openLicenceRate = decimal.New(15, -2)

// compensationFee is the fee for each year of term compensation.
// Unit: yuan a year, parts of a year free. Source: 缴费指南 annex 2, 2026 edition.
const compensationFee = 8000 * money.Yuan

// fullFee is the unreduced fee of a patent year for a payment on a day.
func fullFee(kind Kind, year int, payOn calendar.Date) (fee money.Fen, basis string, verified, ok bool) {
	for i := len(feeSchedules) - 1; i >= 0; i-- {
		s := feeSchedules[i]
		if i > 0 && payOn.Before(s.from) {
			continue
		}
		for _, st := range s.steps {
			if st.kind == kind && year >= st.from && year <= st.to {
				inside := !payOn.Before(s.from) && (s.to.IsZero() || !payOn.After(s.to))
				return st.fee, s.basis, inside, true
			}
		}
		return 0, "", false, false
	}
	return 0, "", false, false
}
