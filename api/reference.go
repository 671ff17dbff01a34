package api

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
)

//go:embed reference.html
var referenceText string

// refPage is what the reference page shows.
type refPage struct {
	L        *lang.Localizer
	Base     string
	Version  string
	Statuses []refStatus
	Tags     []refTag
	Flows    []Flow
	Limits   Limits
}

type refStatus struct{ Code, Text string }

type refTag struct {
	Name, Text string
	Ops        []refOp
}

// refOp is one operation with its parts as rows.
type refOp struct {
	ID, Method, Path, Name, Text string
	Token                        bool
	Params, Body                 []refField
	Answers                      []refStatus
	Curl, Request, Answer        string
}

type refField struct {
	Name, Where, Type, Text string
	Need                    bool
}

var referencePage = template.Must(template.New("reference").Funcs(template.FuncMap{"join": func(v any) string {
	var out []string
	for r := reflect.ValueOf(v); len(out) < r.Len(); {
		out = append(out, r.Index(len(out)).String())
	}
	return strings.Join(out, ", ")
}, "needed": func(m FlowMove, field string) bool {
	return slices.Contains(m.Input.Required, field)
}, "example": func(f kernel.FlowAddr, move string) string {
	return pretty(inputExamples()[f][move])
}, "dict": func(pairs ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if name, ok := pairs[i].(string); ok {
			m[name] = pairs[i+1]
		}
	}
	return m
}}).Parse(referenceText))

// Reference is the body of the reference page in a language; base is where the
// site stands, for the lines to be tried.
func (a *API) Reference(l *lang.Localizer, base string) (template.HTML, error) {
	s, err := a.byLang[l.Lang()]()
	if err != nil {
		return "", err
	}
	p := refPage{L: l, Base: base, Version: version, Flows: s.flows, Limits: a.Limits}
	codes := []int{}
	for code := range statusText {
		codes = append(codes, code)
	}
	sort.Ints(codes)
	for _, code := range codes {
		p.Statuses = append(p.Statuses, refStatus{strconv.Itoa(code), l.T(statusText[code])})
	}
	for _, t := range s.huma.OpenAPI().Tags {
		tag := refTag{Name: t.Name, Text: t.Description}
		for _, o := range s.operations() {
			if o.Tags[0] == t.Name {
				tag.Ops = append(tag.Ops, s.refOp(o, base))
			}
		}
		sort.SliceStable(tag.Ops, func(i, j int) bool { return tag.Ops[i].Path < tag.Ops[j].Path })
		if len(tag.Ops) > 0 { // a link's operations stand under their areas
			p.Tags = append(p.Tags, tag)
		}
	}
	var b bytes.Buffer
	if err := referencePage.Execute(&b, p); err != nil {
		return "", errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return template.HTML(b.String()), nil // made by html/template above
}

func (s *spoken) refOp(o *huma.Operation, base string) refOp {
	r := refOp{ID: o.OperationID, Method: o.Method, Path: Prefix + o.Path, Name: o.Summary, Text: o.Description, Token: len(o.Security) == 1}
	for _, p := range o.Parameters {
		r.Params = append(r.Params, refField{Name: p.Name, Where: p.In, Type: s.typeName(p.Schema), Text: p.Description, Need: p.Required})
	}
	if o.RequestBody != nil {
		if m := o.RequestBody.Content["application/json"]; m != nil {
			r.Body = s.rows(m.Schema)
		}
	}
	for _, code := range sortedCodes(o.Responses) {
		r.Answers = append(r.Answers, refStatus{code, o.Responses[code].Description})
	}
	e, ok := exampleOf(o.OperationID)
	if ok {
		r.Request, r.Answer = pretty(e.Request), glance(pretty(e.Answer))
	}
	r.Curl = curlOf(o, e, base)
	return r
}

func sortedCodes(m map[string]*huma.Response) []string {
	var out []string
	for code := range m {
		out = append(out, code)
	}
	sort.Strings(out)
	return out
}

// rows are the fields of a body, one level deep; deeper ones stand in the
// document.
func (s *spoken) rows(x *huma.Schema) []refField {
	if x.Ref != "" {
		x = s.shapes.SchemaFromRef(x.Ref)
	}
	var out []refField
	for name, p := range x.Properties {
		text := p.Description
		if text == "" {
			text = p.Title
		}
		f := refField{Name: name, Type: s.typeName(p), Text: text}
		for _, n := range x.Required {
			f.Need = f.Need || n == name
		}
		out = append(out, f)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// typeName is a shape in a word or two.
func (s *spoken) typeName(x *huma.Schema) string {
	switch {
	case x == nil:
		return ""
	case x.Ref != "":
		return strings.TrimPrefix(x.Ref, refPrefix)
	case x.Type == "array":
		return "[" + s.typeName(x.Items) + "]"
	case len(x.Enum) > 0:
		var out []string
		for _, e := range x.Enum {
			if t, _ := e.(string); t != "" {
				out = append(out, t)
			}
		}
		return strings.Join(out, " | ")
	case x.Type == "":
		return "JSON"
	case x.Format != "":
		return x.Type + " (" + x.Format + ")"
	}
	return x.Type
}

// pretty prints JSON for reading.
func pretty(raw json.RawMessage) string {
	var b bytes.Buffer
	if len(raw) == 0 || json.Indent(&b, raw, "", "  ") != nil {
		return ""
	}
	return b.String()
}

// Unit: lines. Source: our choice; an answer is to be taken in at a glance.
const mostLines = 60

// glance leaves out the end of what is long. What is sent is never cut: it is
// tried as it is written.
func glance(s string) string {
	lines := strings.Split(s, "\n")
	if len(lines) > mostLines {
		lines = append(lines[:mostLines], "  …")
	}
	return strings.Join(lines, "\n")
}

// curlOf is the line by which an operation can be tried.
func curlOf(o *huma.Operation, e Example, base string) string {
	path := e.Path
	if path == "" {
		path = Prefix + o.Path
	}
	parts := []string{"curl"}
	if o.Method != http.MethodGet {
		parts[0] += " -X " + o.Method
	}
	if len(o.Security) > 0 { // what anybody may read says more to who has a token
		parts = append(parts, `-H "Authorization: Bearer $TOKEN"`)
	}
	for _, p := range o.Parameters {
		if p.Name == "Idempotency-Key" {
			parts = append(parts, `-H "Idempotency-Key: $(uuidgen)"`)
		}
	}
	if o.RequestBody != nil {
		if o.RequestBody.Content["application/json"] != nil {
			parts = append(parts, `-H "Content-Type: application/json" -d @request.json`)
		} else {
			parts = append(parts, `-H "Content-Type: application/octet-stream" --data-binary @file.pdf`)
		}
	}
	return strings.Join(append(parts, "'"+base+path+"'"), " \\\n  ")
}
