package itembook

import (
	"cmp"
	"maps"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"quanlian/base/errs"
	"quanlian/catalogue/items/sheet"
	"quanlian/catalogue/lang"
)

// complete refuses a sheet from which a column was deleted: to take it for empty
// would wipe what every item says there.
func complete(keys []string, name string, t sheet.Table, l *lang.Localizer) error {
	there := map[string]bool{}
	for _, k := range keys {
		there[strings.TrimSpace(k)] = true
	}
	var gone []string
	for _, c := range t.Cols {
		if !there[c.Key] {
			gone = append(gone, sheet.Heading(l, t.Name, c.Key))
		}
	}
	if len(gone) == 0 {
		return nil
	}
	return errs.New(errs.Invalid, "itembook.missing_column", errs.Args{"sheet": name, "columns": l.List(gone)})
}

// midnight is what a day looks like once Excel made an instant of it.
var midnight = regexp.MustCompile(`^(\d{4})[-/](\d{1,2})[-/](\d{1,2}) 0{1,2}:00(:00)?$`)

// texts are columns that hold what looks like a number or a day and is none.
var texts = map[string]bool{"advice": true, "complaint": true, "article": true}

// shortest is how many figures a telephone number has that may have lost its
// first ones; shorter ones are hotlines. Unit: figures. Source: our choice.
const shortest = 6

// typed takes cells for what was meant before Excel made numbers and days of
// them, and marks those that cannot be taken back.
func typed(f *excelize.File, name string, keys []string, row int, r sheet.Row) {
	for i, k := range keys {
		text := r[k]
		if text == "" || k != "from" && !texts[k] {
			continue
		}
		cell, err := excelize.CoordinatesToCellName(i+1, row)
		if err != nil {
			continue
		}
		kind, err := f.GetCellType(name, cell)
		number := err == nil && (kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset || kind == excelize.CellTypeDate)
		if !number {
			continue
		}
		switch day := dayOf(f, name, cell, text); {
		case k == "from":
			r[k] = cmp.Or(day, text)
		case day != "":
			r.Mark(k, "itembook.turned_day")
		case k != "article" && len(strings.Trim(text, "0123456789.E+")) == 0 && len(text) >= shortest:
			r.Mark(k, "itembook.turned_number")
		}
	}
}

// dayOf is the day that a cell holds as a number; "" when it shows a number.
func dayOf(f *excelize.File, name, cell, text string) string {
	if m := midnight.FindStringSubmatch(text); m != nil {
		for i, s := range m[2:4] {
			if len(s) == 1 {
				m[i+2] = "0" + s
			}
		}
		return m[1] + "-" + m[2] + "-" + m[3]
	}
	raw, err := f.GetCellValue(name, cell, excelize.Options{RawCellValue: true})
	if err != nil || raw == text || !strings.ContainsAny(text, "-/年") {
		return ""
	}
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return ""
	}
	day, err := excelize.ExcelDateToTime(n, false)
	if err != nil {
		return ""
	}
	return day.Format("2006-01-02")
}

// inWords puts the words of the workbook's lists in the place of their values, as
// whoever chose from them knows them.
func inWords(faults []sheet.Fault, words *sheet.Words, zh bool) {
	for i, f := range faults {
		t, _ := sheet.Find(f.Table)
		c, n := t.Col(f.Col)
		if f.Code != "catalogue.source.not_one" && f.Code != "catalogue.source.not_one_near" || n < 0 || c.Words == "" {
			continue
		}
		args := maps.Clone(f.Args)
		value, _ := args["value"].(string)
		var list []string
		near := ""
		for _, w := range words.List(c.Words) {
			text := w.Text.In(zh)
			list = append(list, text)
			if near == "" && value != "" && strings.Contains(text, value) {
				near = text
			}
		}
		args["known"] = strings.Join(list, " ")
		faults[i].Code, faults[i].Args = "catalogue.source.not_one", args
		if near != "" {
			args["near"] = near
			faults[i].Code = "catalogue.source.not_one_near"
		}
	}
}
