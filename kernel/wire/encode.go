package wire

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"sort"
	"strconv"
	"time"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// Marshal writes a value as JSON of the border.
func Marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	if err := encode(&b, reflect.ValueOf(v)); err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return b.Bytes(), nil
}

func encode(b *bytes.Buffer, v reflect.Value) error {
	if !v.IsValid() {
		b.WriteString("null")
		return nil
	}
	if v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			b.WriteString("null")
			return nil
		}
		if KindOf(v.Type()) != Own { // what writes itself may need its pointer
			return encode(b, v.Elem())
		}
	}
	switch KindOf(v.Type()) {
	case Amount:
		return text(b, money.Fen(v.Int()).Plain())
	case Instant:
		at, _ := v.Interface().(time.Time)
		return text(b, at.UTC().Truncate(time.Microsecond).Format(time.RFC3339Nano))
	case Raw:
		if v.Len() == 0 {
			b.WriteString("null")
			return nil
		}
		return json.Compact(b, v.Bytes())
	case Day, Rate, Textual, Own:
		return foreign(b, v)
	}
	return encodeKind(b, v)
}

// foreign lets a type write itself.
func foreign(b *bytes.Buffer, v reflect.Value) error {
	if !v.CanAddr() && v.Kind() != reflect.Pointer {
		p := reflect.New(v.Type())
		p.Elem().Set(v)
		v = p.Elem()
	}
	x := v.Interface()
	if v.CanAddr() {
		x = v.Addr().Interface()
	}
	out, err := json.Marshal(x)
	b.Write(out)
	return err
}

func encodeKind(b *bytes.Buffer, v reflect.Value) error {
	switch v.Kind() {
	case reflect.String:
		return text(b, v.String())
	case reflect.Bool:
		b.WriteString(strconv.FormatBool(v.Bool()))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		b.WriteString(strconv.FormatInt(v.Int(), 10))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		b.WriteString(strconv.FormatUint(v.Uint(), 10))
	case reflect.Struct:
		return encodeStruct(b, v)
	case reflect.Map:
		return encodeMap(b, v)
	case reflect.Slice, reflect.Array:
		return encodeList(b, v)
	default: // floats as json has them; functions and channels are refused there
		out, err := json.Marshal(v.Interface())
		b.Write(out)
		return err
	}
	return nil
}

func encodeStruct(b *bytes.Buffer, v reflect.Value) error {
	b.WriteByte('{')
	first := true
	for _, f := range Fields(v.Type()) {
		x, ok := field(v, f.Index)
		if !ok || f.Optional && empty(x) || f.Zero && zero(x) {
			continue
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		if err := text(b, f.Name); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := encode(b, x); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

func encodeMap(b *bytes.Buffer, v reflect.Value) error {
	type pair struct {
		name  string
		value reflect.Value
	}
	var pairs []pair
	for it := v.MapRange(); it.Next(); {
		name, err := keyText(it.Key())
		if err != nil {
			return err
		}
		pairs = append(pairs, pair{name, it.Value()})
	}
	sort.Slice(pairs, func(i, j int) bool { return pairs[i].name < pairs[j].name })
	b.WriteByte('{')
	for i, p := range pairs {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := text(b, p.name); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := encode(b, p.value); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

func keyText(k reflect.Value) (string, error) {
	switch k.Kind() {
	case reflect.String:
		return k.String(), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(k.Int(), 10), nil
	}
	return "", &json.UnsupportedTypeError{Type: k.Type()}
}

func encodeList(b *bytes.Buffer, v reflect.Value) error {
	if v.Type() == bytesType {
		return text(b, base64.StdEncoding.EncodeToString(v.Bytes()))
	}
	b.WriteByte('[')
	for i := range v.Len() {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := encode(b, v.Index(i)); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

// text writes a JSON string; signs of HTML stay as they are.
func text(b *bytes.Buffer, s string) error {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] >= ' ' && s[i] != '"' && s[i] != '\\' && s[i] < 0x80
	}
	if plain {
		b.WriteByte('"')
		b.WriteString(s)
		b.WriteByte('"')
		return nil
	}
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the encoder ends a line
	return nil
}

// empty is what omitempty leaves out.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.String, reflect.Array:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

// zero is what omitzero leaves out.
func zero(v reflect.Value) bool {
	if z, ok := v.Interface().(interface{ IsZero() bool }); ok {
		return z.IsZero()
	}
	return v.IsZero()
}
