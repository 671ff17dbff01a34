package moveform

import (
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
)

// Read fills a pointer to an input from a form. What cannot be read is named,
// each fault at its field, with what a [Faulty] input, or the caller, says of the
// rest; what was typed stays in the form.
func Read(form url.Values, input any, rest ...func() error) error {
	r := reader{form: form}
	r.into(reflect.ValueOf(input).Elem(), "")
	if x, ok := input.(Faulty); ok {
		rest = append(rest, x.Faults)
	}
	for _, also := range rest {
		if len(r.faults) > 0 {
			r.alsoWrong(also())
		}
	}
	return r.faults.Err()
}

// Faulty is an input that says by itself what is wrong with it: whoever wrote one
// field badly is told of the others at once. What could not be read is empty, and no
// rule may find fault with another field for that.
type Faulty interface{ Faults() error }

// On are the faults of an input that also depend on the day.
func On(input any, today calendar.Date) func() error {
	return func() error {
		if x, ok := input.(interface {
			FaultsOn(today calendar.Date) error
		}); ok {
			return x.FaultsOn(today)
		}
		return nil
	}
}

// alsoWrong adds what is wrong in fields that could be read.
func (r *reader) alsoWrong(err error) {
	bad := map[string]bool{}
	for _, e := range r.faults {
		bad[e.Field] = true
	}
	for _, e := range errs.All(err) {
		if !bad[e.Field] {
			r.faults.Add(e)
		}
	}
}

// Typed is what was typed, for drawing the form again.
func Typed(form url.Values) map[string]string {
	out := map[string]string{}
	for k, v := range form {
		if len(v) > 0 && !strings.HasPrefix(k, "_") {
			out[k] = strings.Join(v, ",")
		}
	}
	return out
}

type reader struct {
	form   url.Values
	faults errs.List
}

// into reads all fields of a struct; true when any of them was typed.
func (r *reader) into(v reflect.Value, prefix string) bool {
	any := false
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if name == "" || name == "-" || !v.Field(i).CanSet() {
			continue
		}
		if r.field(v.Field(i), prefix+name) {
			any = true
		}
	}
	return any
}

func (r *reader) field(v reflect.Value, path string) bool {
	text := strings.TrimSpace(r.form.Get(path))
	if v.Kind() == reflect.Pointer && isDecimal(v.Type().Elem()) {
		d := reflect.New(v.Type().Elem())
		if !r.field(d.Elem(), path) {
			return false
		}
		v.Set(d)
		return true
	}
	switch {
	case v.Type() == dateType:
		return r.date(v, path, text)
	case v.Type() == fenType:
		return r.set(path, text, func() error {
			f, err := money.Parse(text)
			v.SetInt(int64(f))
			return err
		})
	case isDecimal(v.Type()):
		return r.set(path, text, func() error {
			bare, share := strings.CutSuffix(strings.ReplaceAll(text, "％", "%"), "%")
			d, err := decimal.NewFromString(strings.ReplaceAll(strings.TrimSpace(bare), ",", ""))
			if err != nil {
				return errs.At("", "web.form.number", nil)
			}
			if share { // 3% is 0.03
				d = d.Shift(-2)
			}
			v.Set(reflect.ValueOf(d))
			return nil
		})
	}
	return r.other(v, path, text)
}

func (r *reader) other(v reflect.Value, path, text string) bool {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
		return text != ""
	case reflect.Bool:
		v.SetBool(text != "")
		return text != ""
	case reflect.Int:
		return r.set(path, text, func() error {
			n, err := strconv.Atoi(text)
			if err != nil {
				return errs.At("", "web.form.number", nil)
			}
			v.SetInt(int64(n))
			return nil
		})
	case reflect.Struct:
		return r.into(v, path+".")
	case reflect.Pointer:
		if v.Type().Elem().Kind() != reflect.Struct {
			return false
		}
		p := reflect.New(v.Type().Elem())
		if !r.into(p.Elem(), path+".") {
			return false
		}
		v.Set(p)
		return true
	case reflect.Slice:
		return r.slice(v, path)
	}
	return false
}

func (r *reader) slice(v reflect.Value, path string) bool {
	if v.Type().Elem().Kind() == reflect.String {
		for _, x := range r.form[path] {
			for _, part := range strings.Split(x, ",") {
				if part = strings.TrimSpace(part); part != "" {
					v.Set(reflect.Append(v, reflect.ValueOf(part).Convert(v.Type().Elem())))
				}
			}
		}
		return v.Len() > 0
	}
	if v.Type().Elem().Kind() != reflect.Struct {
		return false
	}
	for i := range mostRows {
		e, sound := reflect.New(v.Type().Elem()).Elem(), len(r.faults)
		if !r.into(e, path+"."+strconv.Itoa(i)+".") {
			continue
		}
		for _, f := range r.faults[sound:] { // as the rows are numbered once the empty ones are gone
			f.Field = path + "." + strconv.Itoa(v.Len()) + strings.TrimPrefix(f.Field, path+"."+strconv.Itoa(i))
		}
		v.Set(reflect.Append(v, e))
	}
	return v.Len() > 0
}

func (r *reader) set(path, text string, f func() error) bool {
	if text == "" {
		return false
	}
	if err := f(); err != nil {
		e := *errs.As(err)
		e.Field = path
		r.faults.Add(&e)
	}
	return true
}

// date takes one field, or the three of a date control.
func (r *reader) date(v reflect.Value, path, text string) bool {
	if y := strings.TrimSpace(r.form.Get(path + "-y")); y != "" {
		text = y + "-" + pad(r.form.Get(path+"-m")) + "-" + pad(r.form.Get(path+"-d"))
	}
	return r.set(path, text, func() error {
		d, err := calendar.ParseDate(text)
		if e := errs.As(err); e != nil && e.Code == "base.calendar.no_such_day" {
			return err // 30 February is written well
		}
		if err != nil {
			return errs.At("", "web.form.date", nil)
		}
		v.Set(reflect.ValueOf(d))
		return nil
	})
}

func pad(s string) string {
	if s = strings.TrimSpace(s); len(s) == 1 {
		return "0" + s
	}
	return s
}
