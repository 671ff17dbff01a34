package hall

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/engine/matching/text"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: proposals. Source: look/06-match.html, what fits a page.
const matchTop = 10

// matchCard is a proposal as it is drawn.
type matchCard struct {
	ui.Match
	No    string // of the listing
	Taken bool   // another deal leaves no room for talks
}

// matches gives the best open listings for a need as cards, and how they were
// found. That the owner of the need was shown them is remembered.
func (p pages) matches(ctx context.Context, v *site.Visit, c kernel.Case, d hall.NeedData) (matchesView, error) {
	l := v.L
	found, err := p.Matcher.Propose(ctx, v.Actor, d, matchTop)
	if err != nil {
		return matchesView{}, err
	}
	x := matchesView{L: l, Version: found.Version, Note: l.T("web.hall.match_note", "n", strconv.Itoa(found.Compared)) + leftOut(l, found.Left) + byVersion(v, found.Version)}
	var rights []string
	for _, m := range found.Matches {
		rights = append(rights, m.Listing.Right)
	}
	taken, err := p.Listings.HallTaken(ctx, rights)
	if err != nil {
		return x, err
	}
	for _, m := range found.Matches {
		card := matchCard{Match: cardOfMatch(l, m.Match, m.Listing), No: m.Listing.No, Taken: taken[m.Listing.Right]}
		card.Href = v.Env.CaseURL(c) + "/match/" + card.No + "?" + url.Values{"place": {strconv.Itoa(card.Rank)}, "version": {found.Version}}.Encode()
		x.Matches = append(x.Matches, card)
	}
	if ownNeed(v, d) {
		x.Need, x.Token, x.Key = string(c.ID), v.Token(), v.Key()
		var list []placed
		for _, m := range x.Matches {
			list = append(list, placed{m.No, m.Rank})
		}
		p.shown(ctx, v, c.No, found.Version, list)
	}
	return x, nil
}

// byVersion names the version of the formula to staff, who compare outcomes by it;
// to others it says nothing.
func byVersion(v *site.Visit, version string) string {
	if !v.Staff() {
		return ""
	}
	return " " + v.L.T("web.hall.by_version", "version", version)
}

func ownNeed(v *site.Visit, d hall.NeedData) bool {
	return v.Actor.Party != "" && v.Actor.Party == d.Buyer.ID
}

// placed is a proposal with its place.
type placed struct {
	no   string
	rank int
}

// shown remembers that a list was shown: once for one reader and one list. What
// cannot be remembered holds up no page.
func (p pages) shown(ctx context.Context, v *site.Visit, need, version string, proposals []placed) {
	if len(proposals) == 0 {
		return
	}
	var writes []kernel.Write
	list := sha256.New()
	for _, m := range proposals {
		list.Write([]byte(m.no + "\n"))
		writes = append(writes, kernel.Feedback{User: v.Actor.User, Subject: need, Object: m.no, Kind: string(matching.Shown), Version: version, Place: m.rank})
	}
	key := "shown/" + need + "/" + version + "/" + string(v.Actor.User) + "/" + hex.EncodeToString(list.Sum(nil)[:8])
	if err := v.Env.Desk.Do(ctx, v.Actor, key, writes...); err != nil {
		slog.WarnContext(ctx, "that matches were shown is not remembered", "need", need, "error", err)
	}
}

// openMatch leads from a proposal to its listing and remembers that the owner of
// the need opened it.
func (p pages) openMatch(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	ctx, listing, q := r.Context(), r.PathValue("listing"), r.URL.Query()
	c, err := v.Env.Cases.Case(ctx, v.Actor, r.PathValue("no"), kernel.ViewSummary)
	if err != nil {
		return err
	}
	if c.Flow != hall.Need {
		return errs.New(errs.NotFound, "kernel.no_such_case", nil)
	}
	l, err := v.Env.Cases.Case(ctx, v.Actor, listing, kernel.ViewSummary)
	if err != nil {
		return err
	}
	d, err := hall.NeedOf(c)
	if version := q.Get("version"); err == nil && version != "" && ownNeed(v, d) && l.Flow == hall.Listing {
		f := kernel.Feedback{User: v.Actor.User, Subject: c.No, Object: l.No, Kind: string(matching.Opened), Version: version, Place: number(q.Get("place"))}
		if err := v.Env.Desk.Do(ctx, v.Actor, "opened/"+c.No+"/"+l.No+"/"+version+"/"+string(v.Actor.User), f); err != nil {
			slog.WarnContext(ctx, "that a match was opened is not remembered", "need", c.No, "error", err)
		}
	}
	http.Redirect(w, r, v.Env.CaseURL(l), http.StatusSeeOther)
	return nil
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
		price = ui.Price(l, row.Price)
	}
	c := matchOf(l, x, row.SellerName, row.IPC, price, row.No)
	c.Href = "/hall/listing/" + row.No
	return c
}

// matchOf is a match with its reasons in words.
func matchOf(l *lang.Localizer, x matching.Match, facts ...string) ui.Match {
	c := ui.Match{Rank: x.Rank, Score: x.Score, Title: pieces(x.Patent.Title, x.TitleMarks), Facts: facts}
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
		out = append(out, words.Reason(l, m.Code, m.Args))
	}
	if l.Zh() { // the reasons have lists of their own
		return strings.Join(out, "；")
	}
	return strings.Join(out, "; ")
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
