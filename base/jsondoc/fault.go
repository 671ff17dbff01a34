package jsondoc

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
)

var unknownField = regexp.MustCompile(`unknown field "(.*)"`)

// Fault says where raw is not the JSON that was asked for, which field is wrong,
// and what stands there instead. Kind: Invalid. A cause
// that is a fault of ours already is handed on, with its field where it names none.
func Fault(raw []byte, cause error) *errs.Error { return faultIn(raw, cause, nil) }

func faultIn(raw []byte, cause error, t reflect.Type) *errs.Error {
	if e := errs.As(cause); e != nil {
		return placed(raw, e, t)
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	code, args := "base.jsondoc.unreadable", errs.Args{}
	switch {
	case errors.Is(cause, io.EOF) && len(bytes.TrimSpace(raw)) == 0:
		code = "base.jsondoc.empty"
	case errors.Is(cause, io.EOF), errors.Is(cause, io.ErrUnexpectedEOF), errors.As(cause, &syntax) && syntax.Offset >= int64(len(bytes.TrimSpace(raw))):
		code = "base.jsondoc.cut"
	case errors.Is(cause, errMore):
		code = "base.jsondoc.more"
	case errors.As(cause, &syntax):
		code, args = "base.jsondoc.syntax", Place(raw, syntax.Offset)
		if at := begun(raw); at != "" {
			code, args["field"] = "base.jsondoc.syntax_at", at
		}
	case errors.As(cause, &kind) && kind.Field != "":
		code, args = kindCode(kind.Type), Place(raw, kind.Offset)
		args["field"] = kind.Field
	default:
		code, args = field(raw, cause, t)
	}
	e := errs.Wrap(errs.Invalid, code, cause)
	e.Args = args
	return e
}

// placed says in which field a fault stands that a type said of itself.
func placed(raw []byte, e *errs.Error, t reflect.Type) *errs.Error {
	s := finder{d: json.NewDecoder(bytes.NewReader(raw))}
	if e.Field != "" || t == nil {
		return e
	}
	s.value(t, "")
	if s.after == 0 {
		return e
	}
	at := *e
	at.Field = s.path
	return &at
}

// field is a fault for whose place the document has to be gone through: a field
// that is not known, or one whose type reads itself.
func field(raw []byte, cause error, t reflect.Type) (code string, args errs.Args) {
	s := finder{d: json.NewDecoder(bytes.NewReader(raw))}
	m := unknownField.FindStringSubmatch(cause.Error())
	if m != nil {
		s.name = m[1]
	}
	s.value(t, "")
	args, code = Place(raw, s.after), "base.jsondoc.value"
	args["field"] = s.path
	var kind *json.UnmarshalTypeError
	switch {
	case s.cause != nil && s.of == reflect.TypeFor[decimal.Decimal]():
		code = "base.jsondoc.kind.number"
	case s.cause != nil && errors.As(s.cause, &kind):
		code = kindCode(kind.Type)
		args["field"] = strings.TrimSuffix(s.path+"."+kind.Field, ".")
	case m != nil && (s.cause != nil || s.after == 0):
		code, args = "base.jsondoc.unknown", Place(raw, int64(bytes.Index(raw, []byte(`"`+m[1]+`"`))+1))
		args["field"] = strings.TrimPrefix(s.path+"."+m[1], ".")
	case m != nil:
		code = "base.jsondoc.unknown"
	case s.after == 0:
		code, args = "base.jsondoc.not_fields", errs.Args{}
	}
	return code, args
}

// kindCode says what a field asks for: text, number, whole number, yes or no, list,
// or fields.
func kindCode(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.String:
		return "base.jsondoc.kind.text"
	case reflect.Bool:
		return "base.jsondoc.kind.bool"
	case reflect.Slice, reflect.Array:
		return "base.jsondoc.kind.list"
	case reflect.Struct, reflect.Map:
		return "base.jsondoc.kind.fields"
	case reflect.Int, reflect.Int64:
		return "base.jsondoc.kind.whole"
	}
	return "base.jsondoc.kind.number"
}

// Place is the line, and the character in it, at an offset in bytes; both from 1.
func Place(raw []byte, offset int64) errs.Args {
	before := string(raw[:min(max(offset-1, 0), int64(len(raw)))])
	return errs.Args{"line": strings.Count(before, "\n") + 1, "column": len([]rune(before[strings.LastIndex(before, "\n")+1:])) + 1}
}
