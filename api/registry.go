package api

import (
	"io"
	"path"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"quanlian/catalogue/lang"
	"quanlian/engine/valuation/appraise"
	"quanlian/kernel/wire"
)

// format sends and reads JSON of the border.
var format = huma.Format{
	Marshal: func(w io.Writer, v any) error {
		b, err := wire.Marshal(v)
		if err == nil {
			_, err = w.Write(b)
		}
		return err
	},
	Unmarshal: wire.Unmarshal,
}

// refPrefix is where schemas stand in the document.
const refPrefix = "#/components/schemas/"

// schemas gives types their schemas as kernel/wire has them, so that the
// document says what is really sent. It fulfils huma's registry.
type schemas struct {
	l     *lang.Localizer
	known map[string]*huma.Schema
	types map[string]reflect.Type
	clash string // two types under one name
}

func newSchemas(l *lang.Localizer) *schemas {
	return &schemas{l: l, known: map[string]*huma.Schema{}, types: map[string]reflect.Type{}}
}

// Schema is the schema of a type; a struct with a name stands by reference.
func (s *schemas) Schema(t reflect.Type, allowRef bool, hint string) *huma.Schema {
	for t.Kind() == reflect.Pointer && wire.KindOf(t) == wire.Other {
		t = t.Elem()
	}
	if t.Kind() == reflect.Struct && wire.KindOf(t) == wire.Other && t.Name() == "" && hint != "" {
		return s.named(hint, t, false, allowRef)
	}
	x := wire.SchemaOf(t, s.names(false))
	if x.Ref != "" && !allowRef {
		return s.SchemaFromRef(x.Ref)
	}
	return s.convert(x, false)
}

// Request is the schema of a body: its fields may be left out unless they say
// otherwise, and no others may stand in it.
func (s *schemas) Request(t reflect.Type) *huma.Schema {
	return s.convert(wire.SchemaOf(t, s.names(true)), true)
}

func (s *schemas) named(name string, t reflect.Type, request, allowRef bool) *huma.Schema {
	s.put(name, t, request)
	if !allowRef {
		return s.known[name]
	}
	return &huma.Schema{Ref: refPrefix + name}
}

func (s *schemas) names(request bool) wire.Names {
	return wire.Names{AllOptional: request, Special: special, Ref: func(t reflect.Type) string {
		if t.Name() == "" {
			return ""
		}
		name := nameOf(t)
		if request {
			name += "Input"
		}
		s.put(name, t, request)
		return refPrefix + name
	}}
}

// put adds a struct's schema unless it stands already.
func (s *schemas) put(name string, t reflect.Type, request bool) {
	if old, ok := s.types[name]; ok {
		if old != t {
			s.clash = name + ": " + old.String() + ", " + t.String()
		}
		return
	}
	s.types[name] = t
	s.known[name] = &huma.Schema{} // may be asked for by its own fields
	*s.known[name] = *s.convert(s.names(request).Object(t, ""), request)
}

// nameOf is the name of a type in the document: those of other floors carry the
// name of their package.
func nameOf(t reflect.Type) string {
	name := t.Name()
	if head, inner, ok := strings.Cut(name, "["); ok { // of a generic type: its argument's name too
		arg := strings.TrimSuffix(inner, "]")
		name = head + arg[strings.LastIndexByte(arg, '.')+1:]
	}
	pkg := path.Base(t.PkgPath())
	if pkg != "api" && pkg != "." {
		name = strings.ToUpper(pkg[:1]) + pkg[1:] + strings.ToUpper(name[:1]) + name[1:]
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// convert turns our schema into the library's, with the words of the language.
func (s *schemas) convert(x *wire.Schema, request bool) *huma.Schema {
	out := &huma.Schema{Ref: x.Ref, Type: x.Type, Title: x.Title, Description: s.say(x.Description), Format: x.Format, Pattern: x.Pattern, Required: x.Required, Nullable: x.Nullable && x.Ref == "" && x.Type != "", MaxLength: x.MaxLength}
	for _, e := range x.Enum {
		out.Enum = append(out.Enum, e)
	}
	if x.Names != nil {
		out.Extensions = map[string]any{"x-names": x.Names}
	}
	if x.Items != nil {
		out.Items = s.convert(x.Items, request)
	}
	if x.Values != nil {
		out.AdditionalProperties = s.convert(x.Values, request)
	}
	if x.Properties != nil {
		out.Properties = map[string]*huma.Schema{}
		for name, p := range x.Properties {
			if name == "$ref" { // of a schema inside an answer: tools take it for a reference
				continue
			}
			c := s.convert(p, request)
			if c.Description == "" && s.l.Has("web.field."+name) {
				c.Title = s.l.T("web.field." + name)
			}
			out.Properties[name] = c
		}
		if request {
			out.AdditionalProperties = false
		}
	}
	if out.Format == "decimal-yuan" && out.Description == "" {
		out.Description = s.l.T("api.field.yuan")
	}
	out.PrecomputeMessages()
	return out
}

// say is the text of a code of the API, or the words themselves.
func (s *schemas) say(code string) string {
	if strings.HasPrefix(code, "api.") {
		return s.l.T(code)
	}
	return code
}

// SchemaFromRef finds a schema by its place.
func (s *schemas) SchemaFromRef(ref string) *huma.Schema {
	return s.known[strings.TrimPrefix(ref, refPrefix)]
}

// TypeFromRef finds the type of a schema by its place.
func (s *schemas) TypeFromRef(ref string) reflect.Type {
	return s.types[strings.TrimPrefix(ref, refPrefix)]
}

// Map is every schema by its name.
func (s *schemas) Map() map[string]*huma.Schema { return s.known }

// RegisterTypeAlias is not used here.
func (s *schemas) RegisterTypeAlias(reflect.Type, reflect.Type) {}

// MarshalJSON writes the schemas into the document.
func (s *schemas) MarshalJSON() ([]byte, error) { return wire.Marshal(s.known) }

// special are the schemas of types that write their own JSON.
func special(t reflect.Type) *wire.Schema {
	if t != reflect.TypeFor[appraise.Amount]() {
		return nil
	}
	return &wire.Schema{Type: "object", Required: []string{"fen", "yuan", "wan"}, Properties: map[string]*wire.Schema{
		"fen": {Type: "integer"}, "yuan": {Type: "string", Format: "decimal-yuan", Pattern: wire.AmountPattern}, "wan": {Type: "string", Format: "decimal"}}}
}
