package wire

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// Unmarshal reads JSON of the border into the value that v points to. Every
// fault is named at its field; a field that nobody knows is one too, since a
// name that was mistyped must not be lost in silence.
func Unmarshal(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		return broken(err)
	}
	if d.More() {
		return broken(nil)
	}
	return Fill(tree, v)
}

func broken(cause error) error { return errs.Wrap(errs.Invalid, "kernel.wire.not_json", cause) }

// Fill is Unmarshal from a tree of maps, lists, texts and json.Number.
func Fill(tree, v any) error {
	var r reader
	r.into(reflect.ValueOf(v).Elem(), tree, "")
	return r.faults.Err()
}

type reader struct{ faults errs.List }

func (r *reader) fault(path, code string, args errs.Args) {
	r.faults.Add(errs.At(path, "kernel.wire."+code, args))
}

func (r *reader) into(v reflect.Value, x any, path string) {
	if x == nil {
		return // null is nothing
	}
	if v.Kind() == reflect.Pointer {
		p := reflect.New(v.Type().Elem())
		r.into(p.Elem(), x, path)
		v.Set(p)
		return
	}
	switch KindOf(v.Type()) {
	case Amount:
		r.amount(v, x, path)
	case Instant:
		r.instant(v, x, path)
	case Rate:
		r.rate(v, x, path)
	case Day, Textual, Own, Raw:
		r.foreign(v, x, path)
	default:
		r.kind(v, x, path)
	}
}

func (r *reader) amount(v reflect.Value, x any, path string) {
	s, ok := x.(string)
	f, err := money.Parse(s)
	if !ok || err != nil {
		r.fault(path, "not_an_amount", nil)
		return
	}
	v.SetInt(int64(f))
}

func (r *reader) instant(v reflect.Value, x any, path string) {
	s, _ := x.(string)
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		r.fault(path, "not_an_instant", nil)
		return
	}
	v.Set(reflect.ValueOf(at.UTC()))
}

func (r *reader) rate(v reflect.Value, x any, path string) {
	s, ok := x.(string)
	if n, number := x.(json.Number); number {
		s, ok = n.String(), true
	}
	bare, share := strings.CutSuffix(s, "%")
	d, err := decimal.NewFromString(bare)
	if share { // 3% is 0.03, as on the pages
		d = d.Shift(-2)
	}
	if !ok || err != nil || d.Exponent() < -maxPlaces || d.Exponent() > maxPlaces {
		r.fault(path, "not_a_rate", nil)
		return
	}
	v.Set(reflect.ValueOf(d))
}

// Unit: decimal places. Source: our own bound, far beyond any rate of the law;
// an exponent of millions would fill the memory.
const maxPlaces = 30

// foreign lets a type read itself.
func (r *reader) foreign(v reflect.Value, x any, path string) {
	raw, err := json.Marshal(x)
	if err == nil {
		err = json.Unmarshal(raw, v.Addr().Interface())
	}
	if err == nil {
		return
	}
	if KindOf(v.Type()) == Day {
		r.fault(path, "not_a_date", nil)
		return
	}
	if e := errs.As(err); e != nil {
		r.faults.Add(errs.At(path, e.Code, e.Args))
		return
	}
	r.fault(path, "unreadable", nil)
}

func (r *reader) kind(v reflect.Value, x any, path string) {
	switch v.Kind() {
	case reflect.Struct:
		r.object(v, x, path)
	case reflect.Slice:
		r.list(v, x, path)
	case reflect.Map:
		r.table(v, x, path)
	case reflect.String:
		if s, ok := x.(string); ok {
			v.SetString(s)
			return
		}
		r.fault(path, "not_text", nil)
	case reflect.Bool:
		if y, ok := x.(bool); ok {
			v.SetBool(y)
			return
		}
		r.fault(path, "not_yes_or_no", nil)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, _ := x.(json.Number)
		i, err := strconv.ParseInt(n.String(), 10, 64)
		if err != nil || v.OverflowInt(i) {
			r.fault(path, "not_a_whole_number", nil)
			return
		}
		v.SetInt(i)
	case reflect.Float32, reflect.Float64:
		n, _ := x.(json.Number)
		f, err := n.Float64()
		if err != nil || math.IsInf(f, 0) {
			r.fault(path, "not_a_number", nil)
			return
		}
		v.SetFloat(f)
	case reflect.Interface:
		v.Set(reflect.ValueOf(x))
	default:
		r.fault(path, "unreadable", nil)
	}
}

func (r *reader) object(v reflect.Value, x any, path string) {
	m, ok := x.(map[string]any)
	if !ok {
		r.fault(path, "not_an_object", nil)
		return
	}
	known := map[string]bool{}
	for _, f := range Fields(v.Type()) {
		known[f.Name] = true
		y := m[f.Name]
		if y == nil {
			if f.required() {
				r.fault(join(path, f.Name), "missing", nil)
			}
			continue
		}
		before := len(r.faults)
		r.into(settable(v, f.Index), y, join(path, f.Name))
		if len(r.faults) == before {
			r.asked(f, y, join(path, f.Name))
		}
	}
	for _, name := range sorted(m) {
		if !known[name] {
			r.fault(join(path, name), "unknown_field", errs.Args{"field": name})
		}
	}
}

// asked checks what the tags of a field ask of a text.
func (r *reader) asked(f Field, x any, path string) {
	s, ok := x.(string)
	if !ok {
		return
	}
	if c := f.choices(); c != nil && s != "" && !slices.Contains(c, s) {
		r.fault(path, "not_one_of", errs.Args{"values": c})
	}
	if n := f.most(); n > 0 && utf8.RuneCountInString(s) > n {
		r.fault(path, "too_long", errs.Args{"most": n})
	}
	if f.required() && s == "" {
		r.fault(path, "missing", nil)
	}
}

// settable gives the field at an index; nil pointers on the way are filled.
func settable(v reflect.Value, index []int) reflect.Value {
	for i, n := range index {
		if i > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(n)
	}
	return v
}

func (r *reader) list(v reflect.Value, x any, path string) {
	if s, ok := x.(string); ok && v.Type() == bytesType {
		b, err := base64.StdEncoding.DecodeString(s)
		if err != nil {
			r.fault(path, "unreadable", nil)
		}
		v.SetBytes(b)
		return
	}
	items, ok := x.([]any)
	if !ok {
		r.fault(path, "not_a_list", nil)
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	for i, y := range items {
		r.into(v.Index(i), y, join(path, strconv.Itoa(i)))
	}
}

func (r *reader) table(v reflect.Value, x any, path string) {
	m, ok := x.(map[string]any)
	if !ok {
		r.fault(path, "not_an_object", nil)
		return
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(m)))
	for _, name := range sorted(m) {
		key := reflect.New(v.Type().Key()).Elem()
		switch key.Kind() {
		case reflect.String:
			key.SetString(name)
		default:
			r.kind(key, json.Number(name), join(path, name))
		}
		value := reflect.New(v.Type().Elem()).Elem()
		r.into(value, m[name], join(path, name))
		v.SetMapIndex(key, value)
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
