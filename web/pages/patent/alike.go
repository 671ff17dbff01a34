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

// Unit: rows; rows; share. Source: our choice: what one takes in below the
// claims; the most that are put in order, so that a page of a large register stays
// quick; of the demo's pairs, those below a fifth share words and no matter (茶叶揉
// 捻机的压桶 and 陶瓷基板的加压: 0.14).
const (
	alikeRows  = 5
	alikeAmong = 100
	alikeLeast = 0.20
)

// Near finds rights that are worded like a text.
type Near interface {
	// Near: ok is false while the register is being read.
	Near(ctx context.Context, own, text string, most int) (numbers []string, ok bool, err error)
}

// alikeView is patents like one, the nearest first.
type alikeView struct {
	Table   ui.Table
	Compare string // to their evaluations side by side
	Basis   string
}

// alike finds patents that are worded like one in the whole register, whatever
// their class, and puts them in order by their wording.
func (p pages) alike(ctx context.Context, l *lang.Localizer, own registry.Right) (*alikeView, error) {
	text := worded(own.Title, own.Abstract)
	numbers, ok, err := p.near.Near(ctx, own.Number, text, alikeAmong)
	if err != nil || !ok || len(numbers) == 0 {
		return nil, err
	}
	rows, _, err := p.rights.FindRights(ctx, registry.Filter{Numbers: numbers, Uncounted: true, Limit: alikeAmong})
	if err != nil {
		return nil, err
	}
	near := matching.Likeness(text)
	var list []nearRow
	for _, r := range rows {
		if x := near(worded(r.Title, r.Abstract)); x >= alikeLeast && r.Number != own.Number {
			list = append(list, nearRow{r, x})
		}
	}
	if len(list) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(list, func(a, b nearRow) int { return cmp.Compare(b.near, a.near) })
	x := &alikeView{Basis: l.T("web.patent.alike_basis", "least", strconv.FormatFloat(alikeLeast, 'f', 2, 64))}
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
