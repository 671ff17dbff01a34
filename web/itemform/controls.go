package itemform

import (
	"slices"
	"strconv"

	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
	"quanlian/web/ui"
)

// Control is one field as it is drawn.
type Control struct {
	Kind    form.FieldKind
	Field   ui.Field
	Options []ui.Option
	Agreed  bool
	Unit    string
	Known   []string // what a register knows of the numbers in the field
	// Turns: other fields of the page hang on the answer.
	Turns bool
	Pick  Pick
}

// Pick leads to a choice among one's own rights.
type Pick struct {
	Text string // of the button; "": there is none
	List string // where the list is asked for
	// Title and Owner name the fields that are filled with what the register says.
	Title, Owner string
}

// Block is a run of controls: the page itself, or one row of a repeated page.
type Block struct {
	Title    string // of a row
	Drop     string // path of the row, by which it is taken out; "" for one that stays
	Controls []Control
}

// Sheet is what a page is drawn from.
type Sheet struct {
	L      *lang.Localizer
	Step   form.Step
	Values form.Values
	Facts  form.Facts
	Faults ui.Faults
	// Known says what the registers know of a field's numbers; nil knows nothing.
	Known func(f form.Field, value string) []string
	// Leave reports which choices are not offered; nil offers all.
	Leave func(f form.Field, value string) bool
	// More empty rows than are filled, for a repeated page.
	More int
}

// Blocks gives the page.
func (s Sheet) Blocks() []Block {
	if s.Step.Repeat == 0 {
		return []Block{{Controls: s.row(func(p string) string { return p }, s.Values)}}
	}
	n := min(max(s.Values.Rows(s.Step)+s.More, s.Step.Least, 1), s.Step.Repeat)
	out := make([]Block, 0, n)
	for i := range n {
		at := func(p string) string { return form.Row(p, i) }
		seen := form.Values{}
		for k, v := range s.Values {
			seen[k] = v
		}
		for _, f := range s.Step.Fields {
			seen[f.ID] = s.Values[at(f.ID)]
		}
		b := Block{Title: s.L.T("web.itemform.row", "n", i+1), Controls: s.row(at, seen)}
		if n > max(s.Step.Least, 1) {
			b.Drop = s.Step.ID + "." + strconv.Itoa(i)
		}
		out = append(out, b)
	}
	return out
}

// First is the path of the first field that is answered, of a repeated page in the
// row after those that are filled; "" for none.
func (s Sheet) First() string {
	i := slices.IndexFunc(s.Step.Fields, func(f form.Field) bool { return f.Kind != form.KindNote })
	if i < 0 {
		return ""
	}
	if s.Step.Repeat == 0 {
		return s.Step.Fields[i].ID
	}
	return form.Row(s.Step.Fields[i].ID, s.Values.Rows(s.Step))
}

// Next is the id of the first field of the row after those that are filled.
func (s Sheet) Next() string {
	if first := s.First(); first != "" {
		return ui.FieldID(first)
	}
	return ""
}

// CanAdd reports whether one more row may be filled.
func (s Sheet) CanAdd() bool { return s.Step.Repeat > 0 && s.Values.Rows(s.Step) < s.Step.Repeat }

func (s Sheet) row(at func(string) string, seen form.Values) []Control {
	var out []Control
	for _, f := range s.Step.Fields {
		if f.When.Holds(seen, s.Facts) {
			out = append(out, s.control(f, at(f.ID)))
		}
	}
	return out
}

// turns reports whether another field of the page hangs on this one.
func (s Sheet) turns(id string) bool {
	return slices.ContainsFunc(s.Step.Fields, func(f form.Field) bool { return f.When.Field() == id })
}

func (s Sheet) control(f form.Field, path string) Control {
	zh := s.L.Zh()
	value := s.Values[path]
	c := Control{Kind: f.Kind, Turns: s.turns(f.ID), Unit: f.Unit.In(zh), Agreed: value != "",
		Field: ui.Field{Name: path, Label: f.Label.In(zh), Hint: f.Hint.In(zh), Value: value, Error: s.Faults.Of(path), Optional: f.Optional, Max: f.Len}}
	switch f.Format {
	case "phone":
		c.Field.Mode, c.Field.Type, c.Field.Width = "tel", "tel", "w2"
	case "email":
		c.Field.Mode, c.Field.Type = "email", "email"
	case "ipc": // its name comes as soon as the field is left
		c.Turns, c.Known = true, className(s.L, value)
	case "postcode":
		c.Field.Mode, c.Field.Width = "numeric", "w1"
	}
	switch f.Kind {
	case form.KindNumber, form.KindCount:
		c.Field.Mode, c.Field.Width = "decimal", "w1"
	case form.KindChoice, form.KindChoices:
		chosen := form.List(value)
		if f.Kind == form.KindChoice && f.Optional && len(f.Options) > manyOptions {
			c.Options = append(c.Options, ui.Option{Text: s.L.T("web.field.choose"), Count: -1})
		}
		for _, o := range f.Options {
			if s.Leave != nil && s.Leave(f, o.Value) {
				continue
			}
			c.Options = append(c.Options, ui.Option{Value: o.Value, Text: o.Text.In(zh), Hint: o.Hint.In(zh), Selected: slices.Contains(chosen, o.Value), Count: -1})
		}
	case form.KindRef, form.KindRefs:
		if s.Known != nil {
			c.Known = s.Known(f, value)
		}
	}
	return c
}

// Unit: options. Source: GOV.UK pattern: more than that go into a list that opens.
const manyOptions = 7

// List reports whether the choice is drawn as a list that opens.
func (c Control) List() bool { return len(c.Options) > manyOptions }

// AnswerText is an answer as a person reads it.
func AnswerText(l *lang.Localizer, f form.Field, value string) string {
	switch f.Kind {
	case form.KindChoice, form.KindChoices:
		var out []string
		for _, x := range form.List(value) {
			if i := slices.IndexFunc(f.Options, func(o form.Option) bool { return o.Value == x }); i >= 0 {
				out = append(out, f.Options[i].Text.In(l.Zh()))
			}
		}
		return l.List(out)
	case form.KindYes:
		if value != "" {
			return l.T("web.itemform.yes")
		}
		return ""
	case form.KindRefs:
		return l.List(form.List(value))
	case form.KindAmount:
		if fen, err := money.Parse(value); err == nil {
			return fen.String() + l.T("web.ui.yuan") + "　" + fen.Capitals()
		}
	}
	if unit := f.Unit.In(l.Zh()); unit != "" && value != "" {
		return value + " " + unit
	}
	return value
}

// Answers are the filled fields of a page, row by row, with their paths.
func Answers(l *lang.Localizer, s form.Step, v form.Values, facts form.Facts) []Answer {
	var out []Answer
	add := func(f form.Field, path, row string) {
		if f.Kind != form.KindNote {
			out = append(out, Answer{Field: f, Path: path, Label: row + f.Label.In(l.Zh()), Text: AnswerText(l, f, v[path])})
		}
	}
	if s.Repeat == 0 {
		for _, f := range s.Fields {
			if f.When.Holds(v, facts) {
				add(f, f.ID, "")
			}
		}
		return out
	}
	for i := range v.Rows(s) {
		for _, f := range s.Fields {
			if v[form.Row(f.ID, i)] != "" {
				add(f, form.Row(f.ID, i), strconv.Itoa(i+1)+"　")
			}
		}
	}
	return out
}

// Answer is one filled field.
type Answer struct {
	Field form.Field
	Path  string
	Label string
	Text  string
}
