package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/taxation"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// noItems stands for a catalogue: its operations are registered and described.
type noItems struct{ Items }

// bareAPI is an API with flows and without a store: enough for its document and
// for what is computed.
func bareAPI(t testing.TB, change func(*Deps)) *API {
	t.Helper()
	tax, err := taxation.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	rules := hall.DefaultRules(calendar.National(), tax)
	d := Deps{Desk: desk.New(nil, nil, hall.Flows(rules), time.Now, nil, nil), Rules: rules, Calendar: rules.Calendar, Matters: HallMatters(), TurnOf: hall.TurnOfCase, Now: time.Now, Items: noItems{}}
	if change != nil {
		change(&d)
	}
	return New(d)
}

// spokenIn is the API in one language, which must come about without a mistake.
func spokenIn(t testing.TB, a *API, l lang.Lang) *spoken {
	t.Helper()
	s, err := a.byLang[l]()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ask(a *API, method, path, language, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Accept-Language", language)
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	return w
}

// TestDocument: the document is whole in both languages.
func TestDocument(t *testing.T) {
	t.Parallel()
	a := bareAPI(t, nil)
	for _, l := range []string{"zh-CN", "en"} {
		t.Run(l, func(t *testing.T) {
			w := ask(a, "GET", "/api/openapi.json", l, "")
			doc, err := jsonschema.UnmarshalJSON(w.Body)
			if err != nil || w.Code != http.StatusOK {
				t.Fatal(w.Code, err)
			}
			d := document{t: t, doc: doc.(map[string]any), c: jsonschema.NewCompiler()}
			if err := d.c.AddResource("d.json", doc); err != nil {
				t.Fatal(err)
			}
			d.head()
			d.refs(d.doc, "#")
			d.words(l == "en")
			for path, item := range d.doc["paths"].(map[string]any) {
				for method, o := range item.(map[string]any) {
					d.operation(path, method, o.(map[string]any))
				}
			}
			d.served(spokenIn(t, a, lang.En))
		})
	}
	var fromYAML any
	if err := yaml.Unmarshal(ask(a, "GET", "/api/openapi.yaml", "en", "").Body.Bytes(), &fromYAML); err != nil {
		t.Errorf("the YAML cannot be read: %v", err)
	}
}

type document struct {
	t   *testing.T
	doc map[string]any
	c   *jsonschema.Compiler
	ids map[string]bool
}

func (d *document) head() {
	d.ids = map[string]bool{}
	if d.doc["openapi"] != "3.1.0" || d.doc["info"].(map[string]any)["version"] != version || len(d.doc["tags"].([]any)) == 0 {
		d.t.Errorf("the head is %v %v", d.doc["openapi"], d.doc["info"])
	}
}

// refs follows every reference, and compiles every schema it leads to.
func (d *document) refs(v any, at string) {
	switch v := v.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok {
			if _, err := d.c.Compile("d.json" + ref); err != nil {
				d.t.Errorf("%s: %s leads nowhere: %v", at, ref, err)
			}
		}
		for k, x := range v {
			d.refs(x, at+"/"+k)
		}
	case []any:
		for i, x := range v {
			d.refs(x, fmt.Sprintf("%s/%d", at, i))
		}
	}
}

var (
	codeLeft = regexp.MustCompile(`⟦[^⟧]*⟧|"(?:description|summary|title)":"api\.[a-z_.]+"`)
	han      = regexp.MustCompile(`\p{Han}`)
)

// words: no code is left where a sentence belongs, and the English document
// describes itself in English.
func (d *document) words(english bool) {
	raw, err := json.Marshal(d.doc)
	if err != nil {
		d.t.Fatal(err)
	}
	if bad := codeLeft.FindAllString(string(raw), 5); bad != nil {
		d.t.Errorf("codes without words: %q", bad)
	}
	if !english {
		return
	}
	for path, item := range d.doc["paths"].(map[string]any) {
		for method, x := range item.(map[string]any) {
			o := x.(map[string]any)
			for _, k := range []string{"summary", "description"} {
				if s, _ := o[k].(string); s == "" || han.MatchString(s) {
					d.t.Errorf("%s %s: %s is %q", method, path, k, s)
				}
			}
		}
	}
}

func (d *document) operation(path, method string, o map[string]any) {
	id, _ := o["operationId"].(string)
	at := method + " " + path
	if id == "" || d.ids[id] {
		d.t.Errorf("%s: operation %q is nameless or doubled", at, id)
	}
	d.ids[id] = true
	responses := o["responses"].(map[string]any)
	good := 0
	for code, r := range responses {
		r := r.(map[string]any)
		if s, _ := r["description"].(string); s == "" {
			d.t.Errorf("%s: %s is not described", at, code)
		}
		if code[0] == '2' {
			good++
		} else if _, ok := r["content"].(map[string]any)["application/problem+json"]; !ok {
			d.t.Errorf("%s: %s is no problem", at, code)
		}
		d.content(at+" "+code, "/paths/"+strings.ReplaceAll(strings.ReplaceAll(path, "~", "~0"), "/", "~1")+"/"+method+"/responses/"+code, r)
	}
	if good == 0 {
		d.t.Errorf("%s: no success is documented", at)
	}
	if b, ok := o["requestBody"].(map[string]any); ok {
		d.content(at+" body", "/paths/"+strings.ReplaceAll(path, "/", "~1")+"/"+method+"/requestBody", b)
	}
	params, _ := o["parameters"].([]any)
	names := map[string]bool{}
	for _, x := range params {
		p := x.(map[string]any)
		names[p["name"].(string)] = true
		if s, _ := p["description"].(string); s == "" {
			d.t.Errorf("%s: parameter %v is not described", at, p["name"])
		}
	}
	for _, m := range regexp.MustCompile(`\{([a-z_]+)\}`).FindAllStringSubmatch(path, -1) {
		if !names[m[1]] {
			d.t.Errorf("%s: {%s} is no parameter", at, m[1])
		}
	}
	if _, ok := exampleOf(id); !ok {
		d.t.Errorf("%s has no example: record one (see CONTRIBUTING)", id)
	}
}

// content: every shape compiles, and every example fits its shape.
func (d *document) content(at, pointer string, r map[string]any) {
	content, _ := r["content"].(map[string]any)
	for media, m := range content {
		s, err := d.c.Compile("d.json#" + pointer + "/content/" + strings.ReplaceAll(media, "/", "~1") + "/schema")
		if err != nil {
			d.t.Errorf("%s: %v", at, err)
			continue
		}
		example, ok := m.(map[string]any)["example"]
		if !ok {
			continue
		}
		if err := s.Validate(example); err != nil {
			d.t.Errorf("%s: the example does not fit: %v", at, err)
		}
	}
}

// served: every route is documented and every documented operation is served.
func (d *document) served(s *spoken) {
	routes := map[string]bool{}
	err := chi.Walk(s.router, func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		routes[strings.ToLower(method)+" "+route] = true
		item, _ := d.doc["paths"].(map[string]any)[route].(map[string]any)
		if item[strings.ToLower(method)] == nil {
			d.t.Errorf("%s %s is served and not documented", method, route)
		}
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
	for path, item := range d.doc["paths"].(map[string]any) {
		for method := range item.(map[string]any) {
			if !routes[method+" "+path] {
				d.t.Errorf("%s %s is documented and not served", method, path)
			}
		}
	}
}

// TestEveryMoveHasItsShape: the inputs of the hall's moves stand in the document.
func TestEveryMoveHasItsShape(t *testing.T) {
	t.Parallel()
	a := bareAPI(t, nil)
	s := spokenIn(t, a, lang.Zh)
	n := 0
	for _, f := range a.flows() {
		for _, m := range append(append([]kernel.Move{}, f.Opens...), f.Moves...) {
			if m.Hidden {
				continue
			}
			n++
			if s.shapes.known[inputName(f.Addr, m.Name)] == nil {
				t.Errorf("%s %s has no shape", f.Addr, m.Name)
			}
		}
	}
	price := s.shapes.known["input.utilization.hall.deal.offer"].Properties["terms"].Properties["price"]
	for name, want := range map[string]string{"listing.list.consents": "共有人、质权人的同意书", "listing.approve.consents": "同意书已核对，签字盖章与登记簿一致（没有同意书的不用选）", "deal.recognise.no": "认定登记编号", "deal.invoice.no": "发票号码（20位，纸质8位）"} {
		flow, field := name[:strings.LastIndex(name, ".")], name[strings.LastIndex(name, ".")+1:]
		if got := s.shapes.known["input.utilization.hall."+flow].Properties[field].Title; got != want {
			t.Errorf("%s is called %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"deal.recognise.scan", "deal.file_value.proof", "deal.deliver.files"} {
		flow, field := name[:strings.LastIndex(name, ".")], name[strings.LastIndex(name, ".")+1:]
		if said := s.shapes.known["input.utilization.hall."+flow].Properties[field].Description; !strings.HasSuffix(said, "填上传后得到的编号。") {
			t.Errorf("%s does not say that it takes uploads: %q", name, said)
		}
	}
	if n < 40 || price.Title != "价款（不含税）" && price.Title == "" || price.Format != "decimal-yuan" {
		t.Errorf("%d moves; the price is %+v", n, price)
	}
}

func TestReferencePage(t *testing.T) {
	t.Parallel()
	a := bareAPI(t, nil)
	for _, l := range []lang.Lang{lang.Zh, lang.En} {
		html, err := a.Reference(lang.For(l), "http://localhost:8080")
		if err != nil {
			t.Fatal(err)
		}
		page := string(html)
		for _, o := range spokenIn(t, a, l).operations() {
			if !strings.Contains(page, `id="`+o.OperationID+`"`) || !strings.Contains(page, Prefix+o.Path) {
				t.Errorf("the page lacks %s", o.OperationID)
			}
		}
		if bad := regexp.MustCompile(`⟦[^⟧]*⟧|<script|<style| style="| on[a-z]+="|>api\.[a-z_.]+<`).FindAllString(page, 5); bad != nil {
			t.Errorf("the page holds %q", bad)
		}
		if !bytes.Contains([]byte(page), []byte("YL20")) {
			t.Error("the page shows no example")
		}
	}
}
