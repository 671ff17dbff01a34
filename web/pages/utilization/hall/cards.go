package hall

import (
	"context"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/registry"
	"quanlian/web/pages/patent"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// card is one listing as the hall shows it.
type card struct {
	Title, Href, No  string
	Facts            []string
	Summary          string
	Deal             string
	Price, PriceNote string // Note: how the price is to be read
	Maturity         string
	// TalkHref is where an inquiry begins; without it Talk says why none can.
	TalkHref, Talk, TalkLabel string
	Grade                     string
	GradeText                 string // beside the letter, or why there is none
	Left                      string
	Lights                    []ui.Check // how the right stands by the register
	TitlePieces               []ui.Piece // the title with what was searched for
	SummaryPieces             []ui.Piece
	Where                     string // of what was searched for, where neither has it
}

// cards are a page of the hall: each with how its right stands by the register,
// what was searched for, and where an inquiry begins.
func (p pages) cards(ctx context.Context, v *site.Visit, list []hall.ListingRow, asked []matching.Asked) ([]card, error) {
	stand, err := p.standings(ctx, v, list)
	if err != nil {
		return nil, err
	}
	rights := make([]string, len(list))
	for i, row := range list {
		rights[i] = row.Right
	}
	taken, err := p.Listings.HallTaken(ctx, rights)
	if err != nil {
		return nil, err
	}
	var out []card
	for _, row := range list {
		c := cardOf(v, row)
		s, ok := stand[row.Right]
		if ok {
			c.Lights = patent.Lights(v, s)
		}
		c.mark(v.L, asked)
		c.talk(v, row, s, taken[row.Right])
		out = append(out, c)
	}
	return out, nil
}

// talk says where an inquiry begins, or why none can.
func (c *card) talk(v *site.Visit, row hall.ListingRow, s registry.State, taken bool) {
	over := patent.Over(v, s)
	switch {
	case v.Actor.Party != "" && string(v.Actor.Party) == row.Seller:
		c.Talk = v.L.T("web.hall.card_yours")
	case over != "":
		c.Talk = over
	case taken:
		c.Talk = v.L.T("web.hall.card_taken")
	case v.Actor.Party != "" || !v.LoggedIn():
		c.TalkHref, c.Talk, c.TalkLabel = c.Href+"#"+talkID, v.L.T("web.hall.card_talk"), v.L.T("web.hall.card_talk_about", "title", row.Title)
	}
}

// talkID is where the page of a listing begins an inquiry, or leads to the log-in.
const talkID = "talk"

func cardOf(v *site.Visit, r hall.ListingRow) card {
	c := card{Title: r.Title, Href: "/hall/listing/" + r.No, No: r.No, Summary: r.Summary, Deal: word(v.L, "deal", r.Deal), Grade: letter(r.Grade), GradeText: gradeText(v.L, r),
		Facts: []string{r.SellerName, word(v.L, "kind", r.Kind), r.IPC, r.Right}}
	if r.Licence != "" {
		c.Deal = word(v.L, "licence", r.Licence)
	}
	c.Price = v.L.T("web.hall.price_open")
	if !r.PriceOpen {
		c.Price, c.PriceNote = ui.Price(v.L, r.Price), v.L.T("web.hall.price_asked")
	}
	if r.Maturity > 0 {
		c.Maturity = v.L.T("web.hall.maturity_level", "n", r.Maturity)
	}
	c.Left = termLeft(v.L, r.TermEnd, v.Env.Now())
	c.TitlePieces, c.SummaryPieces = whole(c.Title), whole(c.Summary)
	return c
}

// termLeft says how long a right has to run.
func termLeft(l *lang.Localizer, end string, now time.Time) string {
	d, err := calendar.ParseDate(end)
	if err != nil {
		return ""
	}
	today := calendar.DateOf(now)
	months := (d.Year-today.Year)*12 + int(d.Month) - int(today.Month)
	if months <= 0 {
		return l.T("web.hall.term_over")
	}
	return l.T("web.hall.term_left", "years", months/12, "months", months%12)
}
