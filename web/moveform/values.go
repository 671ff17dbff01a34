package moveform

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/money"
)

// ValuesOf is what a form is filled with so that [Read] gives the input again:
// what a person said before need not be typed twice.
func ValuesOf(input any) map[string]string {
	out := map[string]string{}
	valuesInto(out, reflect.ValueOf(input), "")
	return out
}

func valuesInto(out map[string]string, v reflect.Value, path string) {
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	if !v.IsValid() || v.IsZero() {
		return
	}
	switch x := v.Interface().(type) {
	case money.Fen:
		out[path] = x.Plain()
		return
	case calendar.Date:
		out[path] = x.String()
		return
	}
	switch {
	case isDecimal(v.Type()):
		out[path] = fmt.Sprint(v.Interface())
	case v.Kind() == reflect.Struct:
		structInto(out, v, path)
	case v.Kind() == reflect.Slice:
		sliceInto(out, v, path)
	case v.Kind() == reflect.Bool:
		out[path] = "1"
	case v.Kind() == reflect.String:
		out[path] = v.String()
	case v.CanInt():
		out[path] = strconv.FormatInt(v.Int(), 10)
	}
}

func structInto(out map[string]string, v reflect.Value, path string) {
	if path != "" {
		path += "."
	}
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if name != "" && name != "-" && v.Type().Field(i).IsExported() {
			valuesInto(out, v.Field(i), path+name)
		}
	}
}

func sliceInto(out map[string]string, v reflect.Value, path string) {
	if v.Type().Elem().Kind() == reflect.String {
		var all []string
		for i := range v.Len() {
			all = append(all, v.Index(i).String())
		}
		out[path] = strings.Join(all, ",")
		return
	}
	for i := range min(v.Len(), mostRows) {
		valuesInto(out, v.Index(i), path+"."+strconv.Itoa(i))
	}
}
