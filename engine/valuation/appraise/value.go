package appraise

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
	"quanlian/base/jsondoc"
)

// The methods by their names on the command line.
const (
	ReliefFromRoyalty = "relief-from-royalty" // 许可费节省法
	ProfitSplit       = "profit-split"        // 利润分成法
	LSLP              = "lslp"                // 提成率 k = m + (M − m) × Δ
	MarketMethod      = "market"              // 市场法
	CostMethod        = "cost"                // 成本法
)

// Methods lists the methods in the order in which help names them.
func Methods() []string {
	return []string{ReliefFromRoyalty, ProfitSplit, LSLP, MarketMethod, CostMethod}
}

// Figure is one intermediate number of a worksheet. Unit "unit" is the
// worksheet's own.
type Figure struct {
	Name  string          `json:"name"`
	Value decimal.Decimal `json:"value"`
	Unit  string          `json:"unit"`
}

// outcome is what a worksheet computes, unrounded, in its own unit.
type outcome struct {
	value     decimal.Decimal
	low, high *decimal.Decimal // spread of the method itself: the comparables
	figures   []Figure
	periods   []Period
}

// worksheet is any of the three kinds of input.
type worksheet interface {
	unit() Unit
	compute(method string) (outcome, error)
}

// Valuation is a computed value with everything it rests on (测算结果).
type Valuation struct {
	Method     string          `json:"method"`
	Unit       Unit            `json:"unit"`
	Value      Amount          `json:"value"`
	Formula    string          `json:"formula"`
	Figures    []Figure        `json:"figures"`
	Periods    []Period        `json:"periods,omitempty"`
	Range      *Range          `json:"range"` // null without stated alternatives
	Inputs     json.RawMessage `json:"inputs"`
	Disclaimer string          `json:"disclaimer"` // language key
	Basis      []string        `json:"basis"`
}

var formulas = map[string]string{
	ReliefFromRoyalty: "PV = Σ R_t × k × d_t × (1 − τ) / (1 + r)^(t − 0.5)",
	ProfitSplit:       "PV = Σ R_t × k × d_t × (1 − τ) / (1 + r)^(t − 0.5), k = profit share × profit margin",
	LSLP:              "PV = Σ R_t × k × d_t × (1 − τ) / (1 + r)^(t − 0.5), k = m + (M − m) × Δ",
	MarketMethod:      "P = mean of P0 × Π adj_i over the comparables",
	CostMethod:        "V = replacement cost × (1 − used / (used + remaining))",
}

// Value reads one worksheet as JSON and computes it by the method.
func Value(method string, r io.Reader) (*Valuation, error) {
	if !slices.Contains(Methods(), method) {
		return nil, errs.At("method", "engine.valuation.bad_method", errs.Args{"value": method, "allowed": strings.Join(Methods(), ", ")})
	}
	raw, err := io.ReadAll(io.LimitReader(r, maxDocument))
	if err != nil {
		return nil, jsondoc.Fault(raw, err)
	}
	if err := plainNumbers(raw); err != nil {
		return nil, err
	}
	sheet, alternatives, err := read(method, raw)
	if err != nil {
		return nil, err
	}
	base, err := sheet.compute(method)
	if err != nil {
		return nil, err
	}
	v := &Valuation{
		Method: method, Unit: sheet.unit(), Value: sheet.unit().amount(base.value), Formula: formulas[method],
		Figures: base.figures, Periods: base.periods, Disclaimer: "engine.valuation.disclaimer.computed",
		Basis: []string{"资产评估法第二十四条", "资产评估法第二十六条", "资产评估法第二十七条", "资产评估法第二十八条"},
	}
	for i := range v.Figures {
		v.Figures[i].Value = v.Figures[i].Value.Round(6)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, raw); err != nil {
		return nil, jsondoc.Fault(raw, err)
	}
	v.Inputs = compact.Bytes()
	v.Range, err = rangeOf(method, raw, sheet.unit(), base, alternatives)
	return v, err
}

// Unit: bytes. Source: our decision; a worksheet is a page, not a book.
const maxDocument = 1 << 20

// Unit: characters. Source: our decision; more digits than any rate or amount has.
const maxDigits = 40

var exponent = regexp.MustCompile(`^[-+]?[0-9.]+[eE]`)

// plainNumbers refuses exponents and endless digits, with which a short text
// could ask for numbers of a billion digits.
func plainNumbers(raw []byte) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return jsondoc.Fault(raw, err)
		}
		text := ""
		switch v := token.(type) {
		case json.Number:
			text = v.String()
			if len(text) > maxDigits {
				return errs.New(errs.Invalid, "engine.valuation.bad_number", errs.Args{"value": text[:maxDigits]})
			}
		case string:
			text = v
		}
		if exponent.MatchString(text) || len(text) > maxDigits && digitsOnly.MatchString(text) {
			return errs.New(errs.Invalid, "engine.valuation.bad_number", errs.Args{"value": text[:min(len(text), maxDigits)]})
		}
	}
}

var digitsOnly = regexp.MustCompile(`^[-+]?[0-9.]+$`)

// read decodes the worksheet of a method and refuses unknown fields.
func read(method string, raw []byte) (worksheet, []Alternative, error) {
	decode := func(v any, named *string) error {
		if err := jsondoc.Read(raw, v); err != nil {
			return err
		}
		if *named != "" && *named != method {
			return errs.At("method", "engine.valuation.other_method", errs.Args{"asked": method, "file": *named})
		}
		return nil
	}
	switch method {
	case MarketMethod:
		var m Market
		err := decode(&m, &m.Method)
		return &m, m.Sensitivity, err
	case CostMethod:
		var c Cost
		err := decode(&c, &c.Method)
		return &c, c.Sensitivity, err
	}
	var in Income
	err := decode(&in, &in.Method)
	return &in, in.Sensitivity, err
}

func day(field, v string) *errs.Error {
	if _, err := time.Parse("2006-01-02", v); err != nil {
		if v == "" {
			return errs.At(field, "engine.valuation.input_missing", errs.Args{"field": field})
		}
		return errs.At(field, "engine.valuation.bad_day", errs.Args{"value": v})
	}
	return nil
}
