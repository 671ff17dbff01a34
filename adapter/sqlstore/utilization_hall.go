package sqlstore

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching/text"
	"quanlian/kernel"
	"quanlian/registry"
)

// projectListing writes the card of a listing with its case. An evaluation is
// no news to readers: it leaves the card's place among the newest.
func (t *tx) projectListing(c kernel.Case) error {
	var d hall.ListingData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	section := ""
	if d.IPC != "" {
		section = d.IPC[:1]
	}
	open := 0
	if d.PriceOpen {
		open = 1
	}
	var e hall.Evaluation
	if d.Evaluation != nil {
		e = *d.Evaluation
	}
	district := c.District
	if district == "" {
		if _, err := one(t.ctx, t.db, &district, "select district from parties where id = ?", string(d.Seller.ID)); err != nil {
			return err
		}
	}
	abstract := ""
	if _, err := one(t.ctx, t.db, &abstract, "select abstract from rights where number = ?", d.Right); err != nil {
		return err
	}
	_, err := t.exec(`insert into hall_listings (case_id, no, right_no, title, summary, kind, deal, licence, ipc, section, seller, seller_name, price, price_open, grade, score, maturity, industry, state, term_end, district, valid, updated,
		confidence, evaluated, evaluated_of, evaluated_by, words) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (case_id) do update set title = excluded.title, summary = excluded.summary, seller = excluded.seller, seller_name = excluded.seller_name, price = excluded.price,
		price_open = excluded.price_open, grade = excluded.grade, score = excluded.score, maturity = excluded.maturity, industry = excluded.industry, state = excluded.state,
		term_end = excluded.term_end, district = excluded.district, valid = excluded.valid,
		updated = case when excluded.evaluated = excluded.updated then hall_listings.updated else excluded.updated end,
		confidence = excluded.confidence, evaluated = excluded.evaluated, evaluated_of = excluded.evaluated_of, evaluated_by = excluded.evaluated_by, words = excluded.words`,
		string(c.ID), c.No, d.Right, d.Title, d.Summary, string(d.Kind), string(d.Deal), string(d.Licence), d.IPC, section, string(d.Seller.ID), d.Seller.Name,
		int64(d.Price), open, d.Evaluation.Letter(), e.Score, d.Maturity, d.Industry, string(c.State), day(d.TermEnd), district, day(d.Valid), micros(c.Updated),
		e.Confidence, micros(e.At), micros(e.Register), e.Version, listingWords(d.Title, d.Summary, d.Seller.Name, c.No, d.Right, d.IPC, abstract))
	return err
}

// listingWords is what a search looks in, in normal form: half width, simplified
// characters, lower case (engine/matching/text).
func listingWords(parts ...string) string { return text.FoldString(strings.Join(parts, "\n")) }

// Unit: rows. Source: our choice, so that no statement is long.
const wordsAtOnce = 200

// wordlessRow is a card whose words are still to be written.
type wordlessRow struct {
	Case       string `bun:"case_id"`
	Title      string `bun:"title"`
	Summary    string `bun:"summary"`
	SellerName string `bun:"seller_name"`
	No         string `bun:"no"`
	Right      string `bun:"right_no"`
	IPC        string `bun:"ipc"`
	Abstract   string `bun:"abstract"`
}

// fillWords writes the words of cards that were made before there were any.
func (s *Store) fillWords(ctx context.Context) error {
	for {
		rows, err := many[wordlessRow](ctx, s.r, "select h.case_id, h.title, h.summary, h.seller_name, h.no, h.right_no, h.ipc, coalesce((select r.abstract from rights r where r.number = h.right_no), '') as abstract from hall_listings h where h.words = '' limit ?", wordsAtOnce)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			if _, err := s.w.NewRaw("update hall_listings set words = ? where case_id = ?", listingWords(r.Title, r.Summary, r.SellerName, r.No, r.Right, r.IPC, r.Abstract), r.Case).Exec(ctx); err != nil {
				return err
			}
		}
	}
}

type listingRow struct {
	Case       string  `bun:"case_id"`
	No         string  `bun:"no"`
	Right      string  `bun:"right_no"`
	Title      string  `bun:"title"`
	Summary    string  `bun:"summary"`
	Kind       string  `bun:"kind"`
	Deal       string  `bun:"deal"`
	Licence    string  `bun:"licence"`
	IPC        string  `bun:"ipc"`
	Seller     string  `bun:"seller"`
	SellerName string  `bun:"seller_name"`
	Price      int64   `bun:"price"`
	PriceOpen  int64   `bun:"price_open"`
	Grade      string  `bun:"grade"`
	Score      float64 `bun:"score"`
	Maturity   int     `bun:"maturity"`
	Industry   string  `bun:"industry"`
	State      string  `bun:"state"`
	TermEnd    string  `bun:"term_end"`
	District   string  `bun:"district"`
	Valid      string  `bun:"valid"`
	Updated    int64   `bun:"updated"`
	Confidence float64 `bun:"confidence"`
	Evaluated  int64   `bun:"evaluated"`
}

const listingColumns = "h.case_id, h.no, h.right_no, h.title, h.summary, h.kind, h.deal, h.licence, h.ipc, h.seller, h.seller_name, h.price, h.price_open, h.grade, h.score, h.maturity, h.industry, h.state, h.term_end, h.district, h.valid, h.updated, h.confidence, h.evaluated"

// listingScope are the listings in the states that the reader may see, as in
// every list of cases. What is not open to the public is seen by those who take
// part in it.
func listingScope(a kernel.Actor, states []kernel.State) (string, []any) {
	if len(states) == 0 {
		states = []kernel.State{hall.ListingListed}
	}
	w, args := scope(a, kernel.ViewSummary)
	return "from hall_listings h join cases c on c.id = h.case_id where h.state in (?) and " + w, append([]any{in(states)}, args...)
}

// HallListings searches the listings, the open ones unless others are asked for. Facets count in the same scope, each
// with the filters of the other fields.
func (s *Store) HallListings(ctx context.Context, a kernel.Actor, f hall.ListingFilter) ([]hall.ListingRow, int, []hall.Facet, error) {
	from, base := listingScope(a, f.States)
	conds := s.listingConditions(f)
	w, args := where(from, base, conds, "-")
	var total int
	if _, err := one(ctx, s.r, &total, "select count(*) "+w, args...); err != nil {
		return nil, 0, nil, err
	}
	limit := f.Limit
	if limit <= 0 || limit > 101 { // a hundred, and one that tells whether the list goes on
		limit = 20 // Unit: rows. Source: a page of a public list has 20 (look/LOOK.md §4).
	}
	order := map[string]string{"price_up": "h.price_open, h.price, h.no", "price_down": "h.price_open, h.price desc, h.no", "score": "case when h.grade in ('', 'low') then 1 else 0 end, h.score desc, h.no"}[f.Sort]
	if order == "" {
		order = "h.updated desc, h.no"
	}
	if beyond, more := beyondListing(f); beyond != "" {
		w, args = w+" and "+beyond, append(args, more...)
	}
	rows, err := many[listingRow](ctx, s.r, "select "+listingColumns+" "+w+" order by "+order+" limit ? offset ?", append(args, limit, max(f.Offset, 0))...)
	if err != nil {
		return nil, 0, nil, err
	}
	facets, err := s.listingFacets(ctx, from, base, conds)
	return asListings(rows), total, facets, err
}

// HallGone tells what became of a listing that was public and is open no more,
// to anybody; of every other case it says that there is none.
func (s *Store) HallGone(ctx context.Context, no string) (hall.Gone, error) {
	c, err := s.Case(ctx, kernel.SystemActor(kernel.RoleSystem), no, kernel.ViewSummary)
	if err != nil {
		return hall.Gone{}, err
	}
	g, ok := hall.GoneOf(c)
	if !ok {
		return hall.Gone{}, errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": no})
	}
	return g, nil
}

// HallShown lists withdrawn listings that the public still sees.
func (s *Store) HallShown(ctx context.Context) ([]kernel.CaseID, error) {
	return many[kernel.CaseID](ctx, s.r, "select c.id from cases c join case_access a on a.case_id = c.id where c.flow = ? and c.state = ? and a.subject = ?", string(hall.Listing), string(kernel.StateWithdrawn), "public")
}

// beyondListing is the condition that a listing comes after a place in the order
// of the list, "" for no place.
func beyondListing(f hall.ListingFilter) (string, []any) {
	p := f.After
	price, open, bare := int64(p.Price), 0, 0
	if p.Open {
		open = 1
	}
	if p.Bare {
		bare = 1
	}
	switch {
	case p.No == "":
		return "", nil
	case f.Sort == "price_up":
		return "(h.price_open > ? or h.price_open = ? and (h.price > ? or h.price = ? and h.no > ?))", []any{open, open, price, price, p.No}
	case f.Sort == "price_down":
		return "(h.price_open > ? or h.price_open = ? and (h.price < ? or h.price = ? and h.no > ?))", []any{open, open, price, price, p.No}
	case f.Sort == "score":
		rank := "case when h.grade in ('', 'low') then 1 else 0 end"
		return "(" + rank + " > ? or " + rank + " = ? and (h.score < ? or h.score = ? and h.no > ?))", []any{bare, bare, p.Score, p.Score, p.No}
	}
	return "(h.updated <= ? and (h.updated < ? or h.no > ?))", []any{p.Updated, p.Updated, p.No}
}

func asListings(rows []listingRow) []hall.ListingRow {
	out := make([]hall.ListingRow, 0, len(rows))
	for _, r := range rows {
		out = append(out, hall.ListingRow{Case: kernel.CaseID(r.Case), No: r.No, Right: r.Right, Title: r.Title, Summary: r.Summary, Kind: r.Kind, Deal: r.Deal, Licence: r.Licence, IPC: r.IPC,
			Seller: r.Seller, SellerName: r.SellerName, Price: money.Fen(r.Price), PriceOpen: r.PriceOpen != 0, Grade: r.Grade, Score: r.Score, Maturity: r.Maturity,
			Industry: r.Industry, State: kernel.State(r.State), TermEnd: r.TermEnd, District: r.District, Valid: r.Valid, Updated: instant(r.Updated), Confidence: r.Confidence, Evaluated: instant(r.Evaluated)})
	}
	return out
}

// HallToEvaluate lists open listings whose evaluation rests on an older state of
// the register, on another algorithm, or was made before an instant, or before the
// term of the right ended.
func (s *Store) HallToEvaluate(ctx context.Context, version string, now, before time.Time, limit int) ([]kernel.CaseID, error) {
	open := []kernel.State{hall.ListingReview, hall.ListingListed, hall.ListingSuspended, hall.ListingContract}
	ended := "unixepoch(r.term_end || 'T00:00:00+08:00')" // no day, no instant
	if s.postgres {
		ended = "extract(epoch from (nullif(r.term_end, '') || 'T00:00:00+08:00')::timestamptz)"
	}
	return many[kernel.CaseID](ctx, s.r, `select h.case_id from hall_listings h join rights r on r.number = h.right_no
		where h.state in (?) and (h.evaluated_of <> r.updated or h.evaluated_by <> ? or h.evaluated < ? or r.term_end <= ? and h.evaluated < `+ended+` * 1000000) order by h.evaluated, h.case_id limit ?`,
		in(open), version, micros(before), day(calendar.DateOf(now)), limit)
}

// Watched is a deal whose right has to be looked after, with the state of the
// register that is known of it.
type Watched struct {
	Case    kernel.CaseID
	Right   string
	State   kernel.State
	Updated time.Time
}

// HallWatched lists the deals with money in custody or on its way: from the few
// deals to their rights, never through the register.
func (s *Store) HallWatched(ctx context.Context) ([]Watched, error) {
	rows, err := many[struct {
		Case    string `bun:"id"`
		Number  string `bun:"number"`
		State   string `bun:"state"`
		Updated int64  `bun:"updated"`
	}](ctx, s.r, "select c.id, r.number, c.state, r.updated from cases c join rights r on r.number = substr(c.about, ?) where c.flow = ? and c.state in (?)", len(registry.About(""))+1, string(hall.Deal), in(hall.Watched()))
	if err != nil {
		return nil, err
	}
	out := make([]Watched, 0, len(rows))
	for _, r := range rows {
		out = append(out, Watched{kernel.CaseID(r.Case), r.Number, kernel.State(r.State), instant(r.Updated)})
	}
	return out, nil
}

// HallLooksAsked lists the requests for a look-up whose right was looked up since
// the given instant.
func (s *Store) HallLooksAsked(ctx context.Context, since time.Time) ([]kernel.CaseID, error) {
	return many[kernel.CaseID](ctx, s.r, "select c.id from cases c join rights r on r.number = substr(c.about, ?) where c.flow = ? and c.state = ? and r.observed >= ? order by c.opened, c.id", len(registry.About(""))+1, string(hall.Look), string(hall.LookAsked), micros(since))
}

// RightsSeen tells when the office's register was last looked up for rights.
func (s *Store) RightsSeen(ctx context.Context, numbers []string) (map[string]time.Time, error) {
	out := make(map[string]time.Time, len(numbers))
	if len(numbers) == 0 {
		return out, nil
	}
	rows, err := many[struct {
		Number   string `bun:"number"`
		Observed int64  `bun:"observed"`
	}](ctx, s.r, "select number, observed from rights where number in (?)", in(numbers))
	for _, r := range rows {
		out[r.Number] = instant(r.Observed)
	}
	return out, err
}

// SellerDeals lists the deals that may have paid a seller, see [hall.Rules.OthersOf],
// oldest first. The caller shows them to the seller and the office alone.
func (s *Store) SellerDeals(ctx context.Context, seller kernel.PartyID) ([]kernel.Case, error) {
	rows, err := many[caseRow](ctx, s.r, "select "+caseColumns+` from cases c where c.flow = ? and c.state in (?)
		and exists (select 1 from case_access a where a.case_id = c.id and a.subject = ?) order by c.opened, c.id`, string(hall.Deal), in(hall.PayingStates), "party:"+string(seller))
	if err != nil {
		return nil, err
	}
	return asCases(rows)
}
