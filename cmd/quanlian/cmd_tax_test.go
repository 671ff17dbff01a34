package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"quanlian/engine/taxation"
)

const taxExamples = "../../docs/examples/"

func runTax(t *testing.T, stdin string, args ...string) (string, string, int) {
	t.Helper()
	var out, errb bytes.Buffer
	code := run(append([]string{"tax"}, args...), strings.NewReader(stdin), &out, &errb)
	return out.String(), errb.String(), code
}

// Every example fits the schema, is answered, and reads whole in both languages.
func TestTaxExamples(t *testing.T) {
	t.Parallel()
	schema, err := jsonschema.NewCompiler().Compile(taxExamples + "tax.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(taxExamples + "tax-*.json")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d examples, %v", len(files), err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for _, l := range []string{"zh", "en"} {
			text, errText, code := runTax(t, "", "--input", file, "--lang", l)
			if code != exitOK || strings.Contains(text, "⟦") || strings.ContainsAny(text, "{}") || len(text) < 100 {
				t.Errorf("%s %s: exit %d %s\n%s", file, l, code, errText, text)
			}
		}
	}
}

func taxJSON(t *testing.T, file string) taxation.Answer {
	t.Helper()
	out, errText, code := runTax(t, "", "--input", taxExamples+file, "--json")
	if code != exitOK {
		t.Fatalf("exit %d: %s", code, errText)
	}
	var a taxation.Answer
	if err := json.Unmarshal([]byte(out), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// The figures of the worked examples come out of the command.
func TestTaxFigures(t *testing.T) {
	t.Parallel()
	year := taxJSON(t, "tax-year.json").Year
	if year.Total.Exempt != 500_000_000 || year.Total.Tax != 50_000_000 || year.Total.Relieved != 700_000_000 {
		t.Errorf("year %+v", year.Total)
	}
	if a := taxJSON(t, "tax-research.json").Research; a.Saved != 50_000_000 {
		t.Errorf("research saves %s", a.Saved)
	}
	if a := taxJSON(t, "tax-amortise.json").Amortisation; a.PerYear != 20_000_000 {
		t.Errorf("per year %s", a.PerYear)
	}
	if a := taxJSON(t, "tax-licence-individual.json").Sheet; a.Seller.IncomeTax != 1_600_000 {
		t.Errorf("withheld %s", a.Seller.IncomeTax)
	}
	c := taxJSON(t, "tax-compare.json").Comparison
	if c.Options[0].SellerKeeps != 238_128_000 || c.Options[1].Sheet.VAT != 14_400_000 || c.Verdict.Buyer != "" {
		t.Errorf("compare %+v", c.Verdict)
	}
	s := taxJSON(t, "tax-sheet.json").Sheet
	if s.CIT.Income != 900_000_000 || s.CIT.PotUsed != 160_000_000 || s.CIT.Share.Exempt != 340_000_000 {
		t.Errorf("sheet income %s, used %s, exempt %s", s.CIT.Income, s.CIT.PotUsed, s.CIT.Share.Exempt)
	}
}

// What the recognition does not count as technology is taxed, and the terminal says so;
// what it is, is assumed where nothing names it, and that shows too.
func TestTaxOfTheRest(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(taxExamples + "tax-sheet.json")
	if err != nil {
		t.Fatal(err)
	}
	less := strings.ReplaceAll(strings.ReplaceAll(string(raw), `"technology_amount_yuan": "11000000"`, `"technology_amount_yuan": "10000000"`), `"technology_income_yuan": "11000000"`, `"technology_income_yuan": "10000000"`)
	for rest, says := range map[string][]string{
		"":        {"没有写明，暂按货物）", "130,000.00", "本平台的测算假定"},
		"service": {"非技术部分（其他服务）", "60,000.00"},
	} {
		out, errText, code := runTax(t, strings.Replace(less, `"contract_total_yuan"`, `"rest": "`+rest+`", "contract_total_yuan"`, 1), "--input", "-")
		if code != exitOK {
			t.Fatalf("exit %d: %s", code, errText)
		}
		for _, word := range append(says, "价款中另有1,000,000.00元是设备、材料等非技术部分") {
			if !strings.Contains(out, word) {
				t.Errorf("%q: no %s in\n%s", rest, word, out)
			}
		}
	}
}

// The first sentence is the verdict, in the words of the page.
func TestTaxVerdictText(t *testing.T) {
	t.Parallel()
	out, _, _ := runTax(t, "", "--input", taxExamples+"tax-compare.json")
	first, _, _ := strings.Cut(out, "\n")
	if want := "不含税价相同时，买方最终成本相同，免税方式卖方少得2,880.00元，双方合计，不免税方式更省2,880.00元。"; first != want {
		t.Errorf("%s", first)
	}
}

func TestTaxRefuses(t *testing.T) {
	t.Parallel()
	for stdin, says := range map[string]string{
		`{`:                                 "base.jsondoc.cut",
		`{"task":"sheet"}`:                  "no_task",
		`{"task":"year","on":"2026-13-01"}`: "bad_day",
		`{"task":"sheet","deal":{"id":"x","signed":"2026-10-28","subject":"castle","kind":"assignment","price_yuan":"1","basis":"net","seller":{"type":"enterprise","vat":"general"},"buyer":{"type":"enterprise","vat":"general"}}}`: "unknown_value",
		`{"task":"amortise","on":"1999-01-01","amortise":{"cost_yuan":"1"}}`: "no_rule",
	} {
		out, errText, code := runTax(t, stdin, "--input", "-", "--json")
		if code != exitBadInput || out != "" || !strings.Contains(errText, says) {
			t.Errorf("%.40s: exit %d %q %q", stdin, code, out, errText)
		}
	}
	if _, said, _ := runTax(t, `{"task":"sheet","deal":{"id":"x","price_yuan":"-5","basis":"net","licence":{"months":0,"exclusivity":"sole"},"seller":{"type":"individual","vat":"general"}}}`, "--input", "-"); !strings.Contains(said, "缺少日期signed") || !strings.Contains(said, "\n第1行的deal.seller.vat：自然人") || !strings.Contains(said, "第1行：金额−5.00元（deal.price_yuan）") || strings.Contains(said, "parts_sum") || strings.Count(said, "\n") < 8 {
		t.Errorf("not every fault with its field: %s", said)
	}
	for _, args := range [][]string{{}, {"--input", "no-such-file.json"}, {"--input", "-", "--lang", "fr"}} {
		if _, _, code := runTax(t, "{}", args...); code != exitBadInput {
			t.Errorf("%v: exit %d", args, code)
		}
	}
}
