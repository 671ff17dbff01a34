package wire

import (
	"maps"
	"reflect"
	"slices"
)

// Schema is a JSON Schema (2020-12), as far as types of the house need one.
type Schema struct {
	Ref         string             `json:"$ref,omitempty"`
	Type        string             `json:"type,omitempty"`
	Title       string             `json:"title,omitempty"`
	Description string             `json:"description,omitempty"`
	Format      string             `json:"format,omitempty"`
	Pattern     string             `json:"pattern,omitempty"`
	Enum        []string           `json:"enum,omitempty"`
	Names       map[string]string  `json:"x-names,omitempty"` // of the values of Enum, in words
	Examples    []string           `json:"examples,omitempty"`
	MaxLength   *int               `json:"maxLength,omitempty"`
	Items       *Schema            `json:"items,omitempty"`
	Values      *Schema            `json:"additionalProperties,omitempty"` // of an open table
	Properties  map[string]*Schema `json:"properties,omitempty"`
	Required    []string           `json:"required,omitempty"`
	// Order is the order in which a form asks for the properties.
	Order []string `json:"x-order,omitempty"`
	// Nullable is for those who write the schema: null may stand here.
	Nullable bool `json:"-"`
}

// AmountPattern is what an amount in yuan looks like at the border.
const AmountPattern = `^-?\d{1,15}(\.\d{1,2})?$`

// datePattern: a day, or nothing for no day.
const datePattern = `^(\d{4}-\d{2}-\d{2})?$`

// Names says how the schema of a type is put together.
type Names struct {
	// Ref gives the place of a struct's schema, so that it stands there once; nil,
	// or "" for a type, puts it where it is used.
	Ref func(t reflect.Type) string
	// Decorate may add words and choices to the schema of the field at a path.
	Decorate func(path string, s *Schema)
	// Special gives the schema of a type that writes its own JSON; nil or a nil
	// schema leaves it open.
	Special func(t reflect.Type) *Schema
	// AllOptional is of a form: every field is left to whoever fills it, the guard
	// says what is missing, and what the program itself says is not asked for.
	AllOptional bool
}

// SchemaOf is the schema of a type.
func SchemaOf(t reflect.Type, n Names) *Schema { return n.schema(t, "") }

func (n Names) schema(t reflect.Type, path string) *Schema {
	s := n.bare(t, path)
	if n.Decorate != nil && path != "" {
		n.Decorate(path, s)
	}
	return s
}

func (n Names) bare(t reflect.Type, path string) *Schema {
	if t.Kind() == reflect.Pointer {
		s := n.bare(t.Elem(), path)
		s.Nullable = true
		return s
	}
	switch KindOf(t) {
	case Amount:
		return &Schema{Type: "string", Format: "decimal-yuan", Pattern: AmountPattern}
	case Day:
		return &Schema{Type: "string", Pattern: datePattern}
	case Instant:
		return &Schema{Type: "string", Format: "date-time"}
	case Rate:
		return &Schema{Type: "string", Format: "decimal"}
	case Textual:
		return &Schema{Type: "string"}
	case Raw, Own:
		if n.Special != nil {
			if s := n.Special(t); s != nil {
				return s
			}
		}
		return &Schema{}
	}
	switch t.Kind() {
	case reflect.Bool:
		return &Schema{Type: "boolean"}
	case reflect.String:
		return &Schema{Type: "string"}
	case reflect.Float32, reflect.Float64:
		return &Schema{Type: "number"}
	case reflect.Slice, reflect.Array:
		if t == bytesType {
			return &Schema{Type: "string", Format: "byte"}
		}
		return &Schema{Type: "array", Items: n.bare(t.Elem(), path)}
	case reflect.Map:
		return &Schema{Type: "object", Values: n.bare(t.Elem(), path)}
	case reflect.Struct:
		return n.object(t, path)
	case reflect.Interface:
		return &Schema{}
	}
	return &Schema{Type: "integer"}
}

func (n Names) object(t reflect.Type, path string) *Schema {
	if n.Ref != nil {
		if ref := n.Ref(t); ref != "" {
			return &Schema{Ref: ref}
		}
	}
	return n.Object(t, path)
}

// Object is the schema of a struct type itself, its fields by reference.
func (n Names) Object(t reflect.Type, path string) *Schema {
	s := &Schema{Type: "object", Properties: map[string]*Schema{}}
	for _, f := range Fields(t) {
		if f.Told && n.AllOptional {
			continue
		}
		x := n.schema(f.Type, join(path, f.Name))
		if f.Optional {
			x.Nullable = false // left out instead
		}
		tags(f, x)
		s.Properties[f.Name] = x
		s.Order = append(s.Order, f.Name)
		if f.required() || !n.AllOptional && !f.Optional && !f.Zero {
			s.Required = append(s.Required, f.Name)
		}
	}
	return s
}

// tags puts what the tags doc, enum and maxLength of a field say into its schema.
func tags(f Field, s *Schema) {
	if d := f.Tag.Get("doc"); d != "" {
		s.Description = d
	}
	if n := f.most(); n > 0 {
		s.MaxLength = &n
	}
	if e := f.choices(); e != nil && s.Type == "array" && s.Items != nil {
		s.Items.Enum = e
	} else if e != nil {
		s.Enum = e
	}
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
