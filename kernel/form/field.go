package form

import (
	"strconv"
	"strings"
)

// Step is one page of the form. A repeated step is filled several times; its
// values stand under <step>.<row>.<field>.
type Step struct {
	ID     string  `json:"id"`
	Name   Text    `json:"name"`
	Lead   Text    `json:"lead,omitzero"`
	Fields []Field `json:"fields"`
	Repeat int     `json:"repeat,omitempty"` // most rows; 0: filled once
	Least  int     `json:"least,omitempty"`  // rows that must be there
	// When: the page is shown only then.
	When Predicate `json:"when,omitzero"`
}

// FieldKind is what a field holds.
type FieldKind string

// The kinds of fields.
const (
	KindText    FieldKind = "text"
	KindLong    FieldKind = "long"    // many words
	KindNumber  FieldKind = "number"  // a decimal number
	KindCount   FieldKind = "count"   // a whole number
	KindAmount  FieldKind = "amount"  // yuan with two places; shown with capitals
	KindDate    FieldKind = "date"    // 2026-11-20
	KindYes     FieldKind = "yes"     // a tick
	KindChoice  FieldKind = "choice"  // one of the options
	KindChoices FieldKind = "choices" // several of them, joined by commas
	KindRef     FieldKind = "ref"     // a number in a register
	KindRefs    FieldKind = "refs"    // several, one a line
	KindNote    FieldKind = "note"    // a sentence between the fields; holds nothing
)

// Field is one question of the form. ID is its path: <group>.<name>.
type Field struct {
	ID       string    `json:"id"`
	Kind     FieldKind `json:"kind"`
	Label    Text      `json:"label"`
	Hint     Text      `json:"hint,omitzero"`
	Optional bool      `json:"optional,omitempty"`
	Options  []Option  `json:"options,omitempty"`
	// Format names a form that the value must have (uscc, phone, email, …).
	Format string `json:"format,omitempty"`
	// Register is where a ref or refs is looked up.
	Register string `json:"register,omitempty"`
	// Prefill names where the value comes from: party.name, user.name, ….
	Prefill string `json:"prefill,omitempty"`
	// Lock: what was prefilled is not changed by hand.
	Lock bool `json:"lock,omitempty"`
	// Anew: what is said by the tick is a consent or a promise, made each time anew.
	Anew bool      `json:"anew,omitempty"`
	Min  string    `json:"min,omitempty"`
	Max  string    `json:"max,omitempty"`
	Len  int       `json:"len,omitempty"` // most characters
	When Predicate `json:"when,omitzero"`
	// Private: personal data, masked in lists and logs.
	Private bool `json:"private,omitempty"`
	// Names: what is private are names of persons, one a line. The paper of whoever
	// applied says them where they are what is granted; a public page never does.
	Names bool   `json:"names,omitempty"`
	Unit  Text   `json:"unit,omitzero"`
	Width string `json:"width,omitempty"` // short, half; "" is the full column
}

// Statement reports whether a tick is a statement that is made each time anew: one
// that has to be made, a consent, a promise. Other ticks are facts and wishes.
func (f Field) Statement() bool { return f.Kind == KindYes && (!f.Optional || f.Anew) }

// Option is one answer of a choice.
type Option struct {
	Value string `json:"value" yaml:"value"`
	Text  Text   `json:"text" yaml:"text"`
	Hint  Text   `json:"hint,omitzero" yaml:"hint"`
}

// Values is a filled form: path to text. Several choices are joined by commas,
// several references by line ends.
type Values map[string]string

// Row is the path of a field in a row of a repeated step.
func Row(path string, row int) string {
	step, name, ok := strings.Cut(path, ".")
	if !ok {
		return path
	}
	return step + "." + strconv.Itoa(row) + "." + name
}

// withoutRow is the path without the number of its row.
func withoutRow(path string) string {
	parts := strings.Split(path, ".")
	if len(parts) == 3 {
		if _, err := strconv.Atoi(parts[1]); err == nil {
			return parts[0] + "." + parts[2]
		}
	}
	return path
}

// Rows is how many rows of a repeated step are filled.
func (v Values) Rows(step Step) int {
	n := 0
	for path, text := range v {
		parts := strings.Split(path, ".")
		if len(parts) != 3 || parts[0] != step.ID || strings.TrimSpace(text) == "" {
			continue
		}
		if row, err := strconv.Atoi(parts[1]); err == nil && row >= 0 && row < step.Repeat {
			n = max(n, row+1)
		}
	}
	return n
}

// List splits several choices or references.
func List(s string) []string {
	var out []string
	for _, x := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' || r == ',' || r == '，' || r == ';' || r == '；' }) {
		if x = strings.TrimSpace(x); x != "" {
			out = append(out, x)
		}
	}
	return out
}
