package taxation

import (
	"encoding/json"
	"strings"
	"testing"

	"quanlian/base/errs"
)

func TestReadRequest(t *testing.T) {
	t.Parallel()
	q, err := ReadRequest(strings.NewReader(`{"task":"amortise","on":"2026-06-30","amortise":{"cost_yuan":"1,200,000.00","months":72}}`))
	if err != nil || q.Amortise.Cost != yuan(1_200_000) {
		t.Fatalf("%+v %v", q, err)
	}
	for _, x := range []struct {
		in, code string
		line     any
		field    any
	}{
		{"{\"task\":\"sheet\",\n\"deal\":{\"price_yuan\":\"1.234\"}}", "engine.taxation.not_yuan", 2, "deal.price_yuan"},
		{`{"task":"sheet","deal":{"price_yuan":true}}`, "engine.taxation.not_yuan", 1, "deal.price_yuan"},
		{`{"task":"sheet","deal":{"price_yuan":[1]}}`, "engine.taxation.not_yuan", 1, "deal.price_yuan"},
		{`{"task":"amortise","amortise":{"cost_yuan":12345678901234567.1}}`, "engine.taxation.not_yuan", 1, "amortise.cost_yuan"},
		{`{"task":"sheet","deal":{"price_yuan":1e9}}`, "engine.taxation.not_yuan", 1, "deal.price_yuan"},
		{"{\"deal\":{\"price_yuan\"\n:\n1,\n\"price_fen\":100}}", "engine.taxation.amount_twice", 4, "deal.price_fen"},
		{`{"deal":{"price_fen":1,"price_yuan":100}}`, "engine.taxation.amount_twice", 1, "deal.price_yuan"},
		{"{\"deal\":{\"price_yuan\"\n:\n1},\n\"taks\":100}", "base.jsondoc.unknown", 4, "taks"},
		{"{\n\"deal\":{\n\"prise_yuan\":1}}", "base.jsondoc.unknown", 3, "deal.prise_yuan"},
		{"{\n\"deal\":{\n\"prise_fen\":1}}", "base.jsondoc.unknown", 3, "deal.prise_fen"},
		{`{"deal":{"price_fen":1.5}}`, "base.jsondoc.kind.whole", 1, "deal.price_fen"},
		{`{"task":"sheet"} {}`, "base.jsondoc.more", nil, nil},
		{`[`, "base.jsondoc.cut", nil, nil},
		{`{"deal":{"price_yuan"`, "base.jsondoc.cut", nil, nil},
		{``, "base.jsondoc.empty", nil, nil},
		{"{\n\"deal\":{\"price_yuan\":1,,}}", "base.jsondoc.syntax_at", 2, "deal"},
		{"{\n\"deal\":{\"price_yuan\":abc}}", "base.jsondoc.syntax_at", 2, "deal.price_yuan"},
		{`{"task":"` + strings.Repeat("x", maxInput) + `"}`, "engine.taxation.input_long", nil, nil},
	} {
		_, err := ReadRequest(strings.NewReader(x.in))
		if e := errs.As(err); e == nil || e.Code != x.code || e.Args["line"] != x.line || e.Args["field"] != x.field {
			t.Errorf("%.60s: %v, want %s", x.in, err, x.code)
		}
	}
	for in, code := range map[string]string{
		`{"task":"sheet"}`:                      "engine.taxation.no_task",
		`{"task":"year","on":"2026-02-30"}`:     "engine.taxation.bad_day",
		`{"task":"dance"}`:                      "engine.taxation.unknown_task",
		`{"task":"research","on":"2026-02-28"}`: "engine.taxation.no_task",
		`{"task":"year","on":"2026-12-31","year":{"contracts":[{"id":"a","date":"2025-12-31","income_yuan":1}]}}`: "engine.taxation.other_year",
		`{"task":"year","on":"2026-12-31","year":{"pot_used_yuan":5000000.01}}`:                                   "engine.taxation.bad_pot",
		`{"task":"research","on":"2026-12-31","research":{"first_five_yuan":1,"capitalised_months":2000000000}}`:  "engine.taxation.bad_months",
		`{"task":"amortise","on":"2026-12-31","amortise":{"cost_yuan":1,"months":-1}}`:                            "engine.taxation.bad_months",
	} {
		q, err := ReadRequest(strings.NewReader(in))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := builtInRules(t).Answer(q); !errs.Is(err, code) {
			t.Errorf("%s: %v, want %s", in, err, code)
		}
	}
}

// Every fault of a deal is told at once, each with its field.
func TestCheckTellsAll(t *testing.T) {
	t.Parallel()
	d := Deal{Signed: "yesterday", Price: -1, Kind: Licence, Seller: Party{Type: Individual, VAT: General}, BuyerBooks: BuyerBooks{DiscountRate: "1e-99999999"}}
	fields := map[string]bool{}
	for _, e := range errs.All(d.Check()) {
		fields[e.Field] = true
	}
	for _, f := range []string{"signed", "price", "subject", "basis", "licence", "seller.vat", "buyer.type", "buyer.vat", "buyer_books.discount_rate"} {
		if !fields[f] {
			t.Errorf("%s is not told: %v", f, fields)
		}
	}
}

// Whatever is read either fails or gives an answer that can be written down.
func FuzzReadRequest(f *testing.F) {
	f.Add(`{"task":"sheet","deal":{"id":"d","signed":"2026-10-28","subject":"invention","kind":"assignment","price_yuan":"12","basis":"net","seller":{"type":"enterprise","vat":"general"},"buyer":{"type":"enterprise","vat":"general"}}}`)
	f.Add(`{"task":"compare","deal":{"id":"d","signed":"2026-10-28","subject":"knowhow","kind":"licence","licence":{"exclusivity":"sole","months":60},"price_fen":0,"basis":"gross","seller":{"type":"nonenterprise","vat":"general"},"buyer":{"type":"individual","vat":"small_scale"}}}`)
	f.Add(`{"task":"research","on":"2026-12-31","research":{"first_five_yuan":"2000000","capitalised_months":120}}`)
	f.Add(`{"task":"year","on":"2026-12-31","year":{"contracts":[{"id":"a","date":"2026-03-01","income_yuan":"-3"}]}}`)
	f.Fuzz(func(t *testing.T, in string) {
		q, err := ReadRequest(strings.NewReader(in))
		if err != nil {
			return
		}
		a, err := builtInRules(t).Answer(q)
		if err != nil {
			return
		}
		if _, err := json.Marshal(a); err != nil {
			t.Fatal(err)
		}
	})
}
