package moveform

import (
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/web/ui"
)

// Kind is how a control is drawn.
type Kind string

// The kinds of control.
const (
	Text   Kind = "text"
	Long   Kind = "long"
	Number Kind = "number"
	Amount Kind = "amount"
	Day    Kind = "day"
	Yes    Kind = "yes"
	Choice Kind = "choice"
	Checks Kind = "checks" // several of a list, each with a box
	Files  Kind = "files"  // uploads: ids are carried, the browser's own input takes more
	Hidden Kind = "hidden"
	Group  Kind = "group" // a heading over the fields that follow
	More   Kind = "more"  // a button that sends the form for one more row of a list
)

// Control is one question of a form.
type Control struct {
	Kind    Kind
	Field   ui.Field
	Options []ui.Option
	Held    []ui.File // of Files: what was taken already
	Names   string    // of Files: their names, as they are carried
	Accept  string    // of Files: endings for the file dialog
	Part    *Part     // the part of a long form that it belongs to; nil: before all parts
}

// Part is a piece of a long form under a heading of its own, folded where most
// have no use for it.
type Part struct {
	Title string
	Paths []string // paths, and beginnings of paths, that belong to it
	Open  bool
}

// Choices gives the values that a field may have, by its path; nil when it is
// free. Texts of values are <flow>.value.<last part>.<value>.
type Choices func(path string) []string

// Spec says how an input is drawn.
type Spec struct {
	L       *lang.Localizer
	Flow    kernel.FlowAddr // whose words the form speaks
	Of      string          // tells apart the ids of two forms on one page
	Choices Choices
	// Many are last parts of paths of which several may be chosen, and Text says
	// a value that no language file knows; both may be nil.
	Many   []string
	Text   func(path, value string) string
	Long   []string          // last parts of paths that take many words
	Files  map[string]string // paths of uploads, with the endings that they take
	Most   int64             // largest file of an upload, in bytes
	Hide   []string          // paths carried unseen
	Drop   []string          // paths not asked for
	Parts  []Part            // pieces of a long form, in their order
	Rows   int               // how many rows of a list are offered
	RowsOf map[string]int    // and of certain lists
	More   map[string]string // lists with a button for one more row, and the key of its words
	Values map[string]string // what was typed, or prefilled
	Faults ui.Faults
}

// Controls lists the questions of an input type, in the order of its fields.
func (s Spec) Controls(input any) []Control {
	var out []Control
	s.Values = maps.Clone(s.Values)
	s.walk(reflect.TypeOf(input), "", &out)
	return s.parted(out)
}

func (s Spec) walk(t reflect.Type, prefix string, out *[]Control) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		s.field(f.Type, prefix+name, out)
	}
}

var (
	fenType  = reflect.TypeFor[money.Fen]()
	dateType = reflect.TypeFor[calendar.Date]()
)

func (s Spec) field(t reflect.Type, path string, out *[]Control) {
	if slices.Contains(s.Drop, path) {
		return
	}
	if s.hidden(path) {
		*out = append(*out, Control{Kind: Hidden, Field: ui.Field{Name: path, Value: s.Values[path]}})
		return
	}
	if accept, ok := s.Files[path]; ok {
		*out = append(*out, s.files(path, accept))
		return
	}
	if t.Kind() == reflect.Pointer && isDecimal(t.Elem()) {
		t = t.Elem()
	}
	switch {
	case t == fenType:
		s.add(out, Amount, path)
	case t == dateType:
		s.add(out, Day, path)
	case t.Kind() == reflect.Bool:
		s.add(out, Yes, path)
	case t.Kind() == reflect.Int:
		s.addNumber(out, path)
	case t.Kind() == reflect.String:
		s.addText(out, path)
	case isDecimal(t):
		s.add(out, Number, path)
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		s.choices(out, path)
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct && s.Rows > 0:
		s.close(path)
		for i := range s.rows(path) {
			s.add(out, Group, path)
			head := &(*out)[len(*out)-1].Field
			head.Label = words.Row(s.L, s.Flow, path, i+1)
			s.walk(t.Elem(), path+"."+strconv.Itoa(i)+".", out)
		}
		if text := s.More[path]; text != "" && s.rows(path) < mostRows {
			*out = append(*out, Control{Kind: More, Field: ui.Field{Name: path, Label: s.L.T(text)}})
		}
	case t.Kind() == reflect.Struct, t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct:
		s.walk(t, path+".", out)
	}
}

// rows are as many as are filled in and one more, at least those of the form.
func (s Spec) rows(path string) int {
	n := max(s.Rows, s.RowsOf[path])
	for k, typed := range s.Values {
		if i := rowOf(k, path); i >= 0 && typed != "" {
			n = max(n, i+2)
		}
	}
	return min(n, mostRows)
}

// close moves the rows of a list up over empty ones, as [Read] does: a fault of
// the second row that was filled in stands at the second row.
func (s Spec) close(path string) {
	rows, to := make([]map[string]string, mostRows), 0
	for k, typed := range s.Values {
		if i := rowOf(k, path); i >= 0 {
			if rows[i] == nil {
				rows[i] = map[string]string{}
			}
			rows[i][strings.TrimPrefix(k, path+"."+strconv.Itoa(i))] = typed
			delete(s.Values, k)
		}
	}
	for _, row := range rows {
		if !slices.ContainsFunc(slices.Collect(maps.Values(row)), func(typed string) bool { return strings.TrimSpace(typed) != "" }) {
			continue
		}
		for k, typed := range row {
			s.Values[path+"."+strconv.Itoa(to)+k] = typed
		}
		to++
	}
}

// mostRows is the longest list that a form takes.
// Unit: rows. Source: our own bound, that of a plan of payments ([D]).
const mostRows = 36

// rowOf is the number of the row of a list that a field stands in, -1 for none.
func rowOf(field, path string) int {
	rest, ok := strings.CutPrefix(field, path+".")
	row, _, in := strings.Cut(rest, ".")
	if i, err := strconv.Atoi(row); ok && in && err == nil && i >= 0 && i < mostRows {
		return i
	}
	return -1
}

// Shown is how many rows of a list a form that was sent had.
func Shown(form url.Values, path string) int {
	n := 0
	for k := range form {
		n = max(n, rowOf(k, path)+1)
	}
	return n
}

// addNumber asks for a number, or lets choose one.
func (s Spec) addNumber(out *[]Control, path string) {
	if s.Choices != nil && s.Choices(path) != nil {
		s.choices(out, path)
		return
	}
	s.add(out, Number, path)
}

func isDecimal(t reflect.Type) bool { return t.Name() == "Decimal" }

func (s Spec) hidden(path string) bool {
	for _, h := range s.Hide {
		if h == path {
			return true
		}
	}
	return false
}

func (s Spec) addText(out *[]Control, path string) {
	if s.Choices != nil && s.Choices(path) != nil {
		s.choices(out, path)
		return
	}
	last := path[strings.LastIndexByte(path, '.')+1:]
	for _, l := range s.Long {
		if l == last {
			s.add(out, Long, path)
			return
		}
	}
	s.add(out, Text, path)
}

// choices draws a list of values to choose from; lists of more than one value
// are carried as typed, separated by commas.
func (s Spec) choices(out *[]Control, path string) {
	if s.Choices == nil {
		return
	}
	values := s.Choices(path)
	if len(values) == 0 {
		return
	}
	c := Control{Kind: Choice, Field: s.ui(path)}
	chosen := []string{s.Values[path]}
	if slices.Contains(s.Many, path[strings.LastIndexByte(path, '.')+1:]) {
		c.Kind, chosen = Checks, strings.Split(s.Values[path], ",")
	} else {
		c.Options = append(c.Options, ui.Option{Value: "", Text: s.L.T("web.field.choose"), Count: -1})
	}
	for _, v := range values {
		c.Options = append(c.Options, ui.Option{Value: v, Text: s.valueText(path, v), Selected: slices.Contains(chosen, v), Count: -1})
	}
	*out = append(*out, c)
}

func (s Spec) valueText(path, value string) string {
	if s.Text != nil {
		if t := s.Text(path, value); t != "" {
			return t
		}
	}
	return words.Value(s.L, s.Flow, path, value)
}

func (s Spec) add(out *[]Control, k Kind, path string) {
	*out = append(*out, Control{Kind: k, Field: s.ui(path)})
}

func (s Spec) ui(path string) ui.Field {
	return ui.Field{Name: path, Of: s.Of, Label: words.Field(s.L, s.Flow, path), Hint: words.Hint(s.L, s.Flow, path), Value: s.Values[path], Error: s.Faults.Of(path)}
}
