package kernel

import (
	"encoding/json"
	"reflect"
	"strings"

	"quanlian/base/errs"
)

// lacking adds the needed fields that were left empty to what a move says of its
// input, each once: what it says itself of a field is said better. That the move
// cannot be made at all, or that a thing is not the actor's to know of, comes before
// what its input lacks.
func lacking(input any, needs []string, said error) error {
	var l errs.List
	switch kind := errs.KindOf(said); {
	case said == nil:
	case kind == errs.Invalid:
		l = append(l, errs.All(said)...)
	default:
		return said
	}
	n := len(l)
	for _, name := range needs {
		if !saysOf(l, name) && empty(reflect.ValueOf(input), name) {
			l.Add(errs.At(name, "kernel.wire.missing", nil))
		}
	}
	if len(l) == n {
		return said
	}
	return l.Err()
}

// unfound is why facts could not be loaded: what was not found was not named, where
// a needed field is empty.
func unfound(input any, needs []string, err error) error {
	if errs.KindOf(err) == errs.NotFound {
		if missing := lacking(input, needs, nil); missing != nil {
			return missing
		}
	}
	return err
}

func saysOf(l errs.List, field string) bool {
	for _, e := range l {
		if e.Field == field {
			return true
		}
	}
	return false
}

// empty reports whether a field holds nothing; what stands in an empty field does
// not hold anything either.
func empty(v reflect.Value, name string) bool {
	for part := range strings.SplitSeq(name, ".") {
		for v.Kind() == reflect.Pointer && !v.IsNil() {
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct {
			return true
		}
		v = jsonField(v, part)
	}
	switch {
	case !v.IsValid() || v.IsZero():
		return true
	case v.Type() == reflect.TypeFor[json.RawMessage]():
		return string(v.Bytes()) == "null"
	case v.Kind() == reflect.String:
		return strings.TrimSpace(v.String()) == ""
	case v.Kind() == reflect.Slice || v.Kind() == reflect.Map:
		return v.Len() == 0
	}
	return false
}

// jsonField is the field that JSON calls so, the zero value when there is none.
func jsonField(v reflect.Value, name string) reflect.Value {
	for _, f := range reflect.VisibleFields(v.Type()) {
		if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag == name {
			return v.FieldByIndex(f.Index)
		}
	}
	return reflect.Value{}
}
