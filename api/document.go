package api

import (
	"embed"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"quanlian/base/errs"
	"quanlian/kernel"
)

//go:embed examples/*.json
var examples embed.FS

// Example is one request and its answer, as a run of the tests recorded it.
type Example struct {
	Path    string            `json:"path"`
	Headers map[string]string `json:"headers,omitempty"`
	Request json.RawMessage   `json:"request,omitempty"`
	Status  int               `json:"status"`
	Answer  json.RawMessage   `json:"answer,omitempty"`
}

// exampleOf reads the example of an operation; ok is false when there is none.
func exampleOf(id string) (Example, bool) {
	var e Example
	raw, err := examples.ReadFile("examples/" + id + ".json")
	return e, err == nil && json.Unmarshal(raw, &e) == nil
}

// operations lists every operation with its method and path, as the paths
// stand in the document.
func (s *spoken) operations() []*huma.Operation {
	var out []*huma.Operation
	for _, p := range s.huma.OpenAPI().Paths {
		for _, o := range []*huma.Operation{p.Get, p.Post, p.Put, p.Delete, p.Patch} {
			if o != nil {
				out = append(out, o)
			}
		}
	}
	slices.SortFunc(out, func(a, b *huma.Operation) int { return strings.Compare(a.OperationID, b.OperationID) })
	return out
}

// info is the head of the document. x-oas-url is where a catalogue of APIs finds
// the document again (WIPO API Catalog, guide for institutions).
func (s *spoken) info() *huma.Info {
	i := &huma.Info{Title: s.l.T("api.title"), Version: version, Description: s.l.T("api.about"), License: &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}}
	if s.a.PublicURL != "" {
		i.Extensions = map[string]any{"x-oas-url": s.a.PublicURL + DocumentPath + ".json"}
	}
	return i
}

// operation finds one; nil when there is none.
func (s *spoken) operation(id string) *huma.Operation {
	for _, o := range s.operations() {
		if o.OperationID == id {
			return o
		}
	}
	return nil
}

// finish puts words and examples into the document and writes it once.
func (s *spoken) finish() error {
	doc := s.huma.OpenAPI()
	for _, t := range []string{tagCases, tagItems, tagHall, tagRights, tagTax, tagCompute, tagInside, tagAccount, tagFeed, linkUse, linkManage, linkServe} {
		doc.Tags = append(doc.Tags, &huma.Tag{Name: t, Description: s.l.T("api.tag." + t)})
	}
	for _, o := range s.operations() {
		for _, p := range o.Parameters {
			p.Description = s.shapes.say(p.Description)
			if p.Schema != nil {
				p.Schema.Description = s.shapes.say(p.Schema.Description)
			}
		}
		for _, r := range o.Responses {
			for _, h := range r.Headers {
				if h.Schema != nil {
					h.Schema.Description = s.shapes.say(h.Schema.Description)
				}
			}
		}
		if e, ok := exampleOf(o.OperationID); ok {
			s.illustrate(o, e)
		}
	}
	s.problems()
	s.matterShapes()
	nobody := &visitor{L: s.l}
	for _, f := range s.a.told() {
		s.flows = append(s.flows, s.a.flowOf(nobody, f))
	}
	if s.shapes.clash != "" {
		return errs.New(errs.Internal, "api.two_schemas", errs.Args{"names": s.shapes.clash})
	}
	var err error
	if s.json, err = json.Marshal(doc); err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	if s.yaml, err = doc.YAML(); err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return nil
}

// illustrate puts an example beside the shapes of an operation.
func (s *spoken) illustrate(o *huma.Operation, e Example) {
	if o.RequestBody != nil && e.Request != nil {
		if m := o.RequestBody.Content["application/json"]; m != nil {
			m.Example = e.Request
		}
	}
	if r := o.Responses[fmt.Sprint(e.Status)]; r != nil && e.Answer != nil {
		if m := r.Content["application/json"]; m != nil {
			m.Example = e.Answer
		}
	}
}

// problems give every error status an example in the document's language.
func (s *spoken) problems() {
	codes := map[string]string{"400": "kernel.wire.not_json", "401": "api.token_expired", "403": "kernel.not_your_move", "404": "kernel.no_such_case", "409": "kernel.stale", "413": "api.status.too_big", "415": "api.status.media", "422": "kernel.wire.missing", "429": "api.status.too_often", "500": "base.kind.internal", "503": "api.no_matcher"}
	for _, o := range s.operations() {
		for code, r := range o.Responses {
			m := r.Content["application/problem+json"]
			if m == nil || codes[code] == "" {
				continue
			}
			args := errs.Args{"no": "YL2026-JY-00318", "id": "YL2026-JY-00318", "seen": 4, "version": 6}
			status, _ := strconv.Atoi(code) // made by Itoa
			p := newProblem(s.l, status, codes[code], s.l.Fill(codes[code], args))
			switch code {
			case "409":
				p.Version, p.State = 6, "talks"
			case "422":
				p.Errors = []Fault{{Field: "version", Code: p.Code, Detail: p.Detail}}
			}
			r.Content = map[string]*huma.MediaType{"application/problem+json": {Schema: m.Schema, Example: p}}
		}
	}
}

// told are the flows whose inputs stand in the document: those of matters with
// records of their own. The many flows of declared items share one table each;
// what they take is asked of the flow and of the item.
func (a *API) told() []*kernel.Flow {
	return slices.DeleteFunc(a.flows(), func(f *kernel.Flow) bool { return !a.Matters[f.Addr].Told })
}

// matterShapes say what the record of a case may be: that of its flow.
func (s *spoken) matterShapes() {
	data := s.shapes.known["CaseFile"].Properties["data"]
	for _, v := range s.a.records() {
		data.AnyOf = append(data.AnyOf, s.shapes.Schema(reflect.TypeOf(v), true, ""))
	}
	data.AnyOf = append(data.AnyOf, &huma.Schema{Type: "object"})
	for _, f := range s.a.told() {
		for _, m := range slices.Concat(f.Opens, f.Moves) {
			if m.Hidden {
				continue
			}
			name := inputName(f.Addr, m.Name)
			shape := s.shapes.convert(s.a.inputShape(&visitor{L: s.l}, f.Addr, m, nil), false)
			shape.Title = s.a.offer(&visitor{L: s.l}, f.Addr, m, nil).Name
			if e := inputExamples()[f.Addr][m.Name]; e != nil {
				shape.Examples = []any{e}
			}
			s.shapes.known[name] = shape
		}
	}
}

// inputName is where the shape of a move's input stands in the document.
func inputName(f kernel.FlowAddr, move string) string {
	return "input." + f.Key() + "." + move
}

// document serves what the API takes and gives, in the reader's language.
func (a *API) document(w http.ResponseWriter, r *http.Request, v *visitor, ending string) {
	s, err := a.byLang[v.L.Lang()]()
	switch {
	case err != nil:
		a.refuse(w, r, v, err)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		bare(v.L, http.StatusMethodNotAllowed).write(w)
	case ending == ".json":
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "public, max-age=300")
		_, _ = w.Write(s.json) // the reader may have left
	case ending == ".yaml":
		w.Header().Set("Content-Type", "application/yaml")
		w.Header().Set("Cache-Control", "public, max-age=300")
		_, _ = w.Write(s.yaml)
	default:
		bare(v.L, http.StatusNotFound).write(w)
	}
}
