package lang

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// Key is an argument that is itself a code: its text is filled in.
type Key string

// Count is a number that prints with thousands separators: 4,216. Plain
// integers print without, because years and numbers of things must not change.
type Count int64

// Localizer speaks one language of one set of texts.
type Localizer struct {
	texts *Texts
	lang  Lang
}

// New makes a localizer over a set; a nil set means Default.
func New(l Lang, texts *Texts) *Localizer {
	if texts == nil {
		texts = Default()
	}
	return &Localizer{texts: texts, lang: l}
}

// For makes a localizer over the embedded set.
func For(l Lang) *Localizer { return New(l, nil) }

// Lang is the language spoken.
func (l *Localizer) Lang() Lang { return l.lang }

// Zh tells whether Chinese is spoken.
func (l *Localizer) Zh() bool { return l.lang != En }

// Tag is the language tag for HTML: zh-CN or en.
func (l *Localizer) Tag() string { return l.lang.Tag() }

// Has tells whether a code has a text.
func (l *Localizer) Has(code string) bool { return l.texts.Has(code) }

// T gives the sentence of a code. args are names and values in turn:
// T("web.inbox.count", "n", 37). A code without a text shows as ⟦code⟧, so
// that it cannot hide.
func (l *Localizer) T(code string, args ...any) string {
	m := make(errs.Args, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		if name, ok := args[i].(string); ok {
			m[name] = args[i+1]
		}
	}
	return l.Fill(code, m)
}

// Fill gives the sentence of a code with its variables from a map.
func (l *Localizer) Fill(code string, args errs.Args) string {
	s, ok := l.texts.raw(l.lang, code)
	if !ok {
		return "⟦" + code + "⟧"
	}
	if !strings.Contains(s, "{") {
		return s
	}
	return variable.ReplaceAllStringFunc(s, func(v string) string {
		parts := strings.SplitN(v[1:len(v)-1], "|", 3)
		value, ok := args[parts[0]]
		if !ok {
			return v
		}
		if len(parts) < 3 {
			return l.value(value)
		}
		if one(value) {
			return parts[1]
		}
		return parts[2]
	})
}

// value prints an argument as the language wants it.
func (l *Localizer) value(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case errs.Typed:
		return v.Text()
	case Key:
		return l.T(string(v))
	case Count:
		return Thousands(int64(v))
	case time.Time:
		return l.Date(v)
	case []string:
		return l.List(v)
	case money.Fen:
		return v.String()
	case interface{ In(zh bool) string }: // a declared text in both languages
		return v.In(l.Zh())
	case map[string]any: // such a text that was kept as JSON
		if x, ok := v[l.tongue()].(string); ok {
			return x
		}
	}
	return fmt.Sprint(v)
}

// tongue is the key of the language in a declared text.
func (l *Localizer) tongue() string {
	if l.Zh() {
		return "zh"
	}
	return "en"
}

// one tells whether a number takes the English singular.
func one(v any) bool {
	switch v := v.(type) {
	case Count:
		return v == 1
	case string:
		return v == "1"
	}
	return fmt.Sprint(v) == "1"
}

// Begun begins a word as a line of its own begins.
func Begun(word string) string {
	r, n := utf8.DecodeRuneInString(word)
	if n == 0 {
		return word
	}
	return string(unicode.ToUpper(r)) + word[n:]
}

// List joins things as a sentence does: 甲、乙、丙 or "a, b and c".
func (l *Localizer) List(things []string) string {
	if l.Zh() {
		return strings.Join(things, "、")
	}
	if n := len(things); n > 1 {
		return strings.Join(things[:n-1], ", ") + " and " + things[n-1]
	}
	return strings.Join(things, "")
}

// Thousands prints a whole number with separators; the minus is U+2212.
func Thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "−", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// FieldError is what one field of a form did wrong, in words.
type FieldError struct {
	Field string // path of the field; "" when the whole input is meant
	Text  string
}

// Error gives the sentence for a person; faults that are not ours, and inner
// ones, show only the sentence of an inner fault, never their cause.
func (l *Localizer) Error(err error) string {
	e := errs.As(err)
	if e == nil || !l.Has(e.Code) {
		kind := errs.KindOf(err)
		if kind == "" {
			return ""
		}
		return l.T("base.kind." + string(kind))
	}
	return l.Fill(e.Code, e.Args)
}

// Fields gives every fault that err carries, in the order of the form.
func (l *Localizer) Fields(err error) []FieldError {
	if err == nil {
		return nil
	}
	all := errs.All(err)
	if len(all) == 0 {
		return []FieldError{{Text: l.Error(err)}}
	}
	out := make([]FieldError, len(all))
	for i, e := range all {
		out[i] = FieldError{Field: e.Field, Text: l.Error(e)}
	}
	return out
}
