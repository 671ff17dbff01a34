package hall

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/registry"
)

// evaluates does what the worker does: every listing that is due, once.
func (w *world) evaluates() []kernel.CaseID {
	w.t.Helper()
	version, err := hall.EvaluationVersion()
	w.ok(err)
	list, err := w.s.HallToEvaluate(context.Background(), version, w.clock.Now(), w.clock.Now().Add(-w.rules.EvaluationAge), 50)
	w.ok(err)
	for _, id := range list {
		_, err := w.d.Act(context.Background(), kernel.SystemActor("evaluator"), desk.Command{Case: id, Move: "evaluate", Key: w.key()})
		w.ok(err)
	}
	return list
}

// delivers states figures of a right that a data service delivers.
func (w *world) delivers(number string, facts map[string]any) {
	w.t.Helper()
	day := calendar.DateOf(w.clock.Now())
	r := registry.Right{Number: number, Kind: registry.Invention}
	for name, v := range facts {
		raw, err := json.Marshal(v)
		w.ok(err)
		r.Facts = append(r.Facts, registry.Fact{Name: name, Value: raw, Source: "样例批次", AsOf: day})
	}
	slices.SortFunc(r.Facts, func(a, b registry.Fact) int { return len(a.Name) - len(b.Name) })
	rec := registry.Record{Source: "data", Doc: day, Right: r}
	rec.Key = registry.RecordKey(rec)
	_, _, _, err := w.s.Sink(w.clock.Now).Put(context.Background(), []registry.Record{rec})
	w.ok(err)
}

func (w *world) evaluation(id kernel.CaseID) *hall.Evaluation {
	w.t.Helper()
	d, err := hall.ListingOf(w.get(id))
	w.ok(err)
	return d.Evaluation
}

// rich are figures enough for a letter.
var rich = map[string]any{"forward_percentile": 90, "originality_percentile": 90, "generality_percentile": 90, "neighbours_after_filing": 2, "maturity_level": 8, "field_cagr_5y": 0.3,
	"active_assignees": 8, "field_hhi": 0.2, "owner_field_share": 0.2, "product_revenue_yuan": 90000000, "market_share": 0.3, "industry_catalogues": []string{"目录"}, "fto": "clear", "base_patent": "own"}

// TestGradeOfListing: a listing is evaluated by the worker's act, again when the
// register learns something, and not again while nothing is new; too little data
// gives a score and no letter.
func TestGradeOfListing(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const a, b = "202210100051.1", "202210100052.2"
		w.patent(a, "owner")
		w.patent(b, "owner")
		first, second := w.listed("owner", a, hall.ListInput{}), w.listed("owner", b, hall.ListInput{Price: 90 * wan})
		if got := w.evaluates(); len(got) != 2 {
			t.Fatalf("%d listings were due", len(got))
		}
		e := w.evaluation(first)
		if e == nil || !e.Low || e.Grade != "" || e.Letter() != hall.GradeLow || e.Score == 0 || len(e.Missing) == 0 || e.Version == "" || e.AsOf != w.today().String() {
			t.Fatalf("evaluation %+v", e)
		}
		if got := w.evaluates(); len(got) != 0 {
			t.Fatalf("%d listings are evaluated again although nothing is new", len(got))
		}
		w.pass(time.Minute)
		w.delivers(b, rich)
		if got := w.evaluates(); len(got) != 1 || got[0] != second {
			t.Fatalf("due after the delivery: %v", got)
		}
		e = w.evaluation(second)
		if e.Low || e.Grade == "" || e.Score < 70 || e.Confidence < 0.5 {
			t.Fatalf("evaluation with data %+v", e)
		}
		w.cards(e, first, second)
		w.pass(w.rules.EvaluationAge + time.Hour)
		if got := w.evaluates(); len(got) != 2 {
			t.Fatalf("%d listings are due after the age of an evaluation", len(got))
		}
		deal := w.open("buyer", hall.Deal, "inquire", hall.InquireInput{Listing: second})
		if d := w.deal(deal); d.Evaluation == nil || d.Evaluation.Grade != e.Grade {
			t.Fatalf("the deal knows %+v", d.Evaluation)
		}
	})
}

// cards: facet, filter and order by score; the one without a letter comes last
// although it is newer or older.
func (w *world) cards(e *hall.Evaluation, low, high kernel.CaseID) {
	w.t.Helper()
	find := func(f hall.ListingFilter) ([]hall.ListingRow, []hall.Facet) {
		rows, _, facets, err := w.s.HallListings(context.Background(), w.as("buyer"), f)
		w.ok(err)
		return rows, facets
	}
	rows, facets := find(hall.ListingFilter{Sort: "score"})
	if len(rows) != 2 || rows[0].Case != high || rows[0].Grade != e.Grade || rows[1].Grade != hall.GradeLow || rows[0].Confidence != e.Confidence || rows[0].Evaluated.IsZero() {
		w.t.Fatalf("cards by score: %+v", rows)
	}
	counts := map[string]int{}
	for _, f := range facets {
		if f.Field == "grade" {
			for _, v := range f.Values {
				counts[v.Value] = v.Count
			}
		}
	}
	if counts[e.Grade] != 1 || counts[hall.GradeLow] != 1 {
		w.t.Fatalf("facet of grades: %v", counts)
	}
	if rows, _ := find(hall.ListingFilter{Grade: hall.GradeLow}); len(rows) != 1 || rows[0].Case != low {
		w.t.Fatalf("filter: %+v", rows)
	}
	// An evaluation is no news: what was listed last stays first.
	if rows, _ := find(hall.ListingFilter{}); rows[0].Case != high || !rows[0].Updated.Before(w.clock.Now()) {
		w.t.Fatalf("newest: %+v", rows)
	}
}

// TestEvaluationIsTheRegisters: nobody but the program evaluates, a delivery
// cannot state what the register records itself, and a seller's input has no
// say in the grade.
func TestEvaluationIsTheRegisters(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100053.3"
		w.patent(number, "owner")
		id := w.listed("owner", number, hall.ListInput{})
		w.no("owner", id, "evaluate", nil, "kernel.not_your_move")
		w.no("clerk", id, "evaluate", nil, "kernel.not_your_move")
		w.evaluates()
		before := w.evaluation(id).Score
		w.pass(time.Minute)
		w.delivers(number, map[string]any{"term_end": "2099-01-01", "status": "in_force", "maturity_level": "nine"})
		w.evaluates()
		if after := w.evaluation(id).Score; after != before {
			t.Fatalf("score %v became %v", before, after)
		}
		w.pass(time.Minute)
		w.happens(number, registry.Lapsed, "")
		w.evaluates()
		if e := w.evaluation(id); e.Score != 0 || len(e.Vetoes) == 0 || e.Low {
			t.Fatalf("a lapsed right is worth %+v", e)
		}
	})
}
