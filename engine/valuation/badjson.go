package valuation

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"regexp"
	"strings"

	"quanlian/base/errs"
)

// ErrMore is the cause of [BadJSON] for a file with more than one document.
var ErrMore = errors.New("more than one document")

var unknownField = regexp.MustCompile(`unknown field "(.*)"`)

// BadJSON says where a file is not the JSON that was asked for, which field is
// wrong, and what stands there instead. Kind: Invalid.
func BadJSON(raw []byte, cause error) *errs.Error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	code, args := "engine.valuation.bad_json", errs.Args{}
	switch m := unknownField.FindStringSubmatch(cause.Error()); {
	case errors.Is(cause, io.EOF) && len(bytes.TrimSpace(raw)) == 0:
		code = "engine.valuation.json_empty"
	case errors.Is(cause, io.EOF), errors.Is(cause, io.ErrUnexpectedEOF), errors.As(cause, &syntax) && syntax.Offset >= int64(len(bytes.TrimSpace(raw))):
		code = "engine.valuation.json_cut"
	case errors.Is(cause, ErrMore):
		code = "engine.valuation.json_more"
	case errors.As(cause, &syntax):
		code, args = "engine.valuation.json_syntax", place(raw, syntax.Offset)
	case errors.As(cause, &kind):
		code, args = kindCode(kind.Type), place(raw, kind.Offset)
		args["field"] = kind.Field
	case m != nil:
		code, args = "engine.valuation.json_unknown", place(raw, int64(bytes.Index(raw, []byte(`"`+m[1]+`"`))+1))
		args["field"] = m[1]
	}
	e := errs.Wrap(errs.Invalid, code, cause)
	e.Args = args
	return e
}

// kindCode says what a field asks for: text, number, yes or no, list, or fields.
func kindCode(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return kindCode(t.Elem())
	case reflect.String:
		return "engine.valuation.json_kind.text"
	case reflect.Bool:
		return "engine.valuation.json_kind.bool"
	case reflect.Slice, reflect.Array:
		return "engine.valuation.json_kind.list"
	case reflect.Struct, reflect.Map:
		return "engine.valuation.json_kind.fields"
	}
	return "engine.valuation.json_kind.number"
}

// place is the line, and the character in it, at an offset in bytes; both from 1.
func place(raw []byte, offset int64) errs.Args {
	before := string(raw[:min(max(offset-1, 0), int64(len(raw)))])
	return errs.Args{"line": strings.Count(before, "\n") + 1, "column": len([]rune(before[strings.LastIndex(before, "\n")+1:])) + 1}
}
