package valuation

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

func example(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "docs", "examples", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestReadRequest(t *testing.T) {
	t.Parallel()
	q, err := ReadRequest(bytes.NewReader(example(t, "value-subject.json")))
	if err != nil {
		t.Fatal(err)
	}
	if f := q.Subject.SearchReport; !f.Known || f.Value.Y != 2 || f.Source != "检索报告" {
		t.Errorf("fact with provenance: %+v", f)
	}
	if f := q.Subject.Trades; !f.Known || len(f.Value) != 0 || q.Subject.FTO.Known {
		t.Errorf("known empty and unknown are mixed up: %+v", f)
	}
	b, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadRequest(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if c, err := json.Marshal(again); err != nil || !bytes.Equal(b, c) {
		t.Errorf("written and read again differs: %v\n%s\n%s", err, b, c)
	}
	for _, bad := range []string{
		`{"subjekt": {}}`, `{"subject": {"kind": "invention", "fto": {"value": "clear", "sauce": "x"}}}`, `{} {}`, `{"subject": {"search_report": {"x": 1, "z": 2}}}`, ``, `[`,
	} {
		if _, err := ReadRequest(strings.NewReader(bad)); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
	if q, err := ReadRequest(strings.NewReader(`{"subject": {"kind": "invention", "fto": null, "maturity_level": {"value": null}}}`)); err != nil || q.Subject.FTO.Known || q.Subject.MaturityLevel.Known {
		t.Errorf("null is not unknown: %+v %v", q.Subject, err)
	}
}

// Every fact stands in facts(), so that none escapes the check of its source.
func TestFactsAreAllListed(t *testing.T) {
	t.Parallel()
	s := Subject{}
	listed := map[string]bool{}
	for _, f := range s.facts() {
		listed[f.name] = true
	}
	typ := reflect.TypeOf(s)
	for i := range typ.NumField() {
		f := typ.Field(i)
		if strings.HasPrefix(f.Type.Name(), "Fact[") {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if !listed[name] {
				t.Errorf("%s is not listed", name)
			}
			delete(listed, name)
		}
	}
	if len(listed) > 0 {
		t.Errorf("listed but no fact: %v", listed)
	}
}

// Every code that the sources name has its sentence, and no sentence is idle.
func TestTexts(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../catalogue/lang/engine_valuation.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]struct{ Zh, En string }
	if err := yaml.Unmarshal(b, &texts); err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`"(engine\.valuation\.[a-z_.]+)"`)
	used := map[string]bool{}
	files, _ := filepath.Glob("*.go")
	more, _ := filepath.Glob("appraise/*.go")
	for _, f := range append(append(files, more...), "../../cmd/quanlian/cmd_value.go") {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range code.FindAllSubmatch(src, -1) {
			used[string(m[1])] = true
		}
	}
	for c := range used {
		if texts[c].Zh == "" || texts[c].En == "" {
			t.Errorf("%s has no sentence", c)
		}
	}
	for c := range texts {
		if !used[c] {
			t.Errorf("%s is used nowhere", c)
		}
	}
}

func FuzzReadRequest(f *testing.F) {
	f.Add(example(f, "value-subject.json"))
	f.Add([]byte(`{"as_of":"2026-11-20","scene":"other","subject":{"kind":"invention","source":"s","as_of":"2026-01-01","product_revenue_yuan":"1e999999999"}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		q, err := ReadRequest(bytes.NewReader(b))
		if err != nil {
			return
		}
		r, err := tree(t).Evaluate(q)
		if err == nil && r.Score != nil && !(*r.Score >= 0 && *r.Score <= 100 && r.Confidence >= 0 && r.Confidence <= 1) {
			t.Fatalf("score %v confidence %v", *r.Score, r.Confidence)
		}
	})
}

// BenchmarkEvaluate scores the example patent with its panel.
func BenchmarkEvaluate(b *testing.B) {
	q, err := ReadRequest(bytes.NewReader(example(b, "value-subject.json")))
	if err != nil {
		b.Fatal(err)
	}
	tr := tree(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := tr.Evaluate(q); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "evaluations/s")
}
