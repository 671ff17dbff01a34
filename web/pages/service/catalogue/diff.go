package catalogue

import (
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/items"
	"quanlian/catalogue/items/sheet"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// diffTable lists in what two versions of an item differ, in the words of its
// page: materials and fields by their names, periods as they are spoken.
func diffTable(l *lang.Localizer, w *sheet.Words, before, after form.Item) ui.Table {
	t := ui.Table{Caption: l.T("service.catalogue.differences"), Stack: true, Cols: []ui.Col{{Text: l.T("service.catalogue.place")}, {Text: l.T("service.catalogue.before")}, {Text: l.T("service.catalogue.after")}}}
	routed := false
	for _, c := range items.Diff(before, after) {
		if strings.HasPrefix(c.Field, "routes") { // as a whole: one route alone says little
			if !routed {
				t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: l.T("itembook.col.routes"), Strong: true}, {Text: routesText(l, w, before)}, {Text: routesText(l, w, after)}}})
			}
			routed = true
			continue
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: placeText(l, before, after, c.Field), Strong: true}, valueCell(l, w, c.Field, c.Before), valueCell(l, w, c.Field, c.After)}})
	}
	return t
}

func routesText(l *lang.Localizer, w *sheet.Words, it form.Item) string {
	if text := w.SayRoutes(it.Routes, l.Zh()); text != "" {
		return l.List(strings.Split(text, "\n"))
	}
	return ""
}

// placeText names a place in an item; an entry by the name that people see.
func placeText(l *lang.Localizer, before, after form.Item, field string) string {
	text := label(l, field)
	table, _, entry := placeOf(field)
	for _, it := range []form.Item{after, before} {
		if name := entryName(l, it, table, entry); name != "" {
			return strings.Replace(text, entry, name, 1)
		}
	}
	return text
}

func entryName(l *lang.Localizer, it form.Item, table, entry string) string {
	switch table {
	case sheet.Materials:
		for _, m := range it.Materials {
			if m.ID == entry {
				return m.Name.In(l.Zh())
			}
		}
	case sheet.Fields:
		for _, s := range it.Steps {
			for _, f := range s.Fields {
				if f.ID == entry {
					return f.Label.In(l.Zh())
				}
			}
		}
	}
	return ""
}

// periods are the columns that hold one.
var periods = map[string]bool{"period": true, "cure": true, "publicity": true, "later": true}

// valueCell shows a value; a sample opens.
func valueCell(l *lang.Localizer, w *sheet.Words, field, value string) ui.Cell {
	if table, col, _ := placeOf(field); table == sheet.Materials && col == "sample" && value != "" {
		return ui.Cell{Text: l.T("service.catalogue.sample_now"), Href: sampleURL(value)}
	}
	return ui.Cell{Text: say(l, w, field, value)}
}

// say gives the words for a value of a closed list, and for a period.
func say(l *lang.Localizer, w *sheet.Words, field, value string) string {
	table, col, _ := placeOf(field)
	t, _ := sheet.Find(table)
	c, i := t.Col(col)
	if periods[col] {
		if p, err := calendar.ParsePeriod(value); err == nil && !p.IsZero() {
			return site.PeriodText(l, p)
		}
	}
	if i >= 0 && c.Words != "" {
		return w.Say(c.Words, value, l.Zh())
	}
	return value
}
