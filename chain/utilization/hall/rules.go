package hall

import (
	"time"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/engine/taxation"
)

// Rules are what a city may set for its hall; the zero value of none of them
// is right, so start from [DefaultRules].
type Rules struct {
	Calendar *calendar.Calendar
	// Sign is the short sign of the city before the series of its papers (文号).
	Sign string
	// FactsMaxAge is how old a look at the office's register may be.
	FactsMaxAge time.Duration
	// Publicity is how long an agreed price of a public institution stands open.
	Publicity calendar.Period
	// BrokerLimit is the most that a commission may be, as a share of the price.
	BrokerLimit decimal.Decimal
	// ListingValid is how long a listing stands without being renewed.
	ListingValid calendar.Period
	// Committed limits of the hall itself.
	ReviewListing, ReviewNeed, WholeDeal calendar.Period
	// LookUp is how long the centre has to look a right up, once asked.
	LookUp calendar.Period
	// RequestAnswer is how long an owner has to answer a request to list; ReachOwner
	// how long the centre has to reach one without account.
	RequestAnswer, ReachOwner calendar.Period
	// BankAnswers is how long the bank has to answer an instruction.
	BankAnswers time.Duration
	// SignAnswers is how long the signature service has to answer.
	SignAnswers time.Duration
	// SignRoots gives the certificates (DER) of the authorities whose
	// signatures count; joined in cmd. Nil counts none.
	SignRoots func() [][]byte
	// LicenceRecord is the statutory time for recording a licence.
	LicenceRecord calendar.Period
	// Pairing is how long both sides have to answer a broker's pairing.
	Pairing calendar.Period
	// EndAnswer is how long the other side has to answer a wish to end the deal.
	EndAnswer calendar.Period
	// Tax is the dated tax law.
	Tax *taxation.Rules
	// Evaluate evaluates the right of a listing; joined in cmd.
	Evaluate Evaluator
	// EvaluationAge is after what time a listing is evaluated again although
	// nothing is new: the remaining life goes on.
	EvaluationAge time.Duration
}

// DefaultRules are the values that ship with the program.
//
// Unit and source of each: publicity 15 calendar days at least, 浙江省促进科技成果
// 转化条例 art. 17 (verified); licence record three months from the contract's
// effect, 专利法实施细则 art. 15 (verified); a pairing and a request to list 14 and the answer to a wish to end a deal 10 calendar days; these and all others are design decisions of the
// hall that a city replaces (domain.md §3.2 [D], §9 JY01 3 working days, JY02
// 1 working day, JY07 T+1).
func DefaultRules(cal *calendar.Calendar, tax *taxation.Rules) Rules {
	return Rules{
		Calendar:      cal,
		FactsMaxAge:   24 * time.Hour,
		Publicity:     calendar.CalendarDays(15).Period(),
		BrokerLimit:   decimal.RequireFromString("0.10"),
		ListingValid:  calendar.Months(12).Period(),
		ReviewListing: calendar.WorkDays(3).Period(),
		ReviewNeed:    calendar.WorkDays(1).Period(),
		WholeDeal:     calendar.CalendarDays(60).Period(),
		LookUp:        calendar.WorkDays(1).Period(),
		RequestAnswer: calendar.CalendarDays(14).Period(),
		ReachOwner:    calendar.WorkDays(5).Period(),
		BankAnswers:   24 * time.Hour,
		SignAnswers:   24 * time.Hour,
		LicenceRecord: calendar.Months(3).Period(),
		Pairing:       calendar.CalendarDays(14).Period(),
		EndAnswer:     calendar.CalendarDays(10).Period(),
		Tax:           tax,
		EvaluationAge: 30 * 24 * time.Hour,
	}
}
