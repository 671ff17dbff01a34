package patent

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"

	"quanlian/catalogue/lang"
	"quanlian/engine/matching"
	"quanlian/registry"
	"quanlian/web/ui"
)

// Unit: rows. Source: our choice, what one takes in below the claims; and the
// most that are put in order, so that a page of a large register stays quick.
const (
	alikeRows  = 5
	alikeAmong = 200
)

// Unit: characters. Source: IPC guide; a subclass has four (H01M), a class
// three. A section holds everything of a whole field of trade, and says nothing.
var alikeIn = []int{4, 3}

// alikeView is patents like one, the nearest first.
type alikeView struct {
	Table   ui.Table
	Compare string // to their evaluations side by side
	Basis   string
}

// alike finds patents of the same subclass, of its class where that has too few,
// and puts them in order by their wording.
func (p pages) alike(ctx context.Context, l *lang.Localizer, own registry.Right) (*alikeView, error) {
	rows, class, err := p.sameClass(ctx, own)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	near := matching.Likeness(worded(own.Title, own.Abstract))
	list := make([]nearRow, len(rows))
	for i, r := range rows {
		list[i] = nearRow{r, near(worded(r.Title, r.Abstract))}
	}
	slices.SortStableFunc(list, func(a, b nearRow) int { return cmp.Compare(b.near, a.near) })
	x := &alikeView{Basis: l.T("web.patent.alike_basis", "class", class)}
	x.Table = ui.Table{Caption: l.T("web.patent.alike"), Stack: true, Cols: []ui.Col{{Text: l.T("web.patent.title")}, {Text: l.T("web.patent.owners")}, {Text: l.T("web.patent.ipc")}, {Text: l.T("web.patent.likeness"), Right: true}}}
	others := url.Values{"n": {own.Number}}
	for i, r := range list[:min(len(list), alikeRows)] {
		x.Table.Rows = append(x.Table.Rows, ui.Row{Cells: []ui.Cell{{Text: r.Title, Href: "/patent/" + r.Number, Sub: r.Number}, {Text: r.Owners}, {Text: r.IPCMain, No: true}, {Text: strconv.FormatFloat(r.near, 'f', 2, 64)}}})
		if i+1 < mostCompared {
			others.Add("n", r.Number)
		}
	}
	x.Compare = "/patents/compare?" + others.Encode()
	return x, nil
}

// nearRow is a patent and how near it is.
type nearRow struct {
	registry.Row
	near float64
}

// worded is the text by which a patent is compared: its title counts twice.
func worded(title, abstract string) string { return title + "。" + title + "。" + abstract }

// sameClass gives patents of the narrowest class of the right that has enough.
func (p pages) sameClass(ctx context.Context, own registry.Right) (out []registry.Row, class string, err error) {
	for _, n := range alikeIn {
		if len(own.IPCMain) < n {
			continue
		}
		class = own.IPCMain[:n]
		rows, _, err := p.rights.FindRights(ctx, registry.Filter{IPC: class, Limit: alikeAmong})
		if err != nil {
			return nil, "", err
		}
		out = slices.DeleteFunc(rows, func(r registry.Row) bool { return r.Number == own.Number })
		if len(out) >= alikeRows {
			break
		}
	}
	return out, class, nil
}
