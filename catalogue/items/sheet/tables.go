package sheet

import (
	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
)

// Row is one row of a table, by the keys of its columns.
type Row map[string]string

// mark begins the key under which a row says why a cell is not to be trusted.
const mark = "!"

// Mark says why the cell of a column is not to be trusted, by a code.
func (r Row) Mark(key, code string) { r[mark+key] = code }

// Col is a column.
type Col struct {
	Key string
	// Words names the closed list of its values, "" when it is free.
	Words string
	// Many: several values, one a line.
	Many bool
	// Width is how wide it is drawn. Unit: characters of the usual type.
	Width int
	// Deep: for who knows the form; drawn grey.
	Deep bool
}

// Table is one sheet.
type Table struct {
	Name string
	Cols []Col
}

// Names of the tables.
const (
	Items     = "items"
	Materials = "materials"
	Fields    = "fields"
	Limits    = "limits"
	Basis     = "basis"
	Checklist = "checklist"
	Mistakes  = "mistakes"
)

// Widths. Unit: characters. Source: what is read without scrolling at 1360 px.
const (
	narrow = 10
	middle = 18
	wide   = 36
)

// Tables are the sheets of the workbook, in their order.
func Tables() []Table { return tables }

var tables = []Table{
	{Items, []Col{
		{Key: "code", Width: narrow}, {Key: "link", Words: "link", Width: narrow}, {Key: "matter", Words: "matter", Width: middle},
		{Key: "name_zh", Width: wide}, {Key: "name_en", Width: wide}, {Key: "lead_zh", Width: wide}, {Key: "lead_en", Width: wide},
		{Key: "from", Width: middle}, {Key: "status", Words: "status", Width: middle}, {Key: "kind", Words: "kind", Width: middle}, {Key: "class", Words: "class", Width: narrow},
		{Key: "level", Words: "level", Many: true, Width: narrow}, {Key: "visits", Width: narrow}, {Key: "unit", Words: "unit", Width: middle}, {Key: "routes", Many: true, Width: wide},
		{Key: "advice", Width: middle}, {Key: "complaint", Width: middle}, {Key: "providers_zh", Many: true, Width: wide}, {Key: "providers_en", Many: true, Width: wide},
		{Key: "who", Words: "who", Many: true, Width: middle}, {Key: "channels", Words: "channel", Many: true, Width: narrow}, {Key: "flow", Words: "flow", Width: middle},
		{Key: "cure", Width: narrow}, {Key: "promise", Words: "yes", Width: narrow}, {Key: "publicity", Width: narrow},
		{Key: "fee_zh", Width: middle}, {Key: "fee_en", Width: middle}, {Key: "fee_basis", Width: middle}, {Key: "fee_tag", Width: narrow}, {Key: "fee_free", Words: "yes", Width: narrow},
		{Key: "result_zh", Width: middle}, {Key: "result_en", Width: middle}, {Key: "granted_zh", Width: wide}, {Key: "granted_en", Width: wide}, {Key: "series", Width: narrow},
		{Key: "seek", Many: true, Width: wide}, {Key: "events", Words: "event", Many: true, Width: middle}, {Key: "together", Many: true, Width: narrow},
		{Key: "system", Words: "system", Width: middle}, {Key: "export", Words: "export", Width: narrow}, {Key: "back", Words: "back", Width: narrow},
		{Key: "retired", Words: "yes", Width: narrow},
		{Key: "self", Width: narrow, Deep: true}, {Key: "template", Width: middle, Deep: true}, {Key: "rules", Many: true, Width: wide, Deep: true},
	}},
	{Materials, []Col{
		{Key: "code", Width: narrow}, {Key: "id", Width: middle}, {Key: "name_zh", Width: wide}, {Key: "name_en", Width: wide}, {Key: "source", Words: "source", Width: middle},
		{Key: "form_zh", Width: middle}, {Key: "form_en", Width: middle}, {Key: "note_zh", Width: wide}, {Key: "note_en", Width: wide},
		{Key: "spare", Words: "yes", Width: narrow}, {Key: "spare_by", Width: middle, Deep: true}, {Key: "extract", Words: "extract", Width: middle, Deep: true}, {Key: "cases", Many: true, Width: narrow, Deep: true}, {Key: "optional", Words: "yes", Width: narrow}, {Key: "later", Width: narrow}, {Key: "promise", Words: "yes", Width: narrow},
		{Key: "types", Many: true, Width: narrow}, {Key: "max_mb", Width: narrow}, {Key: "max", Width: narrow}, {Key: "sample", Width: middle}, {Key: "application", Words: "yes", Width: narrow, Deep: true}, {Key: "when", Width: wide, Deep: true},
	}},
	{Fields, []Col{
		{Key: "code", Width: narrow}, {Key: "step", Width: middle}, {Key: "step_zh", Width: middle}, {Key: "step_en", Width: middle}, {Key: "step_lead_zh", Width: middle}, {Key: "step_lead_en", Width: middle},
		{Key: "field", Width: middle}, {Key: "label_zh", Width: wide}, {Key: "label_en", Width: wide}, {Key: "hint_zh", Width: wide}, {Key: "hint_en", Width: wide},
		{Key: "kind", Words: "fieldkind", Width: middle}, {Key: "optional", Words: "yes", Width: narrow}, {Key: "options", Many: true, Width: wide},
		{Key: "min", Width: narrow}, {Key: "max", Width: narrow}, {Key: "len", Width: narrow}, {Key: "unit_zh", Width: narrow}, {Key: "unit_en", Width: narrow}, {Key: "private", Words: "private", Width: narrow},
		{Key: "format", Width: narrow, Deep: true}, {Key: "register", Width: narrow, Deep: true}, {Key: "prefill", Width: narrow, Deep: true}, {Key: "lock", Words: "yes", Width: narrow, Deep: true}, {Key: "anew", Words: "yes", Width: narrow, Deep: true},
		{Key: "when", Width: middle, Deep: true}, {Key: "width", Width: narrow, Deep: true}, {Key: "repeat", Width: narrow, Deep: true}, {Key: "least", Width: narrow, Deep: true}, {Key: "step_when", Width: middle, Deep: true},
	}},
	{Limits, []Col{
		{Key: "code", Width: narrow}, {Key: "name", Words: "limit", Width: middle}, {Key: "period", Width: narrow}, {Key: "from", Words: "start", Width: middle}, {Key: "basis", Width: wide},
		{Key: "tag", Width: narrow}, {Key: "note_zh", Width: wide}, {Key: "note_en", Width: wide}, {Key: "regime", Words: "regime", Width: middle, Deep: true}, {Key: "outside", Words: "yes", Width: narrow, Deep: true},
	}},
	{Basis, []Col{{Key: "code", Width: narrow}, {Key: "law", Width: wide}, {Key: "law_en", Width: wide}, {Key: "article", Width: middle}, {Key: "says_zh", Width: wide}, {Key: "says_en", Width: wide}, {Key: "tag", Width: narrow}}},
	{Checklist, []Col{{Key: "code", Width: narrow}, {Key: "id", Width: middle}, {Key: "text_zh", Width: wide}, {Key: "text_en", Width: wide}, {Key: "auto", Width: narrow, Deep: true}}},
	{Mistakes, []Col{{Key: "code", Width: narrow}, {Key: "text_zh", Width: wide}, {Key: "text_en", Width: wide}}},
}

// Col finds a column of a table, and its place.
func (t Table) Col(key string) (Col, int) {
	for i, c := range t.Cols {
		if c.Key == key {
			return c, i
		}
	}
	return Col{}, -1
}

// Find finds a table.
func Find(name string) (Table, bool) {
	for _, t := range tables {
		if t.Name == name {
			return t, true
		}
	}
	return Table{}, false
}

// Heading is the heading of a column.
func Heading(l *lang.Localizer, table, col string) string {
	if key := "itembook.col." + table + "." + col; l.Has(key) {
		return l.T(key)
	}
	return l.T("itembook.col." + col)
}

// periods are the columns that hold a period.
var periods = map[string]bool{"period": true, "cure": true, "publicity": true, "later": true}

// Spoken is the value of a column as people write it: a period in Chinese words,
// which are read back like its short form.
func Spoken(col, value string, zh bool) string {
	if p, err := calendar.ParsePeriod(value); zh && periods[col] && err == nil && !p.IsZero() {
		return p.Chinese()
	}
	return value
}
