package registry

import (
	"quanlian/base/calendar"
	"quanlian/base/money"
)

// FeeStanding says how the annual fee of a right stands on a day (年费状态).
type FeeStanding string

// The standings. Unknown is an answer: without a payment on record a right is
// neither called paid nor in arrears.
const (
	FeeUnknown FeeStanding = "unknown"
	FeeUpToDay FeeStanding = "paid"    // the running patent year is paid
	FeeInGrace FeeStanding = "grace"   // late, may still be paid with surcharge
	FeeOverdue FeeStanding = "overdue" // grace over and no lapse on record yet
	FeeNone    FeeStanding = "none"    // nothing owed: not granted, or ended
	// FeeNotEstablished: the register does not tell whether the right stands, so
	// nobody knows whether a fee is owed.
	FeeNotEstablished FeeStanding = "not_established"
)

// FeeStatus is the standing with the next step.
type FeeStatus struct {
	Standing FeeStanding   `json:"standing"`
	PaidYear int           `json:"paid_year,omitempty"` // last patent year paid
	NextYear int           `json:"next_year,omitempty"`
	NextDue  calendar.Date `json:"next_due,omitzero"`
	GraceEnd calendar.Date `json:"grace_end,omitzero"`
	Covered  calendar.Date `json:"covered,omitzero"` // last day that the payments cover
}

// FeeStatus tells how the annual fee stands on the state's day. The fee of the
// year of grant is paid with the grant (专利法实施细则 art. 114 [M]), so a grant alone
// covers that year.
func (s State) FeeStatus(cal *calendar.Calendar) (FeeStatus, error) {
	switch s.Status {
	case StatusGranted:
	case StatusUnknown:
		return FeeStatus{Standing: FeeNotEstablished}, nil
	default:
		return FeeStatus{Standing: FeeNone}, nil
	}
	if !s.Kind.IsPatent() || s.Filing.IsZero() || s.Granted.IsZero() {
		return FeeStatus{Standing: FeeUnknown}, nil
	}
	granted := PatentYear(s.Filing, s.Granted)
	paid := max(granted, s.FeePaidYear)
	out := FeeStatus{PaidYear: paid, Covered: s.Filing.AddYears(paid).AddDays(-1)}
	t, _ := TermOf(s.Kind, s.Filing)
	if paid >= t.Years {
		out.Standing = FeeUpToDay
		return out, nil
	}
	f := AnnualFee{Year: paid + 1}
	if err := f.schedule(FeeBasis{Kind: s.Kind, Filing: s.Filing, Granted: s.Granted}, cal); err != nil {
		return FeeStatus{}, err
	}
	out.NextYear, out.NextDue, out.GraceEnd = f.Year, f.Due, f.GraceEnd
	switch {
	case !s.ValidAt.After(f.Due):
		out.Standing = FeeUpToDay
	case s.FeePaidYear == 0:
		return FeeStatus{Standing: FeeUnknown}, nil
	case !s.ValidAt.After(f.GraceEnd):
		out.Standing = FeeInGrace
	default:
		out.Standing = FeeOverdue
	}
	return out, nil
}

// FeeBasis takes from the state what the fee depends on.
func (s State) FeeBasis(r Reduction) FeeBasis {
	return FeeBasis{Kind: s.Kind, Filing: s.Filing, Granted: s.Granted, Reduction: r, OpenLicence: len(s.OpenLicences) > 0}
}

// CompensationFee is the fee for a compensated term, paid once before the
// ordinary term ends: whole years only.
func CompensationFee(filing calendar.Date, kind Kind, extraDays int) money.Fen {
	t, ok := TermOf(kind, filing)
	if !ok || extraDays <= 0 {
		return 0
	}
	return money.Fen(PatentYear(t.End, t.End.AddDays(extraDays))-1) * compensationFee
}
