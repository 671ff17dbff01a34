package catalogue

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/items"
	"quanlian/catalogue/items/sheet"
	"quanlian/kernel/form"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// sheetForm draws an item as the rows of its tables: the form comes from the
// same description as the workbook. A control is named <table>.<row>.<column>.
type sheetForm struct {
	v      *site.Visit
	words  *sheet.Words
	book   sheet.Book
	more   map[string]int // blank rows that are offered
	faults map[string]string
	shared []form.Step     // the city's shared pages
	kept   map[string]bool // fields in force, by page and name: how they are stored does not change here
}

// Blank rows offered of each table. Unit: rows. Source: our choice; a button
// gives more.
const blankRows = 1

// growing are the tables to which rows are added.
var growing = []string{sheet.Materials, sheet.Limits, sheet.Basis, sheet.Checklist, sheet.Mistakes, sheet.Fields}

func newForm(c *items.Catalogue, v *site.Visit, it form.Item) *sheetForm {
	f := &sheetForm{v: v, words: sheet.NewWords(c.City), book: sheet.Rows(c, []form.Item{it}), more: map[string]int{}, faults: map[string]string{}, kept: map[string]bool{}}
	if was, ok := c.InForce(it.Code, calendar.DateOf(v.Env.Now())); ok {
		for _, s := range was.Item.Steps {
			for _, x := range s.Fields {
				f.kept[x.ID] = true
			}
		}
	}
	f.book[sheet.Items][0]["routes"] = f.words.SayRoutes(it.Routes, v.L.Zh())
	for _, id := range slices.Sorted(slices.Values(c.Groups())) {
		if g, ok := c.Group(id); ok {
			f.shared = append(f.shared, g)
		}
	}
	for _, t := range growing {
		f.more[t] = blankRows
		if f.book[t] == nil {
			f.book[t] = []sheet.Row{}
		}
	}
	return f
}

// read takes what was typed; rows that are empty or were taken away are left out.
func (f *sheetForm) read(values url.Values, code string) {
	rows := map[string]map[int]sheet.Row{}
	for name, v := range values {
		table, rest, ok := strings.Cut(name, ".")
		t, known := sheet.Find(table)
		n, key, ok2 := strings.Cut(rest, ".")
		i, err := strconv.Atoi(n)
		if !ok || !ok2 || !known || err != nil || i < 0 {
			continue
		}
		if _, at := t.Col(key); at < 0 && key != dropField {
			continue
		}
		if rows[table] == nil {
			rows[table] = map[int]sheet.Row{}
		}
		if rows[table][i] == nil {
			rows[table][i] = sheet.Row{}
		}
		rows[table][i][key] = strings.ReplaceAll(strings.TrimSpace(strings.Join(v, "\n")), "\r\n", "\n")
	}
	for _, t := range sheet.Tables() {
		list := []sheet.Row{}
		order := make([]int, 0, len(rows[t.Name]))
		for i := range rows[t.Name] {
			order = append(order, i)
		}
		slices.Sort(order)
		for _, i := range order {
			if r := rows[t.Name][i]; r[dropField] == "" && said(t.Name, r) {
				r["code"] = code
				if t.Name == sheet.Fields {
					nameField(r, list)
				}
				list = append(list, r)
			}
		}
		f.book[t.Name] = list
	}
}

// nameField gives a field that was added a name among those of its page: people
// think of its label only.
func nameField(r sheet.Row, others []sheet.Row) {
	if r["field"] != "" || r["step_zh"] != "" {
		return // it has one, or it is a shared page
	}
	taken := func(name string) bool {
		return slices.ContainsFunc(others, func(o sheet.Row) bool { return o["step"] == r["step"] && o["field"] == name })
	}
	for n := 1; r["field"] == ""; n++ {
		if name := "added" + strconv.Itoa(n); !taken(name) {
			r["field"] = name
		}
	}
}

// dropField is the tick that takes a row away.
const dropField = "_drop"

// said reports whether a row says something of its own: what is only chosen, or
// filled in beforehand, does not count.
func said(table string, r sheet.Row) bool {
	if table == sheet.Items {
		return true
	}
	for k, v := range r {
		switch k {
		case "code", "step", "kind", "source", "regime", "from", "name", "max_mb", "max", "types", "tag":
		default:
			if v != "" {
				return true
			}
		}
	}
	return false
}

// mark puts the mistakes at their controls.
func (f *sheetForm) mark(faults []sheet.Fault) {
	for _, x := range faults {
		name := controlName(x.Table, x.Row, x.Col)
		if f.faults[name] == "" {
			f.faults[name] = f.v.L.Fill(x.Code, f.named(x))
		}
	}
}

// named are the arguments of a mistake; offices that a route may lead to have names.
func (f *sheetForm) named(x sheet.Fault) errs.Args {
	if x.Col != "routes" || x.Args["known"] == nil {
		return x.Args
	}
	args, units := maps.Clone(x.Args), []string{}
	for _, u := range f.words.List("unit") {
		units = append(units, u.Text.In(f.v.L.Zh()))
	}
	args["known"] = f.v.L.List(units)
	return args
}

func controlName(table string, row int, col string) string {
	return table + "." + strconv.Itoa(row) + "." + col
}

// summary are the mistakes for the top of the page, in the order of the tables.
func (f *sheetForm) summary(faults []sheet.Fault) []ui.FieldFault {
	var out []ui.FieldFault
	for _, t := range sheet.Tables() {
		for _, x := range faults {
			if x.Table == t.Name {
				out = append(out, ui.FieldFault{ID: ui.FieldID(controlName(x.Table, x.Row, x.Col)), Label: f.v.L.T("itembook.table."+x.Table) + "　" + f.heading(x), Text: f.v.L.Fill(x.Code, f.named(x))})
			}
		}
	}
	return out
}

func (f *sheetForm) heading(x sheet.Fault) string {
	if x.Col == "" {
		return strconv.Itoa(x.Row + 1)
	}
	return sheet.Heading(f.v.L, x.Table, x.Col)
}

// control is one question of the form.
type control struct {
	kind    string // text, area, choice, several, tick, day, hidden
	field   ui.Field
	options []ui.Option
	wide    bool
	head    string // over the controls that follow
}

// block is one row of a table.
type block struct {
	title    string
	row      int
	controls []control
	deep     []control
	drop     string // name of the tick that takes it away, "" when it cannot be
}

// blocks are the rows of a table and the blank ones below.
func (f *sheetForm) blocks(table string) []block {
	t, _ := sheet.Find(table)
	var out []block
	n := len(f.book[table])
	for i := range n + f.more[table] {
		r := sheet.Row{}
		if i < n {
			r = f.book[table][i]
		}
		b := block{row: i, title: f.rowTitle(table, r, i)}
		for _, c := range t.Cols {
			x := f.control(table, i, c, r[c.Key])
			switch {
			case c.Key == "code" || f.fixed(table, c.Key, r):
				x.kind = "hidden"
				b.controls = append(b.controls, x)
			case c.Deep:
				b.deep = append(b.deep, x)
			default:
				if h := heads[c.Key]; table == sheet.Items && h != "" {
					x.head = f.v.L.T("service.catalogue.head." + h)
				}
				b.controls = append(b.controls, x)
			}
		}
		if i < n && slices.Contains(growing, table) {
			b.drop = controlName(table, i, dropField)
		}
		out = append(out, b)
	}
	return out
}

// heads stand over the control with which a part of the items table begins.
var heads = map[string]string{"name_zh": "names", "from": "kind", "unit": "handling", "fee_zh": "result", "seek": "finding", "system": "target"}

// fixed are columns that are carried unseen: where an item stands does not
// change; how a field in force is stored, and how pages are joined, is for the
// workbook.
func (f *sheetForm) fixed(table, key string, r sheet.Row) bool {
	switch {
	case table == sheet.Items:
		return key == "link" || key == "matter"
	case table != sheet.Fields:
		return false
	case r["field"] == "" && r["step"] != "":
		return true
	case key == "step" || key == "kind":
		return f.kept[r["step"]+"."+r["field"]]
	}
	return slices.Contains([]string{"field", "format", "register", "prefill", "lock", "anew", "when", "width", "repeat", "least", "step_when", "step_zh", "step_en", "step_lead_zh", "step_lead_en"}, key)
}

func (f *sheetForm) rowTitle(table string, r sheet.Row, i int) string {
	text := ""
	for _, key := range []string{"label", "name", "law", "text", "step"} {
		for _, lang := range []string{"_zh", ""} {
			if f.v.L.Zh() || lang == "" {
				if text == "" {
					text = r[key+lang]
				}
			} else if text == "" {
				text = r[key+"_en"]
			}
		}
	}
	if table == sheet.Limits && text != "" {
		text = f.words.Say("limit", text, f.v.L.Zh())
	}
	if text == "" {
		return f.v.L.T("service.catalogue.new_row")
	}
	return text
}

func (f *sheetForm) control(table string, row int, c sheet.Col, value string) control {
	name := controlName(table, row, c.Key)
	x := control{kind: "text", field: ui.Field{Name: name, Label: sheet.Heading(f.v.L, table, c.Key), Value: sheet.Spoken(c.Key, value, f.v.L.Zh()), Error: f.faults[name]}}
	if h := "service.catalogue.hint." + c.Key; f.v.L.Has(h) {
		x.field.Hint = f.v.L.T(h)
	}
	switch {
	case table == sheet.Fields && c.Key == "step":
		x.kind, x.field.Label, x.field.Hint, x.options = "choice", f.v.L.T("service.catalogue.on_page"), "", f.ownPages(value)
	case table == sheet.Materials && c.Key == "sample":
		x.kind, x.wide = "sample", true
	case c.Words == "yes":
		x.kind = "tick"
		x.options = []ui.Option{{Value: "true", Text: x.field.Label, Selected: value == "true", Count: -1}}
	case c.Words != "" && c.Many:
		x.kind = "several"
		x.options = f.options(c.Words, strings.Split(value, "\n"), false)
	case c.Words != "":
		x.kind = "choice"
		x.options = f.options(c.Words, []string{value}, true)
	case table == sheet.Items && (c.Key == "name_zh" || c.Key == "name_en"):
		x.wide = true
	case c.Many || long[c.Key]:
		x.kind, x.wide = "area", true
	case c.Key == "from" && table == sheet.Items:
		x.kind = "day"
	}
	return x
}

// ownPages are the pages of the form that are not shared with other items.
func (f *sheetForm) ownPages(chosen string) []ui.Option {
	out := []ui.Option{{Text: f.v.L.T("web.field.choose"), Count: -1}}
	seen := map[string]bool{}
	for _, r := range f.book[sheet.Fields] {
		if id := r["step"]; r["field"] != "" && r["step_zh"] != "" && !seen[id] {
			seen[id] = true
			name := r["step_zh"]
			if !f.v.L.Zh() {
				name = r["step_en"]
			}
			out = append(out, ui.Option{Value: id, Text: name, Selected: id == chosen, Count: -1})
		}
	}
	return out
}

// long are columns of whole sentences.
var long = map[string]bool{"lead_zh": true, "lead_en": true, "note_zh": true, "note_en": true, "says_zh": true, "says_en": true, "text_zh": true, "text_en": true, "hint_zh": true, "hint_en": true}

func (f *sheetForm) options(list string, chosen []string, blank bool) []ui.Option {
	var out []ui.Option
	if blank {
		out = append(out, ui.Option{Text: f.v.L.T("web.field.choose"), Count: -1})
	}
	known := map[string]bool{"": true}
	for _, w := range f.words.List(list) {
		known[w.Value] = true
		out = append(out, ui.Option{Value: w.Value, Text: w.Text.In(f.v.L.Zh()), Selected: slices.Contains(chosen, w.Value), Count: -1})
	}
	for _, s := range chosen { // what was there and is on no list is not lost
		if !known[s] {
			out = append(out, ui.Option{Value: s, Text: s, Selected: true, Count: -1})
		}
	}
	return out
}

// wrong reports whether a row has a mistake, so that it is shown open.
func (f *sheetForm) wrong(table string, row int) bool {
	prefix := controlName(table, row, "")
	for name := range f.faults {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return row >= len(f.book[table]) && f.more[table] > blankRows
}

func (f *sheetForm) grows(table string) bool { return slices.Contains(growing, table) }
