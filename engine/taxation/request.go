package taxation

import (
	"io"
	"slices"

	"quanlian/base/errs"
	"quanlian/base/jsondoc"
	"quanlian/base/money"
)

// Request is one question put to the engine as a document.
type Request struct {
	Task     string        `json:"task" required:"true"` // sheet, compare, year, research, amortise, cash_reward
	On       Date          `json:"on,omitempty"`
	Deal     *Deal         `json:"deal,omitempty"`
	Year     Year          `json:"year"`
	Research *Research     `json:"research,omitempty"`
	Amortise *AmortiseFact `json:"amortise,omitempty"`
	Reward   *CashReward   `json:"cash_reward,omitempty"`
}

// AmortiseFact is the cost and the life of an acquired intangible.
type AmortiseFact struct {
	Cost   money.Fen `json:"cost_fen"`
	Months int       `json:"months,omitempty"`
}

// Answer holds the part that the task asked for.
type Answer struct {
	Task         string          `json:"task"`
	RulesVersion string          `json:"rules_version"`
	Sheet        *Sheet          `json:"sheet,omitempty"`
	Comparison   *Comparison     `json:"comparison,omitempty"`
	Year         *YearResult     `json:"year,omitempty"`
	Research     *ResearchResult `json:"research,omitempty"`
	Amortisation *Amortisation   `json:"amortisation,omitempty"`
	Reward       *Line           `json:"cash_reward,omitempty"`
	Disclaimer   string          `json:"disclaimer"`
}

// maxInput is the longest document taken.
// Unit: bytes. Source: our own limit; a year of a thousand contracts is under 100 KB.
const maxInput = 1 << 20

// ReadRequest reads a JSON document. An amount is a field ending in _yuan, a string or
// a number of yuan with at most two decimals, or the same field ending in _fen, whole fen.
// A field that is not known is an error.
func ReadRequest(r io.Reader) (Request, error) {
	var q Request
	raw, err := io.ReadAll(io.LimitReader(r, maxInput+1))
	if err != nil {
		return q, jsondoc.Fault(raw, err)
	}
	if len(raw) > maxInput {
		return q, errs.New(errs.Invalid, "engine.taxation.input_long", errs.Args{"kb": maxInput / 1024})
	}
	doc, err := inFen(raw)
	if err != nil {
		return q, err
	}
	return q, asWritten(raw, jsondoc.Read(doc, &q))
}

var tasks = []string{"sheet", "compare", "year", "research", "amortise", "cash_reward"}

// Answer computes what a request asks.
func (r *Rules) Answer(q Request) (Answer, error) {
	out := Answer{Task: q.Task, RulesVersion: RulesVersion, Disclaimer: Disclaimer}
	if !slices.Contains(tasks, q.Task) {
		return out, errs.At("task", "engine.taxation.unknown_task", errs.Args{"task": q.Task, "tasks": tasks})
	}
	section := q.Task
	if q.Task == "sheet" || q.Task == "compare" {
		section = "deal"
	}
	lacks := errs.At(section, "engine.taxation.no_task", errs.Args{"task": q.Task, "field": section})
	if section == "deal" {
		if q.Deal == nil {
			return out, lacks
		}
		return r.answerDeal(q, out)
	}
	var l errs.List
	if checkDay(&l, "on", q.On, true); len(l) > 0 {
		return out, l.Err()
	}
	b := r.At(q.On)
	switch {
	case q.Task == "year":
		x, err := SettleYear(b, q.Year)
		out.Year = &x
		return out, err
	case q.Task == "research" && q.Research != nil:
		x, err := SuperDeduct(b, *q.Research)
		out.Research = &x
		return out, err
	case q.Task == "amortise" && q.Amortise != nil:
		x, err := q.Amortise.answer(b)
		out.Amortisation = &x
		return out, err
	case q.Task == "cash_reward" && q.Reward != nil:
		x, err := q.Reward.Counted(b)
		out.Reward = &x
		return out, err
	}
	return out, lacks
}

func (r *Rules) answerDeal(q Request, out Answer) (Answer, error) {
	if q.Task == "sheet" {
		x, err := NewSheet(r, *q.Deal, q.Year)
		out.Sheet = &x
		return out, err
	}
	x, err := Compare(r, *q.Deal, q.Year)
	out.Comparison = &x
	return out, err
}

func (a AmortiseFact) answer(b Book) (Amortisation, error) {
	if a.Cost < 0 || a.Cost > maxPrice {
		return Amortisation{}, errs.At("amortise.cost", "engine.taxation.bad_amount", errs.Args{"field": "cost", "amount": a.Cost.String()})
	}
	if a.Months < 0 || a.Months > longestLife {
		return Amortisation{}, errs.At("amortise.months", "engine.taxation.bad_months", errs.Args{"months": a.Months})
	}
	return Amortise(b, a.Cost, a.Months)
}
