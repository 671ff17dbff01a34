package published

import (
	"strconv"

	"quanlian/base/calendar"
	"quanlian/catalogue/city"
	"quanlian/catalogue/documents"
	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
)

// List is one list on a day.
type List struct {
	Kind form.Kind
	City city.City
	Day  calendar.Date
	// Groups are the matters that have items of the kind, in the order of the
	// chain.
	Groups []Group
	N      int
	// Draft: an item of the list is a working reconstruction.
	Draft bool
}

// Group is a matter with its items.
type Group struct {
	Link, Matter string
	Items        []form.Item
}

// Kinds are the lists that there are.
func Kinds() []form.Kind { return []form.Kind{form.Government, form.Public, form.Added} }

// Make makes the list of a kind.
func Make(c city.City, set *items.Set, kind form.Kind) List {
	out := List{Kind: kind, City: c, Day: set.Day}
	for _, link := range items.Links() {
		for _, m := range items.Matters(link) {
			g := Group{Link: link, Matter: m, Items: set.Pick(items.Filter{Link: link, Matter: m, Kind: kind})}
			if len(g.Items) == 0 {
				continue
			}
			for _, it := range g.Items {
				out.Draft = out.Draft || it.Status == "reconstruction"
			}
			out.N += len(g.Items)
			out.Groups = append(out.Groups, g)
		}
	}
	return out
}

// Title is the name of the list.
func (l List) Title(say *lang.Localizer) string {
	return say.T("published.title."+string(l.Kind), "city", l.City.Name.In(say.Zh()))
}

// Notes are what has to be said of the list: its day, and how sure it is.
func (l List) Notes(say *lang.Localizer) []string {
	out := []string{say.T("published.made", "day", l.Day.String(), "n", l.N)}
	if l.Draft {
		out = append(out, say.T("published.draft"))
	}
	if l.City.Invented {
		out = append(out, say.T("published.invented", "city", l.City.Name.In(say.Zh())))
	}
	return out
}

// Heads are the headings of the rows, and Widths the share of each column.
func (l List) Heads(say *lang.Localizer) (heads []string, widths []float64) {
	keys := []string{"no", "code", "item", "provider", "class", "statutory", "committed", "channel", "advice"}
	widths = []float64{4, 6, 24, 22, 7, 12, 10, 9, 13}
	if l.Kind == form.Added {
		keys = []string{"no", "link", "matter", "item", "lead", "provider", "advice"}
		widths = []float64{4, 7, 11, 20, 38, 18, 13}
	}
	for _, k := range keys {
		heads = append(heads, say.T("published.head."+k))
	}
	return heads, widths
}

// Rows are the rows of the list, numbered through.
func (l List) Rows(say *lang.Localizer) [][]string {
	var out [][]string
	zh := say.Zh()
	for _, g := range l.Groups {
		for _, it := range g.Items {
			no := strconv.Itoa(len(out) + 1)
			if l.Kind == form.Added {
				out = append(out, []string{no, say.T(items.LinkKey(g.Link)), say.T(items.Matter{Link: g.Link, Matter: g.Matter}.Key()), it.Name.In(zh), it.Lead.In(zh), providers(say, it), it.Advice})
				continue
			}
			var channels []string
			for _, c := range it.Channels {
				channels = append(channels, say.T("itembook.word.channel."+c))
			}
			out = append(out, []string{no, it.Code, it.Name.In(zh), providers(say, it), say.T("itembook.word.class." + string(it.Class)), limit(say, it, "statutory"), limit(say, it, "committed"), say.List(channels), it.Advice})
		}
	}
	return out
}

func providers(say *lang.Localizer, it form.Item) string {
	var out []string
	for _, p := range it.Providers {
		out = append(out, p.In(say.Zh()))
	}
	return say.List(out)
}

// limit is a limit in words: its period, or why it has none.
func limit(say *lang.Localizer, it form.Item, name string) string {
	for _, l := range it.Limits {
		if l.Name != name {
			continue
		}
		if l.Period.IsZero() {
			return l.Note.In(say.Zh())
		}
		if say.Zh() {
			return l.Period.Chinese()
		}
		return say.T("published.period."+string(l.Period.Unit), "n", l.Period.N)
	}
	return "—"
}

// Blocks is the list as a paper, without the heads of its table.
func (l List) Blocks(say *lang.Localizer) []documents.Block {
	out := []documents.Block{{Kind: documents.Title, Text: l.Title(say)}}
	for _, n := range l.Notes(say) {
		out = append(out, documents.Block{Kind: documents.Paragraph, Text: n})
	}
	out = append(out, documents.Block{Kind: documents.Gap})
	for _, r := range l.Rows(say) {
		out = append(out, documents.Block{Kind: documents.TableRow, Cells: r})
	}
	return out
}
