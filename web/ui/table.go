package ui

import (
	"github.com/a-h/templ"

	"quanlian/catalogue/lang"
)

// Check is one check with its outcome.
type Check struct {
	State State
	Text  string
}

// Col is a column of a table.
type Col struct {
	Text     string
	Right    bool   // figures
	Hidden   bool   // the word is for readers of the page only
	Sorted   string // "ascending", "descending" or ""
	SortHref string // where a click on the head leads
}

func (c Col) class() string {
	if c.Right {
		return "q-r"
	}
	return ""
}

// arrow shows the direction of sorting.
func (c Col) arrow() string {
	switch c.Sorted {
	case "ascending":
		return " ↑"
	case "descending":
		return " ↓"
	}
	return ""
}

// Cell is one cell: Part if it is set, else the text, linked if Href is set.
type Cell struct {
	Text, Href string
	Sub        string // second line, small
	No         bool   // a number of a case, patent or person: never broken
	NoWrap     bool
	Clip       bool // one line, cut with an ellipsis; the whole stands in the title
	Strong     bool
	Part       templ.Component
	Span       int
}

// Row is one row of a table.
type Row struct {
	Cells   []Cell
	Key     string // value of the row's box when the table can be selected
	Name    string // of the row, for the label of its box
	Chosen  bool
	Moves   string // names of the moves that a bulk may make in it, apart
	Preview string // address that shows it beside the list
	Current bool
	Lead    bool // set off: what has just come in
	Level   int  // depth in a tree, from 0
	Group   bool // a heading over the rows below
	Total   bool // a strong line above
}

func (r Row) class() string {
	out := ""
	for _, c := range []struct {
		on   bool
		name string
	}{{r.Chosen, "is-sel"}, {r.Lead, "is-lead"}, {r.Group, "is-group"}, {r.Total, "is-total"}, {r.Level == 1, "is-l1"}, {r.Level == 2, "is-l2"}, {r.Level > 2, "is-l3"}} {
		if c.on {
			out += c.name + " "
		}
	}
	return out
}

// Table is a list with heads. The first cell of a row is its heading.
type Table struct {
	Caption string // for readers of the page
	Cols    []Col
	Rows    []Row
	Foot    []Cell
	Stack   bool   // records on narrow screens; else the panel scrolls
	Select  string // name of the rows' boxes; empty: not selectable
	Keys    bool   // J and K walk the rows
	Quiet   bool   // no heads shown: pairs of words
}

func (t Table) class() string {
	if t.Stack {
		return "q-tbl is-stack"
	}
	return "q-tbl"
}

func (t Table) col(i int) Col {
	if i < len(t.Cols) {
		return t.Cols[i]
	}
	return Col{}
}

// under is the column that foot cell i stands under, spans counted.
func (t Table) under(i int) Col {
	at := 0
	for _, c := range t.Foot[:i] {
		at += max(c.Span, 1)
	}
	return t.col(at)
}

func (c Cell) class(col Col) string {
	out := col.class()
	if c.No {
		out += " q-no"
	}
	if c.NoWrap {
		out += " q-nw"
	}
	if c.Strong {
		out += " q-b"
	}
	if c.blank() {
		out += " q-blank"
	}
	return out
}

// blank tells that a cell holds nothing: where records are stacked it is left
// out together with its label.
func (c Cell) blank() bool { return c.Text == "" && c.Sub == "" && c.Part == nil }

// Pair is a line of a summary or of facts.
type Pair struct {
	Key   string
	Text  string
	Note  string // small, below
	No    bool
	Part  templ.Component // in place of Text
	Href  string          // where it leads, in a list to check where it is changed; empty: nowhere
	Whose string          // where it comes from when it cannot be changed
}

// FilterChip is an entry of a filter bar.
type FilterChip struct {
	Text, Href string
	State      State // "" for none
	Count      int   // negative: not shown
	Current    bool
}

// Applied is a condition in force.
type Applied struct{ Text, RemoveHref string }

// Facet is a group of conditions to choose from.
type Facet struct {
	Legend, Name string
	Options      []Option
	From, To     *Field // a range instead of options
}

// Pager is where a list stands.
type Pager struct {
	From, To, Total int
	Unit            string // 件; empty: the interface's word
	Pages           []PageLink
	Prev, Next      string // addresses; empty at the ends
	Note            string
}

// NewPager leads through pages of size rows of a list of total rows, of which
// the page has shown; href is the address of a page.
func NewPager(page, size, shown, total int, href func(n int) string) Pager {
	last := (total + size - 1) / size
	p := Pager{From: (page-1)*size + 1, To: (page-1)*size + shown, Total: total}
	if last > 1 {
		p.Pages = Pages(page, last, href)
	}
	if page > 1 {
		p.Prev = href(page - 1)
	}
	if page < last {
		p.Next = href(page + 1)
	}
	return p
}

func (p Pager) unit(l *lang.Localizer) string {
	if p.Unit == "" {
		return l.T("web.ui.pager_unit")
	}
	return p.Unit
}

// PageLink is one page; Href is empty for a gap.
type PageLink struct {
	N       int
	Href    string
	Current bool
}

// Pages gives first, last and two pages around the current one, with gaps.
func Pages(current, last int, href func(n int) string) []PageLink {
	var out []PageLink
	before := 0
	for n := 1; n <= last; n++ {
		if n != 1 && n != last && (n < current-2 || n > current+2) {
			continue
		}
		if n > before+1 {
			out = append(out, PageLink{})
		}
		out = append(out, PageLink{N: n, Href: href(n), Current: n == current})
		before = n
	}
	return out
}
