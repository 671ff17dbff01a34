package registry

import (
	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
)

// FeeBasis is what the annual fee of a patent depends on.
type FeeBasis struct {
	Kind        Kind          `json:"kind"`
	Filing      calendar.Date `json:"filing"`
	Granted     calendar.Date `json:"granted"`
	Reduction   Reduction     `json:"reduction,omitempty"`
	OpenLicence bool          `json:"open_licence,omitempty"` // in force on the day of payment
}

// AnnualFee is the fee of one patent year, every line of it (年费).
type AnnualFee struct {
	Year          int             `json:"year"`
	Due           calendar.Date   `json:"due,omitzero"` // last day without being late; zero in the year of grant
	GraceEnd      calendar.Date   `json:"grace_end,omitzero"`
	WithGrant     bool            `json:"with_grant,omitempty"` // paid when the grant is registered
	Full          money.Fen       `json:"full"`
	RemittedRate  decimal.Decimal `json:"remitted_rate"`
	Reduced       money.Fen       `json:"reduced"`
	MonthsLate    int             `json:"months_late"` // Unit: months begun after the due date
	SurchargeRate decimal.Decimal `json:"surcharge_rate"`
	Surcharge     money.Fen       `json:"surcharge"` // on the full fee
	Total         money.Fen       `json:"total"`
	TooLate       bool            `json:"too_late,omitempty"` // the grace is over: the right has ended on the due date
	Basis         string          `json:"basis"`
	Verified      bool            `json:"verified"`
	Provisional   bool            `json:"provisional,omitempty"` // a holiday notice is not out yet

	start calendar.Date // the due date before it was moved off a holiday: months of lateness count from it
}

// PatentYear is the patent year in which a day falls; 1 is the year that begins
// with the filing date.
func PatentYear(filing, day calendar.Date) int {
	if filing.IsZero() || day.Before(filing) {
		return 0
	}
	y := day.Year - filing.Year
	if day.Before(filing.AddYears(y)) {
		y--
	}
	return y + 1
}

// AnnualFeeDue gives the fee of a patent year when it is paid on a day: what is
// owed, by when, with remission and surcharge. A zero payOn means: in time.
func AnnualFeeDue(b FeeBasis, year int, payOn calendar.Date, cal *calendar.Calendar) (AnnualFee, error) {
	if err := b.check(year); err != nil {
		return AnnualFee{}, err
	}
	f := AnnualFee{Year: year, WithGrant: year == PatentYear(b.Filing, b.Granted)}
	if err := f.schedule(b, cal); err != nil {
		return AnnualFee{}, err
	}
	if payOn.IsZero() {
		if payOn = f.Due; f.WithGrant {
			payOn = b.Granted
		}
	}
	var ok bool
	if f.Full, f.Basis, f.Verified, ok = fullFee(b.Kind, year, payOn); !ok {
		return AnnualFee{}, errs.New(errs.Invalid, "registry.fee.year_outside_term", errs.Args{"year": year})
	}
	f.RemittedRate = b.remission(year)
	f.Reduced = f.Full - f.Full.MulRate(f.RemittedRate)
	if err := f.late(payOn, cal); err != nil {
		return AnnualFee{}, err
	}
	f.Surcharge = f.Full.MulRate(f.SurchargeRate)
	f.Total = f.Reduced + f.Surcharge
	return f, nil
}

// check refuses what has no annual fee.
func (b FeeBasis) check(year int) error {
	switch {
	case !b.Kind.IsPatent():
		return errs.New(errs.Invalid, "registry.fee.not_a_patent", errs.Args{"kind": string(b.Kind)})
	case b.Filing.IsZero() || b.Granted.IsZero():
		return errs.New(errs.Invalid, "registry.fee.dates_unknown", nil)
	}
	t, ok := TermOf(b.Kind, b.Filing)
	if !ok || year < 1 || year > t.Years {
		return errs.New(errs.Invalid, "registry.fee.year_outside_term", errs.Args{"year": year})
	}
	if first := PatentYear(b.Filing, b.Granted); year < first {
		return errs.New(errs.Invalid, "registry.fee.before_grant", errs.Args{"year": year, "first": first})
	}
	return nil
}

// schedule sets the due date and the end of the grace. The fee of a year is due
// before the year before it ends (细则 art. 115), so on the filing day's
// anniversary; the period ends as every period of patent law.
func (f *AnnualFee) schedule(b FeeBasis, cal *calendar.Calendar) error {
	if f.WithGrant {
		return nil
	}
	due, err := cal.End(b.Filing, calendar.Years(f.Year-1).Period(), calendar.PatentLaw)
	if err != nil {
		return err
	}
	grace, err := cal.End(due.Unrolled, calendar.Months(graceMonths).Period(), calendar.PatentLaw)
	if err != nil {
		return err
	}
	f.start, f.Due, f.GraceEnd = due.Unrolled, due.Date, grace.Date
	f.Provisional = due.Provisional || grace.Provisional
	return nil
}

// remission is the best single remission.
func (b FeeBasis) remission(year int) decimal.Decimal {
	rate := decimal.Zero
	if first := PatentYear(b.Filing, b.Granted); year < first+reductionYears {
		rate = reductionRates[b.Reduction]
	}
	if b.OpenLicence && openLicenceRate.GreaterThan(rate) {
		return openLicenceRate
	}
	return rate
}

// late sets months, rate and whether the grace is over.
func (f *AnnualFee) late(payOn calendar.Date, cal *calendar.Calendar) error {
	if f.WithGrant || !payOn.After(f.Due) {
		return nil
	}
	for m := 1; m <= graceMonths; m++ {
		end, err := cal.End(f.start, calendar.Months(m).Period(), calendar.PatentLaw)
		if err != nil {
			return err
		}
		if !payOn.After(end.Date) {
			f.MonthsLate, f.SurchargeRate = m, surchargeRates[m-1]
			return nil
		}
	}
	f.MonthsLate, f.SurchargeRate, f.TooLate = graceMonths+1, surchargeRates[graceMonths-1], true
	return nil
}
