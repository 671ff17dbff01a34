package hall

import (
	"context"
	"strings"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// foundListings is a page of the hall's list.
type foundListings struct {
	rows   []hall.ListingRow
	total  int
	facets []hall.Facet
	page   int
	loose  bool // no listing has every word; these have some
}

// find searches the hall. A page beyond the last becomes the last; when no listing
// has every word, those that have one are better than none.
func (p pages) find(ctx context.Context, v *site.Visit, f hall.ListingFilter, page int) (foundListings, error) {
	x := foundListings{page: page}
	var err error
	ask := func() error {
		f.Offset = (x.page - 1) * pageSize
		x.rows, x.total, x.facets, err = p.Listings.HallListings(ctx, v.Actor, f)
		return err
	}
	if ask() != nil {
		return x, err
	}
	if x.total == 0 && len(matching.AskedFor(f.Text, nil)) > 1 {
		if f.Any = true; ask() != nil {
			return x, err
		}
		x.loose = x.total > 0
	}
	if last := (x.total + pageSize - 1) / pageSize; x.page > last && last > 0 { // an old address, or a list that has become shorter
		x.page = last
		return x, ask()
	}
	return x, nil
}

// mark shows in a card what was searched for, and says where it stands when
// neither the title nor the summary has it.
func (c *card) mark(l *lang.Localizer, asked []matching.Asked) {
	if len(asked) == 0 {
		return
	}
	title, _ := matching.MarksOf(c.Title, asked)
	summary, _ := matching.MarksOf(c.Summary, asked)
	c.TitlePieces, c.SummaryPieces = pieces(c.Title, title), pieces(c.Summary, summary)
	if len(title)+len(summary) > 0 {
		return
	}
	facts := strings.Join(append(c.Facts, c.No), "\n")
	if marks, _ := matching.MarksOf(facts, asked); len(marks) > 0 {
		c.Where = l.T("web.hall.said_in_facts")
		return
	}
	c.Where = l.T("web.hall.said_in_abstract")
}

// mostOthers is how many other words of a search are named. Unit: words. Source:
// our choice, one line.
const mostOthers = 12

// also names the other words that were looked for, "" for none.
func also(l *lang.Localizer, asked []matching.Asked) string {
	var words []string
	for _, a := range asked {
		for _, o := range a.Others {
			if len(words) < mostOthers && strings.ContainsFunc(o, func(r rune) bool { return r > 0x2E80 }) {
				words = append(words, o)
			}
		}
	}
	if len(words) == 0 {
		return ""
	}
	return l.T("web.hall.also", "words", l.List(words))
}

func whole(s string) []ui.Piece { return []ui.Piece{{Text: s}} }
