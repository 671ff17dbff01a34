package jsondoc

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
)

var errMore = errors.New("more than one document")

// Read decodes the one document in raw into what v points to. A field that is not
// known is a fault; every fault is one of [Fault].
func Read(raw []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return faultIn(raw, err, reflect.TypeOf(v))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Fault(raw, errMore)
	}
	return nil
}

// finder looks for the first field that is wrong: one called name that its place
// does not know, or one whose type reads itself and cannot.
type finder struct {
	d     *json.Decoder
	name  string
	path  string
	after int64        // offset behind the field, 0: not found
	cause error        // what a type that reads itself said
	of    reflect.Type // that type
}

// ownReaders are what a type has that reads itself.
var ownReaders = []reflect.Type{reflect.TypeFor[json.Unmarshaler](), reflect.TypeFor[encoding.TextUnmarshaler]()}

func (s *finder) value(t reflect.Type, path string) {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t != nil && slices.ContainsFunc(ownReaders, reflect.PointerTo(t).Implements) {
		s.own(t, path)
		return
	}
	token, err := s.d.Token()
	switch {
	case err != nil:
		return
	case token == json.Delim('['):
		var element reflect.Type
		if t != nil && (t.Kind() == reflect.Slice || t.Kind() == reflect.Array) {
			element = t.Elem()
		}
		for i := 0; s.after == 0 && s.d.More(); i++ {
			s.value(element, fmt.Sprintf("%s[%d]", path, i))
		}
	case token == json.Delim('{'):
		for s.after == 0 && s.d.More() {
			s.member(t, path)
		}
	default:
		return
	}
	if s.after == 0 {
		_, _ = s.d.Token() // the closing bracket
	}
}

// own tries a value whose type reads itself.
func (s *finder) own(t reflect.Type, path string) {
	var raw json.RawMessage
	if s.d.Decode(&raw) != nil {
		return
	}
	if s.cause = json.Unmarshal(raw, reflect.New(t).Interface()); s.cause != nil {
		s.path, s.after, s.of = path, s.d.InputOffset()-int64(len(raw))+1, t
	}
}

func (s *finder) member(t reflect.Type, path string) {
	token, _ := s.d.Token()
	name, _ := token.(string)
	below := strings.TrimPrefix(path+"."+name, ".")
	var at reflect.Type
	if t != nil && t.Kind() == reflect.Map {
		at = t.Elem()
	} else if t != nil && t.Kind() == reflect.Struct {
		f, known := fieldOf(t, name)
		if !known && name == s.name {
			s.path, s.after = below, s.d.InputOffset()
			return
		}
		at = f.Type
	}
	s.value(at, below)
}

// fieldOf is the field of a struct that a name of JSON fills.
func fieldOf(t reflect.Type, name string) (reflect.StructField, bool) {
	for _, f := range reflect.VisibleFields(t) {
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if tag == "" && !f.Anonymous {
			tag = f.Name
		}
		if f.IsExported() && tag != "-" && strings.EqualFold(tag, name) {
			return f, true
		}
	}
	return reflect.StructField{}, false
}
