package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func valueExample(name string) string {
	return filepath.Join("..", "..", "docs", "examples", "value-"+name+".json")
}

func runValue(t *testing.T, want int, stdin string, args ...string) map[string]any {
	t.Helper()
	var out, errb bytes.Buffer
	if code := run(append([]string{"value"}, args...), strings.NewReader(stdin), &out, &errb); code != want {
		t.Fatalf("%v: exit %d, want %d: %s", args, code, want, errb.String())
	}
	if want != exitOK {
		if out.Len() != 0 || errb.Len() == 0 {
			t.Errorf("%v: stdout %q, stderr %q", args, out.String(), errb.String())
		}
		return nil
	}
	var doc map[string]any
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out.String())
	}
	return doc
}

func TestValueMethods(t *testing.T) {
	t.Parallel()
	for method, want := range map[string]string{"relief-from-royalty": "196.32", "profit-split": "196.32", "lslp": "196.32", "market": "51.98", "cost": "72.19"} {
		doc := runValue(t, exitOK, "", "--method", method, "--input", valueExample(method), "--json")
		if got := doc["value"].(map[string]any)["wan"]; got != want {
			t.Errorf("%s: %v, want %s", method, got, want)
		}
	}
}

func TestValueSubject(t *testing.T) {
	t.Parallel()
	doc := runValue(t, exitOK, "", "--subject", valueExample("subject-panel"), "--scene", "finance", "--json")
	if doc["score"] != 73.2 || doc["grade"] != "B" || len(doc["radar"].([]any)) != 14 || doc["disclaimer"] == nil {
		t.Errorf("score %v grade %v", doc["score"], doc["grade"])
	}
	other := runValue(t, exitOK, "", "--subject", valueExample("subject-panel"), "--scene", "remedy", "--json")
	if other["score"] != 0.6*72+0.25*64+0.15*80 {
		t.Errorf("remedy %v", other["score"])
	}
	raw, err := os.ReadFile(valueExample("subject"))
	if err != nil {
		t.Fatal(err)
	}
	doc = runValue(t, exitOK, string(raw), "--subject", "-", "--json")
	if hv := doc["high_value"].(map[string]any); hv["computed"] != "yes" || doc["leaves_present"] != 22.0 {
		t.Errorf("%v, %v leaves", hv["computed"], doc["leaves_present"])
	}
}

func TestValueBadInput(t *testing.T) {
	t.Parallel()
	runValue(t, exitBadInput, "{", "--subject", "-", "--json")
	runValue(t, exitBadInput, "", "--subject", "no-such-file", "--json")
	runValue(t, exitBadInput, "", "--method", "guess", "--input", valueExample("cost"))
	runValue(t, exitBadInput, "", "--method", "cost", "--input", valueExample("market"))
	runValue(t, exitBadInput, "", "--method", "cost")
	runValue(t, exitBadInput, "")
	runValue(t, exitBadInput, "", "--subject", valueExample("subject"), "--scene", "fun")
	runValue(t, exitBadInput, "", "ZL202119938472.9", "--scene", "finance")
}

func TestValueText(t *testing.T) {
	t.Parallel()
	var out, errb bytes.Buffer
	if code := run([]string{"value", "--subject", valueExample("subject")}, nil, &out, &errb); code != exitOK {
		t.Fatal(errb.String())
	}
	for _, want := range []string{"检索报告", "权利稳定性", "不是资产评估结论", "27项指标中22项有数据", "未归一"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the text lacks %q", want)
		}
	}
}

// The published schemas accept the examples and refuse what the program refuses.
func TestValueSchemas(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		schema, example, old, bad string
	}{
		{"method", "relief-from-royalty", `"royalty_rate"`, `"royalty"`},
		{"method", "profit-split", `"profit_share"`, `"royalty_rate"`},
		{"method", "lslp", `"unit": "wan"`, `"unit": "usd"`},
		{"method", "market", `"source"`, `"sauce"`},
		{"method", "cost", `"used_years": 4,`, ``},
		{"subject", "subject", `"in_force"`, `"alive"`},
		{"subject", "subject-panel", `"score": 72`, `"score": 172`},
	} {
		s, err := jsonschema.NewCompiler().Compile(valueExample(c.schema + ".schema"))
		if err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(valueExample(c.example))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(parsed(t, string(raw))); err != nil {
			t.Errorf("%s: %v", c.example, err)
		}
		worse := strings.Replace(string(raw), c.old, c.bad, 1)
		if worse == string(raw) {
			t.Fatalf("%s: nothing was changed", c.example)
		}
		if s.Validate(parsed(t, worse)) == nil {
			t.Errorf("%s with %s was accepted", c.example, c.bad)
		}
	}
}

func parsed(t *testing.T, text string) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}
