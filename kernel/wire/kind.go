package wire

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/money"
)

// Kind is how a type looks at the border.
type Kind int

// The kinds.
const (
	Other   Kind = iota // by its Go kind: struct, list, map, text, number, yes
	Amount              // fen inside, yuan outside
	Day                 // a legal date
	Instant             // a moment
	Rate                // an exact decimal
	Textual             // whatever writes and reads itself as text
	Raw                 // JSON that is handed on as it is
	Own                 // writes its own JSON
)

var (
	fenType     = reflect.TypeFor[money.Fen]()
	dateType    = reflect.TypeFor[calendar.Date]()
	timeType    = reflect.TypeFor[time.Time]()
	decimalType = reflect.TypeFor[decimal.Decimal]()
	rawType     = reflect.TypeFor[json.RawMessage]()
	bytesType   = reflect.TypeFor[[]byte]()
	jsonOut     = reflect.TypeFor[json.Marshaler]()
	jsonIn      = reflect.TypeFor[json.Unmarshaler]()
	textOut     = reflect.TypeFor[encoding.TextMarshaler]()
	textIn      = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// KindOf tells how a type looks at the border; pointers look as what they
// point to.
func KindOf(t reflect.Type) Kind {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t {
	case fenType:
		return Amount
	case dateType:
		return Day
	case timeType:
		return Instant
	case decimalType:
		return Rate
	case rawType:
		return Raw
	}
	p := reflect.PointerTo(t)
	switch {
	case p.Implements(jsonOut) || p.Implements(jsonIn):
		return Own
	case p.Implements(textOut) || p.Implements(textIn):
		return Textual
	}
	return Other
}

// Field is one field of a struct as the border names it.
type Field struct {
	Name     string // fen is yuan here
	Index    []int
	Type     reflect.Type
	Optional bool // left out when it holds nothing
	Zero     bool // left out when it is its zero value
	Told     bool // tag wire:"told": the program says it; nobody is asked for it
	Tag      reflect.StructTag
	GoName   string
}

var fieldsOf sync.Map // reflect.Type → []Field

// Fields lists the fields of a struct type in their order, those of embedded
// structs in place of the struct. Shape: (number of fields).
func Fields(t reflect.Type) []Field {
	if known, ok := fieldsOf.Load(t); ok {
		return known.([]Field)
	}
	out := collect(t, nil)
	fieldsOf.Store(t, out)
	return out
}

func collect(t reflect.Type, at []int) []Field {
	var out []Field
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(append([]int(nil), at...), i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		inner := f.Type
		for inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		switch {
		case name == "-" || (!f.IsExported() && !f.Anonymous):
			continue
		case f.Anonymous && name == "" && inner.Kind() == reflect.Struct && KindOf(inner) == Other:
			out = append(out, collect(inner, index)...)
			continue
		case !f.IsExported():
			continue
		case name == "":
			name = f.Name
		}
		out = append(out, Field{Name: outside(name, f.Type), Index: index, Type: f.Type, Tag: f.Tag, GoName: f.Name,
			Optional: strings.Contains(options, "omitempty"), Zero: strings.Contains(options, "omitzero"), Told: f.Tag.Get("wire") == "told"})
	}
	return out
}

// outside is the name of a field at the border.
func outside(name string, t reflect.Type) string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if stem, ok := strings.CutSuffix(name, "_fen"); ok && t == fenType {
		return stem + "_yuan"
	}
	return name
}

// field finds the field at an index; ok is false behind a nil pointer.
func field(v reflect.Value, index []int) (reflect.Value, bool) {
	for i, n := range index {
		if i > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return v, false
			}
			v = v.Elem()
		}
		v = v.Field(n)
	}
	return v, true
}

// required, choices and most are what the tags required, enum and maxLength of
// a field ask of whoever fills it.
func (f Field) required() bool { return f.Tag.Get("required") == "true" }

func (f Field) choices() []string {
	if e := f.Tag.Get("enum"); e != "" {
		return strings.Split(e, ",")
	}
	return nil
}

func (f Field) most() int {
	n, err := strconv.Atoi(f.Tag.Get("maxLength"))
	if err != nil {
		return 0
	}
	return n
}
