package appraise

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quanlian/base/errs"
)

func example(t testing.TB, method string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "examples", "value-"+method+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func compute(t testing.TB, method string, doc []byte) *Valuation {
	t.Helper()
	v, err := Value(method, bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// change decodes an example, lets the test change it, and encodes it again.
func change(t testing.TB, method string, f func(map[string]any)) []byte {
	t.Helper()
	doc, err := tree(example(t, method))
	if err != nil {
		t.Fatal(err)
	}
	f(doc.(map[string]any))
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Worked examples of domain.md §2.5.
func TestGoldens(t *testing.T) {
	t.Parallel()
	for method, want := range map[string]string{
		ReliefFromRoyalty: "196.32", ProfitSplit: "196.32", LSLP: "196.32", MarketMethod: "51.98", CostMethod: "72.19",
	} {
		if got := compute(t, method, example(t, method)).Value.Wan(); got != want {
			t.Errorf("%s: %s 万元, want %s", method, got, want)
		}
	}
	v := compute(t, ReliefFromRoyalty, example(t, ReliefFromRoyalty))
	for i, want := range []string{"55.234", "46.341", "38.399", "31.321", "25.027"} {
		if got := v.Periods[i].PV.StringFixed(3); got != want {
			t.Errorf("year %d: PV %s, want %s", i+1, got, want)
		}
	}
	pretax := change(t, ReliefFromRoyalty, func(m map[string]any) {
		delete(m, "tax_rate")
		m["discount"].(map[string]any)["basis"] = "pre_tax"
	})
	if got := compute(t, ReliefFromRoyalty, pretax).Value.Wan(); got != "261.76" {
		t.Errorf("pre-tax flows: %s, want 261.76", got)
	}
	figures := map[string]string{}
	for _, f := range compute(t, CostMethod, example(t, CostMethod)).Figures {
		figures[f.Name] = f.Value.String()
	}
	if figures["replacement_cost"] != "120.31" || figures["capital_cost"] != "15.808" || figures["profit"] != "9.5" || figures["depreciation_rate"] != "0.4" {
		t.Errorf("cost figures %v", figures)
	}
}

// The unit of the worksheet does not change the value, but for the rounding of
// the replacement cost that doc.go tells.
func TestUnits(t *testing.T) {
	t.Parallel()
	yuan := change(t, ReliefFromRoyalty, func(m map[string]any) { m["unit"], m["revenue_base"] = "yuan", 20_000_000 })
	if a, b := compute(t, ReliefFromRoyalty, yuan), compute(t, ReliefFromRoyalty, example(t, ReliefFromRoyalty)); a.Value != b.Value {
		t.Errorf("%s in yuan, %s in 万元", a.Value.Fen(), b.Value.Fen())
	}
	cost := change(t, CostMethod, func(m map[string]any) { m["unit"], m["outlay"] = "yuan", 950_000 })
	if got := compute(t, CostMethod, cost).Value.Fen().Plain(); got != "721848.00" {
		t.Errorf("cost in yuan %s, want the unrounded 721848.00", got)
	}
	b, err := json.Marshal(compute(t, MarketMethod, example(t, MarketMethod)).Value)
	if err != nil || string(b) != `{"fen":51975000,"yuan":"519750.00","wan":"51.98"}` {
		t.Errorf("%s %v", b, err)
	}
}

func TestLivesAndTiming(t *testing.T) {
	t.Parallel()
	with := func(k string, v any) string {
		return compute(t, ReliefFromRoyalty, change(t, ReliefFromRoyalty, func(m map[string]any) { m[k] = v; delete(m, "sensitivity") })).Value.Wan()
	}
	if got := with("legal_years", json.Number("2")); got != "101.58" { // 55.234 + 46.341
		t.Errorf("two legal years: %s", got)
	}
	// 0.5 of the second year: 33 × 0.5 × 0.9 × ... discounted over 1.25 years.
	half := decimal.RequireFromString("2200").Mul(decimal.RequireFromString("0.5").Mul(decimal.RequireFromString("0.04"))).
		Mul(decimal.RequireFromString("0.9")).Mul(decimal.RequireFromString("0.75")).
		Div(power(decimal.RequireFromString("1.18"), decimal.RequireFromString("1.25")))
	if got, want := with("legal_years", json.Number("1.5")), half.Add(decimal.RequireFromString("55.2345")).StringFixed(2); got != want {
		t.Errorf("a year and a half: %s, want %s", got, want)
	}
	if mid, end := with("timing", "mid_year"), with("timing", "year_end"); mid != "196.32" || end != "180.73" {
		t.Errorf("mid %s, end %s", mid, end)
	}
}

func TestBuildUp(t *testing.T) {
	t.Parallel()
	d := decimal.RequireFromString
	r := BuildUp{d("0.025"), d("1.1"), d("0.07"), d("0.03"), d("0.048")}.Rate()
	if !r.Equal(d("0.18")) {
		t.Errorf("rate %s", r)
	}
}

// power agrees with the exact square root: (1+r)^(t−½) squared is (1+r)^(2t−1).
func TestPowerProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		base := one.Add(decimal.New(rapid.Int64Range(1, 20000).Draw(t, "r"), -4))
		n := rapid.Int64Range(1, 20).Draw(t, "n")
		exp := decimal.NewFromInt(n).Sub(decimal.New(5, -1))
		whole, err := base.PowInt32(int32(2*n - 1))
		if err != nil {
			t.Fatal(err)
		}
		want, err := whole.SqrtRound(places)
		if err != nil {
			t.Fatal(err)
		}
		if diff := power(base, exp).Sub(want).Abs().Div(want); diff.GreaterThan(decimal.New(1, -15)) {
			t.Fatalf("%s^%s off by %s", base, exp, diff)
		}
	})
}

func TestRange(t *testing.T) {
	t.Parallel()
	v := compute(t, ReliefFromRoyalty, example(t, ReliefFromRoyalty))
	r := v.Range
	if r.Mid != v.Value || r.Low >= r.Mid || r.High <= r.Mid || *r.Worst > r.Low || *r.Best < r.High || len(r.Swings) != 3 {
		t.Errorf("range %+v", r)
	}
	// The value is linear in the royalty rate: 3 % gives 3/4, 5 % gives 5/4.
	if s := r.Swings[0]; s.A.Wan() != "147.24" || s.B.Wan() != "245.40" || s.Low != s.A || s.High != s.B {
		t.Errorf("royalty swing %+v", s)
	}
	// A single alternative: the range is its swing, and worst and best too.
	only := change(t, ReliefFromRoyalty, func(m map[string]any) { m["sensitivity"] = m["sensitivity"].([]any)[:1] })
	r = compute(t, ReliefFromRoyalty, only).Range
	if r.Low.Wan() != "147.24" || r.High.Wan() != "245.40" || *r.Worst != r.Low || *r.Best != r.High {
		t.Errorf("one alternative: %+v", r)
	}
	none := change(t, ReliefFromRoyalty, func(m map[string]any) { delete(m, "sensitivity") })
	if r := compute(t, ReliefFromRoyalty, none).Range; r != nil {
		t.Errorf("a range without a stated alternative: %+v", r)
	}
	spread := change(t, MarketMethod, func(m map[string]any) {
		m["comparables"].([]any)[0].(map[string]any)["price"] = 40
	})
	if r := compute(t, MarketMethod, spread).Range; r.Low.Wan() != "41.58" || r.High.Wan() != "51.98" || r.Mid.Wan() != "48.51" {
		t.Errorf("market range %+v", r)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	set := func(k string, v any) func(map[string]any) { return func(m map[string]any) { m[k] = v } }
	comparable := func(k string, v any) func(map[string]any) {
		return func(m map[string]any) { m["comparables"].([]any)[1].(map[string]any)[k] = v }
	}
	for name, c := range map[string]struct {
		method, code string
		change       func(map[string]any)
	}{
		"unit":             {ReliefFromRoyalty, "bad_unit", set("unit", "dollar")},
		"rate":             {ReliefFromRoyalty, "out_of_range", set("royalty_rate", 4)},
		"no rate":          {ReliefFromRoyalty, "input_missing", func(m map[string]any) { delete(m, "royalty_rate") }},
		"other's input":    {ReliefFromRoyalty, "input_not_of_method", set("profit_share", 0.2)},
		"tax and pre-tax":  {ReliefFromRoyalty, "tax_on_pretax_rate", func(m map[string]any) { m["discount"].(map[string]any)["basis"] = "pre_tax" }},
		"no tax":           {ReliefFromRoyalty, "input_missing", func(m map[string]any) { delete(m, "tax_rate") }},
		"contribution":     {ReliefFromRoyalty, "contribution_short", set("contribution", []any{1, 0.9})},
		"two forecasts":    {ReliefFromRoyalty, "one_of", set("revenue", []any{1, 2})},
		"no life":          {ReliefFromRoyalty, "no_life_left", set("legal_years", 0)},
		"unknown field":    {ReliefFromRoyalty, "base.jsondoc.unknown", set("royalty", 1)},
		"method of file":   {ReliefFromRoyalty, "other_method", set("method", "cost")},
		"nothing to swing": {ReliefFromRoyalty, "no_such_input", set("sensitivity", []any{map[string]any{"input": "beta", "a": 1, "b": 2}})},
		"swing twice": {ReliefFromRoyalty, "alternative_twice", set("sensitivity", []any{
			map[string]any{"input": "growth", "a": 0, "b": 0}, map[string]any{"input": "growth", "a": 0, "b": 0}})},
		"swing too far":   {ReliefFromRoyalty, "out_of_range", set("sensitivity", []any{map[string]any{"input": "royalty_rate", "a": 0, "b": 2}})},
		"huge exponent":   {CostMethod, "bad_number", set("outlay", json.Number("1e999999999"))},
		"exponent text":   {CostMethod, "bad_number", set("outlay", "1e999999999")},
		"reversed":        {LSLP, "rates_reversed", set("rate_low", 0.07)},
		"two comparables": {MarketMethod, "too_few_comparables", func(m map[string]any) { m["comparables"] = m["comparables"].([]any)[:2] }},
		"adjustment":      {MarketMethod, "out_of_range", comparable("adjustments", []any{map[string]any{"name": "x", "factor": 1.31}})},
		"related":         {MarketMethod, "related_comparable", comparable("related", true)},
		"after as_of":     {MarketMethod, "after_freeze", comparable("date", "2026-11-21")},
		"no source":       {MarketMethod, "no_source", comparable("source", "")},
		"negative":        {CostMethod, "out_of_range", set("outlay", -1)},
		"used up":         {CostMethod, "no_life_left", set("remaining_years", 0)},
	} {
		_, err := Value(c.method, bytes.NewReader(change(t, c.method, c.change)))
		if !errs.Is(err, "engine.valuation."+c.code) && !errs.Is(err, c.code) || errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: want %s, got %v", name, c.code, err)
		}
	}
	if _, err := Value("guess", strings.NewReader("{}")); !errs.Is(err, "engine.valuation.bad_method") {
		t.Errorf("method: %v", err)
	}
}

// More royalty, more revenue, a lower rate never make the patent cheaper.
func TestIncomeMonotone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "n")
		k, r := rapid.Int64Range(1, 500).Draw(t, "k"), rapid.Int64Range(10, 4000).Draw(t, "r")
		sheet := func(k, r, base int64) decimal.Decimal {
			in := Income{Unit: InYuan, Years: n, Discount: Discount{Basis: "pre_tax"}}
			rate, disc, first, growth := decimal.New(k, -3), decimal.New(r, -4), decimal.NewFromInt(base), decimal.New(5, -2)
			in.RoyaltyRate, in.Discount.Rate, in.RevenueBase, in.Growth = &rate, &disc, &first, &growth
			for range n {
				in.Contribution = append(in.Contribution, one)
			}
			out, err := in.compute(ReliefFromRoyalty)
			if err != nil {
				t.Fatal(err)
			}
			return out.value
		}
		base := sheet(k, r, 1_000_000)
		if base.IsNegative() || sheet(k+1, r, 1_000_000).LessThan(base) || sheet(k, r+1, 1_000_000).GreaterThan(base) || sheet(k, r, 1_000_001).LessThan(base) {
			t.Fatalf("not monotone around %s", base)
		}
	})
}

func TestRecord(t *testing.T) {
	t.Parallel()
	good := Record{ReportNo: "PG-1", ReportDate: "2024-02-29", Agency: "A", Sealed: true,
		Methods: []string{ReliefFromRoyalty, CostMethod}, Signers: []Signer{{"甲", true}, {"乙", false}}}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for code, f := range map[string]func(*Record){
		"one_method":         func(r *Record) { r.Methods = []string{ReliefFromRoyalty, LSLP} }, // both are the income method
		"too_few_signers":    func(r *Record) { r.Signers = []Signer{{"甲", true}, {"甲", true}} },
		"too_few_appraisers": func(r *Record) { r.Statutory = true },
		"record_incomplete":  func(r *Record) { r.Sealed = false },
		"bad_method":         func(r *Record) { r.Methods = []string{"guess", CostMethod} },
		"bad_day":            func(r *Record) { r.ReportDate = "2026-13-01" },
	} {
		r := good
		f(&r)
		if err := r.Check(); !errs.Is(err, "engine.valuation."+code) {
			t.Errorf("want %s, got %v", code, err)
		}
	}
	single := good
	single.Methods, single.SingleReason = []string{CostMethod}, "no income and no comparable deal"
	if err := single.Check(); err != nil {
		t.Errorf("one method with a reason: %v", err)
	}
	for statutory, want := range map[bool]string{false: "2039-03-01", true: "2054-03-01"} {
		r := good
		r.Statutory = statutory
		if got, err := r.KeepUntil(); err != nil || got != want {
			t.Errorf("keep until %s, want %s (%v)", got, want, err)
		}
	}
}

func FuzzValue(f *testing.F) {
	for _, m := range Methods() {
		f.Add(m, example(f, m))
	}
	f.Add(CostMethod, []byte(`{"unit":"wan","outlay":"1e99999999"}`))
	f.Fuzz(func(t *testing.T, method string, doc []byte) {
		v, err := Value(method, bytes.NewReader(doc))
		if err != nil {
			if errs.As(err) == nil {
				t.Fatalf("a foreign error: %v", err)
			}
			return
		}
		if v.Value < 0 || v.Range != nil && (v.Range.Low > v.Range.Mid || v.Range.Mid > v.Range.High || v.Range.Low < 0) {
			t.Fatalf("%+v", v)
		}
	})
}

func BenchmarkReliefFromRoyalty(b *testing.B) {
	doc := example(b, ReliefFromRoyalty)
	for b.Loop() {
		if _, err := Value(ReliefFromRoyalty, bytes.NewReader(doc)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "worksheets/s")
}

func ExampleValue() {
	v, err := Value(CostMethod, strings.NewReader(`{"unit":"wan","outlay":95,"capital_rate":0.08,"capital_years":2,"profit_rate":0.1,"used_years":4,"remaining_years":6}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(v.Value.Wan(), v.Value.Fen())
	// Output: 72.19 721,860.00
}
