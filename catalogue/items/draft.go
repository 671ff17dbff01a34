package items

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"quanlian/catalogue/city"
	"quanlian/catalogue/source"
	"quanlian/kernel/form"
)

var wordForm = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// draftField is a field whose path and condition are not settled yet: a group
// does not know under which name it is used.
type draftField struct {
	form.Field
	when source.Node
}

// draftStep is a page before it is settled.
type draftStep struct {
	form.Step
	fields []draftField
	when   source.Node
	group  string // "" for a page of the item's own
}

func (d draftStep) copy() draftStep {
	d.fields = slices.Clone(d.fields)
	return d
}

// step reads what a page of an item and a group have in common.
func (r *reader) step(m *source.Map, id string) draftStep {
	d := draftStep{Step: form.Step{ID: id}, when: m.Get("when")}
	d.Name = m.MustText("name")
	d.Lead = m.Get("lead").Text()
	r.rows(m, &d)
	for _, n := range m.Must("fields").List() {
		f := r.field(n.Map())
		if slices.ContainsFunc(d.fields, func(x draftField) bool { return x.ID == f.ID }) {
			n.Fault("catalogue.source.twice", "value", f.ID)
			continue
		}
		d.fields = append(d.fields, f)
	}
	if m.Has("fields") && len(d.fields) == 0 {
		m.Get("fields").Fault("catalogue.items.no_fields")
	}
	return d
}

func (r *reader) rows(m *source.Map, d *draftStep) {
	if n := m.Get("repeat"); n.There() {
		d.Repeat = n.Int(0, 0, maxRows)
	}
	if n := m.Get("least"); n.There() {
		if d.Least = n.Int(0, 0, maxRows); d.Repeat > 0 && d.Least > d.Repeat {
			n.Fault("catalogue.items.least_over_repeat", "least", d.Least, "repeat", d.Repeat)
		}
	}
}

func (r *reader) field(m *source.Map) draftField {
	f := form.Field{
		ID: word(m.Must("id")), Kind: form.FieldKind(m.Must("kind").OneOf(fieldKinds...)), Label: m.MustText("label"),
		Hint: m.Get("hint").Text(), Optional: m.Get("optional").Bool(), Format: m.Get("format").OneOf(formatNames()...),
		Register: m.Get("register").OneOf(registers...), Prefill: m.Get("prefill").OneOf(prefills...), Lock: m.Get("lock").Bool(), Anew: m.Get("anew").Bool(),
		Len: m.Get("len").Int(0, 1, 100_000), Unit: m.Get("unit").Text(), Width: m.Get("width").OneOf(widths...),
	}
	f = f.Declare(m.Get("private").OneOf(form.Privacies()...))
	f.Min, f.Max = decimalText(m.Get("min")), decimalText(m.Get("max"))
	f.Options = r.options(m, f.Kind)
	d := draftField{Field: f, when: m.Get("when")}
	r.fits(m, f)
	m.Done()
	return d
}

var fieldKinds = []string{"text", "long", "number", "count", "amount", "date", "yes", "choice", "choices", "ref", "refs", "note"}

// fits refuses what a kind of field cannot have.
func (r *reader) fits(m *source.Map, f form.Field) {
	texts := []form.FieldKind{form.KindText, form.KindRef, form.KindRefs}
	numbers := []form.FieldKind{form.KindNumber, form.KindCount, form.KindAmount}
	choices := []form.FieldKind{form.KindChoice, form.KindChoices}
	refs := []form.FieldKind{form.KindRef, form.KindRefs}
	for key, only := range map[string][]form.FieldKind{"format": texts, "min": numbers, "max": numbers, "options": choices, "register": refs,
		"len": {form.KindText, form.KindLong}} {
		if n := m.Get(key); n.There() && f.Kind != "" && !slices.Contains(only, f.Kind) {
			n.Fault("catalogue.items.not_for_kind", "key", key, "kind", string(f.Kind))
		}
	}
	if f.Names && (f.Kind != form.KindText && f.Kind != form.KindLong || f.Format != "") {
		m.Get("private").Fault("catalogue.items.private_names", "kind", string(f.Kind), "format", f.Format)
	}
	if f.Min != "" && f.Max != "" && decimalOver(f.Min, f.Max) {
		m.Get("max").Fault("catalogue.items.min_over_max", "min", f.Min, "max", f.Max)
	}
}

// options reads the answers of a choice; the word districts stands for those
// of the city.
func (r *reader) options(m *source.Map, kind form.FieldKind) []form.Option {
	n := m.Get("options")
	if kind == form.KindChoice || kind == form.KindChoices {
		n = m.Must("options")
	}
	if n.IsText() {
		if n.OneOf("districts") == "" {
			return nil
		}
		return districts(r.cat.City)
	}
	var out []form.Option
	for _, x := range n.List() {
		o := x.Map()
		opt := form.Option{Value: o.Must("value").String(), Text: o.MustText("text"), Hint: o.Get("hint").Text()}
		o.Done()
		switch {
		case strings.ContainsAny(opt.Value, " \t\n,，;；"):
			o.Get("value").Fault("catalogue.items.option_value", "value", opt.Value)
		case slices.ContainsFunc(out, func(p form.Option) bool { return p.Value == opt.Value }):
			x.Fault("catalogue.source.twice", "value", opt.Value)
		default:
			out = append(out, opt)
		}
	}
	return out
}

func districts(c city.City) []form.Option {
	out := make([]form.Option, len(c.Districts))
	for i, d := range c.Districts {
		out[i] = form.Option{Value: d.Short, Text: d.Name}
	}
	return out
}

// word reads the bare name of a field, page or material.
func word(n source.Node) string {
	s := n.String()
	if s != "" && !wordForm.MatchString(s) {
		n.Fault("catalogue.source.wrong_form", "value", s, "example", "licence_kind")
	}
	return s
}

func decimalText(n source.Node) string {
	s := n.String()
	if s == "" {
		return ""
	}
	if _, err := strconv.ParseFloat(s, 64); err != nil || strings.ContainsAny(s, "eExXnNiI_") {
		n.Fault("catalogue.items.not_number", "value", s)
		return ""
	}
	return s
}

func decimalOver(a, b string) bool {
	x, _ := strconv.ParseFloat(a, 64)
	y, _ := strconv.ParseFloat(b, 64)
	return x > y
}
