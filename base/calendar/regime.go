package calendar

import (
	"encoding/json"
	"io/fs"
	"slices"
	"sync"

	"quanlian/base/errs"
)

// RegimeID names the law under which a period is counted.
type RegimeID string

// The regimes that ship with the program.
const (
	PatentLaw      RegimeID = "patent"         // 专利法实施细则 art. 5
	Contract       RegimeID = "contract"       // 民法典 arts 201–203
	Court          RegimeID = "court"          // 民事诉讼法 art. 85
	Penalty        RegimeID = "penalty"        // 行政处罚法 art. 85: 2, 3, 5 and 7 days are working days
	Administrative RegimeID = "administrative" // other office limits, counted as written
	Tax            RegimeID = "tax"            // 税收征收管理法实施细则 art. 109
	Plain          RegimeID = "plain"          // calendar days and months, no roll
)

// Roll is how the law words the end on a day off.
type Roll string

// The wordings. The three that move the date give the same day, as every run
// of days off ends before a working day; the explanation differs.
const (
	FirstWorkingDay      Roll = "first_working_day"       // first working day after the holiday
	DayAfterHoliday      Roll = "day_after_holiday"       // the day after the holiday ends
	FirstDayAfterHoliday Roll = "first_day_after_holiday" // first day after the holiday
	NoRoll               Roll = "none"
)

// Regime is one dated version of a law's rule of counting.
type Regime struct {
	ID             RegimeID `json:"id"`
	EffectiveFrom  Date     `json:"effective_from"` // first day; zero: no earlier version is known
	EffectiveTo    Date     `json:"effective_to"`   // last day; zero: in force
	Basis          string   `json:"basis"`
	BasisEN        string   `json:"basis_en"` // "" where nobody reads it in English yet
	Tag            string   `json:"tag"`      // V verified text, V2 secondary source, M from memory
	Verified       bool     `json:"verified"`
	Roll           Roll     `json:"roll"`
	RollTag        string   `json:"roll_tag"` // tag of the roll where it is weaker than the rest
	WorkingNumbers []int    `json:"working_day_numbers"`
	Zh             string   `json:"zh"`
	En             string   `json:"en"`
}

// Way is how a document reached the party (送达方式).
type Way string

// The ways of service.
const (
	Electronic   Way = "electronic"   // 电子送达
	Post         Way = "post"         // 邮寄
	Announcement Way = "announcement" // 公告送达
)

// ServiceRule is one dated rule of deemed receipt.
type ServiceRule struct {
	Way           Way    `json:"way"`
	EffectiveFrom Date   `json:"effective_from"`
	EffectiveTo   Date   `json:"effective_to"`
	Add           Period `json:"add"`
	ProofCounts   bool   `json:"proof_counts"` // a proven day of receipt replaces the deemed one
	Basis         string `json:"basis"`
	Tag           string `json:"tag"`
	Verified      bool   `json:"verified"`
}

type ruleBook struct {
	regimes  []Regime
	services []ServiceRule
	remedies []RemedyRule
}

var rules = sync.OnceValue(func() ruleBook {
	var b ruleBook
	readRules("data/rules/regimes.json", &b.regimes)
	readRules("data/rules/service.json", &b.services)
	readRules("data/rules/remedies.json", &b.remedies)
	return b
})

// readRules reads embedded data; a file that cannot be read leaves v empty, so
// that every question about it is answered with an error (a test proves that
// the files can be read).
func readRules(path string, v any) {
	raw, err := fs.ReadFile(data, path)
	if err != nil {
		return
	}
	_ = json.Unmarshal(raw, v)
}

// Regimes lists all versions of all regimes.
func Regimes() []Regime { return slices.Clone(rules().regimes) }

// RegimeAt gives the version of a regime in force on a day. For a day before
// the earliest version it gives that one and inForce false.
func RegimeAt(id RegimeID, day Date) (r Regime, inForce bool, err error) {
	var earliest *Regime
	for _, r := range rules().regimes {
		if r.ID != id {
			continue
		}
		if within(day, r.EffectiveFrom, r.EffectiveTo) {
			return r, true, nil
		}
		if earliest == nil || r.EffectiveFrom.Before(earliest.EffectiveFrom) {
			earliest = &r
		}
	}
	if earliest == nil {
		return Regime{}, false, errs.At("", "base.calendar.no_such_regime", errs.Args{"regime": string(id)})
	}
	return *earliest, false, nil
}

// within reports whether day lies in [from, to], where zero is open.
func within(day, from, to Date) bool {
	return (from.IsZero() || !day.Before(from)) && (to.IsZero() || !day.After(to))
}

// Receipt is the day on which a document counts as received (收到日).
type Receipt struct {
	Date   Date        `json:"date"`
	Proven bool        `json:"proven"`
	Rule   ServiceRule `json:"-"`
}

// Service gives the day from which a party's period runs. sent is the day of
// dispatch, of entry into the electronic system, or of announcement. proven is
// the actual day of receipt where it is proven, else the zero Date. The day of
// receipt is never moved off a holiday: only the end of the period is.
func Service(way Way, sent, proven Date) (Receipt, error) {
	if !sent.Valid() || !proven.IsZero() && (!proven.Valid() || proven.Before(sent)) {
		return Receipt{}, errs.At("", "base.calendar.not_a_date", errs.Args{"value": sent.String() + " " + proven.String()})
	}
	for _, r := range rules().services {
		if r.Way != way || !within(sent, r.EffectiveFrom, r.EffectiveTo) {
			continue
		}
		if r.ProofCounts && !proven.IsZero() {
			return Receipt{Date: proven, Proven: true, Rule: r}, nil
		}
		return Receipt{Date: addPlain(sent, r.Add), Rule: r}, nil
	}
	return Receipt{}, errs.At("", "base.calendar.no_such_way", errs.Args{"way": string(way)})
}

// addPlain adds a period of years, months or calendar days without any roll.
func addPlain(d Date, p Period) Date {
	switch p.Unit {
	case Year:
		return d.AddYears(p.N)
	case Month:
		return d.AddMonths(p.N)
	}
	return d.AddDays(p.N)
}
