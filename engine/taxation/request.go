package taxation

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// Request is one question put to the engine as a document.
type Request struct {
	Task     string        `json:"task"` // sheet, compare, year, research, amortise, cash_reward
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
	bad := func(why string) error {
		return errs.New(errs.Invalid, "engine.taxation.bad_input", errs.Args{"why": why})
	}
	raw, err := io.ReadAll(io.LimitReader(r, maxInput+1))
	if err != nil {
		return q, errs.Wrap(errs.Unavailable, "engine.taxation.bad_input", err)
	}
	if len(raw) > maxInput {
		return q, bad("too long")
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
		return q, bad(err.Error())
	}
	if dec.More() {
		return q, bad("more than one document")
	}
	if tree, err = yuanToFen(tree, ""); err != nil {
		return q, err
	}
	again, err := json.Marshal(tree)
	if err != nil {
		return q, bad(err.Error())
	}
	strict := json.NewDecoder(bytes.NewReader(again))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&q); err != nil {
		return q, bad(err.Error())
	}
	return q, nil
}

// yuanToFen replaces every field x_yuan by x_fen.
func yuanToFen(v any, path string) (any, error) {
	switch v := v.(type) {
	case []any:
		for i := range v {
			x, err := yuanToFen(v[i], path)
			if err != nil {
				return nil, err
			}
			v[i] = x
		}
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, x := range v {
			y, err := yuanToFen(x, path+"/"+key)
			if err != nil {
				return nil, err
			}
			stem, isYuan := strings.CutSuffix(key, "_yuan")
			if isYuan {
				if key = stem + "_fen"; v[key] != nil {
					return nil, errs.At(path+"/"+key, "engine.taxation.bad_input", errs.Args{"why": stem + " twice"})
				}
				if y, err = fenOf(x, path+"/"+stem+"_yuan"); err != nil {
					return nil, err
				}
			}
			out[key] = y
		}
		return out, nil
	}
	return v, nil
}

func fenOf(v any, path string) (money.Fen, error) {
	text, ok := v.(string)
	if n, isNumber := v.(json.Number); isNumber {
		text, ok = n.String(), true
	}
	f, err := money.Parse(text)
	if err != nil || !ok {
		return 0, errs.At(path, "base.money.not_an_amount", errs.Args{"value": text})
	}
	return f, nil
}

var tasks = []string{"sheet", "compare", "year", "research", "amortise", "cash_reward"}

// Answer computes what a request asks.
func (r *Rules) Answer(q Request) (Answer, error) {
	out := Answer{Task: q.Task, RulesVersion: RulesVersion, Disclaimer: Disclaimer}
	if !slices.Contains(tasks, q.Task) {
		return out, errs.At("task", "engine.taxation.unknown_task", errs.Args{"task": q.Task, "tasks": tasks})
	}
	lacks := errs.New(errs.Invalid, "engine.taxation.no_task", errs.Args{"task": q.Task})
	if q.Task == "sheet" || q.Task == "compare" {
		if q.Deal == nil {
			return out, lacks
		}
		return r.answerDeal(q, out)
	}
	if !q.On.Valid() {
		return out, errs.At("on", "engine.taxation.bad_day", errs.Args{"field": "on", "value": string(q.On)})
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
