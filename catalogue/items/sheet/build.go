package sheet

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/items"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// Fault is a mistake at a cell. Row counts the rows of the table from 0; Col is
// "" when the row as a whole is meant.
type Fault struct {
	Table string
	Row   int
	Col   string
	Code  string
	Args  errs.Args
}

// Built is an item put together from the tables.
type Built struct {
	Item form.Item
	// New: no item of that code is in force; Changed: it differs from the one.
	New, Changed bool
	Base         string // hash of the one in force
	Unread       bool   // a cell cannot be read: keeping the item would lose what was typed
	Faults       []Fault
}

// Count counts the items; a row without one is none.
func Count(all []Built) (n int) {
	for _, x := range all {
		if x.Item.Code != "" {
			n++
		}
	}
	return n
}

// Build puts the items of a book together and judges each. A table that is not
// there at all leaves that part of every item as it is. from is the first day of
// changed items whose row still says the day of the version in force.
func Build(c *items.Catalogue, set *items.Set, b Book, from calendar.Date) []Built {
	var out []Built
	seen := map[string]bool{}
	for i, r := range b[Items] {
		x := builder{c: c, book: b, code: strings.ToUpper(strings.TrimSpace(r["code"])), row: i, at: map[string][]int{}}
		if x.code == "" {
			out = append(out, Built{Faults: []Fault{{Items, i, "code", "service.catalogue.no_code", nil}}})
			continue
		}
		if seen[x.code] {
			out = append(out, Built{Item: form.Item{Code: x.code}, Faults: []Fault{{Items, i, "code", "catalogue.source.twice", errs.Args{"value": x.code}}}})
			continue
		}
		seen[x.code] = true
		out = append(out, x.build(set, from))
	}
	return append(out, strays(b, seen)...)
}

// strays are rows of other tables whose item has no row; those of one item in one
// table are one mistake.
func strays(b Book, seen map[string]bool) []Built {
	var out []Built
	for _, t := range tables[1:] {
		first := map[string]int{} // place in out
		for i, r := range b[t.Name] {
			code := strings.ToUpper(strings.TrimSpace(r["code"]))
			if seen[code] {
				continue
			}
			at, again := first[code]
			if !again {
				first[code] = len(out)
				out = append(out, Built{Faults: []Fault{{t.Name, i, "code", "itembook.stray_row", errs.Args{"code": code, "n": 1}}}})
				continue
			}
			args := out[at].Faults[0].Args
			args["n"] = args["n"].(int) + 1
		}
	}
	return out
}

// builder puts one item together.
type builder struct {
	c      *items.Catalogue
	book   Book
	code   string
	row    int
	at     map[string][]int // rows of the item in each table, by the place in the item
	pages  [][]int          // rows of each page of its form
	faults []Fault
}

func (x *builder) fault(table string, row int, col string, err error) {
	if e := errs.As(err); e != nil {
		x.faults = append(x.faults, Fault{table, row, col, e.Code, e.Args})
	}
}

func (x *builder) build(set *items.Set, from calendar.Date) Built {
	was, ok := set.Item(x.code)
	it := was
	it.Code = x.code
	x.head(&it, x.book[Items][x.row])
	x.marks(Items, x.row, x.book[Items][x.row])
	for table, take := range map[string]func(*form.Item, []Row){
		Materials: x.materials, Fields: x.fields, Limits: x.limits, Basis: x.basis, Checklist: x.checklist, Mistakes: x.mistakes,
	} {
		if x.book[table] != nil {
			take(&it, x.mine(table))
		}
	}
	out := Built{Item: it, New: !ok, Faults: x.faults, Unread: len(x.faults) > 0}
	checked, faults := x.c.Check(it)
	for _, f := range faults {
		at := x.place(f)
		follows := slices.ContainsFunc(x.faults, func(o Fault) bool { return o.Table == at.Table && o.Row == at.Row && at.Table != Items })
		if at.Code == "catalogue.source.missing" { // in words of the workbook
			if at.Col == "" {
				continue // the part as a whole, which is told by itself
			}
			at.Code, at.Args = "itembook.cell_empty", nil
		}
		if !f.Minor && !follows { // what follows from a cell that cannot be read is no news
			out.Faults = append(out.Faults, at)
		}
	}
	if len(out.Faults) == 0 {
		out.Item = checked
	}
	if ok {
		out.Base = was.Hash()
		out.Changed = out.Item.Hash() != out.Base
		if out.Changed && out.Item.From == was.From && !from.IsZero() {
			out.Item.From = from
		}
	}
	return out
}

// marks are the mistakes of cells that are not to be trusted.
func (x *builder) marks(table string, row int, r Row) {
	for _, key := range slices.Sorted(maps.Keys(r)) {
		if col, ok := strings.CutPrefix(key, mark); ok {
			x.fault(table, row, col, errs.New(errs.Invalid, r[key], errs.Args{"value": r[col]}))
		}
	}
}

// mine gives the rows of the item in a table, and remembers where they stand.
func (x *builder) mine(table string) []Row {
	var out []Row
	for i, r := range x.book[table] {
		if strings.EqualFold(strings.TrimSpace(r["code"]), x.code) {
			x.at[table] = append(x.at[table], i)
			x.marks(table, i, r)
			out = append(out, r)
		}
	}
	return out
}

func (x *builder) head(it *form.Item, r Row) {
	set := func(key string, into *string) { *into = strings.TrimSpace(r[key]) }
	set("link", &it.Link)
	set("matter", &it.Matter)
	set("status", &it.Status)
	it.Kind, it.Class, it.Unit = form.Kind(word(r, "kind")), form.Class(word(r, "class")), kernel.UnitID(word(r, "unit"))
	set("advice", &it.Advice)
	set("complaint", &it.Complaint)
	set("flow", &it.Flow)
	set("self", &it.Self)
	it.Name, it.Lead, it.Fee.Text = read(r, "name"), read(r, "lead"), read(r, "fee")
	it.Result.Name, it.Result.Says = read(r, "result"), read(r, "granted")
	set("fee_basis", &it.Fee.Basis)
	set("fee_tag", &it.Fee.Tag)
	set("series", &it.Result.Series)
	set("template", &it.Result.Template)
	it.Level, it.Who, it.Channels = split(r, "level"), split(r, "who"), split(r, "channels")
	it.Seek, it.Events, it.Together = split(r, "seek"), split(r, "events"), split(r, "together")
	it.Promise, it.Retired, it.Fee.Free = isYes(r, "promise"), isYes(r, "retired"), isYes(r, "fee_free")
	it.Visits = x.int(r, Items, x.row, "visits")
	it.From = x.date(r, "from")
	it.Cure = x.period(r, Items, x.row, "cure")
	it.Publicity = nil
	if word(r, "publicity") != "" {
		p := x.period(r, Items, x.row, "publicity")
		it.Publicity = &p
	}
	it.Providers = nil
	zh, en := split(r, "providers_zh"), split(r, "providers_en")
	for i := range max(len(zh), len(en)) {
		it.Providers = append(it.Providers, form.Text{Zh: nth(zh, i), En: nth(en, i)})
	}
	it.Target = nil
	if word(r, "system") != "" {
		it.Target = &form.Target{System: word(r, "system"), Export: word(r, "export"), Back: word(r, "back")}
	}
	it.Rules, it.Routes = nil, nil
	for _, line := range split(r, "rules") {
		rule, err := form.ParseRule(line, nil)
		x.fault(Items, x.row, "rules", err)
		it.Rules = append(it.Rules, rule)
	}
	routes := split(r, "routes")
	if len(routes) == 0 {
		return
	}
	words := NewWords(x.c.City)
	for _, line := range routes {
		route, err := words.readRoute(line)
		x.fault(Items, x.row, "routes", err)
		it.Routes = append(it.Routes, route)
	}
}

func word(r Row, key string) string { return strings.TrimSpace(r[key]) }

func read(r Row, key string) form.Text {
	return form.Text{Zh: word(r, key+"_zh"), En: word(r, key+"_en")}
}

func split(r Row, key string) []string {
	var out []string
	for _, s := range strings.Split(r[key], "\n") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func nth(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

func isYes(r Row, key string) bool { return word(r, key) == "true" }

func (x *builder) int(r Row, table string, row int, key string) int {
	s := word(r, key)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		x.fault(table, row, key, errs.New(errs.Invalid, "itembook.not_number", errs.Args{"value": s}))
	}
	return n
}

func (x *builder) date(r Row, key string) calendar.Date {
	s := word(r, key)
	if s == "" {
		return calendar.Date{}
	}
	d, err := calendar.ParseDate(s)
	if err != nil {
		x.fault(Items, x.row, key, errs.New(errs.Invalid, "catalogue.source.not_date", errs.Args{"value": s}))
	}
	return d
}

func (x *builder) period(r Row, table string, row int, key string) calendar.Period {
	s := word(r, key)
	if s == "" {
		return calendar.Period{}
	}
	p, err := calendar.ParsePeriod(s)
	if err != nil {
		x.fault(table, row, key, errs.New(errs.Invalid, "catalogue.source.not_period", errs.Args{"value": s}))
	}
	return p
}
