package appraise

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
	engine "quanlian/engine/valuation/appraise"
)

// kind is how an input is typed.
type kind int

const (
	amount  kind = iota // 万元
	percent             // per cent, a share of one in the worksheet
	number              // a plain number
	list                // per cents, one for each year
	amounts             // 万元, one for each year
	day
	words
	choice
)

// input is one question of a worksheet, by its path in the worksheet's JSON.
type input struct {
	path     string
	kind     kind
	optional bool
	choices  []string
}

// swings are inputs of which two other values may be stated.
var swings = map[string][]string{
	engine.ReliefFromRoyalty: {"royalty_rate", "discount/rate", "growth"},
	engine.ProfitSplit:       {"profit_share", "discount/rate", "growth"},
	engine.LSLP:              {"position", "discount/rate", "growth"},
	engine.CostMethod:        {"remaining_years", "outlay", "profit_rate"},
}

// comparables is how many rows of comparable deals the form offers; the engine
// asks for three. Unit: rows. Source: our choice.
const comparables = 5

// adjustments are the factors of a comparable. Unit: factors. Source: our choice,
// after the example of domain.md §2.5.
const adjustments = 3

// inputs lists the questions of a method, in the order they are asked.
func inputs(method string) []input {
	switch method {
	case engine.CostMethod:
		return []input{{path: "as_of", kind: day}, {path: "outlay", kind: amount}, {path: "capital_rate", kind: percent}, {path: "capital_years", kind: number}, {path: "profit_rate", kind: percent},
			{path: "used_years", kind: number}, {path: "remaining_years", kind: number}}
	case engine.MarketMethod:
		return marketInputs()
	}
	out := []input{{path: "as_of", kind: day}, {path: "revenue_base", kind: amount, optional: true}, {path: "growth", kind: percent, optional: true}, {path: "years", kind: number, optional: true},
		{path: "revenue", kind: amounts, optional: true}, {path: "contribution", kind: list}}
	switch method {
	case engine.ReliefFromRoyalty:
		out = append(out, input{path: "royalty_rate", kind: percent})
	case engine.ProfitSplit:
		out = append(out, input{path: "profit_share", kind: percent}, input{path: "profit_margin", kind: percent})
	case engine.LSLP:
		out = append(out, input{path: "rate_low", kind: percent}, input{path: "rate_high", kind: percent}, input{path: "position", kind: percent})
	}
	return append(out,
		input{path: "discount/rate", kind: percent, optional: true}, input{path: "discount/build_up/risk_free", kind: percent, optional: true}, input{path: "discount/build_up/beta", kind: number, optional: true},
		input{path: "discount/build_up/equity_premium", kind: percent, optional: true}, input{path: "discount/build_up/size_premium", kind: percent, optional: true}, input{path: "discount/build_up/specific_premium", kind: percent, optional: true},
		input{path: "discount/basis", kind: choice, choices: []string{"after_tax", "pre_tax"}}, input{path: "tax_rate", kind: percent, optional: true},
		input{path: "timing", kind: choice, choices: []string{"mid_year", "year_end"}}, input{path: "legal_years", kind: number, optional: true}, input{path: "economic_years", kind: number, optional: true})
}

func marketInputs() []input {
	out := []input{{path: "as_of", kind: day}}
	for i := range comparables {
		at := "comparables/" + strconv.Itoa(i) + "/"
		out = append(out, input{path: at + "name", kind: words, optional: i > 2}, input{path: at + "date", kind: day, optional: i > 2}, input{path: at + "source", kind: words, optional: i > 2}, input{path: at + "price", kind: amount, optional: i > 2})
		for k := range adjustments {
			f := at + "adjustments/" + strconv.Itoa(k) + "/"
			out = append(out, input{path: f + "name", kind: words, optional: true}, input{path: f + "factor", kind: number, optional: true})
		}
	}
	return out
}

// field is the name of the control of a path.
func field(path string) string { return strings.ReplaceAll(path, "/", ".") }

// reader turns a form into a worksheet.
type reader struct {
	form   url.Values
	doc    map[string]any
	faults errs.List
}

// read makes the worksheet of a method out of the form. What cannot be read is
// named at its field and left out of the worksheet; what is missing the engine says.
func read(method string, form url.Values) (json.RawMessage, error) {
	r := &reader{form: form, doc: map[string]any{"method": method, "unit": "wan"}}
	for _, in := range inputs(method) {
		r.take(in)
	}
	if method == engine.MarketMethod {
		r.closeGaps()
	}
	r.sensitivity(method)
	raw, err := json.Marshal(r.doc)
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return raw, r.faults.Err()
}

func (r *reader) take(in input) {
	text := strings.TrimSpace(r.form.Get(field(in.path)))
	if text == "" {
		if !in.optional {
			r.faults.Add(errs.At(in.path, "engine.valuation.input_missing", errs.Args{"field": in.path}))
		}
		return
	}
	switch in.kind {
	case day, words, choice:
		r.put(in.path, text)
	case list, amounts:
		var out []json.Number
		for _, part := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(",，、;； \t\n", c) }) {
			n, ok := r.number(in.path, part, in.kind == list)
			if !ok {
				return
			}
			out = append(out, n)
		}
		r.put(in.path, out)
	case number:
		if in.path == "years" {
			if n, err := strconv.Atoi(text); err == nil {
				r.put(in.path, n)
			} else {
				r.faults.Add(errs.At(in.path, "web.appraise.whole", nil))
			}
			return
		}
		if n, ok := r.number(in.path, text, false); ok {
			r.put(in.path, n)
		}
	default:
		if n, ok := r.number(in.path, text, in.kind == percent); ok {
			r.put(in.path, n)
		}
	}
}

// Unit: characters. Source: our choice; no rate or amount has more.
const longestNumber = 30

// number reads a decimal; a per cent becomes a share of one.
func (r *reader) number(path, text string, share bool) (json.Number, bool) {
	text = strings.TrimSuffix(strings.TrimSuffix(strings.ReplaceAll(text, ",", ""), "%"), "％")
	d, err := decimal.NewFromString(strings.TrimSpace(text))
	if err != nil || len(text) > longestNumber || strings.ContainsAny(text, "eE") {
		r.faults.Add(errs.At(path, "web.form.number", nil))
		return "", false
	}
	if share {
		d = d.Shift(-2)
	}
	return json.Number(d.String()), true
}

// put writes a value at its path, making what lies between.
func (r *reader) put(path string, v any) {
	at := r.doc
	parts := strings.Split(path, "/")
	for _, p := range parts[:len(parts)-1] {
		next, ok := at[p].(map[string]any)
		if !ok {
			next = map[string]any{}
			at[p] = next
		}
		at = next
	}
	at[parts[len(parts)-1]] = v
}

// closeGaps turns the numbered comparables and adjustments into lists, empty
// rows left out.
func (r *reader) closeGaps() {
	rows, _ := r.doc["comparables"].(map[string]any)
	var out []any
	for i := range comparables {
		row, ok := rows[strconv.Itoa(i)].(map[string]any)
		if !ok {
			continue
		}
		factors, _ := row["adjustments"].(map[string]any)
		list := []any{}
		for k := range adjustments {
			f, ok := factors[strconv.Itoa(k)].(map[string]any)
			if !ok {
				continue
			}
			if _, has := f["factor"]; !has {
				continue
			}
			if _, has := f["name"]; !has {
				f["name"] = strconv.Itoa(k + 1)
			}
			list = append(list, f)
		}
		row["adjustments"] = list
		out = append(out, row)
	}
	r.doc["comparables"] = out
}

// sensitivity takes the two other values that an input may well have.
func (r *reader) sensitivity(method string) {
	var out []any
	for _, path := range swings[method] {
		a, b := strings.TrimSpace(r.form.Get("low."+field(path))), strings.TrimSpace(r.form.Get("high."+field(path)))
		if a == "" && b == "" || strings.TrimSpace(r.form.Get(field(path))) == "" {
			continue
		}
		share := kindOf(method, path) == percent
		if a == "" || b == "" {
			r.faults.Add(errs.At("low/"+path, "web.appraise.both_ends", nil))
			continue
		}
		x, ok1 := r.number("low/"+path, a, share)
		y, ok2 := r.number("high/"+path, b, share)
		if ok1 && ok2 {
			out = append(out, map[string]any{"input": path, "a": x, "b": y})
		}
	}
	if out != nil {
		r.doc["sensitivity"] = out
	}
}

func kindOf(method, path string) kind {
	for _, in := range inputs(method) {
		if in.path == path {
			return in.kind
		}
	}
	return number
}
