package main

import (
	"errors"
	"reflect"

	"github.com/goccy/go-yaml"

	"quanlian/base/errs"
	"quanlian/catalogue/source"
)

// wrongConfig says which line of a configuration is wrong, and which key nobody
// knows with the known one that it is nearest to.
func wrongConfig(err error) error {
	var y yaml.Error
	if !errors.As(err, &y) || y.GetToken() == nil || y.GetToken().Position == nil {
		return errs.Wrap(errs.Invalid, "cmd.config_wrong", err)
	}
	at := y.GetToken()
	e := errs.Wrap(errs.Invalid, "cmd.config_line", err)
	e.Args = errs.Args{"line": at.Position.Line}
	if unknown := (*yaml.UnknownFieldError)(nil); errors.As(err, &unknown) {
		e.Code, e.Args["key"] = "cmd.config_unknown", at.Value
		if near := source.Nearest(at.Value, keysOf(reflect.TypeFor[config]())); near != "" {
			e.Code, e.Args["near"] = "cmd.config_unknown_near", near
		}
	}
	return e
}

// keysOf are the keys of a configuration and of the parts inside it.
func keysOf(t reflect.Type) []string {
	var out []string
	for f := range t.Fields() {
		if key := f.Tag.Get("yaml"); key != "" {
			out = append(out, key)
		}
		if f.IsExported() && f.Type.Kind() == reflect.Struct {
			out = append(out, keysOf(f.Type)...)
		}
	}
	return out
}
