package hall

import (
	"slices"
	"strconv"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
)

// When says whether a step lies behind, is going on, or is to come.
type When string

// The three.
const (
	Past   When = "past"
	Now    When = "now"
	Future When = "future"
)

// StepView is one of the eight steps of the deal page, with the one fact that
// proves or explains it: a language key with its arguments, "" for none.
type StepView struct {
	Step string            `json:"step"`
	When When              `json:"when"`
	Fact string            `json:"fact,omitempty"`
	Args map[string]string `json:"args,omitempty"`
	Turn kernel.Role       `json:"turn,omitempty"` // whose move it is, in the step that is going on
}

// Progress lists the eight steps of a deal as it stands in a state. Shape: (8).
func Progress(d DealData, s kernel.State) []StepView {
	at := slices.Index(Steps(), stepOf(s, d))
	out := make([]StepView, 0, len(Steps()))
	for i, step := range Steps() {
		v := StepView{Step: step, When: Future}
		switch {
		case i < at || s == DealSettled:
			v.When = Past
		case i == at && s != DealEnded:
			v.When, v.Turn = Now, d.Turn(s)
		}
		if v.When != Future {
			v.Fact, v.Args = d.fact(step)
		}
		out = append(out, v)
	}
	return out
}

// stepOf is the step of a state; a deal that ended without one stands where it
// had come to.
func stepOf(s kernel.State, d DealData) string {
	if d.recorded() && (s == DealDeposit || s == DealDepositing) { // a later period of a royalty
		return StepRelease
	}
	if !d.recorded() && (s == DealDelivery || s == DealReleasing) && d.Terms != nil { // a payment before the record
		return StepRecord
	}
	for _, def := range dealStates() {
		if def.Name == s && def.Step != "" {
			return def.Step
		}
	}
	switch {
	case d.Record != nil:
		return StepRecord
	case d.Contract != nil:
		return StepContract
	case d.NDA.Both():
		return StepBroker
	}
	return StepMatch
}

// fact is what the page says under a step.
func (d DealData) fact(step string) (string, map[string]string) {
	const prefix = "utilization.hall.fact."
	key := prefix + step
	day := func(t time.Time) string { return calendar.DateOf(t).String() }
	switch {
	case step == StepEvaluate && d.Evaluation.Letter() == GradeLow:
		return prefix + "evaluate_low", nil
	case step == StepEvaluate && d.Evaluation.Letter() != "":
		return key, map[string]string{"grade": d.Evaluation.Grade, "score": strconv.FormatFloat(d.Evaluation.Score, 'f', 1, 64)}
	case step == StepMatch && d.Pairing != nil && d.Broker != nil:
		return prefix + "match_pairing", map[string]string{"date": day(d.Opened), "broker": d.Broker.Name}
	case step == StepMatch && d.Match != nil:
		return key, map[string]string{"rank": strconv.Itoa(d.Match.Rank), "score": strconv.FormatFloat(d.Match.Score, 'f', 2, 64)}
	case step == StepMatch:
		return prefix + "match_inquiry", map[string]string{"date": day(d.Opened), "no": d.ListingNo}
	case step == StepBroker && d.NDA.Both():
		return key, map[string]string{"date": day(later(d.NDA.Seller, d.NDA.Buyer)), "offers": strconv.Itoa(len(d.Offers))}
	case step == StepContract && d.Contract != nil && !d.Contract.Effective.IsZero():
		return key, map[string]string{"date": d.Contract.Effective.String(), "price": d.Terms.Price.String()}
	case step == StepDeposit && d.Money.Deposits > 0:
		return key, map[string]string{"account": d.Money.SubAccount}
	case step == StepRecord && d.recorded():
		return prefix + "record_" + d.Record.Kind, map[string]string{"date": d.Record.Date.String(), "no": d.Record.No}
	case step == StepRelease && d.Terms != nil && d.SentBack() > 0:
		return key + "_back", map[string]string{"paid": strconv.Itoa(d.PaidOut()), "back": strconv.Itoa(d.SentBack()), "all": strconv.Itoa(len(d.trancheNumbers()))}
	case step == StepRelease && d.Terms != nil:
		return key, map[string]string{"paid": strconv.Itoa(d.PaidOut()), "all": strconv.Itoa(len(d.trancheNumbers()))}
	case step == StepTax && d.Tax != nil:
		return key, map[string]string{"relief": d.Tax.Relief.String(), "date": day(d.Tax.At)}
	}
	return "", nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Clock is the next moment that the case runs to: a limit, the end of the
// publicity, or the end of the days after which silence is consent.
type Clock struct {
	Name      string        `json:"name"` // language key suffix under .limit.
	Committed bool          `json:"committed"`
	Due       calendar.Date `json:"due"`
	Stands    bool          `json:"stands"` // the clock of the limits stands still
	Basis     string        `json:"basis,omitempty"`
}

// TurnClock is the nearest of them; ok is false when nothing runs.
func TurnClock(c kernel.Case, d DealData, cal *calendar.Calendar) (Clock, bool) {
	var out Clock
	take := func(x Clock) {
		if out.Due.IsZero() || x.Due.Before(out.Due) {
			out = x
		}
	}
	if c.State == DealPublicity && d.Publicity != nil {
		return Clock{Name: "publicity", Due: d.Publicity.To, Basis: "浙江省促进科技成果转化条例 第17条"}, true
	}
	if c.State == DealProposed && d.Pairing != nil {
		return Clock{Name: "pairing", Due: d.Pairing.Until}, true
	}
	if asked := d.Money.Asked[d.nextTranche()]; c.State == DealDelivery && !asked.IsZero() && d.Terms != nil {
		if end, err := d.silentEnd(c.No, asked, cal); err == nil {
			take(Clock{Name: "silent", Due: end})
		}
	}
	stands := c.Hold != nil || (len(c.Pauses) > 0 && c.Pauses[len(c.Pauses)-1].To.IsZero())
	for _, l := range c.Limits {
		if !l.Met.IsZero() {
			continue
		}
		if r, err := l.Due(c.Pauses, cal); err == nil && !r.Date.IsZero() {
			take(Clock{Name: l.Name, Committed: l.Committed, Due: r.Date, Stands: stands && !l.Fixed, Basis: l.Basis})
		}
	}
	return out, !out.Due.IsZero()
}
