package hall

import (
	"context"
	"strconv"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/engine/matching/text"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: proposals. Source: look/06-match.html, what fits a page.
const matchTop = 10

// matches gives the best open listings for a need as cards, and the line that
// says how they were found.
func (p pages) matches(ctx context.Context, v *site.Visit, d hall.NeedData) ([]ui.Match, string, error) {
	l := v.L
	found, err := p.Matcher.Propose(ctx, v.Actor, d, matchTop)
	if err != nil {
		return nil, "", err
	}
	var out []ui.Match
	for _, x := range found.Matches {
		out = append(out, cardOfMatch(l, x.Match, x.Listing))
	}
	note := l.T("web.hall.match_note", "version", found.Version, "n", strconv.Itoa(found.Compared))
	return out, note + leftOut(l, found.Left), nil
}

// leftOut says how many near listings a condition kept away.
func leftOut(l *lang.Localizer, left []hall.Left) string {
	n, why := 0, []string(nil)
	for _, x := range left {
		n += x.N
		why = append(why, l.T("web.hall.left_out_one", "why", l.T(x.Code), "n", x.N))
	}
	if n == 0 {
		return ""
	}
	return " " + l.T("web.hall.left_out", "n", n) + l.List(why)
}

func cardOfMatch(l *lang.Localizer, x matching.Match, row hall.ListingRow) ui.Match {
	price := l.T("web.hall.price_open")
	if !row.PriceOpen {
		price = l.T("web.hall.wan", "amount", row.Price.InWan())
	}
	c := ui.Match{Rank: x.Rank, Score: x.Score, Title: pieces(x.Patent.Title, x.TitleMarks), Href: "/hall/listing/" + row.No, Facts: []string{row.SellerName, row.IPC, price, row.No}}
	if x.Quote != nil {
		c.Quote = ui.Quote{Pieces: pieces(x.Quote.Text, x.Quote.Marks), Place: l.T("engine.matching.place."+string(x.Quote.Place), "n", x.Quote.Sentence)}
	}
	c.Why, c.Lacks = joined(l, x.Reasons), joined(l, x.Lacks)
	for _, p := range x.Parts {
		b := ui.Bar{Label: l.T("engine.matching.part." + string(p.Part)), Value: p.Value * 100}
		if !p.Known {
			b.Lack = l.T("web.hall.part_unknown")
		}
		c.Bars = append(c.Bars, b)
	}
	return c
}

func joined(l *lang.Localizer, list []matching.Message) string {
	var out []string
	for _, m := range list {
		out = append(out, l.Fill(m.Code, m.Args))
	}
	return l.List(out)
}

// pieces cuts a text at its marks.
func pieces(s string, marks []text.Span) []ui.Piece {
	r := []rune(s)
	var out []ui.Piece
	at := 0
	for _, m := range marks {
		if m.Start < at || m.End > len(r) {
			continue
		}
		if m.Start > at {
			out = append(out, ui.Piece{Text: string(r[at:m.Start])})
		}
		out = append(out, ui.Piece{Text: string(r[m.Start:m.End]), Mark: true})
		at = m.End
	}
	if at < len(r) {
		out = append(out, ui.Piece{Text: string(r[at:])})
	}
	return out
}
