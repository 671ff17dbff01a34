package api

import (
	"fmt"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
)

// The library's own words are English sentences. They are taken as keys here,
// so that a fault in a parameter is told in the reader's language like any other.
var faultCodes = map[string]string{
	validation.MsgExpectedString: "kernel.wire.not_text", validation.MsgExpectedInteger: "kernel.wire.not_a_whole_number", validation.MsgExpectedNumber: "kernel.wire.not_a_number",
	validation.MsgExpectedBoolean: "kernel.wire.not_yes_or_no", validation.MsgExpectedArray: "kernel.wire.not_a_list", validation.MsgExpectedObject: "kernel.wire.not_an_object",
	validation.MsgExpectedRFC3339DateTime: "kernel.wire.not_an_instant", validation.MsgExpectedRFC3339Date: "kernel.wire.not_a_date",
	"invalid integer": "kernel.wire.not_a_whole_number", "invalid boolean": "kernel.wire.not_yes_or_no", "invalid float": "kernel.wire.not_a_number", "invalid date/time": "kernel.wire.not_an_instant",
	"unknown query parameter": "api.fault.unknown_parameter", "required path parameter is missing": "kernel.wire.missing", "required query parameter is missing": "kernel.wire.missing",
	"required header parameter is missing": "kernel.wire.missing",
}

// withValue are sentences that carry one value.
var withValue = map[string]string{
	validation.MsgExpectedOneOf: "kernel.wire.not_one_of", validation.MsgExpectedMinimumNumber: "api.fault.too_small", validation.MsgExpectedMaximumNumber: "api.fault.too_large",
	validation.MsgExpectedMinLength: "api.fault.too_short", validation.MsgExpectedMaxLength: "kernel.wire.too_long", validation.MsgExpectedMatchPattern: "api.fault.pattern", validation.MsgExpectedBePattern: "api.fault.pattern",
}

// valueSign parts a code from its value in a message of the library.
const valueSign = "\x1f"

func init() {
	huma.ErrorFormatter = func(format string, a ...any) string {
		if code, ok := withValue[format]; ok && len(a) == 1 {
			return code + valueSign + fmt.Sprint(a[0])
		}
		return fmt.Sprintf(format, a...)
	}
	huma.NewError = func(status int, msg string, list ...error) huma.StatusError {
		return libraryProblem(lang.For(lang.Zh), status, msg, list)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, list ...error) huma.StatusError {
		if ctx == nil {
			return huma.NewError(status, msg, list...)
		}
		return libraryProblem(visitorOf(ctx.Context()).L, status, msg, list)
	}
}

// libraryProblem is a fault that the library found before our handler ran.
func libraryProblem(l *lang.Localizer, status int, _ string, list []error) *Problem {
	p := bare(l, status)
	for _, err := range list {
		d, ok := err.(*huma.ErrorDetail)
		if !ok || d == nil {
			continue
		}
		f := faultOf(l, d)
		p.Errors = append(p.Errors, f)
		p.Code, p.Detail = f.Code, f.Detail
	}
	if n := len(p.Errors); n > 1 {
		p.Code, p.Detail = "api.several_faults", l.T("api.several_faults", "n", n)
	}
	return p
}

func faultOf(l *lang.Localizer, d *huma.ErrorDetail) Fault {
	code, value, _ := strings.Cut(d.Message, valueSign)
	if known, ok := faultCodes[code]; ok {
		code = known
	}
	if !l.Has(code) {
		code = "kernel.wire.unreadable"
	}
	_, field, ok := strings.Cut(d.Location, ".")
	if !ok {
		field = d.Location
	}
	return Fault{Field: field, Code: code, Detail: l.Fill(code, errs.Args{"values": value, "most": value, "least": value, "value": value, "field": field})}
}
