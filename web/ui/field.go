package ui

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"quanlian/base/money"
	"quanlian/catalogue/lang"
)

// Field is one question of a form.
type Field struct {
	Name     string // of the form value; the id is made of it
	Of       string // tells apart the ids of two forms on one page
	Label    string
	Hint     string
	Error    string // in words; empty when right
	Value    string
	Optional bool
	Width    string // "" full, "w1" a few digits, "w2" a date or an amount
	Mode     string // inputmode: numeric, decimal, tel, email
	Auto     string // autocomplete, as HTML names it
	Type     string // text when empty; password, email, tel, search
	Max      int    // longest input in characters; 0 for none
	Most     int64  // largest file in bytes; 0 where the page does not say it before it is sent
	Choose   string // label of a file input; "" for the usual one
}

// ID is the id of the control; the error summary links to it.
func (f Field) ID() string { return FieldID(f.Of + f.Name) }

// FieldID makes an id of a field's name or JSON path: /parties/0/name → f-parties-0-name.
func FieldID(name string) string {
	return "f-" + strings.Trim(strings.Map(func(r rune) rune {
		if r == '/' || r == '.' || r == '[' || r == ']' {
			return '-'
		}
		return r
	}, name), "-")
}

// described lists what a reader of the page shall hear with the control.
func (f Field) described() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID()+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.ID()+"-error")
	}
	return strings.Join(ids, " ")
}

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f Field) class() string {
	if f.Width == "" {
		return "form-control"
	}
	return "form-control q-" + f.Width
}

// Capitals is the amount in the field in words, or "" when it is none.
func (f Field) capitals() string {
	fen, err := money.Parse(f.Value)
	if err != nil {
		return ""
	}
	return fen.Capitals()
}

// Option is one answer of a choice.
type Option struct {
	Value, Text, Hint string
	Selected          bool
	Count             int    // facets show it; negative for none
	Group             string // those of one group stand together under it
}

// groups are the options in runs of one group.
func groups(options []Option) [][]Option {
	var out [][]Option
	for i, o := range options {
		if i == 0 || o.Group != options[i-1].Group {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], o)
	}
	return out
}

// File is an attachment as a row.
type File struct {
	Name    string
	Facts   string // size, pages, scanned for viruses
	Hash    string // hexadecimal; head and tail are shown
	Href    string
	State   State
	Status  string
	Refused string // why, and what to do; empty when accepted
	Remove  string // value of the button named "remove"; empty for none
	Out     string // of the button named "out", which takes out what was handed in; empty for none
	Undo    string // of the button named "undo", by which it stays; empty for none
	Proof   Link   // the way to a receipt of it
	Also    Link   // the way to the same in another language
}

// short shows head and tail of a hash.
func short(hash string) string {
	if len(hash) <= 11 {
		return hash
	}
	return hash[:4] + "…" + hash[len(hash)-4:]
}

// FieldFault is one line of the error summary.
type FieldFault struct {
	ID, Label, Text string
	Href            string // where the field stands; "": on the same page, under ID
}

// href leads to the field; "" when there is none.
func (f FieldFault) href() string {
	if f.Href == "" && f.ID != "" {
		return "#" + f.ID
	}
	return f.Href
}

// line is the words of the field and what is wrong with it.
func (f FieldFault) line(l *lang.Localizer) string {
	if f.Label == "" {
		return f.Text
	}
	return strings.TrimRight(f.Label, "：:？?") + l.T("web.ui.colon") + f.Text
}

// Faults are the errors of a form by field.
type Faults struct {
	list  []lang.FieldError
	byKey map[string]string
	of    string
}

// FaultsOf sorts what err says by the ids of its fields; nil gives none.
func FaultsOf(l *lang.Localizer, err error) Faults {
	f := Faults{list: l.Fields(err), byKey: map[string]string{}}
	for _, e := range f.list {
		if id := FieldID(e.Field); f.byKey[id] == "" {
			f.byKey[id] = e.Text
		}
	}
	return f
}

// In are the same faults in a form whose ids begin with of, as [Field.Of] says.
func (f Faults) In(of string) Faults {
	f.of = of
	return f
}

// Any tells whether there is a fault.
func (f Faults) Any() bool { return len(f.list) > 0 }

// Of is the fault of one field, or "".
func (f Faults) Of(name string) string { return f.byKey[FieldID(name)] }

// Summary gives the lines of the error summary; label finds the words of a
// field by its name and may be nil. A text that names its field says so itself.
func (f Faults) Summary(label func(name string) string) []FieldFault {
	out := make([]FieldFault, 0, len(f.list))
	for _, e := range f.list {
		line := FieldFault{Text: e.Text}
		if e.Field != "" {
			line.ID = FieldID(f.of + e.Field)
			if label != nil {
				if name := label(e.Field); !strings.Contains(e.Text, name) {
					line.Label = name
				}
			}
		}
		out = append(out, line)
	}
	return out
}

// AtMost tells the browser how large a file may be, in bytes, and what it says of a
// larger one, so that nobody waits for an upload that is refused.
func AtMost(l *lang.Localizer, most int64) templ.Attributes {
	if most <= 0 {
		return nil
	}
	return templ.Attributes{"data-most": strconv.FormatInt(most, 10), "data-too-large": l.T("web.upload.too_large", "mb", most>>20)}
}

// CapitalsPath is where CapitalsHandler must be mounted.
const CapitalsPath = "/_capitals"

// CapitalsHandler writes the amount of its only value in Chinese capitals, for
// the line below an amount that is being typed.
func CapitalsHandler(w http.ResponseWriter, r *http.Request) {
	text := ""
	for name, values := range r.URL.Query() {
		if name != "lang" && len(values) > 0 {
			text = Field{Value: values[0]}.capitals()
		}
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = fmt.Fprint(w, text) // the reader may have left
}
