package main

import (
	"context"
	"io"

	"quanlian/adapter/itembook"
	"quanlian/adapter/paper"
	"quanlian/base/calendar"
	"quanlian/catalogue/items"
	"quanlian/catalogue/items/published"
	"quanlian/catalogue/lang"
	itempages "quanlian/web/pages/items"
	publishedpages "quanlian/web/pages/published"
	cataloguepages "quanlian/web/pages/service/catalogue"
)

// workbook joins the pages of the catalogue with adapter/itembook.
type workbook struct{ b *itemBook }

// Export writes what is in force as a workbook.
func (x workbook) Export(w io.Writer, l *lang.Localizer, set *items.Set) error {
	return itembook.Export(w, l, x.b.Live.Now(), set)
}

// Read takes a workbook in, as a dry run.
func (x workbook) Read(r io.Reader, l *lang.Localizer, set *items.Set, from calendar.Date) (cataloguepages.Reading, error) {
	b, err := itembook.Import(r, l, x.b.Live.Now(), set, from)
	if err != nil {
		return nil, err
	}
	return b, nil
}

// All is every version, as officials last approved it.
func (b *itemBook) All(ctx context.Context) *items.Catalogue {
	b.Today(ctx)
	return b.Live.Now()
}

// catalogueDeps are what the pages of the catalogue stand on.
func (h *house) catalogueDeps() cataloguepages.Deps {
	return cataloguepages.Deps{Now: h.items.All, Today: h.items.Today, Book: workbook{h.items}, Preview: itempages.Preview(h.itemDeps())}
}

// publishedDeps are what the pages of the published lists stand on.
func (h *house) publishedDeps() publishedpages.Deps {
	return publishedpages.Deps{Now: h.items.All, XLSX: itembook.Published, PDF: listPaper}
}

// listPaper draws a published list as a paper on its side.
func listPaper(l *lang.Localizer, list published.List) ([]byte, error) {
	heads, widths := list.Heads(l)
	return paper.Render(paper.Sheet{Blocks: list.Blocks(l), Foot: list.Title(l) + "　" + list.Day.String(), Wide: true, Heads: heads, Widths: widths})
}
