package appraise

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
	"quanlian/base/jsondoc"
)

// Alternative states two other values that one input may well have. Input is
// the path of a number in the worksheet: royalty_rate, discount/rate,
// comparables/0/price.
type Alternative struct {
	Input  string          `json:"input"`
	A      decimal.Decimal `json:"a"`
	B      decimal.Decimal `json:"b"`
	Reason string          `json:"reason,omitempty"`
}

// Swing is what one alternative alone does to the value.
type Swing struct {
	Input string `json:"input"`
	At    string `json:"base"` // the input's value in the worksheet
	A     Amount `json:"value_at_a"`
	B     Amount `json:"value_at_b"`
	Low   Amount `json:"low"`
	High  Amount `json:"high"`
}

// Range is a value range for a deal (价值区间): [low, mid, high].
//
// How: each alternative is put in alone and the worksheet computed again. Low
// is mid less the root of the sum of squares of the downward swings, high is
// mid plus that of the upward ones, which supposes that the inputs err
// independently of each other. Worst and best put every input at its bad or
// good end at once. Without alternatives the market method's range is the
// lowest and highest adjusted comparable.
type Range struct {
	Low    Amount  `json:"low"`
	Mid    Amount  `json:"mid"`
	High   Amount  `json:"high"`
	How    string  `json:"how"` // language key
	Worst  *Amount `json:"worst,omitempty"`
	Best   *Amount `json:"best,omitempty"`
	Swings []Swing `json:"swings,omitempty"`
}

func rangeOf(method string, raw []byte, u Unit, base outcome, alternatives []Alternative) (*Range, error) {
	if len(alternatives) == 0 {
		if base.low == nil {
			return nil, nil
		}
		return &Range{Low: u.amount(*base.low), Mid: u.amount(base.value), High: u.amount(*base.high), How: "engine.valuation.range.comparables"}, nil
	}
	r := &Range{Mid: u.amount(base.value), How: "engine.valuation.range.sensitivity"}
	down, up := decimal.Zero, decimal.Zero
	worst, best := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for i, alt := range alternatives {
		field := fmt.Sprintf("sensitivity/%d", i)
		if _, twice := worst[alt.Input]; twice {
			return nil, errs.At(field, "engine.valuation.alternative_twice", errs.Args{"input": alt.Input})
		}
		s, err := swing(method, raw, field, alt)
		if err != nil {
			return nil, err
		}
		lowest, highest := decimal.Min(base.value, s.a, s.b), decimal.Max(base.value, s.a, s.b)
		down, up = down.Add(square(base.value.Sub(lowest))), up.Add(square(highest.Sub(base.value)))
		worst[alt.Input], best[alt.Input] = s.end(base.value, lowest, alt), s.end(base.value, highest, alt)
		r.Swings = append(r.Swings, Swing{Input: alt.Input, At: s.at, A: u.amount(s.a), B: u.amount(s.b), Low: u.amount(lowest), High: u.amount(highest)})
	}
	low, high := base.value.Sub(root(down)), base.value.Add(root(up))
	w, err := together(method, raw, worst)
	if err != nil {
		return nil, err
	}
	b, err := together(method, raw, best)
	if err != nil {
		return nil, err
	}
	wa, ba := u.amount(decimal.Min(w, base.value)), u.amount(decimal.Max(b, base.value))
	r.Low, r.High, r.Worst, r.Best = u.amount(decimal.Max(low, decimal.Zero)), u.amount(high), &wa, &ba
	return r, nil
}

// swung holds the two values that one alternative gives, unrounded.
type swung struct {
	at   string
	base decimal.Decimal
	a, b decimal.Decimal
}

// end gives the input's value that leads to an extreme of the result.
func (s swung) end(base, extreme decimal.Decimal, alt Alternative) decimal.Decimal {
	switch {
	case extreme.Equal(base):
		return s.base
	case extreme.Equal(s.a):
		return alt.A
	}
	return alt.B
}

func swing(method string, raw []byte, field string, alt Alternative) (swung, error) {
	doc, err := tree(raw)
	if err != nil {
		return swung{}, err
	}
	at, err := number(doc, alt.Input, field)
	if err != nil {
		return swung{}, err
	}
	s := swung{at: at.String(), base: at}
	if s.a, err = together(method, raw, map[string]decimal.Decimal{alt.Input: alt.A}); err != nil {
		return swung{}, err
	}
	s.b, err = together(method, raw, map[string]decimal.Decimal{alt.Input: alt.B})
	return s, err
}

// together computes the worksheet again with some inputs put in anew.
func together(method string, raw []byte, inputs map[string]decimal.Decimal) (decimal.Decimal, error) {
	doc, err := tree(raw)
	if err != nil {
		return decimal.Zero, err
	}
	for path, v := range inputs {
		put(doc, strings.Split(path, "/"), json.Number(v.String()))
	}
	changed, err := json.Marshal(doc)
	if err != nil {
		return decimal.Zero, jsondoc.Fault(raw, err)
	}
	sheet, _, err := read(method, changed)
	if err != nil {
		return decimal.Zero, err
	}
	out, err := sheet.compute(method)
	return out.value, err
}

// tree reads the worksheet with its numbers as text, so that none becomes a float.
func tree(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var doc any
	if err := d.Decode(&doc); err != nil {
		return nil, jsondoc.Fault(raw, err)
	}
	return doc, nil
}

// step goes one level down a document.
func step(doc any, key string) any {
	switch v := doc.(type) {
	case map[string]any:
		return v[key]
	case []any:
		if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(v) {
			return v[i]
		}
	}
	return nil
}

// number finds the stated number at a path; a number may be written as text.
func number(doc any, path, field string) (decimal.Decimal, error) {
	for _, key := range strings.Split(path, "/") {
		doc = step(doc, key)
	}
	text := ""
	switch v := doc.(type) {
	case json.Number:
		text = v.String()
	case string:
		text = v
	}
	d, err := decimal.NewFromString(text)
	if err != nil || strings.HasPrefix(path, "sensitivity") {
		return decimal.Zero, errs.At(field, "engine.valuation.no_such_input", errs.Args{"input": path})
	}
	return d, nil
}

// put replaces the value at a path that number has found.
func put(doc any, path []string, v json.Number) {
	for len(path) > 1 {
		doc, path = step(doc, path[0]), path[1:]
	}
	switch d := doc.(type) {
	case map[string]any:
		d[path[0]] = v
	case []any:
		if i, err := strconv.Atoi(path[0]); err == nil && i >= 0 && i < len(d) {
			d[i] = v
		}
	}
}

func square(v decimal.Decimal) decimal.Decimal { return v.Mul(v) }

func root(v decimal.Decimal) decimal.Decimal {
	r, err := v.SqrtRound(places)
	if err != nil {
		return decimal.Zero
	}
	return r
}
