package api

import (
	"encoding/json"
	"log/slog"
	"maps"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"quanlian/catalogue/lang"
	"quanlian/kernel"
)

// sampleOf is a value that a schema takes, of the fields that must be there.
func sampleOf(s *spoken, x *huma.Schema) any {
	if x.Ref != "" {
		x = s.shapes.SchemaFromRef(x.Ref)
	}
	switch {
	case len(x.Enum) > 0:
		return x.Enum[0]
	case strings.HasPrefix(x.Pattern, `^(\d{4}`):
		return "2027-06-30"
	}
	switch x.Type {
	case "string":
		return "9"
	case "integer", "number":
		return 1
	case "boolean":
		return true
	case "array":
		return []any{sampleOf(s, x.Items)}
	}
	m := map[string]any{}
	for _, name := range x.Required {
		m[name] = sampleOf(s, x.Properties[name])
	}
	return m
}

// missingIn sends a body and gives the fields that the answer calls missing.
func missingIn(t *testing.T, a *API, o *huma.Operation, body map[string]any) []string {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(o.Method, Prefix+regexp.MustCompile(`\{[a-z_]+\}`).ReplaceAllString(o.Path, "x"), strings.NewReader(string(raw)))
	r.Header.Set("Authorization", "Bearer one")
	r.Header.Set("Idempotency-Key", "12345678")
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	var p Problem
	_ = json.Unmarshal(w.Body.Bytes(), &p) // an answer that is no problem lacks nothing
	var out []string
	for _, f := range p.Errors {
		if f.Code == "kernel.wire.missing" {
			out = append(out, f.Field)
		}
	}
	return out
}

// TestRequiredOfOperations: each field that a body is said to need is missed when
// it is left out, by its name; what has just the needed ones lacks none.
func TestRequiredOfOperations(t *testing.T) {
	t.Parallel()
	a := bareAPI(t, func(d *Deps) {
		d.People, d.Log = &people{}, slog.New(slog.DiscardHandler) // behind the body there is no store
		d.Limits = Limits{Token: 1000, TokenBurst: 1000, Address: 1000, AddressBurst: 1000}
	})
	s := spokenIn(t, a, lang.En)
	n := 0
	for _, o := range s.operations() {
		if o.RequestBody == nil || o.RequestBody.Content["application/json"] == nil {
			continue
		}
		shape := o.RequestBody.Content["application/json"].Schema
		if shape.Ref == "" {
			continue // a worksheet, whose fields are those of its method
		}
		whole := sampleOf(s, shape).(map[string]any)
		if got := missingIn(t, a, o, whole); len(got) > 0 {
			t.Errorf("%s with all that is needed lacks %v", o.OperationID, got)
		}
		for name := range whole {
			n++
			less := maps.Clone(whole)
			delete(less, name)
			if got := missingIn(t, a, o, less); !slices.Equal(got, []string{name}) {
				t.Errorf("%s without %s: missing are %v", o.OperationID, name, got)
			}
		}
	}
	if n < 25 {
		t.Errorf("%d needed fields", n)
	}
}

// TestRequiredOfMoves: what a move needs stands in its shape, is a field of its
// input, and stands in its example.
func TestRequiredOfMoves(t *testing.T) {
	t.Parallel()
	a := bareAPI(t, nil)
	s := spokenIn(t, a, lang.Zh)
	n := 0
	for _, f := range a.flows() {
		for _, m := range append(append([]kernel.Move{}, f.Opens...), f.Moves...) {
			if m.Hidden {
				continue
			}
			shape := s.shapes.known[inputName(f.Addr, m.Name)]
			for _, name := range m.Needs {
				n++
				at, rest := shape, name
				for rest != "" {
					var part string
					part, rest, _ = strings.Cut(rest, ".")
					if at.Properties[part] == nil || !slices.Contains(at.Required, part) {
						t.Errorf("%s %s needs %s, which its shape does not say: %v", f.Addr, m.Name, name, at.Required)
						break
					}
					at = at.Properties[part]
				}
				if example := inputExamples()[f.Addr][m.Name]; example != nil {
					var e map[string]any
					if err := json.Unmarshal(example, &e); err != nil {
						t.Fatal(err)
					}
					head, _, _ := strings.Cut(name, ".")
					if e[head] == nil {
						t.Errorf("the example of %s %s lacks %s", f.Addr, m.Name, name)
					}
				}
			}
			if head := map[string]bool{}; len(m.Needs) > 0 {
				for _, name := range m.Needs {
					top, _, _ := strings.Cut(name, ".")
					head[top] = true
				}
				if len(head) != len(shape.Required) {
					t.Errorf("%s %s: %v are required, %v needed", f.Addr, m.Name, shape.Required, m.Needs)
				}
			}
		}
	}
	if n < 90 {
		t.Errorf("%d needed fields", n)
	}
	html, err := a.Reference(lang.For(lang.En), "http://localhost:8080")
	if err != nil || !strings.Contains(string(html), `<code class="q-path">deal</code><span class="q-sm"> (needed)</span>`) {
		t.Errorf("the page does not mark what a move needs (%v)", err)
	}
}
