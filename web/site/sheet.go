package site

import (
	"net/http"
	"net/url"
	"slices"

	"quanlian/web/ui"
)

// Sheet is a form that is drawn again with what was typed and what is wrong
// with it. The words of its fields stand below prefix.field and prefix.hint.
type Sheet struct {
	V      *Visit
	Faults ui.Faults
	Typed  url.Values
	prefix string
}

// Sheet makes the form of a page. Without a fault nothing was typed; use Set
// for what it begins with.
func (v *Visit) Sheet(r *http.Request, prefix string, fault error) Sheet {
	s := Sheet{V: v, prefix: prefix, Faults: ui.FaultsOf(v.L, fault), Typed: url.Values{}}
	if fault != nil {
		s.Typed = r.PostForm
	}
	return s
}

// Set gives the values that a field begins with; what was typed stays.
func (s Sheet) Set(name string, values ...string) {
	if _, typed := s.Typed[name]; !typed && !s.Faults.Any() {
		s.Typed[name] = values
	}
}

// Label is the words of a field.
func (s Sheet) Label(name string) string { return s.V.L.T(s.prefix + ".field." + name) }

// Field is a question of the form.
func (s Sheet) Field(name, width string) ui.Field {
	f := ui.Field{Name: name, Label: s.Label(name), Value: s.Typed.Get(name), Error: s.Faults.Of(name), Width: width}
	if h := s.prefix + ".hint." + name; s.V.L.Has(h) {
		f.Hint = s.V.L.T(h)
	}
	return f
}

// Secret is a field for a password; nothing that was typed comes back.
func (s Sheet) Secret(name, auto string) ui.Field {
	f := s.Field(name, "w3")
	f.Type, f.Auto, f.Value, f.Max = "password", auto, "", 200
	return f
}

// Chosen marks the options that were chosen.
func (s Sheet) Chosen(name string, options []ui.Option) []ui.Option {
	out := slices.Clone(options)
	for i := range out {
		out[i].Selected = slices.Contains(s.Typed[name], out[i].Value)
	}
	return out
}

// Summary lists the faults.
func (s Sheet) Summary() []ui.FieldFault { return s.Faults.Summary(s.Label) }
